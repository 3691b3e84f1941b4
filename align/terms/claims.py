"""Which English words names, tables and settled terms claim for which Chinese ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from align.language import english
from align.model import Span, Token
from align.recall import FEW
from align.terms import tables
from align.terms.passage import Passage, is_light

# What a spelt name, a table's rendering and a table's head are worth as translation probabilities.
SPELT, KNOWN, GENERIC = 0.9, 0.6, 0.2


class Claim(NamedTuple):
    """A run of Chinese words that is known to be rendered by some English words here."""

    spot: tuple[int, ...]
    words: tuple[int, ...]
    worth: float


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """English forms of Chinese ones and what they are worth; `beginnings` are all that the Chinese begin with."""

    entries: Mapping[str, tuple[tuple[str, ...], float]]
    beginnings: frozenset[str]


def claims(passage: Passage, knowledge: Knowledge) -> list[Claim]:
    """Return what names, tables and settled terms claim in a passage, and no longer claim contradicts."""
    return _settled(_all_claims(passage, knowledge))


def _all_claims(passage: Passage, knowledge: Knowledge) -> list[Claim]:
    claims = []
    for name in passage.names:
        at = passage.units_in(Span(name.start + passage.zh.start, name.end + passage.zh.start))
        claims.append(Claim(tuple(at), tuple(range(name.first, name.last)), SPELT))
    by_form: dict[tuple[tuple[str, ...], float], list[tuple[int, ...]]] = {}
    for spot, forms, worth in known_runs(tuple([text for text, _ in passage.units]), knowledge):
        by_form.setdefault((forms, worth), []).append(spot)
    keys = [english.key(word.text) for word in passage.words] if by_form else []
    for (forms, worth), spots in by_form.items():
        found = _renderings(forms, keys, passage.words)
        in_order = len(found) == len(spots)
        claims += [
            Claim(spot, tuple(words), worth)
            for i, spot in enumerate(spots)
            for j, words in enumerate(found)
            if not in_order or i == j
        ]
    return claims


def _settled(claims: Sequence[Claim]) -> list[Claim]:
    """Drop the claims that a longer one of other Chinese words contradicts: Committee in Municipal Committee."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda one: (-len(one.words), -one.worth)):
        if not any(
            set(claim.words) & set(other.words) and len(other.words) > len(claim.words)
            and not set(claim.spot) & set(other.spot)
            for other in kept
        ):  # fmt: skip
            kept.append(claim)
    return [_shared_out(claim, kept) for claim in kept]


def _shared_out(claim: Claim, others: Sequence[Claim]) -> Claim:
    """Leave to a set phrase inside a longer one its own words: in 党的十九大 the CPC renders 党 alone."""
    spot, words = set(claim.spot), set(claim.words)
    for other in others:
        inside = set(other.spot) < set(claim.spot) and set(other.words) < set(claim.words)
        if inside and spot - set(other.spot) and words - set(other.words):
            spot -= set(other.spot)
            words -= set(other.words)
    return Claim(tuple(sorted(spot)), tuple(sorted(words)), claim.worth)


class Known(NamedTuple):
    """A run of Chinese words, the English forms of it, and what these are worth."""

    spot: tuple[int, ...]
    forms: tuple[str, ...]
    worth: float


@lru_cache(maxsize=FEW)
def known_runs(units: tuple[str, ...], knowledge: Knowledge) -> Sequence[Known]:
    """Return the runs of Chinese words of which the English is known."""
    found = []
    for start in range(len(units)):
        text = ""
        for end in range(start, min(start + 6, len(units))):
            text += units[end]
            if text not in knowledge.beginnings:
                break
            forms, worth = knowledge.entries.get(text, ((), 0.0))
            if forms:
                found.append(Known(tuple(range(start, end + 1)), forms, worth))
    return found


@cache
def _tables() -> Knowledge:
    """Return the English forms that the tables give for Chinese ones."""
    found = {zh: (head.renderings, GENERIC) for zh, head in tables.heads().items() if len(zh) > 1}
    for table in (tables.short_places(), tables.modifiers(), tables.ranks(), tables.known()):
        found |= {zh: (entry.renderings, KNOWN) for zh, entry in table.items()}
    return Knowledge(found, _beginnings(found))


def _beginnings(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(zh[:end] for zh in entries for end in range(1, len(zh) + 1))


def knowledge_with(anchors: Mapping[str, tuple[str, ...]]) -> Knowledge:
    """Return what the tables know and the user has settled."""
    known, settled = _tables(), {zh: (forms, KNOWN) for zh, forms in anchors.items()}
    return Knowledge({**known.entries, **settled}, known.beginnings | _beginnings(settled)) if settled else known


@lru_cache(maxsize=65536)
def _wanted(forms: tuple[str, ...]) -> list[list[str]]:
    """Return the keys of the words of some English forms, the longest form first."""
    longest = sorted(forms, key=len, reverse=True)
    return [keys for form in longest if (keys := [english.key(token.text) for token in english.words(form)])]


def _renderings(forms: tuple[str, ...], keys: Sequence[str], words: Sequence[Token]) -> list[list[int]]:
    """Return where English forms stand in a sentence, as places of their solid words; the longest form wins."""
    taken: set[int] = set()
    found = []
    for wanted in _wanted(forms):
        if wanted[0] not in keys:
            continue
        for start in (place for place, key in enumerate(keys) if key == wanted[0]):
            places = range(start, start + len(wanted))
            if keys[start : start + len(wanted)] == wanted and not taken.intersection(places):
                taken |= set(places)
                solid = [place for place in places if not is_light(words[place].text)]
                found.append(solid or list(places))
    return found
