"""Places where a term of one settled English form is rendered by other words.

What renders a term is found by agreement with the other places, so that words of another kind are taken for no
rendering at all. Here such a place is looked at by itself: the words that the term's own are linked to, or those
beside its place that nothing in the Chinese explains.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from align.check import watched
from align.check.clauses import standing_place
from align.check.forms import JOINTS, Key, Word, bag, key, words
from align.check.linked import best_links, links_of, turned
from align.check.rule import Passage, passages, shift
from align.check.runs import LINKED
from align.language import chinese
from align.lexicon.file import load
from align.lexicon.units import zh_units
from align.model import Alignment, Link, Rendering, Span, Term
from align.terms import tables

_NAMED = 2  # renderings of one form that make it a body's own
_SHARE = 0.6  # of all places of the term
_BREAK = re.compile(r"[,.;:!?()“”\"\n]")
_INSIDE = re.compile(r"\s(?:an?|the)\s", re.IGNORECASE)
_LONGEST = 4  # words of a name
_CLAUSAL_WORDS = """
    to that which who we they it he she is are was were be been has have had will can cannot should must not
    further its their our his her this these those all more than through across from under over into out up down
    about while after before rest level
"""
_CLAUSAL = frozenset(_CLAUSAL_WORDS.split())  # what belongs to a clause and to no term
_LOOSE = 3  # words that may stand between those of a form
_MEANT = 0.05  # the likelihood that one word means another, from which it explains it
_COMMON = 1e-3  # words more frequent than this prove nothing


class Settled(NamedTuple):
    """A term with its own English form."""

    term: Term
    chief: Rendering
    wanted: tuple[frozenset[str], ...]  # the roots of the words of each form that will do


class Lack(NamedTuple):
    """A place of a term in whose bead none of its forms stands."""

    settled: Settled
    passage: Passage
    span: Span
    met: tuple[range, ...]  # the words of its bead that are one of its forms


class Foreign(NamedTuple):
    """A place of a term and the words that stand for it there."""

    settled: Settled
    chinese: Span
    english: Span


def foreign(alignment: Alignment, terms: Sequence[Term], least: int) -> Iterator[Foreign]:
    """Yield the places of terms that are rendered by words of another kind than elsewhere.

    Args:
        alignment: Where to look.
        terms: Terms that were mined there, with their places.
        least: How many renderings of one form make it the term's own, so that words of any kind are doubted.
    """
    group = passages(alignment)
    lacks = [
        lack for term in terms if (one := settled(term, _least(term, least))) for lack in _lacks(alignment, group, one)
    ]
    if not lacks:
        return
    linked = links_of(alignment, [lack.passage for lack in lacks])
    for lack in lacks:
        near = linked[lack.passage.index]
        span = _near_form(lack, near)
        if span:
            yield Foreign(lack.settled, lack.span, span)
            continue
        if lack.settled.chief.count < least:
            continue
        if any(one.passage is lack.passage and not _is_nested(one, lack) for one in lacks):
            continue  # where several terms are missing, more was left out or reworded
        span = _words_for(lack, near)
        if span:
            yield Foreign(lack.settled, lack.span, span)


def _least(term: Term, least: int) -> int:
    """Return how many renderings make a form the term's own: a body or an office has a name from the first."""
    return _NAMED if term.type in ("organisation", "title") else least


def _is_nested(one: Lack, other: Lack) -> bool:
    a, b = one.settled.term.zh, other.settled.term.zh
    return a in b or b in a


def settled(term: Term, least: int) -> Settled | None:
    """Return a term with its own form, if it has one: approved, or met again and again."""
    fit = [one for one in term.renderings if len(bag(key(one.text))) > 1]
    if not fit:
        return None
    chief = fit[0]
    known = tables.known().get(term.zh)
    listed = (*watched.fixed().get(term.zh, ()), *(known.renderings if known else ()))
    if chief.count < least or chief.count < _SHARE * (term.count - 1):
        return None
    forms = dict.fromkeys(
        key(text) for text in (*(one.text for one in term.renderings if one.count > 1), chief.text, *listed)
    )
    wanted = (frozenset(part[:5] for part in form if part not in JOINTS) for form in forms if form)
    return Settled(term, chief, tuple(dict.fromkeys(wanted)))


