"""Settled terms as anchors: units stay with the unit in which their term is rendered."""

from __future__ import annotations

import pytest

from align.model import Document, Rendering, Status, Term
from align.pipeline import Settings, align_documents
from align.terms.places import known_places

ENGLISH = "She bought a red umbrella.\nThe Zorblax Unions were quorbling there.\nMy father drinks tea.\n"
FIRST = "她买了一把红色的雨伞，郢燹都在那里呢。\n我父亲喝茶，鸿鹄都在那里呢。\n"
SECOND = "她买了一把红色的雨伞，鸿鹄都在那里呢。\n我父亲喝茶，郢燹都在那里呢。\n"


def term(text: str = "Zorblax union", status: Status = "approved") -> Term:
    return Term("郢燹", "name", (Rendering(text, (), status),), 1.0, 1, "approved")


def path(chinese: str, *anchors: Term) -> list[tuple[list[int], list[int]]]:
    documents = Document("zh.txt", "zh", chinese), Document("en.txt", "en", ENGLISH)
    found = align_documents(*documents, Settings(lines=True, anchors=anchors))
    return [(list(bead.source), list(bead.target)) for bead in found.sentences]


@pytest.mark.parametrize(
    ("chinese", "expected"),
    [(FIRST, [([0], [0, 1]), ([1], [2])]), (SECOND, [([0], [0]), ([1], [1, 2])])],
    ids=["above", "below"],
)
def test_a_unit_goes_to_the_term_it_renders(chinese, expected):
    assert path(chinese, term()) == expected


def test_without_the_term_both_texts_look_alike():
    assert path(FIRST) == path(SECOND)


@pytest.mark.parametrize("anchor", [term("Quorblax"), term(status="forbidden"), term("")], ids=["absent", "no", "none"])
def test_a_term_that_is_not_rendered_so_changes_nothing(anchor):
    assert path(SECOND, anchor) == path(SECOND)


@pytest.mark.parametrize("text", ["the ZORBLAX UNIONS met", "a zorblax-union", "Zorblax  Union"])
def test_renderings_are_found_in_any_form(text):
    assert [place.term for place in known_places([term()], "在郢燹", text).target] == [0]


def test_a_part_of_a_rendering_is_none():
    assert known_places([term()], "在郢燹", "Zorblax is a union").target == ()
