"""Fit the weights of the evidence on aligned texts: `python scripts/fit_weights.py --data ../shared`.

The scores of a path are those of a linear-chain conditional random field, so the weights that make the gold
likeliest are found by its gradient, gold counts less expected counts (Lafferty, McCallum and Pereira 2001), and
the posteriors come out calibrated. Beside each text stand copies with sentences left out on one side, so that gaps
are known too. `--folds` holds out one text after the other and reports what the others' weights do on it. The
seeds are never fitted on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from align.evaluate import BeadScore, Cells, parse_beads, score_beads
from align.lexicon.file import load
from align.match.adapt import adapt
from align.match.anchors import find_band
from align.match.evidence import Evidence, Features, Texts
from align.match.level import (
    FIRST_MOVES,
    GAPS,
    PARAGRAPH_MOVES,
    SENTENCE_MOVES,
    align_level,
    kind,
    kind_counts,
    own_rates,
)
from align.match.punctuation import MARK_CLASSES, QUOTE_CLASSES
from align.match.search import Block, Move, Step, around, best_path, posteriors
from align.match.texts import level_texts, pair_table, read_side
from align.match.weights import Weights, load_weights, to_json
from align.model import Document
from align.segment import segment
from bench.deletions import delete

SHAPES: tuple[Move, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2),
)  # fmt: skip
NAMES = (
    "lexical",
    "unexplained",
    "length",
    "quotes",
    "marks",
    "own_gaps",
    "own_shapes",
    "gap",
    *SHAPES,
    "rest",
    "rest_step",
)
PULL = 0.2  # of the weights towards where they start
LOOSE = 7  # how many of them are no priors
WIDTH = 14


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


def text_of(name: str, zh: Sequence[str], en: Sequence[str], gold: list[Cells], level: str, weight: float) -> Text:
    lexicon = load()
    ours, theirs = (
        segment(Document(name, language, "\n".join(lines) + "\n"), lines=True)
        for language, lines in (("zh", zh), ("en", en))
    )
    left, right = read_side(ours, lexicon), read_side(theirs, lexicon)
    return Text(name, level_texts(left, right, pair_table(left, right, lexicon), (ours, theirs), level), gold, weight)


def with_deletions(
    name: str, zh: list[str], en: list[str], gold: list[Cells], level: str, weight: float, seed: int
) -> list[Text]:
    """The text, and copies of it with 5, 10 and 20 per cent left out on either side."""
    found = [text_of(name, zh, en, gold, level, weight)]
    for number, share in enumerate((0.05, 0.1, 0.2)):
        damaged = delete(zh, en, gold, side=(number + seed) % 2, share=share, seed=seed + number)
        found.append(text_of(f"{name} -{share:.0%}", damaged.source, damaged.target, damaged.gold, level, 0.3 * weight))
    return found


def sentence_texts(data: Path) -> list[list[Text]]:
    """Groups of texts: a chapter or the magazine with its damaged copies."""
    groups = []
    files = [*sorted((data / "bench/sentences/mac-dev").glob("*.zh")), data / "bench/sentences/magazine/001.zh"]
    for seed, path in enumerate(files):
        zh, en = (p.read_text("utf-8").splitlines() for p in (path, path.with_suffix(".en")))
        gold = parse_beads(path.with_suffix(".gold").read_text("utf-8"))
        weight = 0.4 if "magazine" in str(path) else 1.0
        groups.append(with_deletions(f"{path.parent.name}/{path.stem}", zh, en, gold, "sentences", weight, seed))
    return groups


def paragraph_texts(data: Path) -> list[list[Text]]:
    """Groups of texts: a work report with its damaged copies."""
    groups = []
    for seed, path in enumerate(sorted((data / "bench/paragraphs").glob("*.zh.txt"))):
        other = path.with_name(path.name.replace(".zh.", ".en."))
        zh, en = (p.read_text("utf-8").splitlines() for p in (path, other))
        gold = parse_beads(path.with_name(path.name.replace(".zh.txt", ".beads.tsv")).read_text("utf-8"))
        groups.append(with_deletions(path.name.split(".")[0], zh, en, gold, "paragraphs", 1.0, seed))
    return groups


# The field


class Case(NamedTuple):
    """A text ready for fitting: its features in a band about the gold, and the gold's own."""

    blocks: list[Block]
    features: list[Features]
    own: np.ndarray
    gold: np.ndarray
    weight: float


