"""Fit the weights of the evidence on aligned texts: `python scripts/fit_weights.py --data ../shared`.

The scores of a path are those of a linear-chain conditional random field, so the weights that make the gold
likeliest are found by its gradient, gold counts less expected counts (Lafferty, McCallum and Pereira 2001), and
the posteriors come out calibrated. What the aligner estimates on a text itself (the first path and what it
teaches, how common the text has each kind of shape) depends on the weights in turn: it is found by the aligner's
own steps at the weights so far and held fixed while the weights are fitted, again and again.

Beside each text stand copies with units left out on one side, so that gaps are known too. `--folds` holds out one
text after the other and reports what the others' weights do on it. All fits begin at the same plain weights, so
nothing of a held-out text comes in by the back door. The seeds are never fitted on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from align.evaluate import BeadScore, Cells, calibration_error, parse_beads, score_beads
from align.lexicon.file import load
from align.lexicon.lexicon import Lexicon
from align.match.evidence import Evidence, Texts
from align.match.facts import read_facts
from align.match.level import (
    FIRST_MOVES,
    GAP_KINDS,
    GAPS,
    PARAGRAPH_MOVES,
    ROUNDS,
    SENTENCE_MOVES,
    WIDTH,
    Habits,
    Look,
    align_level,
    estimate,
    first_look,
    kind,
    runs,
)
from align.match.punctuation import MARK_CLASSES, QUOTE_CLASSES
from align.match.search import Block, Move, Step, around
from align.match.texts import level_texts, pair_table, read_side
from align.match.weights import Weights, load_weights, to_json
from align.model import Document
from align.segment import segment
from bench.deletions import SHARES, delete

EVIDENCE = ("lexical", "unexplained", "length", "quotes", "marks", "agreed", "differing")
OWN = ("own_gaps", "own_shapes", "own_runs")
SHAPES: tuple[Move, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2),
)  # fmt: skip
FREE = len(EVIDENCE) + len(OWN)  # weights that are no priors of shapes
# Where every fit begins: all evidence at a third of its worth, large beads rarer by the unit.
PLAIN = np.array(
    [0.3, 0.3, 0.3, 0.3, 0.3, 0.5, 0.1, 0.7, 0.7, 0.5, -5.0, -0.3, *(-1.0 * (m + n) for m, n in SHAPES[1:]), -6.0, -1.0]
)
# No evidence speaks against what it shows. What a text shows of its own shapes counts for what it is at most, or
# each round of estimating it would go further in the same direction; and of paragraphs for no less, since the few
# reports there are would settle a weight by what is usual among themselves. Sentences are not left out in runs.
OWN_BOUNDS = {"sentences": [(0.0, 1.0), (0.0, 1.0), (0.0, 0.0)], "paragraphs": [(1.0, 1.0), (1.0, 1.0), (0.0, 1.0)]}
PULL = 0.2  # of the weights towards there
DAMAGED = {"sentences": 0.15, "paragraphs": 0.4}  # what a damaged copy counts beside the whole text
PASSES = 2  # of the aligner's steps
TURNS = 2  # of the text's own rates for each pass


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


# The field


class Case(NamedTuple):
    """A text ready for fitting.

    Attributes:
        look: What the first pass left.
        evidence: That of each move that ends in each cell of the band, shape (kinds, cells * moves).
        starts: Where the cells of each block begin, shape (blocks + 1,).
        gold: Where in `evidence` the beads of the gold are.
        weight: How much the text counts.
    """

    look: Look
    evidence: np.ndarray
    starts: np.ndarray
    gold: np.ndarray
    weight: float


def shape_features(moves: Sequence[Move]) -> np.ndarray:
    """Which weight of a prior speaks for which move, shape (len(SHAPES) + 3, moves)."""
    table = np.zeros((len(SHAPES) + 3, len(moves)))
    for k, move in enumerate(moves):
        if move in GAPS:
            table[0, k] = 1
        elif move in SHAPES:
            table[1 + SHAPES.index(move), k] = 1
        else:
            table[-2:, k] = 1, sum(move) - 5
    return table


def own_features(rates: dict[str, float], moves: Sequence[Move]) -> np.ndarray:
    """How much commoner the text has each move than usual, gaps and other shapes apart, then 0; shape (3, moves)."""
    own = np.array([rates[kind(move)] for move in moves])
    gaps = np.array([kind(move) in GAP_KINDS for move in moves])
    return np.stack((own * gaps, own * ~gaps, np.zeros(len(moves))))


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
    look = first_look(text.texts, weights, moves, (), first_moves_of(moves))
    # The gold must lie in the band, whatever the first pass found.
    band = around([*look.path, *text.path], len(text.texts.source), len(text.texts.target), width=WIDTH)
    scorer = Evidence(look.texts, weights, moves, ratio=look.ratio)
    starts = np.cumsum([0, *(block.shape[0] * block.shape[1] for block in band)])
    evidence = np.concatenate([stacked(scorer, block) for block in band], axis=1)
    return Case(look._replace(band=band), evidence, starts, places(text.path, band, starts, moves), text.weight)


def places(path: Sequence[Step], band: Sequence[Block], starts: np.ndarray, moves: Sequence[Move]) -> np.ndarray:
    """Return where the evidence of each bead is; the gold may have a shape that nobody looks for."""
    index = {move: k for k, move in enumerate(moves)}
    found = []
    for step in path:
        k = index.get((step.i1 - step.i0, step.j1 - step.j0))
        number = next(n for n, block in enumerate(band) if step.i1 <= block.last)
        block = band[number]
        if k is not None and block.low <= step.j1 <= block.high:
            cell = starts[number] + (step.i1 - block.first) * block.shape[1] + step.j1 - block.low
            found.append(cell * len(moves) + k)
    return np.array(found, np.int64)


def first_moves_of(moves: Sequence[Move]) -> Sequence[Move]:
    return moves if moves is PARAGRAPH_MOVES else FIRST_MOVES


def stacked(evidence: Evidence, block: Block) -> np.ndarray:
    features = evidence.features(block)
    every = [getattr(features, name) for name in EVIDENCE]
    shape = features.lexical.shape
    moved = [np.moveaxis(np.broadcast_to(one, shape), 0, 2).reshape(-1) for one in every]
    return np.stack(moved).astype(np.float32)


def scores_of(case: Case, theta: np.ndarray, block: Block) -> np.ndarray:
    start = case.starts[case.look.band.index(block)]
    moves = case.evidence.shape[1] // case.starts[-1]
    part = case.evidence[:, start * moves : (start + block.shape[0] * block.shape[1]) * moves]
    return (theta[: len(EVIDENCE)].astype(np.float32) @ part).reshape(*block.shape, -1)


@cache
def field() -> Any:
    """Return what sums over all paths: compiled, for it is done thousands of times."""
    from numba import njit

    @njit(cache=True)
    def sums(band, starts, scores, moves):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        """The logarithm of the sum, and the probability of each move in each cell; see `search.posteriors`."""
        total = np.full((band[-1, 1] + 1, band[-1, 3] + 1), -1e30)
        mass = np.zeros(total.shape)
        chances = np.zeros_like(scores)
        total[0, 0] = 0.0
        mass[-1, -1] = 1.0
        for number in range(len(band)):
            first, last, low, high = band[number]
            for i in range(first, last + 1):
                for j in range(low, high + 1):
                    cell = starts[number] + (i - first) * (high - low + 1) + j - low
                    here = total[i, j]
                    for k in range(len(moves)):
                        m, n = moves[k]
                        if m <= i and n <= j and total[i - m, j - n] > -1e20:
                            here = np.logaddexp(here, total[i - m, j - n] + scores[cell, k])
                    total[i, j] = here
        for number in range(len(band) - 1, -1, -1):
            first, last, low, high = band[number]
            for i in range(last, first - 1, -1):
                for j in range(high, low - 1, -1):
                    cell = starts[number] + (i - first) * (high - low + 1) + j - low
                    for k in range(len(moves)):
                        m, n = moves[k]
                        if mass[i, j] > 1e-7 and m <= i and n <= j:
                            chance = mass[i, j] * np.exp(total[i - m, j - n] + scores[cell, k] - total[i, j])
                            chances[cell, k] = chance
                            mass[i - m, j - n] += chance
        return total[-1, -1], chances

    return sums


def objective(
    theta: np.ndarray, cases: Sequence[Case], habits: Sequence[Habits], moves: Sequence[Move]
) -> tuple[float, np.ndarray]:
    """Minus the log-likelihood of the gold, and its gradient."""
    loss, gradient = PULL * float(((theta - PLAIN) ** 2).sum()), 2 * PULL * (theta - PLAIN)
    for case, own in zip(cases, habits, strict=True):
        shapes = np.concatenate((own_features(own.rates, moves), shape_features(moves)))
        prior = (theta[len(EVIDENCE) :] @ shapes).astype(np.float32)
        company = np.concatenate([runs(own, moves, block).reshape(-1) for block in case.look.band])
        scores = theta[: len(EVIDENCE)].astype(np.float32) @ case.evidence + np.float32(theta[FREE - 1]) * company
        scores = scores.reshape(-1, len(moves)) + prior
        total, chances = field()(np.array(case.look.band), case.starts, scores, np.array(moves))
        expected = np.concatenate((case.evidence @ chances.reshape(-1), shapes @ chances.sum(axis=0)))
        seen = np.bincount(case.gold % len(moves), minlength=len(moves))
        gold = np.concatenate((case.evidence[:, case.gold].sum(axis=1, dtype=np.float64), shapes @ seen))
        expected[FREE - 1], gold[FREE - 1] = company @ chances.reshape(-1), company[case.gold].sum()
        loss += case.weight * (total - float(theta @ gold))
        gradient = gradient + case.weight * (expected - gold)
    return loss, gradient


def from_theta(theta: np.ndarray, weights: Weights) -> Weights:
    values = list(map(float, theta))
    gap, *shapes, rest, rest_step = values[FREE:]
    return replace(
        weights,
        **dict(zip(EVIDENCE + OWN, values[:FREE], strict=True)),
        shapes={(1, 0): gap, (0, 1): gap, **dict(zip(SHAPES, shapes, strict=True))},
        rest=rest,
        rest_step=rest_step,
    )


def fit(texts: Sequence[Text], weights: Weights, moves: Sequence[Move], *, rounds: int) -> Weights:
    """Fit the weights; of those given only what is not fitted (lengths, seams) is kept."""
    level = "paragraphs" if moves is PARAGRAPH_MOVES else "sentences"
    bounds = [(0.0, np.inf)] * len(EVIDENCE) + OWN_BOUNDS[level] + [(-np.inf, np.inf)] * (len(PLAIN) - FREE)
    theta = np.clip(PLAIN, *np.array(bounds, float).T)
    weights = from_theta(theta, replace(weights, **tables(texts)))
    for _ in range(PASSES):
        cases = [case_of(text, weights, moves) for text in texts]
        for _ in range(TURNS):
            habits = [
                estimate(case.look, partial(scores_of, case, theta), weights, moves, None, ROUNDS)[1] for case in cases
            ]
            found = minimize(
                objective, theta, args=(cases, habits, moves), jac=True, method="L-BFGS-B", bounds=bounds,
                options={"maxiter": rounds},
            )  # fmt: skip
            theta = found.x
            weights = from_theta(theta, weights)
            print(f"  loss {found.fun:.1f}", " ".join(f"{value:.2f}" for value in theta), flush=True)
    return weights


# Reports


def cells(path: Sequence[Step]) -> list[Cells]:
    return [(frozenset(range(s.i0, s.i1)), frozenset(range(s.j0, s.j1))) for s in path]


def report(texts: Sequence[Text], weights: Weights, moves: Sequence[Move], total: dict[str, Any]) -> None:
    for text in texts:
        found = align_level(text.texts, weights, moves, first_moves=first_moves_of(moves)).beads
        score = score_beads(text.gold, cells([step for step, _ in found]))
        group = text.name.split("/")[0].split(" ")[0].rstrip("-0123456789") + (" damaged" if "%" in text.name else "")
        total[group] = total.get(group, BeadScore()) + score
        gold = set(text.gold)
        total.setdefault("pairs " + group, []).extend(
            (p, c in gold) for (_, p), c in zip(found, cells([s for s, _ in found]), strict=True)
        )
        e = score.empty
        print(f"  {text.name:22} strict {score.strict.f1:.4f}  empty P {e.precision:.3f} R {e.recall:.3f}", flush=True)


def summary(total: dict[str, Any]) -> None:
    for group, score in total.items():
        if group.startswith("pairs "):
            continue
        e = score.empty
        error = calibration_error(*map(list, zip(*total["pairs " + group], strict=True)))
        print(
            f"{group:22} strict F1 {score.strict.f1:.4f}  empty P {e.precision:.3f} R {e.recall:.3f}  ECE {error:.4f}"
        )


LEVELS = {"sentences": (sentence_texts, SENTENCE_MOVES), "paragraphs": (paragraph_texts, PARAGRAPH_MOVES)}
WEIGHTS = Path(__file__).parent.parent / "align" / "match" / "weights.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--level", choices=list(LEVELS), help="one level alone")
    parser.add_argument("--folds", action="store_true", help="hold out one text after the other; write nothing")
    parser.add_argument("--report", action="store_true", help="only report on the weights that are there")
    parser.add_argument("--lexicon", type=Path, help="instead of the shipped one")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    for level in [options.level] if options.level else LEVELS:
        run(level, options)


def run(level: str, options: argparse.Namespace) -> None:
    """Fit and report on one level."""
    make, moves = LEVELS[level]
    groups = make(options.data, Maker(level, load(options.lexicon)))
    weights = load_weights(level)
    if not options.report and not options.folds:
        weights = fit([text for group in groups for text in group], weights, moves, rounds=options.rounds)
        write(level, weights)
    total: dict[str, Any] = {}
    for held in groups:
        if options.folds:
            rest = [text for group in groups if group is not held for text in group]
            weights = fit(rest, weights, moves, rounds=options.rounds)
        report(held, weights, moves, total)
    summary(total)


def write(level: str, weights: Weights) -> None:
    fields = json.loads(WEIGHTS.read_text("utf-8"))
    fields[level] = to_json(weights)
    WEIGHTS.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with threadpool_limits(1, "blas"):
        main()
