"""Stretches of Chinese inside a sentence that its translation leaves out.

A Chinese word that no English word of the sentence is likely to render proves little: the lexicon may not know it,
or the grammar swallowed it. A run of them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from align.check.rule import Passage
from align.check.runs import LINKED, Unit, maximal_runs, unanswered
from align.language.chars import is_han
from align.language.names import find_name
from align.model import Span

# Particles and other words that have no English of their own.
_EMPTY = frozenset(
    "的地得了着过和与及或并而且也都就还又等把被将让给对向从在于以为是有不要会能可这那其之所各每个上下中内里后前再更最很到由自"
) | {"我们", "他们", "一个", "一些", "进行", "加以", "不断", "切实"}
_LEAST, _LEAST_QUOTED = 8.0, 5.0  # weight of a dropped clause: about as many characters without counterpart
_BREAK = -1000.0  # a mark that parts clauses or sentences: no run goes over it
# “四个意识” is a slogan by its number, which a translation spells out.
_COUNTED = re.compile(r"[“‘\"][一二两三四五六七八九十](?:个|大|项|条)?\w{1,3}[”’\"]$")
_OPENING, _CLOSING = '“‘《"「', '”’》"」'


def dropped(passage: Passage, units: Sequence[Unit]) -> Iterator[Span]:
    """Yield the stretches of the Chinese of a passage that no English is linked to.

    Args:
        passage: Where to look.
        units: Its Chinese words.
    """
    marks = [mark.span for mark in passage.alignment.source.marks if mark.span.overlaps(passage.zh)]
    if marks:
        units = [unit for unit in units if not any(mark.start <= unit.span.start < mark.end for mark in marks)]
    # A name that the English spells makes a run lighter: it is looked for only where that may matter.
    if any(True for _ in _runs(units, passage, "")):
        yield from _runs(units, passage, passage.en_text)


def dropped_sentences(passage: Passage, units: Sequence[Unit], scores: Sequence[float], least: float) -> Iterator[Span]:
    """Yield the Chinese sentences of a passage that no English answers, when it has several.

    Args:
        passage: Where to look.
        units: Its Chinese words.
        scores: How likely each is rendered.
        least: The likelihood from which a word counts as answered.
    """
    bead = passage.bead.source
    answers = (
        (unit.span.start, score >= least)
        for unit, score in zip(units, scores, strict=True)
        if is_of_content(unit.text) and score >= 0
    )
    yield from unanswered(passage.alignment.source.sentences[bead.start : bead.stop], answers)


@lru_cache(maxsize=65536)
def is_of_content(word: str) -> bool:
    """Whether a Chinese word says something that has English of its own."""
    return is_han(word[0]) and word not in _EMPTY


def _runs(units: Sequence[Unit], passage: Passage, en: str) -> Iterator[Span]:
    """Yield the runs of unanswered words that weigh as much as a dropped clause."""
    text = passage.alignment.source.text
    weights = [_weight(unit.text, unit.linked, en) for unit in units]
    for first, last, weight in maximal_runs(weights):
        if weight < _LEAST_QUOTED or sum(one > 0.5 for one in weights[first:last]) < 3:
            continue
        span = _closed(Span(units[first].span.start, units[last - 1].span.end), passage)
        quoted = any(mark in span.of(text) for mark in _OPENING)
        if (quoted or weight >= _LEAST) and not _COUNTED.match(span.of(text)):
            yield span


def _weight(word: str, score: float, en: str) -> float:
    """About one a character for a word without counterpart, minus two for a word with one; nothing for particles."""
    size = own_weight(word)
    if size <= 0:
        return size
    if en and score <= 0 and find_name(word, en):
        score = 1.0
    return -2.0 * size if score >= LINKED else size * (1.0 - max(score, 0.0) / LINKED)


@lru_cache(maxsize=65536)
def own_weight(word: str) -> float:
    """Return what a Chinese word weighs: about its characters, a mark that parts clauses much against a clause.

    One that has no English of its own weighs nothing.
    """
    if word in "；;。！？!?":
        return _BREAK
    return float(min(len(word), 4)) if is_of_content(word) else 0.0


def is_quoted(stretch: str) -> bool:
    """Whether a stretch is a quotation, with its marks."""
    return stretch[:1] in _OPENING and stretch[-1:] in _CLOSING


def _closed(span: Span, passage: Passage) -> Span:
    """Take a quotation whole when a run covers half of it, and with its marks."""
    text = passage.alignment.source.text
    start, end = span
    for opening in range(passage.zh.start, passage.zh.end):
        if text[opening] not in _OPENING:
            continue
        closing = next((k for k in range(opening + 1, passage.zh.end) if text[k] in _CLOSING), None)
        if closing is not None and 2 * (min(closing, end) - max(opening, start)) > closing - opening:
            start, end = min(start, opening), max(end, closing + 1)
    return _trimmed(Span(start, end), text)


def _trimmed(span: Span, text: str) -> Span:
    """Leave off a few characters that hang on to a quotation: 提出的“两点”."""
    inside = span.of(text)
    first = next((k for k, char in enumerate(inside) if char in _OPENING), 0)
    last = next((k for k, char in enumerate(reversed(inside)) if char in _CLOSING), 0)
    return Span(span.start + (first if first <= 4 else 0), span.end - (last if last <= 4 else 0))
