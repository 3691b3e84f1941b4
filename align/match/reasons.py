"""Why a bead is believed or doubted, in words, for the reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from align.distinct import distinct
from align.language.numbers import quantities
from align.language.quantity import Quantity, agree
from align.match.evidence import Texts
from align.model import Bead, Document

DOUBTFUL = 0.95  # a bead with a lower score is explained
MOST = 500  # of them, the most doubtful: nobody reviews more


def with_reasons(beads: Sequence[Bead], source: Document, target: Document, texts: Texts) -> tuple[Bead, ...]:
    """Return the beads, the doubtful ones with a reason."""
    limit = min(DOUBTFUL, sorted(bead.score for bead in beads)[MOST]) if len(beads) > MOST else DOUBTFUL
    ratio = (float(texts.target.size.sum()) + 3000) / (float(texts.source.size.sum()) + 1000)
    return tuple(
        replace(bead, reason="; ".join(_reasons(bead, source, target, texts, ratio))) if bead.score < limit else bead
        for bead in beads
    )


def _reasons(bead: Bead, source: Document, target: Document, texts: Texts, ratio: float) -> Iterable[str]:
    if bead.is_gap:
        yield "left out in English" if bead.source else "added in English"
        yield "a neighbour could take it"
        return
    yield from _figures(bead, source, target)
    yield _words(bead, texts)
    lengths = (
        sum(float(side.size[k]) for k in run)
        for side, run in zip((texts.source, texts.target), (bead.source, bead.target), strict=True)
    )
    ours, theirs = lengths
    times = theirs / max(1.0, ours) / ratio
    if not 0.6 < times < 1.67:
        yield "the English is long for it" if times > 1 else "the English is short for it"
    if max(bead.shape) > 2:
        yield f"{bead.shape[0]} sentences beside {bead.shape[1]}"


def _figures(bead: Bead, source: Document, target: Document) -> Iterable[str]:
    ours = [q for k in bead.source for q in quantities(source.sentence_text(k), "zh")]
    theirs = [q for k in bead.target for q in quantities(target.sentence_text(k), "en")]
    if not ours and not theirs:
        return
    met = sum(any(agree(one, other) for other in theirs) for one in ours)
    if met:
        yield "a number agrees" if met == 1 else f"{met} numbers agree"
    if met < max(_sure(ours), _sure(theirs)):
        yield "numbers differ"


def _sure(found: Sequence[Quantity]) -> int:
    return sum(quantity.certain for quantity in found)


def _words(bead: Bead, texts: Texts) -> str:
    """Say how many of the words of both sides have a counterpart on the other."""
    source, target = texts.source, texts.target
    ours = source.types[source.starts[bead.source.start] : source.starts[bead.source.stop]]
    theirs = target.types[target.starts[bead.target.start] : target.starts[bead.target.stop]]
    ours, theirs = distinct(ours).values, distinct(theirs).values
    forward, backward = texts.table.dense(ours, theirs, len(target.prior))
    met = int((forward.max(axis=0, initial=0) > 0.05).sum() + (backward.max(axis=1, initial=0) > 0.05).sum())
    return f"{met} of {len(ours) + len(theirs)} words have a counterpart"
