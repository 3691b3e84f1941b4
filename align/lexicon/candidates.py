"""Which Chinese and English words may translate each other at all: those that meet more often than by chance.

Of the word pairs that share a sentence pair most are chance. Keeping only those that are significantly
associated (log-likelihood ratio, Dunning 1993; Moore 2004) makes the table of expectation maximisation small
enough to stay in memory for a million sentence pairs.
"""

# ruff: noqa: ANN001, ANN202 -- numba infers the types of its kernels
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.lexicon.corpus import Corpus, Side

Array = npt.NDArray[Any]


class Candidates(NamedTuple):
    """The word pairs that may be linked, and where each cell of each sentence pair finds its entry.

    The entries of Chinese word w are `starts[w]:starts[w + 1]`, `columns` their English words. The sentence pair
    k with I Chinese and J English words owns the cells `cell_starts[k]` onwards, row by row: cell i * J + j
    holds the entry of that word pair or -1.
    """

    starts: Array
    columns: Array
    cell_starts: Array
    cells: Array


def find_candidates(corpus: Corpus, *, least: float = 4.0) -> Candidates:
    """Return the word pairs of a corpus that are associated with a log-likelihood ratio above `least`."""
    occurrences, occurrence_starts = _inverted(corpus.zh)
    zh_sentences = _sentence_counts(corpus.zh)
    en_sentences = _sentence_counts(corpus.en)
    sizes = np.diff(corpus.zh.starts) * np.diff(corpus.en.starts)
    cell_starts = np.concatenate(([0], np.cumsum(sizes)))
    scan = _kernel()
    table = (occurrences, occurrence_starts, corpus.zh.starts, corpus.en.words, corpus.en.starts)
    counts = (zh_sentences, en_sentences, float(max(len(corpus), 1)), least)
    lengths = np.zeros(len(corpus.zh.vocabulary), np.int64)
    nothing = np.zeros(0, np.int32)
    scan(*table, *counts, lengths, nothing, nothing, cell_starts, nothing)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    columns = np.zeros(starts[-1], np.int32)
    cells = np.full(cell_starts[-1], -1, np.int32)
    scan(*table, *counts, lengths, starts, columns, cell_starts, cells)
    return Candidates(starts, columns, cell_starts, cells)


def _inverted(side: Side) -> tuple[Array, Array]:
    """Return, word by word, the (sentence, position) pairs where it stands, and where each word's begin."""
    order = np.argsort(side.words, kind="stable")
    sentence = np.repeat(np.arange(len(side.starts) - 1, dtype=np.int32), np.diff(side.starts))
    position = (np.arange(len(side.words)) - np.repeat(side.starts[:-1], np.diff(side.starts))).astype(np.int32)
    occurrences = np.stack((sentence[order], position[order]), axis=1)
    starts = np.concatenate(([0], np.cumsum(side.counts)))
    return occurrences, starts


def _sentence_counts(side: Side) -> Array:
    """Return in how many sentences each word stands."""
    sentence = np.repeat(np.arange(len(side.starts) - 1, dtype=np.int64), np.diff(side.starts))
    both = np.unique(sentence * max(len(side.vocabulary), 1) + side.words)
    return np.bincount(both % max(len(side.vocabulary), 1), minlength=len(side.vocabulary)).astype(np.float64)


def _kernel() -> Any:
    from numba import njit

    @njit(cache=True, nogil=True)
    def scan(  # type: ignore[no-untyped-def]
        occurrences, occurrence_starts, zh_starts, en_words, en_starts, zh_sentences, en_sentences, total, least,
        lengths, starts, columns, cell_starts, cells,
    ):  # fmt: skip
        fill = len(starts) > 0
        size = len(en_sentences)
        shared = np.zeros(size, np.int32)
        last = np.full(size, -1, np.int32)
        entry = np.full(size, -1, np.int32)
        touched = np.zeros(size, np.int32)
        for w in range(len(lengths)):
            begin, end = occurrence_starts[w], occurrence_starts[w + 1]
            seen = 0
            for o in range(begin, end):
                s = occurrences[o, 0]
                for k in range(en_starts[s], en_starts[s + 1]):
                    e = en_words[k]
                    if shared[e] == 0:
                        touched[seen] = e
                        seen += 1
                        last[e] = -1
                    if last[e] != s:
                        shared[e] += 1
                        last[e] = s
            touched[:seen].sort()
            kept = 0
            for n in range(seen):
                e = touched[n]
                expected = zh_sentences[w] * en_sentences[e] / total
                count = float(shared[e])
                # A pair that is all there is of both words is associated however small the corpus.
                ratio = 2.0 * (count * np.log(count / expected) - count + expected)
                if (count > expected and ratio > least) or count >= min(zh_sentences[w], en_sentences[e]):
                    if fill:
                        columns[starts[w] + kept] = e
                        entry[e] = starts[w] + kept
                    kept += 1
                shared[e] = 0
            lengths[w] = kept
            if fill:
                for o in range(begin, end):
                    s, i = occurrences[o, 0], occurrences[o, 1]
                    width = en_starts[s + 1] - en_starts[s]
                    cell = cell_starts[s] + i * width
                    for j in range(width):
                        cells[cell + j] = entry[en_words[en_starts[s] + j]]
                for n in range(seen):
                    entry[touched[n]] = -1

    return scan
