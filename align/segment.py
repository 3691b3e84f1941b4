"""From a document's text to its paragraphs, with the part each plays on the page, and their sentences.

Nothing of the text is lost: between two paragraphs, and between two sentences, there is white space alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from align.language import chinese, english
from align.language.chars import HAN, cell_width
from align.language.furniture import is_kind, opening_marks
from align.model import Document, Language, Mark, Paragraph, Role, Sentence, Span


def segment(document: Document, *, semicolons: bool = False, lines: bool = False) -> Document:
    """Find the paragraphs, their roles, the sentences, and the dateline and byline that open the report.

    Args:
        document: A document; what segmentation it has is replaced.
        semicolons: Whether a Chinese sentence ends at ； too.
        lines: Whether the text is a unit a line already. Every line is then a paragraph and a sentence,
            empty ones too, so that indices are line numbers from 0.

    >>> document = segment(Document("a.txt", "zh", "标题\\n\\n第一句。第二句！\\n"))
    >>> [(p.role, document.paragraph_text(i)) for i, p in enumerate(document.paragraphs)]
    [('title', '标题'), ('body', '第一句。第二句！')]
    >>> [document.sentence_text(i) for i in range(3)]
    ['标题', '第一句。', '第二句！']
    """
    spans = _lines(document.text)
    if lines:
        return _with(document, spans, [_line_role(span.of(document.text)) for span in spans], [[s] for s in spans], ())
    spans = _paragraphs(document.text, spans)
    roles = _roles([span.of(document.text) for span in spans], document.language)
    sentences = [_sentences(document, span, semicolons) for span in spans]
    return _with(document, spans, roles, sentences, _marks(document, spans, roles))


def _with(
    document: Document,
    spans: Sequence[Span],
    roles: Sequence[Role],
    sentences: Sequence[Sequence[Span]],
    marks: tuple[Mark, ...],
) -> Document:
    """Put what was found into the document."""
    paragraphs: list[Paragraph] = []
    flat: list[Sentence] = []
    for index, (span, role, found) in enumerate(zip(spans, roles, sentences, strict=True)):
        paragraphs.append(Paragraph(span, role, range(len(flat), len(flat) + len(found))))
        flat += [Sentence(sentence, index) for sentence in found]
    return replace(document, paragraphs=tuple(paragraphs), sentences=tuple(flat), marks=marks)


def _sentences(document: Document, span: Span, semicolons: bool) -> list[Span]:
    text = span.of(document.text)
    if document.language == "zh":
        found = chinese.sentence_spans(text, semicolons=semicolons)
    else:
        found = english.sentence_spans(text)
    return [Span(span.start + start, span.start + end) for start, end in found]


# Only these end a line: a form feed or a Unicode separator inside one would upset the count of other programs.
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


def _lines(text: str) -> list[Span]:
    """Return the spans of all lines without the white space around them; an empty line gives an empty span."""
    spans = []
    for match in _LINE.finditer(text):
        if match.end() == match.start():
            break  # the end of the text, after its last line break
        start, end = match.span(1)
        left = start + len(match[1]) - len(match[1].lstrip())
        spans.append(Span(left, start + len(match[1].rstrip())) if left < end else Span(start, start))
    return spans


# Paragraphs: a line each, unless the lines were wrapped at a width.

_WIDEST_WRAP = 130  # cells; a text with longer lines was not wrapped for reading
_FINISHED = re.compile(r"[.!?。！？：:；;…][\s\"'”’」』）)\]]*$")


# No Chinese line begins or ends so, unless a sentence was torn apart, as links in a page do it.
_NEVER_FIRST = "，。、；：！？）》”’"
_NEVER_LAST = "、（《“‘"


class _Wrap(NamedTuple):
    """How a text was wrapped: what a line's width was counted by, the width, and the indent of most lines."""

    measure: Callable[[str], int]
    width: int
    indent: int


def _paragraphs(text: str, lines: Sequence[Span]) -> list[Span]:
    """Return the spans of the paragraphs, joining the lines of a text that was wrapped at a width."""
    wrap = _wrapping(text, lines)
    spans: list[Span] = []
    previous: Span | None = None
    for line in lines:
        if line.start == line.end:
            previous = None
            continue
        if previous and (_is_torn(text, previous, line) or (wrap and _runs_on(text, previous, line, wrap))):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line)
        previous = line
    return spans


def _is_torn(text: str, line: Span, after: Span) -> bool:
    return text[after.start] in _NEVER_FIRST or text[line.end - 1] in _NEVER_LAST


def _wrapping(text: str, lines: Sequence[Span]) -> _Wrap | None:
    """Tell how a text was wrapped, or None.

    In a wrapped text most lines have no room for the first word of the next, and break off in a sentence. Chinese
    may have been wrapped by cells or by characters.
    """
    full = [line for line in lines if line.start < line.end]
    short = [line.of(text) for line in full if line.end - line.start <= _WIDEST_WRAP]
    few = len(full) - len(full) / 20  # lines must be short, by characters as by cells, which take longer to count
    if len(short) >= few:
        short = [line for line in short if cell_width(line) <= _WIDEST_WRAP]
    pairs = [pair for pair in pairwise(lines) if all(line.start < line.end for line in pair)]
    if not short or not pairs or len(short) < few:
        return None
    indent = Counter(_indent(text, line) for line in full).most_common(1)[0][0]
    broken = [pair for pair in pairs if not _FINISHED.search(pair[0].of(text)[-10:])]
    best, most = None, max(1.0, 0.6 * len(broken), 0.4 * len(pairs))
    for measure in (cell_width, len):
        wrap = _Wrap(measure, max(map(measure, short)), indent)
        filled = sum(_runs_on(text, *pair, wrap) for pair in broken)
        if filled >= most and cell_width(max(short, key=measure)) >= 30:
            best, most = wrap, filled + 1.0
    return best


