"""Places where a term of one settled English form is rendered by other words.

What renders a term is found by agreement with the other places, so that words of another kind are taken for no
rendering at all. Here such a place is looked at by itself: the words that the term's own are linked to, or those
beside its place that nothing in the Chinese explains.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.check import watched
from align.check.clauses import standing_place
from align.check.forms import JOINTS, Key, Word, bag, key, root, words_within
from align.check.linked import links_at, links_of
from align.check.rule import Passage, passages, shift
from align.check.runs import LINKED
from align.language import chinese
from align.language.names import is_pinyin, romanise
from align.lexicon.file import load
from align.lexicon.units import units_of_each
from align.model import Alignment, Link, Rendering, Span, Term, Token
from align.terms import tables

_NAMED = 2  # renderings of one form that make it a body's own
_SHARE = 0.6  # of all places of the term
_BREAK = re.compile(r"[,.;:!?()“”\"\n]")
_INSIDE = re.compile(r"\s(?:an?|the)\s", re.IGNORECASE)
_LONGEST = 4  # words of a name
_CLAUSAL_WORDS = """
    to that which who we they it he she is are was were be been has have had will can cannot should must not
    further its their our his her this these those all more than through across from under over into out up down
    about while after before without rest level
"""
_CLAUSAL = frozenset(_CLAUSAL_WORDS.split())  # what belongs to a clause and to no term
_BEFORE_VERBS = frozenset(("we", "they", "it", "who", "will", "must", "should", "can"))
_CONFIDENT = 0.6  # how sure it must be that a term is one, for words of another kind to be sought
_LOOSE = 3  # words that may stand between those of a form
_MEANT = 0.05  # the likelihood that one word means another, from which it explains it
_COMMON = 1e-3  # words more frequent than this prove nothing
_CLEAR = 0.5  # the likelihood of a link that leaves no doubt
_FAR = 40  # English characters from where a name should stand, beyond which an unexplained one is another's
_BESIDE = 2  # Chinese characters beside a name, which its English may take in


class Settled(NamedTuple):
    """A term with its own English form."""

    term: Term
    chief: Rendering
    wanted: tuple[frozenset[str], ...]  # the roots of the words of each form that will do


class Lack(NamedTuple):
    """A place of a term in whose bead its forms do not stand, or stand for other places."""

    settled: Settled
    passage: Passage
    span: Span
    here: tuple[Word, ...]  # the English words of its bead
    met: tuple[range, ...]  # those that are one of its forms
    sure: bool  # whether these are fewer than the places of the term

    @property
    def is_name(self) -> bool:
        """Whether the term is a name, with capitals."""
        return self.settled.chief.text[0].isupper() and self.settled.chief.text.split()[-1][0].isupper()


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
    chosen = [one for term in terms if (one := settled(term, _least(term, least)))]
    lacks = [lack for one in chosen for lack in _lacks(one, alignment)]
    if not lacks:
        return
    linked = links_of(alignment, [lack.passage for lack in lacks])
    doubtful = [lack for lack in lacks if lack.sure or _is_linked_elsewhere(lack, linked[lack.passage.index])]
    for lack, words in zip(doubtful, _words_beside(doubtful), strict=True):
        near = linked[lack.passage.index]
        beside = cache(partial(_beside, lack, near, words))  # by no means all ask for it
        span = _near_form(lack, near, beside)
        if span:
            yield Foreign(lack.settled, lack.span, span)
            continue
        one = lack.settled
        if not lack.sure or one.chief.count < least or one.term.confidence < _CONFIDENT:
            continue
        if any(other.sure and other.passage is lack.passage and not _is_nested(other, lack) for other in lacks):
            continue  # where several terms are missing, more was left out or reworded
        span = _words_for(lack, near, beside)
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
    wanted = (frozenset(root(part) for part in form if part not in JOINTS) for form in forms if form)
    return Settled(term, chief, tuple(dict.fromkeys(wanted)))


def _lacks(one: Settled, alignment: Alignment) -> Iterator[Lack]:
    """Yield the places of a term, those surely without one of its forms whose bead has fewer of them than places."""
    zh, group = one.term.zh, passages(alignment)
    by_passage: dict[int, list[int]] = defaultdict(list)
    for at in _places(zh, alignment.source.text):
        number = bisect_right(group, at, key=lambda passage: passage.zh.start) - 1
        if number >= 0 and at + len(zh) <= group[number].zh.end:
            by_passage[number].append(at)
    for number, places in by_passage.items():
        passage = group[number]
        here, roots = english_of_passages(alignment)[number]
        met = tuple(_forms_in(roots, one.wanted))
        for at in places:
            yield Lack(one, passage, Span(at, at + len(zh)), here, met, len(met) < len(places))


@lru_cache(maxsize=256)
def english_of_passages(alignment: Alignment) -> list[tuple[tuple[Word, ...], list[str]]]:
    """Return the English words of each bead and their roots: many terms ask for those of one bead."""
    found = [words_within(alignment.target, passage.en) for passage in passages(alignment)]
    return [(here, [root(word.key) for word in here]) for here in found]


def _is_linked_elsewhere(lack: Lack, near: Sequence[Link]) -> bool:
    """Whether a word of its form that a term is linked to stands outside of the forms of its bead."""
    own = _linked(lack.here, [link for link in links_at(lack.span, near) if link.score >= _CLEAR])
    if not own or any(k in one for one in lack.met for k in own):
        return False
    chief = _roots(key(lack.settled.chief.text))
    return any(root(lack.here[k].key) in chief for k in own)


def _places(zh: str, text: str) -> Iterator[int]:
    """Yield where a term stands, no place inside another."""
    at = text.find(zh)
    while at >= 0:
        yield at
        at = text.find(zh, at + len(zh))


def _forms_in(roots: Sequence[str], wanted: Sequence[frozenset[str]]) -> Iterator[range]:
    """Yield where the words of a form stand close together, in any order and inflection."""
    openings = frozenset[str]().union(*wanted)
    after = 0
    for start in [place for place, part in enumerate(roots) if part in openings]:
        if start >= after:
            ends = [_end(roots, start, parts) for parts in wanted if roots[start] in parts]
            end = min((end for end in ends if end), default=0)
            if end:
                yield range(start, end)
                after = end


def _end(roots: Sequence[str], start: int, parts: frozenset[str]) -> int:
    """Return where a run from `start` ends that has all of some words and few more, or 0."""
    for end in range(start + len(parts), min(len(roots), start + len(parts) + _LOOSE) + 1):
        if parts.issubset(roots[start:end]):
            return end
    return 0


def _roots(form: Key) -> frozenset[str]:
    return frozenset(root(word) for word in bag(form))


def _words_for(lack: Lack, near: Sequence[Link], beside: Callable[[], Beside]) -> Span | None:
    """Return the words that stand for a term."""
    text, here = lack.passage.alignment.target.text, lack.here
    met = {k for one in lack.met for k in one}
    form = key(lack.settled.chief.text)
    chief, head = _roots(form), root(form[-1])
    if any(root(word.key) == head and k not in met for k, word in enumerate(here)):
        return None  # a short form, or its verb
    own = _linked(here, links_at(lack.span, near))
    own = {k: score for k, score in own.items() if k not in met}
    others = _linked(here, [link for link in near if not link.source.overlaps(lack.span) and link.score >= LINKED])
    others |= dict.fromkeys(met, 1.0) | {k: 1.0 for k in beside().explained(here, common=True) if k not in own}
    at = standing_place(lack.span, near, lack.passage.en, text)
    best: tuple[float, float, Span] | None = None
    for first, last in _stretches(here, own, others, text):
        run = here[first:last]
        span = Span(run[0].span.start, run[-1].span.end)
        if _is_clause(span.of(text)) or not (_is_like_name(run, lack) if lack.is_name else _is_like_term(run, chief)):
            continue
        weight = sum(own.get(k, 0.0) for k in range(first, last))
        far = -float(max(span.start - at, at - span.end, 0))
        if not weight and (far < -_FAR if lack.is_name else any(word.text[0].isupper() for word in run)):
            continue  # a name of its own
        if best is None or (weight, far, span) > best:
            best = weight, far, span
    return best[2] if best else None


def _near_form(lack: Lack, near: Sequence[Link], beside: Callable[[], Beside]) -> Span | None:
    """Return the words that are the term's own form but for some that nothing else in the Chinese means."""
    windows, here = list(_windows(lack)), lack.here
    if not windows:
        return None
    own = _linked(here, links_at(lack.span, near))
    told = beside().explained(here)
    if lack.is_name:  # what stands far off is no part of a name
        close = beside().within(Span(lack.span.start - _BESIDE, lack.span.end + _BESIDE)).explained(here)
        told = {k for k in told if k in close or not here[k].text[0].isupper()}
    fit = [
        (-len(other), span)
        for other, span in windows
        if all(_is_for(here[k].text, k in told, own.get(k, 0.0), lack) for k in other)
    ]
    return max(fit)[1] if fit else None


