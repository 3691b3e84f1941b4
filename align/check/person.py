"""Another person in the English than in the Chinese, or nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from align.check.linked import links_of
from align.check.rule import Example, Material, Passage, Rule, passages, place, shift
from align.language.chars import fold
from align.language.chinese import sentence_words
from align.language.names import find_name, foreign_names, is_pinyin, near_twin, romanise, split_name, surnames
from align.model import Alignment, Finding, Place, Span
from align.terms import tables
from align.terms.passage import is_light
from align.terms.readings import letters, spelt
from align.terms.tags import tag

# Looked ahead, so that after Comrade Xi comes Xi Jinping.
_NAME = re.compile(r"(?<![\w'-])(?=(?P<name>[A-Z][a-z]+(?:'[a-z]+)? [A-Z][a-z]+(?:['-][a-z]+)?)(?![\w-]))")
# One beside another, as in 陈金彪、冯飞.
_LISTED = re.compile(r"(?:[一-鿿]{2,3}、)(?P<name>[一-鿿]{2,3})(?=[、,，。和等])")
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|who|whose|they|their|them)\b", re.IGNORECASE)
_NAME_ZH = re.compile("[一-鿿]{2,3}")
_CALLED = re.compile("[一-鿿]{2,3}(?=同志|总书记|主席|总理|委员长|先生|女士|院士|教授|理论|思想)")
_NAMES = frozenset(("nr", "nrt", "nrfg", "x"))  # word classes that may be a name
_FREE = 2  # passages before and behind in which a name may stand instead


class Named(NamedTuple):
    """A name in the English of a passage, and the Chinese that it spells there, if any."""

    text: str
    span: Span
    zh: str


def find(material: Material) -> Iterator[Finding]:
    """Yield people of the Chinese whom the English does not name, and whom it names instead."""
    for alignment in material.alignments:
        group = passages(alignment)
        named = [tuple(_named(passage)) for passage in group]
        known = tuple(dict.fromkeys(one.zh for names in named for one in names if one.zh))
        uses = Counter(one.text for names in named for one in names)
        for here, passage in enumerate(group):
            around = group[max(0, here - _FREE) : here + _FREE + 1]
            # A name that comes again and again and never in the Chinese is no person's: Hong Kong.
            extra = [
                one
                for one in _surplus(named[here], passage)
                if (uses[one.text] == 1 or _spelt_by(one.text, alignment.source.text))
                and not _spells(one.text, passage, around)
            ]
            missing = [zh for zh in _people(passage.zh_text, known) if not _stands(zh, passage, around)]
            called = [zh for zh in _called(passage.zh_text) if zh not in missing and not _stands(zh, passage, around)]
            told = list(_paired(passage, [*missing, *called], extra))
            yield from told
            strange = [one for one in extra[len(told) :] if _is_strange(one, alignment, uses)]
            yield from (_finding(passage, one, zh) for one in strange for zh in _unlinked(one, passage)[:1])
            if missing and not extra and not _PRONOUN.search(passage.en_text):
                beside = group[max(0, here - 1) : here + 2]
                yield from (_unnamed(passage, zh) for zh in missing if _is_unnamed(zh, passage, beside))


def _paired(passage: Passage, missing: Sequence[str], extra: Sequence[Named]) -> Iterator[Finding]:
    """Pair each person who is missing with the strange name that stands most nearly where he should."""
    free = list(extra)
    for zh in missing[: len(extra)]:
        one = min(free, key=lambda one: _apart(one, zh, passage))
        free.remove(one)
        if not near_twin(one.text, romanise(zh)):  # a slip of spelling, told as such
            yield _finding(passage, one, zh)


def _surplus(names: Sequence[Named], passage: Passage) -> list[Named]:
    """Return the names that stand more often in the English of a passage than in its Chinese."""
    uses = Counter(one.zh for one in names)
    return [one for one in names if not one.zh or uses[one.zh] > passage.zh_text.count(one.zh)]


def _apart(one: Named, zh: str, passage: Passage) -> float:
    """How far apart a name and a Chinese one stand, as shares of their sentences."""
    return abs(one.span.start / len(passage.en_text) - passage.zh_text.index(zh) / len(passage.zh_text))


def _named(passage: Passage) -> Iterator[Named]:
    """Yield what looks like a person's name in the English, with the characters it spells."""
    for match in _NAME.finditer(fold(passage.en_text)):
        surname, given = match["name"].split()
        if is_pinyin(surname) and is_pinyin(given) and match["name"] not in _places():
            zh = _spelt_by(match["name"], passage.zh_text) or _spelt_by(f"{given} {surname}", passage.zh_text)
            yield Named(match["name"], Span(*match.span("name")), zh)


