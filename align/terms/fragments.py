"""Which candidates are pieces of others, and by which they are replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from align.model import Span, Term
from align.terms import background, tables
from align.terms.passage import cut
from align.terms.score import Features
from align.terms.tags import tag

# A candidate must be at least this sure to make fragments of others that cross its edges, and by this much surer than
# they are; by more when its edges fit their context worse.
LEAST_WHOLE, MARGIN, WIDE_MARGIN = 0.3, 0.08, 0.13
# A candidate must be at least this sure to take the place of what stands only inside it.
LEAST_HOLDER = 0.5
# In so many official documents a phrase is one that stands by itself, if its edges are this free (bits).
KNOWN_DOCUMENTS, KNOWN_FREEDOM = 3, 1.0
# The least share of the least rendered word of an office inside a longer one, for an entry of its own.
LEAST_RENDERED = 0.4


class Mined(NamedTuple):
    """A candidate that was judged.

    `kind` says how it was found, `features` by what it was judged, `places` where it stands: its span, its
    document and its bead.
    """

    term: Term
    features: Features
    kind: str
    places: tuple[tuple[Span, tuple[int, int]], ...]


_Places = Mapping[tuple[int, int], Sequence[tuple[Span, Mined]]]


def matters(kind: str, confidence: float, least: float) -> bool:
    """Tell whether a candidate is at least so sure, or may make a fragment of one that is."""
    return confidence >= min(least, LEAST_WHOLE) or kind == "listed"


def without_fragments(found: Sequence[Mined]) -> list[Mined]:
    """Drop the candidates that are pieces of others."""
    dropped = fragments(found)
    return [one for one in found if one.term.zh not in dropped]


def fragments(found: Sequence[Mined]) -> dict[str, str]:
    """Return the candidates that are pieces of others, each with one that it is a piece of.

    A candidate falls when wherever it stands a surer one crosses its edge (技术应用 where 信息技术 stands), when
    its capitalised rendering is a part of the rendering of a longer name (重庆礼嘉 in the name of a park), or when it
    stands only inside longer ones and is nothing by itself (联席会议 is, 回族自治区党委 is not). A surer name with a
    free noun behind it falls as well: the environment of a community. So does what holds more than a set phrase
    and is rendered by no more.
    """
    dropped = _crossed(found) | _tailed(found) | _padded(found)
    kept = [one for one in found if one.term.zh not in dropped]
    holders = _by_place([one for one in kept if one.term.confidence >= LEAST_HOLDER])
    for one in kept:
        inside = [_holders(span, holders.get(place, ())) for span, place in one.places]
        if one.term.status == "candidate" and all(inside):
            around = {other.term.zh: other for others in inside for other in others}
            if not _stands_by_itself(one, list(around.values())):
                dropped[one.term.zh] = max(around, key=len)
    return dropped


def _tailed(found: Sequence[Mined]) -> dict[str, str]:
    names = {one.term.zh: one.term.confidence for one in found if one.features.proper and one.features.headed}
    dropped = {}
    for one in found:
        zh = one.term.zh
        for place in range(2, len(zh)) if one.kind == "phrase" and not one.features.proper else ():
            surer = names.get(zh[:place], 0.0) > one.term.confidence
            if surer and zh[place:] in tables.barred("weak") and not background.usage(zh).documents:
                dropped[zh] = zh[:place]
    return dropped


def _padded(found: Sequence[Mined]) -> dict[str, str]:
    """Return the phrases that hold a set phrase and something that their English does not say: 国务院决策部署."""
    listed = {one.term.en: one.term.zh for one in found if _is_set(one)}
    return {
        one.term.zh: listed[one.term.en]
        for one in found
        if one.kind == "phrase" and one.term.en in listed and listed[one.term.en] in one.term.zh
    }


def _is_set(one: Mined) -> bool:
    """Tell whether a candidate is a set phrase with a rendering that the tables expect."""
    return one.kind == "listed" and one.features.table >= 0.5 and one.term.type != "place"


def _by_place(found: Sequence[Mined]) -> dict[tuple[int, int], list[tuple[Span, Mined]]]:
    by_place: dict[tuple[int, int], list[tuple[Span, Mined]]] = defaultdict(list)
    for one in found:
        for span, place in one.places:
            by_place[place].append((span, one))
    return by_place


def _holders(span: Span, others: Sequence[tuple[Span, Mined]]) -> list[Mined]:
    return [other for at, other in others if _lies_inside(span, at)]


def _lies_inside(inner: Span, outer: Span) -> bool:
    return outer.holds(inner) and inner != outer


def _stands_by_itself(one: Mined, around: Sequence[Mined]) -> bool:
    """Tell whether a candidate that stands only inside longer ones is an entry all the same."""
    zh = one.term.zh
    if one.kind in ("known", "work", "quoted", "formula") or one.term.type == "person":
        return True
    if one.term.type != "title" and any(one.term.en == other.term.en for other in around):
        return False
    if zh in tables.known():
        return one.term.type != "place" or not all(other.kind == "listed" for other in around)
    if one.kind in ("title", "part"):
        return zh in tables.ranks() or (zh not in tables.heads() and one.features.least >= LEAST_RENDERED)
    if one.features.proper and one.features.headed and one.kind == "phrase":
        return _is_one_name(zh)
    if one.kind == "name":
        return False
    usage = background.usage(zh)
    if usage.documents >= KNOWN_DOCUMENTS and usage.freedom >= KNOWN_FREEDOM:
        return True
    if any(_adds_a_place(other.term.zh, zh) for other in around):
        return True
    # A piece of several longer terms is a part they are made of (Frantzi et al. 2000 count them in the C-value).
    widest = [one for one in around if not any(one.term.zh in other.term.zh for other in around if other != one)]
    return len(widest) > 1


def _adds_a_place(longer: str, zh: str) -> bool:
    """Tell whether a longer phrase is this one with places before it: 渝浙|全面合作."""
    rest = longer.removesuffix(zh)
    entry = tables.known().get(rest)
    return all(char in tables.short_places() for char in rest) or (entry is not None and entry.type == "place")


def _is_one_name(zh: str) -> bool:
    """Tell whether a phrase is a name and its head, and not a chain of them: 西夏区, but not 西夏区文昌路."""
    first = cut(zh)[0].text
    head = tables.longest_head(zh)
    stem = zh.removesuffix(head.zh) if head else zh
    chain = any(tables.longest_head(stem[:place]) for place in range(2, len(stem)))
    return tag(first) in ("ns", "x", "nr", "nz", "zg", "nrt") and first not in tables.heads() and not chain


def _crossed(found: Sequence[Mined]) -> dict[str, str]:
    names = _by_place([one for one in found if one.features.proper and one.term.confidence >= LEAST_WHOLE])
    by_place: dict[tuple[int, int], list[tuple[Span, Mined]]] = defaultdict(list)
    dropped: dict[str, str] = {}
    # The surest first, so that what has fallen makes no fragments of others.
    for one in sorted(found, key=lambda one: -one.term.confidence):
        wholes = [_whole_of(one, span, [*names.get(place, ()), *by_place[place]]) for span, place in one.places]
        if one.term.status == "candidate" and wholes and all(wholes):
            dropped[one.term.zh] = next(whole for whole in wholes if whole)
        elif one.term.confidence >= LEAST_WHOLE:
            for span, place in one.places:
                by_place[place].append((span, one))
    return dropped


def _whole_of(one: Mined, span: Span, surer: Sequence[tuple[Span, Mined]]) -> str | None:
    """Return the candidate of which this one is a fragment at a place, of those that are sure enough."""
    for at, other in surer:
        if not at.overlaps(span) or span.holds(at):
            continue
        if _swallows(other, one) if _lies_inside(span, at) else _crosses(other, one):
            return other.term.zh
    return None


def _swallows(other: Mined, one: Mined) -> bool:
    return other.features.proper > 0 and (
        (one.kind == "phrase" and not one.features.headed) or one.features.cut_name >= 0.5
    )


def _crosses(other: Mined, one: Mined) -> bool:
    edges = [each.features.alone for each in (other, one)]
    margin = MARGIN if edges[0] >= edges[1] else WIDE_MARGIN
    return one.kind == "phrase" and other.term.confidence > one.term.confidence + margin
