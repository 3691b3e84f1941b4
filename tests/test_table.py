"""Tables of sentences and of terms."""

from __future__ import annotations

import csv
import io

import pytest
from factories import make_alignment
from golden_files import matches_golden
from hypothesis import given
from samples import ALIGNMENT, TERMS
from strategies import alignments, glossaries, terms

from align.export.table import glossary_table, pairs, sentences_table
from align.model import Rendering, Term


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pairs.tsv", sentences_table(ALIGNMENT)),
        ("pairs.csv", sentences_table(ALIGNMENT, delimiter=",")),
        ("paragraphs.tsv", sentences_table(ALIGNMENT, level="paragraphs")),
        ("glossary.tsv", glossary_table(TERMS)),
        ("glossary.csv", glossary_table(TERMS, delimiter=",")),
    ],
)
def test_table_is_as_it_was(name, text):
    assert matches_golden(name, text.encode())


@given(alignments())
def test_every_bead_is_a_row_of_three_cells(alignment):
    rows = [line.split("\t") for line in sentences_table(alignment).splitlines()]
    assert [len(row) for row in rows] == [3] * (1 + len(alignment.sentences))
    assert [(bool(zh), bool(en)) for zh, en, _ in rows[1:]] == [
        (bool(bead.source), bool(bead.target)) for bead in alignment.sentences
    ]


@given(glossaries(terms()))
def test_comma_and_tab_carry_the_same_cells(glossary):
    tabs = [line.split("\t") for line in glossary_table(glossary).splitlines()]
    commas = csv.reader(io.StringIO(glossary_table(glossary, delimiter=",").removeprefix("\ufeff"), newline=""))
    assert list(commas) == tabs


def test_white_space_in_a_cell_becomes_a_space():
    term = Term("一带\t一路", "policy", (Rendering("Belt\nand\r\nRoad"),), 0.5, 1)
    assert glossary_table([term]).splitlines()[1] == "一带 一路\tBelt and Road\tpolicy\t1\t0.500\tcandidate\t"


@pytest.mark.parametrize(
    ("status", "rows"),
    [
        ("candidate", [("Belt and Road", "candidate", "the Belt"), ("One Belt", "forbidden", "")]),
        ("forbidden", [("One Belt", "forbidden", ""), ("Belt and Road", "candidate", "the Belt")]),
        ("approved", [("", "approved", ""), ("Belt and Road", "candidate", "the Belt"), ("One Belt", "forbidden", "")]),
    ],
)
def test_first_row_says_the_status_of_the_term_and_no_row_mixes_two(status, rows):
    renderings = (Rendering("Belt and Road"), Rendering("the Belt"), Rendering("One Belt", status="forbidden"))
    written = glossary_table([Term("一带一路", "policy", renderings, 1, 3, status)]).splitlines()[1:]
    cells = [row.split("\t") for row in written]
    assert [(row[1], *row[5:]) for row in cells] == rows


def test_sentences_of_a_bead_are_joined_as_their_language_does():
    alignment = make_alignment([(("改革。", "开放。"), ("Reform.", "Open up."))])
    assert [(zh, en) for zh, en, _ in pairs(alignment)] == [("改革。开放。", "Reform. Open up.")]
