"""The best path through a grid of beads: it knows no language, only scores.

A path runs from the cell (0, 0) to the cell (N, M) of the grid of boundaries between units. A move (m, n) ends
in the cell (i, j) and makes the bead of the source units i-m..i and the target units j-n..j. With s the score
of a bead,

    best(i, j) = max over moves (m, n) of best(i-m, j-n) + s(i, j, m, n).

Only the cells of a band are looked at: a staircase of blocks, each some rows of boundaries by one range of
columns. A row is worked off by one gather over all moves; the move (0, 1), which stays in its row, is a running
maximum (`numpy.maximum.accumulate`) of the other moves' best after the sum of the additions before it is taken
off. Time and memory are proportional to the cells of the band.

The same recurrence with log-sum-exp for max gives the forward probabilities; the posterior probability of each
bead follows by running back through the shares of each cell's moves (forward filtering, backward smoothing; the
scores are then a linear-chain conditional random field, Lafferty, McCallum and Pereira 2001). Of the beads so found
`likeliest` takes those of which most are expected to be right (maximum expected accuracy).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Move = tuple[int, int]

LOWEST = np.float64(-1e9)
# A move with a smaller share in its cell is not followed back.
SMALL = 3e-4
# What is less likely than its rival by this, as a logarithm, adds nothing to a sum; exponentials far below are slow.
FAR = np.float64(-50)


class Block(NamedTuple):
    """Rows `first..last` of boundaries (both included) by the columns `low..high` (both included)."""

    first: int
    last: int
    low: int
    high: int

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return self.last - self.first + 1, self.high - self.low + 1


class Step(NamedTuple):
    """A bead of a path: the source units `i0..i1` beside the target units `j0..j1`, ends left out."""

    i0: int
    i1: int
    j0: int
    j1: int


# Gives the scores of the moves that end in the cells of a block, shape (rows, columns, moves); where none of the last
# moves is possible it may leave them out.
Scorer = Callable[[Block], Floats]


def whole(source: int, target: int) -> tuple[Block, ...]:
    """Return the band that holds every cell of the grid."""
    return (Block(0, source, 0, target),)


def best_path(band: Sequence[Block], moves: Sequence[Move], scorer: Scorer) -> list[Step]:
    """Return the steps of the path with the highest sum of scores.

    Args:
        band: Blocks that tile the rows 0..N in order; columns never go back, the first block holds column 0
            and the last ends in column M.
        moves: The shapes (m, n) allowed; (0, 1) must be among them, and (1, 0).
        scorer: The scores of the moves in a block.
    """
    picks = [_fill(frame, scores, table) for frame, scores, table in _frames(band, moves, scorer)]
    return _trace(band, picks, moves)


class _Moves:
    """The moves as arrays: those that leave the row, and all in order, the one that stays, (0, 1), last."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self.leaving = np.array([k for k, move in enumerate(moves) if move[0]], dtype=np.int64)
        self.order = np.append(self.leaving, list(moves).index((0, 1))).astype(np.uint8)
        self.m = np.array([moves[k][0] for k in self.leaving], dtype=np.int64)
        self.n = np.array([moves[k][1] for k in self.leaving], dtype=np.int64)
        self.up, self.left = int(self.m.max()), int(self.n.max())


class _Frame:
    """A block's cells with a margin of rows above and of columns before, taken from the block before."""

    def __init__(self, block: Block, table: _Moves, margin: tuple[int, int], previous: _Frame | None) -> None:
        rows, columns = block.shape
        up, left = margin
        self.block, self.width = block, columns + left
        self.cells = np.full((rows + up, self.width), LOWEST)
        if previous is not None:
            self._take_over(previous, up)
        self.inner = self.cells[up:, left:]
        # Where each move comes from into the cells of the first row, in the cells as one long row.
        self.index = np.arange(columns) + (left - table.n + (up - table.m) * self.width)[:, None]

    def _take_over(self, previous: _Frame, up: int) -> None:
        """Copy the last rows of the block before, moved to this block's columns."""
        shift = self.block.low - previous.block.low
        kept = min(up, previous.cells.shape[0])
        columns = min(previous.width - shift, self.width)
        if columns > 0:
            above = previous.cells[-kept:, shift : shift + columns]
            self.cells[up - kept : up, :columns] = above

    def before(self, row: int) -> Doubles:
        """Return the cells from which the moves come into a row, shape (moves, columns)."""
        return self.cells.reshape(-1)[row * self.width :].take(self.index)

    @property
    def is_first(self) -> bool:
        """Whether the paths begin here."""
        return self.block.first == 0 and self.block.low == 0


