"""Sentence beads, and paragraph beads by the same search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from align.match.bags import Bags
from align.match.evidence import Evidence, Table, Weights
from align.match.search import Block, Move, Step, best_path, whole

SENTENCE_MOVES: tuple[Move, ...] = ((1, 0), (0, 1)) + tuple(
    (m, n)
    for m in range(1, 8)
    for n in range(1, 8)
    if min(m, n) == 1 or (m + n <= 7 and min(m, n) <= 3)
)
PARAGRAPH_MOVES: tuple[Move, ...] = ((1, 0), (0, 1)) + tuple(
    (m, n) for m in range(1, 13) for n in range(1, 13) if min(m, n) == 1 or m + n <= 5
)
WEIGHTS = Weights(
    shapes={
        (1, 0): -4.5, (0, 1): -4.5, (1, 1): -0.4, (1, 2): -2, (2, 1): -2, (1, 3): -3.5, (3, 1): -3.5,
        (2, 2): -4, (1, 4): -5, (4, 1): -5, (2, 3): -5, (3, 2): -5, (1, 5): -6, (5, 1): -6, (3, 3): -7,
    }
)  # fmt: skip


def align_units(source: Bags, target: Bags, table: Table, *, moves: Sequence[Move], barred: tuple[Sequence[bool], Sequence[bool]],
                seams: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None = None) -> list[Step]:
    """Align two runs of units; a barred one can only stand alone."""
    evidence = Evidence(source, target, table, WEIGHTS, moves)
    closed = [np.concatenate(([0], np.cumsum(side))) for side in barred]

    def score(block: Block) -> npt.NDArray[np.float32]:
        scores = evidence(block)
        i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
        for k, (m, n) in enumerate(moves):
            held = (closed[0][i] - closed[0][np.maximum(i - m, 0)])[:, None] + (
                closed[1][j] - closed[1][np.maximum(j - n, 0)]
            )
            if m and n:
                scores[:, :, k][held > 0] = -1e9
                if seams is not None:
                    crossed = (seams[0][i - 1] != seams[0][np.maximum(i - m, 0)])[:, None] | (
                        seams[1][j - 1] != seams[1][np.maximum(j - n, 0)]
                    )
                    astray = seams[0][i - 1][:, None] != seams[1][j - 1]
                    scores[:, :, k] -= 8.0 * (crossed | astray)
            else:
                scores[:, :, k] += 4.0 * (held > 0)
        return scores

    return best_path(_band(len(source), len(target)), moves, score)


def _band(n: int, m: int) -> Sequence[Block]:
    if n * m < 250_000 or min(n, m) < 100:
        return whole(n, m)
    return [
        Block(a, min(a + 31, n), max(0, a * m // n - 80) if a else 0, m if a + 31 >= n else min(m, (a + 32) * m // n + 80))
        for a in range(0, n + 1, 32)
    ]
