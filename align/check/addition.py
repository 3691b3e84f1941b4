"""English that has no Chinese behind it."""

from __future__ import annotations

from collections.abc import Iterator

from align.check.gaps import gaps, is_answered, is_left_over, is_spelt_out, missing
from align.check.rule import Example, Material, Rule, place
from align.language.chars import clip
from align.model import Finding

_HINT = "check where it comes from"


def find(material: Material) -> Iterator[Finding]:
    """Yield English sentences without Chinese, and stretches that were added inside a sentence."""
    for gap in gaps(material, "target"):
        if not (is_left_over(gap) or is_spelt_out(gap) or is_answered(gap)):
            yield missing("addition", gap, _HINT)
    for alignment, clauses in material.pairs():
        for clause in clauses:
            if clause.target.end > clause.target.start:
                where = place(alignment.target, clause.target)
                message = f"“{clip(' '.join(where.text.split()), 48)}” stands only in the English"
                yield Finding("addition", "warning", message, place(alignment.source, clause.source), where, _HINT)


RULE = Rule(
    "addition",
    "warning",
    "What the translation adds, nobody said.",
    find,
    bad=(Example(zh=("会议举行。", ""), en=("The meeting was held.", "Everyone was deeply moved by it.")),),
    good=(Example(zh=("会议举行。", ""), en=("The meeting was held.", "* * *")),),
)
