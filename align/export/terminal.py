"""The side-by-side view drawn with characters: two columns for a terminal or a pipe.

A bead is bracketed on both sides over its whole height. Findings stand beside it where there is room for a third
column, else below it.
"""

from __future__ import annotations

from collections.abc import Iterator

from align.diff.rows import Block, Row, View, counted
from align.export.canvas import PLACE, Canvas, Line, Piece, bracketed, folded, safe
from align.export.columns import Layout, beside, column, heading, laid_out
from align.language.chars import cell_width
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
    if not view.blocks:
        yield "No row to show."
    for block in view.blocks:
        for line in _block(block, layout, canvas):
            yield canvas.paint(line)


def _layout(view: View, width: int) -> Layout:
    cells = [cell for row in view.rows for cell in (*row.source, *row.target)]
    margin = _MARGIN if width >= _WITH_MARGIN and any(_notes(row) for row in view.rows) else 0
    return laid_out(width, cells, _CHINESE_SHARE, margin)


def _head(view: View, layout: Layout, canvas: Canvas) -> Iterator[Line]:
    yield heading(view.source_name, view.target_name, layout)
    yield from _legend(view, canvas)


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


def _block(block: Block, layout: Layout, canvas: Canvas) -> Iterator[Line]:
    title = f"── ¶ {counted(block.source)} · ¶ {counted(block.target)} "
    yield ()
    yield (Piece(title + "─" * (canvas.width - cell_width(title)), ("rule",)),)
    for row in block.rows:
        yield from _row(row, layout, canvas)


def _row(row: Row, layout: Layout, canvas: Canvas) -> Iterator[Line]:
    absent = _ABSENT.get(row.kind, ("", ""))
    left = column(row.source, absent[0], layout.left, canvas)
    right = column(row.target, absent[1], layout.right, canvas)
    notes = [line for note in _notes(row) for line in folded(note, layout.margin or canvas.width - layout.indent)]
    yield from beside(left, right, layout, notes if layout.margin else ())
    if not layout.margin:
        yield from ((Piece(" " * layout.indent), *note) for note in notes)


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
