"""Chinese: sentences and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from align.language.chars import fold, is_han
from align.language.cutter import cut
from align.language.english import full_stop_ends, trimmed
from align.language.script import simplify
from align.language.tokens import tokens
from align.model import Span, Token
from align.recall import FEW, recall

# Marks that end a sentence, the half-width full stop that may, and stretches inside which nothing ends.
_CLOSERS = r"(?:\s?[”’」』）】〕]|[》〉)\]}\"'])"
_MARKS = re.compile(
    rf"(?P<whole>《[^《》]{{1,60}}》|〈[^〈〉]{{1,60}}〉|[（(][^（）()]{{1,80}}[）)]|【[^【】]{{1,60}}】|〔[^〔〕]{{1,60}}〕"
    r"|(?:https?://|www\.)[!-~]+)"
    rf"|(?P<marks>[。！？!?｡]+|…+|(?<!\.)\.{{2,}})(?P<closers>{_CLOSERS}*)(?P<more>[。！？!?｡]*)"
    rf"|(?P<stop>[.．])(?P<after_stop>{_CLOSERS}*)"
    rf"|(?P<semicolon>[；;])"
)


def sentence_spans(text: str, *, semicolons: bool = False) -> list[Span]:
    """Return the spans of the sentences of a Chinese paragraph, without the white space between them.

    A sentence ends at 。！？ with the closing quotes and brackets after it, in either order, also when its quotation
    stands inside a longer one; not inside 《》 or short brackets, nor where the text runs on (“谁来干？”的问题). An
    ellipsis ends one unless it trails off a list or a stammer; a half-width full stop does unless it is a decimal
    point, the number of an item or part of a name.

    Args:
        text: A paragraph. Line breaks in it count as white space.
        semicolons: Whether a semicolon ends a sentence too.

    >>> text = "增长5.2%。他说：“好。走吧！”然后走了。《谁动了奶酪？》是书。"
    >>> [span.of(text) for span in sentence_spans(text)]
    ['增长5.2%。', '他说：“好。', '走吧！”', '然后走了。', '《谁动了奶酪？》是书。']
    """
    spans: list[Span] = []
    start = 0
    dotted = _STOP_FOR_GOOD.search(text) is None
    for match in _MARKS.finditer(text):
        if _is_end(text, start, match, semicolons=semicolons, dotted=dotted):
            spans += trimmed(text, start, match.end())
            start = match.end()
    return spans + trimmed(text, start, len(text))


_STOP_FOR_GOOD = re.compile("[。｡]")
# What shows that a quotation just closed is a part of its sentence: “谁来干？”的问题, “好！”、, “走？”是不是
_RUNS_ON = re.compile(
    r"\s*(?:[，、；：,;:]|[的地得之等]|这[个种一些类样句]|那[个种些类样句]|[一两几]句|是|为|成为|与|和|及)"
)
_ITEM_NUMBER = re.compile(r"\s*[(（]?(?:\d{1,3}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,3}|[A-Za-z])[)）]?")


def _is_end(text: str, start: int, match: re.Match[str], *, semicolons: bool, dotted: bool) -> bool:
    """Tell whether a match of `_MARKS` ends the sentence that began at `start`."""
    kind = match.lastgroup
    if match["whole"] is not None:
        return _aside_ends(text, start, match)
    if kind == "semicolon":
        return semicolons
    if match["stop"] is not None:
        return _full_stop_ends(text, start, match, dotted=dotted)
    if match["marks"][0] in "….":
        return _ellipsis_ends(text, start, match)
    if match["closers"] and not match["more"]:
        return _RUNS_ON.match(text, match.end()) is None
    return not _STILL_OPEN.match(text, match.end())


# A mark followed at once by a comma, or by a closing mark after white space, ends nothing.
_STILL_OPEN = re.compile(r"[，、；：]")


def _aside_ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a bracket is a sentence: it stands where one begins, and one ends inside it."""
    whole = match["whole"]
    return whole[0] in "（(【〔" and whole[-2] in "。！？!?" and not text[start : match.start()].strip()


