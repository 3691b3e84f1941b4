"""Chinese characters or Chinese punctuation left in the English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.check.rule import Example, Material, Rule, bodies, place
from align.language.chars import HAN
from align.model import Document, Finding, Span

_CHINESE = re.compile(rf"[{HAN}]+(?:[，、；：“”‘’（）《》·\s]*[{HAN}]+)*")
_MARKS = re.compile(r"[，。；：、！？（）《》「」]+")
# Chongqing (重庆): the original given beside its English is no oversight.
_GLOSS = re.compile(r"[A-Za-z’'\"”]\s*[(（\[“\"]\s*$")


def find(material: Material) -> Iterator[Finding]:
    """Yield runs of Chinese in the English bodies, and Chinese marks between English words."""
    for document in material.english:
        for body in bodies(document):
            yield from _characters(document, body)


def _characters(document: Document, body: Span) -> Iterator[Finding]:
    covered = body.start
    for match in _CHINESE.finditer(document.text, *body):
        covered = match.end()
        before = document.text[max(body.start, match.start() - 8) : match.start()]
        if not _GLOSS.search(before):
            where = place(document, Span(*match.span()))
            message = f"“{where.text}” is left in Chinese"
            yield Finding("untranslated", "error", message, None, where, "translate it")
    for match in _MARKS.finditer(document.text, *body):
        beside = document.text[max(body.start, match.start() - 1) : match.end() + 1]
        if covered == body.start or not re.search(f"[{HAN}]", beside):
            where = place(document, Span(*match.span()))
            message = f"“{where.text}” is a Chinese mark"
            yield Finding("untranslated", "warning", message, None, where, "use the English one")


RULE = Rule(
    "untranslated",
    "error",
    "Chinese left in the English was forgotten, not meant.",
    find,
    bad=(Example(en="The 改革 goes on."), Example(en="Reform，opening up and growth.")),
    good=(Example(en="It was held in Chongqing (重庆)."), Example(en="“Reform”, he said: ‘on!’")),
)
