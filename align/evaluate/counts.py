"""Counts of what was proposed and wanted, calibration, and the table that gold standards are written in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from align.errors import ReadError


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


def parse_table(text: str, name: str = "-") -> list[dict[str, str]]:
    """Read a TSV with a header that has the columns zh and en, as one dictionary a row.

    Raises:
        ReadError: There is no such header.
    """
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if rows and not {"zh", "en"} <= set(rows[0]):
        raise ReadError("there is no header with the columns zh and en", path=name, line=1)
    return rows