def _lacks(alignment: Alignment, group: Sequence[Passage], one: Settled) -> Iterator[Lack]:
    """Yield the places of a term whose bead has fewer of its forms than places."""
    zh, starts = one.term.zh, [passage.zh.start for passage in group]
    by_passage: dict[int, list[int]] = defaultdict(list)
    for at in _places(zh, alignment.source.text):
        number = bisect_right(starts, at) - 1
        if number >= 0 and at + len(zh) <= group[number].zh.end:
            by_passage[number].append(at)
    for number, places in by_passage.items():
        met = tuple(_forms_in(_roots_of(group[number].en_text), one.wanted))
        if len(met) < len(places):
            for at in places:
                yield Lack(one, group[number], Span(at, at + len(zh)), met)


def _places(zh: str, text: str) -> Iterator[int]:
    """Yield where a term stands, no place inside another."""
    at = text.find(zh)
    while at >= 0:
        yield at
        at = text.find(zh, at + len(zh))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


@lru_cache(maxsize=4096)
def _roots_of(text: str) -> tuple[str, ...]:
    return tuple(word.key[:5] for word in _words(text))


def _forms_in(roots: Sequence[str], wanted: Sequence[frozenset[str]]) -> Iterator[range]:
    """Yield where the words of a form stand close together, in any order and inflection."""
    openings = frozenset(part for parts in wanted for part in parts)
    start = 0
    while start < len(roots):
        end = 0
        if roots[start] in openings:
            ends = [_end(roots, start, parts) for parts in wanted if roots[start] in parts]
            end = min((end for end in ends if end), default=0)
        if end:
            yield range(start, end)
        start = end or start + 1


def _end(roots: Sequence[str], start: int, parts: frozenset[str]) -> int:
    """Return where a run from `start` ends that has all of some words and few more, or 0."""
    for end in range(start + len(parts), min(len(roots), start + len(parts) + _LOOSE) + 1):
        if parts.issubset(roots[start:end]):
            return end
    return 0


def _roots(form: Key) -> frozenset[str]:
    return frozenset(word[:5] for word in bag(form))


def _words_for(lack: Lack, near: Sequence[Link]) -> Span | None:
    """Return the words that stand for a term."""
    text = lack.passage.alignment.target.text
    here = _words(lack.passage.en_text)
    spans = [shift(word.span, lack.passage.en.start) for word in here]
    met = {k for one in lack.met for k in one}
    form = key(lack.settled.chief.text)
    chief, head = _roots(form), form[-1][:5]
    if any(word.key[:5] == head and k not in met for k, word in enumerate(here)):
        return None  # a short form, or its verb
    own = _linked(spans, [link for link in near if link.source.overlaps(lack.span)])
    own = {k: score for k, score in own.items() if k not in met}
    others = _linked(spans, [link for link in near if not link.source.overlaps(lack.span) and link.score >= LINKED])
    others |= dict.fromkeys(met, 1.0) | {k: 1.0 for k in _explained(lack, here) if k not in own}
    at = standing_place(lack.span, near, lack.passage.en, text)
    best: tuple[float, float, Span] | None = None
    for first, last in _stretches(here, spans, own, others, text):
        run = here[first:last]
        if (
            not _is_name(run)
            or _is_clause(text[spans[first].start : spans[last - 1].end])
            or chief & _roots(tuple(word.key for word in run))
        ):
            continue
        span = Span(spans[first].start, spans[last - 1].end)
        weight = sum(own.get(k, 0.0) for k in range(first, last))
        if not weight and any(word.text[0].isupper() for word in run):
            continue  # a name of its own
        far = -float(max(span.start - at, at - span.end, 0))
        if best is None or (weight, far, span) > best:
            best = weight, far, span
    return best[2] if best else None


