"""The texts that `scripts/fit_weights.py` fits on: benchmarks with known beads, whole and with units left out.

Beside each text stand copies with units left out on one side, so that gaps are known too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from align.evaluate import Cells, parse_beads
from align.lexicon.lexicon import Lexicon
from align.match.evidence import Texts
from align.match.facts import read_facts
from align.match.search import Step
from align.match.texts import level_texts, pair_table, read_side
from align.model import Document
from align.segment import segment
from bench.deletions import SHARES, delete

DAMAGED = {"sentences": 0.15, "paragraphs": 0.4}  # what a damaged copy counts beside the whole text


class Text(NamedTuple):
    """A pair of texts with its gold, its name, and how much it counts in the fit."""

    name: str
    texts: Texts
    gold: list[Cells]
    weight: float

    @property
    def path(self) -> list[Step]:
        """The gold as steps; what it passes over stands alone."""
        steps, i, j = [], 0, 0
        for source, target in self.gold:
            i1, j1 = (max(side) + 1 if side else at for side, at in ((source, i), (target, j)))
            i0, j0 = (min(side) if side else at for side, at in ((source, i1), (target, j1)))
            steps += [Step(k, k + 1, j, j) for k in range(i, i0)] + [Step(i0, i0, k, k + 1) for k in range(j, j0)]
            steps.append(Step(i0, i1, j0, j1))
            i, j = i1, j1
        steps += [Step(k, k + 1, j, j) for k in range(i, len(self.texts.source))]
        return steps + [
            Step(len(self.texts.source), len(self.texts.source), k, k + 1) for k in range(j, len(self.texts.target))
        ]


class Maker(NamedTuple):
    """What makes texts of one level."""

    level: str
    lexicon: Lexicon

    def text(self, name: str, zh: Sequence[str], en: Sequence[str], gold: list[Cells], weight: float) -> Text:
        """Return a pair of texts given as units."""
        ours, theirs = (
            segment(Document(name, language, "\n".join(lines) + "\n"), lines=True)
            for language, lines in (("zh", zh), ("en", en))
        )
        left, right = read_side(ours, self.lexicon), read_side(theirs, self.lexicon)
        table, facts = pair_table(left, right, self.lexicon), read_facts(ours, theirs, self.lexicon)
        return Text(name, level_texts(left, right, table, (ours, theirs), self.level, facts), gold, weight)

    def group(self, name: str, zh: Path, en: Path, gold: Path, weight: float, seed: int) -> list[Text]:
        """Return the text, and copies of it with 5, 10 and 20 per cent left out on either side."""
        lines = [path.read_text("utf-8").splitlines() for path in (zh, en)]
        beads = parse_beads(gold.read_text("utf-8"))
        found = [self.text(name, *lines, beads, weight)]
        for number, (side, share) in enumerate(product((0, 1), SHARES)):
            damaged = delete(*lines, beads, side=side, share=share, seed=1000 * seed + number)
            found.append(self.text(f"{name} {side}-{share:.0%}", *damaged, DAMAGED[self.level] * weight))
        return found


def sentence_texts(data: Path, maker: Maker) -> list[list[Text]]:
    """Groups of texts: a chapter or the magazine with its damaged copies."""
    folder = data / "bench/sentences"
    files = [*sorted((folder / "mac-dev").glob("*.zh")), folder / "magazine/001.zh"]
    return [
        maker.group(
            f"{zh.parent.name}/{zh.stem}", zh, zh.with_suffix(".en"), zh.with_suffix(".gold"),
            0.4 if "magazine" in zh.parts else 1.0, seed,
        )
        for seed, zh in enumerate(files, 1)
    ]  # fmt: skip


def paragraph_texts(data: Path, maker: Maker) -> list[list[Text]]:
    """Groups of texts: a work report with its damaged copies."""
    return [
        maker.group(
            zh.name.split(".")[0], zh, zh.with_name(zh.name.replace(".zh.", ".en.")),
            zh.with_name(zh.name.replace(".zh.txt", ".beads.tsv")), 1.0, seed,
        )
        for seed, zh in enumerate(sorted((data / "bench/paragraphs").glob("*.zh.txt")), 1)
    ]  # fmt: skip
