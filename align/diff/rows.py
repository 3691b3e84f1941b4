"""The side-by-side view of an alignment as plain rows: what stands beside what, and what is marked in it.

Nothing here knows a terminal or a page; both draw the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from align.diff.marks import marks_of, sides_of
from align.diff.runs import Cell, Label, Marks, Run, paragraph_cell, sentence_cell
from align.model import Alignment, Bead, Finding, Place, Role, Term

__all__ = ["Block", "Cell", "Label", "Row", "Run", "View", "pair_rows", "select"]

RowKind = Literal["pair", "omission", "addition", "aside", "move", "moved"]
Choice = Literal["all", "changed", "findings", "omissions"]

# A page's furniture and the lines around a report stand on one side only by nature: shown, but no omission.
ASIDE: frozenset[Role] = frozenset({"boilerplate", "title", "dateline", "byline"})

# Below this probability a bead is called doubtful.
DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """A bead: the cells of both sides.

    `kind` tells what it is: a pair, an omission or addition, an aside (furniture, on one side only), a move
    (both sides of a paragraph that was moved) or moved (the place it was moved to, shown there without its
    partner). `number` is the index of the bead. `findings` are those whose first place is here.
    """

    number: int
    kind: RowKind
    source: tuple[Cell, ...]
    target: tuple[Cell, ...]
    score: float
    reason: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether the bead is more likely wrong than right."""
        return self.kind != "aside" and self.score < DOUBT

    @property
    def shape(self) -> tuple[int, int]:
        """How many units stand on each side."""
        return len(self.source), len(self.target)

    @property
    def labels(self) -> frozenset[Label]:
        """Every label in the row."""
        return frozenset(label for cell in (*self.source, *self.target) for run in cell.runs for label in run.labels)

    @property
    def changed(self) -> bool:
        """Whether the sides do not simply correspond: something added, left out, moved, or said otherwise."""
        return self.kind not in ("pair", "aside") or any(label.state != "agrees" for label in self.labels)

    @property
    def left_out(self) -> bool:
        """Whether a sentence or a clause of one side has nothing on the other."""
        return self.kind in ("omission", "addition") or any(
            run.text and label.kind == "clause"
            for cell in (*self.source, *self.target)
            for run in cell.runs
            for label in run.labels
        )


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one paragraph bead, or of neighbouring ones that stand on the same side only.

    The ranges are paragraph indices, empty for what has no counterpart.
    """

    source: range
    target: range
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class View:
    """An alignment ready to be drawn: the names of both sides and the blocks in order."""

    source_name: str
    target_name: str
    blocks: tuple[Block, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in order."""
        return tuple(row for block in self.blocks for row in block.rows)


def pair_rows(alignment: Alignment, terms: Sequence[Term] = (), findings: Sequence[Finding] = ()) -> View:
    """Lay an alignment out side by side.

    Args:
        alignment: Both documents, segmented, with sentence beads; with paragraph beads alone, a row is a
            paragraph.
        terms: The glossary; the places of its terms in these two documents are marked.
        findings: What a check found; those with a place in these two documents are marked and stand in a row.

    Returns:
        The view. Its rows show every sentence of both documents, in order, nothing twice but what was moved.
    """
    here = [
        finding
        for finding in findings
        if any(place and sides_of(place, alignment) for place in (finding.source, finding.target))
    ]
    rows = list(_Drawing(alignment, marks_of(alignment, terms, here)).rows())
    placed = _with_findings(rows, here, alignment)
    return View(alignment.source.name, alignment.target.name, tuple(_joined(_blocks(alignment, placed))))


def _with_findings(rows: list[Row], findings: Sequence[Finding], alignment: Alignment) -> list[Row]:
    """Attach each finding to the first row that holds one of its places."""
    found: dict[int, list[Finding]] = {}
    row_of = _row_of_unit(rows)
    for finding in findings:
        places = (place for place in (finding.source, finding.target) if place is not None)
        units = ((side, _unit(place, alignment)) for place in places for side in sides_of(place, alignment))
        at = [row_of[unit] for unit in units if unit in row_of]
        if at:
            found.setdefault(min(at), []).append(finding)
    return [replace(row, findings=tuple(found.get(place, ()))) for place, row in enumerate(rows)]


def _row_of_unit(rows: Sequence[Row]) -> dict[tuple[int, int], int]:
    """Map (side, index of the sentence or paragraph) to the row it stands in."""
    return {
        (side, cell.number): place
        for place, row in enumerate(rows)
        for side, cells in enumerate((row.source, row.target))
        for cell in cells
    }


def _unit(place: Place, alignment: Alignment) -> int:
    return place.sentence if alignment.sentences else place.paragraph


