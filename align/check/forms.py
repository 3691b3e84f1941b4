"""English forms of a term: when two are the same, when one is short for the other, where they stand in a text.

Articles, hyphens, inflection and the shape of apostrophes never make a difference; capitals make one only behind
the first word. A figure and its word (19th, Nineteenth) are found as one but told apart as two styles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import combinations
from typing import NamedTuple

from align.language import english
from align.language.chars import fold
from align.language.numerals_en import ordinal
from align.language.tokens import as_span
from align.model import Document, Span

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# A name does not run over the end of a sentence or out of a bracket.
_BREAK = re.compile(r"[.!?;:()\[\]]\s|\n\s*\n")
_ARTICLES = frozenset(("a", "an", "the"))
# Words that join the parts of a name and carry none of it.
JOINTS = frozenset(("of", "and", "for", "on", "in", "between", "to", "by", "with", "&"))
# Words that may be said or left out without making another name.
_LIGHT = JOINTS | {"provincial", "municipal", "national", "people", "china", "chinese", "work"}
# Two words for one thing, inside the names of bodies; keys are stems.
_SAME = {"cpc": "parti", "communist": "parti"}

# Fewer words than these, turned round, are not the name any more: support of a counterpart.
_LEAST_NEAR = 3

Key = tuple[str, ...]


class Word(NamedTuple):
    """A word of a text: its key for look-up, as written, and where it stands."""

    key: str
    text: str
    span: Span


# What the constructor does, without a Python call for each of many thousand words.
_word = partial(tuple.__new__, Word)


class Form(NamedTuple):
    """A place where a term stands in English: which term, as written, and the span."""

    zh: str
    text: str
    span: Span


@lru_cache(maxsize=65536)
def _key(plain: str) -> tuple[str, int]:
    """Return the key of a folded word, nothing for an article, and how long the word is without a possessive 's."""
    length = len(plain.removesuffix("'s"))
    if plain.lower() in _ARTICLES:
        return "", length
    lower = plain.lower().removesuffix("'s").replace("'", "")
    if lower[:1].isdigit() or lower.endswith(("th", "st", "nd", "rd", "ieth")):
        value = ordinal(plain)
        if value is not None:
            return f"#{value}", length
    return english.key(lower), length


def words(text: str) -> list[Word]:
    """Return the words of an English text without its articles.

    >>> [word.key for word in words("the Nineteenth National Congress of Min’er's")]
    ['#19', 'nation', 'congress', 'of', 'miner']
    """
    found = []
    for match in _WORD.finditer(fold(text)):
        key, length = _key(match.group())
        if key:
            start = match.start()
            end = start + length
            found.append(_word((key, text[start:end], as_span((start, end)))))
    return found


@lru_cache(maxsize=65536)
def key(form: str) -> Key:
    """Return what two forms share that are the same but for articles, hyphens, inflection, case and numerals.

    >>> key("the reform and opening-up") == key("Reform and opening up")
    True
    """
    return tuple(word.key for word in words(form))


@lru_cache(maxsize=65536)
def style(form: str) -> Key:
    """Return what two forms share that an editor would not tell apart.

    Like `key`, but 19th is not Nineteenth, Min'er not Miner, and from the second word on capitals count.

    >>> style("Yangtze River economic belt") == style("the Yangtze River Economic Belt")
    False
    >>> style("Chen Min’er") == style("Chen Min'er"), style("Chen Min'er") == style("Chen Miner")
    (True, False)
    """
    parts = []
    for place, word in enumerate(words(form)):
        plain = fold(word.text).removesuffix("'s")
        part = plain.lower() if word.key.startswith("#") or "'" in plain else word.key
        parts.append(part.upper() if place and plain[0].isupper() else part)
    return tuple(parts)


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """Return what words of one root share: economy and economic, science and scientific; no committee and commission.

    Args:
        word: The key of a word.
    """
    found = word.rstrip("i")[:6]
    return f"{found[:-1]}t" if found.endswith("nc") else found


def is_short_for(one: Key, other: Key) -> bool:
    """Tell whether a form is part of another: Belt and Road, of Belt and Road Initiative."""
    size = len(one)
    return 0 < size < len(other) and any(other[i : i + size] == one for i in range(len(other) - size + 1))


@lru_cache(maxsize=65536)
def bag(form_key: Key) -> frozenset[str]:
    """Return the words of a form that make the name, without order, joints and what may be left out."""
    return frozenset(_SAME.get(word, word) for word in form_key if word not in _light())


@lru_cache(maxsize=1)
def _passing() -> frozenset[str]:
    """What may stand between the words of a reordered name."""
    return _light() - {english.key(word) for word in JOINTS - {"of", "for"}}


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(english.key(word) for word in _LIGHT)


