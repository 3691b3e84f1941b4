"""One level of an alignment, sentences or paragraphs: two passes over the grid and a probability for each bead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from align.beside import mapped
from align.match.adapt import adapt
from align.match.anchors import find_band
from align.match.evidence import Evidence, Extra, Texts, running_sums
from align.match.extras import ExtraMaker, bar
from align.match.habits import Barred, Habits, habits_of, habitual
from align.match.search import Block, Move, Scorer, Step, around, best_path, is_gap, likeliest, posteriors
from align.match.shapes import FIRST_MOVES, LIST_MOVES, LONGEST
from align.match.weights import Weights

Floats = npt.NDArray[np.float32]

Flags = npt.NDArray[np.bool_]

# Tells of each source unit whether a list may stand about it, from the path of the first pass.
Lists = Callable[[Sequence[Step]], Flags]

# The scores of the blocks of a band, in its order.
Scored = Mapping[Block, Floats]

LIST_STEP = -0.7  # the log prior of each further line: half of such lists go on
CROWD = 3  # neighbours left alone by the first pass that may be a part of one
USUAL_RATIO = float(np.log(3.0))  # letters to a Chinese character
FIRM_RATIO = 1000  # characters
LARGE = 60  # words of a unit on average beyond which what stands together proves little
ROUNDS = 3  # of estimating the habits of a text
MOST_KEPT = 3_000_000  # scores kept in memory for that; longer texts do without
MANY = 8  # blocks of a band from which on half of them are worth a process of their own
WIDTH = 5  # columns about the first path in which the second pass looks


@dataclass(frozen=True, slots=True)
class Level:
    """What a level came out as: the beads with their probabilities, and the texts with what they taught."""

    beads: tuple[tuple[Step, float], ...]
    texts: Texts


def align_level(
    texts: Texts,
    weights: Weights,
    moves: Sequence[Move],
    extras: Sequence[ExtraMaker] = (),
    *,
    barred: Barred | None = None,
    first_moves: Sequence[Move] = FIRST_MOVES,
    lists: Lists | None = None,
    ahead: Ahead | None = None,
) -> Level:
    """Align the units of two documents.

    Args:
        texts: The documents.
        weights: What each kind of evidence weighs.
        moves: The shapes of beads to look for.
        extras: Makers of further evidence.
        barred: Which units of either side can only stand alone: page furniture.
        first_moves: The shapes the first pass looks for.
        lists: Tells where LIST_MOVES are looked for; None for nowhere.
        ahead: Scores of the first pass that are worked out elsewhere.
    """
    # The matrices are small: more threads of BLAS than one only wait for each other.
    with threadpool_limits(1, "blas"):
        return _align_level(texts, weights, moves, extras, barred, first_moves, lists, ahead)


def _align_level(
    texts: Texts,
    weights: Weights,
    moves: Sequence[Move],
    extras: Sequence[ExtraMaker],
    barred: Barred | None,
    first_moves: Sequence[Move],
    lists: Lists | None,
    ahead: Ahead | None,
) -> Level:
    if not len(texts.source) or not len(texts.target):
        alone = [Step(k, k + 1, 0, 0) for k in range(len(texts.source))]
        alone += [Step(0, 0, k, k + 1) for k in range(len(texts.target))]
        return Level(tuple((step, 1.0) for step in alone), texts)
    if barred is not None and any(map(any, barred)):
        extras = [*extras, bar(*barred)]
    look = first_look(texts, weights, moves, extras, first_moves, ahead)
    scorer: Scorer = _second_evidence(look, weights, moves, extras)
    every, rounds = moves, 1
    where = lists(look.path) if lists else None
    if where is not None and where.any():
        every = (*moves, *LIST_MOVES)
        scorer = _with_lists(scorer, _second_evidence(look, weights, every, extras), where, weights)
    if _scores(look.band, moves) <= MOST_KEPT:
        scorer = worked_out(scorer, look.band).__getitem__
        rounds = ROUNDS
    found, _ = estimate(look, scorer, weights, every, barred, rounds)
    return Level(tuple(likeliest(found)), look.texts)


def crowded(path: Sequence[Step]) -> Flags:
    """Tell of each source unit whether a list may stand about it: a bead as long as any, or many left alone together.

    Args:
        path: The beads of a first pass.
    """
    flags = np.zeros(path[-1].i1, np.bool_)
    first = alone = 0  # the bead before those left alone may be a part of the list, and so may that behind them
    for step in path:
        first, alone = (first, alone + 1) if is_gap(step) else (step.i0, 0)
        if alone >= CROWD or max(step.i1 - step.i0, step.j1 - step.j0) >= LONGEST:
            flags[first : step.i1 + 1] = True
    return flags


def _second_evidence(look: Look, weights: Weights, moves: Sequence[Move], extras: Sequence[ExtraMaker]) -> Evidence:
    further = [make(moves) for make in extras]
    return Evidence(look.texts, weights, moves, further, dict.fromkeys(moves, 0.0), look.ratio)


def _with_lists(usual: Scorer, full: Scorer, lists: Flags, weights: Weights) -> Scorer:
    """Score long lists only in the blocks where one may stand: the longest runs are the most work.

    Where one stands another line is no surprise, so that it costs less than the shapes of the weights go on to.
    """
    further = np.array([sum(move) - 1 - LONGEST for move in LIST_MOVES], np.float32)
    gains = further * np.float32(LIST_STEP - weights.rest_step)

    def scorer(block: Block) -> Floats:
        if lists[max(0, block.first - 1) : block.last].any():
            scores = full(block)
            scores[:, :, -len(LIST_MOVES) :] += gains
            return scores
        return usual(block)

    return scorer


def _scores(band: Sequence[Block], moves: Sequence[Move]) -> int:
    """Return how many scores a band has."""
    return sum(block.shape[0] * block.shape[1] for block in band) * len(moves)


def worked_out(scorer: Scorer, band: Sequence[Block]) -> Scored:
    """Return the scores of all blocks of a band, worked out at once."""
    return dict(zip(band, mapped(scorer, band, many=MANY), strict=True))


class Look(NamedTuple):
    """What a first pass leaves to the second.

    Attributes:
        path: The beads it found.
        texts: The texts with what these beads taught.
        ratio: How long the target is beside the source in them, as a logarithm.
        band: Where the second pass looks.
    """

    path: list[Step]
    texts: Texts
    ratio: float
    band: list[Block]


class Ahead(NamedTuple):
    """Scores of the first pass that are worked out elsewhere: those of the blocks behind a share of the band.

    `scores` gives what `first_scores` found there; None where nothing was.
    """

    share: float
    scores: Callable[[], Scored | None]


def first_scores(texts: Texts, weights: Weights, moves: Sequence[Move], share: float) -> Scored | None:
    """Return the scores of the blocks behind a share of the band, without further evidence, if they may be kept."""
    band = find_band(texts) if len(texts.source) and len(texts.target) else []
    few = 0 < _scores(band, moves) <= MOST_KEPT
    return worked_out(Evidence(texts, weights, moves), band[int(share * len(band)) :]) if few else None


def first_look(
    texts: Texts,
    weights: Weights,
    moves: Sequence[Move],
    extras: Sequence[ExtraMaker],
    first_moves: Sequence[Move],
    ahead: Ahead | None = None,
) -> Look:
    """Find the best path of common shapes and what it teaches; see `align_level`."""
    band = find_band(texts)
    scorer: Scorer = Evidence(texts, weights, first_moves)
    if _scores(band, first_moves) <= MOST_KEPT:
        scorer = _scored(scorer, band, ahead).__getitem__
    path = best_path(band, first_moves, _with_extras(scorer, [make(first_moves) for make in extras]))
    few_words = float(texts.source.words.mean()) < LARGE
    learnt = texts._replace(table=adapt(texts.source, texts.target, texts.table, path, doubting=few_words))
    band = around(path, len(texts.source), len(texts.target), width=WIDTH)
    return Look(path, learnt, usual_ratio(texts, path), band)


def _scored(scorer: Scorer, band: Sequence[Block], ahead: Ahead | None) -> Scored:
    """Return the scores of a band, of which a part may be worked out elsewhere meanwhile."""
    if ahead is None:
        return worked_out(scorer, band)
    own = int(ahead.share * len(band))
    return {**worked_out(scorer, band[:own]), **(ahead.scores() or worked_out(scorer, band[own:]))}


def _with_extras(scorer: Scorer, extras: Sequence[Extra]) -> Scorer:
    def full(block: Block) -> Floats:
        scores = np.moveaxis(scorer(block), 2, 0)
        for extra in extras:
            scores = scores + extra(block)
        return np.moveaxis(scores, 0, 2)

    return full


def usual_ratio(texts: Texts, path: Sequence[Step]) -> float:
    """Return how long the target is beside the source where one unit renders one, as a logarithm.

    It is the median, so that what one side lacks does not make the other seem long; for short texts it is steadied
    by the ratio of the two languages.
    """
    ours, theirs = (running_sums(side.size) for side in (texts.source, texts.target))
    full = np.array([step for step in path if step.i0 < step.i1 and step.j0 < step.j1], np.int64).reshape(-1, 4)
    source, target = ours[full[:, 1]] - ours[full[:, 0]], theirs[full[:, 3]] - theirs[full[:, 2]]
    one = (full[:, 1] - full[:, 0] == 1) & (full[:, 3] - full[:, 2] == 1)
    logs, sizes = np.log((target[one] + 1) / (source[one] + 1)), source[one]
    if not sizes.any():
        return USUAL_RATIO
    order = np.argsort(logs)
    total = np.cumsum(sizes[order])
    median = logs[order][np.searchsorted(total, total[-1] / 2)]
    return float((total[-1] * median + FIRM_RATIO * USUAL_RATIO) / (total[-1] + FIRM_RATIO))


def estimate(
    look: Look, scorer: Scorer, weights: Weights, moves: Sequence[Move], barred: Barred | None, rounds: int
) -> tuple[dict[Step, float], Habits]:
    """Find the probabilities of beads and the habits of a text, by expectation maximisation.

    Args:
        look: The first pass.
        scorer: The scores of beads without the priors of their shapes.
        weights: What each kind of evidence weighs.
        moves: The shapes.
        barred: Units that stand alone.
        rounds: How often.
    """
    found, sizes = dict.fromkeys(look.path, 1.0), (len(look.texts.source), len(look.texts.target))
    for _ in range(rounds):
        habits = habits_of(found, sizes, barred)
        found = posteriors(look.band, moves, habitual(scorer, habits, weights, moves)).beads
    return found, habits
