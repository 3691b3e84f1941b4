"""How likely the words of a passage render each other, by the lexicon alone.

The lexicon's probabilities in both directions, each shared out among the words that compete for it (the posteriors
of Brown et al.'s model 1), joined by their geometric mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from align.check.rule import Passage
from align.language import chinese, english
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import units_of_each

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

_NULL = 0.01  # what a word is lent for having no counterpart at all


class Likeness:
    """How likely the words of a pair of documents render each other, a passage at a time.

    `priors` holds for each English word of each passage its share of all English; 0 when it is unknown.
    """

    def __init__(self, group: Sequence[Passage], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.zh = units_of_each([chinese.sentence_words(one.zh_text) for one in group], lexicon)
        self.en = [english.sentence_words(one.en_text) for one in group]
        self._zh_ids = _ids([[chinese.key(unit.text) for unit in units] for units in self.zh], lexicon.zh_ids)
        self._en_ids = _ids([[english.key(word.text) for word in words] for words in self.en], lexicon.en_ids)
        ids = np.concatenate(self._en_ids)
        priors = np.where(ids >= 0, lexicon.en_prior(ids), np.float32(0)).tolist()
        ends = accumulate(map(len, self.en))
        self.priors: list[list[float]] = [priors[end - len(en) : end] for en, end in zip(self.en, ends, strict=True)]
        self._looked_up: tuple[int, tuple[Floats, Floats]] | None = None

    def rendered(self, number: int) -> Floats:
        """Return for each unit of a passage the likelihood of its best counterpart; -1 when it is unknown."""
        _, once = np.unique(self._en_ids[number], return_index=True)
        forth, back = (table[:, np.sort(once)] for table in self._tables(number))
        best: Floats = _shared(forth, back).max(axis=1, initial=0)
        return np.where(self._zh_ids[number] >= 0, best, np.float32(-1))

    def meant(self, number: int) -> Floats:
        """Return for each unit of a passage how likely the likeliest English word means it, or it that; -1: unknown."""
        best: Floats = np.maximum(*(table.max(axis=1, initial=0) for table in self._tables(number)))
        return np.where(self._zh_ids[number] >= 0, best, np.float32(-1))

    def related(self, number: int) -> Floats:
        """Return for each English word of a passage how likely the likeliest Chinese word means it, or it that."""
        best: Floats = np.maximum(*(table.max(axis=0, initial=0) for table in self._tables(number)))
        return best

    def _tables(self, number: int) -> tuple[Floats, Floats]:
        """Return t(e|w) and t(w|e) between the words of a passage; one passage is asked for several times."""
        if self._looked_up is None or self._looked_up[0] != number:
            self._looked_up = number, self.lexicon.matrix(self._zh_ids[number], self._en_ids[number])
        return self._looked_up[1]


def _ids(sentences: Sequence[Sequence[str]], look_up: Callable[[Sequence[str]], Ids]) -> list[Ids]:
    """Return the positions of the words of each sentence in the lexicon, each word looked up once."""
    words = list({word for sentence in sentences for word in sentence})
    places = dict(zip(words, look_up(words).tolist(), strict=True))
    return [np.array([places[word] for word in sentence], np.int32) for sentence in sentences]


def _shared(forth: Floats, back: Floats) -> Floats:
    """Return the likelihood of each word for each, shared out among those that compete for it."""
    by_en = forth / (forth.sum(axis=0, keepdims=True) + _NULL)
    by_zh = back / (back.sum(axis=1, keepdims=True) + _NULL)
    found: Floats = np.sqrt(by_en * by_zh)
    return found
