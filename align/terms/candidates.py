"""Chinese stretches that could be terms: quoted phrases, names, titles, and noun phrases of up to five words.

What is proposed here is generous; `align.terms.score` decides what is kept. Only stretches that no reader would
take for a term are left out, and `why_not` can say for which reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from align.glossary import Index
from align.language.chars import HAN, fold
from align.language.tokens import as_span
from align.model import Span, TermType, Token
from align.recall import FEW
from align.terms import background, tables
from align.terms.passage import Passage, alone
from align.terms.tags import MODIFIERS, NOUNS, VERBS, tag
from align.terms.titles import titles

MOST_WORDS, MOST_CHARACTERS = 6, 14
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]{2,14})[”」』\"]")
_WORK = re.compile(r"《([^《》]{2,40})》")
_RUN = re.compile(rf"[{HAN}A-Za-z0-9+·.\-]+")
_NUMBER = re.compile(r"^[一二两三四五六七八九十百千万亿零〇几数]+$")
# 三个作用, 两个高水平, 四个全面: a number, a measure word, and what is counted.
_FORMULA = re.compile(r"[一二两三四五六七八九十]{1,2}(?:个|大|项|条|位|讲|有|为|化|严|实|不|新|高|强|地|点)[^的]{0,8}")
# Words of two characters that end another word: 社会主义|现代化 cut in the middle.
_SUFFIXES = frozenset(["主义"])
# Characters that point at what was named before, and the classes of numbers, times and measures.
_POINTING = frozenset("各每该此其这那某")
_COUNTING = frozenset(["m", "mq", "q", "t"])


class Candidate(NamedTuple):
    """A Chinese stretch, in offsets of its document, that could be a term.

    `kind` says how it was found: known (settled by the user), name, title, part (of a title), work, quoted,
    formula, listed (it stands in a table) or phrase.
    `type` is given when the way it was found settles it.
    """

    zh: str
    span: Span
    kind: str
    type: TermType | None = None


# What the constructor does, without a Python call for each of many thousand phrases.
_candidate = partial(tuple.__new__, Candidate)


def candidates(passage: Passage, text: str, known: frozenset[str] = frozenset()) -> Sequence[Candidate]:
    """Return the candidates of a sentence, each stretch once: the surest way it was found comes first.

    Args:
        passage: The sentence bead.
        text: The text of the Chinese document in simplified characters.
        known: Terms the user has settled, found wherever they stand.
    """
    standing = _standing(passage, text, known) if known else []
    if standing or passage.names:
        return _proposed(passage, text, standing)
    return _nameless(text, passage.zh)


def _standing(passage: Passage, text: str, known: frozenset[str]) -> list[Candidate]:
    """Return the settled terms that stand in a sentence; there may be thousands that do not."""
    start = passage.zh.start
    found = _index(known).find(passage.zh.of(text), nested=True)
    return [Candidate(one.value, Span(one.span.start + start, one.span.end + start), "known") for one in found]


@lru_cache(maxsize=8)
def _index(known: frozenset[str]) -> Index[str]:
    return Index.of(sorted(known), str)  # of two of one key the same is kept each time


@lru_cache(maxsize=FEW)
def _nameless(text: str, zh: Span) -> Sequence[Candidate]:
    """Return the candidates of a stretch of a Chinese document in which nobody is named, whatever renders it."""
    return _proposed(alone(text, zh), text, ())


def _proposed(passage: Passage, text: str, known: Sequence[Candidate]) -> Sequence[Candidate]:
    found = {candidate.span: candidate for candidate in known}
    for source in (_works, _names, _titles, _listed, _quoted, _phrases):
        for candidate in source(passage, text):
            found.setdefault(candidate.span, candidate)
    people = [one.span for one in found.values() if one.kind == "name" and one.type == "person"]
    settled = [one.span for one in found.values() if one.kind in ("name", "title", "listed", "work")]
    return [one for one in found.values() if not _spoilt(one, people, settled)]


def _spoilt(one: Candidate, people: Sequence[Span], settled: Sequence[Span]) -> bool:
    """Tell whether a candidate takes apart what belongs together.

    No candidate takes a part of a person's name (成功 in 郑成功), and a phrase neither holds a name nor cuts
    through the edge of a name, a title or a set phrase.
    """
    entry = tables.known().get(one.zh)
    # What is of no type is listed as a part of longer names alone (中全会).
    if entry and entry.type == "other":
        return True
    if people and any(name != one.span and name.overlaps(one.span) and not one.span.holds(name) for name in people):
        return True
    if one.kind != "phrase":
        return False
    first, last = one.span
    return (people and any(name.overlaps(one.span) for name in people)) or any(
        start < first < end < last or first < start < last < end for start, end in settled
    )


def _works(passage: Passage, text: str) -> Iterator[Candidate]:
    chars = passage.zh.of(text)
    for match in _WORK.finditer(chars):
        yield _at(text, passage.zh.start + match.start(1), passage.zh.start + match.end(1), "work", "work")


def _at(text: str, start: int, end: int, kind: str, type_: TermType | None = None) -> Candidate:
    return Candidate(text[start:end], Span(start, end), kind, type_)


def _names(passage: Passage, text: str) -> Iterator[Candidate]:
    for name in passage.names:
        start, end = name.start + passage.zh.start, name.end + passage.zh.start
        yield _at(text, start, end, "name", "person" if name.person else "place")


def _titles(passage: Passage, text: str) -> Iterator[Candidate]:
    for title in titles(passage, text):
        if len(title.zh) < 2:
            continue
        yield Candidate(title.zh, title.span, "title" if title.whole else "part", title.type)


@lru_cache(maxsize=64)
def _long_entries(text: str) -> tuple[str, ...]:
    """Return the entries of the tables that stand in a text and may have more words than a phrase."""
    return tuple(zh for zh in tables.known() if len(zh) > MOST_WORDS and zh in text)


def _listed(passage: Passage, text: str) -> Iterator[Candidate]:
    chars = passage.zh.of(text)
    for zh in _long_entries(text):
        if (place := chars.find(zh)) >= 0:
            start = passage.zh.start + place
            yield _at(text, start, start + len(zh), "listed", tables.known()[zh].type)
    known, beginnings = tables.known(), tables.beginnings()
    for place, unit in enumerate(passage.tokens):
        start = unit.span.start
        for last in passage.tokens[place : place + MOST_WORDS]:
            zh = text[start : last.span.end]
            if zh not in beginnings:
                break
            if zh in known:
                yield Candidate(zh, Span(start, last.span.end), "listed", known[zh].type)


def _quoted(passage: Passage, text: str) -> Iterator[Candidate]:
    for match in _QUOTED.finditer(passage.zh.of(text)):
        inner = match[1]
        if not re.search(r"[，,。；;！？：:]", inner):
            start = passage.zh.start + match.start(1)
            kind = "formula" if _FORMULA.fullmatch(inner) else "quoted"
            yield _at(text, start, start + len(inner), kind)


def _phrases(passage: Passage, text: str) -> Iterator[Candidate]:
    for run in runs(passage, text):
        for start, (_, (first, _)) in enumerate(run):
            for end in _ends(run, start):
                last = run[end - 1].span.end
                yield _candidate((text[first:last], as_span((first, last)), "phrase", None))


def _ends(run: Sequence[Token], start: int) -> Iterator[int]:
    """Yield where phrases end that begin with a word of a run, as `why_not` has it; set phrases are found by others."""
    first = run[start].text
    if first[0] in _POINTING:
        return
    if len(first) > 1 and not _why_not_alone(first):
        yield start + 1
    if _why_not_first(first):
        return
    counts = tag(first) in _COUNTING
    for place in range(start + 1, min(start + MOST_WORDS, len(run))):
        word = run[place].text
        if run[place].span.end - run[start].span.start > MOST_CHARACTERS:
            return
        if place == start + 1 and _counts_by(first, word):
            return
        counts = counts and tag(word) in _COUNTING
        if not counts and not _why_not_last(word):
            yield place + 1
        if _why_not_inside(word):
            return


def runs(passage: Passage, text: str) -> list[list[Token]]:
    """Return the stretches of units that no punctuation, white space or barred word interrupts."""
    found: list[list[Token]] = [[]]
    for unit in passage.tokens:
        barred = _interrupts(unit.text)
        if barred or (found[-1] and found[-1][-1].span.end != unit.span.start):
            found.append([])
        if not barred:
            found[-1].append(unit)
    return [run for run in found if run]


@lru_cache(maxsize=65536)
def _interrupts(word: str) -> bool:
    return not _RUN.fullmatch(word) or word in tables.barred("any")


def why_not(words: Sequence[str]) -> str:
    """Say why some words cannot be a term, or return an empty string when they can.

    >>> why_not(("推进", "改革")), why_not(("科技", "创新"))
    ('推进 takes the rest as its object', '')
    """
    zh = "".join(words)
    if zh in tables.known():
        return ""
    if len(zh) < 2:
        return "a single character"
    if zh[0] in _POINTING:
        return f"{zh[0]} points at something"
    if bad := next((word for word in words if word in tables.barred("any") and not is_settled(zh)), ""):
        return f"{bad} stands in no term"
    if len(words) == 1:
        return _why_not_alone(zh)
    inside = next(filter(None, map(_why_not_inside, words[1:-1])), "")
    number = "a number or a time" if _is_number(words) else ""
    return _why_not_first(words[0]) or inside or _why_not_last(words[-1]) or number


@lru_cache(maxsize=65536)
def _why_not_alone(word: str) -> str:
    """Say why a word cannot be a term by itself."""
    if word in tables.barred("last"):
        return f"{word} ends no term"
    if tag(word) in _COUNTING:
        return "a number or a time"
    return "" if tag(word) in NOUNS | VERBS | {"x", "b", "a", "ad"} else "a word that names nothing"


@lru_cache(maxsize=65536)
def _why_not_first(word: str) -> str:
    """Say why a word cannot be the first of several."""
    if word in _SUFFIXES or (len(word) == 1 and not _may_begin(word)):
        return f"{word} is a piece of a word before it"
    if word in tables.barred("first"):
        return f"{word} takes the rest as its object"
    if tag(word) in ("m", "t", "q") and any(char.isdigit() for char in fold(word)):
        return "begins with a number"
    return _why_no_part(word)


@lru_cache(maxsize=65536)
def _why_not_inside(word: str) -> str:
    """Say why a word cannot stand between others."""
    return f"{word} makes it a clause" if word in tables.barred("first") else _why_no_part(word)


@lru_cache(maxsize=65536)
def _why_not_last(word: str) -> str:
    """Say why a word cannot be the last of several."""
    if word in tables.barred("last"):
        return f"{word} ends no term"
    if tag(word) in MODIFIERS and word not in tables.heads() and tag(word) not in ("b", "a", "q", "k"):
        return f"{word} ends no noun phrase"
    if tag(word) in VERBS and len(word) == 1:
        return f"{word} is a verb"
    return _why_no_part(word)


def _why_no_part(word: str) -> str:
    return "" if tag(word) in NOUNS | MODIFIERS | VERBS | {"x"} else f"{word} is no part of a noun phrase"


def _is_number(words: Sequence[str]) -> bool:
    """Tell whether several words are a number, a time, or begin with a number and what it counts by."""
    return _counts_by(words[0], words[1]) or all(tag(word) in _COUNTING for word in words)


def _counts_by(first: str, second: str) -> bool:
    return tag(second) in ("q", "m") and _NUMBER.match(first) is not None


def _may_begin(char: str) -> bool:
    """Tell whether a single character can be the first word of a phrase: an adjective, a noun, a province."""
    return char in tables.short_places() or char.isascii() or tag(char) in ("a", "b", "n", "s")


def is_settled(zh: str) -> bool:
    """Tell whether official Chinese uses four characters as one term, whatever words they are made of (有为政府)."""
    usage = background.usage(zh)
    return (
        len(zh) == 4 and usage.documents >= 3 and usage.freedom >= 1 and background.specificity(zh) > 2
        and zh[0] not in tables.barred("any") and zh[-1] not in tables.barred("any")
    )  # fmt: skip
