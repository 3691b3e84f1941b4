"""Word links of some passages, made with care: weak ones too, which say what a word may stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from align.check.rule import Passage
from align.lexicon.file import load
from align.match.words import WEAK, links
from align.model import Alignment, Link, Span


def links_of(alignment: Alignment, group: Iterable[Passage]) -> Mapping[int, Sequence[Link]]:
    """Return the links inside some passages of an alignment, by the number of their bead, in order of the Chinese."""
    chosen = {passage.index: passage for passage in group}
    found = sorted(links(alignment, load(), threshold=WEAK), key=lambda one: one.source.start)
    starts = [link.source.start for link in found]
    return {
        index: found[bisect_left(starts, passage.zh.start) : bisect_left(starts, passage.zh.end)]
        for index, passage in chosen.items()
    }


def best_links(spans: Sequence[Span], near: Sequence[Link]) -> list[float]:
    """Return for each span the likelihood of the best link whose source touches it; 0 where there is none."""
    return [max((link.score for link in near if link.source.overlaps(span)), default=0.0) for span in spans]


def turned(near: Iterable[Link]) -> list[Link]:
    """Return links as the other side sees them, in its order."""
    return sorted(Link(link.target, link.source, link.score) for link in near)
