"""Figures and dates of a passage that the other side does not have: what the rules on numbers and dates start from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from align.check.rule import Material, Passage, passages, shift
from align.language.quantity import Quantity, agree
from align.model import Alignment, Span


@dataclass(frozen=True, slots=True)
class Unmatched:
    """The figures of a passage without counterpart.

    `zh` and `en` are those left when each figure may answer one other only, in the passage and then in what the
    passages beside it have left: one of each may be meant for the other. `zh_lone` and `en_lone` are those that no
    figure of the passage or of those beside it equals: they are said nowhere near.
    """

    passage: Passage
    zh: tuple[Quantity, ...]
    en: tuple[Quantity, ...]
    zh_lone: tuple[Quantity, ...]
    en_lone: tuple[Quantity, ...]


def unmatched(material: Material) -> Iterator[Unmatched]:
    """Return what is left of the figures of each passage that has any left."""
    return chain.from_iterable(map(_unmatched_of, material.alignments))


@lru_cache(maxsize=256)
def _unmatched_of(alignment: Alignment) -> tuple[Unmatched, ...]:
    """Return what is left of the figures of an alignment; the rules on numbers and on dates ask for it."""
    group = passages(alignment)
    sides = [(_of_source(one), one.en_figures) for one in group]
    left = [_left(*side) for side in sides]
    found = (_unmatched(passage, here, sides, left) for here, passage in enumerate(group))
    return tuple(one for one in found if one.zh or one.en or one.zh_lone or one.en_lone)


Side = tuple[Sequence[Quantity], Sequence[Quantity]]


def _unmatched(passage: Passage, here: int, sides: Sequence[Side], left: Sequence[Side]) -> Unmatched:
    near = slice(max(0, here - 1), here + 2)
    zh, en = left[here]
    beside = [one for number, one in enumerate(left[near], near.start) if number != here]
    zh_lone = [one for one in sides[here][0] if not any(agree(one, other) for _, en in sides[near] for other in en)]
    en_lone = [one for one in sides[here][1] if not any(agree(other, one) for zh, _ in sides[near] for other in zh)]
    return Unmatched(
        passage,
        tuple(one for one in zh if not any(agree(one, other) for _, en in beside for other in en)),
        tuple(one for one in en if not any(agree(other, one) for zh, _ in beside for other in zh)),
        tuple(zh_lone),
        tuple(en_lone),
    )


def _left(zh: Sequence[Quantity], en: Sequence[Quantity]) -> Side:
    """What remains when each figure has answered one of its equals: of its own kind first, then of a like place."""
    zh_left, free = [], list(en)
    for number, one in enumerate(zh):
        equals = [other for other in free if agree(one, other)]
        if equals:
            at = number * len(en) / len(zh)
            free.remove(min(equals, key=lambda other: (other.kind != one.kind, abs(en.index(other) - at))))
        else:
            zh_left.append(one)
    return zh_left, free


def _of_source(passage: Passage) -> tuple[Quantity, ...]:
    """The Chinese figures but for those of the dateline, which is a matter of its own."""
    aside = [mark.span for mark in passage.alignment.source.marks]
    return tuple(one for one in passage.zh_figures if not _inside(shift(one.span, passage.zh.start), aside))


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(other.holds(span) for other in others)
