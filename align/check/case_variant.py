"""One phrase with and without its capitals."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from align.check import watched
from align.check.forms import key, style
from align.check.rule import Example, Material, Rule, bodies, place
from align.check.text import sentence_start
from align.language.chars import fold
from align.model import Document, Finding, Span

_HINT = "write it one way"
# Zhejiang Province, Zhejiang province: a name and its generic word.
_GENERIC = re.compile(
    r"""\b(?P<name>(?:[A-Z][\w']+[ ]){1,2})(?P<word>[Pp]rovince|[Cc]ity|[Dd]istrict|[Cc]ounty|[Pp]refecture|[Rr]iver
      |[Tt]own(?:ship)?|[Mm]unicipality|[Vv]illage|[Rr]egion|[Cc]ommittee|[Gg]overnment|[Ii]nitiative|[Ss]trategy
      |[Pp]lan)\b(?![ ]of)""",
    re.VERBOSE,
)
# New Year, General Office of the State Council.
_NAME = re.compile(r"\b[A-Z][a-z]+(?: (?:of |of the |and |for )?[A-Z][a-z]+)+\b(?!['’-])")
_OFTEN = 2
_JOINTS = ("with", "from", "into", "over")
_SIDE = r"[Ee]ast|[Ww]est|[Nn]orth|[Ss]outh"
_COMPASS = re.compile(rf"\b(?P<one>{_SIDE}) (?:and|or) (?:the )?(?P<other>{_SIDE})\b")


def find(material: Material) -> Iterator[Finding]:
    """Yield the less used of two spellings that differ in capitals alone, once a document and phrase."""
    for document in material.english:
        seen: set[Span] = set()
        judged = (finding for uses in _renderings(material, document) for finding in _judge(document, uses))
        for finding in chain(judged, _without_terms(document)):
            assert finding.target is not None
            if finding.target.span not in seen:
                seen.add(finding.target.span)
                yield finding
        yield from _compass(document)


def early(material: Material) -> None:
    """Judge what is no term's."""
    for document in material.english:
        _without_terms(document)


@lru_cache(maxsize=256)
def _without_terms(document: Document) -> tuple[Finding, ...]:
    groups = chain(_generics(document), _names(document))
    return tuple(finding for uses in groups for finding in _judge(document, uses))


def _renderings(material: Material, document: Document) -> Iterator[list[Span]]:
    """The places of each rendering of each term, and of each watched form, by what they share but capitals."""
    groups: dict[tuple[str, ...], set[Span]] = defaultdict(set)
    for term in material.terms:
        for rendering in term.renderings:
            for one in rendering.occurrences:
                if one.target_name == document.name and len(one.target) == 1:
                    form = key(one.target[0].of(document.text))
                    if len(form) > 1:
                        groups[form].add(one.target[0])
    for known in watched.forms_in(document, watched.index(material.glossary)):
        groups[key(known.text)].add(known.span)
    for spans in groups.values():
        yield sorted(spans)


def _generics(document: Document) -> Iterator[list[Span]]:
    groups: dict[str, list[Span]] = defaultdict(list)
    for body in bodies(document):
        for match in _GENERIC.finditer(fold(body.of(document.text))):
            start, end = body.start + match.start(), body.start + match.end()
            groups[fold(document.text[start:end]).lower()].append(Span(start, end))
    yield from groups.values()


def _names(document: Document) -> Iterator[list[Span]]:
    """Yield the places of a name that comes again and again with its capitals, and once without."""
    uses: dict[str, list[Span]] = defaultdict(list)
    for body in bodies(document):
        for match in _NAME.finditer(body.of(document.text)):
            uses[match.group()].append(Span(body.start + match.start(), body.start + match.end()))
    names = {text: spans for text, spans in uses.items() if len(spans) >= _OFTEN}
    if not names:
        return
    small: dict[str, list[Span]] = defaultdict(list)
    alike = {text.lower(): text for text in names}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(alike, key=len, reverse=True)))})\b")
    for body in bodies(document):
        # Several times quicker than to ignore case. The one capital that would become two characters is no name's.
        for match in pattern.finditer(body.of(document.text).replace("İ", "I").lower()):
            name, span = alike[match.group()], Span(body.start + match.start(), body.start + match.end())
            written = span.of(document.text)
            if written != name and not written.isupper():
                small[name].append(span)
    yield from (sorted((*names[name], *spans)) for name, spans in small.items() if len(spans) == 1)


