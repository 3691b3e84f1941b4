"""A word written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.check.rule import Example, Material, Rule, bodies, place
from align.check.text import is_known, matches
from align.language.names import is_pinyin
from align.model import Document, Finding, Place, Span

_TWICE = re.compile(r"(?<![-'])\b([A-Za-z]+)(?:'s)?(\s+)\1\b(?!['-])", re.IGNORECASE)
# What grammar or emphasis doubles rightly.
_RIGHT = frozenset(("had", "that", "very", "long", "many", "far", "so", "no", "bye", "ha"))
_TWICE_ZH = re.compile(r"(的|了|和|与|在|是|对|为|把|将)\1(?![士])")
_HINT = "delete one"


def find(material: Material) -> Iterator[Finding]:
    """Yield doubled words of the English and doubled particles of the Chinese."""
    for document, match, offset in matches(material, _TWICE):
        word = match[1]
        if word.lower() in _RIGHT or (word[0].isupper() and (is_pinyin(word) or not is_known(word))):
            continue  # names may be double: Roa Roa, Lin Lin
        where = place(document, Span(offset + match.start(), offset + match.end()))
        yield _finding(word, where, "en")
    for document in {id(one.source): one.source for one in material.alignments}.values():
        yield from _chinese(document)


def _chinese(document: Document) -> Iterator[Finding]:
    for body in bodies(document):
        for match in _TWICE_ZH.finditer(document.text, *body):
            before = document.text[max(0, match.start() - 2) : match.start()]
            if match[1] == "为" or before.endswith("目") or (len(before) == 2 and before[0] == before[1]):
                continue  # 目的的, 实实在在: two words, or one that is doubled by rule
            yield _finding(match[1], place(document, Span(*match.span())), "zh")


def _finding(word: str, where: Place, language: str) -> Finding:
    source, target = (where, None) if language == "zh" else (None, where)
    return Finding("doubled", "warning", f"“{word}” stands twice", source, target, _HINT)


RULE = Rule(
    "doubled",
    "warning",
    "A word typed twice is read over by its author and by nobody else.",
    find,
    bad=(Example(en="They discussed the the plan."), Example(en="It was held in\nin Chongqing.")),
    good=(
        Example(en="They had had a plan, and that that was good."),
        Example(en="Moon Jae-in in Seoul stayed at the Roa Roa Hotel."),
        Example(zh="服务实实在在。", en="Lin Lin spoke. Spoke she well?"),
    ),
)