def shape_features(moves: Sequence[Move]) -> np.ndarray:
    """Which weight of a prior speaks for which move, shape (len(NAMES) - LOOSE, moves)."""
    table = np.zeros((len(NAMES) - LOOSE, len(moves)))
    for k, move in enumerate(moves):
        if move in GAPS:
            table[0, k] = 1
        elif move in SHAPES:
            table[1 + SHAPES.index(move), k] = 1
        else:
            table[-2:, k] = 1, sum(move) - 5
    return table


def tables(texts: Sequence[Text]) -> dict[str, np.ndarray]:
    """Pointwise mutual information of the classes at the gold's boundaries, smoothed towards none."""
    found = {}
    for name, classes, size in (("quote_table", "quotes", QUOTE_CLASSES), ("mark_table", "marks", MARK_CLASSES)):
        together = np.zeros((size, size))
        ours, theirs = np.ones(size), np.ones(size)
        for text in texts:
            left, right = getattr(text.texts.source_edges, classes), getattr(text.texts.target_edges, classes)
            for step in text.path:
                together[left[step.i1], right[step.j1]] += text.weight
            ours += text.weight * np.bincount(left, minlength=size)
            theirs += text.weight * np.bincount(right, minlength=size)
        chance = np.outer(ours / ours.sum(), theirs / theirs.sum())
        smooth = 5.0 * size
        found[name] = np.log((together + smooth * chance) / (together.sum() + smooth) / chance).astype(np.float32)
    return found


def case_of(text: Text, weights: Weights, moves: Sequence[Move]) -> Case:
    first_moves = moves if moves is PARAGRAPH_MOVES else FIRST_MOVES
    first = best_path(find_band(text.texts), first_moves, Evidence(text.texts, weights, first_moves))
    learnt = text.texts._replace(
        table=adapt(
            text.texts.source, text.texts.target, text.texts.table, first, doubting=moves is not PARAGRAPH_MOVES
        )
    )
    evidence = Evidence(learnt, weights, moves)
    path = text.path
    blocks = around(path, len(learnt.source), len(learnt.target), width=WIDTH)
    features = [evidence.features(block) for block in blocks]
    rates = own_rates(kind_counts(dict.fromkeys(first, 1.0), None))
    own = np.array([[rates[kind(move)] * (move in GAPS), rates[kind(move)] * (move not in GAPS)] for move in moves]).T
    counts = counts_of(dict.fromkeys(path, 1.0), blocks, features, own, moves)
    return Case(blocks, features, own, counts, text.weight)


def counts_of(
    beads: dict[Step, float],
    blocks: Sequence[Block],
    features: Sequence[Features],
    own: np.ndarray,
    moves: Sequence[Move],
) -> np.ndarray:
    """Expected features of beads with their probabilities, shape (len(NAMES),)."""
    total = np.zeros(len(NAMES))
    shapes = shape_features(moves)
    index = {move: k for k, move in enumerate(moves)}
    firsts = [block.first for block in blocks]
    for step, chance in beads.items():
        k = index.get((step.i1 - step.i0, step.j1 - step.j0))
        number = int(np.searchsorted(firsts, step.i1, side="right")) - 1
        block, here = blocks[number], features[number]
        row, column = step.i1 - block.first, step.j1 - block.low
        if k is None or not 0 <= column < block.shape[1]:
            continue
        here_at = (
            here.lexical[k, row, column],
            here.unexplained[k, row, column],
            here.length[k, row, column],
            here.quotes[row, column],
            here.marks[row, column],
        )
        total += chance * np.array([*here_at, *own[:, k], *shapes[:, k]])
    return total


def objective(
    theta: np.ndarray, cases: Sequence[Case], moves: Sequence[Move], start: np.ndarray
) -> tuple[float, np.ndarray]:
    """Minus the log-likelihood of the gold, and its gradient."""
    loss, gradient = PULL * float(((theta - start) ** 2).sum()), 2 * PULL * (theta - start)
    shapes = shape_features(moves)
    for case in cases:
        prior = theta[LOOSE:] @ shapes + theta[LOOSE - 2 : LOOSE] @ case.own
        scores = {
            block: np.moveaxis(
                theta[0] * f.lexical + theta[1] * f.unexplained + theta[2] * f.length
                + theta[3] * f.quotes + theta[4] * f.marks
                + prior[:, None, None].astype(np.float32), 0, 2,
            )
            for block, f in zip(case.blocks, case.features, strict=True)
        }  # fmt: skip
        found = posteriors(case.blocks, moves, scores.__getitem__)
        gold = float(theta @ case.gold)
        loss += case.weight * (found.log_total - gold)
        gradient = gradient + case.weight * (
            counts_of(found.beads, case.blocks, case.features, case.own, moves) - case.gold
        )
    return loss, gradient


