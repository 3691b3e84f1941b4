"""Numerals of both languages, and which may render which."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.language import numbers, numerals_en, numerals_zh
from align.language.numbers import agree, quantities
from align.model import Document, Span
from align.segment import segment

CASES = json.loads((Path(__file__).parent / "cases" / "numbers.json").read_text("utf-8"))


def label(case):
    return case["label"] if isinstance(case, dict) else None


@pytest.mark.parametrize("case", CASES["zh"], ids=label)
def test_chinese(case):
    found = [[q.text, q.value, q.kind] for q in quantities(case["text"], "zh")]
    assert found == [[text, Fraction(value), kind] for text, value, kind in case["quantities"]]


@pytest.mark.parametrize("case", CASES["en"], ids=label)
def test_english(case):
    found = [[q.text, q.value, q.kind] for q in quantities(case["text"], "en")]
    assert found == [[text, Fraction(value), kind] for text, value, kind in case["quantities"]]


@pytest.mark.parametrize(("zh", "en", "expected"), CASES["agree"])
def test_agreement_across_languages(zh, en, expected):
    assert any(agree(one, other) for one in quantities(zh, "zh") for other in quantities(en, "en")) is expected


@pytest.mark.parametrize(("language", "text", "expected"), CASES["approximate"])
def test_approximate(language, text, expected):
    assert [one.approximate for one in quantities(text, language)] == [expected]


@given(st.integers(min_value=11, max_value=10**13))
def test_every_figure_is_read_in_both_languages(number):
    zh, en = quantities(f"共{number}个", "zh"), quantities(f"some {number:,} items", "en")
    assert [one.value for one in zh] == [one.value for one in en] == [number]


@given(
    st.text("一二三十百千万亿年月日第两半几多%0123456789., aBtohundred-", max_size=24), st.sampled_from(["zh", "en"])
)
def test_spans_lie_in_the_text_in_order(text, language):
    found = quantities(text, language)
    assert all(one.span.of(text) == one.text and one.text for one in found)
    starts = [one.span.start for one in found]
    assert starts == sorted(starts)


@pytest.mark.parametrize(("language", "text"), [("zh", "共{}个"), ("zh", "三点{}"), ("en", "some {} items, the {}th")])
@pytest.mark.parametrize("digits", ["1" * 5000, "一" * 5000, "1" * 5000 + "." + "1" * 5000])
def test_what_is_too_long_for_a_figure_counts_nothing(language, text, digits):
    assert all(len(one.text) < 50 for one in quantities(text.format(digits, digits), language))


NUMERAL_WORDS = (
    "a the of in each several few full percentage points half third quarters decade dozens million hundreds one nine "
    "twenty first latter round around clock doubled century May Sept. October 8 10 1,500 2019 percent Long March to and"
)


@given(st.lists(st.tuples(st.sampled_from(NUMERAL_WORDS.split()), st.sampled_from([" ", "-", ", ", "("])), max_size=9))
def test_nothing_is_missed_by_looking_only_near_the_signs_of_a_numeral(pieces):
    text = "".join(word + joint for word, joint in pieces)
    everywhere = numerals_en._pattern().finditer(text)
    # The pattern may begin with a blank, where an optional word is missing.
    assert [(match[0].strip(), match.end()) for match in numerals_en._matches(text)] == [
        (match[0].strip(), match.end()) for match in everywhere
    ]


@given(
    st.text(
        "一二十百万零两几多余来点半第年月日时分届大中全会规划上下午晚凌晨民国翻番倍成之/%个., 、()-至:0129aG\n",
        max_size=24,
    )
)
def test_nothing_is_missed_by_looking_only_where_a_numeral_may_begin(text):
    pattern = numerals_zh._pattern()
    everywhere = re.compile(pattern.pattern.replace(f"(?=[{numerals_zh._FIRST}])", ""), pattern.flags)
    assert everywhere.pattern != pattern.pattern
    assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in everywhere.finditer(text)]


def test_figures_of_several_sentences_stand_where_they_say():
    text = "It met on Oct. 10. 2. Output grew by\n5% to 9 billion yuan. The Nineteenth was held in 2017."
    document = segment(Document("en.txt", "en", text))
    for first in range(len(document.sentences)):
        units = range(first, len(document.sentences))
        passage = document.extent(units).of(text)
        found = numbers.quantities_in(document, units)
        assert [one.span.of(passage) for one in found] == [one.text for one in found]
        each = [one for unit in units for one in quantities(document.sentences[unit].span.of(text), "en")]
        assert [(one.text, one.value) for one in found] == [(one.text, one.value) for one in each]
    assert numbers.quantities_in(document, range(0)) == ()


@pytest.mark.parametrize("word", ["Second", "19th", "5G", "3rd", "tenth", "north", "19TH", "1995", "Seventieth", "rd"])
def test_an_ordinal_of_one_word_is_that_which_the_pattern_finds(word):
    found = quantities(word, "en")
    expected = int(found[0].value) if len(found) == 1 and found[0].kind == "ordinal" else None
    assert numerals_en.ordinal(word) == expected


def test_figures_read_beside_are_those_read_here(monkeypatch):
    texts = [
        ("增长7.1%，达1.5万亿元，10月10日至12日，约三分之二，11:30。", "zh"),
        ("It rose about 7.1% to US$3m by Oct. 10.", "en"),
    ]
    here = [quantities(*text) for text in texts]
    monkeypatch.setattr(numbers, "_REMEMBERED", {})
    numbers.quantities_beside(texts, many=1)()
    assert [numbers._REMEMBERED[text] for text in texts] == here
    assert all(type(one.span) is Span and type(one) is type(here[0][0]) for some in here for one in some)
