"""Chinese: sentences and words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from align.language.chars import HAN, fold
from align.language.script import simplify
from align.model import Span, Token

_CLOSERS = "”’」』》〉）】〕)\\]\"'"
_END = re.compile(
    rf"[。！？!?]+[{_CLOSERS}]*(?:[。！？!?]+[{_CLOSERS}]*)?|…+[{_CLOSERS}]+|(?<=[{HAN}])\.(?=\s|$)"
)
_END_SEMICOLON = re.compile(rf"{_END.pattern}|[；;]")


def sentence_spans(text: str, *, semicolons: bool = False) -> list[Span]:
    """Return the spans of the sentences of a Chinese paragraph, without the white space between them.

    >>> [span.of("好。走吧！") for span in sentence_spans("好。走吧！")]
    ['好。', '走吧！']
    """
    spans = []
    start = 0
    for match in (_END_SEMICOLON if semicolons else _END).finditer(text):
        spans.append(_trimmed(text, start, match.end()))
        start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span.start < span.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return Span(left, max(left, start + len(piece.rstrip())))


@cache
def _tokenizer() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    return jieba.Tokenizer()


def words(text: str) -> list[Token]:
    """Return the words of a Chinese text, punctuation among them, white space left out.

    >>> [token.text for token in words("深化改革開放。")]
    ['深化改革', '開放', '。']
    """
    simplified = simplify(text)
    return [
        Token(text[start:end], Span(start, end))
        for word, start, end in _tokenizer().tokenize(simplified)
        if not word.isspace()
    ]


@lru_cache(maxsize=1 << 18)
def key(word: str) -> str:
    """Return the form of a word under which the lexicon knows it: simplified, folded, lower case.

    >>> key("開放"), key("５Ｇ")
    ('开放', '5g')
    """
    return fold(simplify(word)).lower()