@lru_cache(maxsize=4096)
def _spelt_by(name: str, zh: str) -> str:
    """Return the characters that a name spells in a Chinese text, surname first; nothing when there are none."""
    surname, given = map(letters, name.split())
    for start in range(len(zh)):
        for middle in spelt(zh, surname, start):
            for end in spelt(zh, given, middle):
                if zh[start:middle] in surnames():
                    return zh[start:end]
    return ""


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    entries = (entry for entry in tables.known().values() if entry.type in ("place", "organisation"))
    return frozenset(form for entry in entries for form in entry.renderings)


@lru_cache(maxsize=1)
def _holder() -> re.Pattern[str]:
    """A title and the name behind it: 市长唐良智出席, 书记车俊、."""
    ranks = sorted((zh for zh, rank in tables.ranks().items() if rank.kind == "office"), key=len, reverse=True)
    return re.compile(
        rf"(?:{'|'.join(map(re.escape, ranks))})(?P<name>[一-鿿]{{2,3}}?)(?=[,，、。;；说指出主率陪参讲介致]|强调)"
    )


def _people(zh: str, known: Sequence[str]) -> Iterator[str]:
    """Yield the people of a Chinese text: those the documents name elsewhere, behind a title, in a list with others."""
    named = [name for name in known if name in zh]
    behind = _holder().finditer(zh)
    listed = (match for match in _LISTED.finditer(zh) if any(name in match.group() for name in named))
    others = [Span(*match.span("name")) for match in (*behind, *listed)]
    yield from dict.fromkeys((*named, *(span.of(zh) for span in others if _may_be_name(span, zh))))


def _may_be_name(span: Span, zh: str) -> bool:
    """Whether what begins with a surname is nothing else: 周六 is a day, 国|提出 and 向|执行 hold other words."""
    name = span.of(zh)
    if not split_name(name)[0] or name in tables.known():
        return False
    words = [word for word in sentence_words(zh) if word.span.overlaps(span) and len(word.text) > 1]
    strange = [word for word in words if tag(word.text) not in _NAMES]
    return not any(
        not span.holds(word.span) or word.span == span or tag(word.text)[0] in "tvdmfpcru" for word in strange
    )


def _called(zh: str) -> Iterator[str]:
    """Yield the people whose title or the like stands behind the name: 习近平总书记, 邓小平理论, 黄炎培先生."""
    foreign = foreign_names(zh)
    for match in _CALLED.finditer(zh):
        if any(one.start < match.end() <= one.end for one in foreign):
            continue
        names = (match.group()[-size:] for size in (3, 2))
        name = next(
            (name for name in names if len(name) > 1 and split_name(name)[0] and name not in tables.known()), ""
        )
        if name:
            yield name


def _is_strange(one: Named, alignment: Alignment, uses: Mapping[str, int]) -> bool:
    """Whether a name with a Chinese surname is no one's of the Chinese."""
    surname = letters(one.text.split()[0])
    return (
        not one.zh
        and uses[one.text] == 1
        and surname in _surname_letters()
        and not _spelt_by(one.text, alignment.source.text)
    )


def _unlinked(one: Named, passage: Passage) -> list[str]:
    """Return what may be a name in the Chinese and is rendered by nothing but a strange name, by the word links."""
    if not passage.alignment.links:
        return []
    at, en = shift(one.span, passage.en.start), passage.alignment.target.text
    linked = {
        place
        for link in links_of(passage.alignment, (passage,))[passage.index]
        if not link.target.overlaps(at) and not is_light(link.target.of(en))
        for place in range(*link.source)
    }
    words = sentence_words(passage.zh_text)
    edges = {0, *(word.span.end for word in words)}
    # What begins with a longer word (时间|内), or is a piece of a foreign name, is no name.
    barred = {word.span.start for word in words if len(word.text) > 1 and tag(word.text) not in _NAMES}
    foreign = foreign_names(passage.zh_text)
    found = []
    for start in sorted(edges - barred):
        for name in (passage.zh_text[start : start + size] for size in (3, 2)):
            inside = range(passage.zh.start + start, passage.zh.start + start + len(name))
            whole = start + len(name) in edges and not linked.intersection(inside)
            if not whole or any(Span(start, start + len(name)).overlaps(one) for one in foreign):
                continue
            if _NAME_ZH.fullmatch(name) and split_name(name)[0] and not find_name(name, passage.en_text):
                found.append(name)
    return found


