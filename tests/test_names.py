"""Chinese names in pinyin: spelt, found, tiled, and told from their near twins."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.language import names

CASES = json.loads((Path(__file__).parent / "cases" / "names.json").read_text("utf-8"))


@pytest.mark.parametrize(("zh", "expected"), CASES["romanise"])
def test_romanise(zh, expected):
    assert names.romanise(zh) == expected


@pytest.mark.parametrize(("zh", "expected"), CASES["place"])
def test_romanise_place(zh, expected):
    assert names.romanise_place(zh) == expected


@pytest.mark.parametrize(("zh", "text", "expected"), CASES["found"])
def test_find_name(zh, text, expected):
    assert [span.of(text) for span in names.find_name(zh, text)] == [expected]


@pytest.mark.parametrize(("zh", "text"), CASES["not_found"])
def test_find_name_is_not_too_free(zh, text):
    assert names.find_name(zh, text) == []


@pytest.mark.parametrize(("word", "expected"), CASES["pinyin"])
def test_is_pinyin(word, expected):
    assert names.is_pinyin(word) is expected


@pytest.mark.parametrize(("one", "other", "expected"), CASES["twins"])
def test_near_twin(one, other, expected):
    assert names.near_twin(one, other) is expected
    assert names.near_twin(other, one) is expected


def test_names_without_a_reading_or_surname():
    assert names.romanise("A") == ""
    assert names.romanise("的的") == "Dede"
    assert names.find_name("", "Nobody") == []


def textbook_distance(one, other):
    """The restricted Damerau-Levenshtein distance by its recurrence."""
    table = [[max(i, j) if not (i and j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_edit_distance_is_the_textbook_one(one, other):
    assert names.edit_distance(one, other) == min(textbook_distance(one, other), 3)


@given(st.lists(st.sampled_from(["zhe", "jiang", "min", "xi", "an", "lv", "qing"]), min_size=1, max_size=4))
def test_tilings_join_to_the_word(syllables):
    word = "".join(syllables)
    assert all("".join(tiling) == word for tiling in names.tilings(word))
