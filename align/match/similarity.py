"""What an encoder says of a bead: the margin of the similarity of its two sides, as a likelihood ratio.

Each unit is encoded once. The vector of a run of units is the mean of theirs, weighted by length, after what all
units of a document have in common (its language, its subject) is taken off. The margin score (Artetxe and
Schwenk 2019, in its form by difference) holds the cosine of two runs against the mean of each with its nearest
neighbours on the other side, so that texts that resemble everything count for nothing.

How much a margin of so much is worth depends on the model and the document, so it is found on the document
itself: a logistic regression tells pairs that are surely right from their neighbours. A model that cannot tell
them apart gets a slope no surer than chance, and then no weight at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import comb, factorial

import numpy as np
import numpy.typing as npt

from align.encode.protocol import unit
from align.match.search import Block, Move

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NEIGHBOURS = 4  # as in the paper
SAMPLE = 512  # units of the other side among which neighbours are looked for
COMMON = 8.0  # a document's common part is believed as if this many units had spoken against it
SURE = 3.0  # standard errors the slope must lie above zero
FEWEST = 8  # pairs to learn the worth of a margin from
CHANCE = 1e-3  # of an order as good as the encoder's own by luck
REACH = 3  # how far a wrong neighbour may lie


Run = tuple[int, int]  # the first unit of a run and the one after its last


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The units of one document as vectors, ready for pooling.

    Attributes:
        sums: Running sums of the units' vectors, each times its length, shape (units + 1, d).
        common: What was taken off each vector, shape (d,).
        sample: Unit vectors of at most `SAMPLE` units evenly drawn, shape (k, d).
        joined: Vectors of runs that were encoded as one text and stand in for the pooled ones.
    """

    sums: npt.NDArray[np.float64]
    common: Floats
    sample: Floats
    joined: Mapping[Run, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self.sums) - 1

    def runs(self, ends: Ints, length: int) -> Floats:
        """Return unit vectors of the runs of `length` units that end before each of `ends`, shape (ends, d)."""
        vectors = unit((self.sums[ends] - self.sums[np.maximum(ends - length, 0)]).astype(np.float32))
        for (start, end), vector in self.joined.items():
            if end - start == length:
                vectors[ends == end] = vector
        return vectors

    def with_joined(self, runs: Sequence[Run], vectors: Floats) -> Vectors:
        """Return the vectors with some runs encoded as one text, `vectors` of shape (runs, d)."""
        joined = dict(self.joined) | dict(zip(runs, unit(vectors - self.common), strict=True))
        return replace(self, joined=joined)

    def merged(self, groups: Sequence[range]) -> Vectors:
        """Return the vectors of runs of units, as of the sentences of each paragraph; the runs tile the document."""
        ends = np.array([0, *(group.stop for group in groups)], np.int64)
        return _sampled(self.sums[ends], self.common)


@dataclass(frozen=True, slots=True)
class Worth:
    """The log-likelihood ratio of a margin: `slope * (margin - threshold)`."""

    slope: float
    threshold: float


def pool(vectors: Floats, sizes: npt.NDArray[np.int64]) -> Vectors:
    """Prepare the units of a document.

    Args:
        vectors: The unit vector of each unit, shape (units, d).
        sizes: How many tokens each unit has, shape (units,).
    """
    common = vectors.sum(axis=0) / (len(vectors) + COMMON)
    centred = (vectors - common) * vectors.any(axis=1, keepdims=True)
    sums = np.zeros((len(vectors) + 1, vectors.shape[1]))
    np.cumsum(centred * np.maximum(sizes, 1)[:, None], axis=0, out=sums[1:], dtype=np.float64)
    return _sampled(sums, common)


def _sampled(sums: npt.NDArray[np.float64], common: Floats) -> Vectors:
    units = len(sums) - 1
    drawn = np.unique(np.linspace(0, max(units - 1, 0), min(units, SAMPLE)).astype(np.int64))
    return Vectors(sums, common, unit((sums[drawn + 1] - sums[drawn]).astype(np.float32)))


