"""Helpers of the rules that read English alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from align.check.rule import Material, bodies
from align.language import english
from align.language.chars import fold
from align.language.tokens import as_span
from align.lexicon.file import load
from align.model import Document, Span

# Words rarer than this may be slips that the lexicon has learnt: three among ten million.
CHANCE = 3.5e-7
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def matches(
    material: Material, pattern: re.Pattern[str], *, raw: bool = False, where: re.Pattern[str] | None = None
) -> Iterator[tuple[Document, re.Match[str], int]]:
    """Yield every match of a pattern in the English bodies, with the offset of the body.

    Unless it is to be `raw`, the text is folded first: straight quotes, half-width forms, plain spaces; offsets stay.
    For speed only bodies `where` another pattern is found, one that is soon looked for, may be searched.
    """
    for document in material.english:
        for start, text in body_texts(document, raw=raw):
            if where and not where.search(text):
                continue
            for match in pattern.finditer(text):
                yield document, match, start


@lru_cache(maxsize=256)
def body_texts(document: Document, *, raw: bool = False) -> tuple[tuple[int, str], ...]:
    """Return where each of the English bodies begins, and its text: folded, unless it is to be `raw`."""
    texts = ((body.start, body.of(document.text)) for body in bodies(document))
    return tuple((start, text if raw else fold(text)) for start, text in texts)


@lru_cache(maxsize=256)
def tokens(document: Document) -> tuple[tuple[str, Span], ...]:
    """Return the words of the English bodies, apostrophes inside kept, possessive endings taken off."""
    found = []
    for offset, text in body_texts(document):
        for match in _TOKEN.finditer(text):
            word = match.group().removesuffix("'s")
            start = offset + match.start()
            found.append((word, as_span((start, start + len(word)))))
    return tuple(found)


@lru_cache(maxsize=256)
def counts(document: Document) -> Counter[str]:
    """Return how often each word, as written, stands in the English bodies."""
    return Counter(word for word, _ in tokens(document))


@lru_cache(maxsize=65536)
def is_known(word: str) -> bool:
    """Tell whether the lexicon has seen an English word more than by chance, inflected as it may be."""
    return frequency(word) > CHANCE


@lru_cache(maxsize=65536)
def frequency(word: str) -> float:
    """Return the share of an English word, in all its inflections, among the words the lexicon has learnt from."""
    return load().en_share(english.key(word))


def sentence_start(text: str, offset: int) -> bool:
    """Tell whether a word at `offset` opens a sentence, a line or a quotation, where a capital proves nothing."""
    before = text[max(0, offset - 3) : offset].rstrip(" \"'“”‘’([•*·–—-")
    return not before or before[-1] in ".!?:;\n"
