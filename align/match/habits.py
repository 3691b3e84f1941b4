"""What a text shows of how it was translated: which kinds of beads are common in it, and what stands alone in runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.match.search import Block, Move, Scorer, Step
from align.match.shapes import GAPS, kind
from align.match.weights import Weights

Floats = npt.NDArray[np.float32]

# Which units of either side can only stand alone.
Barred = tuple[Sequence[bool], Sequence[bool]]

GAP_KINDS = ("omitted", "added")
# The share of each kind of shape that the weights are for, and how many beads it is worth beside what a text shows.
USUAL = {"omitted": 0.01, "added": 0.01, "one": 0.74, "split": 0.14, "joined": 0.07, "many": 0.03}
FIRMNESS = 40
FEW = 10  # beads of one unit that are taken for granted when it is asked how often neighbours belong together


class Habits(NamedTuple):
    """What a text shows of how it was translated.

    Attributes:
        rates: How much commoner (as a logarithm) each kind of shape is than the weights have it.
        source: How much likelier (likewise) each unit of the source stands alone for what its neighbours do.
        target: The same for the target.
    """

    rates: dict[str, float]
    source: Floats
    target: Floats


def habits_of(found: Mapping[Step, float], sizes: tuple[int, int], barred: Barred | None) -> Habits:
    """Return what the beads found, with their probabilities, show of texts of so many units."""
    alone = np.zeros(sizes[0]), np.zeros(sizes[1])
    beads = source_units = target_units = 0.0
    for (i0, i1, j0, j1), chance in found.items():
        if j0 == j1:
            alone[0][i0] += chance * (barred is None or not barred[0][i0])
        elif i0 == i1:
            alone[1][j0] += chance * (barred is None or not barred[1][j0])
        else:
            beads += chance
            source_units += chance * (i1 - i0)
            target_units += chance * (j1 - j0)
    source, target = company(alone[0], beads, source_units), company(alone[1], beads, target_units)
    return Habits(own_rates(kind_counts(found, barred)), source, target)


def company(alone: npt.NDArray[np.float64], beads: float, units: float) -> Floats:
    """Return how much likelier each unit stands alone for what the units beside it do, as a logarithm.

    Units that render one unit of the other side are left out or added together. With r the chance that neighbours
    belong to one bead and q that of a unit to stand alone, the neighbour of one that stands alone does so, too,
    with r + (1 - r) q, and any other with (1 - r) q.

    Args:
        alone: The probability of each unit to stand alone, shape (units,).
        beads: How many beads have both sides.
        units: How many units of this side are in them.
    """
    r = max(0.0, 1 - (beads + FEW) / (units + FEW))
    q = (alone.sum() + 0.02 * FIRMNESS / 2) / (len(alone) + FIRMNESS / 2)
    yes = np.log((r + (1 - r) * q) / q / (1 - r))
    no = np.log((1 - r) * (1 - q) / (1 - (1 - r) * q))
    beside = np.pad(alone, 1)
    shares = np.minimum(beside[:-2], 1) + np.minimum(beside[2:], 1)
    more: Floats = (shares * yes + (2 - shares) * no).astype(np.float32)
    return more


def habitual(scorer: Scorer, habits: Habits, weights: Weights, moves: Sequence[Move]) -> Scorer:
    """Return scores with the priors of shapes in a text of such habits."""
    priors = shape_priors(habits.rates, weights, moves)

    def scored(block: Block) -> Floats:
        scores = scorer(block)
        some = scores.shape[2]
        more: Floats = scores + priors[:some]
        if weights.own_runs:
            more += weights.own_runs * runs(habits, moves[:some], block)
        return more

    return scored


def runs(habits: Habits, moves: Sequence[Move], block: Block) -> Floats:
    """Return what the neighbours of the units say for their standing alone, shape (rows, columns, moves)."""
    gains = np.zeros((*block.shape, len(moves)), np.float32)
    gains[:, :, list(moves).index((1, 0))] = np.append(np.float32(0), habits.source)[block.first : block.last + 1, None]
    gains[:, :, list(moves).index((0, 1))] = np.append(np.float32(0), habits.target)[block.low : block.high + 1]
    return gains


def kind_counts(beads: Mapping[Step, float], barred: Barred | None) -> dict[str, float]:
    """Return how many beads of each kind there are, page furniture left out."""
    counts = dict.fromkeys(USUAL, 0.0)
    for step, chance in beads.items():
        name = kind((step.i1 - step.i0, step.j1 - step.j0))
        if barred is None or not _is_barred(step, name, barred):
            counts[name] += chance
    return counts


def _is_barred(step: Step, name: str, barred: Barred) -> bool:
    """Tell whether a bead of the kind named is furniture that stands alone."""
    return name in GAP_KINDS and bool(barred[0][step.i0] if name == "omitted" else barred[1][step.j0])


def own_rates(counts: Mapping[str, float]) -> dict[str, float]:
    """Return how much commoner (as a logarithm) each kind of shape is in a text than the weights have it.

    Args:
        counts: How many beads of each kind were found.
    """
    total = sum(counts.values())
    return {
        name: float(np.log((counts.get(name, 0.0) / usual + FIRMNESS) / (total + FIRMNESS)))
        for name, usual in USUAL.items()
    }


def shape_priors(rates: Mapping[str, float], weights: Weights, moves: Sequence[Move]) -> Floats:
    """Return the log priors of shapes, raised or lowered by how often the text has their kind; shape (moves,).

    One translator splits, another joins, a third leaves out.
    """
    own = [(weights.own_gaps if move in GAPS else weights.own_shapes) * rates[kind(move)] for move in moves]
    priors: Floats = np.array([weights.prior(move) + more for move, more in zip(moves, own, strict=True)], np.float32)
    return priors
