"""Fit the odds of `align/check/left_out.py`: `python -m scripts.fit_clauses --data ../shared`.

Clauses and sentences are cut out of the English of work reports as `bench/plants.py` cuts them, many at a time and
far apart. The damaged texts are aligned as ever, and each Chinese stretch that `left_out.py` would judge is described
by what it looks at there. Cut are those whose word links in the whole text lie in the English that is gone; uncut are
those beside them and those of the whole text. A logistic regression gives the constants. They are printed beside
those that stand, with what both find, also in the report of 2019, on which nothing is fitted; no file is changed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from align.check import left_out
from align.check.clauses import _best, _rest
from align.check.likeness import Likeness
from align.check.linked import links_of
from align.check.rule import ASIDE, Passage, passages, shift
from align.check.runs import Unit
from align.lexicon.file import load
from align.model import Alignment, Document, Span, Token
from align.pipeline import align_documents
from bench.check import report_paragraphs
from bench.plants import MAKERS, Clean, Plant, Random
from bench.quality import Triple, paragraph_files

KINDS = ("clause", "sentence")
HELD_OUT = "2019"
APART = 800  # characters of English between two stretches that are cut together
ROUNDS = 10  # damaged copies of a report
CUT, LINKS = 0.85, 3  # the share of the links of a stretch that are gone when it was cut, and how many it needs
RIDGE = 0.1

# How large a share of its links was cut: the whole text's opinion of a stretch.
Opinion = dict[Span, float]


class Sample(NamedTuple):
    """What is known of a Chinese stretch, whether it is a whole sentence, and whether its English was cut."""

    features: tuple[float, ...]
    whole: bool
    cut: bool


def aligned(zh: str, en: str) -> Alignment:
    return align_documents(Document("zh.txt", "zh", zh), Document("en.txt", "en", en))


def report_of(files: Triple) -> tuple[str, str]:
    """Return a report as the paragraphs that have a translation, and these."""
    both = [(zh, en) for zh, en, _ in report_paragraphs([files]) if zh and en]
    zh, en = ("\n".join(side) + "\n" for side in zip(*both, strict=True))
    return zh, en


def rounds(clean: Alignment) -> Iterator[list[Plant]]:
    """Yield what is cut together, from the end of the text to its beginning; each stretch is cut once."""
    rng = Random(len(clean.target.text))
    left = [plant for kind in KINDS for plant in MAKERS[kind](Clean(clean, ()), rng)]
    rng.shuffle(left)
    for _ in range(ROUNDS):
        chosen: list[Plant] = []
        for plant in left:
            if all(abs(plant.span.start - other.span.start) > APART for other in chosen):
                chosen.append(plant)
        left = [plant for plant in left if plant not in chosen]
        yield sorted(chosen, key=lambda plant: -plant.span.start)


def samples(zh: str, en: str) -> Iterator[Sample]:
    """Yield the stretches of a whole report, and those of the passages of its damaged copies that lack something."""
    clean = aligned(zh, en)
    yield from described(clean, ())
    for plants in rounds(clean):
        damaged = en
        for plant in plants:
            damaged = plant.of(damaged)
        gone = [link.source for link in clean.links if any(plant.span.holds(link.target) for plant in plants)]
        yield from described(aligned(zh, damaged), gone, [link.source for link in clean.links])


def described(alignment: Alignment, gone: Sequence[Span], every: Sequence[Span] = ()) -> Iterator[Sample]:
    """Yield the stretches that left_out.py would judge.

    Args:
        alignment: A whole text, or a damaged one.
        gone: The Chinese words whose English was cut out of it; only passages with some are looked at.
        every: All Chinese words that had a link before.
    """
    group = [one for one in passages(alignment) if is_judged(one)]
    likeness, linked = Likeness(group, load()), links_of(alignment, group)
    for number, passage in enumerate(group):
        if gone and not any(passage.zh.holds(word) for word in gone):
            continue
        units = units_of(passage, likeness, number, _best(likeness.zh[number], passage.zh.start, linked[passage.index]))
        rest = _rest(passage, likeness, number, linked[passage.index])
        sentences, clauses = list(left_out._sentences(passage)), list(left_out._clauses(passage))
        lost = [one for one in sentences if is_cut(one, gone, every)]
        for stretch in (*sentences, *clauses):
            cut, answers = is_cut(stretch, gone, every), left_out._answers(stretch, units)
            inside = stretch in clauses and any(one.holds(stretch) for one in lost)
            if answers and cut is not None and not inside and not left_out._stands(stretch, passage):
                room = left_out._share_of_room(stretch, answers, rest)
                features = (1.0, answers.linked, answers.rendered, answers.size, rest.unexplained, room)
                yield Sample(features, stretch in sentences, cut)


def is_judged(passage: Passage) -> bool:
    return passage.alignment.source.role_of(passage.bead.source.start) not in ASIDE | {"title", "heading"}


def units_of(passage: Passage, likeness: Likeness, number: int, linked: Sequence[float]) -> list[Unit]:
    """Return the Chinese words of a passage as left_out.py judges them, without slogans by numbers."""
    words = [Token(word.text, shift(word.span, passage.zh.start)) for word in likeness.zh[number]]
    rendered = likeness.rendered(number).tolist()
    apart = list(left_out.slogans(passage.zh, passage.alignment.source.text))
    return [
        Unit(word.text, word.span, link, best)
        for word, link, best in zip(words, linked, rendered, strict=True)
        if not any(slogan.holds(word.span) for slogan in apart)
    ]


def is_cut(stretch: Span, gone: Sequence[Span], every: Sequence[Span]) -> bool | None:
    """Tell whether the English of a stretch was cut; None when only some of it was, or nobody knows."""
    lost = sum(stretch.holds(word) for word in gone)
    known = sum(stretch.holds(word) for word in every)
    if not lost:
        return False
    return True if known >= LINKS and lost >= CUT * known else None


def columns(whole: bool) -> int:
    """Return how many of the features are used: a sentence is judged by its own words alone."""
    return 3 if whole else 6


def table(found: Sequence[Sample], whole: bool) -> tuple[np.ndarray, np.ndarray]:
    chosen = [one for one in found if one.whole is whole]
    return np.array([one.features[: columns(whole)] for one in chosen]), np.array([one.cut for one in chosen], float)


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression, by Newton's method, with a slight pull of all but the first to 0."""
    weights, ridge = np.zeros(x.shape[1]), RIDGE * np.diag([0.0, *[1.0] * (x.shape[1] - 1)])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = (x * (p * (1 - p))[:, None]).T @ x + ridge
        weights += np.linalg.solve(slope, x.T @ (y - p) - ridge @ weights)
    return weights


