"""Quotation marks and brackets that do not pair."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.check.rule import Example, Material, Rule, bodies, place
from align.model import Document, Finding, Language, Span

_PAIRS = {"“": "”", "(": ")", "[": "]", "（": "）", "《": "》", "「": "」", "『": "』", "{": "}"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_MARK = re.compile(f'[{re.escape("".join((*_PAIRS, *_CLOSERS)))}"]')
# "1)" and "a)" number the items of a list.
_ITEM = re.compile(r"(?:^|[\s;；:：])(?:\d{1,2}|[a-z]|[ivx]+)$")
_NAMES = {"“": "quotation mark", "”": "quotation mark", '"': "quotation mark", "‘": "quotation mark"}


def find(material: Material) -> Iterator[Finding]:
    """Yield marks that open and never close, or close what was never opened, paragraph by paragraph."""
    chinese = {id(one.source): one.source for one in material.alignments}.values()
    for document in (*material.english, *chinese):
        spans = list(bodies(document))
        for number, body in enumerate(spans):
            following = spans[number + 1] if number + 1 < len(spans) else None
            for offset in sorted(_unpaired(document.text, body, document.language)):
                if not _runs_on(document.text, offset, following):
                    yield _finding(document, offset)


def _unpaired(text: str, body: Span, language: Language) -> Iterator[int]:
    waiting: list[int] = []
    straight: list[int] = []
    for match in _MARK.finditer(text, *body):
        offset, char = match.start(), match.group()
        if char in _PAIRS:
            waiting.append(offset)
        elif char in _CLOSERS:
            if waiting and _PAIRS[text[waiting[-1]]] == char:
                waiting.pop()
            elif not _ITEM.search(text[max(body.start, offset - 4) : offset]):
                yield offset
        else:
            straight.append(offset)
    yield from waiting
    if len(straight) % 2 and not _mixed(text, body):
        yield straight[-1]
    if language == "en":
        yield from _single(text, body)


def _mixed(text: str, body: Span) -> bool:
    """Whether straight marks stand for inches or seconds."""
    return re.search(r'\d"', body.of(text)) is not None


def _single(text: str, body: Span) -> Iterator[int]:
    """An opening ‘ needs a ’ that is no apostrophe inside a word."""
    for match in re.finditer(r"(?<!\w)‘(?=\w)", body.of(text)):
        rest = body.of(text)[match.end() :]
        if not re.search(r"’(?!\w)", rest):
            yield body.start + match.start()


def _runs_on(text: str, offset: int, following: Span | None) -> bool:
    """A quotation over several paragraphs opens each of them anew and closes only in the last."""
    return text[offset] in '“"「' and following is not None and text[following.start] == text[offset]


def _finding(document: Document, offset: int) -> Finding:
    char = document.text[offset]
    where = place(document, Span(offset, offset + 1))
    opens = char in _PAIRS or char == "‘"
    name = _NAMES.get(char, "bracket")
    what = "is never closed" if opens else "has no partner" if char == '"' else "was never opened"
    source, target = (where, None) if document.language == "zh" else (None, where)
    return Finding("brackets", "warning", f"the {name} {char} {what}", source, target, "add or delete one")


RULE = Rule(
    "brackets",
    "warning",
    "A quotation without an end makes the rest of the paragraph somebody's words.",
    find,
    bad=(
        Example(en="He said “we shall go on."),
        Example(en="The plan (2016 to 2020 was adopted."),
        Example(en='The "two high-level construction goes on.'),
        Example(zh="推进“八八战略再深化。", en="The strategy goes on."),
    ),
    good=(
        Example(en="He said “we shall go on.”"),
        Example(en="1) plan; 2) do; the plan’s ‘first’ part (2016 to 2020)."),
        Example(zh="推进“八八战略”。", en='The "strategy" goes on.'),
    ),
)
