"""Two versions of a text: what belongs together, and which words changed."""

import pytest
from factories import make_alignment, make_document, make_term
from hypothesis import given
from hypothesis import strategies as st

from align.diff.pairing import pair_versions
from align.diff.versions import TermChange, text_rows, translation_rows
from align.model import Alignment, Bead


def versions(old, new):
    """Two documents of one paragraph each."""
    return make_document([old], "en", "old.txt"), make_document([new], "en", "new.txt")


def shapes(old, new):
    return [bead.shape for bead in pair_versions(*versions(old, new))]


CAME = "The delegation came to Chongqing on Monday."
LEFT = "They left for Fuling after the meeting."
SAID = "He said that cooperation would be deepened."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([CAME, LEFT], [CAME, LEFT], [(1, 1), (1, 1)]),
        ([CAME, LEFT], [CAME, SAID, LEFT], [(1, 1), (0, 1), (1, 1)]),
        ([CAME, SAID, LEFT], [CAME, LEFT], [(1, 1), (1, 0), (1, 1)]),
        ([CAME], ["The delegation came to Chongqing.", "It was on Monday."], [(1, 2)]),
        (["They left for Fuling.", "It was after the meeting."], [LEFT], [(2, 1)]),
        ([CAME], ["On Monday the delegation came to Chongqing city."], [(1, 1)]),
        ([CAME, "Everybody applauded."], ["The delegation came to Chongqing on Friday."], [(1, 0), (1, 1)]),
        ([CAME], [SAID], [(1, 0), (0, 1)]),
        ([], [SAID], [(0, 1)]),
        ([], [], []),
    ],
)
def test_what_belongs_together(old, new, expected):
    assert sorted(shapes(old, new)) == sorted(expected)


SENTENCES = st.lists(st.sampled_from([CAME, LEFT, SAID, "Yes.", "The meeting was held in Chongqing."]), max_size=7)


@given(SENTENCES, SENTENCES)
def test_beads_tile_both_versions_in_order(old, new):
    beads = pair_versions(*versions(old, new))
    assert [unit for bead in beads for unit in bead.source] == list(range(len(old)))
    assert [unit for bead in beads for unit in bead.target] == list(range(len(new)))


def words(cells, kind):
    """The words of some cells without those of one kind of mark."""
    runs = [run for cell in cells for run in (*cell.runs, None)]
    kept = (" " if run is None else run.text for run in runs if run is None or kind not in {x.kind for x in run.labels})
    return "".join(kept).split()


@given(SENTENCES, SENTENCES)
def test_without_the_marked_words_both_versions_are_the_same(old, new):
    rows = [row for row in text_rows(*versions(old, new)).rows if row.old and row.new]
    assert all(words(row.old, "deleted") == words(row.new, "inserted") for row in rows)


@given(SENTENCES)
def test_a_version_does_not_differ_from_itself(old):
    assert not text_rows(*versions(old, old)).changed.rows


def marked(cells):
    return [run.text for cell in cells for run in cell.runs if run.labels]


@pytest.mark.parametrize(
    ("old", "new", "deleted", "inserted"),
    [
        ("He came on Monday.", "He came on Tuesday.", ["Monday"], ["Tuesday"]),
        ("He came.", "He never came.", [], ["never"]),
        ("“Double eight” it is.", '"Double eight" it is.', [], []),  # quotes of another form are no change
        ("Min’er said so.", "Miner said so.", ["Min’er"], ["Miner"]),
        ("It grew 5.2% then.", "It grew 5.3% then.", ["5.2"], ["5.3"]),
        ("we will resolutely shoulder the heavy duty here now.", "they are to bear the great burden here now.",
         ["we will resolutely shoulder the heavy duty"], ["they are to bear the great burden"]),
    ],
)  # fmt: skip
def test_word_changes(old, new, deleted, inserted):
    row = _single(old, new)
    assert (marked(row.old), marked(row.new)) == (deleted, inserted)


