"""Where sentences end, in cases and as properties."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.language import chinese, english

CASES = Path(__file__).parent / "cases"


def cases(name):
    found = json.loads((CASES / name).read_text("utf-8"))
    return [pytest.param(case, id=case["label"]) for case in found]


@pytest.mark.parametrize("case", cases("sentences_zh.json"))
def test_chinese(case):
    spans = chinese.sentence_spans(case["text"], semicolons=case.get("semicolons", False))
    assert [span.of(case["text"]) for span in spans] == case["sentences"]


@pytest.mark.parametrize("case", cases("sentences_en.json"))
def test_english(case):
    assert [span.of(case["text"]) for span in english.sentence_spans(case["text"])] == case["sentences"]


CHINESE = st.text('一他说好。！？…；，：“”‘’（）《》「」.!?" \n\u30005%A', max_size=60)
ENGLISH = st.text("aA. !?…”“’'\"()\n5,-—。", max_size=60)


def lossless(text, spans):
    """The spans are in order, not empty, and leave white space alone between them."""
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    return all(not gap.strip() for gap in gaps) and all(span.of(text) == span.of(text).strip() != "" for span in spans)


@settings(deadline=None)
@given(CHINESE | st.text(max_size=30), st.booleans())
def test_chinese_loses_nothing(text, semicolons):
    assert lossless(text, chinese.sentence_spans(text, semicolons=semicolons))


@settings(deadline=None)
@given(ENGLISH | st.text(max_size=30))
def test_english_loses_nothing(text):
    assert lossless(text, english.sentence_spans(text))


@pytest.mark.parametrize("find", [chinese.sentence_spans, english.sentence_spans], ids=["zh", "en"])
@pytest.mark.parametrize("piece", [".", "a.", "我。", "（", "“", "…", "a ", "1.1", "http://", "!?", "U.S.", "《a"])
def test_a_huge_line_loses_nothing(find, piece):
    text = piece * 50_000
    assert lossless(text, find(text))
