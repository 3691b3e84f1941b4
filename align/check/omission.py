"""Chinese that was left out of the English."""

from __future__ import annotations

from collections.abc import Iterator

from align.check.dropped import clauses
from align.check.gaps import (
    DATELINES,
    FURNITURE,
    beside_additions,
    facing,
    gaps,
    has_words,
    is_faced,
    is_moved,
    missing,
    role,
)
from align.check.rule import Example, Material, Rule, extent, place
from align.language.chars import clip
from align.model import Finding

_HINT = "translate it, or check that it may be left out"


def find(material: Material) -> Iterator[Finding]:
    """Yield Chinese sentences without English, and stretches inside a sentence that were dropped."""
    for alignment, index, bead in gaps(material, "source"):
        source = alignment.source
        span = extent(source, bead.source)
        kind = role(source, bead.source)
        moved = is_moved(alignment, source.sentences[bead.source.start].paragraph, "source")
        if kind in FURNITURE | DATELINES or moved or is_faced(alignment, index) or not has_words(span.of(source.text)):
            continue
        what = "sentence" if len(bead.source) == 1 else f"{len(bead.source)} sentences"
        message = f"{what} without counterpart: {clip(span.of(source.text), 48)}"
        yield missing("omission", message, _HINT, place(source, span), facing(alignment, index, "source"))
    for alignment in material.alignments:
        marks = [mark.span for mark in alignment.source.marks if mark.role in DATELINES]
        for clause in alignment.clauses or clauses(alignment, skip=beside_additions(alignment)):
            inside = any(mark.start <= clause.source.start and clause.source.end <= mark.end for mark in marks)
            if clause.source.end > clause.source.start and not inside:
                where = place(alignment.source, clause.source)
                message = f"{clip(where.text, 48)} is left out of the English sentence"
                yield missing("omission", message, _HINT, where, place(alignment.target, clause.target))


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
