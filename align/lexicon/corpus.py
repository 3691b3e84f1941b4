"""Parallel text as arrays: which pairs are fit to learn from, and their words as numbers."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from align.language import chinese, english
from align.language.chars import is_han

Ints = npt.NDArray[np.int32]
Keys = tuple[list[str], list[str]]
Report = Callable[[str], None]
In = TypeVar("In")
Out = TypeVar("Out")

MAX_WORDS = 80
LONGEST_KEY = 40  # bytes; what is longer is an address or noise
_BATCH = 2000
_TELL = 100_000  # pairs between two reports


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


def from_pairs(pairs: Iterable[tuple[str, str]], *, processes: int = 1, report: Report = lambda line: None) -> Corpus:
    """Tokenise sentence pairs and number their words.

    Pairs that do not look like Chinese and its translation, that were there before, or that are longer than
    `MAX_WORDS` on a side are left out.

    Args:
        pairs: Chinese and English, as text.
        processes: How many processes may share the work.
        report: Told now and then how far it is.
    """
    zh, en = _Collector(), _Collector()
    read = 0
    for size, kept in _in_order(_tokenise, _batches(_fresh(pairs)), processes):
        for one, other in kept:
            zh.add(one)
            en.add(other)
        read += size
        if read % _TELL < size:
            report(f"read {read:,} pairs, kept {len(zh.starts) - 1:,}")
    return Corpus(zh.finish(), en.finish(), np.ones(len(zh.starts) - 1, np.float32))


def _fresh(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pass each pair of texts once."""
    seen: set[int] = set()
    for pair in pairs:
        mark = hash(pair)  # kept instead of the texts, which may be gigabytes
        if mark not in seen:
            seen.add(mark)
            yield pair


def _batches(pairs: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    pairs = iter(pairs)
    while batch := list(islice(pairs, _BATCH)):
        yield batch


def _tokenise(batch: list[tuple[str, str]]) -> tuple[int, list[Keys]]:
    """Turn the fit pairs of a batch into keys; also return how many pairs there were."""
    fit = [(zh, en) for zh, en in batch if is_fit(zh, en)]
    kept = []
    for ours, (_, en) in zip(chinese.words_of_each([zh for zh, _ in fit]), fit, strict=True):
        keys = [chinese.key(word.text) for word in ours], [english.key(word.text) for word in english.words(en)]
        if all(0 < len(side) <= MAX_WORDS for side in keys):
            kept.append(keys)
    return len(batch), kept


def _in_order(work: Callable[[In], Out], items: Iterable[In], processes: int) -> Iterator[Out]:
    """Map in several processes with only a few items under way, so that memory does not grow with the input."""
    items = iter(items)
    first = list(islice(items, 2))
    if processes < 2 or len(first) < 2:
        yield from map(work, chain(first, items))
        return
    with ProcessPoolExecutor(processes) as pool:
        under_way: deque[Future[Out]] = deque()
        for item in chain(first, items):
            under_way.append(pool.submit(work, item))
            if len(under_way) > 2 * processes:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


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
