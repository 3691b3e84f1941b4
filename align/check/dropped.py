"""Stretches inside a sentence that its translation leaves out.

For each Chinese word, how likely some English word of the sentence renders it: the lexicon's probabilities in both
directions, each shared out among the words that compete for it (the posteriors of Brown et al.'s model 1), joined
by their geometric mean. A word that nothing answers proves little: the lexicon may not know it, or the grammar
swallowed it. A run of them does. Words get a weight for or against, and the runs of greatest weight are taken
whole (Ruzzo and Tompa 1999, all maximal scoring subsequences). Where this quick look finds a run, the words of the
sentence are linked with care, and the run must stand again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.check.rule import ASIDE, Passage, passages, shift
from align.language import chinese, english
from align.language.chars import is_han
from align.language.names import find_name
from align.lexicon.file import load
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import units_of_each
from align.match.words import Settings, links
from align.model import Alignment, Link, Span, Token

# Particles and other words that have no English of their own.
_EMPTY = frozenset(
    "的地得了着过和与及或并而且也都就还又等把被将让给对向从在于以为是有不要会能可这那其之所各每个上下中内里后前再更最很到由自"
) | {"我们", "他们", "一个", "一些", "进行", "加以", "不断", "切实"}
_LINKED = 0.3  # the likelihood from which a word counts as rendered
_NULL = 0.01  # what a word is lent for having no counterpart at all
_LEAST, _LEAST_QUOTED = 8.0, 5.0  # weight of a dropped clause: about as many characters without counterpart
_SUSPECT = 0.75  # the share of it that makes a sentence worth linking word by word
_BREAK = -4.0  # a semicolon, which parts clauses
_OPENING, _CLOSING = '“‘《"「', '”’》"」'


class Piece(NamedTuple):
    """A word with its weight: above zero when nothing answers it."""

    span: Span
    weight: float


class Likeness:
    """How likely the words of a pair of documents render each other, for the types of both at once."""

    def __init__(self, group: Sequence[Passage], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.zh = units_of_each([chinese.sentence_words(one.zh_text) for one in group], lexicon)
        en = [[english.key(word.text) for word in english.sentence_words(one.en_text)] for one in group]
        zh_types = {chinese.key(unit.text): 0 for units in self.zh for unit in units}
        en_types = {key: 0 for keys in en for key in keys}
        self._zh_place = {key: number for number, key in enumerate(zh_types)}
        en_place = {key: number for number, key in enumerate(en_types)}
        self._en = [np.array([en_place[key] for key in dict.fromkeys(keys)], np.intp) for keys in en]
        self._known = lexicon.zh_ids(list(zh_types)) >= 0
        self._tables = lexicon.matrix(lexicon.zh_ids(list(zh_types)), lexicon.en_ids(list(en_types)))

    def rendered(self, number: int) -> npt.NDArray[np.float32]:
        """Return for each unit of a passage the likelihood of its best counterpart; -1 when it is unknown."""
        places = np.array([self._zh_place[chinese.key(unit.text)] for unit in self.zh[number]], np.intp)
        cells = np.ix_(places, self._en[number])
        forth, back = self._tables[0][cells], self._tables[1][cells]
        if not forth.size:
            return np.zeros(len(places), np.float32)
        by_en = forth / (forth.sum(axis=0, keepdims=True) + _NULL)
        by_zh = back / (back.sum(axis=1, keepdims=True) + _NULL)
        best: npt.NDArray[np.float32] = np.sqrt(by_en * by_zh).max(axis=1)
        return np.where(self._known[places], best, np.float32(-1))


def clauses(alignment: Alignment) -> list[Link]:
    """Return what was dropped inside the sentences of an alignment.

    Each is a stretch of the Chinese with the end of the English sentence, where it would stand.
    """
    aside = ASIDE | {"title", "heading"}
    group = [one for one in passages(alignment) if alignment.source.role_of(one.bead.source.start) not in aside]
    if not group:
        return []
    likeness = Likeness(group, load())
    doubtful = []
    for number, passage in enumerate(group):
        if any(_runs(_pieces(passage, likeness.zh[number], likeness.rendered(number).tolist()), passage, _SUSPECT)):
            doubtful.append(number)
    return list(_confirmed(alignment, group, likeness, doubtful))


def _confirmed(
    alignment: Alignment, group: Sequence[Passage], likeness: Likeness, doubtful: Sequence[int]
) -> Iterator[Link]:
    """Yield the runs of the doubtful passages that word links leave without counterpart too."""
    beads = tuple(group[number].bead for number in doubtful)
    linked = links(replace(alignment, sentences=beads), likeness.lexicon, Settings(threshold=0.1))
    found = sorted(linked, key=lambda link: link.source.start)
    starts = [link.source.start for link in found]
    for number in doubtful:
        passage, units = group[number], likeness.zh[number]
        near = found[bisect_left(starts, passage.zh.start) : bisect_left(starts, passage.zh.end)]
        best = [_best_link(shift(unit.span, passage.zh.start), near) for unit in units]
        for span in _runs(_pieces(passage, units, best), passage, 1.0):
            yield Link(span, Span(passage.en.end, passage.en.end), 0.8)


def _best_link(span: Span, near: Sequence[Link]) -> float:
    return max(
        (link.score for link in near if link.source.start < span.end and link.source.end > span.start), default=0.0
    )


def _pieces(passage: Passage, units: Sequence[Token], scores: Sequence[float]) -> list[Piece]:
    """Weigh the units of a passage, its dateline apart."""
    marks = [mark.span for mark in passage.alignment.source.marks]
    pieces = []
    for unit, score in zip(units, scores, strict=True):
        span = shift(unit.span, passage.zh.start)
        if not any(mark.start <= span.start < mark.end for mark in marks):
            pieces.append(Piece(span, _weight(unit.text, score, passage.en_text)))
    return pieces


def _runs(pieces: Sequence[Piece], passage: Passage, share: float) -> Iterator[Span]:
    """Yield the runs of unanswered words whose weight is this share of what makes a dropped clause."""
    text = passage.alignment.source.text
    for first, last, weight in maximal_runs([piece.weight for piece in pieces]):
        inside = pieces[first:last]
        if sum(piece.weight > 0.5 for piece in inside) < 3:
            continue
        span = _closed(Span(inside[0].span.start, inside[-1].span.end), passage)
        quoted = any(mark in span.of(text) for mark in _OPENING)
        if weight >= share * (_LEAST_QUOTED if quoted else _LEAST):
            yield span


def _weight(word: str, score: float, en: str) -> float:
    """About one a character for a word without counterpart, minus two for a word with one; nothing for particles."""
    if word in "；;":
        return _BREAK
    if not is_han(word[0]) or word in _EMPTY:
        return 0.0
    if score <= 0 and find_name(word, en):
        score = 1.0
    size = min(len(word), 4)
    return -2.0 * size if score >= _LINKED else size * (1.0 - max(score, 0.0) / _LINKED)


def maximal_runs(weights: Sequence[float]) -> list[tuple[int, int, float]]:
    """Return the disjoint runs of greatest weight as (start, end, weight).

    >>> maximal_runs([1, 2, -9, 3, -1, 4])
    [(0, 2, 3.0), (3, 6, 6.0)]
    """
    # Each run keeps the sums of all weights up to its beginning and to its end (Ruzzo and Tompa 1999).
    runs: list[tuple[int, int, float, float]] = []
    total = 0.0
    for place, weight in enumerate(weights):
        before, total = total, total + weight
        if weight <= 0:
            continue
        run = (place, place + 1, before, total)
        while True:
            earlier = next((k for k in range(len(runs) - 1, -1, -1) if runs[k][2] < run[2]), None)
            if earlier is None or runs[earlier][3] >= run[3]:
                runs.append(run)
                break
            run = (runs[earlier][0], run[1], runs[earlier][2], run[3])
            del runs[earlier:]
    return [(first, last, right - left) for first, last, left, right in runs]


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
