"""What two words show of each other without a lexicon: equal figures, names in pinyin, the same string."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from align.language import english
from align.language.chars import is_han
from align.language.names import tilings
from align.language.pinyin import char_readings
from align.language.quantity import agree
from align.match.word_texts import Text
from align.model import Span, Token

_ASCII = re.compile("[0-9A-Za-z]")


class Hint(NamedTuple):
    """A Chinese piece and an English piece that belong together, and how surely (0 to 1)."""

    zh: int
    en: int
    strength: float


def hints(zh: Sequence[Token], en: Sequence[Token], texts: tuple[Text, Text], rare: Sequence[int]) -> list[Hint]:
    """Return what the pieces of a sentence pair show of each other.

    Args:
        zh: Chinese pieces, in order, with spans into the text of `texts[0]`.
        en: English pieces, in order, with spans into that of `texts[1]`.
        texts: The two sentences.
        rare: The numbers of the English pieces that are no common words, so that they may be a name in pinyin.
    """
    strings = _strings(zh, en) if _ASCII.search(texts[0].text) else ()
    return [*_figures(zh, en, texts), *_names(zh, en, rare), *strings]


def _figures(zh: Sequence[Token], en: Sequence[Token], texts: tuple[Text, Text]) -> Iterator[Hint]:
    ours = [quantity for quantity in texts[0].figures("zh") if quantity.certain]
    theirs = [quantity for quantity in texts[1].figures("en") if quantity.certain] if ours else []
    for one in ours:
        matching = [other for other in theirs if agree(one, other)]
        # 元 is part of 90亿元 and not of "9 billion".
        ours_at = [i for i in _within(zh, one.span) if one.kind != "money" or any(map(str.isnumeric, zh[i].text))]
        for other in matching:
            for i, j in product(ours_at, _within(en, other.span)):
                yield Hint(i, j, 1 / len(matching))


def _within(tokens: Sequence[Token], span: Span) -> range:
    first = bisect_right(tokens, span.start, key=lambda token: token.span.end)
    return range(first, bisect_left(tokens, span.end, first, key=lambda token: token.span.start))


def _names(zh: Sequence[Token], en: Sequence[Token], rare: Sequence[int]) -> Iterator[Hint]:
    for j in rare:
        word = en[j].text
        if word[:1].isupper() and tilings(word):
            for i, piece in enumerate(zh):
                strength = likeness(piece.text, word)
                if strength:
                    yield Hint(i, j, strength)


@lru_cache(maxsize=1 << 16)
def likeness(zh: str, english_word: str) -> float:
    """Return how much of an English word a Chinese piece spells in pinyin, 0 to 1.

    >>> likeness("陈", "Chen"), likeness("敏尔", "Min’er"), likeness("棠", "Tangyuan"), likeness("棠", "Song")
    (1.0, 1.0, 0.5, 0.0)
    """
    if not 0 < len(zh) <= 4 or not all(map(is_han, zh)):
        return 0.0
    best = 0.0
    for tiling in tilings(english_word):
        for start in range(len(tiling) - len(zh) + 1):
            if all(syllable in char_readings(char) for char, syllable in zip(zh, tiling[start:], strict=False)):
                best = max(best, len(zh) / len(tiling))
    return best


def _strings(zh: Sequence[Token], en: Sequence[Token]) -> Iterator[Hint]:
    latin = [(i, english.key(token.text)) for i, token in enumerate(zh) if token.text[:1].isascii()]
    keys = [english.key(token.text) for token in en]
    for i, word in latin:
        same = [j for j, key in enumerate(keys) if key == word] if word.isalnum() else []
        for j in same:
            yield Hint(i, j, 1 / len(same))
