"""What punctuation says at the boundaries between units: quotations that are open, and how a sentence ends.

An open quotation binds: where one text is inside a quotation and the other is not, no two beads meet. Each
boundary has a class of quotation and a class of final mark; how well two classes agree is a table of pointwise
mutual information that `scripts/fit_weights.py` counts on aligned texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.model import Language

Ints = npt.NDArray[np.int64]

INSIDE, PLAIN, OPENS, CLOSES, CLOSES_AND_OPENS = range(5)
QUOTE_CLASSES = 5
START, STOP, QUESTION, EXCLAMATION, PAUSE, TRAILING, BARE = range(7)
MARK_CLASSES = 7
# A quotation that does not close within so many units has lost its closing mark.
LONGEST = 12

_OPENING, _CLOSING = "“「『‘\"'", "”」』’\"'"
_BEGINS, _ENDS = frozenset(_OPENING), frozenset(_CLOSING)
_AFTER_END = "”」』’\"'）)】] "
_MARKS = {
    **dict.fromkeys("。.．", STOP),
    **dict.fromkeys("？?", QUESTION),
    **dict.fromkeys("！!", EXCLAMATION),
    **dict.fromkeys("：:；;，,、", PAUSE),
    **dict.fromkeys("…—–-", TRAILING),
}
_QUOTATION_MARK = re.compile(f"[{_OPENING}{_CLOSING}]")
_SINGLE = re.compile(r"['‘](?<!\S['‘])(?=\w)")  # at the beginning of a word: looked for by the mark


class Edges(NamedTuple):
    """The class of each boundary 0..n of a document: of its quotation and of the mark before it, shape (n + 1,)."""

    quotes: Ints
    marks: Ints


def edges(units: Sequence[str], language: Language) -> Edges:
    """Classify the boundaries before, between and after units.

    >>> edges(["他说：“好。", "走吧！”", "天亮了。"], "zh").quotes.tolist()
    [1, 0, 3, 1]
    >>> edges(["'Good,' he said.", "'Let's go!'"], "en").quotes.tolist()
    [2, 2, 3]
    """
    inside = _inside(units, language)
    quotes = np.full(len(units) + 1, PLAIN, np.int64)
    for boundary in range(len(units) + 1):
        closes = boundary > 0 and units[boundary - 1].rstrip()[-1:] in _ENDS
        opens = boundary < len(units) and units[boundary].lstrip()[:1] in _BEGINS
        quotes[boundary] = INSIDE if inside[boundary] else PLAIN + opens + 2 * closes
    marks = np.array([START, *(_mark(unit) for unit in units)], np.int64)
    return Edges(quotes, marks)


def _mark(unit: str) -> int:
    end = unit.rstrip().rstrip(_AFTER_END)
    return TRAILING if end.endswith("..") else _MARKS.get(end[-1:], BARE)


def _inside(units: Sequence[str], language: Language) -> npt.NDArray[np.bool_]:
    """Tell for each boundary whether a quotation that closes further on is open there."""
    single = language == "en" and _prefers_single(units)
    inside = np.zeros(len(units) + 1, bool)
    opened: int | None = None
    for number, unit in enumerate(units):
        if not _QUOTATION_MARK.search(unit):
            continue
        for opens in _chinese(unit) if language == "zh" else _english(unit, single):
            if opens:
                opened = number
            elif opened is not None:
                if number - opened <= LONGEST:
                    inside[opened + 1 : number + 1] = True
                opened = None
    return inside


def _prefers_single(units: Sequence[str]) -> bool:
    """Whether speech stands in single quotation marks, as in British books."""
    whole = "\n".join(units)
    return len(_SINGLE.findall(whole)) > sum(map(whole.count, '"“”'))


def _chinese(unit: str) -> Iterator[bool]:
    """Yield for each quotation mark whether it opens; straight ones take turns."""
    is_open = False
    for mark in _QUOTATION_MARK.findall(unit):
        if mark not in "‘’'":
            is_open = not is_open if mark == '"' else mark in "“「『"
            yield is_open


def _english(unit: str, single: bool) -> Iterator[bool]:
    """Yield for each quotation mark whether it opens; an apostrophe inside or after a word is none."""
    for match in _QUOTATION_MARK.finditer(unit):
        char = match[0]
        before, after = unit[match.start() - 1 : match.start()] or " ", unit[match.end() : match.end() + 1] or " "
        opens = (before.isspace() or before in "([—–-'‘\"“") and not after.isspace()
        if char in "“”":
            yield char == "“"
        elif char == '"' or (single and char == "‘"):
            yield opens or char == "‘"
        elif single and char in "'’" and (opens or not (before.isspace() or after.isalnum())):
            yield opens


def table(scores: Sequence[Sequence[float]]) -> npt.NDArray[np.float32]:
    """Return a table of agreement as an array, rows for the source's classes."""
    return np.array(scores, np.float32)
