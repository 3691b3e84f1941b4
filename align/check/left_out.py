"""Chinese clauses that the English leaves out, told by how few of their words it answers.

A clause that is rendered freely has few answered words too, but then the English has words that nothing explains;
where a clause was dropped, all the English is accounted for. The weights are those of a logistic regression on clauses
that were cut out of translations, and on those that were not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from align.check.dropped import is_of_content
from align.check.rule import Passage, shift
from align.check.runs import LINKED
from align.model import Span

_STOP = re.compile("[，,；;。：:！？!?]")
# “两学一做”, “三去一降一补”: a slogan by its numbers, which a translation spells out.
_SLOGAN = re.compile(r"[“‘\"]\w?[一二两双三四五六七八九十][^”’\"]{1,6}[”’\"]")
_FEWEST, _LEAST = 3, 8  # words of content, and their characters, that make a clause worth judging
_ANSWERED = 0.1  # the likelihood from which a word may be rendered
_BIAS, _LINKED, _RENDERED, _SIZE, _UNEXPLAINED = 6.86, -8.36, -4.78, 0.06, -0.907
SURE = 1.3  # the log odds of a clause that is told


class Unit(NamedTuple):
    """A Chinese word of a passage: how likely its best link is, and how likely the lexicon alone has it rendered."""

    text: str
    span: Span
    linked: float
    rendered: float


def left_out(passage: Passage, units: Sequence[Unit], unexplained: float) -> Iterator[Span]:
    """Yield the sentences and clauses of a passage that the English leaves out, neighbouring clauses as one.

    Args:
        passage: Where to look.
        units: Its Chinese words, with their place in the document.
        unexplained: How much English it has that no link explains; see `odds`.
    """
    slogans = [shift(Span(*match.span()), passage.zh.start) for match in _SLOGAN.finditer(passage.zh_text)]
    plain = [one for one in units if not any(slogan.holds(one.span) for slogan in slogans)] if slogans else units
    whole = [sentence for sentence in _sentences(passage) if odds(sentence, plain, unexplained) > SURE]
    found: list[Span] = []
    for clause in _clauses(passage):
        if not any(one.holds(clause) for one in whole) and odds(clause, plain, unexplained) > SURE:
            joined = bool(found) and clause.start - found[-1].end == 1
            found.append(Span(found.pop().start, clause.end) if joined else clause)
    yield from sorted((*whole, *found))


def _sentences(passage: Passage) -> Iterator[Span]:
    """Yield the sentences of a passage that has several."""
    bead = passage.bead.source
    if len(bead) > 1:
        yield from (sentence.span for sentence in passage.alignment.source.sentences[bead.start : bead.stop])


def _clauses(passage: Passage) -> Iterator[Span]:
    start = 0
    marks = [mark.span for mark in passage.alignment.source.marks]
    for end in (*(match.start() for match in _STOP.finditer(passage.zh_text)), len(passage.zh_text)):
        span = shift(Span(start, end), passage.zh.start)
        if end - start >= _LEAST and not any(mark.overlaps(span) for mark in marks):
            yield span
        start = end + 1


def odds(stretch: Span, units: Sequence[Unit], unexplained: float) -> float:
    """Return the log odds that a stretch of Chinese was left out.

    Args:
        stretch: Some words of a passage.
        units: The Chinese words of the passage.
        unexplained: The number of its English words of content that no link explains, over the root of all of them.
    """
    first, last = (bisect_left(units, edge, key=lambda one: one.span.start) for edge in stretch)
    inside = [one for one in units[first:last] if is_of_content(one.text)]
    size = [min(len(one.text), 4) for one in inside]
    total = sum(size)
    if len(inside) < _FEWEST or total < _LEAST:
        return float("-inf")
    linked = sum(many for one, many in zip(inside, size, strict=True) if one.linked >= LINKED) / total
    rendered = sum(many for one, many in zip(inside, size, strict=True) if one.rendered >= _ANSWERED) / total
    return _BIAS + _LINKED * linked + _RENDERED * rendered + _SIZE * total + _UNEXPLAINED * unexplained
