"""Known renderings found in English text: exact but for inflection, case, hyphens, articles and apostrophes.

One pass over the text finds the renderings of any number of terms: a tree of stems is followed from every word,
so that the cost is that of the text and not of the termbase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from align.language import english
from align.language.chars import fold
from align.model import Document, Span, Term

# So many other words may stand between two words of a near rendering.
WIDEST_GAP = 1
# Skipped on both sides: "the Belt and Road" is Belt and Road, "opening-up" opening up.
SKIPPED = frozenset(["the", "a", "an", "-", "'", '"'])


class Hit(NamedTuple):
    """A rendering found in a document.

    `near` is the share of the rendering's words that were found, 1.0 for the rendering itself; `text` is what
    stands there, `rendering` the form of the term it was found by.
    """

    term: Term
    rendering: str
    span: Span
    text: str
    near: float = 1.0


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[Term, str]] = field(default_factory=list)


class Index:
    """The renderings of many terms, ready to be found.

    Building takes some seconds for 100,000 terms, searching a report some milliseconds: build it once.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root = _Node()
        self._entries: list[tuple[Term, str, tuple[str, ...]]] = []
        for term in terms:
            for rendering in term.renderings:
                self._add(term, rendering.text)

    def _add(self, term: Term, text: str) -> None:
        stems = tuple(stem for stem, _ in _stems(text))
        if not stems:
            return
        node = self._root
        for stem in stems:
            node = node.children.setdefault(stem, _Node())
        node.ends.append((term, text))
        solid = tuple(dict.fromkeys(stem for stem in stems if stem not in _LIGHT))
        if len(solid) > 1:
            self._entries.append((term, text, solid))

    def find(self, text: str) -> Iterator[Hit]:
        """Yield every place where a rendering stands, the longest at each place; hits of several terms may share it."""
        stems = _stems(text)
        for start in range(len(stems)):
            node: _Node | None = self._root
            best: tuple[int, _Node] | None = None
            for place in range(start, len(stems)):
                node = node.children.get(stems[place][0]) if node else None
                if node is None:
                    break
                if node.ends:
                    best = (place, node)
            if best:
                span = Span(stems[start][1].start, stems[best[0]][1].end)
                for term, rendering in best[1].ends:
                    yield Hit(term, rendering, span, span.of(text))

    def find_near(self, text: str, *, least: float = 0.6) -> Iterator[Hit]:
        """Yield places that share most words with a rendering of two words or more without being one.

        Economic Belt of Yangtze River is near Yangtze River Economic Belt, partner assistance is not near
        counterpart support.

        Args:
            text: The English text.
            least: The share of the rendering's solid words that must stand together.
        """
        stems = _stems(text)
        exact = [hit.span for hit in self.find(text)]
        seen: set[tuple[int, Span]] = set()
        for place, (stem, _) in enumerate(stems):
            for term, rendering, solid in self._rarest.get(stem, ()):
                hit = _near(term, rendering, solid, stems, place, text)
                if hit is None or hit.near < least or (id(term), hit.span) in seen:
                    continue
                seen.add((id(term), hit.span))
                if not any(span.start <= hit.span.start and hit.span.end <= span.end for span in exact):
                    yield hit

    @cached_property
    def _rarest(self) -> dict[str, list[tuple[Term, str, tuple[str, ...]]]]:
        """The renderings of two solid words and more, each under the word that the fewest renderings have."""
        counts = Counter(word for _, _, solid in self._entries for word in solid)
        index: dict[str, list[tuple[Term, str, tuple[str, ...]]]] = {}
        for entry in self._entries:
            index.setdefault(min(entry[2], key=lambda word: counts[word]), []).append(entry)
        return index


_LIGHT = frozenset(["of", "and", "for", "in", "on", "to", "with", "'s", ","])


def _stems(text: str) -> list[tuple[str, Span]]:
    return [
        (english.key(token.text).replace("'", ""), token.span)
        for token in english.words(text)
        if fold(token.text).lower() not in SKIPPED
    ]


def _near(
    term: Term, rendering: str, solid: Sequence[str], stems: Sequence[tuple[str, Span]], place: int, text: str
) -> Hit | None:
    """Return the window round a word that holds words of the rendering, none of them far from the next."""
    wanted = set(solid)
    first = last = place
    for step in (-1, 1):
        at, gap = place + step, 0
        while 0 <= at < len(stems) and gap <= WIDEST_GAP and abs(at - place) <= len(solid) + WIDEST_GAP:
            if stems[at][0] in wanted:
                first, last, gap = min(first, at), max(last, at), 0
            elif stems[at][0] not in _LIGHT:
                gap += 1
            at += step
    held = {stems[n][0] for n in range(first, last + 1)} & wanted
    span = Span(stems[first][1].start, stems[last][1].end)
    if any(mark in span.of(text) for mark in ".,;:!?") or len(held) < 2:
        return None
    return Hit(term, rendering, span, span.of(text), len(held) / len(wanted))


def find_renderings(document: Document, terms: Sequence[Term] | Index, *, near: bool = False) -> list[Hit]:
    """Return where renderings of known terms stand in an English document, in the order of the text.

    Args:
        document: An English document.
        terms: The terms, or an index made of them once.
        near: Find near renderings too.

    >>> from align.model import Rendering
    >>> term = Term("对外开放", "policy", (Rendering("opening up"),), 1.0, 1)
    >>> document = Document("a.txt", "en", "Opening-up is our policy.")
    >>> [hit.text for hit in find_renderings(document, [term])]
    ['Opening-up']
    """
    index = terms if isinstance(terms, Index) else Index(terms)
    hits = list(index.find(document.text))
    if near:
        hits += index.find_near(document.text)
    return sorted(hits, key=lambda hit: (hit.span, hit.term.zh))
