"""The side-by-side rows: complete, in order, marked where they should be."""

from dataclasses import replace

import pytest
from factories import left_out, make_alignment, make_finding, make_term
from hypothesis import given
from hypothesis import strategies as st
from strategies import alignments, terms

from align.diff.rows import counted, pair_rows, select
from align.diff.runs import Label, Marks, closed_up, cut
from align.diff.summary import summarise
from align.model import Bead, Document, Span, one_line

PAIR = make_alignment(
    [("首页", "")],
    [
        ("省委书记李明5月3日来校。", "Li Ming, Party Secretary, came on May 3."),
        ("他参观了图书馆,问了三个问题。", ("He saw the library.", "He asked.")),
    ],
    [("大家鼓掌。", ""), ("", "It rained.")],
    source_roles=("boilerplate",),
    scores=(0.9, 0.97, 0.3),
)


def labels(view, kind):
    return [
        (run.text, label.state)
        for row in view.rows
        for cell in (*row.source, *row.target)
        for run in cell.runs
        for label in run.labels
        if label.kind == kind
    ]


def kinds(view):
    return [row.kind for row in view.rows]


def test_kinds_of_rows():
    assert kinds(pair_rows(PAIR)) == ["aside", "pair", "pair", "omission", "addition"]


def test_blocks_are_the_paragraph_beads():
    assert [(b.source, b.target) for b in pair_rows(PAIR).blocks] == [
        (range(1), range(0)),
        (range(1, 2), range(1)),
        (range(2, 3), range(1, 2)),
    ]


def test_neighbours_on_one_side_share_a_block():
    alone = make_alignment([("", "Home")], [("", "Print")], [("你好。", "Hello.")])
    assert [(b.source, b.target) for b in pair_rows(alone).blocks] == [
        (range(0), range(2)),
        (range(1), range(2, 3)),
    ]


def test_a_doubtful_row():
    assert [row.number for row in pair_rows(PAIR).rows if row.doubtful] == [2]


@pytest.mark.parametrize(
    ("renderings", "expected"),
    [
        (("Party Secretary",), "agrees"),
        (("Secretary", "Party Secretary"), "agrees"),  # the commonest, whatever the order given
        (("Clerk",), "missing"),
    ],
)
def test_state_of_a_term(renderings, expected):
    term = make_term(PAIR, "省委书记", *renderings)
    assert labels(pair_rows(PAIR, [term]), "term")[0] == ("省委书记", expected)


def test_a_rendering_beside_an_approved_one_differs():
    term = make_term(PAIR, "省委书记", "Party Secretary")
    approved = replace(term.renderings[0], text="Secretary of the Party Committee", occurrences=(), status="approved")
    view = pair_rows(PAIR, [replace(term, renderings=(*term.renderings, approved))])
    assert labels(view, "term") == [("省委书记", "differs"), ("Party Secretary", "differs")]


def test_a_term_of_another_pair_is_not_marked():
    other = make_alignment([("省委书记来了。", "The Party Secretary came.")], source_name="other.txt")
    assert not labels(pair_rows(PAIR, [make_term(other, "省委书记", "Party Secretary")]), "term")


def test_nested_terms_both_cover_the_inner_one():
    view = pair_rows(PAIR, [make_term(PAIR, "省委书记", "Party Secretary"), make_term(PAIR, "书记", "Secretary")])
    runs = [(run.text, sorted(label.key for label in run.labels if label.kind == "term"))
            for run in view.rows[1].source[0].runs[:2]]  # fmt: skip
    assert runs == [("省委", [0]), ("书记", [0, 1])]


def test_figures_agree_by_value_and_one_without_counterpart_is_missing():
    pair = make_alignment(
        [("2019年投资90亿元,建成5座桥。", "In 2019, 9 billion yuan was invested; bridges were built.")]
    )
    assert labels(pair_rows(pair), "number") == [
        ("2019年", "agrees"),
        ("90亿", "agrees"),
        ("5", "missing"),
        ("2019", "agrees"),
        ("9 billion", "agrees"),
    ]


def test_figures_that_agree_share_a_key():
    pair = make_alignment([("2019年,90亿元。", "9 billion yuan in 2019.")])
    found = {
        (side, run.text): label.key
        for row in pair_rows(pair).rows
        for side, cells in enumerate((row.source, row.target))
        for run in cells[0].runs
        for label in run.labels
    }
    assert found[0, "2019年"] == found[1, "2019"]
    assert found[0, "90亿"] == found[1, "9 billion"]
    assert found[0, "2019年"] != found[0, "90亿"]


def test_a_clause_left_out_is_marked_and_so_is_its_place():
    view = pair_rows(PAIR, (), [left_out(PAIR, "问了三个问题", "He asked")])
    assert ("问了三个问题", "missing") in labels(view, "clause")
    assert ("", "missing") in labels(view, "clause")
    assert [row.number for row in view.rows if row.left_out] == [2, 3, 4]


def test_a_place_between_two_chinese_sentences_is_shown_once():
    pair = make_alignment([(("甲来了。", "乙来了。"), "A came and B came.")])
    added = make_finding(pair, "addition", source="乙来了", target="and B came")
    assert added.source is not None
    added = replace(added, source=replace(added.source, span=Span(4, 4), text=""))
    view = pair_rows(pair, (), [added])
    assert labels(view, "clause").count(("", "missing")) == 1


