"""Sentences, clauses and datelines that one side has and the other has not."""

from __future__ import annotations

from collections.abc import Iterator

from align.check.rule import Material, extent, place
from align.model import Alignment, Bead, Document, Finding, Place, Role, Span

# What a page carries around its report: a translation has its own or none.
FURNITURE: frozenset[Role] = frozenset({"boilerplate", "title", "heading"})
DATELINES: frozenset[Role] = frozenset({"dateline", "byline"})


def gaps(material: Material, side: str) -> Iterator[tuple[Alignment, int, Bead]]:
    """Yield the sentence beads without a target (side "source") or without a source (side "target")."""
    for alignment in material.alignments:
        for index, bead in enumerate(alignment.sentences):
            if bead.is_gap and (bead.source if side == "source" else bead.target):
                yield alignment, index, bead


def role(document: Document, sentences: range) -> Role:
    """Return the role of the paragraph the first of some sentences stands in."""
    return document.role_of(sentences.start)


def facing(alignment: Alignment, index: int, side: str) -> Place | None:
    """Return the place on the other side where the missing words would stand: behind the bead before."""
    for bead in reversed(alignment.sentences[:index]):
        other = bead.target if side == "source" else bead.source
        if other:
            document = alignment.target if side == "source" else alignment.source
            end = extent(document, other).end
            return place(document, Span(end, end))
    return None


def is_moved(alignment: Alignment, paragraph: int, side: str) -> bool:
    """Whether a paragraph stands elsewhere in the translation, rather than nowhere."""
    return any(paragraph in (move.source if side == "source" else move.target) for move in alignment.moves)


def has_words(text: str) -> bool:
    """Whether a stretch says anything: marks and stray digits alone do not."""
    return sum(char.isalpha() for char in text) > 1


def missing(rule: str, message: str, hint: str, source: Place | None, target: Place | None) -> Finding:
    """Make the finding of a missing stretch."""
    return Finding(rule, "warning", message, source, target, hint)
