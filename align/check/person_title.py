"""The title beside a person's name differs from the Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from align.check.rule import Example, Material, Passage, Rule, passages, place, shift
from align.language.chars import fold
from align.language.names import find_name, split_name
from align.model import Finding, Span
from align.terms import tables

_DEPUTY = r"(?:Deputy|Vice|Associate|Assistant|deputy|vice)[- ]"
_CALLED = re.compile("(?:同志)?(?:为|任)?$")
_HOLDER = re.compile(r"[一-鿿]{2,4}")


class Holder(NamedTuple):
    """A person of a passage: the name on both sides, and the titles that stand before or behind it."""

    zh: Span
    en: Span
    titles: tuple[tuple[str, Span], ...]


@cache
def _title() -> re.Pattern[str]:
    ranks = sorted((zh for zh, rank in tables.ranks().items() if rank.kind == "office"), key=len, reverse=True)
    return re.compile(rf"(?P<deputy>副)?(?P<rank>{'|'.join(map(re.escape, ranks))})(?P<after>、|兼)?")


@cache
def _heads() -> re.Pattern[str]:
    """Every English head of an office, the longer first."""
    forms = {form for rank in tables.ranks().values() if rank.kind == "office" for form in rank.renderings}
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?P<deputy>{_DEPUTY})?\b(?P<head>{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)


def find(material: Material) -> Iterator[Finding]:
    """Yield titles of people that the English has otherwise."""
    for alignment in material.alignments:
        for passage in passages(alignment):
            yield from _judge(passage)


def _judge(passage: Passage) -> Iterator[Finding]:
    en = fold(passage.en_text)
    holders = list(_holders(passage.zh_text, en))
    marks = sorted(holder.en for holder in holders)
    for holder in holders:
        near = (
            (_beside(holder.en),) if holder.zh.end <= holder.titles[0][1].start else _around(holder.en, marks, len(en))
        )
        heads = [match for span in near for match in _heads().finditer(en, *span)]
        for title, span in holder.titles:
            if heads and not any(_renders(title, match) for match in heads):
                yield _finding(passage, title, span, holder, heads[0])


def _holders(zh: str, en: str) -> Iterator[Holder]:
    """Read 市委副书记、市长唐良智 and 习近平总书记: titles in a row, then a name that the English has too."""
    row: list[tuple[str, Span]] = []
    for match in _title().finditer(zh):
        text = (match["deputy"] or "") + match["rank"]
        row.append((text, Span(match.start(), match.start() + len(text))))
        if match["after"]:
            continue
        name = _name_at(zh, match.end(), en)
        if name is None and len(row) == 1:
            name = _name_before(zh, match.start(), text, en)
        if name:
            yield Holder(name[0], name[1], tuple(row))
        row = _kept(row, zh, match.end())


def _kept(row: list[tuple[str, Span]], zh: str, end: int) -> list[tuple[str, Span]]:
    """Keep a title in the row only while the list goes on: 市委书记、市人大常委会主任."""
    following = zh[end : end + 16]
    return row if following[:1] in ("、", "兼") else []


def _name_at(zh: str, start: int, en: str) -> tuple[Span, Span] | None:
    """The name right behind a title, the longest that stands in the English."""
    for length in (4, 3, 2):
        name = zh[start : start + length]
        if len(name) == length and _HOLDER.fullmatch(name) and split_name(name)[0]:
            found = find_name(name, en)
            if found:
                return Span(start, start + length), found[0]
    return None


def _name_before(zh: str, start: int, title: str, en: str) -> tuple[Span, Span] | None:
    """The name that a title is put behind (车俊书记), where some title before the name in the English is another.

    The last mention stands for all: as many of them as the English renders are not in question.
    """
    end = start - len(_CALLED.search(zh[:start]).group())  # type: ignore[union-attr]
    for length in (3, 2):
        name, first = zh[max(0, end - length) : end], end - length
        if len(name) == length and _HOLDER.fullmatch(name) and split_name(name)[0]:
            mention = zh[first : start + len(title)]
            heads = {span: list(_heads().finditer(en, *_beside(span))) for span in find_name(name, en)}
            right = [span for span, found in heads.items() if any(_renders(title, head) for head in found)]
            wrong = [span for span, found in heads.items() if found and span not in right]
            if wrong and len(right) < zh.count(mention) and mention not in zh[start:]:
                return Span(first, end), wrong[0]
    return None


def _beside(name: Span) -> Span:
    """The words right before a name, where the title of one who is called by it stands."""
    return Span(max(0, name.start - 20), name.start)


def _around(name: Span, names: list[Span], length: int) -> tuple[Span, Span]:
    """The English between the names beside a name: its title stands there, before or behind."""
    before = max((other.end for other in names if other.end <= name.start), default=0)
    after = min((other.start for other in names if other.start >= name.end), default=length)
    return Span(max(before, name.start - 60), name.start), Span(name.end, min(after, name.end + 160))


def _renders(title: str, match: re.Match[str]) -> bool:
    """Whether an English head is one of those the rank is rendered by, deputy for 副."""
    deputy = title.startswith("副")
    rank = tables.ranks()[title.removeprefix("副")]
    forms = {form.lower() for form in rank.renderings}
    return match["head"].lower() in forms and bool(match["deputy"]) == deputy


def _finding(passage: Passage, title: str, span: Span, holder: Holder, head: re.Match[str]) -> Finding:
    source = place(passage.alignment.source, shift(span, passage.zh.start))
    target = place(passage.alignment.target, shift(Span(*head.span()), passage.en.start))
    name = holder.en.of(passage.en_text)
    fitting = tables.ranks()[title.removeprefix("副")].renderings[0]
    deputy = "Deputy " if title.startswith("副") else ""
    message = f"{' '.join(name.split())} is {title} in the Chinese, “{target.text}” in the English"
    return Finding("person-title", "error", message, source, target, f"{title} is {deputy}{fitting}")


RULE = Rule(
    "person-title",
    "error",
    "The wrong office beside a name is a mistake its holder will notice.",
    find,
    bad=(
        Example(zh="重庆市市长唐良智出席。", en="Tang Liangzhi, Governor of Chongqing, attended."),
        Example(zh="市委副书记唐良智出席。", en="Tang Liangzhi, Secretary of the Municipal Party Committee, attended."),
        Example(zh="省委书记车俊讲话。", en="Mayor Che Jun made a speech."),
        Example(zh="车俊书记讲话。", en="Mayor Che Jun made a speech."),
        Example(zh="车俊书记来了，车俊书记讲话。", en="Secretary Che Jun came, and Mayor Che Jun made a speech."),
    ),
    good=(
        Example(
            zh="重庆市委副书记、市长唐良智,市人大常委会主任张轩出席。",
            en="Tang Liangzhi, Deputy Secretary and Mayor of Chongqing, and Zhang Xuan, Director of the "
            "Standing Committee of the Municipal People's Congress attended.",
        ),
        Example(zh="省委书记车俊讲话。", en="Che Jun made a speech."),
        Example(zh="车俊书记讲话。", en="Che Jun made a speech. Mayor Tang Liangzhi listened to Secretary Che Jun."),
        Example(
            zh="重庆市委书记陈敏尔主持,浙江省委书记车俊讲话。",
            en="Chen Min’er, Secretary of the Chongqing Municipal Party Committee, presided, and Che Jun, Secretary "
            "of the Zhejiang Provincial Party Committee, spoke.",
        ),
    ),
)
