"""Expectation maximisation: one pass over the cells of a corpus gives the expected counts of links.

`model_one` has no positions (Brown et al. 1993, model 1). `hidden_markov` adds where the next link stands
relative to the last one (Vogel, Ney and Tillmann 1996) with empty words as in Och and Ney (2003). Each direction
is fitted by itself. To fit both so that they agree (Liang, Taskar and Klein 2006) was tried: it makes the tables
so narrow that free translations are no longer recognised, and gains nothing for word links, where the two
directions are joined in the end.

The corpus is cut in a fixed number of shares with counts of their own, so that the result does not depend on
how many processors there are.
"""

# ruff: noqa: ANN001, ANN202 -- numba infers the types of its kernels
from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.lexicon.corpus import MAX_WORDS

Array = npt.NDArray[Any]

SHARES = 2
REACH = MAX_WORDS  # the longest jump the position model tells apart
EMPTY = 0.2  # probability that a word translates none, as Och and Ney set it


class Model(NamedTuple):
    """What one pass works with.

    `tables` holds t(e|w) and t(w|e) side by side for each entry, shape (entries, 2). `jumps` has a row for each
    direction as in `Lexicon.jumps`.
    """

    tables: Array
    zh_prior: Array
    en_prior: Array
    jumps: Array


class Cells(NamedTuple):
    """The corpus as the kernels read it; see `candidates.Candidates` for the cells."""

    zh_words: Array
    zh_starts: Array
    en_words: Array
    en_starts: Array
    cell_starts: Array
    cells: Array
    weights: Array


def model_one(corpus: Cells, model: Model) -> tuple[Array, float]:
    """Return the expected count of each entry under IBM model 1, and the mean log-likelihood of an English word."""
    kernel = _model_one()
    return kernel(*corpus, model.tables, model.zh_prior, model.en_prior, SHARES)  # type: ignore[no-any-return]


def hidden_markov(corpus: Cells, model: Model) -> tuple[Array, Array, float]:
    """Return the expected counts of entries under the HMM, those of jumps, and the mean log-likelihood.

    The jumps have shape (direction, 2, jumps): what was found, and what the model expected.
    """
    kernel = _hidden_markov()
    args = (model.tables, model.zh_prior, model.en_prior, model.jumps, SHARES)
    return kernel(*corpus, *args)  # type: ignore[no-any-return]


def variational(counts: Array, totals: Array, alpha: float) -> Array:
    """Return exp(digamma(count + alpha)) / exp(digamma(total + alpha * entries)), less for what is rare.

    Under a sparse Dirichlet prior this is the mean-field estimate of a translation table; it keeps a rare word
    from collecting everything its sentence has no place for (Riley and Gildea 2012). `totals` is what each
    entry's row sums to, the prior's mass included.
    """
    table: Array = np.exp(_digamma(counts + alpha) - _digamma(totals)).astype(np.float32)
    return table


def _digamma(x: Array) -> Array:
    """Return the digamma function of positive numbers (recurrence to 6, then the asymptotic series)."""
    x = np.asarray(x, np.float64).copy()
    shift = np.zeros_like(x)
    for _ in range(6):
        small = x < 6
        shift[small] -= 1 / x[small]
        x[small] += 1
    inverse = 1 / (x * x)
    series = inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse / 240)))
    return shift + np.log(x) - 0.5 / x - series


