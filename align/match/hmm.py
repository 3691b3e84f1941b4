"""Posteriors of a hidden Markov model for a batch of sequences: where each observed word was drawn from.

The states are the words of the other side in order. The walk goes from the state of one word to that of the
next with a weight that depends on the jump alone, and an empty word leaves it where it was (Vogel, Ney and
Tillmann 1996; Och and Ney 2003). Nothing here knows a language or a lexicon.

    mass(j, i) = (1 - p) emission(j, i) sum over k of mass(j - 1, k) jump(i - k) / norm(k) + p empty(j) mass(j - 1, i)

Sequences of a batch are padded: a padded state has emission 0 everywhere, and so has a padded word, which leaves
the walk as it is. The jump weights are the same for all, so each step is one matrix product for the batch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]

LARGE = 1e25  # of the 1e38 that a number may be: what a word is likely is multiplied with it


def posteriors(
    emission: Floats, empty: Floats, observed: Bools, states: Bools, jumps: Floats, *, p_empty: float = 0.2
) -> Floats:
    """Return the probability that each word was drawn from each state, shape (batch, words, states).

    Args:
        emission: Probability of each word from each state, shape (batch, words, states).
        empty: Probability of each word from no state, above 0, shape (batch, words).
        observed: Which words are there and not padding, shape (batch, words).
        states: Which states are there and not padding, shape (batch, states).
        jumps: Weight of each jump from -reach to +reach, shape (2 * reach + 1,); longer ones weigh as the longest.
        p_empty: Probability that a word was drawn from no state.
    """
    batch, length, width = emission.shape
    # A column of nothing stands for the place where the walk starts, so that all that is added up is of one shape.
    move = np.pad(move_weights(width, jumps), ((0, 0), (1, 0)))
    norm = np.maximum(states.astype(np.float32) @ move[:, 1:].T, 1e-30)
    # A word at a time is worked off: its probabilities lie side by side. They are taken as so many times that of the
    # empty word, so that what stays where it was need not be weighed, and over the norm of the state, so that the mass
    # over its norm is what is handed on.
    ratio = np.where(observed, (1 - p_empty) / (p_empty * empty), 0).astype(np.float32).T[:, :, None]
    likely = np.zeros((length, batch, width + 1), np.float32)
    np.multiply(emission.transpose(1, 0, 2), states / norm[:, 1:], out=likely[:, :, 1:])
    likely *= ratio
    found = np.empty_like(likely)
    mass = np.zeros((batch, width + 1), np.float32)
    mass[:, 0] = 1 / norm[:, 0]
    ones = np.ones((width + 1, 1), np.float32)  # a product with them sums small rows faster than sum does
    every, scales = _steps(likely, move, ones), dict[int, Floats]()
    for number, (here, chances) in enumerate(zip(found, likely, strict=True)):
        np.matmul(mass, move, out=here)
        mass += here * chances
        if number % every == 0:
            scales[number] = np.reciprocal(mass @ ones)
            mass *= scales[number]
    back, arriving = norm / ((mass * norm) @ ones), np.ascontiguousarray(move.T)
    for number in range(length - 1, -1, -1):
        here, chances = found[number], likely[number]
        if number in scales:
            back *= scales[number]
        chances *= back
        here *= chances
        back += chances @ arriving
    states_only: Floats = found[:, :, 1:].transpose(1, 0, 2)
    return states_only


def _steps(likely: Floats, move: Floats, ones: Floats) -> int:
    """Return after how many words the mass is to be brought back to 1, so that it never grows beyond `LARGE`."""
    growth = 1 + float((likely @ ones).max(initial=0)) * float(move.max())
    return max(1, int(math.log(LARGE) / math.log(growth))) if growth > 1 else len(likely)


def move_weights(width: int, jumps: Floats) -> Floats:
    """Return the weight of a move from each place to each state, shape (width + 1, width).

    The first row starts the walk, one place before the first state.
    """
    reach = len(jumps) // 2
    jump = np.arange(width)[None, :] - np.arange(-1, width)[:, None]
    weights: Floats = jumps[np.clip(jump, -reach, reach) + reach].astype(np.float32)
    return weights
