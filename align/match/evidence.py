"""What speaks for a bead: how much likelier its two sides are together than each by itself.

The words are scored as a mixture after Moore (2002) and Brown et al. (1993): a target word e of a bead with the
source words S has the likelihood ratio

    min(R, (1 - c) * sum over w in S of t(e|w) / (|S| + 1) / p(e) + c),

and the bead the mean over both directions of the sum of its logarithms. What stands alone scores nothing, so that
a gap is chosen when the words of a bead would speak against it. Both sums are additive over the units of the side
that is explained: the ratios for every run of source units are worked out once for each target word, and running
sums give every target run at once; the other direction likewise. Lengths follow a log-normal law (Gale and
Church 1993, on the logarithm), boundaries the tables of `punctuation`, shapes a prior.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.match.bags import Bags
from align.match.punctuation import Edges
from align.match.search import Block, Move
from align.match.weights import Weights
from align.ranges import spread

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# c by the logarithm (base 10) of p(e), counted on texts aligned by hand: how much rarer it is that nothing explains
# a word in a true bead than in a false one. What a word nobody knows lacks says little; a common word hardly
# ever stands where nothing could have brought it.
NOISE_AT = (-7.5, -6.0, -5.0, -4.0, -3.0, -2.0)
NOISE = (0.7, 0.3, 0.15, 0.11, 0.08, 0.03)
# R, counted likewise: beyond it a larger ratio is no better sign.
MOST = 84.0

# What is multiplied with evidence for a bead, and what with evidence against it.
Scale = tuple[float, float]

IMPOSSIBLE = np.float32(-1e7)

# Further evidence: for a block, what each move that ends in each cell gains; shape (moves, rows, columns).
Extra = Callable[[Block], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Translation probabilities between the types of two documents, as compressed sparse rows.

    The entries of the source type w are `starts[w]:starts[w + 1]`; `columns` are target types.
    """

    starts: Ints
    columns: Ints
    forward: Floats
    backward: Floats

    def dense(self, rows: Ints, columns: Ints, width: int) -> tuple[Floats, Floats]:
        """Return t(e|w) and t(w|e) between some types as matrices (rows, columns); `width` is how many e there are."""
        place = np.full(width, -1, np.int64)
        place[columns] = np.arange(len(columns))
        row, entries = spread(self.starts[rows], self.starts[rows + 1])
        column = place[self.columns[entries]]
        kept = np.flatnonzero(column >= 0)
        cell, entries = row[kept] * len(columns) + column[kept], entries[kept]
        both = np.zeros((2, len(rows) * len(columns)), np.float32)
        both[0, cell] = self.forward[entries]
        both[1, cell] = self.backward[entries]
        forward, backward = both.reshape(2, len(rows), len(columns))
        return forward, backward


class Facts(NamedTuple):
    """What the units of two documents show of each other without a lexicon, as bags over the same types."""

    source: Bags
    target: Bags


class Texts(NamedTuple):
    """The two documents of a level as the evidence sees them, and who translates whom between them."""

    source: Bags
    target: Bags
    source_edges: Edges
    target_edges: Edges
    table: Table
    facts: Facts | None = None


class Features(NamedTuple):
    """The evidence of a block, unweighted: by (moves, rows, columns), and by (rows, columns) at the boundaries."""

    lexical: Floats
    unexplained: Floats
    length: Floats
    quotes: Floats
    marks: Floats
    agreed: Floats
    differing: Floats