class Similarity:
    """Scores blocks of the grid of two documents by an encoder.

    Args:
        source: The Chinese units.
        target: The English units.
        moves: The shapes of beads.
        worth: What margins are worth.
        weight: What the whole is multiplied with beside the other evidence.
    """

    def __init__(
        self, source: Vectors, target: Vectors, moves: Sequence[Move], worth: Worth, weight: float = 1.0
    ) -> None:
        self.source, self.target, self.moves = source, target, list(moves)
        self.worth, self.weight = worth, weight
        full = [(m, n) for m, n in moves if m and n]
        # Blocks overlap, so what a run has in common with its neighbours is found once for the document.
        self.source_hubs = {m: _all_hubs(source, m, target) for m in {m for m, _ in full}}
        self.target_hubs = {n: _all_hubs(target, n, source) for n in {n for _, n in full}}

    def __call__(self, block: Block) -> Floats:
        """Return the evidence for each move that ends in each cell, shape (moves, rows, columns); gaps get none."""
        i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
        left = {m: self.source.runs(i, m) for m in self.source_hubs}
        right = {n: self.target.runs(j, n) for n in self.target_hubs}
        out = np.zeros((len(self.moves), len(i), len(j)), np.float32)
        for k, (m, n) in enumerate(self.moves):
            if m and n:
                common = 0.5 * (self.source_hubs[m][i][:, None] + self.target_hubs[n][j])
                margin = left[m] @ right[n].T - common
                out[k] = self.weight * self.worth.slope * (margin - self.worth.threshold)
        return out


def margins(source: Vectors, target: Vectors, pairs: Ints) -> Floats:
    """Return the margins of single units, `pairs` of shape (k, 2)."""
    left, right = source.runs(pairs[:, 0] + 1, 1), target.runs(pairs[:, 1] + 1, 1)
    found: Floats = (left * right).sum(axis=1) - 0.5 * (_hubs(left, target) + _hubs(right, source))
    return found


def worth_of(source: Vectors, target: Vectors, sure: Ints | None) -> Worth:
    """Find what a margin is worth on these documents.

    Args:
        source: The Chinese units.
        target: The English units.
        sure: Pairs of units that surely translate each other, shape (k, 2); None or few of them leave it to
            the encoder to name some, which count only when they come in an order that chance does not give.
    """
    if sure is None or len(sure) < FEWEST:
        sure = own_pairs(source, target)
    if len(sure) < 2:
        return Worth(0.0, 0.0)
    wrong = _neighbours_of(sure, len(source), len(target))
    if not len(wrong):
        return Worth(0.0, 0.0)
    return _regress(margins(source, target, sure), margins(source, target, wrong))


def own_pairs(source: Vectors, target: Vectors) -> Ints:
    """Return the pairs that are each other's nearest and stand in order; none when chance may have ordered them.

    Of k random pairs, at least one chain of length n in rising order is to be expected with a probability of
    at most C(k, n) / n!.
    """
    pairs = _mutual(source, target)
    chain = _longest_rise(pairs[:, 1])
    k, n = len(pairs), len(chain)
    if n < 2 or Fraction(comb(k, n), factorial(n)) > CHANCE:
        return np.zeros((0, 2), np.int64)
    return pairs[chain]


def _all_hubs(side: Vectors, length: int, other: Vectors) -> Floats:
    """Return the hubs of all runs of a length by where they end, shape (units + 1,)."""
    ends = np.arange(len(side) + 1)
    return np.concatenate([_hubs(side.runs(ends[a : a + 4096], length), other) for a in range(0, len(ends), 4096)])


