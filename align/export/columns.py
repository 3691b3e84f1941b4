"""Two columns of sentences beside each other, each bead held together by brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePath

from align.diff.runs import Cell
from align.export.canvas import Canvas, Line, Piece, filled, folded, pieces, safe
from align.language.chars import cell_width, clip

# A line of a column: the number of the sentence that begins there, or nothing, and the text.
Numbered = tuple[str, Line]


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths of the parts of a line: numbers, both columns of text, margin (0: notes go below)."""

    digits: int
    left: int
    right: int
    margin: int = 0

    @property
    def indent(self) -> int:
        """How far the text of the left column stands in."""
        return self.digits + 3


def laid_out(width: int, cells: Sequence[Cell], share: float, margin: int = 0) -> Layout:
    """Return the widths for some cells.

    Args:
        width: The whole width, in terminal cells.
        cells: What will be shown; its numbers tell how wide their column must be.
        share: How much of the room for text the left column gets.
        margin: The width of the column for notes, or 0.
    """
    digits = len(str(max((cell.number + 1 for cell in cells), default=1)))
    room = width - 2 * (digits + 3) - 2 - (margin + 2 if margin else 0)
    left = round(room * share)
    return Layout(digits, left, room - left, margin)


def heading(left: str, right: str, layout: Layout) -> Line:
    """Return the line that names the documents of both columns: with their folders where both fit, else without."""
    whole = cell_width(safe(left)) <= layout.left and cell_width(safe(right)) <= layout.right
    names = (safe(name if whole else PurePath(name).name) for name in (left, right))
    first, second = (
        Piece(clip(name, width), ("name",)) for name, width in zip(names, (layout.left, layout.right), strict=True)
    )
    indent = Piece(" " * layout.indent)
    return (indent, *filled((first,), layout.left), Piece("  "), indent, second)


def column(cells: Sequence[Cell], absent: str, width: int, canvas: Canvas) -> list[Numbered]:
    """Return the lines of one side, where a sentence begins with its number, counted from 1."""
    if not cells:
        return [("", (Piece(clip(absent, width), ("missing",)),))] if absent else []
    return [
        (str(cell.number + 1) if place == 0 else "", line)
        for cell in cells
        for place, line in enumerate(folded(_cell(cell, canvas), width))
    ]


def _cell(cell: Cell, canvas: Canvas) -> Line:
    """Return the text of a sentence; a page's furniture is shown faintly."""
    if cell.role == "boilerplate":
        return (Piece(safe(cell.text), ("aside",)),)
    return pieces(cell.runs, canvas)


def beside(
    left: Sequence[Numbered], right: Sequence[Numbered], layout: Layout, notes: Sequence[Line] = ()
) -> Iterator[Line]:
    """Yield the lines of one bead: both columns in brackets, and the notes in the margin."""
    height = max(len(left), len(right))
    brackets = list(bracket(height).ljust(len(notes)))
    for sign, one, two, note in zip_longest(brackets, left, right, notes):
        first = _side(one, sign if _has_cells(left) else " ", layout.digits, layout.left)
        second = _side(two, sign if _has_cells(right) else " ", layout.digits, layout.right)
        yield (*first, Piece("  "), *second, Piece("  "), *(note or ()))


def _has_cells(lines: Sequence[Numbered]) -> bool:
    return bool(lines and lines[0][0])


def bracket(height: int) -> str:
    """Return the bracket that holds a bead together, a character a line.

    >>> bracket(1), bracket(4)
    ('╶', '╭││╰')
    """
    return "╶" if height == 1 else "╭" + "│" * (height - 2) + "╰"


def _side(numbered: Numbered | None, sign: str, digits: int, width: int) -> Line:
    number, line = numbered or ("", ())
    return (Piece(f"{number:>{digits}} {sign} ", ("rule",)), *filled(line, width))
