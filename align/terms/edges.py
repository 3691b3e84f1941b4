"""Where in an English sentence a rendering may begin and end, by the look of the words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from align.language import english
from align.language.chars import fold
from align.model import Token
from align.terms import tables
from align.terms.passage import is_light

Array = npt.NDArray[Any]

LONGEST = 14
# No rendering runs across these.
STOPS = frozenset(".;:!?()[]{}|…—") | {"--", "...", "also", "however"}
ARTICLES = frozenset(["the", "a", "an"])
# Two renderings that differ in these alone are the same.
SKIPPED = frozenset(["the", "a", "an", "-"])

# What the look of an English word says, however it is used.
LOOK = np.dtype(
    [
        ("light", bool),
        ("opens", bool),  # a rendering may begin with it, if it is not light
        ("opens_light", bool),  # ... and also if it is
        ("closes", bool),  # a rendering may end with it, if it is not light
        ("stops", bool),  # no rendering runs across it
        ("joins", bool),  # it may be a mark inside a word
        ("article", bool),
        ("comma", bool),
        ("nominal", bool),
        ("capital", bool),
        ("keyed", bool),  # it tells renderings apart
    ]
)


@lru_cache(maxsize=65536)
def look(word: str) -> bytes:
    """Return the fields of `LOOK`, a byte each."""
    lower = fold(word).lower()
    edge = lower in tables.english("edge") or tables.is_english_verb(lower)
    return bytes(
        (
            is_light(word),
            lower == "then" or not (edge or lower in tables.english("edge-first")),
            lower == "then",
            not (edge or lower in tables.english("edge-last")),
            lower in STOPS,
            lower in "-.",
            lower in ARTICLES,
            word == ",",
            not word.endswith(("ed", "ing", "ly")),
            word[:1].isupper(),
            bare_key(word) not in SKIPPED,
        )
    )


@lru_cache(maxsize=65536)
def bare_key(word: str) -> str:
    """Return the stem by which renderings are told apart; apostrophes make no difference."""
    return english.key(word).replace("'", "")


# What fills up a sentence that is shorter than others: a small word with which nothing begins or ends.
_NO_WORD = bytes(name == "light" for name in LOOK.names or ())


def looks_of(sentences: Sequence[Sequence[Token]], width: int) -> Array:
    """Return how each word of some sentences looks, as `LOOK` has it; each row is filled up to a width."""
    rows = [b"".join([look(text) for text, _ in words]) + _NO_WORD * (width - len(words)) for words in sentences]
    return np.frombuffer(bytearray().join(rows), LOOK).reshape(-1, width)


def allowed_spans(sentences: Sequence[Sequence[Token]], looks: Array) -> Array:
    """Tell for each start and length whether the span is a whole phrase: no dangling edge, no stop inside.

    Args:
        sentences: Some sentences.
        looks: How their words look, a row a sentence.
    """
    opens = looks["opens"] & (~looks["light"] | looks["opens_light"])
    closes, stopping = looks["closes"] & ~looks["light"], looks["stops"]
    for row, place in np.argwhere(looks["joins"][:, 1:-1]).tolist():
        words = sentences[row][place : place + 3]
        # high-quality and PM2.5 are one word: no rendering begins or ends at the mark inside.
        if len(words) == 3 and words[0].span.end == words[2].span.start - 1:
            closes[row, place] = stopping[row, place + 1] = opens[row, place + 2] = False
    stops = np.zeros((len(looks), looks.shape[1] + 1), int)
    stopping.cumsum(1, int, out=stops[:, 1:])
    lasts, fits = _windows(looks.shape[1])
    allowed: Array = opens[:, :, None] & closes[:, lasts] & (stops[:, lasts + 1] == stops[:, :-1, None]) & fits
    # What stands before an article is a verb that takes the phrase: visited the school.
    allowed[:, :-1, 1:] &= ~looks["article"][:, 1:, None]
    return allowed


@lru_cache(maxsize=256)
def _windows(size: int) -> tuple[Array, Array]:
    """Return of each start and length the last word, and whether it lies in a sentence of so many words."""
    lasts = np.arange(size)[:, None] + np.arange(LONGEST)
    return np.minimum(lasts, size - 1), lasts < size
