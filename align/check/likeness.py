"""How likely the words of a passage render each other, by the lexicon alone.

The lexicon's probabilities in both directions, each shared out among the words that compete for it (the posteriors
of Brown et al.'s model 1), joined by their geometric mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from align.check.rule import Passage
from align.language import chinese, english
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import units_of_each

_NULL = 0.01  # what a word is lent for having no counterpart at all


class Likeness:
    """How likely the words of a pair of documents render each other, for the types of both at once."""

    def __init__(self, group: Sequence[Passage], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.zh = units_of_each([chinese.sentence_words(one.zh_text) for one in group], lexicon)
        self.en = [english.sentence_words(one.en_text) for one in group]
        en = [[english.key(word.text) for word in words] for words in self.en]
        zh_types = {chinese.key(unit.text): 0 for units in self.zh for unit in units}
        en_types = {key: 0 for keys in en for key in keys}
        self._zh_place = {key: number for number, key in enumerate(zh_types)}
        en_place = {key: number for number, key in enumerate(en_types)}
        self._en = [np.array([en_place[key] for key in keys], np.intp) for keys in en]
        zh_ids, en_ids = lexicon.zh_ids(list(zh_types)), lexicon.en_ids(list(en_types))
        self._known = zh_ids >= 0
        self._priors = np.where(en_ids >= 0, lexicon.en_prior(en_ids), np.float32(0))
        self._tables = lexicon.matrix(zh_ids, en_ids)

    def rendered(self, number: int) -> npt.NDArray[np.float32]:
        """Return for each unit of a passage the likelihood of its best counterpart; -1 when it is unknown."""
        places = np.array([self._zh_place[chinese.key(unit.text)] for unit in self.zh[number]], np.intp)
        shared = self._shared(places, np.array(list(dict.fromkeys(self._en[number].tolist())), np.intp))
        best: npt.NDArray[np.float32] = shared.max(axis=1, initial=0)
        return np.where(self._known[places], best, np.float32(-1))

    def related(self, number: int) -> npt.NDArray[np.float32]:
        """Return for each English word of a passage how likely the likeliest Chinese word means it, or it that."""
        zh = np.array(list({self._zh_place[chinese.key(unit.text)] for unit in self.zh[number]}), np.intp)
        cells = np.ix_(zh, self._en[number])
        best: npt.NDArray[np.float32] = np.maximum(*(table[cells].max(axis=0, initial=0) for table in self._tables))
        return best

    def priors(self, number: int) -> npt.NDArray[np.float32]:
        """Return for each English word of a passage its share of all English; 0 when it is unknown."""
        found: npt.NDArray[np.float32] = self._priors[self._en[number]]
        return found

    def _shared(self, zh: npt.NDArray[np.intp], en: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        """Return the likelihood of each word for each, shared out among those that compete for it."""
        forth, back = (table[np.ix_(zh, en)] for table in self._tables)
        by_en = forth / (forth.sum(axis=0, keepdims=True) + _NULL)
        by_zh = back / (back.sum(axis=1, keepdims=True) + _NULL)
        found: npt.NDArray[np.float32] = np.sqrt(by_en * by_zh)
        return found
