"""The side-by-side view drawn with characters: two columns for a terminal or a pipe.

A bead is bracketed on both sides over its whole height. Findings stand beside it where there is room for a third
column, else below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePath

from align.diff.rows import Block, Row, View, counted
from align.diff.runs import Cell
from align.export.canvas import PLACE, Canvas, Line, Piece, bracketed, filled, folded, pieces, safe
from align.language.chars import cell_width, clip
from align.model import Finding, one_line

NARROWEST = 40
# From this width on there is room for the margin.
_WITH_MARGIN = 110
_MARGIN = 30
# Chinese takes about this share of the cells that a text and its English translation take together.
_CHINESE_SHARE = 0.37

_SIGNS = {"error": "✗", "warning": "!", "info": "i"}
_ABSENT = {
    "omission": ("", "— left out in the English —"),
    "addition": ("— added in the English —", ""),
}


@dataclass(frozen=True, slots=True)
class _Layout:
    """The widths of the parts of a line: numbers, both columns of text, margin (0: findings go below)."""

    digits: int
    source: int
    target: int
    margin: int

    @property
    def indent(self) -> int:
        """How far the text of the left column stands in."""
        return self.digits + 3


def draw(view: View, *, width: int = 80, colour: bool = False) -> Iterator[str]:
    """Yield the lines of a side-by-side view.

    Args:
        view: The rows to draw.
        width: How many terminal cells a line may take; at least 40 are used.
        colour: Whether to use colour; without it, differences stand in braces and what is left out in brackets.

    Yields:
        The lines, without line ends.
    """
    canvas = Canvas(max(width, NARROWEST), colour)
    layout = _layout(view, canvas.width)
    for line in _head(view, layout, canvas):
        yield canvas.paint(line)
    for block in view.blocks:
        for line in _block(block, layout, canvas):
            yield canvas.paint(line)


def _layout(view: View, width: int) -> _Layout:
    numbers = [cell.number + 1 for row in view.rows for cell in (*row.source, *row.target)]
    digits = len(str(max(numbers, default=1)))
    margin = _MARGIN if width >= _WITH_MARGIN and any(_notes(row) for row in view.rows) else 0
    room = width - 2 * (digits + 3) - 2 - (margin + 2 if margin else 0)
    source = round(room * _CHINESE_SHARE)
    return _Layout(digits, source, room - source, margin)


def _head(view: View, layout: _Layout, canvas: Canvas) -> Iterator[Line]:
    indent = " " * layout.indent
    left, right = _name(view.source_name, layout.source), _name(view.target_name, layout.target)
    yield (Piece(indent), *filled((left,), layout.source), Piece("  " + indent), right)
    yield from _legend(view, canvas)


def _name(name: str, width: int) -> Piece:
    """Return a document's name, without its folders where they do not fit."""
    shown = safe(name) if cell_width(safe(name)) <= width else safe(PurePath(name).name)
    return Piece(clip(shown, width), ("name",))


def _legend(view: View, canvas: Canvas) -> Iterator[Line]:
    """Explain the marks that occur."""
    labels = {label for row in view.rows for label in row.labels}
    states = {label.state for label in labels if label.kind in ("term", "number", "clause")}
    entries: list[Line] = []
    if canvas.colour and "agrees" in states:
        entries.append((Piece("terms", ("agrees",)), Piece(" and "), Piece("figures", ("figure",)), Piece(" agree")))
    for state, words in (("differs", "rendered otherwise"), ("missing", "no counterpart")):
        if state in states:
            entries.append((Piece(bracketed(words, [state], canvas), (state,)),))
    if any(label.kind == "clause" for label in labels):
        entries.append((Piece(f"{PLACE} something left out here"),))
    if entries:
        parted = [piece for entry in entries for piece in (Piece(" · "), *entry)]
        yield from folded(tuple(parted[1:]), canvas.width)


def _block(block: Block, layout: _Layout, canvas: Canvas) -> Iterator[Line]:
    title = f"── ¶ {counted(block.source)} · ¶ {counted(block.target)} "
    yield ()
    yield (Piece(title + "─" * (canvas.width - cell_width(title)), ("rule",)),)
    for row in block.rows:
        yield from _row(row, layout, canvas)


def _row(row: Row, layout: _Layout, canvas: Canvas) -> Iterator[Line]:
    notes = _notes(row)
    absent = _ABSENT.get(row.kind, ("", ""))
    left = _column(row.source, absent[0], layout.source, canvas)
    right = _column(row.target, absent[1], layout.target, canvas)
    beside = [line for note in notes for line in folded(note, layout.margin)] if layout.margin else []
    height = max(len(left), len(right))
    brackets = list(_bracket(height).ljust(len(beside)))
    for bracket, one, two, note in zip_longest(brackets, left, right, beside):
        first = _side(one, bracket if row.source else " ", layout.digits, layout.source)
        second = _side(two, bracket if row.target else " ", layout.digits, layout.target)
        yield (*first, Piece("  "), *second, Piece("  "), *(note or ()))
    if not layout.margin:
        indent = Piece(" " * layout.indent)
        for note in notes:
            yield from ((indent, *line) for line in folded(note, canvas.width - layout.indent))


def _bracket(height: int) -> str:
    """Return the bracket that holds a bead together, a character a line.

    >>> _bracket(1), _bracket(4)
    ('╶', '╭││╰')
    """
    return "╶" if height == 1 else "╭" + "│" * (height - 2) + "╰"


Numbered = tuple[str, Line]


def _column(cells: Sequence[Cell], absent: str, width: int, canvas: Canvas) -> list[Numbered]:
    """Return the lines of one side, where a sentence begins with its number, counted from 1."""
    if not cells:
        return [("", (Piece(clip(absent, width), ("missing",)),))] if absent else []
    return [
        (str(cell.number + 1) if first else "", line)
        for cell in cells
        for first, line in _first_marked(folded(_cell(cell, canvas), width))
    ]


def _first_marked(lines: Sequence[Line]) -> Iterator[tuple[bool, Line]]:
    return ((place == 0, line) for place, line in enumerate(lines))


def _cell(cell: Cell, canvas: Canvas) -> Line:
    """Return the text of a sentence; a page's furniture is shown faintly."""
    if cell.role == "boilerplate":
        return (Piece(safe(cell.text), ("aside",)),)
    return pieces(cell.runs, canvas)


def _side(numbered: Numbered | None, bracket: str, digits: int, width: int) -> Line:
    number, line = numbered or ("", ())
    return (Piece(f"{number:>{digits}} {bracket} ", ("rule",)), *filled(line, width))


def _notes(row: Row) -> list[Line]:
    """Return what stands in the margin of a row: a move, a doubt, the findings."""
    notes: list[Line] = []
    if row.kind in ("move", "moved"):
        notes.append((Piece(f"⇅ {row.reason}", ("differs",)),))
    elif row.doubtful:
        notes.append((Piece(f"? {_doubt(row)}", ("differs",)),))
    return [*notes, *map(_finding, row.findings)]


def _doubt(row: Row) -> str:
    reason = f": {one_line(safe(row.reason), 'en')}" if row.reason else ""
    return f"doubtful, {row.score:.0%}{reason}"


def _finding(finding: Finding) -> Line:
    words = f" {finding.message}" + (f" ({finding.hint})" if finding.hint else "")
    return (
        Piece(f"{_SIGNS[finding.severity]} {finding.rule}:", (finding.severity,)),
        Piece(" " + one_line(safe(words), "en")),
    )
