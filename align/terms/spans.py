"""Where the English renders a Chinese phrase: the span that explains the inside by the inside.

For every English span, the Chinese words of the phrase should find their rendering within it and all others
outside it, and the same seen from the English words (Vogel 2005, phrase pair extraction as sentence splitting).
A span that breaks off inside a phrase, or ends in of or the, is never a candidate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np

from align.terms.edges import LONGEST
from align.terms.evidence import Array
from align.terms.grid import SMOOTH, Grid, Sheet

T = TypeVar("T")

KEPT = 8
# From this share on an English word is taken to render a phrase it stands behind.
LEAN = 0.3
# From this share on the last Chinese word counts as rendered in full.
HEAD_COVERED = 0.7
# A rendering in two parts: less than this of the words left out by the first is inside it, at least this of them is
# rendered by the second, which stands at most so many words behind.
MISSING, FOUND, FARTHEST = 0.3, 0.5, 8


class Hypothesis(NamedTuple):
    """An English rendering of a phrase: places `first:last`, and how well it fits.

    `weight` is the share among the kept hypotheses; `covered` the share of the Chinese words whose rendering
    lies inside. `core` are the places that were weighed before the span was completed; `more` is the second part
    of a rendering in two parts.
    """

    first: int
    last: int
    score: float
    weight: float
    covered: float
    core: tuple[int, int]
    more: tuple[int, int] | None = None

    @property
    def parts(self) -> Sequence[tuple[int, int]]:
        """The places of its first part, and those of the second if there is one."""
        return [(self.first, self.last), self.more] if self.more else [(self.first, self.last)]


class Ranking(NamedTuple):
    """The likeliest renderings of a phrase, the best first: the fields of `Hypothesis` by columns.

    There are many, of which one is chosen and looked at. `support` is how far each is supported by this place: its
    weight, as far as it covers the phrase.
    """

    firsts: Sequence[int]
    lasts: Sequence[int]
    scores: Sequence[float]
    weights: Sequence[float]
    covered: Sequence[float]
    support: Sequence[float]
    core_firsts: Sequence[int]
    core_lasts: Sequence[int]

    def hypotheses(self, most: int = KEPT) -> list[Hypothesis]:
        """Return the best renderings."""
        return [self.hypothesis(place) for place in range(min(most, len(self.scores)))]

    def best(self, most: int) -> Ranking:
        """Return the ranking of the best alone."""
        return self if len(self.scores) <= most else Ranking._make(column[:most] for column in self)

    def hypothesis(self, place: int) -> Hypothesis:
        """Return the rendering at a place."""
        return Hypothesis(
            self.firsts[place],
            self.lasts[place],
            self.scores[place],
            self.weights[place],
            self.covered[place],
            (self.core_firsts[place], self.core_lasts[place]),
        )

    def reordered(self, places: Sequence[int], scores: Sequence[float]) -> Ranking:
        """Return the renderings at some places, ranked and weighed by other scores."""
        most = max(scores)
        values = [math.exp(score - most) for score in scores]
        total = sum(values)
        order = sorted(range(len(scores)), key=lambda one: -scores[one])

        def anew(column: Sequence[T]) -> list[T]:
            return [column[places[one]] for one in order]

        shares, covered = [values[one] / total for one in order], anew(self.covered)
        return Ranking(
            anew(self.firsts),
            anew(self.lasts),
            [scores[one] for one in order],
            shares,
            covered,
            [share * max(0.0, part) for share, part in zip(shares, covered, strict=True)],
            anew(self.core_firsts),
            anew(self.core_lasts),
        )


def best_spans(grids: Sequence[Grid], phrases: Sequence[range]) -> list[Ranking]:
    """Return the likeliest renderings of some phrases, of each at most `KEPT`.

    Args:
        grids: The passage of each phrase, all of one sheet.
        phrases: The places of the Chinese words of each phrase.
    """
    if not phrases:
        return []
    sheet, rows = grids[0].sheet, np.array([grid.row for grid in grids])
    first, last = np.array([(units.start, units.stop) for units in phrases]).T
    rendering = sheet.forward[rows, last] - sheet.forward[rows, first]
    spans, score = _best(sheet.spans[rows], _scores(sheet, rows, first, last, rendering))
    weights = np.exp(score - score[:, :1])
    weights /= weights.sum(1, keepdims=True)
    starts, ends = sheet.starts[spans], sheet.ends[spans]
    row, before, behind = rows[:, None], first[:, None], last[:, None]
    until = [sheet.backward[row, behind, place] - sheet.backward[row, before, place] for place in (starts, ends)]
    covered = (until[1] - until[0]) / (behind - before)
    firsts, lasts = _wholes(grids, phrases, rendering, starts, ends)
    columns = (score, weights, covered, weights * np.maximum(covered, 0), starts, ends)
    rankings = map(Ranking, firsts, lasts, *(values.tolist() for values in columns))
    return [ranking.best(size) for ranking, size in zip(rankings, sheet.counts[rows].tolist(), strict=True)]


def _scores(sheet: Sheet, rows: Array, first: Array, last: Array, rendering: Array) -> Array:
    """Return how well the spans of its passage render each of the phrases `first:last`; shape (phrases, spans).

    `rendering` is how much each English word renders each of the phrases.
    """
    odds = np.log((SMOOTH + rendering) / (SMOOTH + sheet.total[rows] - rendering))
    sums = np.zeros((len(rows), sheet.cost.shape[1] + 1))
    (np.where(sheet.solid[rows], odds, 0) - sheet.cost[rows]).cumsum(1, out=sums[:, 1:])
    spans, row = sheet.spans[rows], np.arange(len(rows))[:, None]
    gain = sheet.gain[last[:, None], spans] - sheet.gain[first[:, None], spans]
    score: Array = gain + sheet.outside[spans] + sums[row, sheet.ends[spans]] - sums[row, sheet.starts[spans]]
    return score


def _best(spans: Array, score: Array) -> tuple[Array, Array]:
    """Return the spans with the highest scores of each row, the highest first, and these scores."""
    rows, size, low = np.arange(len(score))[:, None], score.shape[1], -score
    order = np.argpartition(low, KEPT)[:, :KEPT] if size > KEPT else np.tile(np.arange(size), (len(score), 1))
    order = order[rows, np.argsort(low[rows, order], kind="stable")]
    return spans[rows, order], score[rows, order]


def second_part(grid: Grid, units: range, one: Hypothesis) -> Hypothesis:
    """Add the rendering of what a span leaves out at one end of the phrase, when it stands apart.

    东西部|扶贫协作 is poverty alleviation cooperation ... between the East and the West.
    """
    if len(units) < 3:
        return one
    shares = shares_of(grid, units, one)
    missing = [place for place, share in zip(units, shares, strict=True) if share < MISSING]
    run = range(missing[0], missing[-1] + 1) if missing else range(0)
    at_edge = run and len(run) == len(missing) and units.start in run and units.stop - 1 not in run
    if not at_edge:
        return one
    if max(_shares(grid, run, one.last, min(one.last + FARTHEST + LONGEST, len(grid.solid)))) < FOUND:
        return one  # nothing close behind renders it
    found = [
        other
        for other in best_spans([grid], [run])[0].hypotheses(2)
        if one.last <= other.first <= one.last + FARTHEST and explained(grid, run, other)[0] >= FOUND
    ]
    near = [other for other in found if max(shares_of(grid, run, other)) >= FOUND]
    if not near:
        return one
    start = near[0].first
    while start > one.last and not grid.solid[start - 1] and near[0].first - start < 2:
        start -= 1
    covered = one.covered + near[0].covered * len(run) / len(units)
    return one._replace(covered=min(1.0, covered), more=(start, near[0].last))


def _shares(grid: Grid, units: range, first: int, last: int) -> list[float]:
    """Return for each Chinese word the share of its rendering that lies inside a span."""
    sums = grid.backward.item
    inside = [sums(unit, last) - sums(unit, first) for unit in range(units.start, units.stop + 1)]
    return [after - before for before, after in pairwise(inside)]


def _wholes(
    grids: Sequence[Grid], phrases: Sequence[range], rendering: Array, starts: Array, ends: Array
) -> tuple[list[list[int]], list[list[int]]]:
    """Return the first and the last words of the spans of each phrase made whole; most of them are."""
    sheet, rows = grids[0].sheet, np.array([grid.row for grid in grids])
    leans = sheet.solid[rows] & (rendering >= LEAN) & (rendering > sheet.total[rows] / 2)
    # What may be taken on behind and in front; the last column stands for what lies outside the sentence.
    behind, before = np.zeros((2, len(phrases), leans.shape[1] + 1), bool)
    behind[:, :-1], before[:, :-1] = leans | sheet.completes[rows], leans | sheet.free[rows]
    row = np.arange(len(phrases))[:, None]
    grows = np.argwhere(behind[row, ends] | before[row, starts - 1]).tolist()
    firsts, lasts, leaning = starts.tolist(), ends.tolist(), leans.tolist()
    for one, column in grows:
        span = _whole(grids[one], phrases[one], leaning[one], firsts[one][column], lasts[one][column])
        firsts[one][column], lasts[one][column] = span
    return firsts, lasts


def _whole(grid: Grid, units: range, leans: Sequence[bool], first: int, last: int) -> tuple[int, int]:
    """Extend a span over words beside it that nothing else explains: chronic diseases, public servants.

    What follows is taken when it renders the phrase rather than anything else (farms behind state forestry; `leans`
    says so of each word), and when it is free and the last Chinese word is not yet rendered in full, since a phrase
    without its head noun is none, or is part of the same name; what stands before when it leans to the phrase or is
    part of the same name.
    """
    size = len(leans)
    while last < size and leans[last] and _may(grid, first, last + 1):
        last += 1
    end = last
    while end < size and end - last < 2 and grid.completes[end] and _may(grid, first, end + 1):
        same_name = len(units) > 1 and grid.capital[end - 1] and grid.capital[end]
        if not same_name and _is_rendered(grid, units.stop - 1, first, last):
            break
        end += 1
    start = first
    while start > 0 and (leans[start - 1] or _belongs_before(grid, units, start)) and _may(grid, start - 1, end):
        start -= 1
    return start, end


def _belongs_before(grid: Grid, units: range, start: int) -> bool:
    """Tell whether the word before a span is a part of the rendering, as CPC is of the name of a committee."""
    before = start - 1
    return grid.free[before] and (grid.best_unit[before] in units or (grid.capital[before] and grid.capital[start]))


def _is_rendered(grid: Grid, unit: int, first: int, last: int) -> bool:
    """Tell whether a Chinese word is rendered in full inside a span."""
    sums = grid.backward.item
    share: float = sums(unit + 1, last) - sums(unit + 1, first) - (sums(unit, last) - sums(unit, first))
    return share >= HEAD_COVERED


def _may(grid: Grid, first: int, last: int) -> bool:
    return last - first <= LONGEST and grid.allowed.item(first, last - first - 1)


def shares_of(grid: Grid, units: range, one: Hypothesis) -> list[float]:
    """Return for each Chinese word the share of its rendering that lies inside a rendering, in one part or two."""
    shares, *others = [_shares(grid, units, first, min(last, first + LONGEST)) for first, last in one.parts]
    return [share + more for share, more in zip(shares, others[0], strict=True)] if others else shares


def explained(grid: Grid, units: range, one: Hypothesis) -> tuple[float, float]:
    """Return the mean and the least share of the solid English words of a span that render the phrase."""
    sums = grid.forward.item
    inside = [sums(units.stop, word) - sums(units.start, word) for word in range(*one.core) if grid.solid[word]]
    return (sum(inside) / len(inside), min(inside)) if inside else (0.0, 0.0)
