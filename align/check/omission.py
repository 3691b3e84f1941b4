"""Chinese that was left out of the English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.check.gaps import DATELINES, beside_additions, gaps, missing
from align.check.rule import Example, Material, Rule, place
from align.language.chars import clip
from align.model import Alignment, Finding, Link

_HINT = "translate it, or check that it may be left out"


def find(material: Material) -> Iterator[Finding]:
    """Yield Chinese sentences without English, and stretches inside a sentence that were dropped."""
    for gap in gaps(material, "source"):
        yield missing("omission", gap, _HINT)
    for alignment, clauses in material.pairs():
        for clause in _dropped(alignment, clauses):
            where = place(alignment.source, clause.source)
            message = f"{clip(where.text, 48)} is left out of the English sentence"
            yield Finding("omission", "warning", message, where, place(alignment.target, clause.target), _HINT)


def _dropped(alignment: Alignment, clauses: Sequence[Link]) -> Iterator[Link]:
    """Yield the dropped clauses of the running text; beside an English gap nothing is sure to be dropped."""
    marks = [mark.span for mark in alignment.source.marks if mark.role in DATELINES]
    beside = beside_additions(alignment)
    unsure = [alignment.source.extent(alignment.sentences[k].source) for k in beside if _has_source(alignment, k)]
    for clause in clauses:
        if clause.source.end > clause.source.start and not any(
            span.start <= clause.source.start and clause.source.end <= span.end for span in (*marks, *unsure)
        ):
            yield clause


def _has_source(alignment: Alignment, index: int) -> bool:
    return 0 <= index < len(alignment.sentences) and bool(alignment.sentences[index].source)


RULE = Rule(
    "omission",
    "warning",
    "What the translation leaves out, its readers never learn.",
    find,
    bad=(Example(zh=("会议在重庆举行。", "双方签署了合作协议。"), en=("The meeting was held in Chongqing.", "")),),
    good=(
        Example(zh=("会议在重庆举行。", "双方签署了协议。"), en=("The meeting was held in Chongqing.", "They signed.")),
        Example(zh=("会议在重庆举行。", "……"), en=("The meeting was held in Chongqing.", "")),
    ),
)