@lru_cache(maxsize=1)
def _model_one() -> Any:
    from numba import njit, prange

    @njit(cache=True, parallel=True)
    def kernel(  # type: ignore[no-untyped-def]
        zh_words, zh_starts, en_words, en_starts, cell_starts, cells, weights, tables, zh_prior, en_prior, shares,
    ):  # fmt: skip
        sentences = len(weights)
        counts = np.zeros((shares, len(tables), 2), np.float32)
        logs = np.zeros(shares)
        for share in prange(shares):
            column = np.zeros(512)
            for s in range(sentences * share // shares, sentences * (share + 1) // shares):
                a, b = zh_starts[s], en_starts[s]
                rows, width = zh_starts[s + 1] - a, en_starts[s + 1] - b
                start = cell_starts[s]
                for j in range(width):
                    column[j] = en_prior[en_words[b + j]]
                for i in range(rows):
                    for j in range(width):
                        entry = cells[start + i * width + j]
                        if entry >= 0:
                            column[j] += tables[entry, 0]
                for j in range(width):
                    logs[share] += np.log(column[j] / (rows + 1))
                for i in range(rows):
                    total = zh_prior[zh_words[a + i]]
                    for j in range(width):
                        entry = cells[start + i * width + j]
                        if entry >= 0:
                            total += tables[entry, 1]
                    for j in range(width):
                        entry = cells[start + i * width + j]
                        if entry >= 0:
                            forth = tables[entry, 0] / column[j]
                            other = tables[entry, 1] / total
                            counts[share, entry, 0] += weights[s] * forth
                            counts[share, entry, 1] += weights[s] * other
        for share in range(1, shares):
            counts[0] += counts[share]
        return counts[0], logs.sum() / max(len(en_words), 1)

    return kernel


@lru_cache(maxsize=1)
def _hidden_markov() -> Any:
    from numba import njit, prange

    @njit(cache=True, fastmath=True)
    def posteriors(emission, empty, jumps, reach, ahead, back, mass, gamma, moves, chances):  # type: ignore[no-untyped-def]
        """Fill `gamma` with the posterior of each link, add to the counts of moves; return the log-likelihood.

        `emission[j, i]` is the probability of the observed word j from the state i; the last state, which
        emits nothing, is where the walk begins, one place before the first word. `mass[j, i]` is the forward
        probability that the last link before the word j was to i: an empty word leaves it where it was.
        """
        length, states = emission.shape
        start = states  # row of the starting place in `mass`; its position is -1
        norms = np.zeros(states + 1)
        for i in range(states + 1):
            position = i if i < states else -1
            for k in range(states):
                norms[i] += jumps[reach + k - position]
        mass[0, :states] = 0.0
        mass[0, start] = 1.0
        log = 0.0
        for j in range(length):
            for i in range(states):
                ahead[j, i] = 0.0
            for i in range(states + 1):
                if mass[j, i] > 1e-12:
                    step = mass[j, i] * (1 - EMPTY) / norms[i]
                    offset = reach - (i if i < states else -1)
                    for k in range(states):
                        ahead[j, k] += step * jumps[offset + k]
            total = 0.0
            for i in range(states):
                ahead[j, i] *= emission[j, i]
                mass[j + 1, i] = ahead[j, i] + EMPTY * empty[j] * mass[j, i]
                total += mass[j + 1, i]
            mass[j + 1, start] = EMPTY * empty[j] * mass[j, start]
            total += mass[j + 1, start]
            log += np.log(total)
            for i in range(states):
                ahead[j, i] /= total
                mass[j + 1, i] /= total
            mass[j + 1, start] /= total
            chances[j] = total
        for i in range(states + 1):
            back[i] = 1.0
        arrive = np.zeros(states)
        for j in range(length - 1, -1, -1):
            for i in range(states):
                gamma[j, i] = ahead[j, i] * back[i]
                arrive[i] = emission[j, i] * back[i] / chances[j]
            stay = EMPTY * empty[j] / chances[j]
            for i in range(states + 1):
                offset = reach - (i if i < states else -1)
                step = (1 - EMPTY) / norms[i]
                onward = 0.0
                for k in range(states):
                    onward += jumps[offset + k] * arrive[k]
                if mass[j, i] > 1e-6:
                    visit = mass[j, i] * step
                    for k in range(states):
                        moves[0, offset + k] += visit * jumps[offset + k] * arrive[k]
                    # What the model expected of a move from here, links apart: for iterative scaling.
                    share = visit * onward / norms[i]
                    for k in range(states):
                        moves[1, offset + k] += share * jumps[offset + k]
                back[i] = onward * step + stay * back[i]
        return log

    @njit(cache=True, parallel=True, fastmath=True)
    def kernel(  # type: ignore[no-untyped-def]
        zh_words, zh_starts, en_words, en_starts, cell_starts, cells, weights,
        tables, zh_prior, en_prior, jumps, shares,
    ):  # fmt: skip
        sentences = len(weights)
        reach = jumps.shape[1] // 2
        longest = reach + 1
        counts = np.zeros((shares, len(tables), 2), np.float32)
        moves = np.zeros((shares, 2, 2, jumps.shape[1]))
        logs = np.zeros(shares)
        for share in prange(shares):
            down, across = np.zeros((longest, longest)), np.zeros((longest, longest))
            ahead, mass = np.zeros((longest, longest)), np.zeros((longest + 1, longest + 1))
            forth, other = np.zeros((longest, longest)), np.zeros((longest, longest))
            back, chances = np.zeros(longest + 1), np.zeros(longest)
            empty_en, empty_zh = np.zeros(longest), np.zeros(longest)
            for s in range(sentences * share // shares, sentences * (share + 1) // shares):
                a, b = zh_starts[s], en_starts[s]
                rows, width = zh_starts[s + 1] - a, en_starts[s + 1] - b
                if rows == 0 or width == 0 or rows > reach or width > reach:
                    continue
                start = cell_starts[s]
                for i in range(rows):
                    empty_zh[i] = zh_prior[zh_words[a + i]]
                for j in range(width):
                    empty_en[j] = en_prior[en_words[b + j]]
                for i in range(rows):
                    for j in range(width):
                        entry = cells[start + i * width + j]
                        down[j, i] = tables[entry, 0] if entry >= 0 else 0.0
                        across[i, j] = tables[entry, 1] if entry >= 0 else 0.0
                logs[share] += posteriors(
                    down[:width, :rows], empty_en, jumps[0], reach, ahead, back, mass, forth, moves[share, 0], chances
                )
                posteriors(
                    across[:rows, :width], empty_zh, jumps[1], reach, ahead, back, mass, other, moves[share, 1], chances
                )
                for i in range(rows):
                    for j in range(width):
                        entry = cells[start + i * width + j]
                        if entry >= 0:
                            counts[share, entry, 0] += weights[s] * forth[j, i]
                            counts[share, entry, 1] += weights[s] * other[i, j]
        for share in range(1, shares):
            counts[0] += counts[share]
        return counts[0], moves.sum(axis=0), logs.sum() / max(len(en_words), 1)

    return kernel