def _ellipsis_ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell an ellipsis that ends a sentence from one that trails off a list, or a stammer."""
    if match["more"]:
        return True
    following = text[match.end() : match.end() + 20].lstrip()
    if not following:
        return True
    if match["closers"]:
        return _RUNS_ON.match(following) is None
    before = text[max(start, match.start() - 40) : match.start()]
    if following[0] in "，、；：,。！？!?”’」』）》" or following[0] == before[-1:]:
        return False
    clause = _LAST_CLAUSE.search(before)
    return following[0] in "“「『" or ("、" not in before and clause is not None and len(clause[0]) > 4)


_LAST_CLAUSE = re.compile(r"[^，,：:；;。“”…\s]*\Z")
_INLINE_NUMBER = re.compile(r"[\s；;，,：:][(（]?\d{1,2}$")
# Characters that spell foreign names, between which a full stop is the dot of a name: 马克.吐温
_SPELLING = frozenset(
    "阿埃艾奥巴班贝本比彼波伯勃博布查茨达戴丹德迪蒂杜多厄恩尔法菲费弗夫福盖戈格古哈汉赫亨胡惠霍基吉加贾杰卡凯坎考科克肯库拉莱兰朗劳勒雷里利莉丽连列林琳卢鲁路伦罗洛"
    "马玛曼梅门蒙米密明摩莫默穆纳娜奈内尼诺努欧帕佩皮珀普奇乔琼丘茹萨塞桑瑟沙舍史斯索塔泰坦汤唐特吐托瓦万威韦维魏温沃乌武西希席夏谢辛休雅亚扬伊因尤约泽扎詹朱卓兹佐"
)


def _full_stop_ends(text: str, start: int, match: re.Match[str], *, dotted: bool) -> bool:
    """Tell whether a half-width full stop ends a sentence.

    `dotted` says that the text has no 。 and so may end its sentences this way throughout.
    """
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if not before or before.isspace():
        return False
    if match.end() - start < 12 and _ITEM_NUMBER.fullmatch(text, start, match.start()):
        return False
    if not after or after.isspace():
        beginning = text[max(start, match.start() - 60) : match.start()]
        if before.isascii() and before.isalpha():
            return full_stop_ends(beginning, text[match.end() : match.end() + 60])
        return _INLINE_NUMBER.search(beginning) is None
    if not is_han(after) and after not in "“‘「『《（":
        return False
    if not (is_han(before) or before in "%％”’」』》）)"):
        return False
    return dotted and not (before in _SPELLING and after in _SPELLING)


# What jieba would cut to pieces: 1,500 and 2019.10.10, an address on the net, a name in it.
_WHOLE = re.compile(
    r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?%?|(?<![\d.])\d{4}\.\d{1,2}\.\d{1,2}(?![\d.])"
    r"|https?://[\w./?=&%#~:+-]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)
# The characters jieba takes for parts of words; every other one stands for itself.
_BLOCK = r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+"
_PIECE = re.compile(rf"(?P<block>{_BLOCK})|…+|—+|\.{{2,}}|\S")


def words(text: str) -> list[Token]:
    """Return the words of a Chinese text, punctuation among them, white space left out.

    They are jieba's, found on the simplified and half-width copy of the text; numbers stay whole.

    >>> [token.text for token in words("深化改革開放，增長５.２％，達1,500億元……")]
    ['深化改革', '開放', '，', '增長', '５.２％', '，', '達', '1,500', '億元', '……']
    """
    return words_of_each([text])[0]


def words_of_each(texts: Sequence[str]) -> list[list[Token]]:
    """Return the words of several texts as `words` does, in much less time than one after another."""
    plain = [fold(simplify(text)) for text in texts]
    pieces = [list(_pieces(one)) for one in plain]
    blocks = (one[a:b] for one, some in zip(plain, pieces, strict=True) for a, b, is_block in some if is_block)
    lengths = (map(len, block) for block in cut(list(blocks)))
    return [tokens(text, list(_places(some, lengths))) for text, some in zip(texts, pieces, strict=True)]


_REMEMBERED: dict[str, tuple[Token, ...]] = {}


def sentence_words(text: str) -> tuple[Token, ...]:
    """Return the words of a sentence, remembered: several steps ask for those of the same sentences."""
    return words_of_sentences([text])[0]


def words_of_sentences(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """Return the words of several sentences, and remember them for `sentence_words`."""
    return recall(_REMEMBERED, texts, lambda new: map(tuple, words_of_each(new)), most=FEW)


def _pieces(plain: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where the pieces of a text begin and end, and whether one is a block that is to be cut into words."""
    start = 0
    for whole in _WHOLE.finditer(plain):
        yield from (
            (*piece.span(), piece.lastgroup is not None) for piece in _PIECE.finditer(plain, start, whole.start())
        )
        yield *whole.span(), False
        start = whole.end()
    yield from ((*piece.span(), piece.lastgroup is not None) for piece in _PIECE.finditer(plain, start))


def _places(pieces: Iterable[tuple[int, int, bool]], lengths: Iterator[Iterable[int]]) -> Iterator[tuple[int, int]]:
    """Yield where the words of a text stand, given the lengths of the words of each of its blocks in turn."""
    for start, end, is_block in pieces:
        if is_block:
            yield from pairwise(accumulate(next(lengths), initial=start))
        else:
            yield start, end


@lru_cache(maxsize=1 << 18)
def key(word: str) -> str:
    """Return the form of a word under which the lexicon knows it: simplified, folded, lower case.

    The commas inside a number are left out.

    >>> key("開放"), key("５Ｇ"), key("1,500")
    ('开放', '5g', '1500')
    """
    plain = fold(simplify(word)).lower()
    return plain.replace(",", "") if plain[0:1].isdigit() else plain