class _Drawing:
    """Turns the beads of one alignment into rows."""

    def __init__(self, alignment: Alignment, marks: tuple[Marks, Marks]) -> None:
        self.documents = (alignment.source, alignment.target)
        self.marks = marks
        self.beads = alignment.sentences or alignment.paragraphs
        self.cell = sentence_cell if alignment.sentences else paragraph_cell
        self.all_moves = alignment.moves
        self.moves = {
            (side, paragraph): number
            for number, move in enumerate(alignment.moves)
            for side, paragraphs in enumerate((move.source, move.target))
            for paragraph in paragraphs
        }

    def rows(self) -> Iterator[Row]:
        """Yield the rows; the two ends of a move stand side by side where the Chinese has it."""
        gaps = [bead for bead in self.beads if bead.is_gap]
        drawn: set[int] = set()
        for number, bead in enumerate(self.beads):
            move = self.move_of(bead)
            if move is None:
                yield self.row(number, bead)
            elif not bead.source:
                yield replace(self.row(number, bead), kind="moved", reason=self.way(move))
            elif move not in drawn:
                drawn.add(move)
                parts = [gap for gap in gaps if self.move_of(gap) == move]
                yield self.joined(number, move, parts)

    def move_of(self, bead: Bead) -> int | None:
        """Return the number of the move whose paragraph a gap stands in, if any."""
        if not bead.is_gap:
            return None
        side, units = (0, bead.source) if bead.source else (1, bead.target)
        return self.moves.get((side, self.paragraph_of(side, units[0])))

    def paragraph_of(self, side: int, unit: int) -> int:
        """Return the paragraph of a sentence; a paragraph is its own."""
        return self.documents[side].sentences[unit].paragraph if self.cell is sentence_cell else unit

    def cells(self, side: int, units: Iterable[int]) -> tuple[Cell, ...]:
        """Return the units of one side with their marks."""
        return tuple(self.cell(self.documents[side], unit, self.marks[side]) for unit in units)

    def row(self, number: int, bead: Bead) -> Row:
        """Return the row of a bead that stands where it belongs."""
        source, target = self.cells(0, bead.source), self.cells(1, bead.target)
        return Row(number, _kind(source, target), source, target, bead.score, bead.reason)

    def joined(self, number: int, move: int, parts: Sequence[Bead]) -> Row:
        """Return both ends of a move as one row."""
        source = self.cells(0, (unit for part in parts for unit in part.source))
        target = self.cells(1, (unit for part in parts for unit in part.target))
        return Row(number, "move", source, target, self.all_moves[move].score, self.way(move))

    def way(self, move: int) -> str:
        """Say from where to where a paragraph was moved, counting from 1 as readers do."""
        source, target = self.all_moves[move].source, self.all_moves[move].target
        return f"moved: Chinese paragraph {counted(source)} stands as English paragraph {counted(target)}"


def counted(units: range) -> str:
    """Write a range of indices as people count.

    >>> counted(range(2, 3)), counted(range(2, 5)), counted(range(0))
    ('3', '3–5', '–')
    """
    if not units:
        return "–"
    return f"{units[0] + 1}" if len(units) == 1 else f"{units[0] + 1}–{units[-1] + 1}"


def _kind(source: Sequence[Cell], target: Sequence[Cell]) -> RowKind:
    if source and target:
        return "pair"
    if all(cell.role in ASIDE for cell in (*source, *target)):
        return "aside"
    return "omission" if source else "addition"


def _blocks(alignment: Alignment, rows: Sequence[Row]) -> Iterator[Block]:
    beads = alignment.paragraphs or (
        Bead(range(len(alignment.source.paragraphs)), range(len(alignment.target.paragraphs)), 1.0),
    )
    bead_of = {
        (side, paragraph): number
        for number, bead in enumerate(beads)
        for side, paragraphs in enumerate((bead.source, bead.target))
        for paragraph in paragraphs
    }

    def place(row: Row) -> int:
        side, cell = (0, row.source[0]) if row.source else (1, row.target[0])
        return bead_of.get((side, cell.paragraph), -1)

    for number, group in groupby(rows, place):
        bead = beads[number] if number >= 0 else Bead(range(0), range(0), 1.0)
        yield Block(bead.source, bead.target, tuple(group))


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put neighbouring blocks that stand on the same side only into one."""
    for side, group in groupby(blocks, lambda block: (bool(block.source), bool(block.target))):
        if all(side):
            yield from group
        else:
            parts = list(group)
            yield Block(
                range(parts[0].source.start, parts[-1].source.stop),
                range(parts[0].target.start, parts[-1].target.stop),
                tuple(row for part in parts for row in part.rows),
            )


def select(view: View, only: Choice) -> View:
    """Return the view with the rows that are asked for, and the blocks that still hold one.

    Args:
        view: The whole view.
        only: "changed" for what does not simply correspond, "findings" for what a check marked, "omissions"
            for what was left out or added, "all" for everything.

    Returns:
        A view of the same documents.
    """
    keep = {
        "all": lambda row: True,
        "changed": lambda row: row.changed or bool(row.findings),
        "findings": lambda row: bool(row.findings),
        "omissions": lambda row: row.left_out,
    }[only]
    blocks = (replace(block, rows=tuple(filter(keep, block.rows))) for block in view.blocks)
    return replace(view, blocks=tuple(block for block in blocks if block.rows))
