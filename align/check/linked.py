"""Word links of the passages of an alignment, and what they say of each word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from align.check.rule import Passage
from align.lexicon.file import load
from align.match.words import links
from align.model import Alignment, Link, Span


def links_of(alignment: Alignment, group: Iterable[Passage]) -> Mapping[int, Sequence[Link]]:
    """Return the links inside some passages of an alignment, by the number of their bead, in order of the Chinese.

    They are those that the alignment holds, and are made where it holds none.
    """
    found, starts, ends = _links_with_edges(alignment)
    return {
        passage.index: found[bisect_right(ends, passage.zh.start) : bisect_left(starts, passage.zh.end)]
        for passage in group
    }


@lru_cache(maxsize=256)
def _links_with_edges(alignment: Alignment) -> tuple[Sequence[Link], list[int], list[int]]:
    """Return the links of an alignment, and where the Chinese of each begins and ends."""
    found = alignment.links or links(alignment, load())
    sources = [link.source for link in found]
    return found, [start for start, _ in sources], [end for _, end in sources]


def links_at(zh: Span, found: Sequence[Link]) -> Sequence[Link]:
    """Return the links whose source touches a stretch of Chinese; they are in its order, and their sources words."""
    first = bisect_right(found, zh.start, key=lambda link: link.source.end)
    last = bisect_left(found, zh.end, key=lambda link: link.source.start)
    return found[first:last]


def best_links(spans: Sequence[Span], near: Sequence[Link]) -> list[float]:
    """Return for each span the likelihood of the best link whose source touches it; 0 where there is none.

    Spans and links are in order, and the sources of links are words: the same or apart.
    """
    best, first = [], 0
    for start, end in spans:
        while first < len(near) and near[first].source.end <= start:
            first += 1
        score, at = 0.0, first
        while at < len(near) and near[at].source.start < end:
            score = max(score, near[at].score)
            at += 1
        best.append(score)
    return best


def turned(near: Iterable[Link]) -> list[Link]:
    """Return links as the other side sees them, in its order."""
    return sorted(Link(link.target, link.source, link.score) for link in near)
