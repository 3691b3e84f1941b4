"""The band in which the path is looked for: the whole grid of short texts, a corridor along anchors of long ones.

Rare words that translate each other point at cells of the grid. Of the cells that are the best of their row and
of their column the longest chain that rises on both sides is kept (as in Champollion and its kin, and found by
patience sorting); the corridor runs along it, wide where anchors are sparse or disagree. Of a long text few words
are rare, but many are inside the corridor: so anchors are looked for there again, and it narrows. Its cells, and
with them time and memory, grow as the length of the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from align.distinct import distinct
from align.match.bags import Bags
from align.match.evidence import Table, Texts
from align.match.search import Block, whole
from align.ranges import spread

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]

SMALL_GRID = 20_000  # cells looked at without a corridor
RARE = 6  # units a word may stand in to be an anchor
STRENGTH = 0.05  # of the geometric mean of both translation probabilities
REACH = 3  # anchors before and after that bound the corridor
MARGIN = 8  # columns beyond them
ROWS = 24  # of a block: fewer have more to begin anew, more have more cells off the path
NEAR_REACH = 6  # the same for anchors that are rare in the corridor alone, of which more are wrong
SEEN = 200  # units a word may stand in to be one of these
ROUNDS = 2  # of looking for them


def find_band(texts: Texts) -> list[Block]:
    """Return the blocks of the grid in which the path is looked for."""
    source, target = len(texts.source), len(texts.target)
    if source * target <= SMALL_GRID:
        return list(whole(source, target))
    band = corridor(chain(points(texts.source, texts.target, texts.table)), source, target)
    for _ in range(ROUNDS):
        near = chain(points(texts.source, texts.target, texts.table, band, SEEN))
        band = corridor(near, source, target, reach=NEAR_REACH)
    return band


def points(source: Bags, target: Bags, table: Table, band: Sequence[Block] | None = None, seen: int = RARE) -> Ints:
    """Return pairs of units that rare words join, each the best of its row and its column, shape (points, 2).

    Args:
        source: The units of the source.
        target: The units of the target.
        table: What the lexicon knows.
        band: Where to look; a word must be rare only here.
        seen: How many units of the whole text a word may stand in.
    """
    ours, our_starts = _places(source)
    theirs, their_starts = _places(target)
    w = np.repeat(np.arange(len(table.starts) - 1), np.diff(table.starts))
    e = table.columns
    strength = np.sqrt(table.forward * table.backward)
    kept = (np.diff(our_starts)[w] <= seen) & (np.diff(their_starts)[e] <= seen) & (strength > STRENGTH)
    # Each unit that holds w, and the stretch of `theirs` with the units in its reach that hold e.
    entry, place = spread(our_starts[w[kept]], our_starts[w[kept] + 1])
    i, e = ours[place], e[kept][entry]
    low, high = _reach(band, len(source), len(target))
    held = np.repeat(np.arange(len(target.prior)), np.diff(their_starts)) * len(target) + theirs
    first, last = (np.searchsorted(held, e * len(target) + end[i]) for end in (low, high))
    found = last - first
    rare = (found > 0) & (found <= RARE)
    unit, place = spread(first[rare], last[rare])
    weight = (strength[kept][entry][rare] / found[rare])[unit].astype(np.float64)
    return _mutual(i[rare][unit], theirs[place], weight, len(target))


def _reach(band: Sequence[Block] | None, source: int, target: int) -> tuple[Ints, Ints]:
    """Return for each source unit the target units beside it, as a half-open range."""
    if band is None:
        return np.zeros(source, np.int64), np.full(source, target)
    rows = [block.shape[0] for block in band]
    low, high = (np.repeat([block[end] for block in band], rows)[:source] for end in (2, 3))
    return low, high


@lru_cache(maxsize=2)
def _places(bags: Bags) -> tuple[Ints, Ints]:
    """Return the units each type stands in, as compressed sparse rows over the types."""
    order = np.argsort(bags.types, kind="stable")
    unit = np.repeat(np.arange(len(bags)), np.diff(bags.starts))
    return unit[order], np.searchsorted(bags.types[order], np.arange(len(bags.prior) + 1))


def _mutual(i: Ints, j: Ints, weight: Doubles, width: int) -> Ints:
    cells, place, _ = distinct(i * width + j)
    total = np.bincount(place, weight, len(cells))
    rows, columns = cells // width, cells % width
    if not len(cells):
        return np.zeros((0, 2), np.int64)
    row_best, column_best = np.zeros(rows.max() + 1), np.zeros(columns.max() + 1)
    np.maximum.at(row_best, rows, total)
    np.maximum.at(column_best, columns, total)
    best = (total >= row_best[rows]) & (total >= column_best[columns])
    return np.stack((rows[best], columns[best]), axis=1)


def chain(pairs: Ints) -> Ints:
    """Return the longest chain of pairs that rises on both sides, shape (length, 2).

    >>> chain(np.array([[0, 0], [1, 7], [2, 1], [3, 2]])).tolist()
    [[0, 0], [2, 1], [3, 2]]
    """
    # Of pairs in one row only one can be in a rising chain: columns descend inside a row.
    ordered = pairs[np.lexsort((-pairs[:, 1], pairs[:, 0]))]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, column in enumerate(ordered[:, 1].tolist()):
        place = bisect_left(tails, column)
        before.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(column)
            ends.append(number)
        else:
            tails[place], ends[place] = column, number
    kept = []
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.append(number)
        number = before[number]
    return ordered[kept[::-1]]


def corridor(anchors: Ints, source: int, target: int, *, reach: int = REACH) -> list[Block]:
    """Return a band along anchors that rise on both sides, as wide as the `reach` next ones."""
    rows = np.concatenate(([0], anchors[:, 0], [source]))
    columns = np.concatenate(([0], anchors[:, 1], [target]))
    blocks = []
    for first in range(0, source + 1, ROWS):
        last = min(first + ROWS - 1, source)
        before = max(0, int(np.searchsorted(rows, first)) - reach)
        after = min(len(rows) - 1, int(np.searchsorted(rows, last, side="right")) + reach - 1)
        low = max(0, int(columns[before]) - MARGIN) if first else 0
        high = min(target, int(columns[after]) + MARGIN) if last < source else target
        blocks.append(Block(first, last, low, high))
    return blocks
