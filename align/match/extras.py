"""Further evidence, from how the documents are made: furniture stands alone, and beads keep to their groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from align.match.evidence import IMPOSSIBLE, Extra
from align.match.search import Block, Move

Floats = npt.NDArray[np.float32]

# Makes further evidence for the shapes of a pass.
ExtraMaker = Callable[[Sequence[Move]], Extra]

FREE = np.float32(6.0)  # what a gap costs at most: furniture is left out for nothing


def bar(source: Sequence[bool], target: Sequence[bool]) -> ExtraMaker:
    """Keep units out of every bead that has both sides: page furniture stands alone."""
    ours, theirs = (np.concatenate(([0], np.cumsum(side))) for side in (source, target))

    def make(moves: Sequence[Move]) -> Extra:
        up, left = max(m for m, _ in moves), max(n for _, n in moves)

        def extra(block: Block) -> Floats:
            gains = np.zeros((len(moves), *block.shape), np.float32)
            first, low = max(0, block.first - up), max(0, block.low - left)
            if ours[first] == ours[block.last] and theirs[low] == theirs[block.high]:
                return gains  # no furniture here
            i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
            for k, (m, n) in enumerate(moves):
                held = (ours[i] - ours[np.maximum(i - m, 0)])[:, None] + theirs[j] - theirs[np.maximum(j - n, 0)]
                gains[k] = np.where(held > 0, IMPOSSIBLE if m and n else FREE, 0)
            return gains

        return extra

    return make


def seams(
    source: npt.NDArray[np.int64], target: npt.NDArray[np.int64], cost: float, *, across: bool = True
) -> ExtraMaker:
    """Make beads pay that leave a group, such as a bead of the level above.

    Args:
        source: The number of the group each unit stands in, shape (units,).
        target: The same for the other side.
        cost: What a bead pays that joins units of two groups.
        across: Whether a bead pays too whose sides stand in groups of different numbers.
    """

    def make(moves: Sequence[Move]) -> Extra:
        full = [k for k, move in enumerate(moves) if all(move)]
        m, n = np.array([moves[k] for k in full]).T[:, :, None]

        def extra(block: Block) -> Floats:
            i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
            last_i, last_j = source[np.maximum(i - 1, 0)], target[np.maximum(j - 1, 0)]
            crossing, crossed = source[np.maximum(i - m, 0)] != last_i, target[np.maximum(j - n, 0)] != last_j
            pays = crossing[:, :, None] | crossed[:, None]
            if across:
                pays |= last_i[:, None] != last_j
            gains = np.zeros((len(moves), *block.shape), np.float32)
            gains[full] = pays * np.float32(-cost)
            return gains

        return extra

    return make
