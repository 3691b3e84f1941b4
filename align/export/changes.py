"""What changed, drawn with characters: between two translations, or between two glossaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.diff.versions import TermChange, VersionRow, Versions
from align.export.canvas import Canvas, Line, Piece, bracketed, filled, folded, safe
from align.export.columns import Layout, beside, column, heading, laid_out
from align.glossary import Change
from align.language.chars import cell_width
from align.model import Rendering, Term, one_line

_ABSENT = {"added": ("— not in the old version —", ""), "removed": ("", "— not in the new version —")}
_SIGNS = {
    "added": ("+", "inserted"),
    "removed": ("-", "missing"),
    "re-rendered": ("~", "differs"),
    "status": ("•", "info"),
}


def draw_versions(versions: Versions, *, width: int = 80, colour: bool = False) -> Iterator[str]:
    """Yield the lines of two versions side by side, the Chinese above each row when there is one.

    Args:
        versions: The rows to draw.
        width: How many terminal cells a line may take; at least 40 are used.
        colour: Whether to use colour; without it, what was deleted stands in [-...-], what was inserted in {+...+}.

    Yields:
        The lines, without line ends.
    """
    canvas = Canvas(max(width, 40), colour)
    cells = [cell for row in versions.rows for cell in (*row.source, *row.old, *row.new)]
    layout = laid_out(canvas.width, cells, 0.5)
    lines = [heading(versions.old_name, versions.new_name, layout)]
    lines += [line for row in versions.rows for line in _version(row, layout, canvas)]
    lines += _terms(versions.terms, canvas)
    if not any(row.kind != "same" for row in versions.rows):
        lines += [(), (Piece("Both versions say the same."),)]
    yield from map(canvas.paint, lines)


def _version(row: VersionRow, layout: Layout, canvas: Canvas) -> Iterator[Line]:
    yield ()
    for number, line in column(row.source, "", canvas.width - layout.indent, canvas):
        yield (Piece(f"{number:>{layout.digits}}   ", ("rule",)), *line)
    absent = _ABSENT.get(row.kind, ("", ""))
    left = column(row.old, absent[0], layout.left, canvas)
    right = column(row.new, absent[1], layout.right, canvas)
    yield from beside(left, right, layout)


def _terms(changes: Sequence[TermChange], canvas: Canvas) -> Iterator[Line]:
    if changes:
        yield ()
        yield (Piece("Terms rendered otherwise", ("name",)),)
    first = _first_column([change.zh for change in changes], canvas)
    for change in changes:
        times = f" ({change.times} times)" if change.times > 1 else ""
        yield from _entry(change.zh, first, _arrow(change.old, change.new, canvas, times), canvas)


def _arrow(old: str, new: str, canvas: Canvas, after: str = "") -> Line:
    """Return "old → new", each in its colour."""
    return (
        Piece(bracketed(safe(old), ["deleted"], canvas), ("deleted",)),
        Piece(" → "),
        Piece(bracketed(safe(new), ["inserted"], canvas), ("inserted",)),
        Piece(after),
    )


def _first_column(terms: Sequence[str], canvas: Canvas) -> int:
    """Return how wide the column of Chinese terms is: as the widest, up to a third of the line."""
    return min(max(map(cell_width, terms), default=0), canvas.width // 3)


def _entry(zh: str, first: int, text: Line, canvas: Canvas, sign: str = "  ", style: str = "rule") -> Iterator[Line]:
    """Yield a glossary line: a sign, the Chinese in a column of its own, the text; a long term on lines before."""
    lead = Piece(f"  {sign}", (style,))
    start = cell_width(lead.text) + first + 2
    if cell_width(zh) > first:
        for line in folded((Piece(safe(zh)),), canvas.width - 4):
            yield (lead, *line)
            lead = Piece("    ")
        zh = ""
    head: Line = (lead, *filled((Piece(safe(zh)),), first + 2))
    for line in folded(text, canvas.width - start):
        yield (*head, *line)
        head = (Piece(" " * start),)


def draw_changes(changes: Sequence[Change], *, width: int = 80, colour: bool = False) -> Iterator[str]:
    """Yield the lines of what differs between two glossaries, and a last line that counts it.

    Args:
        changes: The changes, in order.
        width: How many terminal cells a line may take; at least 40 are used.
        colour: Whether to use colour.

    Yields:
        The lines, without line ends: + added, - removed, ~ re-rendered, • status changed.
    """
    canvas = Canvas(max(width, 40), colour)
    first = _first_column([change.zh for change in changes], canvas)
    for change in changes:
        sign, style = _SIGNS[change.kind]
        for line in _entry(change.zh, first, _change(change, canvas), canvas, f"{sign} ", style):
            yield canvas.paint(line)
    yield counted_changes(changes)


def counted_changes(changes: Sequence[Change]) -> str:
    """Say how many changes there are of each kind.

    >>> counted_changes([])
    'The glossaries say the same.'
    """
    names = {"added": "added", "removed": "removed", "re-rendered": "re-rendered", "status": "with another status"}
    counts = [(sum(change.kind == kind for change in changes), words) for kind, words in names.items()]
    return ", ".join(f"{count} {words}" for count, words in counts if count) or "The glossaries say the same."


def _change(change: Change, canvas: Canvas) -> Line:
    if change.old and change.new:
        tell = _statuses if change.kind == "status" else renderings
        return _arrow(tell(change.old), tell(change.new), canvas)
    term, style = (change.new, "inserted") if change.new else (change.old, "deleted")
    return (Piece(bracketed(safe(renderings(term)), [style], canvas), (style,)),)


def renderings(term: Term | None) -> str:
    """Return the renderings of a term in one line."""
    return " | ".join(one_line(rendering.text, "en") for rendering in term.renderings) if term else ""


def _statuses(term: Term) -> str:
    """Return the status of a term, and those of its renderings where they differ from it."""
    others = [_status(rendering) for rendering in term.renderings if rendering.status != term.status]
    return ", ".join([term.status, *others])


def _status(rendering: Rendering) -> str:
    return f"{rendering.text}: {rendering.status}"
