"""Words, their keys, and jieba's own segmentation as the yardstick."""

import re
from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.language import chinese, dictionary, english, toolkit
from align.language.cutter import cut

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


@pytest.fixture
def report():
    (path,) = (Path(__file__).parents[1] / "seeds").glob("002_*.txt")
    return path.read_text("utf-8")


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


# Words, the beginnings of words, names, rare characters, and what is not Han but counts as a part of words.
STRETCHES = st.text(
    "中华人民共和国改革开放习近平陈敏尔扶贫协作办公室他就我必以色列龘䶮々〇aB5.%+-_&#", min_size=1, max_size=24
)


@settings(deadline=None, max_examples=300)
@given(STRETCHES)
def test_stretches_are_cut_as_jieba_does(stretch):
    blocks = re.findall(chinese._BLOCK, stretch)
    assert cut(blocks) == [list(jieba.dt.cut(block)) for block in blocks]


def test_a_report_is_cut_as_jieba_does(report):
    blocks = re.findall(chinese._BLOCK, report)
    assert cut(blocks) == [list(jieba.dt.cut(block)) for block in blocks]


def test_the_dictionary_is_that_of_jieba():
    with jieba.dt.get_dict_file() as file:
        lines = [line.decode("utf-8").split() for line in file]
    some = {word: (int(count), name) for word, count, name in lines[::50]}
    assert {word: (dictionary.count(word), dictionary.word_class(word)) for word in some} == some
    assert dictionary.count("中华人民共") == 0  # begins words and is none


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
def test_a_huge_line_is_cut_to_its_end(words, piece):
    text = piece * 20_000
    tokens = words(text)
    assert tokens[-1].span.end == len(text)
    assert all(token.text == token.span.of(text) for token in tokens)


def test_loading_parts_of_a_package_leaves_it_whole_for_others():
    assert toolkit.punkt().PunktSentenceTokenizer
    assert toolkit.stemmer().stem("reforms") == "reform"
    import nltk

    assert nltk.stem.SnowballStemmer("english").stem("reforms") == "reform"
    assert nltk.tokenize.punkt.PunktSentenceTokenizer
