"""What a Chinese phrase is made of: its words and their classes, and how official Chinese uses it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from align.terms import background, tables
from align.terms.tags import MODIFIERS, NOUNS, VERBS, is_word, tag

_ADJECTIVAL = ("a", "ad", "b", "z", "d", "m", "q", "f", "t")


class Makeup(NamedTuple):
    """The features of a candidate that its Chinese shows by itself, whatever renders it."""

    official: float
    freedom: float
    words: float
    single: float
    weak: float
    nominal: float
    long_zh: float
    place_first: float
    verbal_first: float
    verbal_last: float
    cohesion: float
    char_first: float
    adjectival: float
    adjective_first: float
    char_adjective: float
    verbal_noun_first: float
    chance: float
    head_busy: float
    first_busy: float
    common: float
    counted: float
    action_free: float
    judging_weak: float
    dictionary: float


@lru_cache(maxsize=16384)
def makeup(zh: str, words: tuple[str, ...]) -> Makeup:
    """Return what a Chinese phrase shows by itself.

    Args:
        zh: The phrase.
        words: The words it is made of.
    """
    usage, several = background.usage(zh), len(words) > 1
    first, last = tag(words[0]), tag(words[-1])
    alone_first = several and len(words[0]) == 1
    return Makeup(
        official=min(1.0, math.log1p(usage.documents) / 4),
        freedom=min(1.0, usage.freedom / 3),
        words=float(len(words) in (2, 3)),
        single=float(len(words) == 1 and len(zh) < 3),
        weak=float(words[-1] in tables.barred("weak")),
        nominal=float(last in NOUNS),
        long_zh=float(len(zh) >= 7),
        place_first=float(several and _is_place(words[0])),
        verbal_first=float(first in VERBS),
        verbal_last=float((last in VERBS or words[-1] in tables.barred("first")) and first not in NOUNS),
        cohesion=background.cohesion(words),
        char_first=float(alone_first and first not in ("a", "b", "d", "f")),
        adjectival=float(last in _ADJECTIVAL),
        adjective_first=float(several and first in MODIFIERS),
        char_adjective=float(alone_first and first in MODIFIERS),
        verbal_noun_first=float(several and first == "vn"),
        chance=background.chance(words) if several and not usage.documents else 0.0,
        head_busy=_busy(words[-1]) if several else 0.0,
        first_busy=_busy(words[0]) if several else 0.0,
        common=math.log1p(usage.general) / 8,
        counted=float(any(tag(word) in ("m", "mq", "q") for word in words[:2])),
        action_free=float(several and last == "vn" and usage.documents < 5),
        judging_weak=float(words[0] in tables.barred("judging") and words[-1] in tables.barred("weak")),
        dictionary=float(len(zh) > 2 and is_word(zh)),
    )


def _busy(word: str) -> float:
    """Return how much is said of a word in official Chinese, on a scale of about 0 to 1."""
    return math.log1p(background.usage(word).frequency) / 8


def _is_place(word: str) -> bool:
    """Tell whether a word names a place."""
    entry = tables.known().get(word)
    return (entry is not None and entry.type == "place") or tag(word) == "ns" or word in ("我国", "我省", "我市")


def is_listed_place(word: str) -> bool:
    """Tell whether the tables have a place of that name, but for the country itself."""
    entry = tables.known().get(word)
    return entry is not None and entry.type == "place" and word != "中国"
