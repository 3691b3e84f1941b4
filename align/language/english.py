"""English: sentences, words and stems."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from align.language.chars import fold
from align.language.tokens import tokens
from align.language.toolkit import punkt, stemmer
from align.model import Span, Token
from align.recall import FEW

_WORD = re.compile(
    r"""(?=\S)(?:                                  # for speed: none is tried at white space, and first a plain word
    [A-Za-z]+(?![\w.'’@:])
    |https?://[^\s<>"”]+|www\.[^\s<>"”]+           # addresses
    |[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+
    |(?:[A-Za-z]\.){2,}|Ph\.D\.                    # U.S., p.m., J.K.
    |\d+(?:[.,]\d+)*[A-Za-z]*                      # 1,500 7.1 19th 5G
    |[^\W\d_]+(?=n['’]t\b)|n['’]t\b                # do n't
    |['’][ ]?s\b|['’](?:S|ll|re|ve|m|d|t)\b        # people 's, and Jilin’ s as some keyboards leave it
    |[^\W_]+(?:['’](?!(?:s|S|ll|re|ve|m|d|t)\b)[^\W\d_]+)*   # Min’er, Xi'an
    |\.{2,}|-{2,}|[^\w\s]|_+)""",
    re.VERBOSE,
)
_SHORT_FORMS = {"n't": "not", "'t": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "' s": "'s"}


def words(text: str) -> list[Token]:
    """Return the words, numbers and marks of an English text.

    Words joined by a hyphen are words of their own with the hyphen between them; the possessive 's and the
    short forms 'll, n't are tokens; an apostrophe inside a name stays inside it.

    >>> [token.text for token in words("Chen Min’er’s high-quality 1,500 5G U.S.")]
    ['Chen', 'Min’er', '’s', 'high', '-', 'quality', '1,500', '5G', 'U.S.']
    """
    return tokens(text, [match.span() for match in _WORD.finditer(text)])


@lru_cache(maxsize=FEW)
def sentence_words(text: str) -> tuple[Token, ...]:
    """Return the words of a sentence, remembered: several steps ask for those of the same sentences."""
    return tuple(words(text))


def words_of_sentences(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """Return the words of several sentences, as `sentence_words` does."""
    return [sentence_words(text) for text in texts]


@lru_cache(maxsize=1 << 19)
def key(word: str) -> str:
    """Return the form of a word under which the lexicon knows it: folded, lower case, stemmed (Snowball).

    Accents are left out, and so are the commas inside a number.

    >>> key("Exchanges"), key("Min’er"), key("n’t"), key("1,500"), key("Lüshun")
    ('exchang', "min'er", 'not', '1500', 'lushun')
    """
    lower = fold(word).lower()
    if not lower.isascii():
        lower = "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
    if lower[:1].isdigit():
        return lower.replace(",", "")
    if not (lower.isascii() and lower.isalpha()):
        return _SHORT_FORMS.get(lower, lower)
    stem: str = stemmer().stem(lower)
    return stem


@cache
def _knowledge() -> dict[str, frozenset[str]]:
    table = json.loads(resources.files("align.language").joinpath("english.json").read_text("utf-8"))
    return {name: frozenset(entries) for name, entries in table.items() if name != "about"}


@cache
def _punkt() -> Any:
    """Return a Punkt splitter that was told what it would else have to learn from a corpus."""
    module, known = punkt(), _knowledge()
    parameters = module.PunktParameters()
    parameters.abbrev_types = set(known["abbreviations"] | known["prefixes"]) - set(known["numbered"])
    parameters.collocations = {(word, "##number##") for word in known["numbered"]}
    parameters.sent_starters = set(known["starters"])
    for word in known["starters"]:
        # As if seen in lower case elsewhere: so a capital means the beginning of a sentence.
        parameters.add_ortho_context(word, module._ORTHO_MID_LC)
    return module.PunktSentenceTokenizer(parameters)


def sentence_spans(text: str) -> list[Span]:
    """Return the spans of the sentences of an English paragraph, without the white space between them.

    nltk's Punkt judges the full stops, with parameters of our own for official and news writing. What it does
    not look at is judged here: closing quotes, who said what was quoted, numbers of items, missing spaces.

    >>> text = "“Will the U.S. agree?” he asked. Mr. He met J. K. Lee at 5 p.m. on Friday.We left."
    >>> [span.of(text) for span in sentence_spans(text)]
    ['“Will the U.S. agree?” he asked.', 'Mr. He met J. K. Lee at 5 p.m. on Friday.', 'We left.']
    """
    spans: list[Span] = []
    start = 0
    for match in _MARKS.finditer(text):
        if _is_end(text, start, match):
            spans += trimmed(text, start, match.end())
            start = match.end()
    return spans + trimmed(text, start, len(text))


def trimmed(text: str, start: int, end: int) -> list[Span]:
    """Return the span of a stretch of text without the white space around it; none when it is all white space."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return [Span(left, right)] if left < right else []


_MARKS = re.compile(r"([.!?…。！？]+(?: \.)*)([\"'”’)\]}»】」』）]*)")
_ITEM_NUMBER = re.compile(r"\s*[(（\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)）\]]{1,2}")
_WORD_BEFORE = re.compile(r"[\w.&-]+\Z")
_NEXT_WORD = re.compile(r"[\s“‘\"'(\[]*([A-Za-z]*)")
_TOLD = re.compile(r"\s*(?:(?:[A-Z][\w’'.-]*|the|a|of) ){1,5}(?P<verb>[a-z]+)(?=[.,:;])")
# Enough text on either side of a mark to judge it, however long the words around it are.
_REACH = 60


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether marks end the sentence that began at `start`."""
    end = match.end()
    marks, closers = match.groups()
    if end - start < _REACH and _ITEM_NUMBER.fullmatch(text, start, end):
        return False
    after = text[end : end + _REACH]
    if after and not after[0].isspace():
        return _is_end_without_space(text[max(0, match.start() - _REACH) : match.start()], match, after)
    bare = after.lstrip()
    following = _next_word(after)
    if marks[-1] == "…" or marks.endswith(("..", " .")):
        return not bare or (not bare[0].islower() and (bool(closers) or following in _knowledge()["starters"]))
    if closers or marks != ".":
        return not (bare[:1].islower() or _tells(after))
    return full_stop_ends(text[max(start, match.start() - _REACH) : match.start()], after)


def _next_word(after: str) -> str:
    match = _NEXT_WORD.match(after)
    return match[1].lower() if match else ""


def _tells(after: str) -> bool:
    """Tell whether what comes next only says who spoke: "Chen Min’er said."."""
    match = _TOLD.match(after)
    return match is not None and match["verb"] in _knowledge()["speech"]


def full_stop_ends(before: str, after: str) -> bool:
    """Tell whether a full stop ends a sentence.

    Args:
        before: What stands before it, at least the last word.
        after: What stands after it, at least the next word.

    >>> full_stop_ends("the U.S", " President"), full_stop_ends("the U.S", " He said")
    (False, True)
    """
    match = _WORD_BEFORE.search(before)
    word, known = match[0].lower() if match else "", _knowledge()
    if word in known["enders"]:
        return not after.lstrip()[:1].islower()
    if word in known["prefixes"]:
        return False
    if word.isalpha() and len(word) > 1 and word not in known["abbreviations"] and word not in known["numbered"]:
        return True
    following = _AFTER_STOP.match(after)
    if match and word not in known["abbreviations"] and _INITIALS.fullmatch(match[0]):
        match = re.search(r"\w$", before)  # Punkt knows an initial by its standing alone
    return _punkt_ends(match[0] if match else "", following[1] if following else "")


_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_AFTER_STOP = re.compile(r"\s*[\"“‘(\[]*([\w-]*)")


@lru_cache(maxsize=1 << 14)
def _punkt_ends(word: str, following: str) -> bool:
    """Ask Punkt about a full stop between two words; given more text it would take a later one for this."""
    return bool(_punkt().text_contains_sentbreak(f"{word}. {following}"))


_SENTENCE_BEGINS = re.compile(r"[A-Z][a-z]*[\s,]")


def _is_end_without_space(before: str, match: re.Match[str], after: str) -> bool:
    """Tell whether a sentence ends although the next begins at once: "together.We should", "growth.”He said"."""
    marks, closers = match.groups()
    if marks[-1] in "。！？":
        return True
    if marks not in (".", "!", "?") or (not before[-1:].isalnum() and before[-1:] not in "%)"):
        return False
    if closers:
        return closers[-1] in "”’)" and after[0] in "“‘ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if not _SENTENCE_BEGINS.match(after) or _next_word(after) in _knowledge()["domains"]:
        return False
    return re.search(r"[a-z]{2}$|\d{4}$|[%)]$", before) is not None and full_stop_ends(before, after)
