"""Where the English renders a Chinese phrase: the span that explains the inside by the inside.

For every English span, the Chinese words of the phrase should find their rendering within it and all others
outside it, and the same seen from the English words (Vogel 2005, phrase pair extraction as sentence splitting).
A span that breaks off inside a phrase, or ends in of or the, is never a candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from align.language import english
from align.language.chars import fold
from align.model import Token
from align.terms import tables
from align.terms.evidence import Array, Evidence, Floats
from align.terms.passage import is_light
from align.terms.readings import Spelling

LONGEST = 14
# The share of a word's rendering that is never certain: keeps one wrong link from deciding.
SMOOTH = 0.04
# A function word inside a span costs a little, so that the shorter of two equal spans wins.
LIGHT_COST = 0.08
COMMA_COST = 4.0
# A solid word that nothing explains costs this much.
SOLID_COST = 0.3
KEPT = 8
# An English word of which less than this renders any Chinese word is free to complete a phrase.
FREE = 0.35
# From this share on the last Chinese word counts as rendered in full.
HEAD_COVERED = 0.7
# A rendering in two parts: less than this of the words left out by the first is inside it, at least this of them is
# rendered by the second, which stands at most so many words behind.
MISSING, FOUND, FARTHEST = 0.3, 0.5, 8
# No rendering runs across these.
STOPS = frozenset(".;:!?()[]{}|…—") | {"--", "..."}


class Hypothesis(NamedTuple):
    """An English rendering of a phrase: places `first:last`, and how well it fits.

    `weight` is the share among the kept hypotheses; `covered` the share of the Chinese words whose rendering
    lies inside; `explained` the share of its solid English words that render the phrase, `least_explained`
    that of the worst of them. `more` is the second part of a rendering in two parts.
    """

    first: int
    last: int
    score: float
    weight: float
    covered: float
    explained: float
    least_explained: float
    more: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """What all phrases of one passage share: sums over its Chinese words, so that a phrase costs two look-ups.

    The English spans that can be a rendering run from `starts` to `ends`; `allowed` says so of each first word and
    length less one. `gain` sums over the Chinese words the log odds that the rendering of each is within a span;
    `outside` is the log of all of them being without. `backward` sums over words of both sides how much each
    Chinese word is rendered by each English one, `forward` over the Chinese how much each English word renders.
    `keys` are the stems by which renderings are told apart.
    """

    starts: Array
    ends: Array
    allowed: Array
    gain: Array
    outside: Array
    backward: Array
    forward: Array
    solid: Array
    cost: Array
    free: Array
    best_unit: Array
    nominal: Array
    capital: Array
    keys: tuple[str, ...]


def grid(words: Sequence[Token], evidence: Evidence, names: Sequence[Spelling] = ()) -> Grid:
    """Prepare a passage for `best_spans`.

    Args:
        words: The English words.
        evidence: Who renders whom.
        names: The names spelt in the English, whose words are never small words (He Lifeng).
    """
    n, m = evidence.backward.shape
    light = np.array([is_light(word.text) for word in words], bool)
    for name in names:
        light[name.first : name.last] = False
    allowed = _allowed(words, light) & (np.arange(m)[:, None] + np.arange(1, LONGEST + 1) <= m)
    starts, sizes = np.nonzero(allowed)
    ends = starts + sizes + 1
    sums = np.concatenate([np.zeros((n, 1), np.float32), np.cumsum(evidence.backward, 1)], 1)
    shares = sums[:, ends] - sums[:, starts]
    outside = np.log(SMOOTH + np.clip(1 - shares, 0, 1))
    cost = np.where(light, LIGHT_COST, SOLID_COST)
    cost[[place for place, word in enumerate(words) if word.text == ","]] = COMMA_COST
    return Grid(
        starts,
        ends,
        allowed,
        _sums(np.log(SMOOTH + shares) - outside),
        outside.sum(0, dtype=np.float64),
        _sums(sums),
        _sums(evidence.forward),
        ~light,
        cost,
        ~light & (evidence.forward.max(0, initial=0) < FREE),
        evidence.forward.argmax(0) if n else np.zeros(m, int),
        np.array([not word.text.endswith(("ed", "ing", "ly")) for word in words], bool),
        np.array([word.text[:1].isupper() for word in words], bool),
        tuple(english.key(word.text).replace("'", "") for word in words),
    )


def _sums(values: Floats) -> Array:
    return np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, 0, dtype=np.float64)], 0)


def _allowed(words: Sequence[Token], light: Array) -> Array:
    """Tell for each start and length whether the span is a whole phrase: no dangling edge, no stop inside."""
    lower = [fold(word.text).lower() for word in words]
    edge, first_edge = (
        tables.english("edge") | tables.english("edge-last"),
        tables.english("edge") | tables.english("edge-first"),
    )
    opens = np.array([word == "then" or word not in first_edge for word in lower], bool)
    opens &= ~light | np.array([word == "then" for word in lower], bool)
    closes = np.array([word not in edge for word in lower], bool) & ~light
    stops = np.cumsum([0] + [word in STOPS for word in lower])
    m = len(words)
    for place, word in enumerate(lower):
        # high-quality is one word: no rendering begins or ends at its hyphen.
        if word == "-" and 0 < place < m - 1 and words[place - 1].span.end == words[place + 1].span.start - 1:
            closes[place - 1] = opens[place + 1] = False
    starts = np.arange(m)[:, None]
    lasts = np.minimum(starts + np.arange(LONGEST), m - 1)
    allowed: Array = opens[:, None] & closes[lasts] & (stops[lasts + 1] == stops[starts])
    return allowed


def best_spans(grid: Grid, units: range) -> list[Hypothesis]:
    """Return the likeliest renderings of a phrase, the best first; at most `KEPT`.

    Args:
        grid: The passage.
        units: The places of the phrase's Chinese words.
    """
    first, last = units.start, units.stop
    rendering = grid.forward[last] - grid.forward[first]
    gain = np.where(grid.solid, np.log((SMOOTH + rendering) / (SMOOTH + grid.forward[-1] - rendering)), 0) - grid.cost
    sums = np.concatenate([[0.0], np.cumsum(gain)])
    score = grid.gain[last] - grid.gain[first] + grid.outside + sums[grid.ends] - sums[grid.starts]
    if not len(score):
        return []
    order = np.argpartition(-score, KEPT)[:KEPT] if len(score) > KEPT else np.arange(len(score))
    order = order[np.argsort(-score[order], kind="stable")]
    weights = np.exp(score[order] - score[order[0]])
    weights /= weights.sum()
    within = grid.backward[last] - grid.backward[first]
    covered = (within[grid.ends[order]] - within[grid.starts[order]]) / len(units)
    shares, solid = rendering.tolist(), grid.solid.tolist()
    return [
        Hypothesis(
            *_whole(grid, units, start, end), value, weight, share, *_explained(shares, solid, start, end)
        )
        for start, end, value, weight, share in zip(
            grid.starts[order].tolist(), grid.ends[order].tolist(),
            score[order].tolist(), weights.tolist(), covered.tolist(), strict=True,
        )
    ]  # fmt: skip


def second_part(grid: Grid, units: range, one: Hypothesis) -> Hypothesis:
    """Add the rendering of what a span leaves out at one end of the phrase, when it stands apart.

    东西部|扶贫协作 is poverty alleviation cooperation ... between the East and the West.
    """
    shares = _shares(grid, units, one)
    missing = [place for place, share in zip(units, shares, strict=True) if share < MISSING]
    run = range(missing[0], missing[-1] + 1) if missing else range(0)
    at_edge = run and len(run) == len(missing) and units.start in run and units.stop - 1 not in run
    if not at_edge or len(units) < 3:
        return one
    found = [
        other
        for other in best_spans(grid, run)[:2]
        if one.last <= other.first <= one.last + FARTHEST and other.explained >= FOUND
    ]
    near = [other for other in found if _shares(grid, run, other).max() >= FOUND]
    if not near:
        return one
    start = near[0].first
    while start > one.last and not grid.solid[start - 1] and near[0].first - start < 2:
        start -= 1
    covered = one.covered + near[0].covered * len(run) / len(units)
    return one._replace(covered=min(1.0, covered), more=(start, near[0].last))


def _shares(grid: Grid, units: range, one: Hypothesis) -> Array:
    """Return for each Chinese word the share of its rendering that lies inside a span."""
    sums = grid.backward[units.start : units.stop + 1]
    shares: Array = np.diff(sums[:, min(one.last, one.first + LONGEST)] - sums[:, one.first])
    return shares


def _whole(grid: Grid, units: range, first: int, last: int) -> tuple[int, int]:
    """Extend a span over words beside it that nothing else explains: chronic diseases, public servants.

    What follows is taken when it is free and the last Chinese word is not yet rendered in full, since a phrase
    without its head noun is none, or is part of the same name; what stands before only when it leans to the
    phrase itself.
    """
    end = last
    ends = grid.backward[units.stop - 1 : units.stop + 1, last] - grid.backward[units.stop - 1 : units.stop + 1, first]
    noun, whole = grid.free & grid.nominal, ends[1] - ends[0] >= HEAD_COVERED
    while end < len(noun) and end - last < 2 and noun[end] and _may(grid, first, end + 1):
        if whole and not (len(units) > 1 and grid.capital[end - 1] and grid.capital[end]):
            break
        end += 1
    start = first
    while start > 0 and grid.free[start - 1] and grid.best_unit[start - 1] in units and _may(grid, start - 1, end):
        start -= 1
    return start, end


def _may(grid: Grid, first: int, last: int) -> bool:
    return last - first <= LONGEST and bool(grid.allowed[first, last - first - 1])


def least_covered(grid: Grid, units: range, one: Hypothesis, elidable: Sequence[bool]) -> float:
    """Return the smallest share of a Chinese word's rendering inside a span, but for words English may leave out."""
    shares = _shares(grid, units, one)
    if one.more:
        shares = shares + _shares(grid, units, one._replace(first=one.more[0], last=one.more[1]))
    kept = [float(share) for share, may in zip(shares, elidable, strict=True) if not may]
    return min(kept, default=float(shares.max()))


def _explained(rendering: Sequence[float], solid: Sequence[bool], first: int, last: int) -> tuple[float, float]:
    """Return the mean and the least share of the solid English words of a span that render the phrase."""
    inside = [rendering[place] for place in range(first, last) if solid[place]]
    return (sum(inside) / len(inside), min(inside)) if inside else (0.0, 0.0)