class Evidence:
    """Scores blocks of the grid of two documents.

    Args:
        texts: The documents.
        weights: What each kind of evidence weighs.
        moves: The shapes of beads, in the order in which scores are given.
        extras: Further evidence, added as it comes.
        priors: Log priors of shapes that go before those of the weights.
        ratio: How long the target usually is beside the source, as a logarithm; None to go by the whole texts.
    """

    def __init__(
        self,
        texts: Texts,
        weights: Weights,
        moves: Sequence[Move],
        extras: Sequence[Extra] = (),
        priors: Mapping[Move, float] | None = None,
        ratio: float | None = None,
    ) -> None:
        self.texts, self.weights, self.moves, self.extras = texts, weights, list(moves), tuple(extras)
        self.up, self.left = max(m for m, _ in moves), max(n for _, n in moves)
        full = [move for move in moves if move[0] and move[1]]
        self.source_runs, self.target_runs = sorted({m for m, _ in full}), sorted({n for _, n in full})
        self.priors = np.array([{**dict(priors or {})}.get(move, weights.prior(move)) for move in moves], np.float32)
        self.source_words, self.target_words = running_sums(texts.source.words), running_sums(texts.target.words)
        self.source_odds, self.target_odds = (self._odds(side.prior) for side in (texts.source, texts.target))
        self.source_size, self.target_size = running_sums(texts.source.size), running_sums(texts.target.size)
        # That of the whole texts is steadied by that of the two languages for short ones.
        whole = float(np.log((self.target_size[-1] + 3000) / (self.source_size[-1] + 1000)))
        self.ratio = whole if ratio is None else ratio

    def __call__(self, block: Block) -> Floats:
        """Return the scores of the moves that end in each cell, shape (rows, columns, moves)."""
        weights = self.weights
        quotes, marks = self._boundaries(block)
        words, facts = (weights.lexical, weights.unexplained), (weights.agreed, weights.differing)
        scores = self._content(block, words, facts)
        scores += weights.length * self._lengths(block)
        scores += weights.quotes * quotes + weights.marks * marks
        scores += self.priors[:, None, None]
        for extra in self.extras:
            scores += extra(block)
        return np.moveaxis(scores, 0, 2)

    def features(self, block: Block) -> Features:
        """Return the evidence for the moves that end in each cell of a block, kind by kind."""
        return Features(
            self._content(block, (1.0, 0.0)),
            self._content(block, (0.0, 1.0)),
            self._lengths(block),
            *self._boundaries(block),
            self._content(block, (0.0, 0.0), (1.0, 0.0)),
            self._content(block, (0.0, 0.0), (0.0, 1.0)),
        )

    def _content(self, block: Block, words: Scale, facts: Scale = (0.0, 0.0)) -> Floats:
        """Return what the words and facts of both sides say; see `_direction` and `_fact_sums` for the scales."""
        rows, columns = block.shape
        up, left = self.up, self.left
        forward, backward = self._words(block, words)
        if self.texts.facts is not None and any(facts):
            self._add_facts(self.texts.facts, block, facts, forward, backward)
        scores = np.zeros((len(self.moves), rows, columns), np.float32)
        for k, (m, n) in enumerate(self.moves):
            if m and n:
                ahead, back = forward[m], backward[n]
                np.subtract(ahead[:, left:], ahead[:, left - n : left - n + columns], out=scores[k])
                scores[k] += (back[:, up:] - back[:, up - m : up - m + rows]).T
            # What would reach beyond the beginning of a text.
            scores[k, : max(0, m - block.first)] = IMPOSSIBLE
            scores[k, :, : max(0, n - block.low)] = IMPOSSIBLE
        return scores

    def _boundaries(self, block: Block) -> tuple[Floats, Floats]:
        """Return how well quotations and final marks agree at each cell."""
        i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
        ours, theirs = self.texts.source_edges, self.texts.target_edges
        return (
            self.weights.quote_table[ours.quotes[i][:, None], theirs.quotes[j]],
            self.weights.mark_table[ours.marks[i][:, None], theirs.marks[j]],
        )

    def _add_facts(
        self, facts: Facts, block: Block, scale: Scale, forward: dict[int, Floats], backward: dict[int, Floats]
    ) -> None:
        """Add to the running sums of the words those of the facts."""
        source_types, x = facts.source.dense(block.first - self.up, block.last)
        target_types, y = facts.target.dense(block.low - self.left, block.high)
        held = np.zeros(len(facts.source.prior), np.bool_)
        held[source_types] = held[target_types] = True
        types = np.flatnonzero(held)
        if not len(types):
            return
        x, y = (
            _widened(side, np.searchsorted(types, own), len(types))
            for side, own in ((x, source_types), (y, target_types))
        )
        rows, columns = block.shape
        for run, sums in _fact_sums(x, y, rows, self.source_runs, scale):
            forward[run] += sums
        for run, sums in _fact_sums(y, x, columns, self.target_runs, scale):
            backward[run] += sums

    def _words(self, block: Block, scale: Scale) -> tuple[dict[int, Floats], dict[int, Floats]]:
        """Return half the log-likelihood ratios, summed from the left, for each run of the side given."""
        texts = self.texts
        source_types, x = texts.source.dense(block.first - self.up, block.last)
        target_types, y = texts.target.dense(block.low - self.left, block.high)
        forward, backward = texts.table.dense(source_types, target_types, len(texts.target.prior))
        i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
        ours = {m: _words_in(self.source_words, i, m) for m in self.source_runs}
        theirs = {n: _words_in(self.target_words, j, n) for n in self.target_runs}
        return (
            _direction(x @ forward, y, self.target_odds[:, target_types], ours, scale),
            _direction(y @ backward.T, x, self.source_odds[:, source_types], theirs, scale),
        )

    def _odds(self, prior: Floats) -> Floats:
        """Return c and (1 - c) / p for each type, shape (2, types)."""
        noise = np.interp(np.log10(prior), NOISE_AT, NOISE)
        return np.stack((noise, (1 - noise) / (prior + self.weights.floor))).astype(np.float32)

    def _lengths(self, block: Block) -> Floats:
        """Return how much likelier two lengths are side by side than drawn apart, shape (moves, rows, columns)."""
        i, j = np.arange(block.first, block.last + 1), np.arange(block.low, block.high + 1)
        full = [k for k, (m, n) in enumerate(self.moves) if m and n]
        m, n = np.array([self.moves[k] for k in full]).T[:, :, None]
        source = (self.source_size[i] - self.source_size[np.maximum(i - m, 0)] + 1).astype(np.float32)
        target = (self.target_size[j] - self.target_size[np.maximum(j - n, 0)] + 1).astype(np.float32)
        scores = np.zeros((len(self.moves), *block.shape), np.float32)
        scores[full] = self._likeness(source[:, :, None], target[:, None])
        return scores

    def _likeness(self, source: Floats, target: Floats) -> Floats:
        difference = np.log(target) - np.log(source) - np.float32(self.ratio)
        size = 0.5 * (source + target * np.float32(np.exp(-self.ratio)))
        narrow = np.float32(self.weights.sigma**2) + np.float32(self.weights.spread**2) / size
        wide = 1 + narrow
        found: Floats = 0.5 * (np.log(wide / narrow) - difference**2 * (1 / narrow - 1 / wide))
        return found


