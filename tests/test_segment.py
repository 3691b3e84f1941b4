"""Paragraphs, their roles, marks, wrapped lines, and that nothing of a text is lost."""

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.language.furniture import is_kind, opening_marks
from align.model import Document
from align.read.text import read_document
from align.segment import segment

CASES = Path(__file__).parent / "cases"
FURNITURE = json.loads((CASES / "furniture.json").read_text("utf-8"))
OPENINGS = json.loads((CASES / "openings.json").read_text("utf-8"))
SEEDS = Path(__file__).parent.parent / "seeds"

ZH = [
    "甲省代表团到乙市考察",
    "某某在线乙市10月10日电(某某在线记者 张三)8日至9日,代表团在乙市学习考察,深入对接对口支援和交流合作工作。",
    "代表团一行参观了智慧园区、内河港口和移民小区。园区负责人介绍说,近年来当地数字经济发展很快,2018年增长12.5%。代表团成员表示,两地合作空间很大,要把好经验带回去。",
    "省领导出席座谈会。",
]
EN = [
    "Delegation of Province A Visits City B",
    "From October 8 to 9, a delegation of Province A visited City B to study and to deepen counterpart support.",
    "The delegation saw a smart park, an inland port and a community of resettled people. The head of the park said "
    "that the digital economy had grown fast, by 12.5 percent in 2018. Members of the delegation saw wide room for "
    "cooperation and wished to take the good experience home.",
    "Leaders of the province attended the talks.",
]


def document(text, language="zh"):
    return Document("a.txt", language, text)


def shown(found):
    return [found.paragraph_text(index) for index in range(len(found.paragraphs))]


def roles(found):
    return [paragraph.role for paragraph in found.paragraphs]


@pytest.mark.parametrize("line", FURNITURE["anywhere"])
def test_furniture(line):
    assert is_kind(line, "anywhere")


@pytest.mark.parametrize("line", FURNITURE["text"])
def test_no_furniture(line):
    assert not is_kind(line, "anywhere")


@pytest.mark.parametrize("kind", ["dateline", "byline"])
def test_lines_about_date_and_writer(kind):
    assert [line for line in FURNITURE[kind] if not is_kind(line, kind)] == []
    assert [line for line in FURNITURE["text"] if is_kind(line, kind)] == []


@pytest.mark.parametrize("case", OPENINGS, ids=lambda case: case["text"][:20])
def test_openings(case):
    marks = {mark.role: mark.span.of(case["text"]) for mark in opening_marks(case["text"], case["language"])}
    assert marks == {role: case[role] for role in ("dateline", "byline") if case[role]}


def test_a_page_in_chinese():
    text = "首页>新闻\n" + ZH[0] + "\n2019-10-10 08:30 来源：某网\n" + "\n".join(ZH[1:]) + "\n责任编辑：李四\n"
    found = segment(document(text))
    assert roles(found) == ["boilerplate", "title", "boilerplate", "body", "body", "body", "boilerplate"]
    assert [(mark.span.of(text), mark.role) for mark in found.marks] == [
        ("某某在线乙市10月10日电", "dateline"),
        ("(某某在线记者 张三)", "byline"),
    ]


def test_a_page_in_english():
    text = "\n\n".join(["Open Government", *EN, "print】 【close", "Address: 1 Long Street"])
    found = segment(document(text, "en"))
    assert roles(found) == ["boilerplate", "title", "body", "body", "body", "boilerplate", "boilerplate"]


def test_column_name_inside_a_report_is_a_heading():
    text = "\n".join([EN[0], EN[1], "World", EN[2]])
    assert roles(segment(document(text, "en"))) == ["title", "body", "heading", "body"]


def test_list_items_are_no_headings():
    text = "\n".join([*ZH[:2], "一、工作回顾", ZH[2], "—— 城镇新增就业一千万人", "各位代表："])
    assert roles(segment(document(text))) == ["title", "body", "heading", "body", "body", "body"]


@pytest.mark.parametrize(
    "title",
    [
        "Why does the delegation travel so far to learn from City B?",
        "Delegation meets U.S. experts in Washington D.C. area",
        "Talks held",
    ],
)
def test_titles(title):
    assert roles(segment(document("\n".join([title, *EN[1:]]), "en")))[:2] == ["title", "body"]


