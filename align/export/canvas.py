"""Text in colour for a terminal: marked runs to styled pieces, broken to the width of a column.

Widths are counted in cells, two for a Chinese character. Without colour, brackets say what colour would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from align.diff.runs import Label, Run
from align.language.chars import cell_width, wrap

# Select Graphic Rendition codes (ECMA-48).
_CODES = {
    "agrees": "36",
    "differs": "1;33",
    "missing": "1;31",
    "figure": "32",
    "aside": "2",
    "deleted": "31;9",
    "inserted": "32;1",
    "rule": "2",
    "error": "1;31",
    "warning": "33",
    "info": "34",
    "name": "1",
    "under": "4",
}
_GRAVEST_FIRST = ("deleted", "inserted", "missing", "differs", "figure", "agrees", "aside")
_BRACKETS = {"differs": ("{", "}"), "missing": ("[", "]"), "deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
# Where the other side says something that is not here.
PLACE = "‸"
# What a terminal would obey rather than show: control characters, and those that turn the line around.
_CONTROL = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSAFE = dict.fromkeys(_CONTROL, "�")


class Piece(NamedTuple):
    """A stretch of a line and the styles it is drawn in."""

    text: str
    styles: tuple[str, ...] = ()


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Canvas:
    """How wide to draw, and whether in colour."""

    width: int = 80
    colour: bool = False

    def paint(self, line: Line) -> str:
        """Return a line as it is sent to the terminal."""
        return "".join(self._painted(piece) for piece in line).rstrip()

    def _painted(self, piece: Piece) -> str:
        codes = ";".join(_CODES[style] for style in piece.styles)
        return f"\x1b[{codes}m{piece.text}\x1b[0m" if self.colour and codes and piece.text else piece.text


def safe(text: str) -> str:
    r"""Replace the characters a terminal would obey.

    >>> safe("a\x1b[2Jb")
    'a�[2Jb'
    """
    return text.translate(_UNSAFE)


def width_of(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(cell_width(piece.text) for piece in line)


def filled(line: Line, width: int) -> Line:
    """Return a line with spaces after it up to a width."""
    return (*line, Piece(" " * max(width - width_of(line), 0)))


def styles_of(run: Run) -> tuple[str, ...]:
    """Return the styles of a run: the gravest of what its labels say, underlined where there is a finding."""
    said = {_style(label) for label in run.labels if label.kind != "finding"}
    first = [style for style in _GRAVEST_FIRST if style in said][:1]
    under = ["under"] if any(label.kind == "finding" for label in run.labels) else []
    return (*first, *under)


def _style(label: Label) -> str:
    if label.kind in ("deleted", "inserted", "aside"):
        return label.kind
    return "figure" if label.kind == "number" and label.state == "agrees" else label.state


def pieces(runs: Sequence[Run], canvas: Canvas) -> Line:
    """Return runs as pieces; without colour, brackets stand in for it."""
    found: list[Piece] = []
    for styles, group in groupby(runs, styles_of):
        text = "".join(safe(run.text) or PLACE for run in group)
        found.append(Piece(text if text == PLACE else bracketed(text, styles, canvas), styles))
    return tuple(found)


def bracketed(text: str, styles: Sequence[str], canvas: Canvas) -> str:
    """Return a text in the brackets of its style, where there is no colour to show it."""
    opening, closing = _BRACKETS.get(styles[0], ("", "")) if styles and not canvas.colour else ("", "")
    return opening + text + closing


def folded(line: Line, width: int) -> list[Line]:
    """Break a line of pieces into lines of at most `width` cells, each piece keeping its styles.

    White space in the pieces must be single spaces, as `cut` leaves it.
    """
    text = "".join(piece.text for piece in line)
    lines: list[Line] = []
    position = 0
    for shown in wrap(text, width):
        start = text.index(shown, position)
        position = start + len(shown)
        lines.append(_slice(line, start, position))
    return lines


def _slice(line: Line, start: int, end: int) -> Line:
    found: list[Piece] = []
    offset = 0
    for piece in line:
        part = piece.text[max(start - offset, 0) : max(end - offset, 0)]
        if part:
            found.append(Piece(part, piece.styles))
        offset += len(piece.text)
    return tuple(found)
