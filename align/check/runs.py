"""Runs of words, and sentences, that nothing on the other side answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from align.model import Sentence, Span

LINKED = 0.3  # the likelihood from which a word counts as rendered
_FEWEST = 4  # words that make a sentence worth judging
_MOST = 0.25  # the share of them that may be answered by chance


class Unit(NamedTuple):
    """A Chinese word of a passage: how likely its best link is, and how likely the lexicon alone has it rendered."""

    text: str
    span: Span
    linked: float
    rendered: float = 0.0


# What the constructor does, without a Python call for each word.
as_unit = partial(tuple.__new__, Unit)


def unanswered(sentences: Sequence[Sentence], answers: Iterable[tuple[int, bool]]) -> Iterator[Span]:
    """Yield those of several sentences that nothing answers; a sentence by itself is judged by the alignment.

    Args:
        sentences: The sentences of one side of a bead.
        answers: Where each word that tells something begins, and whether it is answered.
    """
    told = list(answers)
    for span in [sentence.span for sentence in sentences] if len(sentences) > 1 else ():
        inside = [answered for start, answered in told if span.start <= start < span.end]
        if len(inside) >= _FEWEST and sum(inside) <= _MOST * len(inside):
            yield span


def maximal_runs(weights: Sequence[float]) -> list[tuple[int, int, float]]:
    """Return the disjoint runs of greatest weight as (start, end, weight).

    >>> maximal_runs([1, 2, -9, 3, -1, 4])
    [(0, 2, 3.0), (3, 6, 6.0)]
    """
    # Each run keeps the sums of all weights up to its beginning and to its end (Ruzzo and Tompa 1999).
    runs: list[tuple[int, int, float, float]] = []
    total = 0.0
    for place, weight in enumerate(weights):
        before, total = total, total + weight
        if weight <= 0:
            continue
        run = (place, place + 1, before, total)
        while True:
            earlier = next((k for k in range(len(runs) - 1, -1, -1) if runs[k][2] < run[2]), None)
            if earlier is None or runs[earlier][3] >= run[3]:
                runs.append(run)
                break
            run = (runs[earlier][0], run[1], runs[earlier][2], run[3])
            del runs[earlier:]
    return [(first, last, right - left) for first, last, left, right in runs]
