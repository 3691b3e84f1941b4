"""The tables of offices, heads and words: that they hold together, and that they reach the program."""

import pytest

from align.errors import DataError
from align.terms import background, tables
from align.terms.score import FEATURES, weights

TYPES = {"title", "organisation", "person", "place", "policy", "work", "event", "other"}
NAMES = [
    "english", "heads", "modifiers", "offices", "places", "policy", "ranks", "weights", "words",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_that_matters_is_empty(name):
    rows = tables.rows(f"{name}.tsv")
    optional = {"short"}
    assert all(cell.strip() == cell and (cell or key in optional) for row in rows for key, cell in row.items())


@pytest.mark.parametrize("name", ["offices", "heads", "policy", "ranks", "modifiers", "places"])
def test_no_chinese_form_stands_twice_in_a_table(name):
    forms = [row["zh"] for row in tables.rows(f"{name}.tsv")]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []


def test_types_are_those_of_the_model():
    assert {entry.type for entry in tables.known().values()} | {head.type for head in tables.heads().values()} <= TYPES


def test_every_feature_has_a_weight():
    assert {row["feature"] for row in tables.rows("weights.tsv")} == set(FEATURES)
    assert weights()["covered"] > 0 > weights()["bias"]


def test_a_broken_table_is_named(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    (data / "bad.tsv").write_text("# note\nzh\ten\n省委\n", encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    with pytest.raises(DataError) as caught:
        tables.rows("bad.tsv")
    assert (caught.value.path, caught.value.line) == ("bad.tsv", 3)


def test_background_knows_official_phrases():
    assert background.usage("改革开放").documents > 20
    assert background.usage("改革开") == background.UNSEEN
    assert background.specificity("改革开放") > 3 > background.specificity("的问题")


def test_cohesion_is_of_the_weakest_cut():
    assert background.cohesion(["改革", "开放"]) > background.cohesion(["发展", "改革"])
    assert background.cohesion(["改革"]) == 0
    assert 0 <= background.cohesion(["社会", "保障", "体系"]) <= 1
