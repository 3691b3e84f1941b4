"""Words, their keys, and jieba's own segmentation as the yardstick."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.language import chinese, english

ENGLISH = {
    "Chen Min’er’s": ["Chen", "Min’er", "’s"],
    "the People's Congress": ["the", "People", "'s", "Congress"],
    "high-quality development": ["high", "-", "quality", "development"],
    "Jilin’ s market": ["Jilin", "’ s", "market"],
    "1,500 km, 7.1%": ["1,500", "km", ",", "7.1", "%"],
    "the 19th, 5G and VR360": ["the", "19th", ",", "5G", "and", "VR360"],
    "in the U.S. today.": ["in", "the", "U.S.", "today", "."],
    "I don’t, they're": ["I", "do", "n’t", ",", "they", "'re"],
    "together.We go": ["together", ".", "We", "go"],
    "“Belt and Road”": ["“", "Belt", "and", "Road", "”"],
    "wait... -- (so)": ["wait", "...", "--", "(", "so", ")"],
    "see http://a.cn/b?c=1 now": ["see", "http://a.cn/b?c=1", "now"],
    "workers' rights": ["workers", "'", "rights"],
    "Ürümqi and Lüshun": ["Ürümqi", "and", "Lüshun"],
}
CHINESE = {
    "增长5.2%。": ["增长", "5.2%", "。"],
    "达1,500亿元": ["达", "1,500", "亿元"],
    "2004年5月,时任": ["2004", "年", "5", "月", ",", "时任"],
    "深化改革開放": ["深化改革", "開放"],
    "忙……": ["忙", "……"],
    "见http://a.cn/b": ["见", "http://a.cn/b"],
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_words(text):
    assert [token.text for token in english.words(text)] == ENGLISH[text]


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_words(text):
    assert [token.text for token in chinese.words(text)] == CHINESE[text]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_tokens_cover_all_but_white_space(text):
    for words in (chinese.words, english.words):
        tokens = words(text)
        assert all(token.span.of(text) == token.text for token in tokens)
        assert [token.span.end for token in tokens[:-1]] <= [token.span.start for token in tokens[1:]]
        assert "".join("".join(t.text for t in tokens).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Exchanges", "exchang"),
        ("exchange", "exchang"),
        ("Min’er", "min'er"),
        ("n't", "not"),
        ("1,500", "1500"),
        ("’ s", "'s"),
    ],
)
def test_english_keys(word, key):
    assert english.key(word) == key


@pytest.mark.parametrize(("word", "key"), [("開放", "开放"), ("５Ｇ", "5g"), ("1,500", "1500"), ("，", ",")])
def test_chinese_keys(word, key):
    assert chinese.key(word) == key


@pytest.mark.parametrize("words", [chinese.words, english.words], ids=["zh", "en"])
@pytest.mark.parametrize("piece", ["a-", "a@", "1,000", "我a", "a'", ".", "http://", "ñ", "1."])
def test_long_lines_take_linear_time(words, piece):
    words("好 a")
    started = time.process_time()
    words(piece * 20_000)
    assert time.process_time() - started < 3
