"""One level of an alignment, sentences or paragraphs: two passes over the grid and a probability for each bead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from align.match.adapt import adapt
from align.match.anchors import find_band
from align.match.evidence import IMPOSSIBLE, Evidence, Extra, Texts
from align.match.search import Block, Move, Step, around, best_path, likeliest, posteriors
from align.match.weights import Weights

Floats = npt.NDArray[np.float32]

# Makes further evidence for the shapes of a pass.
ExtraMaker = Callable[[Sequence[Move]], Extra]

# Which units of either side can only stand alone.
Barred = tuple[Sequence[bool], Sequence[bool]]

GAPS: tuple[Move, ...] = ((1, 0), (0, 1))
# The first pass looks everywhere, at the common shapes; larger beads come out as neighbours of what it finds.
FIRST_MOVES: tuple[Move, ...] = (*GAPS, (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
SENTENCE_MOVES: tuple[Move, ...] = GAPS + tuple(
    (m, n) for m in range(1, 8) for n in range(1, 8) if min(m, n) == 1 or (m + n <= 7 and min(m, n) <= 3)
)
PARAGRAPH_MOVES: tuple[Move, ...] = GAPS + tuple(
    (m, n) for m in range(1, 25) for n in range(1, 25) if min(m, n) == 1 or m + n <= 5
)
# The share of each kind of shape that the weights are for, and how many beads it is worth beside what a text shows.
USUAL = {"gap": 0.02, "one": 0.74, "split": 0.14, "joined": 0.07, "many": 0.03}
FIRMNESS = 40
LARGE = 60  # words of a unit on average beyond which what stands together proves little
ROUNDS = 2  # of estimating them again
MOST_KEPT = 3_000_000  # scores kept in memory for that; longer texts do without
WIDTH = 5  # columns about the first path in which the second pass looks


@dataclass(frozen=True, slots=True)
class Level:
    """What a level came out as: the beads with their probabilities, and the texts with what they taught."""

    beads: tuple[tuple[Step, float], ...]
    texts: Texts


def align_level(
    texts: Texts,
    weights: Weights,
    moves: Sequence[Move],
    extras: Sequence[ExtraMaker] = (),
    *,
    barred: Barred | None = None,
    first_moves: Sequence[Move] = FIRST_MOVES,
) -> Level:
    """Align the units of two documents.

    Args:
        texts: The documents.
        weights: What each kind of evidence weighs.
        moves: The shapes of beads to look for.
        extras: Makers of further evidence.
        barred: Which units of either side can only stand alone: page furniture.
        first_moves: The shapes the first pass looks for.
    """
    # The matrices are small: more threads of BLAS than one only wait for each other.
    with threadpool_limits(1, "blas"):
        return _align_level(texts, weights, moves, extras, barred, first_moves)


def _align_level(
    texts: Texts,
    weights: Weights,
    moves: Sequence[Move],
    extras: Sequence[ExtraMaker],
    barred: Barred | None,
    first_moves: Sequence[Move],
) -> Level:
    if not len(texts.source) or not len(texts.target):
        alone = [Step(k, k + 1, 0, 0) for k in range(len(texts.source))]
        alone += [Step(0, 0, k, k + 1) for k in range(len(texts.target))]
        return Level(tuple((step, 1.0) for step in alone), texts)
    if barred is not None:
        extras = [*extras, bar(*barred)]
    source, target = len(texts.source), len(texts.target)
    evidence = Evidence(texts, weights, first_moves, [make(first_moves) for make in extras])
    first = best_path(find_band(texts), first_moves, evidence)
    few_words = float(texts.source.words.mean()) < LARGE
    learnt = texts._replace(table=adapt(texts.source, texts.target, texts.table, first, doubting=few_words))
    band = around(first, source, target, width=WIDTH)
    evidence = Evidence(learnt, weights, moves, [make(moves) for make in extras], dict.fromkeys(moves, 0.0))
    counts = kind_counts(dict.fromkeys(first, 1.0), barred)
    priors = shape_priors(own_rates(counts), weights, moves)
    if sum(block.shape[0] * block.shape[1] for block in band) * len(moves) > MOST_KEPT:
        found = posteriors(band, moves, lambda block: evidence(block) + priors).beads
        return Level(tuple(likeliest(found)), learnt)
    kept = {block: evidence(block) for block in band}
    found = posteriors(band, moves, partial(_with_priors, kept, priors)).beads
    # The shapes of the text are estimated again by expectation maximisation.
    weights = replace(weights, own_gaps=1.0)
    for _ in range(ROUNDS):
        counts = kind_counts(found, barred)
        priors = shape_priors(own_rates(counts), weights, moves)
        found = posteriors(band, moves, partial(_with_priors, kept, priors)).beads
    return Level(tuple(likeliest(found)), learnt)


def _with_priors(kept: Mapping[Block, Floats], priors: Floats, block: Block) -> Floats:
    scores: Floats = kept[block] + priors
    return scores


def kind_counts(beads: Mapping[Step, float], barred: Barred | None) -> dict[str, float]:
    """Return how many beads of each kind there are, page furniture left out."""
    counts = dict.fromkeys(USUAL, 0.0)
    for step, chance in beads.items():
        name = kind((step.i1 - step.i0, step.j1 - step.j0))
        if barred is None or name != "gap" or not (barred[0][step.i0] if step.i0 < step.i1 else barred[1][step.j0]):
            counts[name] += chance
    return counts


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


def kind(move: Move) -> str:
    """Return the kind of a shape: a gap, one to one, a source unit split, target units joined, or many to many.

    >>> [kind(move) for move in ((0, 1), (1, 1), (1, 3), (2, 1), (2, 2))]
    ['gap', 'one', 'split', 'joined', 'many']
    """
    m, n = move
    if not m or not n:
        return "gap"
    if m == 1:
        return "one" if n == 1 else "split"
    return "joined" if n == 1 else "many"


def bar(source: Sequence[bool], target: Sequence[bool]) -> ExtraMaker:
    """Keep units out of every bead that has both sides: page furniture stands alone."""
    ours, theirs = (np.concatenate(([0], np.cumsum(side))) for side in (source, target))

    def make(moves: Sequence[Move]) -> Extra:
        def extra(block: Block) -> Floats:
            i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
            gains = np.zeros((len(moves), *block.shape), np.float32)
            for k, (m, n) in enumerate(moves):
                held = (ours[i] - ours[np.maximum(i - m, 0)])[:, None] + theirs[j] - theirs[np.maximum(j - n, 0)]
                gains[k] = np.where(held > 0, IMPOSSIBLE if m and n else FREE, 0)
            return gains

        return extra

    return make


FREE = np.float32(6.0)  # what a gap costs at most: furniture is left out for nothing


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
        def extra(block: Block) -> Floats:
            i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
            gains = np.zeros((len(moves), *block.shape), np.float32)
            last_i, last_j = source[np.maximum(i - 1, 0)], target[np.maximum(j - 1, 0)]
            for k, (m, n) in enumerate(moves):
                if m and n:
                    crossing = source[np.minimum(np.maximum(i - m, 0), len(source) - 1)] != last_i
                    crossed = target[np.minimum(np.maximum(j - n, 0), len(target) - 1)] != last_j
                    stray = (last_i[:, None] != last_j) & across
                    gains[k] = -cost * (crossing[:, None] | crossed | stray)
            return gains

        return extra

    return make