@pytest.mark.parametrize(
    "heading", ["2. Moving faster to build a country of innovators", "II. Main targets for the coming five years"]
)
def test_numbered_headings(heading):
    assert roles(segment(document("\n".join([*EN, heading, EN[2]]), "en")))[-2:] == ["heading", "body"]


def test_a_single_line_is_text():
    assert roles(segment(document("甲省代表团到乙市考察"))) == ["heading"]


def wrap_zh(text, width):
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize("between", ["\n\n", "\n　　"])
@pytest.mark.parametrize("width", [20, 35, 40])
def test_wrapped_chinese(width, between):
    found = segment(document(between.join(wrap_zh(paragraph, width) for paragraph in ZH)))
    # A space at which a line was broken is gone.
    assert [text.replace(" ", "") for text in shown(found)] == [text.replace(" ", "") for text in ZH]


@pytest.mark.parametrize("between", ["\n\n", "\n    "])
@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_english(width, between, newline):
    text = between.join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in EN)
    found = segment(document(text.replace("\n", newline), "en"))
    assert shown(found) == EN


@pytest.mark.parametrize(("paragraphs", "language"), [(ZH, "zh"), (EN, "en")], ids=["zh", "en"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\n \n"])
def test_a_paragraph_a_line_is_not_joined(paragraphs, language, newline):
    assert shown(segment(document(newline.join(paragraphs), language))) == paragraphs


def test_a_torn_sentence_is_joined():
    found = segment(document("根据《\n某某条例\n》，制定本办法。\n第二段。"))
    assert shown(found) == ["根据《某某条例》，制定本办法。", "第二段。"]


def test_dialogue_is_not_joined():
    lines = ["“走吗？”他问", "“再等等吧，天还没有亮呢”", "“好”", "他们在门口坐了很久，谁也没有说话", "天亮了"]
    assert shown(segment(document("\n".join(lines)))) == lines


def test_lines_are_units():
    found = segment(document("第一句。第二句。\n\n 第三句 \n"), lines=True)
    assert [found.sentence_text(index) for index in range(3)] == ["第一句。第二句。", "", "第三句"]
    assert [sentence.paragraph for sentence in found.sentences] == [0, 1, 2]


def test_semicolons():
    assert len(segment(document("一要稳；二要快。"), semicolons=True).sentences) == 2


LINE = st.text("一二。！“”（）a.A \u3000，5>", max_size=50) | st.sampled_from(
    [*ZH, *EN, "首页>新闻", "[Print] [Close]"]
)
TEXT = st.lists(LINE).flatmap(lambda lines: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(lines)))


@settings(deadline=None)
@given(TEXT | st.text(max_size=40), st.sampled_from(["zh", "en"]), st.booleans())
def test_nothing_is_lost(text, language, lines):
    found = segment(document(text, language), lines=lines)
    assert found.text == text
    for units in (found.paragraphs, found.sentences):
        ends = [0, *(unit.span.end for unit in units)]
        starts = [*(unit.span.start for unit in units), len(text)]
        assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))
        assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert [s for p in found.paragraphs for s in p.sentences] == list(range(len(found.sentences)))
    assert all(i in found.paragraphs[s.paragraph].sentences for i, s in enumerate(found.sentences))


@settings(deadline=None)
@given(st.lists(st.text("一a. ", max_size=9), min_size=1))
def test_as_many_units_as_lines(lines):
    text = "\n".join(lines) + "\n"
    assert len(segment(document(text), lines=True).sentences) == len(lines)


def seed(number):
    return segment(read_document(next(SEEDS.glob(f"{number}_*.txt"))))


@pytest.mark.parametrize(
    ("number", "paragraphs", "sentences", "furniture"),
    [("000", 14, 45, 3), ("001", 9, 21, 3), ("002", 12, 39, 2), ("003", 8, 14, 3), ("004", 15, 41, 5)],
)
def test_seeds(number, paragraphs, sentences, furniture):
    found = seed(number)
    assert (len(found.paragraphs), len(found.sentences)) == (paragraphs, sentences)
    assert roles(found).count("boilerplate") == furniture


def test_missing_space_in_a_seed():
    found = seed("004")
    assert any(found.sentence_text(i).startswith("We should pay more") for i in range(len(found.sentences)))
