"""Which documents may translate which, by their words alone: cheap enough for every pair of a large folder.

A Chinese document is turned into the English words the lexicon would expect of its translation, and compared with
the words of the English documents by the cosine, as in cross-language retrieval. A word weighs the more the fewer
documents have it, and what all documents of a side have in common is taken off, so that reports on one subject
are told apart by their names and figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from align.lexicon.lexicon import Lexicon, SubTable
from align.match.texts import Side

Floats = npt.NDArray[np.float32]

NEAREST = 3  # documents of the other side that may be a document's translation


def cosines(source: Sequence[Side], target: Sequence[Side], lexicon: Lexicon) -> Floats:
    """Return how alike the words of each Chinese and each English document are, shape (source, target)."""
    if not source or not target:
        return np.zeros((len(source), len(target)), np.float32)
    ours, theirs = (list(dict.fromkeys(key for side in sides for key in side.keys)) for sides in (source, target))
    table = lexicon.sub_table(lexicon.zh_ids(ours), lexicon.en_ids(theirs))
    found = np.stack([_counts(side, theirs) for side in target])
    expected = np.stack([_expected(_counts(side, ours), table, len(theirs)) for side in source])
    expected += _shared(source, ours, theirs)
    rarity = np.log1p(len(target) / np.maximum(1, (found > 0).sum(axis=0)))
    alike: Floats = _directions(expected, rarity) @ _directions(found, rarity).T
    return alike


def nearest(scores: Floats, count: int = NEAREST) -> set[tuple[int, int]]:
    """Return the cells that are among the highest of their row or of their column: pairs worth a closer look.

    >>> sorted(nearest(np.array([[0.9, 0.1, 0.3], [0.2, 0.4, 0.1]]), 1))
    [(0, 0), (0, 2), (1, 1)]
    """
    by_row = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    by_column = np.argsort(-scores, axis=0, kind="stable")[:count]
    return {(i, int(j)) for i, row in enumerate(by_row) for j in row} | {
        (int(i), j) for rank in by_column for j, i in enumerate(rank)
    }


def _counts(side: Side, keys: Sequence[str]) -> Floats:
    """Return how often a document holds each of the keys, shape (keys,)."""
    own = np.bincount(side.sentences.types, side.sentences.counts, len(side.keys))
    count_of = dict(zip(side.keys, own.tolist(), strict=True))
    return np.array([count_of.get(key, 0.0) for key in keys], np.float32)


def _expected(counts: Floats, table: SubTable, width: int) -> Floats:
    """Return how often the translation of a document is expected to hold each English key, shape (keys,)."""
    times = np.repeat(counts, np.diff(table.starts))
    held = np.flatnonzero(times)
    found: Floats = np.bincount(table.columns[held], times[held] * table.en_given_zh[held], width).astype(np.float32)
    return found


def _shared(source: Sequence[Side], ours: Sequence[str], theirs: Sequence[str]) -> Floats:
    """Return how often each Chinese document holds the figures and Latin words that the English ones hold too."""
    column = {key: place for place, key in enumerate(theirs)}
    bare = [key.rstrip("%") for key in ours]  # jieba leaves the sign with the figure
    same = [(row, column[key]) for row, key in enumerate(bare) if key[:1].isalnum() and key in column]
    rows, columns = np.array(same, np.int64).reshape(-1, 2).T
    shared = np.zeros((len(source), len(theirs)), np.float32)
    for number, side in enumerate(source):
        shared[number, columns] = _counts(side, ours)[rows]
    return shared


def _directions(counts: Floats, rarity: Floats) -> Floats:
    """Return unit vectors of documents, less what all have in common, shape (documents, keys)."""
    vectors = np.sqrt(counts) * rarity
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    vectors -= vectors.sum(axis=0) / (len(vectors) + 1)
    directions: Floats = (vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)).astype(np.float32)
    return directions