def _fill(frame: _Frame, scores: Floats, table: _Moves) -> npt.NDArray[np.uint8]:
    """Work off the rows of a block; return for each cell the move that reached it best."""
    ways, added = _by_row(scores, table)
    best = np.empty(frame.block.shape)
    for row, here in enumerate(ways[:, :-1]):
        here += frame.before(row)
        here.max(axis=0, out=best[row])
        if row == 0 and frame.is_first:
            best[0, 0] = 0.0
        frame.inner[row] = np.maximum.accumulate(best[row] - added[row]) + added[row]
    picks = np.where(frame.inner > best + 1e-9, len(table.leaving), ways[:, :-1].argmax(axis=1))
    return table.order[picks]


def _by_row(scores: Floats, table: _Moves) -> tuple[Doubles, Doubles]:
    """Return the scores of the moves as `table.order` has them, shape (rows, moves, columns), and sums of additions.

    These sums, from the left edge of the block, are what a running maximum along the row needs taken off.
    """
    ways = np.moveaxis(scores, 2, 1)[:, table.order].astype(np.float64, order="C")
    return ways, np.cumsum(ways[:, -1], axis=1)


class _Shares(NamedTuple):
    """The moves that matter in the cells of a block: those of a cell are `starts[cell]:starts[cell + 1]`."""

    block: Block
    starts: list[int]
    moves: list[int]
    shares: list[float]


class Posteriors(NamedTuple):
    """The posterior probability of each bead that has one worth naming, and the logarithm of the sum over all paths."""

    beads: dict[Step, float]
    log_total: float


def posteriors(band: Sequence[Block], moves: Sequence[Move], scorer: Scorer) -> Posteriors:
    """Return the probabilities of beads when a path is as likely as the exponential of its score; see `best_path`."""
    total, found = 0.0, []
    for frame, scores, table in _frames(band, moves, scorer):
        found.append(_sum(frame, scores, table))
        total = float(frame.cells[-1, -1])
    return Posteriors(_run_back(found, moves), total)


def _frames(band: Sequence[Block], moves: Sequence[Move], scorer: Scorer) -> Iterator[tuple[_Frame, Floats, _Moves]]:
    """Yield the blocks to be filled in turn, each with its scores and the moves these are for."""
    every = cache(lambda count: _Moves(moves[:count]))
    widest = every(len(moves))
    previous: _Frame | None = None
    for block in band:
        scores = scorer(block)
        table = every(scores.shape[2])
        previous = _Frame(block, table, (widest.up, widest.left), previous)
        yield previous, scores, table


def _sum(frame: _Frame, scores: Floats, table: _Moves) -> _Shares:
    """Work off the rows of a block by sums of probabilities; return the share of each move in its cell."""
    ways, added = _by_row(scores, table)
    highest = np.empty(frame.block.shape)
    for row, here in enumerate(ways[:, :-1]):
        here += frame.before(row)
        here.max(axis=0, out=highest[row])
        here -= highest[row]
        np.exp(np.maximum(here, FAR, out=here), out=here)
        best = highest[row] + np.log(here.sum(axis=0))
        if row == 0 and frame.is_first:
            best[0] = 0.0
        frame.inner[row] = np.logaddexp.accumulate(best - added[row]) + added[row]
    total = frame.inner
    ways[:, :-1] *= np.exp(highest - total)[:, None]
    ways[:, -1, 1:] = np.exp(total[:, :-1] + ways[:, -1, 1:] - total[:, 1:])
    ways[:, -1, 0] = 0.0
    return _sparse(frame.block, ways, table)


def _sparse(block: Block, shares: Doubles, table: _Moves) -> _Shares:
    """Keep the moves of each cell with more than a small share."""
    large = np.ascontiguousarray(np.moveaxis(shares > SMALL, 1, 2))
    cell, place = np.divmod(np.flatnonzero(large), len(table.order))
    row, column = np.divmod(cell, large.shape[1])
    starts = np.zeros(large.shape[0] * large.shape[1] + 1, np.int64)
    np.cumsum(np.bincount(cell, minlength=len(starts) - 1), out=starts[1:])
    return _Shares(block, starts.tolist(), table.order[place].tolist(), shares[row, place, column].tolist())


