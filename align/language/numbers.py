"""Numerals of both languages to exact values: what 90亿 and "9 billion" have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from align.beside import MANY, beside
from align.language.quantity import Kind, Quantity, agree
from align.language.tokens import as_span
from align.model import Document, Language, Span
from align.recall import remember

__all__ = ["Kind", "Quantity", "agree", "quantities", "quantities_beside", "quantities_in", "quantities_of"]

_REMEMBERED: dict[tuple[str, Language], tuple[Quantity, ...]] = {}
_MOST_REMEMBERED = 16384


def quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """Return the figures, dates and ordinals of a text in order, with values comparable across languages.

    A date gives one quantity for each of its parts. Spans are offsets into `text`. They are remembered: several steps
    ask for those of the same sentences.

    >>> [(q.text, int(q.value), q.kind) for q in quantities("10月10日,到位资金90亿元", "zh")]
    [('10月', 10, 'month'), ('10日', 10, 'day'), ('90亿', 9000000000, 'money')]
    >>> [(q.text, int(q.value), q.kind) for q in quantities("Oct. 10: 9 billion yuan, the Nineteenth", "en")]
    [('Oct.', 10, 'month'), ('10', 10, 'day'), ('9 billion', 9000000000, 'money'), ('Nineteenth', 19, 'ordinal')]
    """
    found = _REMEMBERED.get((text, language))
    if found is None:
        # They have much to load, and the process that reads a report often leaves its figures to another.
        from align.language.numerals_en import quantities_en
        from align.language.numerals_zh import quantities_zh

        found = tuple(quantities_zh(text) if language == "zh" else quantities_en(text))
        remember(_REMEMBERED, {(text, language): found}, most=_MOST_REMEMBERED)
    return found


def quantities_of(text: str, sentences: Iterable[Span], language: Language, *, origin: int = 0) -> tuple[Quantity, ...]:
    """Return the figures of some sentences of a text, which are read sentence by sentence.

    Args:
        text: The text.
        sentences: Where its sentences stand.
        language: Its language.
        origin: The offset from which the spans of the figures are counted.

    >>> text = "It grew by 5%. Ten came."
    >>> [one.span.of(text) for one in quantities_of(text, [Span(0, 14), Span(15, 24)], "en")]
    ['5%', 'Ten']
    """
    found: list[Quantity] = []
    for start, end in sentences:
        by, own = start - origin, quantities(text[start:end], language)
        found += [one._replace(span=as_span((one.span[0] + by, one.span[1] + by))) for one in own] if by else own
    return tuple(found)


def quantities_in(document: Document, sentences: range) -> tuple[Quantity, ...]:
    """Return the figures of some sentences of a document, their spans counted from where the first sentence begins."""
    spans = document.spans(sentences)
    return quantities_of(document.text, spans, document.language, origin=spans[0].start if spans else 0)


def quantities_beside(texts: Sequence[tuple[str, Language]], *, many: int = MANY) -> Callable[[], None]:
    """Begin to read the figures of many texts beside what comes next.

    Args:
        texts: Texts with their languages.
        many: Of fewer texts figures are read when they are asked for.

    Returns:
        What waits until they are read, so that `quantities` knows them.
    """
    new = [text for text in dict.fromkeys(texts) if text not in _REMEMBERED]
    if not many <= len(new) <= _MOST_REMEMBERED:
        return lambda: None
    read = beside(lambda: [[_packed(one) for one in quantities(*text)] for text in new])

    def put() -> None:
        found = (tuple(map(_unpacked, some)) for some in read())
        remember(_REMEMBERED, dict(zip(new, found, strict=True)), most=_MOST_REMEMBERED)

    return put


def _packed(one: Quantity) -> tuple[Any, ...]:
    """Return a quantity as what is quickly sent from one process to another: fractions are not."""
    return (*one.value.as_integer_ratio(), tuple(one.span), *one[3:], one.kind)


def _unpacked(packed: tuple[Any, ...]) -> Quantity:
    above, below, span, *others, kind = packed
    return Quantity(Fraction(above, below), kind, as_span(span), *others)
