"""Chinese clauses that the English leaves out, told by how few of their words it answers.

A clause that is rendered freely has few answered words too, but then the English has words that nothing explains,
and words in a row that nothing outside the clause answers: room for it. Where a clause was dropped, all the English
is accounted for. A sentence that shares its English with others is judged by its own words alone. The weights are
those of logistic regressions on clauses and sentences that were cut out of translations, and on those that were not;
see `scripts/fit_clauses.py`.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from align.check.dropped import own_weight
from align.check.rule import Passage, shift
from align.check.runs import Unit
from align.language.names import foreign_names
from align.language.quantity import agree
from align.model import Span

_STOP = re.compile("[，,；;。：:！？!?]")
# “两学一做”, “三去一降一补”: a slogan by its numbers, which a translation spells out.
_SLOGAN = re.compile(r"[“‘\"](?![一二三四五六七八九十]+[”’\"])\w?[一二两三四五六七八九十][^”’\"]{1,6}[”’\"]")
_LATIN = re.compile("[A-Za-z]{3,}")
_FEWEST, _LEAST = 3, 8  # words of content, and their characters, that make a clause worth judging
_BIAS, _LINKED, _RENDERED, _SIZE, _UNEXPLAINED, _ROOM = 7.39, -9.64, -8.92, 0.09, -0.52, -1.8
_WIDEST = 2.0  # English words to a Chinese one: as much room as a clause can need
_WHOLE_BIAS, _WHOLE_LINKED, _WHOLE_RENDERED = 7.65, -7.35, -9.23
SURE = 0.0  # the log odds of a clause that is told: left out likelier than not
_SURE_WHOLE = 1.0  # and of a sentence


class English(NamedTuple):
    """What the English of a passage leaves for a clause.

    Attributes:
        unexplained: The number of its words of content that no link explains, over the root of all of them.
        answered: For each of its words, in order, the stretch of Chinese that it is linked to, or `NOWHERE`.
    """

    unexplained: float
    answered: Sequence[Span]


NOWHERE = Span(sys.maxsize, -1)  # no stretch at all: every other holds it


def left_out(passage: Passage, units: Sequence[Unit], rest: Callable[[], English]) -> Iterator[Span]:
    """Yield the sentences and clauses of a passage that the English leaves out, neighbouring clauses as one.

    Args:
        passage: Where to look.
        units: Its Chinese words, with their place in the document.
        rest: Gives what its English leaves for a clause.
    """
    apart = [*slogans(passage.zh, passage.alignment.source.text), *_foreign(passage)]
    plain = [one for one in units if not any(stretch.holds(one.span) for stretch in apart)] if apart else units
    whole = [one for one in _sentences(passage) if _whole_odds(one, plain) > _SURE_WHOLE and not _stands(one, passage)]
    found: list[Span] = []
    for clause in _clauses(passage):
        if any(one.holds(clause) for one in whole) or odds(clause, plain, rest) <= SURE:
            continue
        if not _stands(clause, passage):
            joined = bool(found) and clause.start - found[-1].end == 1
            found.append(Span(found.pop().start, clause.end) if joined else clause)
    yield from sorted((*whole, *found))


def _foreign(passage: Passage) -> list[Span]:
    """Return where foreign names stand in the Chinese: the lexicon knows few of them."""
    return [shift(name, passage.zh.start) for name in foreign_names(passage.zh_text)]


def slogans(stretch: Span, text: str) -> Iterator[Span]:
    """Yield the slogans by numbers in a stretch of Chinese, which a translation spells out by other words."""
    yield from (Span(*match.span()) for match in _SLOGAN.finditer(text, *stretch))


def _stands(stretch: Span, passage: Passage) -> bool:
    """Whether a stretch has a figure or Latin letters that the English has too: it was not left out then."""
    text, en = stretch.of(passage.alignment.source.text), passage.en_text
    inside = shift(stretch, -passage.zh.start)
    own = [one for one in passage.zh_figures if one.certain and inside.holds(one.span)]
    return any(agree(one, other) for one in own for other in passage.en_figures) or any(
        passage.zh_text.count(word) <= en.count(word) for word in _LATIN.findall(text)
    )


def _sentences(passage: Passage) -> Iterator[Span]:
    """Yield the sentences of a passage that has several."""
    bead = passage.bead.source
    if len(bead) > 1:
        yield from passage.alignment.source.spans(bead)


def _clauses(passage: Passage) -> Iterator[Span]:
    start = 0
    marks = [mark.span for mark in passage.alignment.source.marks]
    for end in (*(match.start() for match in _STOP.finditer(passage.zh_text)), len(passage.zh_text)):
        span = shift(Span(start, end), passage.zh.start)
        if end - start >= _LEAST and not any(mark.overlaps(span) for mark in marks):
            yield span
        start = end + 1


def odds(stretch: Span, units: Sequence[Unit], rest: Callable[[], English]) -> float:
    """Return the log odds that a stretch of Chinese was left out.

    Args:
        stretch: Some words of a passage.
        units: The Chinese words of the passage.
        rest: Gives what its English leaves for a clause.
    """
    answers = _answers(stretch, units)
    if answers is None:
        return float("-inf")
    own = _BIAS + _LINKED * answers.linked + _RENDERED * answers.rendered + _SIZE * answers.size
    if own <= SURE:  # what the English leaves only speaks against it
        return own
    return own + _UNEXPLAINED * rest().unexplained + _ROOM * _share_of_room(stretch, answers, rest())


def _share_of_room(stretch: Span, answers: _Answers, rest: English) -> float:
    """Return how many English words in a row there are for each word of a stretch, as many as one can need."""
    return min(_room(stretch, rest.answered) / answers.words, _WIDEST)


def _room(stretch: Span, answered: Sequence[Span]) -> int:
    """Return how many English words in a row no Chinese outside a stretch answers."""
    start, end = stretch
    most = here = 0
    for first, last in answered:
        if start <= first and last <= end:
            here += 1
        else:
            most, here = max(most, here), 0
    return max(most, here)


def _whole_odds(sentence: Span, units: Sequence[Unit]) -> float:
    """Return the log odds that a sentence, one of several of a passage, was left out."""
    answers = _answers(sentence, units)
    if answers is None:
        return float("-inf")
    return _WHOLE_BIAS + _WHOLE_LINKED * answers.linked + _WHOLE_RENDERED * answers.rendered


class _Answers(NamedTuple):
    """The words of a stretch that tell, their characters, and how likely they are linked and rendered."""

    words: int
    size: float
    linked: float
    rendered: float


def _answers(stretch: Span, units: Sequence[Unit]) -> _Answers | None:
    """Return what speaks for a stretch being rendered; None where it has too few words that tell."""
    first, last = (bisect_left(units, edge, key=lambda one: one.span.start) for edge in stretch)
    words = 0
    size = linked = rendered = 0.0
    for text, _, link, best in units[first:last]:
        many = own_weight(text)
        if many > 0:
            words, size = words + 1, size + many
            linked, rendered = linked + many * link, rendered + many * max(best, 0.0)
    if words < _FEWEST or size < _LEAST:
        return None
    return _Answers(words, size, linked / size, rendered / size)