def _run_back(found: Sequence[_Shares], moves: Sequence[Move]) -> dict[Step, float]:
    """Hand the probability of each cell, from the last to the first, to the moves that lead there."""
    beads: dict[Step, float] = {}
    last = found[-1].block
    mass: dict[tuple[int, int], float] = {(last.last, last.high): 1.0}
    waiting = [(-last.last, -last.high)]
    number = len(found) - 1
    while waiting:
        i, j = heappop(waiting)
        i, j = -i, -j
        here = mass.pop((i, j))
        while i < found[number].block.first:
            number -= 1
        block, starts, names, shares = found[number]
        cell = (i - block.first) * (block.high - block.low + 1) + j - block.low
        if (i, j) == (0, 0):
            continue
        entries = range(starts[cell], starts[cell + 1])
        most = max(shares[entries.start : entries.stop])
        # The best way on is always followed, so that what is found holds a whole path.
        kept = [entry for entry in entries if here * shares[entry] >= SMALL or shares[entry] == most]
        # What is dropped goes to the others: no probability may be lost on the long way back.
        whole_share = sum([shares[entry] for entry in kept])
        for entry in kept:
            chance = here * shares[entry] / whole_share
            m, n = moves[names[entry]]
            before = i - m, j - n
            beads[Step(before[0], i, before[1], j)] = chance
            if before not in mass:
                mass[before] = 0.0
                heappush(waiting, (-before[0], -before[1]))
            mass[before] += chance
    return beads


def likeliest(beads: Mapping[Step, float], *, price: float = 0.35) -> list[tuple[Step, float]]:
    """Return the path with the highest sum of gains, where a bead gains its probability less a price.

    The price keeps doubtful stretches from being cut into many small beads that are all likely wrong. A bead with
    an empty side gains half, as it counts for precision alone; its probability is that of the unit to stand alone,
    wherever the other side has come to, and of the many paths that differ in this only the first is taken.

    Returns:
        The steps with their probabilities.
    """
    alone: dict[tuple[int, int], float] = {}
    for step, chance in beads.items():
        if is_gap(step):
            alone[_unit(step)] = alone.get(_unit(step), 0.0) + chance
    value: dict[tuple[int, int], float] = {(0, 0): 0.0}
    came: dict[tuple[int, int], Step] = {}
    for step in sorted(beads, key=lambda one: (one.i1, one.j1)):
        before = value.get((step.i0, step.j0))
        if before is None:
            continue
        if is_gap(step):
            # So small a price for each column passed decides only between paths that are otherwise equal.
            gain = before + 0.5 * (alone[_unit(step)] - price) - (1e-9 * step.j0 if step.i0 < step.i1 else 0)
        else:
            gain = before + beads[step] - price
        end = (step.i1, step.j1)
        if end not in value or gain > value[end]:
            value[end], came[end] = gain, step
    end = max(value)
    path = []
    while end != (0, 0):
        step = came[end]
        path.append((step, alone[_unit(step)] if is_gap(step) else beads[step]))
        end = (step.i0, step.j0)
    path.reverse()
    return path


def is_gap(step: Step) -> bool:
    """Tell whether a bead has an empty side."""
    return step.i0 == step.i1 or step.j0 == step.j1


def _unit(step: Step) -> tuple[int, int]:
    """Return which unit a gap leaves alone: its index, -1 for the other side."""
    return (step.i0, -1) if step.i0 < step.i1 else (-1, step.j0)


def around(path: Sequence[Step], source: int, target: int, *, width: int, rows: int = 24) -> list[Block]:
    """Return the band of the cells within `width` columns of a path."""
    ends = np.array([(0, 0), *((step.i1, step.j1) for step in path)])
    low = np.full(source + 1, target)
    high = np.zeros(source + 1, np.int64)
    np.minimum.at(low, ends[:, 0], ends[:, 1])
    np.maximum.at(high, ends[:, 0], ends[:, 1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    return [
        Block(
            first,
            min(first + rows - 1, source),
            max(0, int(low[first]) - width) if first else 0,
            target if first + rows > source else min(target, int(high[min(first + rows - 1, source)]) + width),
        )
        for first in range(0, source + 1, rows)
    ]


def _trace(band: Sequence[Block], picks: Sequence[npt.NDArray[np.uint8]], moves: Sequence[Move]) -> list[Step]:
    i, j = band[-1].last, band[-1].high
    number = len(band) - 1
    steps = []
    while i or j:
        while i < band[number].first:
            number -= 1
        block = band[number]
        m, n = moves[picks[number][i - block.first, j - block.low]]
        steps.append(Step(i - m, i, j - n, j))
        i, j = i - m, j - n
    steps.reverse()
    return steps
