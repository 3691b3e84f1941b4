"""The search against brute force on small grids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.match.search import Block, Step, around, best_path, likeliest, posteriors, whole

MOVES = ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2))
SIZES = st.integers(0, 4)


def scores_of(seed: int, source: int, target: int) -> np.ndarray:
    """Random scores of each move that ends in each cell."""
    return np.random.default_rng(seed).normal(0, 2, (source + 1, target + 1, len(MOVES))).astype(np.float32)


def scorer_of(table: np.ndarray):
    return lambda block: table[block.first : block.last + 1, block.low : block.high + 1]


def every_path(source: int, target: int) -> list[list[Step]]:
    """All paths through the grid."""
    if (source, target) == (0, 0):
        return [[]]
    return [
        [*before, Step(source - m, source, target - n, target)]
        for m, n in MOVES
        if m <= source and n <= target
        for before in every_path(source - m, target - n)
    ]


def value(path: list[Step], table: np.ndarray) -> float:
    return float(sum(table[s.i1, s.j1, MOVES.index((s.i1 - s.i0, s.j1 - s.j0))] for s in path))


def halves(source: int, target: int) -> list[Block]:
    """The whole grid as a band of two blocks."""
    return [Block(0, source // 2, 0, target), Block(source // 2 + 1, source, 0, target)]


@given(SIZES, SIZES, st.integers(0, 10**6))
def test_best_path_is_the_best_of_all(source, target, seed):
    table = scores_of(seed, source, target)
    best = max(value(path, table) for path in every_path(source, target))
    found = best_path(whole(source, target), MOVES, scorer_of(table))
    assert value(found, table) == pytest.approx(best, abs=1e-4)


@given(st.integers(1, 6), SIZES, st.integers(0, 10**6))
def test_blocks_do_not_change_the_path(source, target, seed):
    scorer = scorer_of(scores_of(seed, source, target))
    assert best_path(halves(source, target), MOVES, scorer) == best_path(whole(source, target), MOVES, scorer)


@given(st.integers(1, 4), SIZES, st.integers(0, 10**6))
def test_posteriors_are_shares_of_all_paths(source, target, seed):
    table = scores_of(seed, source, target)
    paths = every_path(source, target)
    weights = np.exp([value(path, table) for path in paths])
    found = posteriors(halves(source, target), MOVES, scorer_of(table))
    assert found.log_total == pytest.approx(np.log(weights.sum()), abs=1e-3)
    for step, chance in found.beads.items():
        share = sum(w for w, path in zip(weights, paths, strict=True) if step in path) / weights.sum()
        assert chance == pytest.approx(share, abs=0.02)


@given(st.integers(1, 12), st.integers(0, 12), st.integers(0, 10**6))
def test_likeliest_tiles_both_sides(source, target, seed):
    beads = posteriors(whole(source, target), MOVES, scorer_of(scores_of(seed, source, target))).beads
    path = [step for step, _ in likeliest(beads)]
    assert [k for s in path for k in range(s.i0, s.i1)] == list(range(source))
    assert [k for s in path for k in range(s.j0, s.j1)] == list(range(target))


def test_no_probability_is_lost_on_a_long_way():
    source = target = 3000
    flat = np.zeros(len(MOVES), np.float32)
    band = around([Step(k, k + 1, k, k + 1) for k in range(source)], source, target, width=4)
    beads = posteriors(band, MOVES, lambda block: np.broadcast_to(flat, (*block.shape, len(MOVES)))).beads
    for row in (10, 1500, 2990):
        assert sum(p for s, p in beads.items() if s.i0 <= row < s.i1) == pytest.approx(1, abs=0.01)


def test_likeliest_prefers_the_sure():
    beads = {Step(0, 1, 0, 1): 0.9, Step(1, 2, 1, 2): 0.9, Step(0, 2, 0, 2): 0.1}
    assert likeliest(beads) == [(Step(0, 1, 0, 1), 0.9), (Step(1, 2, 1, 2), 0.9)]


def test_a_gap_is_as_sure_as_the_unit_is_alone_wherever_the_other_side_stands():
    beads = {
        Step(0, 1, 0, 0): 0.5, Step(1, 1, 0, 1): 0.5,
        Step(0, 0, 0, 1): 0.5, Step(0, 1, 1, 1): 0.5,
    }  # fmt: skip
    assert likeliest(beads) == [(Step(0, 1, 0, 0), 1.0), (Step(1, 1, 0, 1), 1.0)]


@given(st.integers(0, 60), st.integers(0, 60))
def test_around_covers_the_path(source, target):
    corner = [Step(k, k + 1, 0, 0) for k in range(source)] + [Step(source, source, k, k + 1) for k in range(target)]
    band = around(corner, source, target, width=2)
    assert [row for block in band for row in range(block.first, block.last + 1)] == list(range(source + 1))
    for step in corner:
        block = next(b for b in band if b.first <= step.i1 <= b.last)
        assert block.low <= step.j1 <= block.high