@lru_cache(maxsize=1)
def _surname_letters() -> frozenset[str]:
    return frozenset(letters(reading) for surname in surnames() for reading in romanise(surname).split())


def _stands(zh: str, here: Passage, around: Sequence[Passage]) -> bool:
    """Whether a person is named or called by the surname in a passage, or in one beside it that need not name him."""
    surname = romanise(zh).split()[0]
    called = re.compile(rf"\b(?:Mr|Ms|Mrs|Comrade|President|Premier|Secretary|Governor|Mayor)\.? {surname}\b(?! [A-Z])")
    return any(len(find_name(zh, one.en_text)) >= one.zh_text.count(zh) + (one is not here) for one in around) or bool(
        called.search(here.en_text)
    )


def _spells(name: str, here: Passage, around: Sequence[Passage]) -> bool:
    """Whether a passage beside this one has the name in Chinese and not in English: it has moved."""
    at = around.index(here)
    beside = (*around[max(0, at - 1) : at], *around[at + 1 : at + 2])
    return any((zh := _spelt_by(name, one.zh_text)) and not find_name(zh, one.en_text) for one in beside)


def _is_unnamed(zh: str, passage: Passage, beside: Sequence[Passage]) -> bool:
    """Whether a person who acts in a passage stands in no English about it, not even misspelt."""
    if any(find_name(zh, one.en_text) for one in beside) or re.search(rf"{zh}(?:同志|新时代|总书记)", passage.zh_text):
        return False
    return not any(near_twin(match["name"], romanise(zh)) for match in _NAME.finditer(fold(passage.en_text)))


def _source(passage: Passage, zh: str) -> Place:
    """Return where the Chinese of a passage first names a person."""
    start = passage.zh.start + passage.zh_text.index(zh)
    return place(passage.alignment.source, Span(start, start + len(zh)))


def _unnamed(passage: Passage, zh: str) -> Finding:
    source = _source(passage, zh)
    message = f"{zh} is not named in the English"
    hint = f"name {romanise(zh)}, or check that the name may go"
    return Finding("person", "warning", message, source, place(passage.alignment.target, passage.en), hint)


def _finding(passage: Passage, one: Named, zh: str) -> Finding:
    source = _source(passage, zh)
    target = place(passage.alignment.target, shift(one.span, passage.en.start))
    message = f"“{one.text}” stands where the Chinese has {zh}, who is {romanise(zh)}"
    return Finding("person", "error", message, source, target, "check who is meant")


RULE = Rule(
    "person",
    "error",
    "What one person said or did is laid to another.",
    find,
    bad=(
        Example(
            zh=("唐良智出席。", "唐良智讲话。", "车俊讲话。"),
            en=("Tang Liangzhi attended.", "Chen Min’er made a speech.", "Che Jun made a speech."),
        ),
        Example(zh="大家听了黄炎培先生的话。", en="They listened to what Zhang Wei had said."),
        Example(zh="重庆市市长唐良智出席。", en="Wang Minhui, Mayor of Chongqing, attended."),
        Example(
            zh=("车俊率团考察。唐良智参加。", "大家鼓掌。", "唐良智讲话。"),
            en=("Che Jun led a delegation.", "All applauded.", "Tang Liangzhi spoke."),
        ),
    ),
    good=(
        Example(zh=("唐良智出席。", "唐良智讲话。"), en=("Tang Liangzhi attended.", "He made a speech in Hong Kong.")),
        Example(zh="重庆市市长唐良智出席。", en="Mayor Tang Liangzhi attended."),
        Example(zh=("唐良智出席。", "大家鼓掌。", "唐良智讲话。"), en=("Tang Liangzhi came.", "All did.", "He spoke.")),
        Example(zh="张峰团队在两个小时的时间内完成。", en="The Feng Zhang group did it within two hours."),
        Example(
            zh="我任命海尔·吉布利玛利亚姆先生担任特派团团长。", en="I appoint Mr. Haile Tilahun as Head of Mission."
        ),
        Example(zh="总统周六说要增长。", en="On Saturday the President spoke of growth."),
        Example(zh="我代表国务院,致以问候。", en="On behalf of the State Council, I send greetings."),
        Example(zh="重庆市市长出席。", en="Tang Liangzhi, Mayor of Chongqing, attended."),
    ),
)
