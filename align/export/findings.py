"""Findings as text with the words underlined, and as JSON.

What every writer of findings needs of a place, its line and column, is here too.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from align.language.chars import cell_width, clip
from align.model import Document, Finding, Place, Span

FORMAT, VERSION = "align-findings", 1
_MARGIN = 4


class Spot(NamedTuple):
    """Line and column of the beginning and the end of a place, all from 1, the end behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@lru_cache(maxsize=256)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(offset + 1 for offset, char in enumerate(text) if char == "\n"))


def spot(text: str, span: Span) -> Spot:
    r"""Return where a span lies in a text, by lines.

    >>> spot("ab\ncde", Span(4, 6))
    Spot(line=2, column=2, end_line=2, end_column=4)
    """
    starts = _line_starts(text)
    line, end_line = bisect_right(starts, span.start), bisect_right(starts, span.end)
    return Spot(line, span.start - starts[line - 1] + 1, end_line, span.end - starts[end_line - 1] + 1)


def chief(finding: Finding) -> Place | None:
    """Return the place that is to be mended: the English, or the Chinese where there is no English."""
    return finding.target or finding.source


def text_report(findings: Sequence[Finding], documents: Mapping[str, Document], *, width: int = 100) -> str:
    """Return findings for reading: where, what, the words underlined on both sides, and what to do.

    Args:
        findings: In the order in which they are to be shown.
        documents: The documents by name, for lines and context.
        width: Terminal cells a line may take.
    """
    blocks = ["\n".join(_block(finding, documents, width)) for finding in findings]
    return "\n\n".join([*blocks, summary(findings)]) + "\n"


def summary(findings: Sequence[Finding]) -> str:
    """Return one line that counts findings by severity and rule.

    >>> summary([])
    'no findings'
    """
    if not findings:
        return "no findings"
    levels = Counter(finding.severity for finding in findings)
    rules = Counter(finding.rule for finding in findings)
    counted = ", ".join(f"{levels[level]} {level}" for level in ("error", "warning", "info") if levels[level])
    listed = ", ".join(f"{rule} {count}" for rule, count in rules.most_common())
    return f"{len(findings)} finding{'s' * (len(findings) > 1)} ({counted}): {listed}"


def _block(finding: Finding, documents: Mapping[str, Document], width: int) -> Iterator[str]:
    where = chief(finding)
    head = f"{_address(where, documents)}: " if where else ""
    yield f"{head}{finding.severity}: {finding.rule}: {finding.message}"
    for place in (finding.source, finding.target):
        if place and place.document in documents:
            yield from underlined(place, documents[place.document].text, width - _MARGIN)
    for place in finding.related:
        if place.document in documents:
            shown = " ".join(place.context.of(documents[place.document].text).split())
            yield clip(f"    see {_address(place, documents)}: {shown}", width)
    if finding.hint:
        yield f"    -> {finding.hint}"


def _address(place: Place, documents: Mapping[str, Document]) -> str:
    if place.document not in documents:
        return place.document
    at = spot(documents[place.document].text, place.span)
    return f"{place.document}:{at.line}:{at.column}"


def underlined(place: Place, text: str, width: int) -> Iterator[str]:
    """Yield the context of a place on one line, and carets under its words.

    Line breaks become spaces one for one, so that the carets stand where they should.
    """
    start, end = place.context
    before = _flat(text[start : place.span.start])
    words = _flat(place.span.of(text))
    after = _flat(text[place.span.end : end])
    while cell_width(before) + min(cell_width(words), width // 2) > width - 2 and before:
        before = before[1:]
    line = clip(before + words + after, width)
    length = min(max(cell_width(words), 1), width - cell_width(before))
    margin = " " * _MARGIN
    yield margin + line
    yield margin + " " * cell_width(before) + "^" * length


def _flat(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)


def json_report(findings: Sequence[Finding], documents: Mapping[str, Document], fingerprints: Sequence[str]) -> str:
    """Return findings as JSON; `fingerprints` are those a baseline file holds, in the same order."""
    items = [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "hint": finding.hint,
            "fingerprint": fingerprint,
            "source": _place(finding.source, documents),
            "target": _place(finding.target, documents),
            "related": [_place(place, documents) for place in finding.related],
        }
        for finding, fingerprint in zip(findings, fingerprints, strict=True)
    ]
    value = {"format": FORMAT, "version": VERSION, "findings": items}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _place(place: Place | None, documents: Mapping[str, Document]) -> dict[str, Any] | None:
    if place is None:
        return None
    value: dict[str, Any] = {
        "document": place.document,
        "paragraph": place.paragraph,
        "sentence": place.sentence,
        "start": place.span.start,
        "end": place.span.end,
        "text": place.text,
    }
    if place.document in documents:
        text = documents[place.document].text
        at = spot(text, place.span)
        value |= {"line": at.line, "column": at.column, "context": place.context.of(text)}
    return value