def _words_in(running: Doubles, ends: Ints, run: int) -> Floats:
    """Return how many words the runs hold that end before each of `ends`, shape (ends,)."""
    words: Floats = (running[ends] - running[np.maximum(ends - run, 0)]).astype(np.float32)
    return words


def _direction(
    mass: Floats, counts: Floats, odds: Floats, words: Mapping[int, Floats], scale: Scale
) -> dict[int, Floats]:
    """Score the units of one side given runs of the other.

    Args:
        mass: The sum of t(e|w) over the words w of each giving unit, shape (units, types); the last unit ends
            where the last run does.
        counts: How often each unit of the explained side holds a type, shape (explained, types).
        odds: c and (1 - c) / p(e), shape (2, types).
        words: For each length of run, how many words the runs hold, shape (ends,).
        scale: What a logarithm above 0 and one below are multiplied with.

    Returns:
        For each length the running sum over the explained units, shape (ends, explained + 1).
    """
    noise, factor = odds
    mass *= factor
    gain, loss = (np.float32(0.5 * one) for one in scale)
    # Of a logarithm times either the one with the factor that its sign asks for: there is no quicker way to choose.
    chosen = np.maximum if gain >= loss else np.minimum
    ends = len(words[1])
    window = np.zeros((ends, mass.shape[1]), np.float32)
    share, lost = np.empty_like(window), np.empty_like(window)
    sums = {}
    for run in range(1, max(words) + 1):
        # A running sum over the units would lose the small values in the large ones; the window is grown.
        window += mass[len(mass) - ends - run + 1 : len(mass) - run + 1]
        if run in words:
            np.multiply(window, (1 / (words[run] + 1))[:, None], out=share)
            share += noise
            np.log(share.clip(0, MOST, out=share), out=share)
            np.multiply(share, loss, out=lost)
            share *= gain
            chosen(share, lost, out=share)
            running = np.zeros((ends, len(counts) + 1), np.float32)
            (share @ counts.T).cumsum(axis=1, out=running[:, 1:])
            sums[run] = running
    return sums


def _widened(matrix: Floats, places: Ints, width: int) -> Floats:
    wide = np.zeros((len(matrix), width), np.float32)
    wide[:, places] = matrix
    return wide


def _fact_sums(
    giving: Floats, explained: Floats, ends: int, runs: Sequence[int], scale: Scale
) -> Iterator[tuple[int, Floats]]:
    """Yield, for each length of run, half the sum from the left of what the facts of the explained units say.

    Args:
        giving: The facts of each giving unit, shape (units, types); the last unit ends where the last run does.
        explained: Those of each explained unit, shape (explained, types).
        ends: How many runs of a length there are.
        runs: The lengths.
        scale: What a fact brings that the run has too, and what one costs that it has not.
    """
    agreed, differing = (np.float32(0.5 * one) for one in scale)
    held = np.zeros((ends, giving.shape[1]), np.float32)
    for run in range(1, max(runs) + 1):
        np.maximum(held, giving[len(giving) - ends - run + 1 : len(giving) - run + 1], out=held)
        if run in runs:
            running = np.zeros((ends, len(explained) + 1), np.float32)
            (((agreed + differing) * held - differing) @ explained.T).cumsum(axis=1, out=running[:, 1:])
            yield run, running


def running_sums(values: Floats) -> Doubles:
    """Return the sums of the first 0, 1, 2 ... values."""
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