def _windows(lack: Lack) -> Iterator[tuple[list[int], Span]]:
    """Yield the runs of words that are the term's own form but for half of them: which are others, and the run."""
    whole = key(lack.settled.chief.text)
    form = [root(word) for word in whole if word not in JOINTS]
    joints = len(form) < len(whole)
    text, here = lack.passage.alignment.target.text, lack.here
    met = {k for one in lack.met for k in one}
    content = [k for k, word in enumerate(here) if word.text.lower() not in JOINTS]
    for at in range(len(content) - len(form) + 1):
        window = content[at : at + len(form)]
        other = [k for k, part in zip(window, form, strict=True) if root(here[k].key) != part]
        if not 0 < len(other) <= len(form) // 2 or met.intersection(window):
            continue
        span = Span(here[window[0]].span.start, here[window[-1]].span.end)
        joined = window[-1] - window[0] >= len(form) and not joints
        if joined or _BREAK.search(span.of(text)) or here[window[0]].text.endswith("ly"):
            continue
        if window[0] not in other or not _is_verb(here, window[0]):
            yield other, span


def _is_verb(here: Sequence[Word], place: int) -> bool:
    """Whether the word before tells a verb: we face problems."""
    return place > 0 and here[place - 1].text.lower() in _BEFORE_VERBS


