"""Terms that somebody has settled, as anchors: each is a word of its own that both documents have in common.

A word that only this term and its renderings have is evidence where both stand, and hardly any where one stands
alone: it may be rendered otherwise there. The words the term is made of keep what the lexicon says of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from align.match.bags import Bags, gather
from align.match.evidence import Table
from align.match.texts import Side
from align.model import Document

RARITY = 1e-8  # of the word a term becomes: what nobody else can bring
SURENESS = 0.9  # that a term is rendered as the glossary has it
WEIGHT = 3.0  # words that a term counts for


class Place(NamedTuple):
    """A term, by its number, and the offset in a document at which it or a rendering of it begins."""

    term: int
    offset: int


class Known(NamedTuple):
    """Where settled terms stand in the Chinese document, and where their renderings stand in the English one."""

    source: Sequence[Place] = ()
    target: Sequence[Place] = ()


def with_known(
    source: Side, target: Side, table: Table, documents: tuple[Document, Document], known: Known
) -> tuple[Side, Side, Table]:
    """Return the documents and the table of who translates whom with the terms that both documents have."""
    both = sorted({place.term for place in known.source} & {place.term for place in known.target})
    if not both:
        return source, target, table
    number = {term: k for k, term in enumerate(both)}
    starts = np.concatenate((table.starts, table.starts[-1] + 1 + np.arange(len(both))))
    sure = np.full(len(both), SURENESS, np.float32)
    joined = Table(
        starts,
        np.concatenate((table.columns, len(target.keys) + np.arange(len(both)))),
        np.concatenate((table.forward, sure)),
        np.concatenate((table.backward, sure)),
    )
    return _with(source, documents[0], known.source, number), _with(target, documents[1], known.target, number), joined


def _with(side: Side, document: Document, places: Sequence[Place], number: dict[int, int]) -> Side:
    """Return a document with a further word wherever one of the terms begins."""
    bags, width = side.sentences, len(side.keys)
    kept = [place for place in places if place.term in number]
    begins = np.array([sentence.span.start for sentence in document.sentences], np.int64)
    unit = np.searchsorted(begins, np.array([place.offset for place in kept], np.int64), side="right") - 1
    types = width + np.array([number[place.term] for place in kept], np.int64)[unit >= 0]
    prior = np.concatenate((bags.prior, np.full(len(number), RARITY, np.float32)))
    more = gather(unit[unit >= 0], types, len(bags), prior, bags.size)
    keys = (*side.keys, *(f"\0{term}" for term in number))
    return Side(_joined(bags, more), keys, np.concatenate((side.ids, np.full(len(number), -1, side.ids.dtype))))


def _joined(bags: Bags, more: Bags) -> Bags:
    """Return the bags with the words of `more`, whose types come after all the others."""
    lengths, further = np.diff(bags.starts), np.diff(more.starts)
    at = np.repeat(bags.starts[1:], further)
    return Bags(
        np.concatenate(([0], np.cumsum(lengths + further))).astype(np.int64),
        np.insert(bags.types, at, more.types),
        np.insert(bags.counts, at, WEIGHT * more.counts),
        more.prior,
        bags.size,
    )
