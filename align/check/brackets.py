"""Quotation marks and brackets that do not pair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from align.check.rule import Example, Material, Rule, bodies, place
from align.model import Document, Finding, Language, Span

_PAIRS = {"“": "”", "(": ")", "[": "]", "《": "》", "「": "」", "『": "』", "{": "}"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
# Chinese text mixes full and half width freely.
_WIDE = "（）［］｛｝"
_WIDTHS = str.maketrans(_WIDE, "()[]{}")
_MARK = re.compile(f"[{re.escape(''.join((*_PAIRS, *_CLOSERS, _WIDE)))}]")
# "1)" and "a)" number the items of a list.
_ITEM = re.compile(r"(?:^|[\s;；:：])(?:\d{1,2}|[a-z]|[ivx]+)$")
_NAMES = {"“": "quotation mark", "”": "quotation mark", '"': "quotation mark", "‘": "quotation mark"}
# How a straight mark looks that ends a quotation.
_ENDING = re.compile(r'"(?=[\s.,;:!?)。，；：！？、）]|$)')
# A quotation runs on over no more paragraphs than this.
_FARTHEST = 6


def find(material: Material) -> Iterator[Finding]:
    """Yield marks that open and never close, or close what was never opened."""
    chinese = {id(one.source): one.source for one in material.alignments}.values()
    for document in (*material.english, *chinese):
        for offset in _lone(document):
            yield _finding(document, offset)


def _lone(document: Document) -> list[int]:
    """Return the marks without a partner in their paragraph, but for those of a quotation over several paragraphs."""
    text, lone = document.text, list[tuple[int, int]]()
    spans = list(bodies(document))
    for number, body in enumerate(spans):
        following = spans[number + 1] if number + 1 < len(spans) else None
        for offset in sorted(_unpaired(text, body, document.language)):
            partner = _opened(text, lone, number, offset)
            if partner:
                lone.remove(partner)
            elif not _runs_on(text, offset, following):
                lone.append((number, offset))
    return [offset for _, offset in lone]


def _opened(text: str, lone: Sequence[tuple[int, int]], number: int, offset: int) -> tuple[int, int] | None:
    """Return the mark of one of the last paragraphs that opened what a mark of paragraph `number` ends, if any did."""
    for one in reversed(lone):
        if number - one[0] > _FARTHEST:
            break
        if _is_quotation(text, one[1], offset):
            return one
    return None


def _is_quotation(text: str, first: int, last: int) -> bool:
    """Whether one mark may open and another end a quotation, whatever their form."""
    opens = text[first] in "“「『" or (text[first] == '"' and not _ENDING.match(text, first))
    return opens and (text[last] in "”」』" or _ENDING.match(text, last) is not None)


def _unpaired(text: str, body: Span, language: Language) -> Iterator[int]:
    waiting: list[int] = []
    for match in _MARK.finditer(text, *body):
        offset, char = match.start(), match.group().translate(_WIDTHS)
        if language == "zh" and char in "“”":
            continue
        if char in _PAIRS:
            waiting.append(offset)
        elif char in _CLOSERS:
            if waiting and text[waiting[-1]].translate(_WIDTHS) == _CLOSERS[char]:
                waiting.pop()
            elif not _ITEM.search(text[max(body.start, offset - 4) : offset]):
                yield offset
    yield from waiting
    yield from _odd(text, body, language)
    if language == "en":
        yield from _single(text, body)


def _odd(text: str, body: Span, language: Language) -> Iterator[int]:
    """Yield the odd one of straight marks: that which opens or ends out of turn, or else the last.

    Chinese is often typed with “ at both ends, or with straight marks beside curly ones: only their number counts.
    """
    marks = [body.start + match.start() for match in re.finditer('["“”]' if language == "zh" else '"', body.of(text))]
    if len(marks) % 2 == 0 or _mixed(text, body):
        return
    ends = [text[mark] == "”" or _ENDING.match(text, mark) is not None for mark in marks]
    turns = [place for place, one in enumerate(ends) if one != (place % 2 == 1)]
    yield marks[turns[0] - turns[0] % 2 if turns else -1]


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
        Example(en=('He said: "We shall go on.', 'We do so with you."')),
        Example(zh="推进（到２０２０年)“八八战略”。", en='The "strategy" goes on.'),
    ),
)
