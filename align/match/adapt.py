"""What the document itself teaches: translations that its beads show again and again.

Names and set words of a text (a novel's heroes, a report's programme) are often not in the lexicon. After a first
pass the words of each bead are linked as in IBM model 1 by the agreement of both directions (Liang, Taskar and
Klein 2006), and the counts, less a discount for what one bead alone or chance would give, are joined to the
lexicon's probabilities as if those had been seen a few times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from align.distinct import distinct
from align.match.bags import Bags
from align.match.evidence import Table
from align.match.search import Step
from align.ranges import spread

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.floating[Any]]

TRUST = 4.0  # how many sightings the lexicon's word is worth
DISCOUNT = 0.5  # of a count, for what one bead alone would give
CHANCE = 0.5  # share of the count expected by chance that is taken off
NOTHING = 3.0  # weight of the empty word, times a word's prior
ROUNDS = 2
MOST_PAIRS = 1_000_000  # word pairs looked at: enough to learn from, and a bound on time
MOST_LARGE = 400_000  # of beads as large as paragraphs, each of whose pairs shows less


def adapt(source: Bags, target: Bags, table: Table, path: Sequence[Step], *, doubting: bool = True) -> Table:
    """Return the table with what the beads of a first pass show.

    Args:
        source: The units of the source.
        target: The units of the target.
        table: What the lexicon knows.
        path: The beads of the first pass.
        doubting: Whether a translation that the beads do not show is believed less; of beads as large as
            paragraphs, in which much stands together by chance, it proves nothing.
    """
    full = [step for step in path if step.i0 < step.i1 and step.j0 < step.j1]
    ours, theirs, left, right = _pairs(source, target, full, MOST_PAIRS if doubting else MOST_LARGE)
    if not len(left):
        return table
    width = len(target.prior)
    codes, place, together = distinct((ours * width)[left] + theirs[right])
    known, known_forward, known_backward = _look_up(table, codes, width)
    zh, en = codes // width, codes % width
    often_zh = _often(ours, left, len(source.prior))[zh]
    often_en = _often(theirs, right, width)[en]
    expected = CHANCE * often_zh * often_en / len(full)
    seen = np.maximum(0, together - DISCOUNT - expected)
    forward = np.maximum(known_forward, seen / often_zh)
    backward = np.maximum(known_backward, seen / often_en)
    nothing_zh, nothing_en = NOTHING * (source.prior + 1e-5)[ours], NOTHING * (target.prior + 1e-5)[theirs]
    least = 1e-4 * (together > 1)
    for again in range(ROUNDS):
        if again:  # what has fallen to nothing stays there: most pairs that stand together once
            alive = ((forward > 0) | (backward > 0))[place]
            left, right, place = left[alive], right[alive], place[alive]
        ahead = _shares(forward[place], right, nothing_en)
        back = _shares(backward[place], left, nothing_zh)
        ahead *= back
        agreed = np.bincount(place, np.sqrt(ahead, out=ahead), len(codes))
        counts = np.maximum(0, agreed - DISCOUNT - expected)
        forward = (TRUST * known_forward + counts) / (TRUST + often_zh)
        backward = (TRUST * known_backward + counts) / (TRUST + often_en)
        if not doubting:
            forward, backward = np.maximum(forward, known_forward), np.maximum(backward, known_backward)
        forward, backward = np.maximum(forward, least), np.maximum(backward, least)
    kept = known | (forward > 2e-4) | (backward > 2e-4)
    return _joined(table, codes[kept], forward[kept], backward[kept], len(source.prior), width)


def _pairs(source: Bags, target: Bags, path: Sequence[Step], most: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the types of both sides bead by bead, each once in a bead, and the places of all pairs in one bead.

    Of a long path one bead in so many is taken that there are not many more pairs than `most`.

    Returns:
        The source types and the target types of all beads; then for each pair the place of its source type among
        the first and of its target type among the second.
    """
    steps = np.array(path[:: _stride(source, target, path, most)], np.int64).reshape(-1, 4)
    our_bead, ours = _types_in(source, steps[:, :2])
    their_bead, theirs = _types_in(target, steps[:, 2:])
    first, last = (np.searchsorted(their_bead, our_bead, side=side) for side in ("left", "right"))
    return ours, theirs, *spread(first, last)


def _types_in(bags: Bags, spans: Ints) -> tuple[Ints, Ints]:
    """Return the bead and the type of each type in the beads that hold the units of `spans`, sorted, each once."""
    bead, entries = spread(bags.starts[spans[:, 0]], bags.starts[spans[:, 1]])
    width = max(1, len(bags.prior))
    codes = distinct(bead * width + bags.types[entries]).values
    return codes // width, codes % width


def _stride(source: Bags, target: Bags, path: Sequence[Step], most: int) -> int:
    if not path:
        return 1
    ends = np.array(path)
    ours = source.starts[ends[:, 1]] - source.starts[ends[:, 0]]
    theirs = target.starts[ends[:, 3]] - target.starts[ends[:, 2]]
    return int(np.ceil((ours * theirs).sum() / most)) or 1


def _look_up(table: Table, codes: Ints, width: int) -> tuple[npt.NDArray[np.bool_], Doubles, Doubles]:
    """Return whether the table has each pair, and its probabilities or 0; the pairs ascend and are each told once."""
    known, forward, backward = np.zeros(len(codes), np.bool_), np.zeros(len(codes)), np.zeros(len(codes))
    # The few of the table are looked for among the many pairs.
    held = _codes(table, width)
    place = np.minimum(np.searchsorted(codes, held), len(codes) - 1)
    met = np.flatnonzero(codes[place] == held)
    known[place[met]] = True
    forward[place[met]], backward[place[met]] = table.forward[met], table.backward[met]
    return known, forward, backward


def _codes(table: Table, width: int) -> Ints:
    codes: Ints = np.repeat(np.arange(len(table.starts) - 1), np.diff(table.starts)) * width + table.columns
    return codes


def _often(types: Ints, places: Ints, width: int) -> Doubles:
    """Return in how many beads each type stands beside one of the other side, shape (width,)."""
    paired = np.bincount(places, minlength=len(types)) > 0
    return np.bincount(types[paired], minlength=width).astype(np.float64)


def _shares(values: Doubles, groups: Ints, nothing: Numbers) -> Doubles:
    """Turn values, in place, into shares of the sum of their group and of what the group gives to nothing."""
    values /= (np.bincount(groups, values, len(nothing)) + nothing)[groups]
    return values


def _joined(table: Table, codes: Ints, forward: Doubles, backward: Doubles, rows: int, width: int) -> Table:
    """Return the table with entries put in or replaced."""
    # The first of equal codes is kept: the new entries stand before the old.
    every, first = np.unique(np.concatenate((codes, _codes(table, width))), return_index=True)
    starts = np.searchsorted(every // width, np.arange(rows + 1)).astype(np.int64)
    values = (
        np.concatenate((new, old))[first].astype(np.float32)
        for new, old in ((forward, table.forward), (backward, table.backward))
    )
    return Table(starts, every % width, *values)
