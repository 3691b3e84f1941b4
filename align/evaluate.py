"""Scores of an output against a gold standard: beads, word links, glossaries, calibration.

Bead scores follow the field's scorer (Sennrich and Volk 2011; Thompson and Koehn 2019): a bead is strictly
right when both sides are exactly the gold's, laxly right when it overlaps a gold bead on both sides; beads with
an empty side count for precision and not for recall. Alignment error rate is Och and Ney's (2003). Counts are
kept and can be added, so that a set of documents is scored as one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from align.errors import ReadError
from align.language.chars import fold

Cells = tuple[frozenset[int], frozenset[int]]  # a bead as what it covers: indices, or character positions


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the proposed are right, and how many of the wanted were found.

    >>> total = Counts(8, 10, 8, 9) + Counts(1, 2, 1, 1)
    >>> round(total.precision, 3), round(total.recall, 3), round(total.f1, 3)
    (0.75, 0.9, 0.818)
    """

    right: int = 0
    proposed: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right,
            self.proposed + other.proposed,
            self.found + other.found,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        """Share of the proposed that is right; 0 when nothing was proposed."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was found; 0 when nothing was wanted."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 when both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class BeadScore:
    """Strict and lax counts of beads, and the strict counts of the beads with an empty side alone."""

    strict: Counts = Counts()
    lax: Counts = Counts()
    empty: Counts = Counts()

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


# Files of beads


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


# Words


@dataclass(frozen=True, slots=True)
class LinkScore:
    """Counts behind the alignment error rate: links proposed, sure links, and how many proposed are of each kind."""

    proposed: int = 0
    sure: int = 0
    proposed_sure: int = 0
    proposed_possible: int = 0

    def __add__(self, other: LinkScore) -> LinkScore:
        return LinkScore(
            self.proposed + other.proposed,
            self.sure + other.sure,
            self.proposed_sure + other.proposed_sure,
            self.proposed_possible + other.proposed_possible,
        )

    @property
    def error_rate(self) -> float:
        """Alignment error rate, 0 (perfect) to 1: 1 - (|A and S| + |A and P|) / (|A| + |S|), Och and Ney (2003)."""
        both = self.proposed + self.sure
        return 1 - (self.proposed_sure + self.proposed_possible) / both if both else 0.0

    @property
    def precision(self) -> float:
        """Share of the proposed links that are sure or possible."""
        return self.proposed_possible / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of the sure links that were proposed."""
        return self.proposed_sure / self.sure if self.sure else 0.0


Pair = tuple[int, int]


def parse_links(line: str, name: str = "-", number: int = 1) -> tuple[set[Pair], set[Pair]]:
    """Read a line of Pharaoh links: the sure ones, and all, a possible one being marked `-P`.

    Raises:
        ReadError: Something in the line is not a link.

    >>> parse_links("0-0 1-2-P") == ({(0, 0)}, {(0, 0), (1, 2)})
    True
    """
    sure, possible = set(), set()
    for item in line.split():
        match = re.fullmatch(r"(\d+)[-?](\d+)(?:-([PS]))?", item)
        if match is None:
            raise ReadError(f"'{item}' is not a link", path=name, line=number, hint="expected '0-0' or '0-0-P'")
        pair = int(match[1]), int(match[2])
        possible.add(pair)
        if match[3] != "P":
            sure.add(pair)
    return sure, possible


def score_links(gold: str, output: str, names: tuple[str, str] = ("gold", "output")) -> LinkScore:
    """Score lines of Pharaoh links against lines of gold.

    Raises:
        ReadError: The numbers of lines differ, or a line does not read.
    """
    gold_lines, output_lines = gold.splitlines(), output.splitlines()
    if len(gold_lines) != len(output_lines):
        raise ReadError(f"{len(output_lines)} lines against {len(gold_lines)} in the gold", path=names[1])
    total = LinkScore()
    for number, (wanted, given) in enumerate(zip(gold_lines, output_lines, strict=True), 1):
        sure, possible = parse_links(wanted, names[0], number)
        links, _ = parse_links(given, names[1], number)
        total += LinkScore(len(links), len(sure), len(links & sure), len(links & possible))
    return total


# Glossaries


@dataclass(frozen=True, slots=True)
class GlossaryScore:
    """How a proposed glossary stands against a gold one.

    `core` counts the entries that a glossary must have, found when the rendering is accepted and the type is the
    gold's; `rendering` the same without the type; `inside` the proposals that stand in the gold, right when
    the rendering is accepted. `beyond` lists what the gold does not speak of, `missed` the core entries not found,
    `wrong` the proposals inside the gold with a rendering that is not accepted.
    """

    core: Counts
    rendering: Counts
    inside: Counts
    beyond: tuple[tuple[str, str], ...]
    missed: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]


def normal_rendering(text: str) -> str:
    """Fold a rendering for comparison: case, articles, quotation marks, apostrophes, white space.

    >>> normal_rendering("The “Double Eight” Strategy") == normal_rendering("double eight strategy")
    True
    """
    words = re.sub(r'["“”‘]', "", fold(text).casefold()).strip(" '.,;:").split()
    return " ".join(word for word in words if word not in ("the", "a", "an"))


def parse_table(text: str, name: str = "-") -> list[dict[str, str]]:
    """Read a TSV with a header that has the columns zh and en, as one dictionary a row.

    Raises:
        ReadError: There is no such header.
    """
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if rows and not {"zh", "en"} <= set(rows[0]):
        raise ReadError("there is no header with the columns zh and en", path=name, line=1)
    return rows


def score_glossary(gold: Sequence[dict[str, str]], output: Sequence[dict[str, str]]) -> GlossaryScore:
    """Score rows with zh, en and type against gold rows with zh, en (alternatives between bars), type and need."""
    accepted = {row["zh"]: {normal_rendering(en) for en in row["en"].split("|")} for row in gold}
    proposed = {row["zh"]: row for row in output}

    def rendered(zh: str) -> bool:
        return zh in proposed and normal_rendering(proposed[zh]["en"]) in accepted[zh]

    core = [row for row in gold if row.get("need", "core") == "core"]
    found = [row for row in core if rendered(row["zh"])]
    typed = [row for row in found if proposed[row["zh"]].get("type") == row["type"]]
    inside = [zh for zh in proposed if zh in accepted]
    right = [zh for zh in inside if rendered(zh)]
    return GlossaryScore(
        core=Counts(len(typed), len(output), len(typed), len(core)),
        rendering=Counts(len(found), len(output), len(found), len(core)),
        inside=Counts(len(right), len(inside), len(right), len(inside)),
        beyond=tuple((zh, row["en"]) for zh, row in proposed.items() if zh not in accepted),
        missed=tuple(row["zh"] for row in core if row not in typed),
        wrong=tuple((zh, proposed[zh]["en"]) for zh in inside if not rendered(zh)),
    )


# Calibration


def calibration_error(scores: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width (Naeini, Cooper and Hauskrecht 2015).

    >>> round(calibration_error([0.9] * 10, [True] * 9 + [False]), 3)
    0.0
    """
    held: dict[int, list[tuple[float, bool]]] = {}
    for score, good in zip(scores, right, strict=True):
        held.setdefault(min(int(score * bins), bins - 1), []).append((score, good))
    gaps = (abs(sum(score - good for score, good in group)) for group in held.values())
    return sum(gaps) / len(scores) if scores else 0.0