def _judge(document: Document, uses: Sequence[Span]) -> Iterator[Finding]:
    """Compare the spellings of one phrase; the first word of a sentence and titles in capitals prove nothing."""
    if len({span.of(document.text) for span in uses}) < 2:
        return
    forms: dict[str, list[Span]] = defaultdict(list)
    opening: list[tuple[str, Span]] = []
    for span in uses:
        text = re.sub(r"\s+", " ", fold(span.of(document.text)))
        if text.isupper() or _in_heading(document, span) or _in_name(document.text, span):
            continue
        if sentence_start(document.text, span.start):
            opening.append((text, span))
        else:
            forms[text].append(span)
    for text, span in opening:  # the capital at the head of a sentence may be the name's or the sentence's
        plain = text[0].lower() + text[1:]
        forms[plain if text not in forms and plain in forms else text].append(span)
    by_case: dict[str, dict[str, list[Span]]] = defaultdict(dict)
    for text, spans in forms.items():
        by_case[re.sub(r"^(?:the|a|an) |'s$|-", "", text.lower())][text] = spans
    for variants in by_case.values():
        if len({style(text) for text in variants} | {text[0] for text in variants}) < 2 or len(variants) < 2:
            continue
        ranked = sorted(variants.values(), key=lambda spans: (-len(spans), spans[0]))
        for spans in ranked[1:]:
            yield _finding(document, spans, ranked[0])


def _in_name(text: str, span: Span) -> bool:
    """Whether a phrase in capitals is part of a longer name: the Counterpart Support Joint Conference."""
    if not all(word[0].isupper() for word in span.of(text).split() if len(word) > 3 and word not in _JOINTS):
        return False
    behind = re.match(r"(?:['’]s?)? (?:and |of |for |of the )?[A-Z][a-z]", text[span.end : span.end + 12])
    before = re.search(
        r"[A-Z][a-z]+ (?:on|of|for|and|in|with|for a|of the)? ?$", text[max(0, span.start - 24) : span.start]
    )
    return bool(behind or before)


def _in_heading(document: Document, span: Span) -> bool:
    """Whether a span stands in a title, whose capitals are of another kind."""
    paragraphs = document.paragraphs
    place = bisect_right(paragraphs, span.start, key=lambda paragraph: paragraph.span.start) - 1
    return (
        place >= 0
        and span.start < paragraphs[place].span.end
        and paragraphs[place].role in ("title", "heading", "boilerplate")
    )


def _finding(document: Document, spans: Sequence[Span], chief: Sequence[Span]) -> Finding:
    where, other = place(document, spans[0]), place(document, chief[0])
    message = f"“{_line(where.text)}” here, “{_line(other.text)}” elsewhere"
    related = (other, *(place(document, span) for span in spans[1:4]))
    return Finding("case-variant", "warning", message, None, where, _HINT, related)


def _line(text: str) -> str:
    return " ".join(text.split())


def _compass(document: Document) -> Iterator[Finding]:
    """The East and the west: one with, one without."""
    for body in bodies(document):
        for match in _COMPASS.finditer(body.of(document.text)):
            if match["one"][0].isupper() != match["other"][0].isupper():
                where = place(document, Span(body.start + match.start(), body.start + match.end()))
                message = f"“{where.text}” has one capital"
                yield Finding("case-variant", "warning", message, None, where, "write both alike")


RULE = Rule(
    "case-variant",
    "warning",
    "A capital makes a name; with it here and without it there the reader wonders which.",
    find,
    bad=(
        Example(en=("It lies in Zhejiang Province.", "All of Zhejiang province came.")),
        Example(
            en=(
                "They send New Year greetings.",
                "At the New Year all meet.",
                "After the New Year they met.",
                "All wait for the new year to come.",
            )
        ),
        Example(en="Cooperation between the East and the west goes on."),
        Example(
            zh=("推进八八战略。", "深化八八战略。"),
            en=("We push the Double Eight Strategy.", "We deepen the double eight strategy."),
            terms=(("八八战略", "Double Eight Strategy"), ("八八战略", "double eight strategy")),
        ),
    ),
    good=(
        Example(en=("The State Council met.", "The State Council spoke.", "A council of state met.")),
        Example(en=("It lies in Zhejiang Province.", "The province grows. The East and the West meet.")),
        Example(
            zh=("数字经济很重要。", "发展数字经济。"),
            en=("Digital economy matters.", "They develop the digital economy."),
            terms=(("数字经济", "Digital economy"), ("数字经济", "digital economy")),
        ),
    ),
    needs="terms",
    early=early,
)
