"""How likely the words of a passage render each other, by the lexicon alone.

The lexicon's probabilities in both directions, each shared out among the words that compete for it (the posteriors
of Brown et al.'s model 1), joined by their geometric mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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

    `prior` holds for each English word, as written, its share of all English; 0 when it is unknown.
    """

    def __init__(self, group: Sequence[Passage], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.zh = units_of_each([chinese.sentence_words(one.zh_text) for one in group], lexicon)
        self.en = [english.sentence_words(one.en_text) for one in group]
        self.prior = _priors({word.text for words in self.en for word in words}, lexicon)
        self._looked_up: tuple[int, tuple[Ids, Ids, Floats, Floats]] | None = None

    def rendered(self, number: int) -> Floats:
        """Return for each unit of a passage the likelihood of its best counterpart; -1 when it is unknown."""
        zh, en, *tables = self._tables(number)
        _, once = np.unique(en, return_index=True)
        forth, back = (table[:, np.sort(once)] for table in tables)
        best: Floats = _shared(forth, back).max(axis=1, initial=0)
        return np.where(zh >= 0, best, np.float32(-1))

    def meant(self, number: int) -> Floats:
        """Return for each unit of a passage how likely the likeliest English word means it, or it that; -1: unknown."""
        zh, _, *tables = self._tables(number)
        best: Floats = np.maximum(*(table.max(axis=1, initial=0) for table in tables))
        return np.where(zh >= 0, best, np.float32(-1))

    def related(self, number: int) -> Floats:
        """Return for each English word of a passage how likely the likeliest Chinese word means it, or it that."""
        best: Floats = np.maximum(*(table.max(axis=0, initial=0) for table in self._tables(number)[2:]))
        return best

    def _tables(self, number: int) -> tuple[Ids, Ids, Floats, Floats]:
        """Return the places of the words of a passage in the lexicon, and t(e|w) and t(w|e) between them.

        One passage is asked for several times.
        """
        if self._looked_up is None or self._looked_up[0] != number:
            zh = self.lexicon.zh_ids([chinese.key(unit.text) for unit in self.zh[number]])
            en = self.lexicon.en_ids([english.key(word.text) for word in self.en[number]])
            self._looked_up = number, (zh, en, *self.lexicon.matrix(zh, en))
        return self._looked_up[1]


def _priors(words: Iterable[str], lexicon: Lexicon) -> dict[str, float]:
    """Return the share of each English word, as written, of all English; 0 when it is unknown."""
    words = list(words)
    ids = lexicon.en_ids([english.key(word) for word in words])
    return dict(zip(words, np.where(ids >= 0, lexicon.en_prior(ids), np.float32(0)).tolist(), strict=True))


def _shared(forth: Floats, back: Floats) -> Floats:
    """Return the likelihood of each word for each, shared out among those that compete for it."""
    by_en = forth / (forth.sum(axis=0, keepdims=True) + _NULL)
    by_zh = back / (back.sum(axis=1, keepdims=True) + _NULL)
    found: Floats = np.sqrt(by_en * by_zh)
    return found
