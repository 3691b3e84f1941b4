"""Texts from which sentences are left out on purpose, to see whether the aligner tells which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from align import evaluate
from align.evaluate import Cells, Counts
from bench.figures import Figure
from bench.quality import Triple, beads_of, cells, paragraph_files, sentence_files

SHARES = (0.05, 0.1, 0.2)


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


def deletion_figures(bench: Path) -> Iterator[Figure]:
    """Measure precision and recall of beads with an empty side, units left out of either side at each share."""
    sets = (
        ("magazine", "sentences", sentence_files(bench / "sentences" / "magazine")),
        ("work reports", "paragraphs", paragraph_files(bench / "paragraphs", "work-report")),
    )
    for name, level, files in sets:
        if not files:
            yield Figure(f"{name}, deletions", None, note=f"data absent under {bench}")
            continue
        total = sum((_empty(level, *one) for one in product(files, (0, 1), SHARES)), Counts())
        note = f"{total.wanted} left out"
        yield Figure(f"{name}, deletions: precision of empty beads", total.precision, noise=0.01, note=note)
        yield Figure(f"{name}, deletions: recall of empty beads", total.recall, noise=0.01, note=note)


def _empty(level: str, files: Triple, side: int, share: float) -> Counts:
    """Align a damaged pair by the real command and count its beads with an empty side."""
    zh, en, gold = (path.read_text("utf-8") for path in files)
    beads = evaluate.parse_beads(gold)
    damaged = delete(zh.splitlines(), en.splitlines(), beads, side=side, share=share, seed=round(share * 100) + side)
    with TemporaryDirectory() as folder:
        paths = Path(folder) / "zh.txt", Path(folder) / "en.txt"
        for path, lines in zip(paths, damaged[:2], strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        output = [cells(bead) for bead in beads_of(level, *paths)]
    return evaluate.score_beads(damaged.gold, output).empty
