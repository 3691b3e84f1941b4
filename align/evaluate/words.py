"""Scores of word links: the alignment error rate of Och and Ney (2003)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from align.errors import ReadError


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