def _single(old, new):
    """The row of two sentences that translate one."""
    source = make_document([["句。"]], "zh", "zh.txt")
    pairs = [Alignment(source, one, (), (Bead(range(1), range(1), 1.0),)) for one in versions([old], [new])]
    return translation_rows(*pairs).rows[0]


def test_chinese_versions_are_compared_by_character():
    old, new = (make_document([[text]], "zh", text) for text in ("深化改革开放。", "深化改革和开放。"))
    assert marked(text_rows(old, new).rows[0].new) == ["和"]


ZH = make_document([["一。", "二。", "三。", "四。"]], "zh", "zh.txt")


def translation(name, sentences, *beads):
    found, j = [], 0
    for start, stop, width in beads:
        found.append(Bead(range(start, stop), range(j, j + width), 1.0))
        j += width
    return Alignment(ZH, make_document([sentences], "en", name), (), tuple(found))


def test_rows_are_cut_as_finely_as_both_alignments_allow():
    old = translation("old", ["A b.", "C.", "Extra.", "D."], (0, 2, 1), (2, 3, 1), (3, 3, 1), (3, 4, 1))
    new = translation("new", ["A.", "B.", "C d."], (0, 1, 1), (1, 2, 1), (2, 4, 1))
    rows = translation_rows(old, new).rows
    assert [[[cell.number for cell in side] for side in (row.source, row.old, row.new)] for row in rows] == [
        [[0, 1], [0], [0, 1]],
        [[2, 3], [1, 2, 3], [2]],
    ]


def test_what_one_translation_adds_at_a_common_border_is_a_row_of_its_own():
    old = translation("old", ["Title.", "A.", "B."], (0, 0, 1), (0, 2, 1), (2, 4, 1))
    new = translation("new", ["A.", "More.", "B."], (0, 2, 1), (2, 2, 1), (2, 4, 1))
    rows = translation_rows(old, new).rows
    assert [row.kind for row in rows] == ["removed", "same", "added", "same"]
    assert [len(row.source) for row in rows] == [0, 2, 0, 2]


@st.composite
def beads(draw):
    """Beads over four source sentences with any targets."""
    ends = sorted({*draw(st.sets(st.integers(1, 4))), 4})
    found, start = [], 0
    for end in ends:
        found += [(start, start, 1)] * draw(st.integers(0, 1))
        found.append((start, end, draw(st.integers(0, 2))))
        start = end
    return found


@given(beads(), beads())
def test_every_sentence_of_source_and_both_translations_is_shown_once_in_order(first, second):
    pairs = [
        translation(name, [f"S{k}." for k in range(sum(width for _, _, width in shape))], *shape)
        for name, shape in (("old", first), ("new", second))
    ]
    rows = translation_rows(*pairs).rows
    assert [cell.number for row in rows for cell in row.source] == [0, 1, 2, 3]
    assert [cell.number for row in rows for cell in row.old] == list(range(len(pairs[0].target.sentences)))
    assert [cell.number for row in rows for cell in row.new] == list(range(len(pairs[1].target.sentences)))


def test_two_source_texts_are_refused():
    other = make_alignment([("别的。", "Other.")])
    with pytest.raises(ValueError, match="one source text"):
        translation_rows(other, translation("new", ["A."], (0, 4, 1)))


def test_terms_rendered_otherwise():
    texts = [("对口支援很好。", "对口支援很重要。"), ("Paired assistance is good.", "Paired assistance matters.")]
    old = make_alignment(list(zip(*texts, strict=True)), target_name="old")
    new = make_alignment([(texts[0][0], "Counterpart support is good."), (texts[0][1], "Paired assistance matters.")],
                         target_name="new")  # fmt: skip
    first = make_term(old, "对口支援", "Paired assistance")
    second = make_term(new, "对口支援", "Counterpart support", "Paired assistance")
    term = first.__class__("对口支援", "policy", (*first.renderings, *second.renderings), 0.9, 4)
    assert translation_rows(old, new, [term]).terms == (
        TermChange("对口支援", "Paired assistance", "Counterpart support", 1),
    )
