"""The likelihood of known beads under the weights of the evidence, and its gradient: for `scripts/fit_weights.py`.

The scores of a path are those of a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): the
gradient is gold counts less expected counts, which a sum over all paths of the band gives. The vector `theta` holds
what each kind of evidence weighs, then what a text's own habits weigh, then the log priors of gaps and shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from align.match.evidence import Evidence
from align.match.habits import GAP_KINDS, Habits, runs
from align.match.level import WIDTH, Look, first_look
from align.match.search import Block, Move, Step, around
from align.match.shapes import FIRST_MOVES, GAPS, PARAGRAPH_MOVES, kind
from align.match.weights import Weights
from scripts.weights_texts import Text

EVIDENCE = ("lexical", "unexplained", "length", "quotes", "marks", "agreed", "differing")
OWN = ("own_gaps", "own_shapes", "own_runs")
SHAPES: tuple[Move, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2),
)  # fmt: skip
FREE = len(EVIDENCE) + len(OWN)  # weights that are no priors of shapes
# Where every fit begins: all evidence at a third of its worth, large beads rarer by the unit.
PLAIN = np.array(
    [0.3, 0.3, 0.3, 0.3, 0.3, 0.5, 0.1, 0.7, 0.7, 0.5, -5.0, -0.3, *(-1.0 * (m + n) for m, n in SHAPES[1:]), -6.0, -1.0]
)
PULL = 0.2  # of the weights towards there


class Case(NamedTuple):
    """A text ready for fitting.

    Attributes:
        look: What the first pass left.
        evidence: That of each move that ends in each cell of the band, shape (kinds, cells * moves).
        starts: Where the cells of each block begin, shape (blocks + 1,).
        gold: Where in `evidence` the beads of the gold are.
        weight: How much the text counts.
    """

    look: Look
    evidence: np.ndarray
    starts: np.ndarray
    gold: np.ndarray
    weight: float


def shape_features(moves: Sequence[Move]) -> np.ndarray:
    """Which weight of a prior speaks for which move, shape (len(SHAPES) + 3, moves)."""
    table = np.zeros((len(SHAPES) + 3, len(moves)))
    for k, move in enumerate(moves):
        if move in GAPS:
            table[0, k] = 1
        elif move in SHAPES:
            table[1 + SHAPES.index(move), k] = 1
        else:
            table[-2:, k] = 1, sum(move) - 5
    return table


def own_features(rates: dict[str, float], moves: Sequence[Move]) -> np.ndarray:
    """How much commoner the text has each move than usual, gaps and other shapes apart, then 0; shape (3, moves)."""
    own = np.array([rates[kind(move)] for move in moves])
    gaps = np.array([kind(move) in GAP_KINDS for move in moves])
    return np.stack((own * gaps, own * ~gaps, np.zeros(len(moves))))


def case_of(text: Text, weights: Weights, moves: Sequence[Move]) -> Case:
    look = first_look(text.texts, weights, moves, (), first_moves_of(moves))
    # The gold must lie in the band, whatever the first pass found.
    band = around([*look.path, *text.path], len(text.texts.source), len(text.texts.target), width=WIDTH)
    scorer = Evidence(look.texts, weights, moves, ratio=look.ratio)
    starts = np.cumsum([0, *(block.shape[0] * block.shape[1] for block in band)])
    evidence = np.concatenate([stacked(scorer, block) for block in band], axis=1)
    return Case(look._replace(band=band), evidence, starts, places(text.path, band, starts, moves), text.weight)


def places(path: Sequence[Step], band: Sequence[Block], starts: np.ndarray, moves: Sequence[Move]) -> np.ndarray:
    """Return where the evidence of each bead is; the gold may have a shape that nobody looks for."""
    index = {move: k for k, move in enumerate(moves)}
    found = []
    for step in path:
        k = index.get((step.i1 - step.i0, step.j1 - step.j0))
        number = next(n for n, block in enumerate(band) if step.i1 <= block.last)
        block = band[number]
        if k is not None and block.low <= step.j1 <= block.high:
            cell = starts[number] + (step.i1 - block.first) * block.shape[1] + step.j1 - block.low
            found.append(cell * len(moves) + k)
    return np.array(found, np.int64)


def first_moves_of(moves: Sequence[Move]) -> Sequence[Move]:
    return moves if moves is PARAGRAPH_MOVES else FIRST_MOVES


def stacked(evidence: Evidence, block: Block) -> np.ndarray:
    features = evidence.features(block)
    every = [getattr(features, name) for name in EVIDENCE]
    shape = features.lexical.shape
    moved = [np.moveaxis(np.broadcast_to(one, shape), 0, 2).reshape(-1) for one in every]
    return np.stack(moved).astype(np.float32)


def scores_of(case: Case, theta: np.ndarray, block: Block) -> np.ndarray:
    start = case.starts[case.look.band.index(block)]
    moves = case.evidence.shape[1] // case.starts[-1]
    part = case.evidence[:, start * moves : (start + block.shape[0] * block.shape[1]) * moves]
    return (theta[: len(EVIDENCE)].astype(np.float32) @ part).reshape(*block.shape, -1)


@cache
def field() -> Any:
    """Return what sums over all paths: compiled, for it is done thousands of times."""
    from numba import njit

    @njit(cache=True)
    def sums(band, starts, scores, moves):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        """The logarithm of the sum, and the probability of each move in each cell; see `search.posteriors`."""
        total = np.full((band[-1, 1] + 1, band[-1, 3] + 1), -1e30)
        mass = np.zeros(total.shape)
        chances = np.zeros_like(scores)
        total[0, 0] = 0.0
        mass[-1, -1] = 1.0
        for number in range(len(band)):
            first, last, low, high = band[number]
            for i in range(first, last + 1):
                for j in range(low, high + 1):
                    cell = starts[number] + (i - first) * (high - low + 1) + j - low
                    here = total[i, j]
                    for k in range(len(moves)):
                        m, n = moves[k]
                        if m <= i and n <= j and total[i - m, j - n] > -1e20:
                            here = np.logaddexp(here, total[i - m, j - n] + scores[cell, k])
                    total[i, j] = here
        for number in range(len(band) - 1, -1, -1):
            first, last, low, high = band[number]
            for i in range(last, first - 1, -1):
                for j in range(high, low - 1, -1):
                    cell = starts[number] + (i - first) * (high - low + 1) + j - low
                    for k in range(len(moves)):
                        m, n = moves[k]
                        if mass[i, j] > 1e-7 and m <= i and n <= j:
                            chance = mass[i, j] * np.exp(total[i - m, j - n] + scores[cell, k] - total[i, j])
                            chances[cell, k] = chance
                            mass[i - m, j - n] += chance
        return total[-1, -1], chances

    return sums


def objective(
    theta: np.ndarray, cases: Sequence[Case], habits: Sequence[Habits], moves: Sequence[Move]
) -> tuple[float, np.ndarray]:
    """Minus the log-likelihood of the gold, and its gradient."""
    loss, gradient = PULL * float(((theta - PLAIN) ** 2).sum()), 2 * PULL * (theta - PLAIN)
    for case, own in zip(cases, habits, strict=True):
        shapes = np.concatenate((own_features(own.rates, moves), shape_features(moves)))
        prior = (theta[len(EVIDENCE) :] @ shapes).astype(np.float32)
        company = np.concatenate([runs(own, moves, block).reshape(-1) for block in case.look.band])
        scores = theta[: len(EVIDENCE)].astype(np.float32) @ case.evidence + np.float32(theta[FREE - 1]) * company
        scores = scores.reshape(-1, len(moves)) + prior
        total, chances = field()(np.array(case.look.band), case.starts, scores, np.array(moves))
        expected = np.concatenate((case.evidence @ chances.reshape(-1), shapes @ chances.sum(axis=0)))
        seen = np.bincount(case.gold % len(moves), minlength=len(moves))
        gold = np.concatenate((case.evidence[:, case.gold].sum(axis=1, dtype=np.float64), shapes @ seen))
        expected[FREE - 1], gold[FREE - 1] = company @ chances.reshape(-1), company[case.gold].sum()
        loss += case.weight * (total - float(theta @ gold))
        gradient = gradient + case.weight * (expected - gold)
    return loss, gradient
