"""Chinese stretches that could be terms: quoted phrases, names, titles, and noun phrases of up to five words.

What is proposed here is generous; `align.terms.score` decides what is kept. Only stretches that no reader would
take for a term are left out, and `why_not` can say for which reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from align.language.chars import HAN, fold
from align.model import Span, TermType, Token
from align.terms import background, tables
from align.terms.passage import Passage
from align.terms.tags import MODIFIERS, NOUNS, VERBS, tag
from align.terms.titles import titles

MOST_WORDS, MOST_CHARACTERS = 6, 14
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]{2,14})[”」』\"]")
_WORK = re.compile(r"《([^《》]{2,40})》")
_RUN = re.compile(rf"[{HAN}A-Za-z0-9+·.\-]+")
_NUMBER = re.compile(r"^[一二两三四五六七八九十百千万亿零〇几数]+$")
# 三个作用, 两个高水平, 四个全面: a number, a measure word, and what is counted.
_FORMULA = re.compile(r"[一二两三四五六七八九十]{1,2}(?:个|大|项|条|位|讲|有|为|化|严|实|不|新|高|强|地|点)[^的]{0,8}")


# Words of two characters that end another word: 社会主义|现代化 cut in the middle.
_SUFFIXES = frozenset(["主义"])


class Candidate(NamedTuple):
    """A Chinese stretch, in offsets of its document, that could be a term.

    `kind` says how it was found: known (settled by the user), name, title, part (of a title), work, quoted,
    formula, listed (it stands in a table) or phrase.
    `type` is given when the way it was found settles it.
    """

    zh: str
    span: Span
    kind: str
    type: TermType | None = None


def candidates(passage: Passage, text: str, known: frozenset[str] = frozenset()) -> list[Candidate]:
    """Return the candidates of a sentence, each stretch once: the surest way it was found comes first.

    Args:
        passage: The sentence bead.
        text: The text of the Chinese document in simplified characters.
        known: Terms the user has settled, found wherever they stand.
    """
    found: dict[Span, Candidate] = {}
    for candidate in _known(passage, text, known):
        found[candidate.span] = candidate
    for source in (_works, _names, _titles, _listed, _quoted, _phrases):
        for candidate in source(passage, text):
            found.setdefault(candidate.span, candidate)
    people = [one.span for one in found.values() if one.kind == "name" and one.type == "person"]
    settled = [one.span for one in found.values() if one.kind in ("name", "title", "listed", "work")]
    return [one for one in found.values() if not _spoilt(one, people, settled)]


def _spoilt(one: Candidate, people: Sequence[Span], settled: Sequence[Span]) -> bool:
    """Tell whether a candidate takes apart what belongs together.

    No candidate takes a part of a person's name (成功 in 郑成功), and a phrase neither holds a name nor cuts
    through the edge of a name, a title or a set phrase.
    """
    entry = tables.known().get(one.zh)
    # What is of no type is listed as a part of longer names alone (中全会).
    if entry and entry.type == "other":
        return True
    if any(name != one.span and name.overlaps(one.span) and not one.span.holds(name) for name in people):
        return True
    if one.kind != "phrase":
        return False
    return any(name.overlaps(one.span) for name in people) or any(
        other.overlaps(one.span) and not one.span.holds(other) and not other.holds(one.span) for other in settled
    )


def _known(passage: Passage, text: str, known: frozenset[str]) -> Iterator[Candidate]:
    chars = passage.zh.of(text)
    for zh in sorted(known):
        for match in re.finditer(re.escape(zh), chars):
            yield _at(text, passage.zh.start + match.start(), passage.zh.start + match.end(), "known")


def _works(passage: Passage, text: str) -> Iterator[Candidate]:
    chars = passage.zh.of(text)
    for match in _WORK.finditer(chars):
        yield _at(text, passage.zh.start + match.start(1), passage.zh.start + match.end(1), "work", "work")


def _at(text: str, start: int, end: int, kind: str, type_: TermType | None = None) -> Candidate:
    return Candidate(text[start:end], Span(start, end), kind, type_)


def _names(passage: Passage, text: str) -> Iterator[Candidate]:
    for name in passage.names:
        start, end = name.start + passage.zh.start, name.end + passage.zh.start
        yield _at(text, start, end, "name", "person" if name.person else "place")


def _titles(passage: Passage, text: str) -> Iterator[Candidate]:
    for title in titles(passage, text):
        if len(title.zh) < 2:
            continue
        yield Candidate(title.zh, title.span, "title" if title.whole else "part", title.type)


@cache
def _long_entries() -> tuple[str, ...]:
    """Return the entries of the tables that may have more words than a phrase."""
    return tuple(zh for zh in tables.known() if len(zh) > MOST_WORDS)


def _listed(passage: Passage, text: str) -> Iterator[Candidate]:
    chars = passage.zh.of(text)
    for zh in _long_entries():
        if (place := chars.find(zh)) >= 0:
            start = passage.zh.start + place
            yield _at(text, start, start + len(zh), "listed", tables.known()[zh].type)
    known, longest = tables.known(), tables.longest_known()
    for place, unit in enumerate(passage.tokens):
        start = unit.span.start
        for last in passage.tokens[place : place + MOST_WORDS]:
            end = last.span.end
            if end - start > longest:
                break
            entry = known.get(text[start:end])
            if entry:
                yield Candidate(entry.zh, Span(start, end), "listed", entry.type)


def _quoted(passage: Passage, text: str) -> Iterator[Candidate]:
    for match in _QUOTED.finditer(passage.zh.of(text)):
        inner = match[1]
        if not re.search(r"[，,。；;！？：:]", inner):
            start = passage.zh.start + match.start(1)
            kind = "formula" if _FORMULA.fullmatch(inner) else "quoted"
            yield _at(text, start, start + len(inner), kind)


def _phrases(passage: Passage, text: str) -> Iterator[Candidate]:
    for run in runs(passage, text):
        for start in range(len(run)):
            for end in range(start + 1, min(start + MOST_WORDS, len(run)) + 1):
                span = Span(run[start].span.start, run[end - 1].span.end)
                if span.end - span.start > MOST_CHARACTERS:
                    break
                if not why_not(tuple(token.text for token in run[start:end])):
                    yield Candidate(span.of(text), span, "phrase")


def runs(passage: Passage, text: str) -> list[list[Token]]:
    """Return the stretches of units that no punctuation, white space or barred word interrupts."""
    found: list[list[Token]] = [[]]
    for unit in passage.tokens:
        apart = found[-1] and found[-1][-1].span.end != unit.span.start
        if apart or not _RUN.fullmatch(unit.text) or unit.text in tables.barred("any"):
            found.append([])
            if not _RUN.fullmatch(unit.text) or unit.text in tables.barred("any"):
                continue
        found[-1].append(unit)
    return [run for run in found if run]


def why_not(words: Sequence[str]) -> str:
    """Say why some words cannot be a term, or return an empty string when they can.

    >>> why_not(("推进", "改革")), why_not(("科技", "创新"))
    ('推进 takes the rest as its object', '')
    """
    zh = "".join(words)
    if zh in tables.known():
        return ""
    if len(zh) < 2:
        return "a single character"
    if zh[0] in "各每该此其这那某":
        return f"{zh[0]} points at something"
    if bad := next((word for word in words if word in tables.barred("any") and not is_settled(zh)), ""):
        return f"{bad} stands in no term"
    if len(words) > 1 and (words[0] in _SUFFIXES or (len(words[0]) == 1 and not _may_begin(words[0]))):
        return f"{words[0]} is a piece of a word before it"
    if words[0] in tables.barred("first") and len(words) > 1:
        return f"{words[0]} takes the rest as its object"
    if bad := next((word for word in words[1:-1] if word in tables.barred("first")), ""):
        return f"{bad} makes it a clause"
    if words[-1] in tables.barred("last"):
        return f"{words[-1]} ends no term"
    return _shape(words)


def _may_begin(char: str) -> bool:
    """Tell whether a single character can be the first word of a phrase: an adjective, a noun, a province."""
    return char in tables.short_places() or char.isascii() or tag(char) in ("a", "b", "n", "s")


def is_settled(zh: str) -> bool:
    """Tell whether official Chinese uses four characters as one term, whatever words they are made of (有为政府)."""
    usage = background.usage(zh)
    return (
        len(zh) == 4 and usage.documents >= 3 and usage.freedom >= 1 and background.specificity(zh) > 2
        and zh[0] not in tables.barred("any") and zh[-1] not in tables.barred("any")
    )  # fmt: skip


def _shape(words: Sequence[str]) -> str:
    tags = [tag(word) for word in words]
    if all(one in ("m", "mq", "q", "t") for one in tags) or (
        _NUMBER.match(words[0]) and len(words) > 1 and tags[1] in ("q", "m")
    ):
        return "a number or a time"
    if tags[0] in ("m", "t", "q") and any(char.isdigit() for char in fold(words[0])):
        return "begins with a number"
    if len(words) == 1:
        return "" if tags[0] in NOUNS | VERBS | {"x", "b", "a", "ad"} else "a word that names nothing"
    known = NOUNS | MODIFIERS | VERBS | {"x"}
    if bad := next((word for word, one in zip(words, tags, strict=True) if one not in known), ""):
        return f"{bad} is no part of a noun phrase"
    last, length = tags[-1], len(words[-1])
    if last in MODIFIERS and words[-1] not in tables.heads() and last not in ("b", "a", "q", "k"):
        return f"{words[-1]} ends no noun phrase"
    if last in VERBS and length == 1:
        return f"{words[-1]} is a verb"
    return ""