class FormIndex:
    """The known forms of many terms, to be found in a text all at once.

    Args:
        forms: The English forms of each term by its Chinese; the first term that claims a form keeps it.
        near: Also find reordered forms of three and more words (Economic Belt of the Yangtze River), for these terms.
    """

    def __init__(self, forms: Mapping[str, Iterable[str]], near: Iterable[str] = ()) -> None:
        self._owners: dict[Key, str] = {}
        self._sizes: dict[str, set[int]] = defaultdict(set)  # by the first word of a form
        # By any two words of a bag: what stands first in a text, and what comes next, are two of them.
        self._bags: dict[tuple[str, ...], list[tuple[frozenset[str], str]]] = defaultdict(list)
        self._in_bags: set[str] = set()
        self._parted: set[Key] = set()  # forms with a comma of their own: One Belt, One Road
        loose, bagged = set(near), set[tuple[frozenset[str], str]]()
        for zh, texts in forms.items():
            for text in texts:
                form = key(text)
                if not form or self._owners.setdefault(form, zh) != zh:
                    continue
                self._sizes[form[0]].add(len(form))
                if "," in text:
                    self._parted.add(form)
                content = bag(form)
                if zh in loose and len(content) >= _LEAST_NEAR and (content, zh) not in bagged:
                    bagged.add((content, zh))
                    self._in_bags |= content
                    for two in combinations(sorted(content), 2):
                        self._bags[two].append((content, zh))

    def find(self, text_words: Sequence[Word], text: str) -> list[Form]:
        """Return the longest forms that stand in a text, from left to right, none inside another."""
        if not self._owners:
            return []
        keys = tuple(word.key for word in text_words)
        names = [_SAME.get(key, key) for key in keys]
        found: list[Form] = []
        start = 0
        while start < len(keys):
            if keys[start] not in self._sizes and names[start] not in self._in_bags:
                start += 1
                continue
            end, zh = self._longest(keys, names, start, text, text_words)
            if end and not _BREAK.search(text, text_words[start].span.end, text_words[end - 1].span.start):
                span = Span(text_words[start].span.start, text_words[end - 1].span.end)
                found.append(Form(zh, span.of(text), span))
                start = end
            else:
                start += 1
        return found

    def _longest(
        self, keys: Key, names: Sequence[str], start: int, text: str, text_words: Sequence[Word]
    ) -> tuple[int, str]:
        best, owner = 0, ""
        for size in sorted(self._sizes.get(keys[start], ()), reverse=True):
            form = keys[start : start + size]  # fewer at the end of the text
            end, zh = start + len(form), self._owners.get(form)
            if zh and (form in self._parted or not _has_comma(text, text_words, start, end)):
                best, owner = end, zh
                break
        for content, zh in self._near(names, start):
            end = _reordered(names, start, content)
            if end > best and not _has_comma(text, text_words, start, end):
                best, owner = end, zh
        return best, owner

    def _near(self, names: Sequence[str], start: int) -> Sequence[tuple[frozenset[str], str]]:
        """Return the bags that the words from `start` may hold: those of this word and of the next that counts."""
        if names[start] not in self._in_bags:
            return ()
        place = start + 1
        while place < len(names) and names[place] in _passing():
            place += 1
        following = names[place] if place < len(names) else ""
        return self._bags.get(tuple(sorted((names[start], following))), ())


def _has_comma(text: str, text_words: Sequence[Word], start: int, end: int) -> bool:
    """Across a comma the words are not one name: Xi Jinping, General Secretary."""
    return "," in text[text_words[start].span.start : text_words[end - 1].span.end]


def _reordered(names: Sequence[str], start: int, content: frozenset[str]) -> int:
    """Where a run from `start` ends that holds every word of a name once, or 0 when there is none."""
    near = names[start : start + 2 * len(content) + 2]
    if not content.issubset(near):
        return 0
    left = set(content)
    for place, word in enumerate(near, start):
        if word in left:
            left.discard(word)
            if not left:
                return place + 1
        elif word not in _passing():
            return 0
    return 0


@lru_cache(maxsize=256)
def _document_words(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


def document_words(document: Document) -> tuple[Word, ...]:
    """Return the words of a whole document, cut once however many rules ask."""
    return _document_words(document.text)


def words_within(document: Document, span: Span) -> tuple[Word, ...]:
    """Return those words of a document that begin inside a stretch of it."""
    starts = _starts(document.text)
    first, last = (bisect_left(starts, edge) for edge in span)
    return document_words(document)[first:last]


@lru_cache(maxsize=256)
def _starts(text: str) -> list[int]:
    return [word.span.start for word in _document_words(text)]