def _is_for(word: str, told: bool, own: float, lack: Lack) -> bool:
    """Whether a word may stand for one of the term's: no small word, and nothing else is what it means."""
    if len(word) < 4 or word.lower() in _CLAUSAL or (word[0].isupper() and lack.settled.chief.text.islower()):
        return False
    if word[0].isupper() and is_pinyin(word) and _is_spelt(word, lack.passage.zh_text):
        return False
    return own >= LINKED or not told


def _is_spelt(word: str, zh: str) -> bool:
    """Whether a word is how some Chinese is read: a name of its own."""
    runs = (zh[n : n + size] for n in range(len(zh)) for size in (2, 3, 4))
    return any(re.sub(r"[\s']", "", romanise(run)).lower() == word.lower() for run in runs if run.isalpha())


class Beside(NamedTuple):
    """The Chinese words beside a term, and which of the English words of the bead each may well mean."""

    units: Sequence[Span]
    meant: npt.NDArray[np.bool_]

    def within(self, stretch: Span) -> Beside:
        """Return of the Chinese words those that touch a stretch."""
        chosen = [number for number, unit in enumerate(self.units) if unit.overlaps(stretch)]
        return Beside([self.units[number] for number in chosen], self.meant[chosen])

    def explained(self, here: Sequence[Word], *, common: bool = False) -> set[int]:
        """Return the English words, by number, that some Chinese means, or also those too common to tell."""
        told = np.asarray(self.meant.any(axis=0))
        if common:
            lexicon = load()
            told = told | (lexicon.en_prior(lexicon.en_ids([word.key for word in here])) > _COMMON)
        return {k for k, word in enumerate(here) if told[k] and word.text.lower() not in JOINTS}


