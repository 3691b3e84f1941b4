"""Fit what an encoder's evidence weighs: `python -m scripts.fit_encoder MODEL... --data ../shared`.

The texts with known beads are aligned with each weight, whole and with a tenth of the sentences left out of one
side. The best weight is that with the least Brier score of the beads it finds, since few beads differ and their
number alone would be luck. Each text is also scored with the weight that is best on the others, which says what the
weight is worth on texts it was not fitted on. Fit it for each kind of model and put it into
`align/match/encoded.py`; try models that know little, too: they must not lose against weight 0, the lexicon alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from align.encode.load import load as load_encoder
from align.encode.protocol import Encoder
from align.evaluate import BeadScore, Cells, parse_beads, score_beads
from align.lexicon.file import load
from align.match.documents import match_documents
from align.match.encoded import Encoded, encode_documents
from align.model import Document
from align.segment import segment
from bench.deletions import delete
from bench.quality import cells, sentence_files

WEIGHTS = (0.0, 0.5, 1.0, 2.0, 4.0)
SETS = ("mac-dev", "magazine")
SHARE = 0.1  # of the sentences of one side, left out of the damaged copies


class Text(NamedTuple):
    """A pair of documents, the set it belongs to, and its beads."""

    name: str
    source: Document
    target: Document
    gold: list[Cells]


class Result(NamedTuple):
    """How the beads of some texts came out; `doubt` is the sum of squared errors of their probabilities."""

    beads: BeadScore = BeadScore()
    doubt: float = 0.0
    count: int = 0

    def plus(self, other: Result) -> Result:
        """Put two results together."""
        return Result(self.beads + other.beads, self.doubt + other.doubt, self.count + other.count)

    @property
    def brier(self) -> float:
        """The mean squared error of the probabilities, the lower the better."""
        return self.doubt / max(1, self.count)


def document(language: str, lines: Sequence[str]) -> Document:
    """Make a document of sentences."""
    text = Document(language, "zh" if language == "zh" else "en", "".join(f"{line}\n" for line in lines))
    return segment(text, lines=True)


def texts(data: Path) -> Iterator[Text]:
    """Yield each text of each set, and a copy of it with sentences left out."""
    for name in SETS:
        for seed, files in enumerate(sentence_files(data / "bench" / "sentences" / name)):
            zh, en, gold = (path.read_text("utf-8") for path in files)
            sides, beads = (zh.splitlines(), en.splitlines()), parse_beads(gold)
            yield Text(name, document("zh", sides[0]), document("en", sides[1]), beads)
            damaged = delete(*sides, beads, side=seed % 2, share=SHARE, seed=seed)
            yield Text(f"{name}, damaged", document("zh", damaged.source), document("en", damaged.target), damaged.gold)


def result(text: Text, encoded: Encoded | None) -> Result:
    """Align a text and score its beads."""
    found = match_documents(text.source, text.target, load(), encoded=encoded, lines="sentences").sentences
    wanted = set(text.gold)
    doubt = sum((bead.score - (cells(bead) in wanted)) ** 2 for bead in found)
    return Result(score_beads(text.gold, [cells(bead) for bead in found]), doubt, len(found))


def results(text: Text, encoder: Encoder) -> list[Result]:
    """Score a text with each weight; it is encoded once."""
    encoded = encode_documents(text.source, text.target, encoder)
    return [result(text, replace(encoded, weight=weight) if weight else None) for weight in WEIGHTS]


def best(found: Sequence[Sequence[Result]]) -> int:
    """Return the place of the weight that is best on some texts, each counting the same."""
    return min(range(len(WEIGHTS)), key=lambda place: sum(one[place].brier for one in found))


def report(name: str, all_texts: Sequence[Text], found: Sequence[Sequence[Result]]) -> None:
    """Print the scores of each set by weight, and those of texts held out."""
    sets = list(dict.fromkeys(text.name for text in all_texts))
    print(f"{name}\n{'weight':>8}  " + "  ".join(f"{one:>22}" for one in sets) + "   Brier")
    for place, weight in enumerate(WEIGHTS):
        totals = [
            total([one[place] for text, one in zip(all_texts, found, strict=True) if text.name == s]) for s in sets
        ]
        brier = sum(one[place].brier for one in found) / len(found)
        print(f"{weight:8.2f}  " + "  ".join(f"{one.beads.strict.f1:22.4f}" for one in totals) + f"  {brier:.5f}")
    held = [best([*found[:n], *found[n + 1 :]]) for n in range(len(found))]
    out, lexicon = (
        total([one[k] for k, one in zip(places, found, strict=True)]) for places in (held, [0] * len(found))
    )
    print(f"best {WEIGHTS[best(found)]}; held out: strict F1 {out.beads.strict.f1:.4f}, Brier {out.brier:.5f}")
    print(f"lexicon alone:   strict F1 {lexicon.beads.strict.f1:.4f}, Brier {lexicon.brier:.5f}\n", flush=True)


def total(found: Sequence[Result]) -> Result:
    """Put results together."""
    whole = Result()
    for one in found:
        whole = whole.plus(one)
    return whole


def main() -> None:
    """Fit the weight for each model named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", help="models as --encoder takes them")
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    all_texts = list(texts(options.data))
    if not all_texts:
        parser.error(f"data absent: {options.data / 'bench' / 'sentences'}")
    for name in options.models:
        encoder = load_encoder(name)
        found = []
        for number, text in enumerate(all_texts, 1):
            found.append(results(text, encoder))
            print(f"{number} of {len(all_texts)} texts", end="\r", file=sys.stderr)
        report(f"{name} ({encoder.kind})", all_texts, found)


if __name__ == "__main__":
    main()
