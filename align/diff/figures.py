"""Which figures of a bead say the same on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from align.diff.runs import Label, Mark
from align.language.numbers import Quantity, agree, quantities_of
from align.model import Alignment, Document, Span


def figure_marks(alignment: Alignment) -> Iterator[tuple[int, Mark]]:
    """Yield the marks of figures, each with the side it stands on (0 Chinese, 1 English).

    Figures that agree share a key. One that has no counterpart in its bead is marked missing, unless its words
    need not be a count at all (一个, both) or it stands in a dateline, which is never translated.
    """
    numbers = count()
    for bead in alignment.sentences:
        if bead.is_gap:
            continue
        source = _figures(alignment.source, bead.source)
        target = _figures(alignment.target, bead.target)
        yield from _marks(source, target, numbers)


def _figures(document: Document, units: range) -> list[Quantity]:
    """Return the figures of some sentences, their spans counted in the document."""
    spans = [document.sentences[unit].span for unit in units]
    found = quantities_of(document.text, spans, document.language)
    return [figure for figure in found if not _in_aside(document, figure.span)]


def _in_aside(document: Document, span: Span) -> bool:
    return any(mark.span.start <= span.start < mark.span.end for mark in document.marks)


def _marks(
    source: Sequence[Quantity], target: Sequence[Quantity], numbers: Iterator[int]
) -> Iterator[tuple[int, Mark]]:
    left = dict(enumerate(target))
    for figure in source:
        place = next((place for place, other in left.items() if agree(figure, other)), None)
        # What was said once in English may stand for what the Chinese repeats.
        other = left.pop(place) if place is not None else next((t for t in target if agree(figure, t)), None)
        if other is None:
            yield from _missing(0, figure, next(numbers))
        elif figure.certain or other.certain:
            label = Label("number", next(numbers), "agrees")
            yield 0, (figure.span, label)
            yield 1, (other.span, label)
    for figure in left.values():
        if not any(agree(other, figure) for other in source):
            yield from _missing(1, figure, next(numbers))


def _missing(side: int, figure: Quantity, number: int) -> Iterator[tuple[int, Mark]]:
    if figure.certain:
        yield side, (figure.span, Label("number", number, "missing"))