def _near_form(lack: Lack, near: Sequence[Link]) -> Span | None:
    """Return the words that are the term's own form but for some that nothing else in the Chinese means."""
    whole = key(lack.settled.chief.text)
    form = [word[:5] for word in whole if word not in JOINTS]
    joints = len(form) < len(whole)
    text, here = lack.passage.en_text, _words(lack.passage.en_text)
    met = {k for one in lack.met for k in one}
    content = [k for k, word in enumerate(here) if word.text.lower() not in JOINTS]
    spans = [shift(word.span, lack.passage.en.start) for word in here]
    own = _linked(spans, [link for link in near if link.source.overlaps(lack.span)])
    told = set(_explained(lack, here, common=False))
    best: tuple[int, Span] | None = None
    for at in range(len(content) - len(form) + 1):
        window = content[at : at + len(form)]
        other = [k for k, part in zip(window, form, strict=True) if here[k].key[:5] != part]
        span = Span(here[window[0]].span.start, here[window[-1]].span.end)
        joined = window[-1] - window[0] >= len(form) and not joints
        if not 0 < len(other) <= len(form) // 2 or met.intersection(window) or joined or _BREAK.search(span.of(text)):
            continue
        if all(_is_for(here[k].text, k in told, own.get(k, 0.0), lack) for k in other):
            best = max(best or (-len(form), span), (-len(other), shift(span, lack.passage.en.start)))
    return best[1] if best else None


def _is_for(word: str, told: bool, own: float, lack: Lack) -> bool:
    """Whether a word may stand for one of the term's: no small word, and nothing else is what it means."""
    if len(word) < 4 or word.lower() in _CLAUSAL or (word[0].isupper() and lack.settled.chief.text.islower()):
        return False
    return own >= LINKED or not told


def _explained(lack: Lack, here: Sequence[Word], *, common: bool = True) -> Iterator[int]:
    """Yield the words, by number, that the Chinese beside the term may well mean, or that are too common to tell."""
    zh, at = lack.passage.zh_text, lack.span.start - lack.passage.zh.start
    lexicon = load()
    units = zh_units(chinese.words(f"{zh[:at]}，{zh[at + len(lack.settled.term.zh) :]}"), lexicon)
    ids = lexicon.en_ids([word.key for word in here])
    forth, back = lexicon.matrix(lexicon.zh_ids([chinese.key(unit.text) for unit in units]), ids)
    prior = lexicon.en_prior(ids)
    for k, word in enumerate(here):
        if word.text.lower() not in JOINTS and (
            max(forth[:, k].max(initial=0), back[:, k].max(initial=0)) > _MEANT or (common and prior[k] > _COMMON)
        ):
            yield k


def _is_name(run: Sequence[Word]) -> bool:
    """Whether words can be a term's: some of content, and no clause."""
    lower = [word.text.lower() for word in run]
    content = [word for word in lower if word not in JOINTS and len(word) > 2]
    return 1 < len(content) == len(run) <= _LONGEST and not _CLAUSAL.intersection(lower)


def _is_clause(text: str) -> bool:
    """Whether words are a verb with what it is done to: staying engaged, allow the redline."""
    return _INSIDE.search(text) is not None or text.split()[0].endswith("ing")


def _stretches(
    here: Sequence[Word], spans: Sequence[Span], own: Mapping[int, float], others: Mapping[int, float], text: str
) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that are the term's or nobody's, without the small words at their ends."""
    first = 0
    for k in range(len(here) + 1):
        ends = k == len(here) or others.get(k, 0) > own.get(k, 0)
        parted = k > first and k < len(here) and _BREAK.search(text[spans[k - 1].end : spans[k].start])
        if ends or parted:
            yield from _trimmed(here, first, k)
            first = k + 1 if ends else k


def _trimmed(here: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    while first < last and here[first].text.lower() in JOINTS:
        first += 1
    while first < last and here[last - 1].text.lower() in JOINTS:
        last -= 1
    if first < last:
        yield first, last


def _linked(spans: Sequence[Span], near: Sequence[Link]) -> dict[int, float]:
    """Return for each English word that has a link, by its number, the likelihood of its best."""
    return {k: best for k, best in enumerate(best_links(spans, turned(near))) if best}