def _words_beside(lacks: Sequence[Lack]) -> Sequence[Sequence[Token]]:
    """Return for each place of a term the Chinese words of its bead, with the term's own blotted out."""
    texts = []
    for lack in lacks:
        zh, start = lack.passage.zh_text, lack.passage.zh.start
        at, end = lack.span.start - start, lack.span.end - start
        texts.append(f"{zh[:at]}{'，' * (end - at)}{zh[end:]}")
    return units_of_each(chinese.words_of_each(texts), load())


def _beside(lack: Lack, near: Sequence[Link], words: Sequence[Token]) -> Beside:
    """Return what the Chinese beside a term means; a word that is clearly linked to some English explains no other."""
    lexicon = load()
    ids = lexicon.zh_ids([chinese.key(word.text) for word in words]), lexicon.en_ids([word.key for word in lack.here])
    meant = np.maximum(*lexicon.matrix(*ids)) > _MEANT
    units = [shift(word.span, lack.passage.zh.start) for word in words]
    clear = [link for link in near if link.score >= _CLEAR]
    for number in np.flatnonzero(meant.any(axis=1)).tolist():
        taken = [link for link in clear if link.source.overlaps(units[number])]
        if taken:
            own = _linked(lack.here, taken)
            meant[number] &= [k in own for k in range(len(lack.here))]
    return Beside(units, meant)


def _is_like_term(run: Sequence[Word], chief: frozenset[str]) -> bool:
    """Whether words can be a term's: some of content, no clause, and none that its own form has."""
    lower = [word.text.lower() for word in run]
    content = [word for word in lower if word not in JOINTS and len(word) > 2]
    whole = 1 < len(content) == len(run) <= _LONGEST and not _CLAUSAL.intersection(lower)
    return whole and not chief & _roots(tuple(word.key for word in run))


def _is_like_name(run: Sequence[Word], lack: Lack) -> bool:
    """Whether words can be the name of what the term names: with capitals, and no short form or other's name."""
    chief = key(lack.settled.chief.text)
    content = [word for word in run if word.text.lower() not in JOINTS]
    joined = len(content) == len(run) or bool(JOINTS.intersection(chief))
    return (
        joined
        and 1 < len(content) <= _LONGEST
        and all(word.text[0].isupper() for word in content)
        and not _roots(tuple(word.key for word in run)) <= _roots(chief)
        and not any(is_pinyin(word.text) and _is_spelt(word.text, lack.passage.zh_text) for word in content)
    )


def _is_clause(text: str) -> bool:
    """Whether words are a verb with what it is done to: staying engaged, allow the redline."""
    return _INSIDE.search(text) is not None or text.split()[0].endswith("ing")


def _stretches(
    here: Sequence[Word], own: Mapping[int, float], others: Mapping[int, float], text: str
) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that are the term's or nobody's, without the small words at their ends."""
    first = 0
    for k in range(len(here) + 1):
        ends = k == len(here) or others.get(k, 0) > own.get(k, 0)
        parted = k > first and k < len(here) and _BREAK.search(text, here[k - 1].span.end, here[k].span.start)
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


def _linked(here: Sequence[Word], near: Sequence[Link]) -> dict[int, float]:
    """Return for each English word that has a link, by its number, the likelihood of its best."""
    best: dict[int, float] = {}
    for link in near:
        first = bisect_right(here, link.target.start, key=lambda word: word.span.end)
        last = bisect_left(here, link.target.end, key=lambda word: word.span.start)
        for k in range(first, last):
            best[k] = max(link.score, best.get(k, 0.0))
    return best
