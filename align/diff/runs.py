"""A stretch of text cut where its marks begin and end, so that a terminal or a page can colour each piece.

Marks may nest and cross (a term inside a term, a finding over half of one); a run carries all that cover it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

from align.model import Document, Language, Role, Span, one_line

Kind = Literal["term", "number", "clause", "finding", "aside", "deleted", "inserted"]
State = Literal["agrees", "differs", "missing"]


class Label(NamedTuple):
    """Why a stretch is marked.

    `key` is the index of the term or finding, or the number of the pair of figures, so that the marks of one
    thing can be found on both sides. `state` says whether the other side agrees, differs, or has nothing.
    """

    kind: Kind
    key: int
    state: State


class Run(NamedTuple):
    """A stretch of text under the same labels; an empty text marks a place between two characters."""

    text: str
    labels: tuple[Label, ...] = ()


class Cell(NamedTuple):
    """A sentence (or paragraph) of one side: its index (`number`), its paragraph's, its role, its text in runs."""

    number: int
    paragraph: int
    role: Role
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text without its marks."""
        return "".join(run.text for run in self.runs)


Mark = tuple[Span, Label]


class Marks:
    """The marks of one document, found by where they begin."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._marks = sorted(set(marks))
        self._starts = [span.start for span, _ in self._marks]
        self._longest = max((span.end - span.start for span, _ in self._marks), default=0)

    def within(self, span: Span) -> list[Mark]:
        """Return the marks that touch a span, cut to it."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end + 1)
        return [
            (Span(max(mark.start, span.start), min(mark.end, span.end)), label)
            for mark, label in self._marks[first:last]
            if _touches(mark, span)
        ]


def _touches(mark: Span, span: Span) -> bool:
    if mark.start == mark.end:
        return span.start <= mark.start <= span.end
    return mark.overlaps(span)


def closed_up(text: str, language: Language) -> list[str]:
    r"""Return what each character becomes when a stretch is shown on one line: itself, a space, or nothing.

    Joined it is `one_line(text, language)`; character by character it lets marks keep their places.

    >>> closed_up("a \n b", "en"), closed_up("改\n 革", "zh")
    (['a', ' ', '', '', 'b'], ['改', '', '', '革'])
    """
    shown = list(text)
    for gap in re.finditer(r"\s+", text):
        start, end = gap.span()
        inside = start > 0 and end < len(text)
        kept = one_line(text[start - 1 : end + 1], language)[1:-1] if inside else ""
        shown[start:end] = [kept, *[""] * (end - start - 1)]
    return shown


def cut(document: Document, span: Span, marks: Marks) -> tuple[Run, ...]:
    """Return a stretch of a document as runs, in order and complete.

    Args:
        document: The document the offsets count in.
        span: The stretch to show.
        marks: The marks of that document.

    Returns:
        The runs; their texts joined are the stretch on one line.
    """
    shown = closed_up(span.of(document.text), document.language)
    # A place between two sentences that touch, as Chinese ones do, belongs to the second.
    end_is_next = not document.text[span.end : span.end + 1].isspace() and span.end < len(document.text)
    here = [item for item in marks.within(span) if not (end_is_next and item[0].start == span.end)]
    edges = sorted({*span, *(edge for mark, _ in here for edge in mark)})
    runs: list[Run] = []
    for start, end in pairwise([*edges, edges[-1]]):
        points = tuple(label for mark, label in here if mark == (start, start))
        runs += [Run("", points)] if points else []
        text = "".join(shown[start - span.start : end - span.start])
        over = tuple(label for mark, label in here if mark.start <= start < end <= mark.end)
        runs += [Run(text, over)] if text else []
    return tuple(runs)


def sentence_cell(document: Document, index: int, marks: Marks) -> Cell:
    """Return a sentence of a document with its marks."""
    sentence = document.sentences[index]
    return Cell(index, sentence.paragraph, document.role_of(index), cut(document, sentence.span, marks))


def paragraph_cell(document: Document, index: int, marks: Marks) -> Cell:
    """Return a paragraph of a document with its marks."""
    paragraph = document.paragraphs[index]
    return Cell(index, index, paragraph.role, cut(document, paragraph.span, marks))
