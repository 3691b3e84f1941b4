"""Clauses that one side of a sentence pair has and the other has not.

Words get a weight for or against having a counterpart, and the runs of greatest weight are taken whole (Ruzzo and
Tompa 1999, all maximal scoring subsequences). Where a quick look by the lexicon finds a run, the words of the
sentence are linked with care, and the run must stand again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.check.added import RELATED, added
from align.check.dropped import dropped, dropped_sentences
from align.check.likeness import Likeness
from align.check.linked import best_links, links_of, turned
from align.check.rule import ASIDE, Passage, passages, shift
from align.check.runs import LINKED
from align.lexicon.file import load
from align.model import Alignment, Link, Span, Token

_SUSPECT = 0.75  # the share of a run's weight that makes a sentence worth linking word by word
_SURE = 0.8
_TRAILING = "\"”’'),;，、；。）》"


def clauses(alignment: Alignment) -> tuple[Link, ...]:
    """Return what was left out or added inside the sentences of an alignment.

    Each is a stretch of one side with the place on the other where it would stand.
    """
    aside = ASIDE | {"title", "heading"}
    group = [one for one in passages(alignment) if alignment.source.role_of(one.bead.source.start) not in aside]
    if not group:
        return ()
    likeness = Likeness(group, load())
    doubtful = [number for number in range(len(group)) if _is_doubtful(group[number], likeness, number)]
    return tuple(_confirmed(alignment, group, likeness, doubtful))


def _is_doubtful(passage: Passage, likeness: Likeness, number: int) -> bool:
    zh = dropped(passage, likeness.zh[number], likeness.rendered(number).tolist(), _SUSPECT)
    more = (*_added(passage, likeness, number), *_dropped_sentences(passage, likeness, number))
    return bool(more) or any(True for _ in zh)


def _dropped_sentences(passage: Passage, likeness: Likeness, number: int) -> Iterator[Span]:
    return dropped_sentences(passage, likeness.zh[number], likeness.meant(number).tolist(), RELATED)


def _added(passage: Passage, likeness: Likeness, number: int) -> Iterator[Span]:
    return added(passage, likeness.en[number], likeness.related(number).tolist(), likeness.priors(number).tolist())


def _confirmed(
    alignment: Alignment, group: Sequence[Passage], likeness: Likeness, doubtful: Sequence[int]
) -> Iterator[Link]:
    """Yield the runs of the doubtful passages that word links leave without counterpart too."""
    linked = links_of(alignment, [group[number] for number in doubtful])
    for number in doubtful:
        passage, zh = group[number], likeness.zh[number]
        near = linked[passage.index]
        back = turned(near)
        linked_zh = _best(zh, passage.zh.start, near)
        whole = set(dropped_sentences(passage, zh, linked_zh, LINKED))
        gone = whole.intersection(_dropped_sentences(passage, likeness, number))
        parts = [
            one for one in dropped(passage, zh, linked_zh) if not any(one.overlaps(whole_one) for whole_one in gone)
        ]
        for span in sorted((*gone, *parts)):
            at = standing_place(span, near, passage.en, alignment.target.text)
            yield Link(span, Span(at, at), _SURE)
        linked_en = _best(likeness.en[number], passage.en.start, back)
        unlinked = set(added(passage, likeness.en[number], linked_en, likeness.priors(number).tolist(), LINKED))
        for span in unlinked.intersection(_added(passage, likeness, number)):
            at = standing_place(span, back, passage.zh, alignment.source.text)
            yield Link(Span(at, at), span, _SURE)


def _best(words: Sequence[Token], offset: int, near: Sequence[Link]) -> list[float]:
    """Return for each word the likelihood of its best link."""
    return best_links([shift(word.span, offset) for word in words], near)


def standing_place(span: Span, near: Sequence[Link], side: Span, text: str) -> int:
    """Return where a stretch would stand on the other side: between what its neighbours are linked to."""
    sure = [link for link in near if link.score >= LINKED]
    before = max((link for link in sure if link.source.end <= span.start), default=None)
    after = min((link for link in sure if link.source.start >= span.end), default=None)
    if before is None:
        return after.target.start if after else side.end
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
