"""How often a phrase stands in official and in general Chinese, and how freely it is followed."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple


class Usage(NamedTuple):
    """Counts of a phrase in the background.

    `documents` of the official documents hold it, `frequency` times; `left` and `right` are the branching
    entropies in bits of what stands before and behind it: near 0 for a fragment of something longer.
    `general` is its frequency in general Chinese.
    """

    frequency: int = 0
    documents: int = 0
    left: float = 0.0
    right: float = 0.0
    general: int = 0

    @property
    def freedom(self) -> float:
        """The smaller branching entropy: how well both edges of the phrase are edges."""
        return min(self.left, self.right)


UNSEEN = Usage()


@cache
def table() -> Sequence[str]:
    """Return the lines of the shipped table, a phrase each, in order; made by scripts/background.py."""
    text = (files("align.terms") / "data" / "background.tsv").read_text(encoding="utf-8")
    return text.split("\n")[2:-1]


@lru_cache(maxsize=65536)
def usage(phrase: str) -> Usage:
    """Return how a phrase is used; all zero when it is too rare to be listed.

    >>> usage("改革开放").documents > 20, usage("改革开").documents
    (True, 0)
    """
    lines, beginning = table(), f"{phrase}\t"
    place = bisect_left(lines, beginning)
    if place == len(lines) or not lines[place].startswith(beginning):
        return UNSEEN
    cells = lines[place].split("\t")[1:]
    return Usage(int(cells[0]), int(cells[1]), float(cells[2]), float(cells[3]), int(cells[4]))


# The official sample has some 0.7 million words, the general one some 4.7 million.
_OFFICIAL, _GENERAL = 0.7e6, 4.7e6


def specificity(phrase: str) -> float:
    """Return the log odds of the phrase in official against general Chinese, smoothed; 0 is neither's own."""
    found = usage(phrase)
    return math.log((found.frequency + 0.5) / _OFFICIAL) - math.log((found.general + 0.5) / _GENERAL)


def cohesion(words: Sequence[str]) -> float:
    """Return how much more often words stand together in official Chinese than chance has it, from 0 to 1.

    The least over the cuts of the phrase in two, of the normalised pointwise mutual information (Bouma 2009); 0
    when the phrase or a part is not listed.
    """
    whole = usage("".join(words)).frequency
    if not whole or len(words) < 2:
        return 0.0
    values = []
    for cut in range(1, len(words)):
        left, right = usage("".join(words[:cut])).frequency, usage("".join(words[cut:])).frequency
        if not left or not right:
            return 0.0
        values.append(math.log(whole * _OFFICIAL / (left * right)) / math.log(_OFFICIAL / whole))
    return max(0.0, min(1.0, min(values)))


def chance(words: Sequence[str]) -> float:
    """Return how often words should stand together in official Chinese were they free to, on a scale of about 0 to 1.

    The most over the cuts of the phrase in two; high for words so common that a phrase of them that is not listed is
    no set phrase.
    """
    found = [
        usage("".join(words[:cut])).frequency * usage("".join(words[cut:])).frequency / _OFFICIAL
        for cut in range(1, len(words))
    ]
    return math.log1p(max(found, default=0.0)) / 3
