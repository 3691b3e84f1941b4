"""Known renderings found in English text: exact but for inflection, case, hyphens, articles and apostrophes.

One pass over the text finds the renderings of any number of terms: a tree of stems is followed from every word,
so that the cost is that of the text and not of the termbase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from align.language import english
from align.language.chars import fold
from align.model import Document, Span, Term

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
        self._by_stem: dict[str, list[tuple[Term, str, tuple[str, ...]]]] = {}
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
        for stem in set(stems):
            self._by_stem.setdefault(stem, []).append((term, text, stems))

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
        counts = {stem: len(found) for stem, found in self._by_stem.items()}
        exact = {(hit.span, id(hit.term)) for hit in self.find(text)}
        seen: set[tuple[int, Span]] = set()
        for place, (stem, _) in enumerate(stems):
            for term, rendering, wanted in self._by_stem.get(stem, ()):
                solid = [word for word in wanted if word not in _LIGHT]
                if len(solid) < 2 or min(solid, key=lambda word: counts.get(word, 0)) != stem:
                    continue
                hit = _near(term, rendering, solid, stems, place, text)
                if hit and hit.near >= least and (hit.span, id(term)) not in exact and (id(term), hit.span) not in seen:
                    seen.add((id(term), hit.span))
                    yield hit


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
    """Return the tightest window round a word that holds words of the rendering, if nothing else cuts it."""
    reach = len(solid) + 2
    window = range(max(0, place - reach), min(len(stems), place + reach + 1))
    places = [n for n in window if stems[n][0] in solid]
    first, last = min(places), max(places)
    if last - first + 1 > reach + 1:
        first, last = max(first, place - len(solid)), min(last, place + len(solid))
    held = {stems[n][0] for n in range(first, last + 1)} & set(solid)
    span = Span(stems[first][1].start, stems[last][1].end)
    if any(mark in span.of(text) for mark in ".;:!?") or len(held) < 2:
        return None
    return Hit(term, rendering, span, span.of(text), len(held) / len(set(solid)))


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
