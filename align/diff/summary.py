"""An aligned pair in figures: what was paired, in which shapes, and what stands on one side only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from align.diff.rows import Row, View
from align.model import Alignment, Bead, Document, Finding, Place, one_line


class Stretch(NamedTuple):
    """Something that one side says alone: its paragraph (an index) and its words."""

    paragraph: int
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one pair.

    `shapes` counts the rows by shape, "1-1" and its like, commonest first, then "moved", "left out" and "added".
    `left_out` and `added` hold sentences and clauses; `asides` the furniture of the page on either side.
    """

    paragraph_pairs: int
    sentence_pairs: int
    shapes: tuple[tuple[str, int], ...]
    left_out: tuple[Stretch, ...]
    added: tuple[Stretch, ...]
    asides: tuple[Stretch, ...]
    moved: int
    doubtful: int
    score: float


def summarise(alignment: Alignment, view: View) -> Summary:
    """Count an alignment.

    Args:
        alignment: The pair.
        view: Its rows, from `pair_rows`.

    Returns:
        The figures; a paragraph that was moved counts as moved, not as left out and added.
    """
    rows = view.rows
    source, target = alignment.source, alignment.target
    return Summary(
        _paired(alignment.paragraphs),
        _paired(alignment.sentences),
        _shapes(rows),
        (*_alone(rows, "omission", source), *_clauses(alignment, rows, "omission")),
        (*_alone(rows, "addition", target), *_clauses(alignment, rows, "addition")),
        (*_alone(rows, "aside", source), *_alone(rows, "aside", target)),
        sum(row.kind == "move" for row in rows),
        sum(row.doubtful for row in rows),
        alignment.score,
    )


def _paired(beads: Iterable[Bead]) -> int:
    return sum(not bead.is_gap for bead in beads)


_LAST = {"moved": 1, "left out": 2, "added": 3}
_NAMES = {"omission": "left out", "addition": "added", "move": "moved"}


def _shapes(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    counts = Counter(
        _NAMES.get(row.kind) or f"{row.shape[0]}-{row.shape[1]}" for row in rows if row.kind not in ("aside", "moved")
    )
    return tuple(sorted(counts.items(), key=lambda item: (_LAST.get(item[0], 0), -item[1], item[0])))


def _alone(rows: Iterable[Row], kind: str, document: Document) -> list[Stretch]:
    return [
        Stretch(cell.paragraph, cell.text)
        for row in rows
        if row.kind == kind
        for cell in (row.source if document.language == "zh" else row.target)
    ]


def _clauses(alignment: Alignment, rows: Iterable[Row], rule: str) -> list[Stretch]:
    """Return the clauses inside pairs that one side says alone, as a check found them."""
    side = 0 if rule == "omission" else 1
    document = (alignment.source, alignment.target)[side]
    places = [_places(finding)[side] for row in rows if row.kind == "pair" for finding in row.findings
              if finding.rule == rule]  # fmt: skip
    spans = [place.span for place in places if place]
    return [
        Stretch(index, one_line(span.of(document.text), document.language))
        for span in spans
        for index, paragraph in enumerate(document.paragraphs)
        if span.start < span.end and paragraph.span.start <= span.start < paragraph.span.end
    ]


def _places(finding: Finding) -> tuple[Place | None, Place | None]:
    return finding.source, finding.target