def _hubs(runs: Floats, other: Vectors) -> Floats:
    """Return the mean cosine of each run to its nearest neighbours on the other side, shape (runs,)."""
    if not len(other.sample):
        return np.zeros(len(runs), np.float32)
    cosines = runs @ other.sample.T
    k = min(NEIGHBOURS, cosines.shape[1])
    nearest: Floats = np.partition(cosines, cosines.shape[1] - k, axis=1)[:, -k:].mean(axis=1)
    return nearest


def _mutual(source: Vectors, target: Vectors) -> Ints:
    """Return the pairs of units that are each other's nearest within a band about the diagonal."""
    if not len(source) or not len(target):
        return np.zeros((0, 2), np.int64)
    x, y = source.runs(np.arange(1, len(source) + 1), 1), target.runs(np.arange(1, len(target) + 1), 1)
    step = max(1, (1 << 22) // len(y))
    best = np.concatenate([(x[a : a + step] @ y.T).argmax(axis=1) for a in range(0, len(x), step)])
    step = max(1, (1 << 22) // len(x))
    back = np.concatenate([(y[a : a + step] @ x.T).argmax(axis=1) for a in range(0, len(y), step)])
    rows = np.flatnonzero(back[best] == np.arange(len(x)))
    return np.stack((rows, best[rows]), axis=1)


def _longest_rise(values: Ints) -> Ints:
    """Return the places of a longest rising subsequence (Schensted 1961)."""
    tails: list[int] = []
    places: list[int] = []
    before = np.full(len(values), -1, np.int64)
    for place, value in enumerate(values.tolist()):
        length = int(np.searchsorted(tails, value))
        before[place] = places[length - 1] if length else -1
        tails[length : length + 1], places[length : length + 1] = [value], [place]
    chain = [places[-1]] if places else []
    while chain and before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return np.array(chain[::-1], np.int64)


def _neighbours_of(sure: Ints, source: int, target: int) -> Ints:
    """Return wrong pairs: each right one with the other side, or its own, moved by up to `REACH`."""
    shifts = [(a, b) for d in range(1, REACH + 1) for a, b in ((0, d), (0, -d), (d, 0), (-d, 0))]
    moved = np.concatenate([sure + np.array(shift) for shift in shifts])
    inside = (moved >= 0).all(axis=1) & (moved[:, 0] < source) & (moved[:, 1] < target)
    right = sure[:, 0] * target + sure[:, 1]
    return moved[inside & ~np.isin(moved[:, 0] * target + moved[:, 1], right)]


def _regress(right: Floats, wrong: Floats) -> Worth:
    """Fit a logistic regression with both classes weighing the same, shrunk by how far chance may explain it.

    The shrinking is that of James and Stein (1961) for one mean: 1 - (SURE / z)^2, with z the distance of the
    two classes in standard errors (Welch 1947).
    """
    error = np.sqrt(right.var() / len(right) + wrong.var() / len(wrong)) + 1e-9
    z = (right.mean() - wrong.mean()) / error
    if z <= SURE:
        return Worth(0.0, 0.0)
    margins = np.concatenate((right, wrong)).astype(np.float64)
    is_right = np.repeat([1.0, 0.0], (len(right), len(wrong)))
    weight = np.repeat([1.0, len(right) / len(wrong)], (len(right), len(wrong)))
    centre, spread = margins.mean(), margins.std()
    intercept, slope = _logistic((margins - centre) / spread, is_right, weight)
    return Worth(float((1 - (SURE / z) ** 2) * slope / spread), float(centre - spread * intercept / slope))


def _logistic(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]
) -> tuple[float, float]:
    """Return intercept and slope by Newton's method, with a standard normal prior on the slope."""
    design = np.stack((np.ones_like(x), x), axis=1)
    prior = np.diag([1e-3, 1.0])
    beta = np.zeros(2)
    for _ in range(20):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + prior
        beta += np.linalg.solve(hessian, design.T @ (weight * (y - p)) - prior @ beta)
    return float(beta[0]), float(beta[1])
