"""Bags, evidence, anchors, punctuation, and learning from the document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.match.adapt import adapt
from align.match.anchors import chain, corridor
from align.match.bags import at_home, gather, merge, select
from align.match.evidence import Evidence, Table, Texts
from align.match.extras import bar, seams
from align.match.habits import company, kind_counts, own_rates
from align.match.level import align_level, usual_ratio
from align.match.punctuation import INSIDE, edges
from align.match.search import Block, Step
from align.match.shapes import SENTENCE_MOVES
from align.match.weights import load_weights

TYPES = 40


def side(units: list[list[int]]):
    """Bags of units given as lists of types, each type equally rare."""
    unit = np.array([k for k, types in enumerate(units) for _ in types], np.int64)
    types = np.array([one for unit in units for one in unit], np.int64)
    size = np.array([10.0 * len(one) for one in units], np.float32)
    return gather(unit, types, len(units), np.full(TYPES, 1e-4, np.float32), size)


def identity() -> Table:
    """A lexicon in which type k translates type k."""
    ones = np.full(TYPES, 0.8, np.float32)
    return Table(np.arange(TYPES + 1), np.arange(TYPES), ones, ones)


def texts_of(source: list[list[int]], target: list[list[int]], table: Table | None = None) -> Texts:
    blank = [edges(["字。"] * len(source), "zh"), edges(["Word."] * len(target), "en")]
    return Texts(side(source), side(target), blank[0], blank[1], table or identity())


def path_of(source: list[list[int]], target: list[list[int]], **more) -> list[Step]:
    found = align_level(texts_of(source, target), load_weights("sentences"), SENTENCE_MOVES, **more)
    return [step for step, _ in found.beads]


UNITS = [[k * 5 + i for i in range(5)] for k in range(8)]


def test_units_that_say_the_same_are_joined():
    assert path_of(UNITS, UNITS) == [Step(k, k + 1, k, k + 1) for k in range(8)]


def test_a_split_unit_and_a_joined_one():
    source = [UNITS[0], UNITS[1] + UNITS[2], UNITS[3], UNITS[4], UNITS[5]]
    target = [UNITS[0], UNITS[1], UNITS[2], UNITS[3], UNITS[4] + UNITS[5]]
    assert path_of(source, target) == [Step(0, 1, 0, 1), Step(1, 2, 1, 3), Step(2, 3, 3, 4), Step(3, 5, 4, 5)]


@pytest.mark.parametrize("gone", range(8))
def test_what_is_left_out_stands_alone(gone):
    target = [unit for k, unit in enumerate(UNITS) if k != gone]
    assert Step(gone, gone + 1, gone, gone) in path_of(UNITS, target)


def test_the_same_result_with_the_sides_exchanged():
    source, target = [*UNITS[:3], UNITS[3] + UNITS[4]], UNITS[:5]
    there = path_of(source, target)
    back = path_of(target, source)
    assert [(s.j0, s.j1, s.i0, s.i1) for s in back] == [tuple(s) for s in there]


def test_furniture_stands_alone_even_between_its_likes():
    barred = [k == 3 for k in range(8)]
    path = path_of(UNITS, UNITS, barred=(barred, barred))
    assert Step(3, 4, 3, 3) in path
    assert Step(2, 3, 2, 3) in path
    assert Step(4, 5, 4, 5) in path


def test_a_barred_unit_makes_every_full_bead_impossible():
    extra = bar([True], [False])(((1, 0), (0, 1), (1, 1)))(Block(0, 1, 0, 1))
    assert extra[2, 1, 1] < -1e6
    assert extra[0, 1, 1] > 0


def test_seams_charge_what_crosses_and_what_strays():
    extra = seams(np.array([0, 1]), np.array([0, 1]), 5.0)(((1, 1), (2, 1)))(Block(0, 2, 0, 2))
    assert extra[0, 1, 1] == 0
    assert extra[0, 1, 2] == -5
    assert extra[1, 2, 2] == -5


def test_running_sums_agree_with_counting_each_bead():
    texts = texts_of(UNITS[:4], UNITS[:5])
    evidence = Evidence(texts, load_weights("sentences"), SENTENCE_MOVES)
    whole = evidence.features(Block(0, 4, 0, 5)).lexical
    part = evidence.features(Block(3, 4, 2, 5)).lexical
    np.testing.assert_allclose(whole[:, 3:, 2:], part, rtol=1e-4, atol=1e-3)


def test_no_units_give_no_beads():
    assert path_of([], []) == []
    assert path_of([[1]], []) == [Step(0, 1, 0, 0)]


@given(st.lists(st.lists(st.integers(0, TYPES - 1), max_size=5), min_size=1, max_size=6))
def test_merging_all_units_counts_all_words(units):
    bags = side(units)
    whole = merge(bags, [range(len(units))])
    assert whole.words[0] == pytest.approx(bags.words.sum())
    assert whole.size[0] == pytest.approx(bags.size.sum())


def test_select_takes_units_in_the_order_given():
    bags = select(side(UNITS), np.array([5, 2]))
    assert bags.dense(0, 1)[0].tolist() == UNITS[5]
    assert bags.dense(1, 2)[0].tolist() == UNITS[2]


def test_the_document_teaches_a_name_the_lexicon_lacks():
    nothing = Table(np.zeros(TYPES + 1, np.int64), np.zeros(0, np.int64), *(np.zeros(0, np.float32),) * 2)
    units = [[0, 10 + k] for k in range(8)]
    learnt = adapt(side(units), side(units), nothing, [Step(k, k + 1, k, k + 1) for k in range(8)])
    forward, _ = learnt.dense(np.array([0]), np.array([0, 12]), TYPES)
    assert forward[0, 0] > 0.25
    assert forward[0, 1] < 0.1


def test_large_beads_take_nothing_from_the_lexicon():
    bags, path = side(UNITS), [Step(k, k + 1, 7 - k, 8 - k) for k in range(8)]
    learnt = adapt(bags, bags, identity(), path, doubting=False)
    assert np.diag(learnt.dense(np.arange(TYPES), np.arange(TYPES), TYPES)[0]).min() >= 0.8 - 1e-6


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=40))
def test_chain_rises(pairs):
    found = chain(np.array(pairs, np.int64).reshape(-1, 2))
    assert (np.diff(found, axis=0) > 0).all()
    assert len(found) > 0 or not pairs


@given(st.integers(1, 300), st.integers(1, 300))
def test_corridor_goes_from_corner_to_corner(source, target):
    band = corridor(np.zeros((0, 2), np.int64), source, target)
    assert [row for block in band for row in range(block.first, block.last + 1)] == list(range(source + 1))
    assert (band[0].low, band[-1].high) == (0, target)


def test_an_open_quotation_binds():
    zh = edges(["他说：“好。", "走吧！", "快！”", "天亮了。"], "zh")
    assert [k for k, one in enumerate(zh.quotes.tolist()) if one == INSIDE] == [1, 2]
    en = edges(["'Good. ", "Let's go!", "Now!' he said.", "It didn't rain."], "en")
    assert [k for k, one in enumerate(en.quotes.tolist()) if one == INSIDE] == [1, 2]


def test_a_quotation_that_never_closes_binds_nothing():
    units = ["他说：“好。", *["天亮了。"] * 20]
    assert INSIDE not in edges(units, "zh").quotes.tolist()


def test_the_usual_ratio_is_that_of_the_units_that_render_each_other():
    source, target = side(UNITS * 60), side([unit + unit for unit in UNITS] * 60)
    blank = edges(["字。"] * 480, "zh")
    texts = Texts(source, target, blank, blank, identity())
    pairs = [Step(k, k + 1, k, k + 1) for k in range(480)]
    assert usual_ratio(texts, pairs) == pytest.approx(np.log(101 / 51), abs=0.03)
    halved = [*pairs[:240], *(Step(k, k + 1, 240, 240) for k in range(240, 480))]
    assert usual_ratio(texts, halved) == pytest.approx(np.log(101 / 51), abs=0.05)


def test_without_pairs_the_usual_ratio_is_that_of_the_languages():
    assert usual_ratio(texts_of(UNITS, UNITS), [Step(0, 1, 0, 0)]) == pytest.approx(np.log(3))


@pytest.mark.parametrize("swapped", [False, True])
def test_a_side_that_lacks_much_is_known_for_it(swapped):
    long = [[k] * 12 for k in range(TYPES)]
    short = [unit for k, unit in enumerate(long) if k % 4]
    source, target = (short, long) if swapped else (long, short)
    path = path_of(source, target)
    gaps = [step for step in path if step.i0 == step.i1 or step.j0 == step.j1]
    assert len(gaps) == TYPES // 4
    assert all(step.i0 == step.i1 if swapped else step.j0 == step.j1 for step in gaps)


def test_rates_tell_what_is_left_out_from_what_is_added():
    counts = kind_counts({Step(k, k + 1, k, k + 1): 1.0 for k in range(50)} | {Step(50, 51, 50, 50): 1.0}, None)
    rates = own_rates(counts)
    assert rates["omitted"] > 0 > rates["added"]


def test_units_left_alone_come_in_runs_where_others_go_together():
    alone = np.array([0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    more = company(alone, beads=40, units=120)
    assert more[1] > 0 > more[5]
    assert np.abs(company(alone, beads=120, units=120)).max() == 0


def test_what_a_text_says_everywhere_is_common_in_it():
    bags = at_home(side([[0, 1], [0, 2], [0, 3]] * 500))
    assert bags.prior[0] > 0.1 > bags.prior[1]
    alone = at_home(side([[0, 1], [2, 3]]))
    assert (alone.prior <= side([[0]]).prior[0]).all()
