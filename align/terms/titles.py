"""The grammar of official titles: when, whose, which rank, who.

    title  = [时任 | 原 | 前 ...] [organisation] [副 | 代 | 常务副 ...] rank
    list   = title (、| 兼) title ...          市委副书记、市长
    holder = title name (、name)* | name 同志 | name 总书记

The words come from the tables; what can be an organisation is what the tables know, what ends in the head of
one, or a place. A title gives several entries: the whole, the whole without 时任, the organisation, the rank.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from align.language.chars import is_han
from align.model import Span, TermType, Token
from align.terms import tables
from align.terms.passage import Passage
from align.terms.tags import NOUNS, tag


class Title(NamedTuple):
    """A stretch that is a title, an organisation or a holder with a title; `whole` if it is not a part of one."""

    zh: str
    span: Span
    type: TermType
    whole: bool


class Parts(NamedTuple):
    """A title parsed: ranges of units. Any but the rank may be empty."""

    when: range
    organisation: range
    degree: range
    rank: range


def parse(units: tuple[Token, ...], rank: int, names: frozenset[int] = frozenset()) -> Parts:
    """Parse the title whose rank is the unit `rank`, from right to left.

    >>> from align.terms.passage import cut
    >>> parts = parse(tuple(cut("时任浙江省委副书记")), 4)
    >>> [len(part) for part in parts]
    [1, 2, 1, 1]
    """
    place = rank
    while place > 0 and _touches(units, place) and _is_modifier(units[place - 1].text, "rank"):
        place -= 1
    degree = range(place, rank)
    start = place
    while start > 0 and _touches(units, start) and start - 1 not in names and _is_organisation(units, start - 1, place):
        start -= 1
    organisation = range(start, place)
    when = range(start, start)
    if start > 0 and _touches(units, start) and _is_modifier(units[start - 1].text, "title"):
        when = range(start - 1, start)
    elif start > 1 and units[start - 1].text == "的" and _is_modifier(units[start - 2].text, "title"):
        when = range(start - 2, start)
    return Parts(when, organisation, degree, range(rank, rank + 1))


def _touches(units: tuple[Token, ...], place: int) -> bool:
    return units[place - 1].span.end == units[place].span.start


def _is_modifier(word: str, place: str) -> bool:
    found = tables.modifiers().get(word)
    return found is not None and found.place == place


def _is_organisation(units: tuple[Token, ...], place: int, end: int) -> bool:
    """Tell whether the unit can stand in the organisation that ends before `end`."""
    word = units[place].text
    entry = tables.known().get(word)
    if entry:
        return entry.type in ("organisation", "place") or entry.zh.endswith(("届", "全会"))
    if word in tables.modifiers() or word in tables.barred("any") | tables.barred("first") or not is_nominal(word):
        return False
    last = units[end - 1].text if end - 1 > place else word
    head = tables.longest_head(f" {last}")
    if place == end - 1:
        named = word in tables.heads() or head is not None or tag(word) == "ns"
        return named or word in ("市", "省", "区", "县", "全国", "国家", "中央")
    return tables.known().get(last) is not None or (head is not None and head.type in ("organisation", "place"))


def is_nominal(word: str) -> bool:
    """Tell whether a word can stand in the name of a body: nouns, places, words no dictionary has."""
    return all(is_han(char) for char in word) and tag(word) in NOUNS | {"x", "f", "b", "q"}


def titles(passage: Passage, text: str) -> Iterator[Title]:
    """Yield the titles of a sentence and the parts of each that are entries of their own."""
    named = _named_units(passage)
    for place, unit in enumerate(passage.tokens):
        rank = tables.ranks().get(unit.text)
        if rank is None:
            continue
        if rank.kind == "honour" or unit.text in ("总书记", "主席", "总理"):
            yield from _holders(passage, place, text)
        if rank.kind == "honour" and unit.text != "同志":
            continue
        yield from _parts_of(passage, parse(passage.tokens, place, named), rank, text)


def _named_units(passage: Passage) -> frozenset[int]:
    spans = [(name.start + passage.zh.start, name.end + passage.zh.start, name) for name in passage.names]
    return frozenset(
        place
        for place, unit in enumerate(passage.tokens)
        for start, end, name in spans
        if start <= unit.span.start and unit.span.end <= end and name.person
    )


def _holders(passage: Passage, rank: int, text: str) -> Iterator[Title]:
    """Yield the holder named before the rank: 习近平总书记, 习近平同志."""
    unit = passage.tokens[rank]
    for name in passage.names:
        if name.end + passage.zh.start == unit.span.start and name.person and name.last - name.first > 1:
            span = Span(name.start + passage.zh.start, unit.span.end)
            yield Title(span.of(text), span, "title", True)


def _parts_of(passage: Passage, parts: Parts, rank: tables.Rank, text: str) -> Iterator[Title]:
    units = passage.tokens
    before = [part for part in (parts.when, parts.organisation, parts.degree) if part]
    if rank.kind == "group" and not parts.organisation:
        return
    everyday = rank.zh in tables.barred("weak")
    if everyday and not parts.organisation and not (rank.kind == "honour" and _follows_name(passage, parts)):
        return

    def title(first: int, last: int, type_: TermType, whole: bool) -> Title:
        span = Span(units[first].span.start, units[last - 1].span.end)
        return Title(span.of(text), span, type_, whole)

    def body(first: int, last: int) -> Title:
        return title(first, last, "place" if is_region(units[last - 1].text) else "organisation", False)

    end = parts.rank.stop
    start = min((part.start for part in before), default=parts.rank.start)
    yield title(start, end, "title", True)
    if parts.when:
        yield title(parts.when.stop, end, "title", True)
    if parts.organisation:
        yield body(parts.organisation.start, parts.organisation.stop)
        yield title(parts.organisation.stop, end, "title", False)
        for inner in range(parts.organisation.start + 1, parts.organisation.stop):
            if not _may_open(units[inner].text):
                continue
            yield title(inner, end, "title", False)
            yield body(inner, parts.organisation.stop)


def _may_open(word: str) -> bool:
    """Tell whether an organisation can begin with a word: 自治区 opens 自治区党委, 回族 is the middle of a name."""
    return (
        word in tables.known() or word in tables.heads() or tag(word) == "ns" or tables.longest_head(word) is not None
    )


def _follows_name(passage: Passage, parts: Parts) -> bool:
    start = passage.tokens[parts.rank.start].span.start - passage.zh.start
    return any(name.person and name.end == start for name in passage.names)


def is_region(word: str) -> bool:
    """Tell whether a word is a place or the head of one: 浙江, 省.

    >>> is_region("浙江"), is_region("省"), is_region("省委")
    (True, True, False)
    """
    entry = tables.known().get(word) or tables.heads().get(word)
    return entry is not None and entry.type == "place"