def _runs_on(text: str, line: Span, after: Span, wrap: _Wrap) -> bool:
    """Tell whether a line had no room for the first word of the next, which is not indented as a new paragraph."""
    if _indent(text, after) > wrap.indent + 1:  # one cell is a space that was wrapped
        return False
    words = after.of(text)[:_WIDEST_WRAP]
    unit = _first_unit().match(words)
    spaced = words[0] < "\u2e80"
    # Chinese lines end up to two characters early, lest a mark begin the next one.
    room = 1 if spaced else wrap.measure("一一")
    return wrap.measure(line.of(text)) + room + wrap.measure(unit[0] if unit else "") > wrap.width


@cache
def _first_unit() -> re.Pattern[str]:
    return re.compile(rf"[“‘「『《（(\"']*(?:[{HAN}][^\s\w“‘「『《（(]*|[^\s{HAN}]+)")


def _indent(text: str, line: Span) -> int:
    """Return how many cells a line is indented."""
    start = line.start
    while start and text[start - 1] not in "\r\n":
        start -= 1
    return cell_width(text[start : line.start].replace("\t", "    "))


# Roles: furniture by its words, titles and headings by their look and place.

_SENTENCE_END = re.compile(r"[.。!！?？…](?!\d)")
_PROSE_END = re.compile(r"[.。…][\"'”’」』）)]*$")
_CALLS = "!！?？"  # a headline may end so
_NO_TITLE_END = re.compile(r"[.。!！?？;；,，:：、…]['\"”’」』）)]*$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.)+$|\b(?:Inc|Ltd|Co|Jr|Sr)\.$")
_LONGEST_TITLE: dict[Language, int] = {"zh": 60, "en": 220}
_LONGEST_HEADING: dict[Language, int] = {"zh": 40, "en": 120}


def _line_role(text: str) -> Role:
    return "boilerplate" if is_kind(text, "anywhere") else "body"


def _roles(texts: Sequence[str], language: Language) -> list[Role]:
    """Tell what part each paragraph plays."""
    furniture = [is_kind(text, "anywhere") for text in texts]
    prose = [not known and _is_prose(text, language) for text, known in zip(texts, furniture, strict=True)]
    # Before the first whole sentence is the head of the page, after the last its foot.
    first = prose.index(True) if True in prose else len(texts)
    last = len(texts) - 1 - prose[::-1].index(True) if True in prose else len(texts)
    roles: list[Role] = [
        "boilerplate" if known else _role(text, language, is_prose, index < first, index > last)
        for index, (text, known, is_prose) in enumerate(zip(texts, furniture, prose, strict=True))
    ]
    titles = [i for i, role in enumerate(roles[:first]) if role == "heading" and _is_title(texts[i], language)]
    if titles and len(texts) > 1:
        roles[titles[0]] = "title"
    return roles


def _role(text: str, language: Language, is_prose: bool, head: bool, tail: bool) -> Role:
    """Tell what part a paragraph plays that is not furniture by its words alone."""
    if is_prose:
        return "body"
    if (head and is_kind(text, "head")) or (tail and is_kind(text, "tail")):
        return "boilerplate"
    if is_kind(text, "dateline"):
        return "dateline"
    if is_kind(text, "byline"):
        return "byline"
    return "heading" if _is_heading(text, language, head) else "body"


def _is_prose(text: str, language: Language) -> bool:
    """Tell whether a paragraph holds a whole sentence: it ends as one, or is longer than any title."""
    if len(text) < (12 if language == "zh" else 40):
        return False
    if len(text) > _LONGEST_TITLE[language] or _PROSE_END.search(text):
        return True
    return text[-1] in _CALLS and _SENTENCE_END.search(text[:-1]) is not None


def _is_title(text: str, language: Language) -> bool:
    return len(text) <= _LONGEST_TITLE[language] and not text.startswith(("—", "-", "–"))


def _is_heading(text: str, language: Language, head: bool) -> bool:
    """Tell whether a paragraph stands above others: short, and not ending as a sentence or a list item does."""
    longest = (_LONGEST_TITLE if head else _LONGEST_HEADING)[language]
    if len(text) > longest or text[0].islower() or (text[0] in "•·*-–—" and not head):
        return False
    if head and text[-1] in _CALLS:
        return not _SENTENCE_END.search(text[:-1])
    return not _NO_TITLE_END.search(text) or _ABBREVIATED.search(text) is not None


def _marks(document: Document, spans: Sequence[Span], roles: Sequence[Role]) -> tuple[Mark, ...]:
    """Find the dateline and byline inside the opening of the report: its first three paragraphs of text."""
    return tuple(_opening_marks(document, [s for s, role in zip(spans, roles, strict=True) if role == "body"][:3]))


def _opening_marks(document: Document, bodies: Sequence[Span]) -> Iterator[Mark]:
    for span in bodies:
        marks = opening_marks(document.text[: span.end], document.language, span.start)
        yield from (mark for mark in marks if mark.span.end < span.end)
