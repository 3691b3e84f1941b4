"""English: sentences, words and stems."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from align.language.chars import fold
from align.model import Span, Token

_WORD = re.compile(
    r"""https?://[^\s<>"”]+|www\.[^\s<>"”]+        # addresses
    |[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    |(?:[A-Za-z]\.){2,}|Ph\.\s?D\.                 # U.S., p.m., J.K.
    |\d+(?:[.,]\d+)*[A-Za-z]*                      # 1,500 7.1 19th 5G
    |[^\W\d_]+(?=n['’]t\b)|n['’]t\b                # do n't
    |['’](?:s|S|ll|re|ve|m|d|t)\b                  # people 's
    |[^\W_]+(?:['’](?!(?:s|S|ll|re|ve|m|d|t)\b)[^\W\d_]+)*   # Min’er, Xi'an
    |\.{2,}|-{2,}|[^\w\s]|_+""",
    re.VERBOSE,
)


def words(text: str) -> list[Token]:
    """Return the words, numbers and marks of an English text.

    Words joined by a hyphen are words of their own with the hyphen between them; the possessive 's and the
    short forms 'll, n't are tokens; an apostrophe inside a name stays inside it.

    >>> [token.text for token in words("Chen Min’er’s high-quality 1,500 5G U.S.")]
    ['Chen', 'Min’er', '’s', 'high', '-', 'quality', '1,500', '5G', 'U.S.']
    """
    return [Token(match[0], Span(*match.span())) for match in _WORD.finditer(text)]


_FULL_FORMS = {"n't": "not", "'t": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am"}


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import EnglishStemmer

    return EnglishStemmer()


@lru_cache(maxsize=1 << 19)
def key(word: str) -> str:
    """Return the form of a word under which the lexicon knows it: folded, lower case, stemmed (Snowball).

    >>> key("Exchanges"), key("Min’er"), key("n’t")
    ('exchang', "min'er", 'not')
    """
    lower = fold(word).lower()
    if not lower.isalpha() or not lower.isascii():
        return _FULL_FORMS.get(lower, lower)
    stem: str = _stemmer().stem(lower)
    return stem


@cache
def _splitter() -> Any:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = {
        "u.s",
        "u.n",
        "no",
        "mr",
        "mrs",
        "dr",
        "st",
        "gen",
        "sec",
        "gov",
        "jan",
        "p.m",
        "a.m",
    }
    return PunktSentenceTokenizer(parameters)


def sentence_spans(text: str) -> list[Span]:
    """Return the spans of the sentences of an English paragraph, without the white space between them.

    >>> [span.of("He left. She stayed.") for span in sentence_spans("He left. She stayed.")]
    ['He left.', 'She stayed.']
    """
    return [Span(*span) for span in _splitter().span_tokenize(text)]
