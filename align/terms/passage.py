"""A sentence bead made ready for terms: its words on both sides and who renders whom.

The Chinese words are the lexicon's units, cut besides where an office, a rank or a set phrase begins or ends, so
that 省委 is a word of its own in 省委书记.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from align.language import chinese, english
from align.language.chars import fold
from align.language.tokens import named
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import units_of_each
from align.match.word_texts import two_sided
from align.model import Alignment, Span, Token
from align.recall import FEW
from align.terms import tables
from align.terms.readings import Spelling, spellings
from align.terms.tags import NOUNS, VERBS, tag

# Word classes a long compound may be joined of.
_PARTS = NOUNS | VERBS | {"a", "b", "ad"}
# Shorter words are not taken apart.
LEAST_COMPOUND = 4
# Longer entries of the tables cut no words.
LONGEST_ENTRY = 8
# Where tokens begin and where they end.
_Edges = tuple[list[int], list[int]]


@dataclass(frozen=True, eq=False)
class Passage:
    """A sentence bead with both sides in words; spans are offsets into the documents, but for those of `words`.

    `tokens` are Chinese words, `units` the pieces of them that the lexicon knows, `words` the English words, with
    their places in the English side.
    """

    alignment: int
    bead: int
    tokens: tuple[Token, ...]
    units: tuple[Token, ...]
    words: tuple[Token, ...]
    names: tuple[Spelling, ...]
    zh: Span
    en: Span

    def units_in(self, span: Span) -> range:
        """Return the places of the Chinese words that touch a span of the document."""
        return _touched(self._unit_edges, span)

    def tokens_in(self, span: Span) -> range:
        """Return the places of the tokens that touch a span of the document."""
        return _touched(self._token_edges, span)

    def words_in(self, span: Span) -> range:
        """Return the places of the English words that touch a span of the document."""
        return _touched(self._word_edges, Span(span.start - self.en.start, span.end - self.en.start))

    def tokens_of(self, span: Span) -> tuple[str, ...]:
        """Return the Chinese words that touch a span of the document."""
        return self.texts(self.tokens_in(span))

    def texts(self, places: range) -> tuple[str, ...]:
        """Return the Chinese words at some places."""
        return tuple([text for text, _ in self.tokens[places.start : places.stop]])

    @cached_property
    def _unit_edges(self) -> _Edges:
        return _edges(self.units)

    @cached_property
    def _token_edges(self) -> _Edges:
        return _edges(self.tokens)

    @cached_property
    def _word_edges(self) -> _Edges:
        return _edges(self.words)

    def beside(self, span: Span, inside: range) -> tuple[str, str]:
        """Return the tokens right before and behind a span; a full stop where white space or the end stands.

        Args:
            span: A stretch of the document.
            inside: The places of its tokens.
        """
        before = self.tokens[inside.start - 1] if inside.start else None
        after = self.tokens[inside.stop] if inside.stop < len(self.tokens) else None
        return (
            before.text if before and before.span.end == span.start else "。",
            after.text if after and after.span.start == span.end else "。",
        )


def _edges(tokens: Sequence[Token]) -> _Edges:
    return [token.span.start for token in tokens], [token.span.end for token in tokens]


def _touched(edges: _Edges, span: Span) -> range:
    starts, ends = edges
    return range(bisect_right(ends, span.start), bisect_left(starts, span.end))


def passages(alignments: Sequence[Alignment], texts: Sequence[str], lexicon: Lexicon) -> list[Passage]:
    """Make the beads of some alignments ready whose words can be linked.

    Args:
        alignments: Aligned pairs.
        texts: Their Chinese texts in simplified characters.
        lexicon: Which words it knows decides how Chinese words are cut into units.
    """
    full = [(number, place) for number, alignment in enumerate(alignments) for place in two_sided(alignment)]
    # Cut at once, which takes much less time than one after another.
    chinese.words_of_sentences([_zh_of(alignments[number], place).of(texts[number]) for number, place in full])
    beads = [_words_of(number, place, alignments[number], texts[number]) for number, place in full]
    units = units_of_each([one.tokens for one in beads], lexicon)
    found = [replace(one, units=tuple(its)) for one, its in zip(beads, units, strict=True)]
    people = {
        texts[one.alignment][one.zh.start + name.start : one.zh.start + name.end]: one.words[name.first].text
        for one in found
        for name in one.names
        if name.person
    }
    return [_with_short_names(one, one.zh.of(texts[one.alignment]), people) for one in found]


def _with_short_names(one: Passage, chars: str, people: Mapping[str, str]) -> Passage:
    """Add the people whom a sentence names by surname alone, as English does after the first mention."""
    taken = {place for name in one.names for place in range(name.first, name.last)}
    named = {chars[name.start : name.end] for name in one.names}
    found = list(one.names)
    for zh, surname in people.items():
        if zh in named or zh not in chars:
            continue
        places = [n for n, word in enumerate(one.words) if word.text == surname and n not in taken]
        starts = [match.start() for match in re.finditer(re.escape(zh), chars)]
        pairs = zip(starts, places, strict=False)
        found += [Spelling(start, start + len(zh), place, place + 1, True) for start, place in pairs]
    return replace(one, names=tuple(sorted(found))) if len(found) > len(one.names) else one


def _words_of(number: int, place: int, alignment: Alignment, text: str) -> Passage:
    """Return a bead with its words, whose units are yet to be found."""
    zh, en = _zh_of(alignment, place), alignment.target.extent(alignment.sentences[place].target)
    chars = zh.of(text)
    words = english.sentence_words(en.of(alignment.target.text))
    names = spellings(chars, words)
    people = [(name.start, name.end) for name in names if name.person]
    tokens = tuple(cut(chars, people, zh.start)) if people else tokens_at(text, zh)
    return Passage(number, place, tokens, (), words, tuple(names), zh, en)


def _zh_of(alignment: Alignment, place: int) -> Span:
    return alignment.source.extent(alignment.sentences[place].source)


def alone(text: str, zh: Span) -> Passage:
    """Return a stretch of a Chinese document in which nobody is named, before it is known what renders it."""
    return Passage(0, 0, tokens_at(text, zh), (), (), (), zh, Span(0, 0))


@lru_cache(maxsize=FEW)
def tokens_at(text: str, zh: Span) -> tuple[Token, ...]:
    """Return the words of a stretch of a Chinese document in which nobody is named; see `cut`."""
    return tuple(cut(zh.of(text), (), zh.start))


def cut(chars: str, names: Sequence[tuple[int, int]] = (), offset: int = 0) -> list[Token]:
    """Return the words of a Chinese stretch, cut where an entry of the tables begins or ends.

    Args:
        chars: The stretch.
        names: Where names stand in it; each stays a word.
        offset: Where it begins in its document.

    Long compounds are cut into the words they are made of, so that 生态环境 can be found in 生态|环境保护.

    >>> [token.text for token in cut("重庆市委副书记")], [token.text for token in cut("政治责任")]
    (['重庆', '市委', '副', '书记'], ['政治', '责任'])
    """
    edges = {0, len(chars)}
    for word, span in chinese.sentence_words(chars):
        edges.update(span)
        if len(word) >= LEAST_COMPOUND:
            edges.update([span.start + place for place in _joints(word)])
    for start, end in names:
        edges = {edge for edge in edges if not start < edge < end} | {start, end}
    for start, end in _longest(_listed(chars)):
        if any(start < name_end and name_start < end for name_start, name_end in names):
            continue
        if end in edges or (start in edges and chars[start:end] in tables.known()):
            edges = {edge for edge in edges if not start < edge < end} | {start, end}
            inner = [pair for pair in _listed(chars[start:end]) if pair != (0, end - start)]
            inner = [pair for pair in inner if chars[start + pair[0] : start + pair[1]] in tables.known()]
            edges |= {start + edge for pair in _longest(inner) for edge in pair}
    pieces = [(start, end) for start, end in pairwise(sorted(edges)) if not chars[start:end].isspace()]
    places = [(start + offset, end + offset) for start, end in pieces] if offset else pieces
    return named([chars[start:end] for start, end in pieces], places)


@lru_cache(maxsize=65536)
def _joints(word: str) -> tuple[int, ...]:
    """Return where a compound is joined of words of the dictionary."""
    if len(word) < LEAST_COMPOUND or word in tables.known():
        return ()
    for place in sorted(range(2, len(word) - 1), key=lambda at: abs(2 * at - len(word))):
        if tag(word[:place]) in _PARTS and tag(word[place:]) in _PARTS:
            return (*_joints(word[:place]), place, *(place + joint for joint in _joints(word[place:])))
    return ()


def _listed(chars: str) -> list[tuple[int, int]]:
    """Return where entries of the tables stand."""
    return [
        (start, start + size)
        for start in range(len(chars) - 1)
        for size in _sizes().get(chars[start : start + 2], ())
        if start + size <= len(chars) and _is_listed(chars[start : start + size])
    ]


def _is_listed(chars: str) -> bool:
    return chars in tables.known() or chars in tables.ranks()


@cache
def _sizes() -> Mapping[str, Sequence[int]]:
    """Return of the first two characters of the entries of the tables how long these are, shortest first."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for zh in (*tables.known(), *tables.ranks()):
        sizes[zh[:2]].add(len(zh))
    return {begin: sorted(size for size in found if 2 <= size <= LONGEST_ENTRY) for begin, found in sizes.items()}


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end))
    return kept


@lru_cache(maxsize=65536)
def is_light(word: str) -> bool:
    """Tell whether an English word is no evidence: articles, prepositions, punctuation."""
    lower = fold(word).lower()
    return lower in tables.english("light") or not any(char.isalnum() for char in lower)
