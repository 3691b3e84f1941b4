"""Names written in pinyin: which Han characters an English word spells.

The search goes from the English to the Chinese: a capitalised word that can be read as the characters of a run
is evidence that needs no list of names. 陈敏尔 is found under Chen Min’er, 涪陵 under Fuling.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from align.language.chars import fold
from align.language.names import is_pinyin, surnames
from align.language.pinyin import char_readings
from align.model import Token
from align.terms import tables

LONGEST_NAME = 4


class Spelling(NamedTuple):
    """Characters `start:end` of a Chinese text, spelt by the English words `first:last`; `person` if by a name."""

    start: int
    end: int
    first: int
    last: int
    person: bool = False


@lru_cache(maxsize=65536)
def letters(word: str) -> str:
    """Return an English word as bare lower-case letters: Min’er and Min-er become miner."""
    return "".join(char for char in fold(word).lower() if char.isalpha())


@lru_cache(maxsize=65536)
def name_letters(word: str) -> str:
    """Return the letters of a capitalised word that may be pinyin; none of other words."""
    plain = letters(word) if word[:1].isupper() else ""
    return plain if is_pinyin(plain) else ""


def spelt(chars: str, word: str, start: int = 0) -> frozenset[int]:
    """Return the ends at which the characters from `start` on spell the whole word.

    >>> sorted(spelt("陈敏尔主持", "miner", 1))
    [3]
    """
    ends: set[int] = set()
    pending = [(start, 0)]
    while pending:
        place, done = pending.pop()
        if done == len(word):
            ends.add(place)
        elif place < len(chars) and place - start < LONGEST_NAME:
            pending += [
                (place + 1, done + len(reading))
                for reading in char_readings(chars[place])
                if word.startswith(reading, done)
            ]
    return frozenset(ends)


def spellings(chars: str, words: Sequence[Token]) -> list[Spelling]:
    """Return the longest stretches of a Chinese text that capitalised English words spell.

    A word of one syllable counts only as part of a longer name: He and Long are English words too.

    Args:
        chars: A Chinese sentence.
        words: The words of its translation.
    """
    by_word = {place: _matches(chars, name) for place, (text, _) in enumerate(words) if (name := name_letters(text))}
    found: list[Spelling] = []
    for first in by_word:
        for start, end in by_word[first]:
            reach, last = end, first + 1
            while last in by_word and (ends := [e for s, e in by_word[last] if s == reach]) and last - first < 4:
                reach, last = max(ends), last + 1
            if reach - start > 1:
                person = _is_person(chars, start, end, reach, last - first)
                found.append(Spelling(start, reach, first, last, person))
    return _longest(found)


def _is_person(chars: str, start: int, given: int, end: int, words: int) -> bool:
    """Tell whether the first word spells a surname and the rest a given name, or all follows a rank (主席咸辉)."""
    if words < 2 or end - given not in (1, 2):
        return False
    return chars[start:given] in surnames() or (given - start == 1 and _follows_rank(chars[:start]))


def _follows_rank(before: str) -> bool:
    return any(before[-size:] in tables.ranks() for size in range(2, 6))


@lru_cache(maxsize=16384)
def _initials(char: str) -> frozenset[str]:
    return frozenset(reading[0] for reading in char_readings(char))


def _matches(chars: str, word: str) -> list[tuple[int, int]]:
    """Return where characters spell a word."""
    if len(word) < 2:
        return []
    starts = [start for start, char in enumerate(chars) if word[0] in _initials(char)]
    return [(start, end) for start in starts for end in spelt(chars, word, start)]


def _longest(found: Sequence[Spelling]) -> list[Spelling]:
    """Drop a spelling whose English words and characters are part of a longer one."""
    kept: list[Spelling] = []
    for one in sorted(found, key=lambda s: (s.first - s.last, s.start - s.end)):
        inside = any(
            other.first <= one.first and one.last <= other.last and (one.first, one.last) != (other.first, other.last)
            for other in kept
        )
        overlaps = any(
            other.start < one.end
            and one.start < other.end
            and (one.start, one.end) != (other.start, other.end)
            and other.last - other.first > one.last - one.first
            for other in kept
        )
        if not inside and not overlaps:
            kept.append(one)
    return sorted(kept)
