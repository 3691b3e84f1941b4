"""How likely a terminologist would keep a candidate, and what type it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from align.model import Rendering, TermType
from align.terms import background, tables
from align.terms.context import begins_with_verb, is_commanded, is_cut
from align.terms.looks import looks
from align.terms.makeup import Makeup, is_listed_place, makeup
from align.terms.spans import Hypothesis, explained, shares_of
from align.terms.tags import tag

if TYPE_CHECKING:
    from align.terms.renderings import Place


class Features(NamedTuple):
    """What speaks for and against a candidate; each about 0 to 1, so that weights can be compared.

    `own` are the features that its Chinese shows by itself.
    """

    own: Makeup
    bias: float
    covered: float
    explained: float
    sure: float
    repeated: float
    capital: float
    table: float
    quoted: float
    name: float
    title: float
    longer: float
    ratio: float
    once_unseen: float
    least: float
    least_explained: float
    en_verbal: float
    en_adjective: float
    headed: float
    cut_name: float
    en_clause: float
    proper: float
    bounded_right: float
    adjective_alone: float
    glued: float
    alone: float
    cut_right: float
    commanded: float
    verb_object: float
    first_share: float
    last_share: float
    one_word: float
    deictic: float
    possessive: float
    comma: float
    joined: float
    two_parts: float
    of_the: float
    name_tail: float
    place_free: float
    title_short: float

    def values(self) -> tuple[float, ...]:
        """Return the value of each of `FEATURES`."""
        return (*self.own, *self[1:])


FEATURES = (*Makeup._fields, *Features._fields[1:])  # of the features, in their order


def features(
    group: Sequence[Place],
    chosen: Sequence[Hypothesis | None],
    en: str,
    expected: float,
) -> Features:
    """Return the features of a candidate.

    Args:
        group: Its occurrences.
        chosen: The rendering of each, None where it is not rendered.
        en: The commonest rendering.
        expected: The share of the renderings that the tables expect.
    """
    first = group[0]
    kinds = {place.candidate.kind for place in group}
    zh = first.candidate.zh
    rendered = [_rendered(place, one) for place, one in zip(group, chosen, strict=True) if one]
    shown = _Rendered(*[sum(column) / len(rendered) for column in zip(*rendered, strict=True)])
    several = len(first.words) > 1
    bounds = [bounds_of(place) for place in group]
    look = looks(en)
    headed = is_headed(zh, en)
    proper = headed and look.proper and shown.cut_name < 0.5
    title = bool(kinds & {"title", "part"}) and first.candidate.type == "title"
    return Features(
        own=makeup(zh, first.words),
        bias=1.0,
        covered=shown.covered,
        explained=shown.explained,
        sure=shown.sure,
        repeated=min(1.0, math.log2(len(group)) / 3),
        capital=look.capital,
        table=expected,
        quoted=float(bool(kinds & {"quoted", "formula", "work"})),
        name=float("name" in kinds and (shown.cut_name < 0.5 or first.candidate.type == "person")),
        title=float(title),
        longer=float(len(first.words) >= 5 and not proper),
        ratio=_ratio(look.solid, len(first.words)),
        once_unseen=float(len(group) == 1 and not background.usage(zh).documents and not proper),
        least=shown.least,
        least_explained=shown.least_explained,
        en_verbal=look.verbal,
        en_adjective=look.adjective,
        headed=float(headed),
        en_clause=look.clause,
        cut_name=shown.cut_name,
        bounded_right=sum([right for _, right in bounds]) / len(bounds),
        adjective_alone=look.adjective * (not several),
        glued=sum([is_glued(place) for place in group]) / len(group),
        proper=float(proper),
        alone=sum([left and right for left, right in bounds]) / len(bounds),
        cut_right=shown.cut_right,
        commanded=shown.commanded,
        verb_object=shown.verb_object,
        first_share=shown.first_share,
        last_share=shown.last_share,
        one_word=float(several and look.solid == 1),
        deictic=look.deictic,
        possessive=look.possessive,
        comma=look.comma,
        joined=look.joined,
        two_parts=shown.two_parts,
        of_the=look.of_the,
        place_free=float(kinds == {"phrase"} and several and is_listed_place(first.words[0]) and not headed),
        title_short=float(title and several and (shown.least < 0.3 or look.solid == 1)),
        name_tail=float(several and not title and look.of_name),
    )


class _Rendered(NamedTuple):
    """What a rendered occurrence shows, or the mean of several; the features of these names say more.

    `cut_right`: a word that may be the head noun of the rendering follows at once. `commanded`: the rendering follows
    to, will and the like. `verb_object`: its order shows the phrase to be a verb and its object.
    """

    covered: float = 0.0
    explained: float = 0.0
    sure: float = 0.0
    least: float = 0.0
    least_explained: float = 0.0
    cut_name: float = 0.0
    cut_right: float = 0.0
    commanded: float = 0.0
    verb_object: float = 0.0
    first_share: float = 0.0
    last_share: float = 0.0
    two_parts: float = 0.0


def _rendered(place: Place, one: Hypothesis) -> _Rendered:
    mean, least = explained(place.grid, place.units, one)
    shares = shares_of(place.grid, place.units, one)
    return _Rendered(
        one.covered,
        mean,
        one.weight,
        _least_covered(place, shares),
        least,
        cuts_name(place, one),
        is_cut(place, one),
        is_commanded(place, one),
        begins_with_verb(place, one),
        shares[0],
        shares[-1],
        one.more is not None,
    )


def is_headed(zh: str, en: str) -> bool:
    """Tell whether a phrase ends in the head of a body, a place or a plan, and its rendering looks like a name."""
    head = tables.longest_head(zh)
    return head is not None and (head.always or en[:1].isupper())


def bounds_of(place: Place) -> tuple[bool, bool]:
    """Tell whether the phrase begins and ends where its context lets it.

    It may begin after punctuation, a function word or a verb that takes it as its object, and end before any of
    these; between two nouns it is probably a fragment.
    """
    return _bounds(place.before) or place.before in tables.barred("last"), _bounds(place.after)


def is_glued(place: Place) -> bool:
    """Tell whether a phrase belongs to what stands right before it.

    That is so when a single character stands there that is no word of its own (新 before 材料项目), and when the
    phrase begins with the head of a name (街道 after 马鞍).
    """
    if place.candidate.kind != "phrase":
        return False
    return _is_piece(place.before) or (place.words[0] in tables.heads() and not _bounds(place.before))


@lru_cache(maxsize=65536)
def _is_piece(word: str) -> bool:
    """Tell whether a word is a single character that is no word of its own."""
    return (
        len(word) == 1
        and is_worded(word)
        and word not in tables.barred("any")
        and tag(word) not in ("p", "c", "v", "d", "uj", "ul", "u", "r", "y")
    )


@lru_cache(maxsize=65536)
def _bounds(word: str) -> bool:
    return not is_worded(word) or word in tables.barred("any") or word in tables.barred("first")


def is_worded(word: str) -> bool:
    """Tell whether a word has letters or Han characters, as punctuation has not."""
    return any(char.isalnum() for char in word)


def cuts_name(place: Place, one: Hypothesis) -> bool:
    """Tell whether a capitalised rendering is a part of a longer capitalised name."""
    if place.candidate.kind in ("title", "part", "listed"):
        return False
    words, capital = place.passage.words, place.grid.capital
    return capital[one.first] and any(
        0 < n < len(words) and capital[n] and words[n].text not in place_heads() for n in (one.first - 1, one.last)
    )


@cache
def place_heads() -> frozenset[str]:
    """Return the English words that follow the name of a place: Fuling District is still Fuling."""
    return frozenset(form for head in tables.heads().values() if head.type == "place" for form in head.renderings)


def _least_covered(place: Place, shares: Sequence[float]) -> float:
    """Return the smallest share of a Chinese word's rendering that lies inside the rendering of a phrase.

    It is that of the words that English may not leave unsaid, as it may the 省 of 浙江省 and the 工作 of 对口支援工作.
    """
    units = place.passage.units[place.units.start : place.units.stop]
    kept = [share for share, (text, _) in zip(shares, units, strict=True) if len(text) > 1]
    if len(units[-1].text) > 1 and units[-1].text in tables.barred("weak"):
        kept.pop()
    return min(kept) if kept else max(shares)


def _ratio(english: int, chinese: int) -> float:
    """How far the lengths are from what is usual: some 1.2 solid English words a Chinese word."""
    return abs(math.log((english + 0.5) / (1.2 * chinese + 0.5)))


def type_of(group: Sequence[Place], renderings: Sequence[Rendering]) -> TermType:
    """Return the type: what the grammar or a table says, else what the head of the phrase says, else policy."""
    for place in group:
        if place.candidate.type and place.candidate.kind != "name":
            return place.candidate.type
    zh = group[0].candidate.zh
    en = renderings[0].text if renderings else ""
    head = tables.longest_head(zh) or tables.heads().get(zh)
    if head and (head.always or (en[:1].isupper() and head.zh != zh)):
        return head.type
    if group[0].candidate.type:
        return group[0].candidate.type
    return "policy"


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of each feature, fitted by scripts/fit_terms.py."""
    table = {row["feature"]: float(row["weight"]) for row in tables.rows("weights.tsv")}
    return {name: table.get(name, 0.0) for name in FEATURES}


def confidence(found: Features) -> float:
    """Return the probability that a terminologist would keep the candidate: a logistic model of its features."""
    z = sum(map(mul, weights().values(), found.values()))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
