"""An encoder's evidence: pooling, margins, what they are worth, and toy spaces where it must align or not hurt."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.encode.protocol import unit
from align.match.search import Block
from align.match.similarity import (
    CHANCE,
    Similarity,
    Worth,
    _longest_rise,
    margins,
    own_pairs,
    pool,
    worth_of,
)

MOVES = ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1))


def random_units(count: int, seed: int, width: int = 16) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32))


def ones(count: int) -> np.ndarray:
    return np.ones(count, np.int64)


def diagonal(count: int) -> np.ndarray:
    return np.stack((np.arange(count), np.arange(count)), axis=1)


def test_a_run_is_the_mean_of_its_units_weighted_by_length():
    vectors, sizes = random_units(6, 0), np.array([3, 1, 4, 1, 5, 9])
    pooled = pool(vectors, sizes)
    expected = (sizes[2:5, None] * (vectors[2:5] - pooled.common)).sum(axis=0)
    assert np.allclose(pooled.runs(np.array([5]), 3)[0], unit(expected), atol=1e-6)


def test_what_all_units_share_is_taken_off():
    vectors = unit(random_units(500, 1) + np.eye(16)[0])
    runs = pool(vectors, ones(500)).runs(np.arange(1, 501), 1)
    assert (vectors @ vectors.T).mean() > 0.4
    assert abs((runs @ runs.T).mean()) < 0.01


def test_an_empty_unit_adds_nothing_to_a_run():
    vectors = random_units(4, 2)
    vectors[1] = 0
    pooled = pool(vectors, ones(4))
    assert np.allclose(pooled.runs(np.array([2]), 2), pooled.runs(np.array([1]), 1), atol=1e-6)
    assert not pooled.runs(np.array([2]), 1).any()


def test_a_run_encoded_as_one_text_stands_in_for_the_pooled_one():
    pooled = pool(random_units(5, 3), ones(5))
    text = random_units(1, 4)
    joined = pooled.with_joined([(1, 3)], text)
    ends = np.arange(1, 6)
    assert np.allclose(joined.runs(ends, 2)[2], unit(text - pooled.common)[0])
    assert np.allclose(np.delete(joined.runs(ends, 2), 2, axis=0), np.delete(pooled.runs(ends, 2), 2, axis=0))
    assert np.allclose(joined.runs(ends, 1), pooled.runs(ends, 1))


def test_paragraphs_are_pooled_from_their_sentences():
    pooled = pool(random_units(5, 5), np.array([1, 2, 3, 4, 5]))
    merged = pooled.merged([range(2), range(2, 5)])
    assert len(merged) == 2
    assert np.allclose(merged.runs(np.array([2]), 1), pooled.runs(np.array([5]), 3), atol=1e-6)


def test_a_text_that_resembles_everything_has_no_margin():
    vectors = random_units(30, 6)
    hub = unit(vectors.sum(axis=0, keepdims=True))
    source, target = pool(np.concatenate((vectors, hub)), ones(31)), pool(vectors, ones(30))
    found = margins(source, target, np.array([[3, 3], [30, 3]]))
    assert found[0] > found[1]


def test_a_block_holds_the_margins_of_its_beads():
    source, target = pool(random_units(5, 7), ones(5)), pool(random_units(6, 8), ones(6))
    score = Similarity(source, target, MOVES, Worth(3.0, 0.1), 0.5)(Block(1, 4, 2, 6))
    pairs = np.array([[i - 1, j - 1] for i in range(1, 5) for j in range(2, 7)])
    assert score.shape == (len(MOVES), 4, 5)
    assert not score[:2].any()
    assert np.allclose(score[2].ravel(), 0.5 * 3.0 * (margins(source, target, pairs) - 0.1), atol=1e-5)


def test_a_good_encoder_is_worth_much_and_noise_nothing():
    vectors = random_units(60, 9)
    good = worth_of(pool(vectors, ones(60)), pool(vectors, ones(60)), diagonal(60))
    noise = worth_of(pool(vectors, ones(60)), pool(random_units(60, 10), ones(60)), diagonal(60))
    assert good.slope > 1
    assert noise.slope == 0


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_hardly_ever_worth_anything(seed):
    source, target = pool(random_units(40, seed), ones(40)), pool(random_units(40, seed + 100), ones(40))
    assert worth_of(source, target, diagonal(40)).slope < 0.5
    assert worth_of(source, target, None).slope == 0


def evidence_of_the_right(x, y) -> float:
    worth = worth_of(x, y, diagonal(len(x)))
    return float((worth.slope * (margins(x, y, diagonal(len(x))) - worth.threshold)).mean())


def test_a_worse_encoder_says_less():
    vectors = random_units(80, 11, 32)
    x = pool(vectors, ones(80))
    said = [evidence_of_the_right(x, pool(unit(vectors + k * random_units(80, 12, 32)), ones(80))) for k in (0, 2, 4)]
    assert said[0] > said[1] > said[2] > 0


def test_without_sure_pairs_the_encoder_names_its_own_when_they_come_in_order():
    vectors = random_units(40, 13)
    pairs = own_pairs(pool(vectors, ones(40)), pool(vectors, ones(40)))
    assert pairs.tolist() == diagonal(40).tolist()
    assert not len(own_pairs(pool(vectors, ones(40)), pool(random_units(40, 14), ones(40))))


def test_chance_is_a_bound_that_a_few_pairs_cannot_pass():
    assert 1 / math.factorial(6) > CHANCE > 1 / math.factorial(7)
    for count, enough in ((6, False), (7, True)):
        vectors = np.eye(16, dtype=np.float32)[:count]
        assert bool(len(own_pairs(pool(vectors, ones(count)), pool(vectors, ones(count))))) is enough


@given(st.lists(st.integers(0, 30), max_size=9, unique=True))
def test_the_longest_rise_is_the_longest(values):
    found = _longest_rise(np.array(values, np.int64))
    chosen = [values[k] for k in found]
    subsets = [[v for k, v in enumerate(values) if mask >> k & 1] for mask in range(1 << len(values))]
    assert chosen == sorted(chosen)
    assert list(found) == sorted(found)
    assert len(chosen) == max(len(subset) for subset in subsets if subset == sorted(subset))


@pytest.mark.parametrize(("source", "target"), [(0, 5), (5, 0), (1, 1), (0, 0)])
def test_documents_of_no_or_one_unit(source, target):
    x, y = pool(random_units(source, 15), ones(source)), pool(random_units(target, 16), ones(target))
    assert worth_of(x, y, None) == Worth(0.0, 0.0)
    score = Similarity(x, y, MOVES, Worth(1.0, 0.0))(Block(0, source, 0, target))
    assert np.isfinite(score).all()


def test_a_long_document_needs_no_square_of_its_length():
    x = pool(random_units(3000, 17), ones(3000))
    assert x.sample.shape[0] <= 512
    assert replace(x, sample=x.sample[:0]).runs(np.array([1]), 1).shape == (1, 16)
