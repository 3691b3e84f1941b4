"""Clauses that one side of a sentence pair has and the other has not.

What the word links of the alignment leave without counterpart makes a sentence doubtful; there the lexicon is asked
too whether the words have one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import repeat

from align.check.added import RELATED, added
from align.check.dropped import dropped, dropped_sentences, is_of_content, is_quoted
from align.check.left_out import NOWHERE, SURE, English, left_out, odds
from align.check.likeness import Likeness
from align.check.linked import best_links, links_of, turned
from align.check.rule import ASIDE, Passage, passages, shift
from align.check.runs import LINKED, Unit, as_unit
from align.language.tokens import as_span
from align.lexicon.file import load
from align.model import Alignment, Link, Span, Token

_SURE_RUN = 5.5  # the log odds of a run of words that is told: the best of many, it must weigh more than a clause
_SURE = 0.8
_SEVERAL = 3  # answered words of a clause besides which one run of it is told alone
_COMMON = 1e-3  # English words more frequent than this prove nothing
_TRAILING = "\"”’'),;，、；。）》"


def clauses(alignment: Alignment) -> tuple[Link, ...]:
    """Return what was left out or added inside the sentences of an alignment.

    Each is a stretch of one side with the place on the other where it would stand.
    """
    aside = ASIDE | {"title", "heading"}
    group = [one for one in passages(alignment) if alignment.source.role_of(one.bead.source.start) not in aside]
    if not group:
        return ()
    likeness, linked = Likeness(group, load()), links_of(alignment, group)
    found = (_told(passage, likeness, number, linked[passage.index]) for number, passage in enumerate(group))
    return tuple(link for links in found for link in links)


def _told(passage: Passage, likeness: Likeness, number: int, near: Sequence[Link]) -> Iterator[Link]:
    """Yield the stretches of a passage without counterpart, in order, the Chinese first."""
    for span in _gone(passage, likeness, number, near):
        at = standing_place(span, near, passage.en, passage.alignment.target.text)
        yield Link(span, Span(at, at), _SURE)
    for span in _new(passage, likeness, number, near):
        at = standing_place(span, turned(near), passage.zh, passage.alignment.source.text)
        yield Link(Span(at, at), span, _SURE)


def _gone(passage: Passage, likeness: Likeness, number: int, near: Sequence[Link]) -> list[Span]:
    """Return what the Chinese of a passage has alone: sentences, runs of words, clauses; none inside another."""
    start = passage.zh.start
    words = [as_span((first + start, last + start)) for _, (first, last) in likeness.zh[number]]
    texts = [word.text for word in likeness.zh[number]]
    units = list(map(as_unit, zip(texts, words, best_links(words, near), repeat(0.0))))
    spans: list[Span] = []
    for one in (*_sentences(passage, likeness, number, units), *_stretches(passage, likeness, number, units, near)):
        if not any(one.overlaps(other) for other in spans):
            spans.append(one)
    return sorted(spans)


def _stretches(
    passage: Passage, likeness: Likeness, number: int, units: Sequence[Unit], near: Sequence[Link]
) -> Iterator[Span]:
    """Yield what was dropped inside sentences, the surest first: quotations, clauses, other runs of words."""
    runs = list(dropped(passage, units))
    rest = cache(partial(_rest, passage, likeness, number, near))  # not every passage asks for it
    if not runs and not any(True for _ in left_out(passage, units, rest)):
        return  # not even if the lexicon knew no rendering
    units = [one._replace(rendered=best) for one, best in zip(units, likeness.rendered(number).tolist(), strict=True)]
    quoted = [one for one in runs if is_quoted(one.of(passage.alignment.source.text))]
    yield from (one for one in quoted if odds(one, units, rest) > SURE)
    yield from (_narrowed(one, runs, units) for one in left_out(passage, units, rest))
    yield from (one for one in runs if one not in quoted and odds(one, units, rest) > _SURE_RUN)


def _narrowed(clause: Span, runs: Sequence[Span], units: Sequence[Unit]) -> Span:
    """Return of a clause the one run of words that nothing answers, where several of its other words are answered."""
    inside = [run for run in runs if clause.holds(run)]
    answered = [one.span for one in units if one.linked >= LINKED and is_of_content(one.text)]
    others = [span for span in answered if clause.holds(span) and not any(run.holds(span) for run in inside)]
    return inside[0] if len(inside) == 1 and len(others) >= _SEVERAL else clause


def _sentences(passage: Passage, likeness: Likeness, number: int, units: Sequence[Unit]) -> list[Span]:
    if len(passage.bead.source) < 2:
        return []
    whole = set(dropped_sentences(passage, units, [unit.linked for unit in units], LINKED))
    return [one for one in dropped_sentences(passage, units, likeness.meant(number).tolist(), RELATED) if one in whole]


def _rest(passage: Passage, likeness: Likeness, number: int, near: Sequence[Link]) -> English:
    """Return what the English of a passage leaves for a clause."""
    answers: dict[int, Span] = {}  # by where the English word begins in the passage
    for (start, end), english, score in near:
        if score >= LINKED:
            word = english.start - passage.en.start
            first, last = answers.get(word, NOWHERE)
            answers[word] = as_span((min(start, first), max(end, last)))
    content, answered = [], []
    for text, (start, _) in likeness.en[number]:
        if text[0].isalnum():
            answered.append(answers.get(start, NOWHERE))
            if likeness.prior[text] < _COMMON and text[0].isalpha():
                content.append(start in answers)
    return English((len(content) - sum(content)) / (len(content) + 1) ** 0.5, answered)


def _new(passage: Passage, likeness: Likeness, number: int, near: Sequence[Link]) -> list[Span]:
    """Return the sentences that the English of a passage has alone."""
    if len(passage.bead.target) < 2:
        return []
    en = likeness.en[number]
    priors = [likeness.prior[word.text] for word in en]
    unlinked = set(added(passage, en, _best(en, passage.en.start, turned(near)), priors, LINKED))
    if not unlinked:
        return []
    return [one for one in added(passage, en, likeness.related(number).tolist(), priors) if one in unlinked]


def _best(words: Sequence[Token], offset: int, near: Sequence[Link]) -> list[float]:
    """Return for each word the likelihood of its best link."""
    return best_links([shift(word.span, offset) for word in words], near)


def standing_place(span: Span, near: Sequence[Link], side: Span, text: str) -> int:
    """Return where a stretch would stand on the other side: between what its neighbours are linked to."""
    sure = _in_order([link for link in near if link.score >= LINKED])
    before = max((link for link in sure if link.source.end <= span.start), default=None)
    behind = [link for link in sure if link.source.start >= span.end]
    if before is None:
        return min((link.target.start for link in behind), default=side.end)
    after = min(behind, default=None)
    end = before.target.end
    if after is not None and end <= after.target.start:  # all that comes before, as far as the next word
        end = max(one.target.end for one in sure if one.source < span and one.target.end <= after.target.start)
    elif after is not None and after.source.start - span.end < span.start - before.source.end:
        return after.target.start  # the order is another there
    if text[end : end + 2] in ("'s", "’s"):
        end += 2
    while end < side.end and text[end] in _TRAILING:
        end += 1
    return end


def _in_order(links: Sequence[Link]) -> list[Link]:
    """Return the links that cross no more than half of the others: one from end to end of a long passage is wrong."""
    places = [(link.source.start, link.target.start) for link in links]
    crossed = [sum((a - c) * (b - d) < 0 for c, d in places) for a, b in places]
    return [link for link, others in zip(links, crossed, strict=True) if 2 * others <= len(links)]
