"""The lexicon: for each Chinese word the English words it was seen to translate, with expected counts.

One sparse table holds for each pair of words the expected count of their links in either direction, so that
t(e|w) = c(w, e) / c(w) and t(w|e) = c'(w, e) / c'(e). The vocabularies are sorted byte strings, searched by
bisection, and a count is one byte on a logarithmic scale, so that the file is ready as soon as it is mapped.

Words are keys: `align.language.chinese.key` and `align.language.english.key` make them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.ranges import spread
from align.recall import recall

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

SCALE_LOW, SCALE_HIGH = 0.01, 3e6
_STEP = np.log(SCALE_HIGH / SCALE_LOW) / 255
# The count each of the 256 codes stands for; neighbours differ by 8 %, so a count is kept to 4 %.
SCALE: Floats = (SCALE_LOW * np.exp(_STEP * np.arange(256))).astype(np.float32)


class SubTable(NamedTuple):
    """The part of the lexicon that concerns a pair of texts, as compressed sparse rows.

    The entries of the Chinese word `zh_ids[r]` are `starts[r]:starts[r + 1]`; `columns` are positions in the
    `en_ids` that were asked for, ascending in each row.
    """

    starts: npt.NDArray[np.int64]
    columns: Ints
    en_given_zh: Floats
    zh_given_en: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Translation probabilities in both directions and how common each word is.

    Attributes:
        zh: Chinese keys in UTF-8, sorted, shape (Z,).
        en: English keys in UTF-8, sorted, shape (E,).
        starts: The entries of Chinese word i are `starts[i]:starts[i + 1]`, shape (Z + 1,).
        columns: The English word of each entry, ascending in a row, shape (N,).
        codes: The count of each entry for t(e|w) and for t(w|e), positions in `SCALE`, shape (N, 2).
        zh_linked: c(w), the sum of the counts of each Chinese word, shape (Z,).
        en_linked: c'(e), the sum of the counts of each English word, shape (E,).
        zh_count: How often each Chinese word stands in the text learnt from, shape (Z,).
        en_count: How often each English word stands in the text learnt from, shape (E,).
        jumps: Position model of the word links, shape (2, 2 * reach + 1): the weight of a jump from one linked
            word to the next, from -reach to +reach; row 0 runs over Chinese positions, row 1 over English ones.
        hash: Names the content; goes into the signature of what was made with it.
        info: Where it comes from: sources, counts, settings.
    """

    zh: Array
    en: Array
    starts: Array
    columns: Array
    codes: Array
    zh_linked: Floats
    en_linked: Floats
    zh_count: Floats
    en_count: Floats
    jumps: Floats
    hash: str
    info: Mapping[str, Any]

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.columns)

    def zh_ids(self, keys: Sequence[str]) -> Ints:
        """Return the positions of Chinese keys, -1 where a key is not in the lexicon; shape (len(keys),)."""
        return _look_up(self.zh, keys, _found(self)[0])

    def en_ids(self, keys: Sequence[str]) -> Ints:
        """Return the positions of English keys, -1 where a key is not in the lexicon; shape (len(keys),)."""
        return _look_up(self.en, keys, _found(self)[1])

    def zh_prior(self, ids: Ints) -> Floats:
        """Return the unigram probability of Chinese words; an unknown word counts as seen half a time."""
        return _prior(self.zh_count, ids, _totals(self)[0])

    def en_prior(self, ids: Ints) -> Floats:
        """Return the unigram probability of English words; an unknown word counts as seen half a time."""
        return _prior(self.en_count, ids, _totals(self)[1])

    def en_share(self, key: str) -> float:
        """Return the unigram probability of one English word, 0 when it is unknown: `en_prior` is for many."""
        place = _found(self)[1].get(key)
        place = int(self.en_ids([key])[0]) if place is None else place
        return float(np.float32(max(self.en_count[place], 0.5) / _totals(self)[1])) if place >= 0 else 0.0

    def sub_table(self, zh_ids: Ints, en_ids: Ints) -> SubTable:
        """Return the entries between some Chinese and some English words, sparse.

        Args:
            zh_ids: Positions of Chinese words, in any order; -1 gives an empty row.
            en_ids: Positions of English words, each at most once; -1 gives an empty column.
        """
        rows, columns, entries = self._entries(zh_ids, en_ids)
        order = np.argsort(rows * len(en_ids) + columns)
        rows, columns, entries = rows[order], columns[order], entries[order]
        starts = np.searchsorted(rows, np.arange(len(zh_ids) + 1)).astype(np.int64)
        return SubTable(starts, columns, *self._shares(zh_ids[rows], en_ids[columns], entries))

    def entries(self, zh_ids: Ints, en_ids: Ints) -> tuple[Array, Array, Floats, Floats]:
        """Return the entries of `sub_table` in no order of columns: rows, columns, t(e|w) and t(w|e)."""
        rows, columns, entries = self._entries(zh_ids, en_ids)
        return rows, columns, *self._shares(zh_ids[rows], en_ids[columns], entries)

    def _entries(self, zh_ids: Ints, en_ids: Ints) -> tuple[Array, Array, Array]:
        """Return rows, columns and places of the entries between some words, row by row."""
        known = zh_ids >= 0
        rows, entries = spread(*(np.where(known, self.starts[zh_ids + end], 0).astype(np.int64) for end in (0, 1)))
        wanted = np.full(len(self.en) + 1, -1, np.int32)
        wanted[en_ids] = np.arange(len(en_ids))
        wanted[-1] = -1
        columns = wanted[self.columns[entries]]
        kept = np.flatnonzero(columns >= 0)
        return rows[kept], columns[kept], entries[kept]

    def _shares(self, zh_ids: Ints, en_ids: Ints, entries: Array) -> tuple[Floats, Floats]:
        """Return t(e|w) and t(w|e) of the entries between pairs of words."""
        counts = SCALE.take(self.codes.take(entries, axis=0))  # ten times as fast as by brackets
        en_given_zh = np.minimum(1, counts[:, 0] / self.zh_linked[zh_ids])
        zh_given_en = np.minimum(1, counts[:, 1] / self.en_linked[en_ids])
        return en_given_zh, zh_given_en

    def matrix(self, zh_ids: Ints, en_ids: Ints) -> tuple[Floats, Floats]:
        """Return t(e|w) and t(w|e) as dense matrices of shape (len(zh_ids), len(en_ids)).

        Meant for the words of a few sentences; `sub_table` is for a whole document. Words may repeat.
        """
        columns, back = np.unique(en_ids, return_inverse=True)
        row, column, *shares = self.entries(zh_ids, columns)
        en_given_zh, zh_given_en = np.zeros((2, len(zh_ids), len(columns)), np.float32)
        en_given_zh[row, column], zh_given_en[row, column] = shares
        return en_given_zh[:, back], zh_given_en[:, back]

    def translations(self, zh_key: str, n: int = 10) -> list[tuple[str, float]]:
        """Return the English keys a Chinese word most often translates to, with t(e|w), the best first."""
        row = int(self.zh_ids([zh_key])[0])
        if row < 0:
            return []
        entries = slice(int(self.starts[row]), int(self.starts[row + 1]))
        counts = SCALE[self.codes[entries, 0]]
        best = np.argsort(-counts, kind="stable")[:n]
        keys = self.en[self.columns[entries][best]]
        shares = np.minimum(1, counts[best] / self.zh_linked[row])
        return [(key.decode(), float(share)) for key, share in zip(keys, shares, strict=True)]

    def probability(self, zh_key: str, en_key: str) -> float:
        """Return t(e|w), 0 when the lexicon does not know the pair."""
        en_given_zh, _ = self.matrix(self.zh_ids([zh_key]), self.en_ids([en_key]))
        return float(en_given_zh[0, 0])


