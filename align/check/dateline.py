"""The dateline and byline of the Chinese report that the translation leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from align.check.gaps import DATELINES, facing
from align.check.rule import Example, Material, Rule, passages, place
from align.model import Alignment, Finding, Mark, Place, Span

_HINT = "a note, no error: add the date in the text if the English needs it"


def find(material: Material) -> Iterator[Finding]:
    """Yield datelines and bylines of the Chinese that have nothing to stand for them."""
    for alignment in material.alignments:
        english = {mark.role for mark in alignment.target.marks} | {
            paragraph.role for paragraph in alignment.target.paragraphs
        }
        if not english & DATELINES:
            yield from _marked(alignment)
        for index, bead in enumerate(alignment.sentences):
            if bead.source and not bead.target and alignment.source.role_of(bead.source.start) in DATELINES:
                yield _note(alignment, alignment.source.extent(bead.source), facing(alignment, index, "source"))


def _marked(alignment: Alignment) -> Iterator[Finding]:
    """Yield the datelines that open a sentence, adjacent ones as one."""
    marks = sorted(mark for mark in alignment.source.marks if mark.role in DATELINES)
    joined: list[Mark] = []
    for mark in marks:
        if joined and mark.span.start <= joined[-1].span.end + 1:
            joined[-1] = Mark(joined[-1].span._replace(end=mark.span.end), mark.role)
        else:
            joined.append(mark)
    for mark in joined:
        at = next((p.en.start for p in passages(alignment) if p.zh.start <= mark.span.start < p.zh.end), None)
        yield _note(alignment, mark.span, None if at is None else place(alignment.target, Span(at, at)))


def _note(alignment: Alignment, span: Span, target: Place | None) -> Finding:
    where = place(alignment.source, span)
    return Finding("dateline", "info", f"the dateline {where.text} is left out", where, target, _HINT)


RULE = Rule(
    "dateline",
    "info",
    "The dateline often holds the month and the place that the text relies on.",
    find,
    bad=(),
    good=(Example(zh="会议在重庆举行。", en="The meeting was held in Chongqing."),),
)
