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
bead follows by running back through the shares of each cell's moves (forward filtering, backward smoothing).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Move = tuple[int, int]

LOWEST = np.float64(-1e18)


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


# Gives the scores of all moves that end in the cells of a block, shape (rows, columns, moves).
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
    table = _Moves(moves)
    picks = []
    previous: _Frame | None = None
    for block in band:
        frame = _Frame(block, table, previous)
        picks.append(_fill(frame, scorer(block).astype(np.float64), table))
        previous = frame
    return _trace(band, picks, moves)


class _Moves:
    """The moves as arrays: those that leave the row, and the place of the one that stays, (0, 1)."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self.stay = list(moves).index((0, 1))
        self.leaving = np.array([k for k, move in enumerate(moves) if move[0]], dtype=np.int64)
        self.m = np.array([moves[k][0] for k in self.leaving], dtype=np.int64)
        self.n = np.array([moves[k][1] for k in self.leaving], dtype=np.int64)
        self.up, self.left = int(self.m.max()), int(self.n.max())


class _Frame:
    """A block's cells with a margin of `up` rows above and `left` columns before, taken from the block before."""

    def __init__(self, block: Block, table: _Moves, previous: _Frame | None) -> None:
        rows, columns = block.shape
        self.block, self.width, self.up = block, columns + table.left, table.up
        self.cells = np.full((rows + table.up, self.width), LOWEST)
        if previous is not None:
            self._take_over(previous, table)
        column = np.arange(columns)[:, None] + table.left - table.n
        self.index = column + (table.up - table.m) * self.width

    def _take_over(self, previous: _Frame, table: _Moves) -> None:
        """Copy the last rows of the block before, moved to this block's columns."""
        shift = self.block.low - previous.block.low
        kept = min(table.up, previous.cells.shape[0])
        columns = min(previous.width - shift, self.width)
        if columns > 0:
            above = previous.cells[-kept:, shift : shift + columns]
            self.cells[table.up - kept : table.up, :columns] = above


def _fill(frame: _Frame, scores: Doubles, table: _Moves) -> npt.NDArray[np.uint8]:
    """Work off the rows of a block; return for each cell the move that reached it best."""
    rows, columns = frame.block.shape
    flat = frame.cells.reshape(-1)
    left = table.left
    picks = np.empty((rows, columns), np.uint8)
    everyone = np.arange(columns)
    leaving = scores[:, :, table.leaving]
    # Sums of additions from the left edge of the block: what the running maximum needs taken off.
    added = np.cumsum(scores[:, :, table.stay], axis=1)
    for row in range(rows):
        candidates = flat[row * frame.width :].take(frame.index) + leaving[row]
        pick = candidates.argmax(axis=1)
        best = candidates[everyone, pick]
        if row == 0 and frame.block.first == 0 and frame.block.low == 0:
            best[0] = 0.0
        total = np.maximum.accumulate(best - added[row]) + added[row]
        frame.cells[frame.up + row, left:] = total
        picks[row] = np.where(total > best + 1e-9, table.stay, table.leaving[pick])
    return picks


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
