"""How likely a terminologist would keep a candidate, and what type it is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from align.language.chars import fold
from align.model import Rendering, TermType
from align.terms import background, tables
from align.terms.context import context
from align.terms.spans import Hypothesis, explained, least_covered, shares_of
from align.terms.tags import MODIFIERS, NOUNS, VERBS, tag

if TYPE_CHECKING:
    from align.terms.renderings import Place


class Features(NamedTuple):
    """What speaks for and against a candidate; each about 0 to 1, so that weights can be compared."""

    bias: float
    covered: float
    explained: float
    sure: float
    official: float
    freedom: float
    repeated: float
    words: float
    single: float
    weak: float
    capital: float
    table: float
    quoted: float
    name: float
    title: float
    nominal: float
    longer: float
    long_zh: float
    place_first: float
    verbal_first: float
    verbal_last: float
    ratio: float
    once_unseen: float
    least: float
    least_explained: float
    en_verbal: float
    en_adjective: float
    cohesion: float
    headed: float
    char_first: float
    cut_name: float
    en_clause: float
    proper: float
    bounded_right: float
    adjective_alone: float
    adjectival: float
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
    adjective_first: float
    char_adjective: float
    verbal_noun_first: float
    chance: float
    head_busy: float
    first_busy: float
    common: float
    counted: float
    action_free: float
    of_the: float
    judging_weak: float
    dictionary: float
    name_tail: float
    place_free: float
    title_short: float


def features(
    group: Sequence[Place],
    chosen: Sequence[Hypothesis | None],
    renderings: Sequence[Rendering],
    expected: float,
) -> Features:
    """Return the features of a candidate.

    Args:
        group: Its occurrences.
        chosen: The rendering of each, None where it is not rendered.
        renderings: The renderings, the commonest first.
        expected: The share of the renderings that the tables expect.
    """
    first = group[0]
    kinds = {place.candidate.kind for place in group}
    zh = first.candidate.zh
    rendered = [(place, one) for place, one in zip(group, chosen, strict=True) if one]
    found = [one for _, one in rendered]
    shares = [explained(place.grid, place.units, one) for place, one in rendered]
    parts = [shares_of(place.grid, place.units, one) for place, one in rendered]
    n = len(found) or 1
    texts = first.words
    several = len(texts) > 1
    tags = tag(texts[0]), tag(texts[-1])
    usage = background.usage(zh)
    bounds = [bounds_of(place) for place in group]
    cut = sum([cuts_name(place, one) for place, one in rendered]) / n
    best = renderings[0] if renderings else None
    en = best.text if best else ""
    headed, adjective = is_headed(zh, en), is_adjectival(en)
    proper = headed and is_proper(en) and cut < 0.5
    least = sum([least_covered(part, elidable(place)) for part, (place, _) in zip(parts, rendered, strict=True)]) / n
    title = bool(kinds & {"title", "part"}) and first.candidate.type == "title"
    return Features(
        bias=1.0,
        covered=sum([one.covered for one in found]) / n,
        explained=sum([mean for mean, _ in shares]) / n,
        sure=sum([one.weight for one in found]) / n,
        official=min(1.0, math.log1p(usage.documents) / 4),
        freedom=min(1.0, usage.freedom / 3),
        repeated=min(1.0, math.log2(len(group)) / 3),
        words=float(len(texts) in (2, 3)),
        single=float(len(texts) == 1 and len(zh) < 3),
        weak=float(texts[-1] in tables.barred("weak")),
        capital=float(en[:1].isupper() and en[1:2].islower()),
        table=expected,
        quoted=float(bool(kinds & {"quoted", "formula", "work"})),
        name=float("name" in kinds and (cut < 0.5 or first.candidate.type == "person")),
        title=float(title),
        nominal=float(tags[1] in NOUNS),
        longer=float(len(texts) >= 5 and not proper),
        long_zh=float(len(zh) >= 7),
        place_first=float(len(texts) > 1 and is_place(texts[0])),
        verbal_first=float(tags[0] in VERBS),
        verbal_last=float(is_verbal(texts[-1]) and tags[0] not in NOUNS),
        ratio=_ratio(len(_solid(en)), len(texts)),
        once_unseen=float(len(group) == 1 and not usage.documents and not proper),
        least=least,
        least_explained=sum([least for _, least in shares]) / n,
        en_verbal=float(bool(_VERBAL.match(en)) and len(en.split()) > 1),
        en_adjective=float(adjective),
        cohesion=background.cohesion(texts),
        headed=float(headed),
        char_first=float(len(texts) > 1 and len(texts[0]) == 1 and tags[0] not in ("a", "b", "d", "f")),
        en_clause=float(bool(_CLAUSE.search(en))),
        cut_name=cut,
        bounded_right=sum([edges[1] for edges in bounds]) / len(bounds),
        adjective_alone=float(adjective and len(texts) == 1),
        adjectival=float(tags[1] in ("a", "ad", "b", "z", "d", "m", "q", "f", "t")),
        glued=sum([is_glued(place) for place in group]) / len(group),
        proper=float(proper),
        **context(rendered, [edges[0] and edges[1] for edges in bounds])._asdict(),
        first_share=sum([one[0] for one in parts]) / n,
        last_share=sum([one[-1] for one in parts]) / n,
        one_word=float(several and len(_solid(en)) == 1),
        deictic=float(bool(_DEICTIC.search(en))),
        possessive=float("'s " in fold(en)),
        comma=float("," in en),
        joined=float(" and " in en),
        two_parts=sum([one.more is not None for one in found]) / n,
        adjective_first=float(several and tags[0] in MODIFIERS),
        char_adjective=float(several and len(texts[0]) == 1 and tags[0] in MODIFIERS),
        verbal_noun_first=float(several and tags[0] == "vn"),
        chance=background.chance(texts) if several and not usage.documents else 0.0,
        head_busy=math.log1p(background.usage(texts[-1]).frequency) / 8 if several else 0.0,
        first_busy=math.log1p(background.usage(texts[0]).frequency) / 8 if several else 0.0,
        common=math.log1p(usage.general) / 8,
        counted=float(any(tag(text) in ("m", "mq", "q") for text in texts[:2])),
        action_free=float(several and tags[1] == "vn" and usage.documents < 5),
        of_the=float(" of the " in en and not en[:1].isupper()),
        judging_weak=float(texts[0] in tables.barred("judging") and texts[-1] in tables.barred("weak")),
        dictionary=float(len(zh) > 2 and tag(zh) != "x"),
        place_free=float(kinds == {"phrase"} and several and _is_listed_place(texts[0]) and not headed),
        title_short=float(title and several and (least < 0.3 or len(_solid(en)) == 1)),
        name_tail=float(several and not title and bool(_OF_NAME.search(en))),
    )


# A free noun and the name it belongs to: the people of Chongqing.
_OF_NAME = re.compile(r"^[a-z]+ (?:of|for|in|to) (?:the )?[A-Z][a-z]")
# Words that point at what was named before.
_DEICTIC = re.compile(r"\b(?:such|other|these|those|this|our|their|its|his|we|it|them|some|any|all|more|each)\b")


# English shapes that a noun phrase seldom has: a participle in front, an adjective or adverb at the end.
_VERBAL = re.compile(r"[a-z]+(?:ing|ed|ize|ise|ly)\b")
_CLAUSE = re.compile(
    r"^[a-z]+ (?:the|our|their|its|a|an)\b|^[a-z]+ed (?:with|to|by|on|in|at|for|about)\b|^[^,]+, and [^,]+$"
    r"|\b(?:to|is|are|was|were|be|been|has|have|had|will|by|that|which|who|as|out|must|should|can)\b"
)
_ADJECTIVE = re.compile(
    r"(?:al|ic|ive|ous|ful|able|ible|(?<!m)ent|ary|less|ed|ly|level|standard|wide|verse|accurate)$", re.IGNORECASE
)


def is_headed(zh: str, en: str) -> bool:
    """Tell whether a phrase ends in the head of a body, a place or a plan, and its rendering looks like a name."""
    head = tables.longest_head(zh)
    return head is not None and (head.always or en[:1].isupper())


def _is_listed_place(word: str) -> bool:
    entry = tables.known().get(word)
    return entry is not None and entry.type == "place" and word != "中国"


def is_proper(en: str) -> bool:
    """Tell whether every word of a rendering but the small ones begins with a capital.

    >>> is_proper("Zhejiang-Fuling Friendship School"), is_proper("Zhejiang delegation")
    (True, False)
    """
    words = _solid(en)
    return len(words) > 1 and all(word[:1].isupper() or word[:1].isdigit() for word in words)


def bounds_of(place: Place) -> tuple[bool, bool, bool]:
    """Tell whether the phrase begins and ends where its context lets it, and whether it stands in a list (、).

    It may begin after punctuation, a function word or a verb that takes it as its object, and end before any of
    these; between two nouns it is probably a fragment.
    """
    left, right = place.before, place.after
    return _bounds(left) or left in tables.barred("last"), _bounds(right), "、" in (left, right)


def is_glued(place: Place) -> bool:
    """Tell whether a phrase belongs to what stands right before it.

    That is so when a single character stands there that is no word of its own (新 before 材料项目), and when the
    phrase begins with the head of a name (街道 after 马鞍).
    """
    before = place.before
    if place.words[0] in tables.heads() and place.candidate.kind == "phrase" and not _bounds(before):
        return True
    return (
        len(before) == 1
        and is_worded(before)
        and before not in tables.barred("any")
        and tag(before) not in ("p", "c", "v", "d", "uj", "ul", "u", "r", "y")
        and place.candidate.kind == "phrase"
    )


@lru_cache(maxsize=65536)
def _bounds(word: str) -> bool:
    return not is_worded(word) or word in tables.barred("any") or word in tables.barred("first")


def is_worded(word: str) -> bool:
    """Tell whether a word has letters or Han characters, as punctuation has not."""
    return any(char.isalnum() for char in word)


def _solid(en: str) -> list[str]:
    return [word for word in en.split() if word.lower() not in tables.english("light")]


def cuts_name(place: Place, one: Hypothesis) -> bool:
    """Tell whether a capitalised rendering is a part of a longer capitalised name."""
    if place.candidate.kind in ("title", "part", "listed"):
        return False
    words, capital = place.passage.words, place.grid.capital
    near = (one.first - 1, one.last)
    return capital[one.first] and any(
        0 < n < len(words) and capital[n] and words[n].text not in place_heads() for n in near
    )


@cache
def place_heads() -> frozenset[str]:
    """Return the English words that follow the name of a place: Fuling District is still Fuling."""
    return frozenset(form for head in tables.heads().values() if head.type == "place" for form in head.renderings)


def is_verbal(word: str) -> bool:
    """Tell whether a Chinese word is a verb that has not become a noun."""
    return tag(word) in VERBS or word in tables.barred("first")


def elidable(place: Place) -> list[bool]:
    """Tell which Chinese words English may leave unsaid: the 省 of 浙江省, the 工作 of 对口支援工作."""
    units = place.passage.units[place.units.start : place.units.stop]
    last = len(units) - 1
    return [
        len(unit.text) == 1 or (place == last and unit.text in tables.barred("weak"))
        for place, unit in enumerate(units)
    ]


def is_adjectival(en: str) -> bool:
    """Tell whether a rendering ends in an adjective or adverb, as one that breaks off does.

    >>> is_adjectival("multilateral"), is_adjectival("development"), is_adjectival("public hospital")
    (True, False, False)
    """
    return _is_adjective(en.rpartition(" ")[2].lower())


@lru_cache(maxsize=65536)
def _is_adjective(last: str) -> bool:
    if re.fullmatch(r"\d+(?:st|nd|rd|th)", last):
        return True
    return bool(_ADJECTIVE.search(last)) and last not in tables.english("noun")


def is_place(word: str) -> bool:
    """Tell whether a word names a place."""
    entry = tables.known().get(word)
    return (entry is not None and entry.type == "place") or tag(word) == "ns" or word in ("我国", "我省", "我市")


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
    return {name: table.get(name, 0.0) for name in Features._fields}


def confidence(found: Features) -> float:
    """Return the probability that a terminologist would keep the candidate: a logistic model of its features."""
    z = sum(map(mul, weights().values(), found))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
