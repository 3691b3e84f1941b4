"""Chinese: sentences and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from align.language.chars import HAN, fold
from align.language.cutter import BLOCK, cut
from align.language.script import simplify
from align.model import Span, Token

_CLOSERS = "”’」』》〉）】〕)\\]\"'"
_END = re.compile(rf"[。！？!?]+[{_CLOSERS}]*(?:[。！？!?]+[{_CLOSERS}]*)?|…+[{_CLOSERS}]+|(?<=[{HAN}])\.(?=\s|$)")
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


# What jieba would cut to pieces: 1,500 and 2019.10.10, an address on the net, a name in it.
_WHOLE = re.compile(
    r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?%?|(?<![\d.])\d{4}\.\d{1,2}\.\d{1,2}(?![\d.])"
    r"|https?://[\w./?=&%#~:+-]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)
_PIECE = re.compile(rf"(?P<block>{BLOCK.pattern})|…+|—+|\.{{2,}}|\S")


def words(text: str) -> list[Token]:
    """Return the words of a Chinese text, punctuation among them, white space left out.

    They are jieba's, found on the simplified and half-width copy of the text; numbers stay whole.

    >>> [token.text for token in words("深化改革開放，增長５.２％，達1,500億元……")]
    ['深化改革', '開放', '，', '增長', '５.２％', '，', '達', '1,500', '億元', '……']
    """
    plain = fold(simplify(text))
    spans: list[tuple[int, int]] = []
    start = 0
    for whole in _WHOLE.finditer(plain):
        spans += _spans(plain, start, whole.start())
        spans.append(whole.span())
        start = whole.end()
    spans += _spans(plain, start, len(plain))
    return [Token(text[start:end], Span(start, end)) for start, end in spans]


def _spans(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the words of a stretch of text stand."""
    for piece in _PIECE.finditer(plain, start, end):
        if piece["block"] is None:
            yield piece.span()
            continue
        left = piece.start()
        for word in cut(piece["block"]):
            yield left, left + len(word)
            left += len(word)


@lru_cache(maxsize=1 << 18)
def key(word: str) -> str:
    """Return the form of a word under which the lexicon knows it: simplified, folded, lower case.

    The commas inside a number are left out.

    >>> key("開放"), key("５Ｇ"), key("1,500")
    ('开放', '5g', '1500')
    """
    plain = fold(simplify(word)).lower()
    return plain.replace(",", "") if plain[0:1].isdigit() else plain
