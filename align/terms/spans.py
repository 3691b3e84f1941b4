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

from align.language.chars import fold
from align.model import Token
from align.terms import tables
from align.terms.evidence import Array, Evidence, Floats
from align.terms.passage import is_light

LONGEST = 14
# The share of a word's rendering that is never certain: keeps one wrong link from deciding.
SMOOTH = 0.04
# A function word inside a span costs a little, so that the shorter of two equal spans wins.
LIGHT_COST = 0.08
COMMA_COST = 4.0
# A solid word that nothing explains costs this much.
SOLID_COST = 0.3
KEPT = 6
# No rendering runs across these.
STOPS = frozenset(".;:!?()[]{}|…—") | {"--", "..."}


class Hypothesis(NamedTuple):
    """An English rendering of a phrase: places `first:last`, and how well it fits.

    `weight` is the share among the kept hypotheses; `covered` the share of the Chinese words whose rendering
    lies inside; `explained` the share of its solid English words that render the phrase.
    """

    first: int
    last: int
    score: float
    weight: float
    covered: float
    explained: float


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """What all phrases of one passage share.

    `inside[w, i, k]` is the log of the share of w's rendering within the k + 1 words from i, `outside` of that
    without them, shape (n, m, LONGEST); `allowed[i, k]` tells whether the span may be a rendering.
    """

    evidence: Evidence
    shares: Floats
    inside: Floats
    outside: Floats
    allowed: Array
    solid: Array
    cost: Array


def grid(words: Sequence[Token], evidence: Evidence) -> Grid:
    """Prepare a passage for `best_spans`."""
    n, m = evidence.backward.shape
    sums = np.concatenate([np.zeros((n, 1), np.float32), np.cumsum(evidence.backward, 1)], 1)
    starts = np.arange(m)[:, None]
    ends = np.minimum(starts + np.arange(1, LONGEST + 1), m)
    shares = sums[:, ends] - sums[:, starts]
    allowed = _allowed(words) & (starts + np.arange(1, LONGEST + 1) <= m)
    solid = np.array([not is_light(word.text) for word in words], bool)
    return Grid(
        evidence, shares, np.log(SMOOTH + shares), np.log(SMOOTH + np.clip(1 - shares, 0, 1)), allowed, solid,
        np.array([COMMA_COST if word.text == "," else LIGHT_COST if is_light(word.text) else SOLID_COST for word in words]),
    )  # fmt: skip


def _allowed(words: Sequence[Token]) -> Array:
    """Tell for each start and length whether the span is a whole phrase: no dangling edge, no stop inside."""
    lower = [fold(word.text).lower() for word in words]
    edge, first_edge = tables.english("edge"), tables.english("edge") | tables.english("edge-first")
    opens = np.array([not is_light(word) and word not in first_edge or word == "then" for word in lower], bool)
    closes = np.array([not is_light(word) and word not in edge for word in lower], bool)
    stops = np.cumsum([0] + [word in STOPS for word in lower])
    m = len(words)
    for place, word in enumerate(lower):
        # high-quality is one word: no rendering begins or ends at its hyphen.
        if word == "-" and 0 < place < m - 1 and words[place - 1].span.end == words[place + 1].span.start - 1:
            closes[place - 1] = opens[place + 1] = False
    starts = np.arange(m)[:, None]
    lasts = np.minimum(starts + np.arange(LONGEST), m - 1)
    return opens[:, None] & closes[lasts] & (stops[lasts + 1] == stops[starts])


def best_spans(grid: Grid, units: Sequence[int], weights: Sequence[float] | None = None) -> list[Hypothesis]:
    """Return the likeliest renderings of a phrase, the best first; at most `KEPT`.

    Args:
        grid: The passage.
        units: The places of the phrase's Chinese words.
        weights: What each of them counts; a word such as 的 may count nothing.
    """
    inside, outside = grid.inside[units], grid.outside[units]
    worth = np.ones(len(units), np.float32) if weights is None else np.asarray(weights, np.float32)
    score = np.tensordot(worth, inside, 1) + (grid.outside.sum(0) - outside.sum(0))
    rendering = grid.evidence.forward[units].sum(0)
    other = grid.evidence.forward.sum(0) - rendering
    gain = np.where(grid.solid, np.log((SMOOTH + rendering) / (SMOOTH + other)), 0) - grid.cost
    sums = np.concatenate([[0.0], np.cumsum(gain)])
    m = len(gain)
    starts = np.arange(m)[:, None]
    ends = np.minimum(starts + np.arange(1, LONGEST + 1), m)
    score = np.where(grid.allowed, score + sums[ends] - sums[starts], -np.inf)
    order = np.argsort(-score, axis=None, kind="stable")[:KEPT]
    places = [(int(place) // LONGEST, int(place) % LONGEST) for place in order]
    places = [place for place in places if score[place] > -np.inf]
    if not places:
        return []
    values = np.array([score[place] for place in places])
    shares = np.exp(values - values.max())
    shares /= shares.sum()
    covered = np.tensordot(worth / max(worth.sum(), 1e-6), grid.shares[units], 1)
    return [
        Hypothesis(
            first,
            first + size + 1,
            float(value),
            float(share),
            float(covered[first, size]),
            _explained(rendering, grid.solid, first, first + size + 1),
        )
        for (first, size), value, share in zip(places, values, shares, strict=True)
    ]


def _explained(rendering: Floats, solid: Array, first: int, last: int) -> float:
    inside = solid[first:last]
    return float(rendering[first:last][inside].sum() / max(1, inside.sum()))
