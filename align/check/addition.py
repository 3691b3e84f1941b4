"""English that has no Chinese behind it."""

from __future__ import annotations

from collections.abc import Iterator

from align.check.gaps import (
    DATELINES,
    FURNITURE,
    facing,
    gaps,
    has_words,
    is_answered,
    is_faced,
    is_left_over,
    is_moved,
    missing,
    role,
)
from align.check.rule import Example, Material, Rule, extent, place
from align.language.chars import clip
from align.model import Finding

_HINT = "check where it comes from"


def find(material: Material) -> Iterator[Finding]:
    """Yield English sentences without Chinese, and stretches that were added inside a sentence."""
    for alignment, index, bead in gaps(material, "target"):
        target = alignment.target
        span = extent(target, bead.target)
        kind = role(target, bead.target)
        moved = is_moved(alignment, target.sentences[bead.target.start].paragraph, "target")
        if kind in FURNITURE | DATELINES or moved or not has_words(span.of(target.text)):
            continue
        if is_faced(alignment, index) or is_left_over(alignment, index) or is_answered(alignment, index):
            continue
        what = "sentence" if len(bead.target) == 1 else f"{len(bead.target)} sentences"
        message = f"{what} without counterpart: {clip(span.of(target.text), 48)}"
        yield missing("addition", message, _HINT, facing(alignment, index, "target"), place(target, span))
    for alignment in material.alignments:
        for clause in alignment.clauses:
            if clause.target.end > clause.target.start:
                where = place(alignment.target, clause.target)
                message = f"“{clip(where.text, 48)}” stands only in the English"
                yield missing("addition", message, _HINT, place(alignment.source, clause.source), where)


RULE = Rule(
    "addition",
    "warning",
    "What the translation adds, nobody said.",
    find,
    bad=(Example(zh=("会议举行。", ""), en=("The meeting was held.", "Everyone was deeply moved by it.")),),
    good=(Example(zh=("会议举行。", ""), en=("The meeting was held.", "* * *")),),
)
