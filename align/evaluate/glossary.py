"""Scores of a glossary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from align.evaluate.counts import Counts
from align.language.chars import fold


@dataclass(frozen=True, slots=True)
class GlossaryScore:
    """How a proposed glossary stands against a gold one.

    `core` counts the entries that a glossary must have, found when the rendering is accepted and the type is the
    gold's; `rendering` the same without the type; `inside` the proposals that stand in the gold, right when
    the rendering is accepted. `beyond` lists what the gold does not speak of, `missed` the core entries not found,
    `wrong` the proposals inside the gold with a rendering that is not accepted.
    """

    core: Counts
    rendering: Counts
    inside: Counts
    beyond: tuple[tuple[str, str], ...]
    missed: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]


def normal_rendering(text: str) -> str:
    """Fold a rendering for comparison: case, articles, quotation marks, apostrophes, white space.

    >>> normal_rendering("The “Double Eight” Strategy") == normal_rendering("double eight strategy")
    True
    """
    words = re.sub(r'["“”‘]', "", fold(text).casefold()).strip(" '.,;:").split()
    return " ".join(word for word in words if word not in ("the", "a", "an"))


def score_glossary(gold: Sequence[dict[str, str]], output: Sequence[dict[str, str]]) -> GlossaryScore:
    """Score rows with zh, en and type against gold rows with zh, en (alternatives between bars), type and need."""
    accepted = {row["zh"]: {normal_rendering(en) for en in row["en"].split("|")} for row in gold}
    proposed = {row["zh"]: row for row in output}

    def rendered(zh: str) -> bool:
        return zh in proposed and normal_rendering(proposed[zh]["en"]) in accepted[zh]

    core = [row for row in gold if row.get("need", "core") == "core"]
    found = [row for row in core if rendered(row["zh"])]
    typed = [row for row in found if proposed[row["zh"]].get("type") == row["type"]]
    inside = [zh for zh in proposed if zh in accepted]
    right = [zh for zh in inside if rendered(zh)]
    return GlossaryScore(
        core=Counts(len(typed), len(output), len(typed), len(core)),
        rendering=Counts(len(found), len(output), len(found), len(core)),
        inside=Counts(len(right), len(inside), len(right), len(inside)),
        beyond=tuple((zh, row["en"]) for zh, row in proposed.items() if zh not in accepted),
        missed=tuple(row["zh"] for row in core if row not in typed),
        wrong=tuple((zh, proposed[zh]["en"]) for zh in inside if not rendered(zh)),
    )
