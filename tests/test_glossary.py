"""Merging, searching and comparing glossaries."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import glossaries, terms

from align.glossary import (
    Index,
    add_rendering,
    differences,
    index,
    key,
    merge,
    normal_form,
    ordered,
    set_status,
    settle,
    withheld,
)
from align.model import Occurrence, Rendering, Span, Term

HERE = Occurrence("a.zh", "a.en", 0, Span(0, 4), (Span(0, 4),))
THERE = HERE._replace(source_name="b.zh", target_name="b.en")


def term(zh: str, *renderings: Rendering | str, count: int = 1, **fields) -> Term:
    made = tuple(r if isinstance(r, Rendering) else Rendering(r) for r in renderings)
    return Term(zh, **{"type": "policy", "renderings": made, "confidence": 0.5, "count": count, **fields})


@given(st.text(max_size=20))
def test_key_is_as_long_as_the_text_and_stays_what_it_is(text):
    assert len(key(text)) == len(text)
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Belt and Road", "belt and road"),
        ("the Belt and Road", "Belt and Road"),
        ("Secretary of Provincial Committees", "Secretary of the Provincial Committee"),
        ("high-quality development", "high quality development"),
        ("Chen Min’er", "Chen Min'er"),
        ("“Two Highs”", "Two Highs"),
    ],
)
def test_form_makes_no_difference(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Belt and Road", "Belt and Road Initiative"),
        ("Secretary", "Deputy Secretary"),
        ("Chen Min'er", "Chen Minr"),
        ("5G", "4G"),
        ("the", "a"),
    ],
)
def test_words_make_a_difference(one, other):
    assert normal_form(one) != normal_form(other)


def test_decided_renderings_come_first_and_forbidden_ones_last():
    given_ = (
        Rendering("a", (), "forbidden"),
        Rendering("b"),
        Rendering("c", (HERE,)),
        Rendering("d", (), "deprecated"),
        Rendering("e", (), "approved"),
    )
    assert [r.text for r in ordered(given_)] == ["e", "c", "b", "d", "a"]


class TestMerge:
    def test_occurrences_of_two_documents_come_together(self):
        one = term("改革", Rendering("Reform", (HERE,)))
        two = term("改革", Rendering("reforms", (THERE, THERE)), Rendering("change"), count=2)
        (merged,) = merge([one], [two])
        assert [(r.text, r.count) for r in merged.renderings] == [("Reform", 2), ("change", 0)]
        assert merged.count == 3

    def test_the_same_document_is_not_counted_twice(self):
        glossary = [term("改革", Rendering("reform", (HERE,)), count=4)]
        assert merge(glossary, glossary) == tuple(glossary)

    def test_decision_outweighs_proposal_in_either_order(self):
        proposal = term("改革", "reform", confidence=0.9, type="other")
        decision = term("改革", Rendering("Reform", (), "approved"), status="approved", confidence=0.8)
        for merged in (*merge([proposal], [decision]), *merge([decision], [proposal])):
            assert (merged.status, merged.type, merged.en) == ("approved", "policy", "Reform")
            assert merged.renderings[0].status == "approved"

    def test_later_decision_stands(self):
        old, new = term("改革", status="approved"), term("改革", status="forbidden")
        assert merge([old], [new])[0].status == "forbidden"

    def test_traditional_form_is_the_same_term(self):
        assert [t.zh for t in merge([term("經濟帶", "belt")], [term("经济带", "zone")])] == ["經濟帶"]

    @given(glossaries(terms()), glossaries(terms()))
    def test_every_term_is_there_once_and_no_rendering_is_lost(self, one, two):
        merged = merge(one, two)
        assert [key(t.zh) for t in merged] == list(dict.fromkeys(key(t.zh) for t in (*one, *two)))
        forms = {(key(t.zh), normal_form(r.text)) for t in (*one, *two) for r in t.renderings}
        assert {(key(t.zh), normal_form(r.text)) for t in merged for r in t.renderings} == forms
        assert {normal_form(t.zh) for t in merge(merged, merged)} == {normal_form(t.zh) for t in merged}


def test_rendering_is_added_to_the_term_or_makes_one():
    glossary = add_rendering([term("改革", "reform")], "改革", "change", status="forbidden")
    assert [(r.text, r.status) for r in glossary[0].renderings] == [("reform", "candidate"), ("change", "forbidden")]
    assert add_rendering([], "改革", "reform", type="policy")[0].type == "policy"


def test_status_of_a_term_and_of_a_rendering():
    glossary = (term("改革", "reform", "change"), term("开放", "opening up"))
    assert [t.status for t in set_status(glossary, "改革", "approved")] == ["approved", "candidate"]
    changed = set_status(glossary, "改革", "forbidden", "Reforms")[0]
    assert [(r.text, r.status) for r in changed.renderings] == [("change", "candidate"), ("reform", "forbidden")]


def test_what_is_known_settles_what_was_found():
    entry = term(
        "改革",
        Rendering("Reform", (), "approved"),
        Rendering("reform", (), "deprecated"),
        Rendering("change", (), "forbidden"),
        status="approved",
    )
    found = [term("改革", "reforms", "reform", "Changes", "new", type="other"), term("开放", "opening up")]
    settled = settle(found, [entry])
    assert (settled[0].status, settled[0].type, settled[1]) == ("approved", "policy", found[1])
    assert [(r.text, r.status) for r in settled[0].renderings] == [
        ("reforms", "approved"),
        ("reform", "deprecated"),
        ("Changes", "forbidden"),
        ("new", "candidate"),
    ]


def test_what_was_rejected_is_withheld():
    glossary = [term("政治站位", "stance"), term("改革", "Reform", "change")]
    left = withheld(glossary, [("政治站位", ""), ("改革", "changes")])
    assert [(t.zh, [r.text for r in t.renderings]) for t in left] == [("改革", ["Reform"])]


class TestDifferences:
    @pytest.mark.parametrize(
        ("old", "new", "kinds"),
        [
            ([], [term("改革", "reform")], ["added"]),
            ([term("改革", "reform")], [], ["removed"]),
            ([term("改革", "reform")], [term("改革", "Reforms")], []),
            ([term("改革", "reform")], [term("改革", "change")], ["re-rendered"]),
            ([term("改革", "reform")], [term("改革", "reform", "change")], ["re-rendered"]),
            ([term("改革", "reform")], [term("改革", "reform", status="approved")], ["status"]),
            ([term("改革", "reform")], [term("改革", Rendering("reform", (), "forbidden"))], ["status"]),
            ([term("改革", "reform")], [term("改革", "change", status="approved")], ["re-rendered", "status"]),
            ([term("經濟", "economy")], [term("经济", "economy")], []),
        ],
    )
    def test_kind(self, old, new, kinds):
        assert [change.kind for change in differences(old, new)] == kinds

    @given(glossaries(terms()))
    def test_a_glossary_does_not_differ_from_itself(self, glossary):
        assert differences(glossary, glossary) == ()

    @given(glossaries(terms()), glossaries(terms()))
    def test_added_one_way_is_removed_the_other(self, one, two):
        there = {c.zh for c in differences(one, two) if c.kind == "added"}
        assert there == {c.zh for c in differences(two, one) if c.kind == "removed"}


def slow_find(names: list[str], text: str) -> set[tuple[int, str]]:
    """Every place of every name, the textbook way."""
    return {(m.start(), name) for name in names for m in re.finditer(f"(?={re.escape(name)})", text)}


class TestIndex:
    @given(st.lists(st.text("甲乙丙", min_size=1, max_size=4), max_size=6), st.text("甲乙丙", max_size=30))
    def test_nested_finds_every_place(self, names, text):
        found = Index.of(names, str).find(text, nested=True)
        assert {(match.span.start, match.value) for match in found} == slow_find(names, text)
        assert len(found) == len({match.span for match in found})

    @given(st.lists(st.text("甲乙丙", min_size=1, max_size=4), max_size=6), st.text("甲乙丙", max_size=30))
    def test_longest_from_the_left_never_overlap(self, names, text):
        found = Index.of(names, str).find(text)
        assert all(a.span.end <= b.span.start for a, b in pairwise(found))
        assert all(match.span.of(text) == match.value for match in found)
        every = slow_find(names, text)
        covered = {i for match in found for i in range(*match.span)}
        assert all(start in covered or start + len(name) - 1 in covered for start, name in every)

    def test_place_is_in_the_text_as_written(self):
        text = "２０１９年，共建「一帶一路」"
        (match,) = index([term("一带一路", "Belt and Road")]).find(text)
        assert match.span.of(text) == "一帶一路"

    @pytest.mark.parametrize(
        ("name", "text", "count"),
        [
            ("5G", "5G网络", 1),
            ("5G", "15G网络", 0),
            ("5G", "5GB", 0),
            ("5g", "发展５Ｇ和5G", 2),
            ("国务院", "国务院总理", 1),
        ],
    )
    def test_latin_word_is_found_whole(self, name, text, count):
        assert len(index([term(name)]).find(text)) == count

    def test_get_knows_other_forms(self):
        assert index([term("经济带", "belt")]).get("經濟帶").en == "belt"
        assert index([term("经济带", "belt")]).get("经济") is None

    def test_hundred_thousand_terms_are_no_burden(self):
        names = [chr(0x4E00 + i % 5000) + chr(0x4E00 + i // 7 % 5000) + "会" for i in range(100_000)]
        known, text = Index.of(names, str), "".join(names[:3000])
        assert len(known.find(text)) >= 3000
