"""Numerals of both languages to exact values: what 90亿 and "9 billion" have in common."""

from __future__ import annotations

from functools import lru_cache

from align.language.numerals_en import quantities_en
from align.language.numerals_zh import quantities_zh
from align.language.quantity import Kind, Quantity, agree
from align.model import Language

__all__ = ["Kind", "Quantity", "agree", "quantities"]


@lru_cache(maxsize=16384)
def quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """Return the figures, dates and ordinals of a text in order, with values comparable across languages.

    A date gives one quantity for each of its parts. Spans are offsets into `text`. They are remembered: several steps
    ask for those of the same sentences.

    >>> [(q.text, int(q.value), q.kind) for q in quantities("10月10日,到位资金90亿元", "zh")]
    [('10月', 10, 'month'), ('10日', 10, 'day'), ('90亿', 9000000000, 'money')]
    >>> [(q.text, int(q.value), q.kind) for q in quantities("Oct. 10: 9 billion yuan, the Nineteenth", "en")]
    [('Oct.', 10, 'month'), ('10', 10, 'day'), ('9 billion', 9000000000, 'money'), ('Nineteenth', 19, 'ordinal')]
    """
    return tuple(quantities_zh(text) if language == "zh" else quantities_en(text))
