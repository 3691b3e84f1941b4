"""Scores of beads.

They follow the field's scorer (Sennrich and Volk 2011; Thompson and Koehn 2019): a bead is strictly right when both
sides are exactly the gold's, laxly right when it overlaps a gold bead on both sides; beads with an empty side count
for precision and not for recall.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from align.errors import ReadError
from align.evaluate.counts import Counts, parse_table

Cells = tuple[frozenset[int], frozenset[int]]  # a bead as what it covers: indices, or character positions


@dataclass(frozen=True, slots=True)
class BeadScore:
    """Strict and lax counts of beads, and the strict counts of the beads with an empty side alone."""

    strict: Counts = field(default_factory=Counts)
    lax: Counts = field(default_factory=Counts)
    empty: Counts = field(default_factory=Counts)

    def __add__(self, other: BeadScore) -> BeadScore:
        return BeadScore(self.strict + other.strict, self.lax + other.lax, self.empty + other.empty)


def score_beads(gold: Sequence[Cells], output: Sequence[Cells]) -> BeadScore:
    """Score beads given as what they cover on each side.

    >>> f = frozenset
    >>> gold = [(f({0}), f({0})), (f({1}), f({1, 2}))]
    >>> output = [(f({0}), f({0})), (f({1}), f({1})), (f(), f({2}))]
    >>> score = score_beads(gold, output)
    >>> round(score.strict.precision, 2), score.strict.recall, score.lax.recall
    (0.33, 0.5, 1.0)
    """
    gold_set, output_set = _without_blank(gold), _without_blank(output)
    gold_full, output_full = _without_empty(gold_set), _without_empty(output_set)
    gold_empty, output_empty = gold_set - gold_full, output_set - output_full
    return BeadScore(
        Counts(len(output_set & gold_set), len(output_set), len(gold_full & output_full), len(gold_full)),
        Counts(
            _overlapping(output_full, gold_full) + len(output_empty & gold_empty),
            len(output_set),
            _overlapping(gold_full, output_full),
            len(gold_full),
        ),
        Counts(len(output_empty & gold_empty), len(output_empty), len(gold_empty & output_empty), len(gold_empty)),
    )


def _without_blank(beads: Iterable[Cells]) -> set[Cells]:
    return {bead for bead in beads if bead[0] or bead[1]}


def _without_empty(beads: Iterable[Cells]) -> set[Cells]:
    return {bead for bead in beads if bead[0] and bead[1]}


def _overlapping(beads: set[Cells], others: set[Cells]) -> int:
    """Count the beads that overlap one of the others on both sides."""
    by_source: dict[int, list[Cells]] = {}
    for other in others:
        for index in other[0]:
            by_source.setdefault(index, []).append(other)
    return sum(
        any(not bead[1].isdisjoint(other[1]) for index in bead[0] for other in by_source.get(index, ()))
        for bead in beads
    )


def parse_beads(text: str, name: str = "-") -> list[Cells]:
    r"""Read beads by number: a ladder (`[0, 1]:[0]`, with or without a cost) or two columns of numbers.

    Raises:
        ReadError: A line is neither.

    >>> [(sorted(s), sorted(t)) for s, t in parse_beads("[0, 1]:[0]:0.2\n[]:[1]")]
    [([0, 1], [0]), ([], [1])]
    >>> [(sorted(s), sorted(t)) for s, t in parse_beads("6\t6,7,8")]
    [([6], [6, 7, 8])]
    """
    return [_parse_bead(line, number, name) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


_LADDER = re.compile(r"\s*\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::.*)?$")
_COLUMNS = re.compile(r"([\d,\s]*)\t([\d,\s]*)(?:\t.*)?$")


def _parse_bead(line: str, number: int, name: str) -> Cells:
    match = _LADDER.match(line) or _COLUMNS.match(line)
    if match is None:
        raise ReadError("this is not a bead", path=name, line=number, hint="expected '[0, 1]:[0]' or '0,1 TAB 0'")
    source, target = (frozenset(int(n) for n in re.findall(r"\d+", side)) for side in match.groups())
    return source, target


def is_beads_by_number(text: str) -> bool:
    """Tell whether the first line that is not blank is a bead by number rather than by content."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return bool(_LADDER.match(first) or _COLUMNS.match(first))


def parse_rows(text: str, name: str = "-") -> list[tuple[str, str]]:
    """Read a TSV with a header that has the columns zh and en, as `align sentences -f tsv` writes it.

    Raises:
        ReadError: There is no such header.
    """
    return [(row["zh"], row["en"] or "") for row in parse_table(text, name)]


def beads_by_content(
    gold: Sequence[tuple[str, str]], output: Sequence[tuple[str, str]]
) -> tuple[list[Cells], list[Cells]]:
    """Turn rows of text into beads over character positions, so that another splitter's gold still counts.

    White space is not compared. A side of a gold row that the output does not hold, in order, gets positions
    that nothing else has: it cannot be found.

    >>> gold, output = beads_by_content([("甲。乙。", "A. B.")], [("甲。", "A."), ("乙。", "B.")])
    >>> score_beads(gold, output).lax.recall, score_beads(gold, output).strict.recall
    (1.0, 0.0)
    """
    sides = []
    for side in (0, 1):
        pieces = ["".join(row[side].split()) for row in output]
        wanted = ["".join(row[side].split()) for row in gold]
        sides.append((_locate(wanted, "".join(pieces)), _tile(pieces)))
    (gold_zh, out_zh), (gold_en, out_en) = sides
    return list(zip(gold_zh, gold_en, strict=True)), list(zip(out_zh, out_en, strict=True))


def _tile(pieces: Sequence[str]) -> list[frozenset[int]]:
    """Give each piece the positions it takes in their concatenation."""
    cells, start = [], 0
    for piece in pieces:
        cells.append(frozenset(range(start, start + len(piece))))
        start += len(piece)
    return cells


def _locate(pieces: Sequence[str], text: str) -> list[frozenset[int]]:
    """Find pieces in a text, in order where that is possible; one that is not there gets negative positions."""
    cells, cursor, absent = [], 0, 0
    for piece in pieces:
        start = text.find(piece, cursor)
        if start < 0:
            start = text.find(piece)
        if start < 0:
            absent += 1
            cells.append(frozenset({-absent}))
            continue
        cursor = start + len(piece)
        cells.append(frozenset(range(start, cursor)))
    return cells
