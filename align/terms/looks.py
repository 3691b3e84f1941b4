"""What an English phrase looks like by itself: a name, a noun phrase, or something that breaks off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from align.language.chars import fold
from align.terms import tables

# A free noun and the name it belongs to: the people of Chongqing.
_OF_NAME = re.compile(r"^[a-z]+ (?:of|for|in|to) (?:the )?[A-Z][a-z]")
# Words that point at what was named before.
_DEICTIC = frozenset(
    ["such", "other", "these", "those", "this", "our", "their", "its", "his", "we", "it", "them", "some", "any", "all",
     "more", "each"]
)  # fmt: skip
_WORD = re.compile(r"\w+")


# English shapes that a noun phrase seldom has: a participle in front, an adjective or adverb at the end.
_VERBAL = re.compile(r"[a-z]+(?:ing|ed|ize|ise|ly)\b")
_CLAUSE = re.compile(
    r"[a-z]+ (?:the|our|their|its|a|an)\b|[a-z]+ed (?:with|to|by|on|in|at|for|about)\b|[^,]+, and [^,]+$"
)
_OF_CLAUSES = frozenset(
    ["to", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "by", "that", "which", "who", "as",
     "out", "must", "should", "can"]
)  # fmt: skip
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
# ... and what an adjective or an adverb ends in, though not one in ment.
_ADJECTIVE = (
    "al", "ic", "ive", "ous", "ful", "able", "ible", "ent", "ary", "less", "ed", "ly",
    "level", "standard", "wide", "verse", "accurate",
)  # fmt: skip


class Looks(NamedTuple):
    """What an English phrase looks like by itself; `solid` counts its words but the small ones."""

    solid: int
    proper: bool
    of_name: bool
    capital: float
    verbal: float
    adjective: float
    clause: float
    deictic: float
    possessive: float
    comma: float
    joined: float
    of_the: float


@lru_cache(maxsize=16384)
def looks(en: str) -> Looks:
    """Return what an English phrase looks like by itself."""
    words, solid = _WORD.findall(en), _solid(en)
    return Looks(
        solid=len(solid),
        proper=_are_capital(solid),
        of_name=_OF_NAME.search(en) is not None,
        capital=float(en[:1].isupper() and en[1:2].islower()),
        verbal=float(" " in en and _VERBAL.match(en) is not None),
        adjective=float(is_adjectival(en)),
        clause=float(not _OF_CLAUSES.isdisjoint(words) or _CLAUSE.match(en) is not None),
        deictic=float(not _DEICTIC.isdisjoint(words)),
        possessive=float("'s " in fold(en)),
        comma=float("," in en),
        joined=float(" and " in en),
        of_the=float(" of the " in en and not en[:1].isupper()),
    )


def is_proper(en: str) -> bool:
    """Tell whether every word of a rendering but the small ones begins with a capital.

    >>> is_proper("Zhejiang-Fuling Friendship School"), is_proper("Zhejiang delegation")
    (True, False)
    """
    return _are_capital(_solid(en))


def _are_capital(words: Sequence[str]) -> bool:
    return len(words) > 1 and all(word[:1].isupper() or word[:1].isdigit() for word in words)


def _solid(en: str) -> list[str]:
    light = tables.english("light")
    return [word for word in en.split() if word.lower() not in light]


def is_adjectival(en: str) -> bool:
    """Tell whether a rendering ends in an adjective or adverb, as one that breaks off does.

    >>> is_adjectival("multilateral"), is_adjectival("development"), is_adjectival("public hospital")
    (True, False, False)
    """
    return _is_adjective(en.rpartition(" ")[2].lower())


@lru_cache(maxsize=65536)
def _is_adjective(last: str) -> bool:
    if last.endswith(_ADJECTIVE):
        return not last.endswith("ment") and last not in tables.english("noun")
    return _ORDINAL.fullmatch(last) is not None
