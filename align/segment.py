"""From a document's text to its paragraphs and sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from align.language import chinese, english
from align.model import Document, Paragraph, Role, Sentence, Span

_LINE = re.compile(r"[^\n]+")
_FURNITURE = re.compile(
    r"^\W*(?:home\s*>.*|eyesight protection:?|\[?print\]?[\s】【\[\]]*close\W*|看.{1,12}新闻[,，]关注.*"
    r"|凡注有.*|.*ICP (?:No|备).*|unit in charge:.*|website .*)$",
    re.IGNORECASE | re.DOTALL,
)


def segment(document: Document, *, semicolons: bool = False, lines: bool = False) -> Document:
    """Fill in the paragraphs, sentences and marks of a document."""
    spans = _line_spans(document.text, keep_empty=lines)
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    for index, span in enumerate(spans):
        found = [span] if lines else _sentences(document, span, semicolons)
        first = len(sentences)
        sentences += [Sentence(one, index) for one in found]
        paragraphs.append(Paragraph(span, _role(span.of(document.text)), range(first, len(sentences))))
    return replace(document, paragraphs=tuple(paragraphs), sentences=tuple(sentences), marks=())


def _line_spans(text: str, *, keep_empty: bool) -> list[Span]:
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        left = start + len(line) - len(line.lstrip())
        right = max(left, start + len(line.rstrip()))
        if not line.strip():
            left = right = start
        if left < right or keep_empty:
            spans.append(Span(left, right))
        start += len(line)
    return spans


def _sentences(document: Document, span: Span, semicolons: bool) -> list[Span]:
    text = span.of(document.text)
    found = (
        chinese.sentence_spans(text, semicolons=semicolons)
        if document.language == "zh"
        else english.sentence_spans(text)
    )
    return [Span(span.start + start, span.start + end) for start, end in found]


def _role(text: str) -> Role:
    return "boilerplate" if _FURNITURE.match(text) else "body"
