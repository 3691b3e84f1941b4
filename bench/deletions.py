"""Texts from which sentences are left out on purpose, to see whether the aligner tells which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from align.evaluate import Cells


class Damaged(NamedTuple):
    """A pair of texts with units left out on one side, and the gold that is then right."""

    source: list[str]
    target: list[str]
    gold: list[Cells]


def delete(
    source: Sequence[str], target: Sequence[str], gold: Sequence[Cells], *, side: int, share: float, seed: int
) -> Damaged:
    """Leave out units at random.

    A bead of which one side is gone becomes as many beads with an empty side as it has units on the other.

    Args:
        source: The units of the source.
        target: The units of the target.
        gold: The beads that are right of the whole texts.
        side: From which side to leave out, 0 or 1.
        share: The share of its units to leave out.
        seed: Of the random choice.
    """
    texts = [list(source), list(target)]
    count = len(texts[side])
    gone = set(np.random.default_rng(seed).choice(count, round(share * count), replace=False).tolist())
    number = {old: new for new, old in enumerate(k for k in range(count) if k not in gone)}
    texts[side] = [text for k, text in enumerate(texts[side]) if k not in gone]
    beads: list[Cells] = []
    for bead in gold:
        kept = list(bead)
        kept[side] = frozenset(number[k] for k in bead[side] if k in number)
        if kept[0] and kept[1]:
            beads.append((kept[0], kept[1]))
        else:
            beads += [(frozenset({k}), frozenset()) for k in sorted(kept[0])]
            beads += [(frozenset(), frozenset({k})) for k in sorted(kept[1])]
    return Damaged(texts[0], texts[1], beads)
