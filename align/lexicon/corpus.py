"""Parallel text as arrays: which pairs are fit to learn from, and their words as numbers."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.language.chars import is_han

Ints = npt.NDArray[np.int32]
Keys = tuple[list[str], list[str]]

MAX_WORDS = 80
LONGEST_KEY = 40  # bytes; what is longer is an address or noise


class Side(NamedTuple):
    """One side of all pairs: the vocabulary, and the words of pair k at `words[starts[k]:starts[k + 1]]`."""

    vocabulary: tuple[str, ...]
    words: Ints
    starts: npt.NDArray[np.int64]

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How often each word of the vocabulary occurs."""
        return np.bincount(self.words, minlength=len(self.vocabulary))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentence pairs as word numbers, with a weight for each pair."""

    zh: Side
    en: Side
    weights: npt.NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.weights)


def is_fit(zh: str, en: str) -> bool:
    """Tell whether a pair looks like Chinese and its English translation: scripts and lengths fit.

    Official English has 3 to 5 letters for a Chinese character; the bounds leave room for short sentences.

    >>> is_fit("改革开放", "reform and opening up"), is_fit("改革开放", "改革开放"), is_fit("改革", "x" * 90)
    (True, False, False)
    """
    han = sum(map(is_han, zh))
    letters = sum("a" <= char <= "z" or "A" <= char <= "Z" for char in en)
    if not han or not letters or any(map(is_han, en)):
        return False
    if han < 0.4 * len("".join(zh.split())):
        return False
    return 0.9 * han - 8 <= letters <= 7 * han + 30


def tokenise(pairs: Iterable[tuple[str, str]], to_keys: Callable[[str, str], Keys]) -> Iterator[Keys]:
    """Turn fit pairs into keys, in order and each pair of texts once; long and empty ones are left out."""
    seen: set[int] = set()
    for zh, en in pairs:
        mark = hash((zh, en))
        if mark in seen or not is_fit(zh, en):
            continue
        seen.add(mark)
        keys = to_keys(zh, en)
        if all(0 < len(side) <= MAX_WORDS for side in keys):
            yield keys


def gather(tokenised: Iterable[Keys], *, weight: float = 1.0) -> Corpus:
    """Number the words of tokenised pairs in the order of their appearance."""
    sides = (_Collector(), _Collector())
    for keys in tokenised:
        for side, words in zip(sides, keys, strict=True):
            side.add(words)
    zh, en = (side.finish() for side in sides)
    return Corpus(zh, en, np.full(len(zh.starts) - 1, weight, np.float32))


def concatenate(corpora: Sequence[Corpus]) -> Corpus:
    """Join corpora, each with its own weights, to one over a common vocabulary."""
    zh = _join([corpus.zh for corpus in corpora])
    en = _join([corpus.en for corpus in corpora])
    return Corpus(zh, en, np.concatenate([corpus.weights for corpus in corpora]))


def replace_words(side: Side, pieces: Sequence[Sequence[str]], chosen: npt.NDArray[np.bool_]) -> Side:
    """Return a side with some occurrences replaced by pieces.

    Args:
        side: The side to change.
        pieces: For each word of the vocabulary what to put in its place, at least one piece.
        chosen: For each occurrence whether to replace it, shape of `side.words`.
    """
    numbers = _Numbers({word: number for number, word in enumerate(side.vocabulary)})
    flat = np.array([numbers[piece] for word in pieces for piece in word], np.int32)
    lengths = np.array([len(word) for word in pieces], np.int64)
    first = np.cumsum(lengths) - lengths
    takes = np.where(chosen, lengths[side.words], 1)
    ends = np.cumsum(takes)
    within = np.arange(ends[-1]) - np.repeat(ends - takes, takes)
    source = np.repeat(side.words, takes)
    replaced = np.repeat(chosen, takes)
    words = source.copy()
    words[replaced] = flat[first[source[replaced]] + within[replaced]]
    starts = np.concatenate(([0], ends))[side.starts]
    return Side(tuple(numbers), words, starts)


class _Numbers(dict[str, int]):
    """A vocabulary that numbers a word when it is first asked for."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Collector:
    """Collects one side word by word in a compact array."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.words = array("i")
        self.starts = array("q", [0])

    def add(self, words: Sequence[str]) -> None:
        self.words.extend(map(self.numbers.__getitem__, words))
        self.starts.append(len(self.words))

    def finish(self) -> Side:
        words = np.frombuffer(self.words, np.int32) if self.words else np.zeros(0, np.int32)
        return Side(tuple(self.numbers), words, np.frombuffer(self.starts, np.int64))


def _join(sides: Sequence[Side]) -> Side:
    numbers = _Numbers()
    words, starts, before = [], [np.zeros(1, np.int64)], 0
    for side in sides:
        renumber = np.array([numbers[word] for word in side.vocabulary], np.int32)
        words.append(renumber[side.words] if len(side.words) else side.words)
        starts.append(side.starts[1:] + before)
        before += len(side.words)
    return Side(tuple(numbers), np.concatenate(words), np.concatenate(starts))
