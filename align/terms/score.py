"""How likely a terminologist would keep a candidate, and what type it is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple, TYPE_CHECKING

from align.language.chars import fold
from align.model import Rendering, TermType
from align.terms import background, tables
from align.terms.candidates import Candidate
from align.terms.spans import Hypothesis, least_covered
from align.terms.tags import NOUNS, VERBS, tag

if TYPE_CHECKING:
    from align.terms.mine import Place


class Features(NamedTuple):
    """What speaks for and against a candidate; each about 0 to 1, so that weights can be compared."""

    bias: float
    covered: float
    explained: float
    sure: float
    official: float
    specific: float
    freedom: float
    repeated: float
    agreed: float
    nested: float
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
    four: float
    ratio: float
    once_unseen: float
    edge_free: float
    least: float
    least_explained: float
    en_verbal: float
    en_adjective: float
    cohesion: float


def features(
    candidates: Sequence[Candidate],
    group: Sequence[Place],
    chosen: Sequence[Hypothesis | None],
    renderings: Sequence[Rendering],
    nested: float,
) -> Features:
    first = group[0]
    kinds = {one.kind for one in candidates}
    zh = first.candidate.zh
    found = [one for one in chosen if one]
    n = len(found) or 1
    texts = words_of(first)
    usage = background.usage(zh)
    best = renderings[0] if renderings else None
    en = best.text if best else ""
    return Features(
        bias=1.0,
        covered=sum(one.covered for one in found) / n,
        explained=sum(one.explained for one in found) / n,
        sure=sum(one.weight for one in found) / n,
        official=min(1.0, math.log1p(usage.documents) / 4),
        specific=max(-1.0, min(1.0, background.specificity(zh) / 4)) if usage.documents else 0.0,
        freedom=min(1.0, usage.freedom / 3),
        repeated=min(1.0, math.log2(len(group)) / 3),
        agreed=(best.count if best else 0) / len(group),
        nested=nested,
        words=float(len(texts) in (2, 3)),
        single=float(len(texts) == 1 and len(zh) < 3),
        weak=float(texts[-1] in tables.barred("weak")),
        capital=float(en[:1].isupper() and en[1:2].islower()),
        table=float(zh in tables.known()),
        quoted=float(bool(kinds & {"quoted", "formula", "work"})),
        name=float("name" in kinds),
        title=float(bool(kinds & {"title", "part"})),
        nominal=float(tag(texts[-1]) in NOUNS),
        longer=float(len(texts) >= 5),
        long_zh=float(len(zh) >= 7),
        place_first=float(len(texts) > 1 and is_place(texts[0])),
        verbal_first=float(tag(texts[0]) in VERBS),
        verbal_last=float(tag(texts[-1]) in VERBS or texts[-1] in tables.barred("first")),
        four=float(len(zh) == 4),
        ratio=_ratio(len(en.split()), len(texts)),
        once_unseen=float(len(group) == 1 and not usage.documents),
        edge_free=float(usage.freedom > 1.5),
        least=sum(least_covered(p.grid, p.units, c) for p, c in zip(group, chosen, strict=True) if c) / n,
        least_explained=sum(one.least_explained for one in found) / n,
        en_verbal=float(bool(_VERBAL.match(en)) and len(en.split()) > 1),
        en_adjective=float(bool(_ADJECTIVE.search(en))),
        cohesion=background.cohesion(texts),
    )


# English shapes that a noun phrase seldom has: a participle in front, an adjective or adverb at the end.
_VERBAL = re.compile(r"[a-z]+(?:ing|ed|ize|ise)\b")
_ADJECTIVE = re.compile(r"(?:[a-z]ic|ical|onal|ural|ial|ous|ful|ive|able|ible|ent|ary|ly|ed|less|-level)$")


def is_place(word: str) -> bool:
    entry = tables.known().get(word)
    return entry is not None and entry.type == "place" or tag(word) == "ns" or word in ("我国", "我省", "我市")


def _ratio(english: int, chinese: int) -> float:
    """How far the lengths are from what is usual: some 1.3 English words a Chinese word."""
    return abs(math.log((english + 0.5) / (1.3 * chinese + 0.5)))


def words_of(place: Place) -> list[str]:
    """Return the words of a candidate; a name or quotation may begin or end inside a word."""
    span = place.candidate.span
    return [token.text for token in place.passage.tokens if token.span.start < span.end and token.span.end > span.start]


def type_of(group: Sequence[Place], renderings: Sequence[Rendering]) -> TermType:
    for place in group:
        if place.candidate.type and place.candidate.kind != "name":
            return place.candidate.type
    zh = group[0].candidate.zh
    en = renderings[0].text if renderings else ""
    head = tables.longest_head(zh)
    if head and (head.always or en[:1].isupper()):
        return head.type
    if group[0].candidate.type:
        return group[0].candidate.type
    return "policy"


def confidence(found: Features, type_: TermType) -> float:
    z = (-3.0 + 2.5 * found.covered + 1.5 * found.explained + 1.5 * found.official + found.freedom
         + found.repeated - 1.5 * found.single - 0.8 * found.weak + 3 * found.table + 2.5 * found.name + 2 * found.title
         + found.quoted + 0.5 * found.nominal - 1.5 * found.longer + .5 * found.words)  # fmt: skip
    return 1 / (1 + math.exp(-z))


def reason(found: Features, kind: str) -> str:
    return kind
