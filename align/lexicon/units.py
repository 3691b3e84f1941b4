"""Words the lexicon does not know, split into pieces it does.

A compound such as 新闻发言人 may be one word to the splitter and two to the lexicon. The best split maximises
the product of the pieces' unigram probabilities, as a unigram word segmenter does; a character that the
lexicon does not know stands alone at a low probability, so it is never glued to a neighbour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate, pairwise

from align.language.chars import is_han
from align.language.chinese import key
from align.lexicon.lexicon import Lexicon
from align.model import Span, Token
from align.recall import recall

LONGEST = 8
UNSEEN = 0.01  # the count of a character that was never seen
_MOST_REMEMBERED = 1 << 16  # words


def zh_units(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Split the Chinese words that are not in the lexicon into known pieces, down to characters.

    Known words, and words that are not written in Han characters alone, stay whole. Each piece carries its own
    span, so that the pieces of a word tile it.
    """
    return units_of_each([tokens], lexicon)[0]


def units_of_each(sentences: Sequence[Sequence[Token]], lexicon: Lexicon) -> list[list[Token]]:
    """Return the units of several sentences as `zh_units` does, with one look into the lexicon for all."""
    words = list({text for tokens in sentences for text, _ in tokens})
    # Each step asks for the words of the same texts.
    parts = recall(_cut_before(lexicon), words, partial(_parts, lexicon=lexicon), most=_MOST_REMEMBERED)
    cut = {word: pieces for word, pieces in zip(words, parts, strict=True) if pieces}
    return [_cut(tokens, cut) for tokens in sentences]


@lru_cache(maxsize=8)
def _cut_before(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return the pieces of words that were looked at before."""
    return {}


def _cut(tokens: Sequence[Token], parts: Mapping[str, tuple[str, ...]]) -> list[Token]:
    units: list[Token] = []
    for token in tokens:
        if token.text in parts:
            units.extend(_pieces_of(token, parts[token.text]))
        else:
            units.append(token)
    return units


def splits(words: Sequence[str], lexicon: Lexicon) -> list[tuple[str, ...]]:
    """Return the most probable known pieces of each key; none of a single character and of what is no Chinese."""
    return recall(_split_before(lexicon), words, partial(_splits, lexicon=lexicon), most=_MOST_REMEMBERED)


@lru_cache(maxsize=8)
def _split_before(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return the pieces of keys that were split before."""
    return {}


def _splits(words: Sequence[str], lexicon: Lexicon) -> list[tuple[str, ...]]:
    pieces = _split([word for word in words if len(word) > 1 and all(map(is_han, word))], lexicon)
    return [pieces.get(word, ()) for word in words]


def _parts(words: Sequence[str], lexicon: Lexicon) -> list[tuple[str, ...]]:
    """Return the pieces of each word; none of one that is not to be split."""
    keys = [key(word) for word in words]
    unknown = {
        word: one
        for word, one, id_ in zip(words, keys, lexicon.zh_ids(keys).tolist(), strict=True)
        if id_ < 0 and 2 <= len(one) == len(word) and all(map(is_han, one))
    }
    pieces = _split(list(dict.fromkeys(unknown.values())), lexicon)
    return [pieces[unknown[word]] if word in unknown else () for word in words]


def _split(words: Sequence[str], lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Split words, all with one look into the lexicon; one of two characters can be split in one way only."""
    pieces = list({word[start:end] for word in words if len(word) > 2 for start, end in _spans(word)})
    ids = lexicon.zh_ids(pieces)
    counts = lexicon.zh_count[ids]
    known = {piece: float(count) for piece, id_, count in zip(pieces, ids, counts, strict=True) if id_ >= 0}
    total = _total(lexicon)
    return {word: best_split(word, known, total=total) if len(word) > 2 else tuple(word) for word in words}


@lru_cache(maxsize=8)
def _total(lexicon: Lexicon) -> float:
    return float(lexicon.zh_count.sum())


def best_split(word: str, counts: Mapping[str, float], *, total: float = 1e7) -> tuple[str, ...]:
    """Split a word into the pieces, all shorter than itself, whose unigram probabilities have the largest product.

    >>> best_split("新闻发言人", {"新闻": 90, "发言人": 30, "发言": 50, "人": 500})
    ('新闻', '发言人')
    """
    best: list[tuple[float, int]] = [(0.0, 0)] + [(-math.inf, 0)] * len(word)
    for start, end in _spans(word):
        count = counts.get(word[start:end], 0)
        if count or end - start == 1:
            log = math.log(max(count, UNSEEN) / total)
            best[end] = max(best[end], (best[start][0] + log, start))
    cuts = [len(word)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return tuple(word[start:end] for start, end in pairwise(cuts)) or (word,)


def _spans(word: str) -> list[tuple[int, int]]:
    """Return the stretches a word may be cut into, by where they end; a single character is one stretch."""
    length = len(word)
    return [
        (start, end)
        for end in range(1, length + 1)
        for start in range(max(0, end - LONGEST), end)
        if end - start < max(length, 2)
    ]


def _pieces_of(token: Token, pieces: Sequence[str]) -> list[Token]:
    ends = list(accumulate(map(len, pieces)))
    starts = [0, *ends[:-1]]
    offset = token.span.start
    return [
        Token(token.text[start:end], Span(offset + start, offset + end))
        for start, end in zip(starts, ends, strict=True)
    ]
