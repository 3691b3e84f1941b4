"""Which sentences of two versions of one text belong together, by the words they share.

Sentences that stayed as they were are the anchors (`difflib` finds the longest chain of them). Between two anchors
an exact dynamic programme pairs what is left, so that the work grows with what was changed and not with the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, product

from align.language.chars import HAN, fold
from align.model import Bead, Document

# Pairs whose words are less alike than this are a removal and an addition.
_LEAST_ALIKE = 0.4
_STEPS = ((1, 1), (1, 2), (2, 1))
_WORD = re.compile(rf"[{HAN}]|[^\W{HAN}]+")

Words = Counter[str]


def pair_versions(old: Document, new: Document) -> list[Bead]:
    """Return beads that tile the sentences of both versions in order; a score is how alike the words are."""
    first, second = _keys(old), _keys(new)
    beads: list[Bead] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            beads += [Bead(range(a + k, a + k + 1), range(c + k, c + k + 1), 1.0) for k in range(b - a)]
        else:
            beads += _between(first[a:b], second[c:d], a, c)
    return beads


def _keys(document: Document) -> list[str]:
    return [fold(document.sentence_text(index)).casefold() for index in range(len(document.sentences))]


def _between(old: Sequence[str], new: Sequence[str], first: int, second: int) -> list[Bead]:
    """Pair the sentences between two anchors; the offsets say where they begin in their documents."""
    steps = _best([Counter(_WORD.findall(text)) for text in old], [Counter(_WORD.findall(text)) for text in new])
    beads = []
    i, j = first, second
    for height, width, likeness, _ in steps:
        beads.append(Bead(range(i, i + height), range(j, j + width), likeness))
        i, j = i + height, j + width
    return beads


Step = tuple[int, int, float, float]


def _best(old: Sequence[Words], new: Sequence[Words]) -> list[Step]:
    """Return the steps with the greatest sum of gains.

    A pair of n words in all gains n * (likeness - least likeness), so that a sentence joins a pair only when
    enough of its own words are on the other side. With V(i, j) the best sum for the first i and j sentences:
    V(i, j) = max of V(i - h, j - w) + gain, V(i - 1, j), V(i, j - 1).
    """
    value: dict[tuple[int, int], float] = {}
    came: dict[tuple[int, int], Step] = {}
    first, second = _runs(old), _runs(new)
    for i, j in product(range(len(old) + 1), range(len(new) + 1)):
        value[i, j] = 0.0
        for step in _steps(first, second, i, j):
            height, width, _, gain = step
            total = value[i - height, j - width] + gain
            if (i, j) not in came or total > value[i, j]:
                value[i, j], came[i, j] = total, step
    return list(_walked(came, len(old), len(new)))[::-1]


def _steps(old: _Runs, new: _Runs, i: int, j: int) -> Iterator[Step]:
    for height, width in _STEPS:
        if i >= height and j >= width:
            one, two = old[height][i], new[width][j]
            likeness = alike(one, two)
            if likeness >= _LEAST_ALIKE:
                yield height, width, likeness, (one.total() + two.total()) * (likeness - _LEAST_ALIKE)
    if i:
        yield 1, 0, 0.0, 0.0
    if j:
        yield 0, 1, 0.0, 0.0


# The words of the run of so many sentences that ends before a place: runs[2][5] are those of sentences 3 and 4.
_Runs = dict[int, list[Words]]


def _runs(texts: Sequence[Words]) -> _Runs:
    pairs = [one + two for one, two in pairwise(texts)]
    return {1: [Counter(), *texts], 2: [Counter(), Counter(), *pairs]}


def _walked(came: dict[tuple[int, int], Step], i: int, j: int) -> Iterator[Step]:
    while i or j:
        step = came[i, j]
        yield step
        i, j = i - step[0], j - step[1]


def alike(one: Words, two: Words) -> float:
    """Return the share of words that two stretches have in common (Dice's coefficient), from 0 to 1.

    >>> alike(Counter("abcd"), Counter("abce"))
    0.75
    """
    few, many = sorted((one, two), key=len)
    common = sum(min(count, many[word]) for word, count in few.items() if word in many)
    return 2 * common / ((one.total() + two.total()) or 1)
