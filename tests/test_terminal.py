"""The views drawn with characters: never wider than asked, complete, readable without colour."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from factories import left_out, make_alignment, make_finding, make_term
from hypothesis import given
from hypothesis import strategies as st
from strategies import alignments, terms

from align.diff.rows import pair_rows, select
from align.diff.versions import text_rows, translation_rows
from align.export.canvas import Piece, folded, safe
from align.export.changes import draw_changes, draw_versions
from align.export.terminal import draw
from align.glossary import differences
from align.language.chars import cell_width
from align.model import Bead, Rendering, Term

ANSI = re.compile(r"\x1b\[[0-9;]*m")
PAIR = make_alignment(
    [("首页", "")],
    [
        ("省委书记李明来校考察，并看望教师。", "Li Ming, Party Secretary, visited the school."),
        ("他参观了图书馆🙂。", ("He saw the library.", "He liked it.")),
    ],
    [("大家鼓掌。", "")],
    source_roles=("boilerplate",),
)
LEFT_OUT = left_out(PAIR, "，并看望教师", ".")
TERMS = [make_term(PAIR, "省委书记", "Party Secretary"), make_term(PAIR, "图书馆", "reading room")]
FINDINGS = [make_finding(PAIR, "spelling", target="library", message="“library” is odd", hint="write hall")]
VIEW = pair_rows(PAIR, TERMS, [*FINDINGS, LEFT_OUT])

PLAIN = """\
    zh.txt                  en.txt
[no counterpart] · ‸ something left out here

── ¶ 1 · ¶ – ───────────────────────────────────────────────
1 ╶ 首页

── ¶ 2 · ¶ 1 ───────────────────────────────────────────────
2 ╭ 省委书记李明来校考  1 ╭ Li Ming, Party Secretary,
  ╰ 察[，并看望教师]。    ╰ visited the school‸.
    ! omission: left out (choose one)
3 ╭ 他参观了[图书馆]    2 ╭ He saw the library.
  ╰ 🙂。                3 ╰ He liked it.
    ! spelling: “library” is odd (write hall)

── ¶ 3 · ¶ – ───────────────────────────────────────────────
4 ╶ 大家鼓掌。              — left out in the English —
"""


def test_the_plain_view():
    assert "\n".join(draw(VIEW, width=60)) + "\n" == PLAIN


def test_colour_only_adds_colour_and_takes_brackets_away():
    coloured = "\n".join(draw(VIEW, width=60, colour=True))
    assert "\x1b[36m省委书记\x1b[0m" in coloured
    assert "[，并看望教师]" not in ANSI.sub("", coloured)
    assert not ANSI.search("\n".join(draw(VIEW, width=60)))


def test_wide_terminals_have_the_findings_in_a_margin():
    line = next(line for line in draw(VIEW, width=120) if "spelling" in line)
    assert "He saw the library." in line
    assert line.index("spelling") > line.index("library")


def test_a_move_and_a_doubt_say_so():
    pair = make_alignment([("甲甲。", "")], [("乙。", "B.")], [("", "A A.")], scores=(0.9, 0.2))
    text = "\n".join(draw(pair_rows(replace(pair, moves=(Bead(range(1), range(1, 2), 0.8),)))))
    assert "⇅ moved: Chinese paragraph 1 stands as English paragraph 2" in text
    assert "? doubtful, 20%" in text


def test_nothing_to_show_is_said():
    assert list(draw(select(pair_rows(make_alignment([("好。", "Good.")])), "findings")))[-1] == "No row to show."


def test_control_characters_never_reach_the_terminal():
    pair = make_alignment([("红\x1b[31m旗\x07\x9b\u202e。", "A red\x1b]0;title\x07 flag.")], target_name="a\x1b[2J")
    found = make_finding(pair, source="旗", message="bad \x1b[5m word")
    text = "\n".join(draw(pair_rows(pair, (), [found])))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "旗" in text


@given(alignments(), st.lists(terms(), max_size=2), st.integers(40, 140), st.booleans())
def test_no_line_is_wider_than_asked(pair, glossary, width, colour):
    for line in draw(pair_rows(pair, glossary), width=width, colour=colour):
        assert cell_width(ANSI.sub("", line)) <= width


@given(alignments(), st.integers(40, 140))
def test_every_sentence_can_be_read(pair, width):
    view = pair_rows(pair)
    drawn = Counter("".join(ANSI.sub("", line) for line in draw(view, width=width, colour=True)))
    texts = (cell.text for row in view.rows for cell in (*row.source, *row.target))
    assert Counter("".join("".join(texts).split())) <= drawn


def test_folding_keeps_every_piece_in_its_style():
    line = (Piece("reform and "), Piece("opening up", ("differs",)), Piece(" of 改革开放"))
    lines = folded(line, 12)
    assert ["".join(piece.text for piece in one) for one in lines] == ["reform and", "opening up", "of 改革开放"]
    assert lines[1] == (Piece("opening up", ("differs",)),)


@pytest.mark.parametrize(("text", "shown"), [("a\tb", "a�b"), ("好\u2066", "好�"), ("plain", "plain")])
def test_safe(text, shown):
    assert safe(text) == shown


OLD = make_alignment([("他来了。", "He came in the morning."), ("他走了。", "He left.")], target_name="old.txt")
NEW = make_alignment([("他来了。", "He arrived in the morning."), ("他走了。", "He left.")], target_name="new.txt")


def test_two_translations_without_colour():
    text = "\n".join(draw_versions(translation_rows(OLD, NEW), width=70))
    assert "He [-came-] in the morning." in text
    assert "He {+arrived+} in the morning." in text
    assert "1   他来了。" in text


def test_versions_that_say_the_same():
    assert list(draw_versions(text_rows(OLD.target, OLD.target).changed))[-1] == "Both versions say the same."


@given(alignments(), st.integers(40, 120))
def test_versions_are_never_wider_than_asked(pair, width):
    shown = translation_rows(pair, replace(pair, sentences=_merged(pair)), [])
    for line in draw_versions(shown, width=width):
        assert cell_width(line) <= width


def _merged(pair):
    """One bead over everything."""
    return (Bead(range(len(pair.source.sentences)), range(len(pair.target.sentences)), 1.0),)


def glossary(**entries):
    return [Term(zh, "policy", (Rendering(en),), 0.9, 1) for zh, en in entries.items()]


def test_changes_of_a_glossary():
    changes = differences(
        glossary(对口支援="paired assistance", 车俊="Che Jun"),
        glossary(对口支援="counterpart support", 一带一路="Belt and Road"),
    )
    assert list(draw_changes(changes)) == [
        "  ~ 对口支援  [-paired assistance-] → {+counterpart support+}",
        "  + 一带一路  {+Belt and Road+}",
        "  - 车俊      [-Che Jun-]",
        "1 added, 1 removed, 1 re-rendered",
    ]


def test_a_long_term_leaves_room_for_its_rendering():
    changes = differences([], glossary(**{"坚持" * 20: "uphold " * 12}))
    lines = list(draw_changes(changes, width=60))
    assert max(map(cell_width, lines)) <= 60
    assert "".join(lines).count("uphold") == 12