STANDING = {
    False: (
        left_out._BIAS,
        left_out._LINKED,
        left_out._RENDERED,
        left_out._SIZE,
        left_out._UNEXPLAINED,
        left_out._ROOM,
    ),
    True: (left_out._WHOLE_BIAS, left_out._WHOLE_LINKED, left_out._WHOLE_RENDERED),
}
SURE = {False: left_out.SURE, True: left_out._SURE_WHOLE}


def figures(weights: np.ndarray, x: np.ndarray, y: np.ndarray, sure: float) -> str:
    """Say what is found and what is told in vain, and how likely the truth is under the weights."""
    odds = x @ weights
    told, loss = odds > sure, np.logaddexp(0, np.where(y > 0, -odds, odds)).mean()
    found, vain = told[y > 0], told[y == 0]
    return f"found {found.sum()} of {len(found)}, in vain {vain.sum()} of {len(vain)}, loss {loss:.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    folder = options.data / "bench/paragraphs"
    files = paragraph_files(folder, "work-report")
    if not files:
        parser.error(f"data absent: {folder}")
    found: dict[bool, list[Sample]] = {False: [], True: []}  # held out or not
    for one in files:
        found[HELD_OUT in one[0].name] += samples(*report_of(one))
    for whole, name in ((False, "clauses"), (True, "sentences")):
        weights = fit(*table(found[False], whole))
        print(name, "anew  ", " ".join(f"{value:.2f}" for value in weights))
        print(name, "as set", " ".join(f"{value:.2f}" for value in STANDING[whole]))
        for held_out, where in ((False, "fitted on"), (True, "held out")):
            for title, chosen in (("anew  ", weights), ("as set", np.array(STANDING[whole]))):
                print(f"  {where}, {title}: {figures(chosen, *table(found[held_out], whole), SURE[whole])}")


if __name__ == "__main__":
    main()
