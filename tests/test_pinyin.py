"""Readings without tones, held to pypinyin, from which the table was made."""

import pytest
from pypinyin import Style, lazy_pinyin, pinyin

from align.language.pinyin import char_readings, usual_reading

WORDS = [
    "重庆",
    "重头戏",
    "朝阳区",
    "朝阳",
    "长春",
    "长治",
    "银行",
    "行长",
    "音乐",
    "快乐",
    "西藏",
    "厦门",
    "吕梁",
    "略阳",
    "单县",
    "尉犁",
    "六安",
]


@pytest.mark.parametrize("word", WORDS)
def test_words_are_read_as_pypinyin_does(word):
    assert usual_reading(word) == tuple(lazy_pinyin(word, style=Style.NORMAL, v_to_u=True))


@pytest.mark.parametrize("char", "乐单行重长薄解朴绿龘䶮")
def test_characters_are_read_as_pypinyin_does(char):
    found = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=True)
    assert char_readings(char) == tuple(dict.fromkeys(found[0]))


@pytest.mark.parametrize("text", ["", "A", "5G", "重A庆", "，"])
def test_what_is_not_chinese_has_no_reading(text):
    assert usual_reading(text) == ()
