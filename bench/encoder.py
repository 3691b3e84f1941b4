"""How much an encoder is asked to read: the tokens it is given, as a multiple of the text's.

No model is at hand that everybody has, so one is made on the spot that knows both languages: each English word
has a random direction, a Chinese word the mean of its translations' in the shipped lexicon, a sentence the mean
of its words'. It is given out for a transformer, whose close calls are read a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from align.encode.protocol import Floats, Kind, unit
from align.language import chinese, english
from align.language.script import han_share
from align.lexicon.file import load
from align.match.documents import match_documents
from align.match.encoded import encode_documents
from align.read.text import read_document
from align.segment import segment
from bench.figures import Figure
from bench.quality import sentence_files

SETS = ("mac-dev", "magazine")
WIDTH = 64
MOST = 1.3


class CountingEncoder:
    """The lexicon as an encoder; `tokens` is what it has read."""

    name = "counting"
    kind: Kind = "transformer"
    longest = None

    def __init__(self) -> None:
        self.lexicon = load()
        self.tokens = 0
        self.directions: dict[str, Floats] = {}

    def encode(self, sentences: Sequence[str]) -> Floats:
        """Return the mean direction of each sentence's words, and count them."""
        keys = [self._keys(sentence) for sentence in sentences]
        self.tokens += sum(map(len, keys))
        sums = [np.sum([self._direction(key) for key in some] or [np.zeros(WIDTH)], axis=0) for some in keys]
        return unit(np.array(sums, np.float32).reshape(-1, WIDTH))

    def sizes(self, sentences: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return the number of words of each sentence."""
        return np.array([len(self._keys(sentence)) for sentence in sentences], np.int64)

    def _keys(self, sentence: str) -> list[str]:
        if han_share(sentence) > 0:
            return [chinese.key(token.text) for token in chinese.words(sentence)]
        return [english.key(token.text) for token in english.words(sentence)]

    def _direction(self, key: str) -> Floats:
        if key not in self.directions:
            if han_share(key) > 0:
                found = self.lexicon.translations(key, 3)
                parts = [p * self._direction(word) for word, p in found if not han_share(word)]
                self.directions[key] = np.sum(parts or [np.zeros(WIDTH)], axis=0).astype(np.float32)
            else:
                seed = int.from_bytes(key.encode(), "little") % (1 << 63)
                self.directions[key] = np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)
        return self.directions[key]


def encoder_figures(data: Path) -> Iterator[Figure]:
    """Measure the tokens an encoder reads against those of the text, over the documents of each set."""
    for name in SETS:
        folder = data / "bench" / "sentences" / name
        files = sentence_files(folder)
        figure = f"{name} encoded tokens, times the text"
        if not files:
            yield Figure(figure, None, "low", note=f"data absent: {folder}")
            continue
        ratios = [_ratio(zh, en) for zh, en, _ in files]
        worst = max(ratios)
        note = f"at most {MOST}" if worst <= MOST else f"more than {MOST}"
        yield Figure(figure, worst, "low", noise=0.02, note=f"the worst document; mean {np.mean(ratios):.3f}; {note}")


def _ratio(zh: Path, en: Path) -> float:
    encoder = CountingEncoder()
    source, target = (segment(read_document(path), lines=True) for path in (zh, en))
    encoded = encode_documents(source, target, encoder)
    once = encoder.tokens
    match_documents(source, target, encoder.lexicon, encoded=encoded, lines="sentences")
    return encoder.tokens / once
