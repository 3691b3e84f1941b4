"""Terms of small texts: what is proposed, as what, and what is not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_alignment

from align.language.chars import fold
from align.model import Rendering, Term
from align.terms.fragments import without_fragments
from align.terms.mine import examine, explain, mine, threshold

CASES = json.loads((Path(__file__).parent / "cases" / "terms_pitfalls.json").read_text("utf-8"))


def labelled(case):
    return case["label"]


def mined(case):
    alignment = make_alignment([tuple(bead) for bead in case["beads"]])
    return {term.zh: term for term in mine([alignment])}


@pytest.mark.parametrize("case", CASES, ids=labelled)
def test_pitfall_terms_are_there(case):
    terms = mined(case)
    found = {zh: [terms[zh].en if en else None, terms[zh].type] for zh, (en, _) in case["has"].items() if zh in terms}
    assert found == case["has"]


@pytest.mark.parametrize("case", CASES, ids=labelled)
def test_pitfall_fragments_are_not(case):
    assert not set(case["has_not"]) & set(mined(case))


@pytest.mark.parametrize("case", [case for case in CASES if "variants" in case], ids=labelled)
def test_pitfall_variants(case):
    terms = mined(case)
    found = {
        zh: sorted(r.text for r in terms[zh].renderings if r.text != case["has"][zh][0]) for zh in case["variants"]
    }
    assert found == case["variants"]


PAIR = make_alignment(
    [
        ("浙江大力发展数字经济。", "Zhejiang vigorously develops the digital economy."),
        ("数字经济是新动能。", "The digital economy is a new driver of growth."),
        (
            "双方在科技创新等领域合作。",
            "The two sides cooperate in scientific and technological innovation and other fields.",
        ),
    ]
)


def test_every_occurrence_says_where():
    term = next(term for term in mine([PAIR]) if term.zh == "数字经济")
    places = [occurrence for rendering in term.renderings for occurrence in rendering.occurrences]
    assert term.count == 2
    assert [place.bead for place in places] == [0, 1]
    assert {place.source.of(PAIR.source.text) for place in places} == {"数字经济"}
    assert {span.of(PAIR.target.text) for place in places for span in place.target} == {"digital economy"}


def test_levels_are_nested():
    strict, balanced, wide = (
        {term.zh for term in mine([PAIR], level=level)} for level in ("strict", "balanced", "wide")
    )
    assert strict <= balanced <= wide
    assert strict < wide


def test_confidence_decides_the_level():
    kept = [term.confidence for term in mine([PAIR])]
    dropped = {term.zh for term in mine([PAIR], level="wide")} - {term.zh for term in mine([PAIR])}
    others = [term.confidence for term in mine([PAIR], level="wide") if term.zh in dropped]
    assert min(kept) >= max(others, default=0)


@pytest.mark.parametrize(
    ("confidences", "level", "least"),
    [
        ([0.95] * 10 + [0.5] * 10, "balanced", 0.5),
        ([0.95] * 100 + [0.3] * 10, "balanced", 0.95),
        ([0.9] * 190 + [0.5] * 190, "balanced", 0.5),
        ([0.9] * 250 + [0.5] * 10, "balanced", 0.9),
        ([0.8] * 500, "balanced", 0.8),
        ([], "strict", 1.0),
        ([0.99] * 100 + [0.6, 0.1], "strict", 0.6),
        ([0.4], "wide", 0.4),
    ],
)
def test_a_level_promises_a_share_of_right_entries(confidences, level, least):
    assert threshold(confidences, level) == least


def test_a_known_term_is_listed_with_its_status():
    known = Term("数字经济", "policy", (Rendering("digital economy", status="approved"),), 1.0, 5, "approved")
    term = next(term for term in mine([PAIR], known=[known]) if term.zh == "数字经济")
    assert (term.status, term.confidence, term.count) == ("approved", 1.0, 2)
    assert [(r.text, r.status) for r in term.renderings] == [("digital economy", "approved")]


def test_a_known_term_steers_the_rendering():
    pair = make_alignment([("他们讲求亲清关系。", "They value an arm's-length bond.")])
    known = Term("亲清关系", "policy", (Rendering("arm's-length bond", status="approved"),), 1.0, 1, "approved")
    term = next(term for term in mine([pair], known=[known]) if term.zh == "亲清关系")
    assert term.en == "arm's-length bond"


def test_a_candidate_in_the_glossary_settles_nothing():
    known = Term("数字经济", "other", (Rendering("numbers"),), 0.5, 1)
    term = next(term for term in mine([PAIR], known=[known]) if term.zh == "数字经济")
    assert (term.en, term.type, term.status) == ("digital economy", "policy", "candidate")


def test_rejected_terms_stay_away():
    assert "数字经济" not in {term.zh for term in mine([PAIR], level="wide", rejected=frozenset(["数字经济"]))}


def test_terms_of_two_pairs_are_one_entry():
    other = make_alignment([("四川的数字经济", "Sichuan's digital economy")], source_name="b.zh", target_name="b.en")
    term = next(term for term in mine([PAIR, other]) if term.zh == "数字经济")
    assert {o.source_name for r in term.renderings for o in r.occurrences} == {"zh.txt", "b.zh"}
    assert term.count == 3


def test_traditional_text_keeps_its_characters():
    pair = make_alignment([("雙方發展數字經濟。", "Both sides develop the digital economy.")])
    assert {term.zh: term.en for term in mine([pair])}["數字經濟"] == "digital economy"


def test_a_rendering_in_two_parts():
    en = "To carry out poverty alleviation cooperation and counterpart support between the East and the West."
    pair = make_alignment([("开展东西部扶贫协作和对口支援工作。", en)])
    term = next(term for term in mine([pair], level="wide") if term.zh == "东西部扶贫协作")
    assert fold(term.en) == "poverty alleviation cooperation between the East and the West"
    assert [len(o.target) for o in term.renderings[0].occurrences] == [2]


def test_what_stands_only_inside_a_longer_name_is_no_entry():
    en = "He visited Yuanlong Village in Minning Town of Yongning County."
    found = {term.zh for term in mine([make_alignment([("他考察永宁县闽宁镇原隆村。", en)])])}
    assert found >= {"永宁县闽宁镇原隆村", "永宁县"}
    assert not found & {"闽宁镇原隆村", "永宁"}


def test_a_set_phrase_inside_a_longer_term_is_an_entry():
    pair = make_alignment([("深化科技创新合作。", "Deepen scientific and technological innovation cooperation.")])
    assert "科技创新" in {term.zh for term in mine([pair])}


def test_the_head_noun_is_part_of_the_rendering():
    pair = make_alignment([("提升消费品品质。", "We will see that the quality of consumer goods is improved.")])
    found = {term.zh: term.en for term in mine([pair], level="wide")}
    assert found["消费品品质"] == "quality of consumer goods"


def test_a_point_inside_a_word_ends_no_rendering():
    pair = make_alignment([("PM2.5浓度下降。", "PM2.5 density fell.")])
    assert {term.en for term in mine([pair], level="wide")} & {"PM2.5", "PM2.5 density"}


def test_gaps_and_nothing():
    assert mine([make_alignment([("数字经济", ""), ("", "digital economy")])]) == ()
    assert mine([]) == ()


@pytest.mark.parametrize(
    ("zh", "answer"),
    [
        ("火星", "does not stand in"),
        ("数字经济", "is a term at strict"),
        ("大力", "is no candidate: 大力 stands in no term"),
        ("发展数字", "fragment"),
        ("数字经济", "the English is linked to its parts"),
    ],
)
def test_explain(zh, answer):
    assert answer in explain(PAIR, zh)


def test_the_order_of_documents_changes_nothing_but_the_order():
    other = replace(PAIR, source=replace(PAIR.source, name="b.zh"), target=replace(PAIR.target, name="b.en"))
    one = {term.zh: (term.en, term.count) for term in mine([PAIR, other])}
    assert one == {term.zh: (term.en, term.count) for term in mine([other, PAIR])}


def test_where_only_what_recurs_matters_a_phrase_that_stands_once_is_left_out():
    alignment = make_alignment(
        [
            ("数字经济发展很快。", "The digital economy is growing fast."),
            (
                "我们要发展数字经济，改善营商环境。",
                "We will develop the digital economy and improve the business environment.",
            ),
            ("重庆市教育委员会主任出席。", "The Director of the Chongqing Municipal Education Commission attended."),
        ]
    )
    every, recurring = ({one.zh for one in mine([alignment], recurring=only)} for only in (False, True))
    assert "营商环境" in every - recurring
    assert {"数字经济", "重庆市教育委员会"} <= recurring <= every


@pytest.mark.parametrize("level", ["strict", "balanced", "wide"])
def test_what_is_too_unsure_to_matter_changes_nothing(level):
    pairs = [PAIR, *(make_alignment([tuple(bead) for bead in case["beads"]]) for case in CASES)]
    whole = without_fragments(examine(pairs))
    least = threshold([one.term.confidence for one in whole], level)
    assert mine(pairs, level=level) == tuple(one.term for one in whole if one.term.confidence >= least)


@pytest.mark.parametrize("beside", [[], [("大力发展数字经济。", "Vigorously develop the digital economy.")]])
def test_a_sentence_with_no_words_to_render_it_has_no_terms(beside):
    found = mine([make_alignment([("数字经济", "..."), *beside])], level="wide")
    assert all(occurrence.bead for term in found for one in term.renderings for occurrence in one.occurrences)
    assert ("数字经济" in {term.zh for term in found}) == bool(beside)