def test_a_finding_stands_in_the_first_row_it_touches_and_marks_both_sides():
    finding = make_finding(PAIR, source="图书馆", target="library")
    view = pair_rows(PAIR, (), [finding])
    assert [row.number for row in view.rows if row.findings] == [2]
    assert [text for text, _ in labels(view, "finding")] == ["图书馆", "library"]


def test_findings_of_other_documents_are_left_out():
    other = make_alignment([("图书馆。", "The library.")], source_name="a", target_name="b")
    assert not any(row.findings for row in pair_rows(PAIR, (), [make_finding(other, source="图书馆")]).rows)


def test_what_a_check_found_left_out_counts_as_left_out():
    finding = make_finding(PAIR, "omission", source="问了三个问题")
    view = pair_rows(PAIR, (), [finding])
    assert ("问了三个问题", "missing") in labels(view, "clause")
    assert [item.text for item in summarise(PAIR, view).left_out] == ["大家鼓掌。", "问了三个问题"]
    assert [row.number for row in select(view, "omissions").rows] == [2, 3, 4]


def test_a_sentence_left_out_is_counted_once_though_a_check_names_it_too():
    finding = make_finding(PAIR, "omission", source="大家鼓掌。")
    assert len(summarise(PAIR, pair_rows(PAIR, (), [finding])).left_out) == 1


def moved():
    pair = make_alignment([("甲甲甲。", "")], [("乙乙乙。", "B B B.")], [("", ("A A.", "A."))])
    return replace(pair, moves=(Bead(range(1), range(1, 2), 0.8),))


def test_a_moved_paragraph_stands_beside_its_partner_and_once_more_where_it_was_moved_to():
    view = pair_rows(moved())
    assert kinds(view) == ["move", "pair", "moved"]
    assert [cell.text for cell in view.rows[0].target] == ["A A.", "A."]
    assert view.rows[0].reason == "moved: Chinese paragraph 1 stands as English paragraph 2"


def test_a_moved_paragraph_is_neither_left_out_nor_added():
    summary = summarise(moved(), pair_rows(moved()))
    assert (summary.left_out, summary.added, summary.moved) == ((), (), 1)
    assert summary.shapes == (("1-1", 1), ("moved", 1))


def test_paragraphs_alone_are_rows():
    view = pair_rows(replace(PAIR, sentences=()))
    assert [(len(row.source), len(row.target)) for row in view.rows] == [(1, 0), (1, 1), (1, 1)]
    assert view.rows[1].target[0].text == PAIR.target.paragraph_text(0)


@pytest.mark.parametrize(
    ("only", "expected"), [("all", [0, 1, 2, 3, 4]), ("omissions", [3, 4]), ("findings", [2]), ("changed", [2, 3, 4])]
)
def test_select(only, expected):
    view = select(pair_rows(PAIR, (), [make_finding(PAIR, source="图书馆")]), only)
    assert [row.number for row in view.rows] == expected
    assert all(block.rows for block in view.blocks)


def test_summary_counts_what_a_reader_would():
    summary = summarise(PAIR, pair_rows(PAIR))
    assert summary.shapes == (("1-1", 1), ("1-2", 1), ("left out", 1), ("added", 1))
    assert [(item.paragraph, item.text) for item in summary.left_out] == [(2, "大家鼓掌。")]
    assert [item.text for item in summary.added] == ["It rained."]
    assert [item.text for item in summary.asides] == ["首页"]
    assert (summary.paragraph_pairs, summary.sentence_pairs, summary.doubtful) == (2, 2, 1)


@given(alignments(), st.lists(terms(), max_size=3))
def test_every_sentence_is_shown_whole_once_and_in_order(pair, glossary):
    rows = pair_rows(pair, glossary).rows
    for side, document in (("source", pair.source), ("target", pair.target)):
        shown = [(cell.number, cell.text) for row in rows for cell in getattr(row, side)]
        assert shown == [(index, document.sentence_text(index)) for index in range(len(document.sentences))]


WHITE = st.text(st.sampled_from("ab改革 \n\t\u3000\r"), max_size=12)


@given(WHITE, st.sampled_from(["zh", "en"]))
def test_closed_up_is_one_line_character_by_character(text, language):
    text = text.strip()
    shown = closed_up(text, language)
    assert len(shown) == len(text)
    assert "".join(shown) == one_line(text, language)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3)), max_size=6))
def test_a_run_carries_exactly_the_marks_over_it(triples):
    marks = [(Span(min(a, b), max(a, b)), Label("term", key, "agrees")) for a, b, key in triples if a != b]
    runs = cut(Document("d", "en", "abcdefghij"), Span(0, 10), Marks(marks))
    position = 0
    for run in runs:
        for place in range(position, position + len(run.text)):
            assert set(run.labels) == {label for span, label in marks if span.start <= place < span.end}
        position += len(run.text)
    assert position == 10


@pytest.mark.parametrize(("units", "words"), [(range(1), "1"), (range(4, 9), "5–9"), (range(3, 3), "–")])
def test_counted(units, words):
    assert counted(units) == words