def to_theta(weights: Weights) -> np.ndarray:
    shapes = [weights.prior(shape) for shape in SHAPES]
    return np.array([
        weights.lexical, weights.unexplained, weights.length, weights.quotes, weights.marks, weights.own_gaps,
        weights.own_shapes, weights.prior((1, 0)), *shapes, weights.rest, weights.rest_step,
    ])  # fmt: skip


def from_theta(theta: np.ndarray, weights: Weights) -> Weights:
    named = dict(zip(NAMES, map(float, theta), strict=True))
    shapes = {(1, 0): named["gap"], (0, 1): named["gap"], **{shape: named[shape] for shape in SHAPES}}
    singles: dict[str, Any] = {
        name: named[name]
        for name in (
            "lexical",
            "unexplained",
            "length",
            "quotes",
            "marks",
            "own_gaps",
            "own_shapes",
            "rest",
            "rest_step",
        )
    }
    return replace(weights, shapes=shapes, **singles)


def fit(texts: Sequence[Text], weights: Weights, moves: Sequence[Move], *, rounds: int) -> Weights:
    weights = replace(weights, **tables(texts))
    if not weights.quotes:
        weights = replace(weights, quotes=0.5, marks=0.2)
    cases = [case_of(text, weights, moves) for text in texts]
    start = to_theta(weights)
    found = minimize(
        objective, start, args=(cases, moves, start), jac=True, method="L-BFGS-B", options={"maxiter": rounds}
    )
    return from_theta(found.x, weights)


# Reports


def cells(path: Sequence[Step]) -> list[Cells]:
    return [(frozenset(range(s.i0, s.i1)), frozenset(range(s.j0, s.j1))) for s in path]


def report(texts: Sequence[Text], weights: Weights, moves: Sequence[Move], total: dict[str, Any]) -> None:
    for text in texts:
        first_moves = moves if moves is PARAGRAPH_MOVES else FIRST_MOVES
        found = align_level(text.texts, weights, moves, first_moves=first_moves).beads
        score = score_beads(text.gold, cells([step for step, _ in found]))
        group = text.name.split("/")[0].split(" ")[0].rstrip("-0123456789") + (" damaged" if "%" in text.name else "")
        total[group] = total.get(group, BeadScore()) + score
        gold = set(text.gold)
        total.setdefault("pairs " + group, []).extend(
            (p, c in gold) for (_, p), c in zip(found, cells([s for s, _ in found]), strict=True)
        )
        e = score.empty
        print(f"  {text.name:22} strict {score.strict.f1:.4f}  empty P {e.precision:.3f} R {e.recall:.3f}", flush=True)


def calibration(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error in ten bins."""
    values = np.array(pairs, float)
    bins = np.minimum((values[:, 0] * 10).astype(int), 9)
    return float(sum(abs(values[bins == b].mean(axis=0) @ (1, -1)) * (bins == b).mean() for b in np.unique(bins)))


def summary(total: dict[str, Any]) -> None:
    for group, score in total.items():
        if group.startswith("pairs "):
            continue
        e = score.empty
        error = calibration(total["pairs " + group])
        print(
            f"{group:22} strict F1 {score.strict.f1:.4f}  empty P {e.precision:.3f} R {e.recall:.3f}  ECE {error:.4f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--level", choices=("sentences", "paragraphs"), required=True)
    parser.add_argument("--folds", action="store_true", help="hold out one text after the other; write nothing")
    parser.add_argument("--report", action="store_true", help="only report on the weights that are there")
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    groups = sentence_texts(options.data) if options.level == "sentences" else paragraph_texts(options.data)
    moves = SENTENCE_MOVES if options.level == "sentences" else PARAGRAPH_MOVES
    start = load_weights(options.level)
    total: dict[str, Any] = {}
    if options.report:
        for group in groups:
            report(group, start, moves, total)
    elif options.folds:
        for held in groups:
            rest = [text for group in groups if group is not held for text in group]
            report(held, fit(rest, start, moves, rounds=options.rounds), moves, total)
    else:
        weights = fit([text for group in groups for text in group], start, moves, rounds=options.rounds)
        path = Path("align/match/weights.json")
        fields = json.loads(path.read_text("utf-8"))
        fields[options.level] = to_json(weights)
        path.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")
        for group in groups:
            report(group, weights, moves, total)
    summary(total)


if __name__ == "__main__":
    main()
