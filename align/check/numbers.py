"""A figure of the Chinese that the English does not have, or has otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from align.check.rule import Example, Material, Passage, Rule, figures, passages, place, shift
from align.language.quantity import Kind, Quantity, agree
from align.model import Finding, Span

DATES: frozenset[Kind] = frozenset({"year", "month", "day", "half", "decade"})
NUMBERS: frozenset[Kind] = frozenset({"number", "money", "percent", "points", "multiple", "ordinal"})
_NAMES: dict[Kind, str] = {"percent": "percentage", "points": "percentage points", "multiple": "multiple"}


class Unmatched:
    """The figures of a passage that have no counterpart in it nor in the passages beside it."""

    def __init__(self, group: Sequence[Passage], here: int) -> None:
        passage = group[here]
        around = group[max(0, here - 1) : here + 2]
        self.zh_near = list(chain.from_iterable(figures(one.zh_text, "zh") for one in around))
        self.en_near = list(chain.from_iterable(figures(one.en_text, "en") for one in around))
        aside = [mark.span for mark in passage.alignment.source.marks]  # the dateline is a matter of its own
        here_zh = [
            one for one in figures(passage.zh_text, "zh") if not _inside(shift(one.span, passage.zh.start), aside)
        ]
        here_en = figures(passage.en_text, "en")
        self.zh = [one for one in here_zh if not any(agree(one, other) for other in here_en)]
        self.en = [one for one in here_en if not any(agree(other, one) for other in here_zh)]
        self.zh_alone = [one for one in self.zh if not any(agree(one, other) for other in self.en_near)]
        self.en_alone = [one for one in self.en if not any(agree(other, one) for other in self.zh_near)]


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def find(material: Material) -> Iterator[Finding]:
    """Yield the figures that differ, pairing what one side has with what the other has instead."""
    for alignment in material.alignments:
        group = passages(alignment)
        for here, passage in enumerate(group):
            yield from _judge(passage, Unmatched(group, here))


def _judge(passage: Passage, left: Unmatched) -> Iterator[Finding]:
    zh = [one for one in left.zh_alone if one.kind in NUMBERS and one.certain]
    en = [one for one in left.en_alone if one.kind in NUMBERS and one.certain]
    paired = list(pair(zh, en))
    for one, other in paired:
        yield _finding(passage, one, other)
    done_zh, done_en = {one for one, _ in paired}, {other for _, other in paired}
    for one in zh:
        if one not in done_zh and one.kind != "ordinal":
            yield _finding(passage, one, None)
    for other in en:
        if other not in done_en and other.kind != "ordinal" and any(char.isdigit() for char in other.text):
            yield _finding(passage, None, other)
    yield from _small(passage, left)


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
    return one.kind == other.kind or {one.kind, other.kind} <= plain or {one.kind, other.kind} <= rates


def _small(passage: Passage, left: Unmatched) -> Iterator[Finding]:
    """三个 as "four", 三分之一 as "half": small numbers are idiom too often, save where one stands against one."""
    for low, high in ((0, 1), (1, 10)):
        zh = [one for one in left.zh_alone if _is_small(one, low, high)]
        en = [one for one in left.en_alone if _is_small(one, low, high)]
        if len(zh) == len(en) == 1 and not (zh[0].approximate or en[0].approximate):
            yield _finding(passage, zh[0], en[0])


def _is_small(one: Quantity, low: int, high: int) -> bool:
    bounded = low < one.value < high or (one.value == high and high > 1)
    return one.kind == "number" and not one.certain and bounded


def _finding(passage: Passage, zh: Quantity | None, en: Quantity | None) -> Finding:
    source, target = passage.alignment.source, passage.alignment.target
    where_zh = place(source, shift(zh.span, passage.zh.start) if zh else passage.zh)
    where_en = place(target, shift(en.span, passage.en.start) if en else passage.en)
    if zh and en:
        if {zh.kind, en.kind} == {"percent", "points"}:
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
    ),
    good=(
        Example(zh="完成投资90亿元,增长百分之七。", en="Investment came to 9 billion yuan, up 7 percent."),
        Example(zh="一带一路统一部署,约一万余人参加。", en="Over 10,000 people took part."),
        Example(
            zh="党的十九大以来,三分之二的企业完成改造。", en="Since the 19th National Congress, two-thirds did so."
        ),
        Example(zh="第十三届全国人大一次会议。", en="The First Session of the Thirteenth National People's Congress."),
        Example(zh="整治耕地1500万亩。", en="One million hectares of farmland were improved."),
    ),
)
