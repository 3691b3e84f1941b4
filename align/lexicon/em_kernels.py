"""The compiled inner loops of expectation maximisation; see `em.py`.

They stand at the top of a module of their own, which is imported where they are needed: what is compiled inside a
function and calls what else is compiled there is not kept from one run to the next.
"""

# ruff: noqa: ANN001, ANN201, ANN202 -- numba infers the types of its kernels
from __future__ import annotations

import numpy as np
from numba import njit, prange

EMPTY = 0.2  # probability that a word translates none, as Och and Ney set it


@njit(cache=True, parallel=True)
def model_one(  # type: ignore[no-untyped-def]
    zh_words, zh_starts, en_words, en_starts, cell_starts, cells, weights, tables, zh_prior, en_prior, shares,
):  # fmt: skip
    """Return the counts of one pass of IBM model 1 and the log-likelihood; see `em.model_one`."""
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


@njit(cache=True, fastmath=True)
def _posteriors(emission, empty, jumps, reach, ahead, back, mass, gamma, moves, chances):  # type: ignore[no-untyped-def]
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
def hidden_markov(  # type: ignore[no-untyped-def]
    zh_words, zh_starts, en_words, en_starts, cell_starts, cells, weights,
    tables, zh_prior, en_prior, jumps, shares,
):  # fmt: skip
    """Return the counts of one pass of the HMM, those of jumps, and the log-likelihood; see `em.hidden_markov`."""
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
            logs[share] += _posteriors(
                down[:width, :rows], empty_en, jumps[0], reach, ahead, back, mass, forth, moves[share, 0], chances
            )
            _posteriors(
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
