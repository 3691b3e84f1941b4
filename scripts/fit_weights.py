"""Fit the weights of the evidence on aligned texts: `python -m scripts.fit_weights --data ../shared`.

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
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from align.evaluate import BeadScore, Cells, calibration_error, score_beads
from align.lexicon.file import load
from align.match.level import ROUNDS, align_level, estimate
from align.match.punctuation import MARK_CLASSES, QUOTE_CLASSES
from align.match.search import Move, Step
from align.match.shapes import PARAGRAPH_MOVES, SENTENCE_MOVES
from align.match.weights import Weights, load_weights, to_json
from scripts.weights_field import (
    EVIDENCE,
    FREE,
    OWN,
    PLAIN,
    SHAPES,
    case_of,
    first_moves_of,
    objective,
    scores_of,
)
from scripts.weights_texts import Maker, Text, paragraph_texts, sentence_texts

# No evidence speaks against what it shows. What a text shows of its own shapes counts for what it is at most, or
# each round of estimating it would go further in the same direction; and of paragraphs for no less, since the few
# reports there are would settle a weight by what is usual among themselves. Sentences are not left out in runs.
OWN_BOUNDS = {"sentences": [(0.0, 1.0), (0.0, 1.0), (0.0, 0.0)], "paragraphs": [(1.0, 1.0), (1.0, 1.0), (0.0, 1.0)]}
PASSES = 2  # of the aligner's steps
TURNS = 2  # of the text's own rates for each pass


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
