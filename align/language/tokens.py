"""Many tokens made at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from align.model import Span, Token

# What the constructors of the two named tuples do, without a Python call for each of half a million tokens.
as_span = partial(tuple.__new__, Span)
_token = partial(tuple.__new__, Token)


def tokens(text: str, places: Sequence[tuple[int, int]]) -> list[Token]:
    """Return the tokens of a text that stand at the given places.

    >>> tokens("reform now", [(0, 6), (7, 10)])
    [Token(text='reform', span=Span(start=0, end=6)), Token(text='now', span=Span(start=7, end=10))]
    """
    return named([text[start:end] for start, end in places], places)


def named(words: Sequence[str], places: Sequence[tuple[int, int]]) -> list[Token]:
    """Return words with their places as tokens."""
    pairs: Iterable[tuple[str, Span]] = zip(words, map(as_span, places), strict=True)
    return list(map(_token, pairs))
