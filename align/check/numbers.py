"""A figure of the Chinese that the English does not have, or has otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from align.check.figures import Unmatched, unmatched
from align.check.rule import Example, Material, Passage, Rule, passages, place, shift
from align.language.quantity import Kind, Quantity, agree
from align.model import Finding

NUMBERS: frozenset[Kind] = frozenset({"number", "money", "percent", "points", "multiple", "ordinal"})
_CHARACTERS = {2: "二两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十"}
_NAMES: dict[Kind, str] = {"percent": "percentage", "points": "percentage points", "multiple": "multiple"}


def find(material: Material) -> Iterator[Finding]:
    """Yield the figures that differ, pairing what one side has with what the other has instead."""
    for left in unmatched(material):
        yield from _judge(left)
    for alignment in material.alignments:
        for passage in passages(alignment):
            yield from _currencies(passage)


def _judge(left: Unmatched) -> Iterator[Finding]:
    paired = list(pair(filter(_counts, left.zh), filter(_counts, left.en)))
    for one, other in paired:
        yield _finding(left.passage, one, other)
    done = {figure for couple in paired for figure in couple}
    for one in left.zh_lone:
        if one not in done and _counts(one) and one.kind != "ordinal":
            yield _finding(left.passage, one, None)
    for other in left.en_lone:
        if other not in done and _counts(other) and other.kind != "ordinal" and _is_told(left.passage, other):
            yield _finding(left.passage, None, other)
    yield from _small(left)


def _counts(one: Quantity) -> bool:
    return one.kind in NUMBERS and one.certain


def _is_told(passage: Passage, en: Quantity) -> bool:
    """Whether English alone says a figure, and does not convert a sum: 9 billion yuan ($1.3 billion)."""
    before = passage.en_text[max(0, en.span.start - 24) : en.span.start]
    converts = en.kind == "money" and en.currency != "yuan" and before.rfind("(") > before.rfind(")")
    return any(map(str.isdigit, en.text)) and not converts


def _currencies(passage: Passage) -> Iterator[Finding]:
    """Yield sums of money that the English has in another currency, and nowhere in the right one."""
    given = [one for one in passage.en_figures if one.currency]
    for one in passage.zh_figures:
        same = [other for other in given if one.currency and agree(one, other)]
        if same and all(other.currency != one.currency for other in same):
            yield _finding(passage, one, same[0])


def pair(zh: Iterable[Quantity], en: Iterable[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair each Chinese figure with the nearest English one that may be meant for it, in order."""
    free = list(en)
    for one in zh:
        for other in free:
            if _alike(one, other):
                free.remove(other)
                yield one, other
                break


def _alike(one: Quantity, other: Quantity) -> bool:
    plain = {"number", "money", "multiple"}
    rates = {"percent", "points"}
    if other.kind == "ordinal" and one.kind == "number":  # 21世纪, the 21st century
        return other.certain and one.certain and other.value > 10
    return one.kind == other.kind or {one.kind, other.kind} <= plain or {one.kind, other.kind} <= rates


def _small(left: Unmatched) -> Iterator[Finding]:
    """三个 as "four", 三分之一 as "half": small numbers are idiom too often, save where one stands against one."""
    for low, high in ((0, 1), (1, 10)):
        zh = [one for one in left.zh if _is_small(one, low, high)]
        en = [one for one in left.en if _is_small(one, low, high)]
        if len(zh) == len(en) == 1 and not (zh[0].approximate or en[0].approximate or _is_wording(left, zh[0], en[0])):
            yield _finding(left.passage, zh[0], en[0])


def _is_wording(left: Unmatched, zh: Quantity, en: Quantity) -> bool:
    """Whether a small number counts the words of a slogan (八个字), or the other stands inside one (三个“十条”)."""
    text = left.passage.zh_text
    return text[zh.span.end : zh.span.end + 2] in ("个字", "字方") or any(
        char in text for char in _CHARACTERS.get(int(en.value), ())
    )


def _is_small(one: Quantity, low: int, high: int) -> bool:
    bounded = low < one.value < high or (one.value == high and high > 1)
    return one.kind == "number" and not one.certain and bounded


def _finding(passage: Passage, zh: Quantity | None, en: Quantity | None) -> Finding:
    source, target = passage.alignment.source, passage.alignment.target
    where_zh = place(source, shift(zh.span, passage.zh.start) if zh else passage.zh)
    where_en = place(target, shift(en.span, passage.en.start) if en else passage.en)
    if zh and en:
        if zh.currency and en.currency and zh.currency != en.currency:
            message = f"{zh.text} is counted in {zh.currency}, {en.text} in {en.currency}"
        elif {zh.kind, en.kind} == {"percent", "points"}:
            message = f"{zh.text} is {_NAMES[zh.kind]}, {en.text} is {_NAMES[en.kind]}"
        else:
            message = f"{zh.text} in the Chinese, {en.text} in the English"
        return Finding("numbers", "error", message, where_zh, where_en, "make the figures agree")
    if zh:
        message = f"{zh.text} has no counterpart in the English"
        return Finding("numbers", "warning", message, where_zh, where_en, "add the figure, or check that it may go")
    assert en is not None  # one of the two is given
    message = f"{en.text} has no counterpart in the Chinese"
    return Finding("numbers", "warning", message, where_zh, where_en, "check where the figure comes from")


RULE = Rule(
    "numbers",
    "error",
    "A wrong figure is the worst slip of all, and the easiest to overlook.",
    find,
    bad=(
        Example(zh="完成投资90亿元。", en="Some 90 billion yuan was invested."),
        Example(zh="经济增长6.5%。", en="The economy grew by 5.6 percent."),
        Example(zh="到位资金1.5万亿元。", en="Funds of 1.5 billion yuan were in place."),
        Example(zh="新增就业1300万人。", en="New jobs were created."),
        Example(zh="比重提高7个百分点。", en="The share rose by 7 percent."),
        Example(zh="推出三个项目。", en="Four projects were launched."),
        Example(zh="完成投资90亿元。", en="Some 9 billion US dollars was invested."),
    ),
    good=(
        Example(zh="完成投资90亿元,增长百分之七。", en="Investment came to 9 billion yuan, up 7 percent."),
        Example(zh="一带一路统一部署,约一万余人参加。", en="Over 10,000 people took part."),
        Example(
            zh="党的十九大以来,三分之二的企业完成改造。", en="Since the 19th National Congress, two-thirds did so."
        ),
        Example(zh="第十三届全国人大一次会议。", en="The First Session of the Thirteenth National People's Congress."),
        Example(
            zh="以 1.25 亿英镑的价格收购 3 000家企业,上涨2个百分点。",
            en="It bought 3,000 firms for £125m, up 2 points.",
        ),
        Example(zh="实施三个“十条”。", en="We enforced a ten-point list for each."),
        Example(zh="在“巩固、增强”四个字上下功夫。", en="We work on the two priority tasks."),
        Example(zh="完成投资90亿元。", en="Some 9 billion yuan (1.3 billion dollars) was invested."),
        Example(zh="整治耕地1500万亩。", en="One million hectares of farmland were improved."),
    ),
)