def to_codes(counts: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.uint8]:
    """Round counts to the logarithmic scale of `SCALE`.

    >>> bool(abs(SCALE[to_codes(np.array([7.0]))[0]] / 7 - 1) < 0.04)
    True
    """
    logs = np.log(np.clip(counts, SCALE_LOW, SCALE_HIGH) / SCALE_LOW)
    codes: npt.NDArray[np.uint8] = np.rint(logs / _STEP).astype(np.uint8)
    return codes


_MOST_FOUND = 1 << 18


@lru_cache(maxsize=8)
def _found(lexicon: Lexicon) -> tuple[dict[str, int], dict[str, int]]:
    """Return where Chinese and English keys were found before: each step asks for those of the same texts."""
    return {}, {}


def _look_up(vocabulary: Array, keys: Sequence[str], found: dict[str, int]) -> Ints:
    return np.array(recall(found, keys, lambda new: _places(vocabulary, new).tolist(), most=_MOST_FOUND), np.int32)


def _places(vocabulary: Array, keys: Sequence[str]) -> Ints:
    width = vocabulary.dtype.itemsize
    encoded = [key.encode("utf-8", "replace") for key in keys]
    # A longer key would be cut to the width of the vocabulary and could match by mistake.
    wanted = np.array([key if len(key) <= width else b"" for key in encoded], dtype=vocabulary.dtype)
    if not len(vocabulary):
        return np.full(len(wanted), -1, np.int32)
    places = np.minimum(np.searchsorted(vocabulary, wanted), len(vocabulary) - 1)
    held: Ints = np.where((vocabulary[places] == wanted) & (wanted != b""), places, -1).astype(np.int32)
    return held


@lru_cache(maxsize=8)
def _totals(lexicon: Lexicon) -> tuple[np.float64, np.float64]:
    """Return how many Chinese and English words were counted."""
    return lexicon.zh_count.sum(dtype=np.float64) + 1, lexicon.en_count.sum(dtype=np.float64) + 1


def _prior(counts: Floats, ids: Ints, total: np.float64) -> Floats:
    seen = np.where(ids >= 0, counts[ids], 0.5) if len(counts) else np.full(len(ids), 0.5)
    prior: Floats = (np.maximum(seen, 0.5) / total).astype(np.float32)
    return prior
