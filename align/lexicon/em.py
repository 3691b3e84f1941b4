"""Expectation maximisation: one pass over the cells of a corpus gives the expected counts of links.

`model_one` has no positions (Brown et al. 1993, model 1). `hidden_markov` adds where the next link stands
relative to the last one (Vogel, Ney and Tillmann 1996) with empty words as in Och and Ney (2003). Each direction
is fitted by itself. To fit both so that they agree (Liang, Taskar and Klein 2006) was tried: it makes the tables
so narrow that free translations are no longer recognised, and gains nothing for word links, where the two
directions are joined in the end.

The corpus is cut in a fixed number of shares with counts of their own, so that the result does not depend on
how many processors there are.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.lexicon.corpus import MAX_WORDS

Array = npt.NDArray[Any]

SHARES = 2
REACH = MAX_WORDS  # the longest jump the position model tells apart


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
    from align.lexicon.em_kernels import model_one as kernel

    return kernel(*corpus, model.tables, model.zh_prior, model.en_prior, SHARES)  # type: ignore[no-any-return]


def hidden_markov(corpus: Cells, model: Model) -> tuple[Array, Array, float]:
    """Return the expected counts of entries under the HMM, those of jumps, and the mean log-likelihood.

    The jumps have shape (direction, 2, jumps): what was found, and what the model expected.
    """
    from align.lexicon.em_kernels import hidden_markov as kernel

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
