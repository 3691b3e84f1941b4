"""Fit the weights of align.terms.score: a logistic model on verdicts given by hand.

Candidates of the seed pair are judged by the gold glossary (and the verdicts on what is beyond it), candidates of
two work reports by the verdicts alone; what nobody judged is not used. Writes align/terms/data/weights.tsv and
prints the figures of a five-fold cross-validation.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from align.evaluate import normal_rendering
from align.pipeline import align_files
from align.terms.mine import Mined, examine
from align.terms.score import FEATURES, Features

RIDGE = 1.0
HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"


class Judged(NamedTuple):
    """The features of a candidate, the verdict on it (1.0 to keep), and how much it counts."""

    features: Features
    keep: float
    weight: float


def rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def judge(verdict: dict[str, str] | None, en: str) -> float | None:
    """Return whether an entry with this rendering is to be kept; None when nobody judged that."""
    if verdict is None:
        return None
    same = not verdict["en"] or normal_rendering(verdict["en"]) == normal_rendering(en)
    if verdict["verdict"] == "drop" or not same:
        return 0.0 if verdict["verdict"] == "drop" else None
    return float(verdict["verdict"] == "keep")


def judged_seeds(gold: Path, verdicts: dict[tuple[str, str], dict[str, str]]) -> Iterator[Judged]:
    wanted = {row["zh"]: row for row in rows(gold)}
    alignment = align_files(SEEDS / "002_ec3425ee7faf46ec.txt", SEEDS / "000_15c97b623b2938a8.txt")
    for one in rendered(examine([alignment])):
        row = wanted.get(one.term.zh)
        if row:
            forms = {normal_rendering(form) for form in row["en"].split("|")}
            yield Judged(
                one.features, float(normal_rendering(one.term.en) in forms), 1.5 if row["need"] == "core" else 1
            )
        else:
            yield Judged(one.features, float(("seeds", one.term.zh) in verdicts), 0.7)


def judged_reports(folder: Path, verdicts: dict[tuple[str, str], dict[str, str]]) -> Iterator[Judged]:
    for name in sorted({document for document, _ in verdicts if document != "seeds"}):
        alignment = align_files(folder / f"{name}.zh.txt", folder / f"{name}.en.txt")
        for one in rendered(examine([alignment])):
            keep = judge(verdicts.get((name, one.term.zh)), one.term.en)
            if keep is not None:
                yield Judged(one.features, keep, 1.0)


def rendered(found: Iterable[Mined]) -> Iterator[Mined]:
    return (one for one in found if one.term.renderings)


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic model by Newton's method, with a ridge."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weight * (y - p)) - RIDGE * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(w))
        w += np.linalg.solve(hessian, gradient)
    return w


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ALIGN_DATA", "../shared")))
    parser.add_argument("-o", type=Path, default=Path("align/terms/data/weights.tsv"))
    options = parser.parse_args()
    verdicts = {(row["document"], row["zh"]): row for row in rows(HERE / "terms_verdicts.tsv")}
    judged = [
        *judged_seeds(options.data / "gold/zhejiang-chongqing.glossary.tsv", verdicts),
        *judged_reports(options.data / "bench/paragraphs", verdicts),
    ]
    x = np.array([one.features.values() for one in judged])
    y, weight = np.array([one.keep for one in judged]), np.array([one.weight for one in judged])
    fold = np.random.default_rng(0).permutation(len(y)) % 5
    p = np.zeros(len(y))
    for k in range(5):
        p[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ fit(x[fold != k], y[fold != k], weight[fold != k])))
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        kept = p >= least
        print(f"from {least}: precision {y[kept].mean():.2f}, recall {y[kept].sum() / y.sum():.2f}, {kept.sum()} kept")
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(abs(y[bins == b].mean() - p[bins == b].mean()) * (bins == b).sum() for b in set(bins.tolist())) / len(y)
    print(f"{len(y)} candidates judged, {y.mean():.2f} of them to keep; calibration error {error:.3f}")
    lines = ["# Weights of the features in score.py, in log odds; made by scripts/fit_terms.py.", "feature\tweight"]
    lines += [f"{name}\t{value:.2f}" for name, value in zip(FEATURES, fit(x, y, weight), strict=True)]
    options.o.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
