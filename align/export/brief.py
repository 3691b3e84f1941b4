"""A few lines that tell a person what a job found: what was paired, what was left out, the glossary's beginning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from align.diff.rows import pair_rows
from align.diff.summary import Stretch, Summary, summarise
from align.export.canvas import safe
from align.language.chars import cell_width, clip, pad
from align.model import Alignment, Document, Finding, Term

_LANGUAGES = {"zh": "Chinese", "en": "English"}
# How much of a list is shown before "and 12 more".
_SHOWN = 5
_TERMS_SHOWN = 8
_LABEL = 12


def brief(
    alignments: Sequence[Alignment],
    terms: Sequence[Term] = (),
    findings: Sequence[Finding] = (),
    *,
    alone: Sequence[Document] = (),
    files: Sequence[Path] = (),
    width: int = 80,
) -> Iterator[tuple[str, str]]:
    """Yield the lines of a summary, each a label (empty where it goes on) and its text.

    Args:
        alignments: The pairs.
        terms: The glossary over all of them.
        findings: What a check found.
        alone: Documents without a partner.
        files: What was written.
        width: How many terminal cells a line may take, its label of 12 cells included.
    """
    room = max(width - _LABEL - 1, 40)
    for alignment in alignments:
        yield from _pair(alignment, findings, room)
    if alone:
        yield from _listed(
            "No partner", [f"{_file(d.name)}  ({_LANGUAGES[d.language]})" for d in alone], room, len(alone)
        )
    if terms:
        yield "Glossary", _count(len(terms), "term")
        yield from (("", line) for line in _terms(terms, room))
    if findings:
        counts = Counter(finding.severity for finding in findings)
        yield "Findings", ", ".join(_count(counts[name], name) for name in ("error", "warning", "info") if counts[name])
    yield from _listed("Files", [str(file) for file in files], 1000, len(files))


def _pair(alignment: Alignment, findings: Sequence[Finding], room: int) -> Iterator[tuple[str, str]]:
    summary = summarise(alignment, pair_rows(alignment, (), findings))
    source, target = alignment.source, alignment.target
    yield "Documents", f"{_file(source.name)}  (Chinese)"
    yield "", f"{_file(target.name)}  (English), fit {summary.score:.2f}"
    yield "Paragraphs", _of(summary.paragraph_pairs, len(source.paragraphs), len(target.paragraphs))
    yield "Sentences", _of(summary.sentence_pairs, len(source.sentences), len(target.sentences))
    yield "", _shapes(summary)
    yield from _one_sided(summary, room)


def _of(pairs: int, source: int, target: int) -> str:
    return f"{_count(pairs, 'pair')} from {source} Chinese and {target} English"


def _shapes(summary: Summary) -> str:
    """Say how many pairs have which shape: "34 are 1-1, 2 are 1-2"."""
    return ", ".join(f"{count} {'is' if count == 1 else 'are'} {name}" for name, count in summary.shapes)


def _one_sided(summary: Summary, room: int) -> Iterator[tuple[str, str]]:
    if not summary.left_out:
        yield "Left out", "nothing"
    for label, found in (("Left out", summary.left_out), ("Added", summary.added)):
        yield from _listed(label, [_stretch(item) for item in found[:_SHOWN]], room, len(found))
    if summary.asides:
        yield "Page lines", f"{_count(len(summary.asides), 'line')} around the report, shown but not counted"
    if summary.doubtful:
        yield "Doubtful", f"{_count(summary.doubtful, 'pair')}; the report marks them"


def _stretch(item: Stretch) -> str:
    return f"¶ {item.paragraph + 1}  {safe(item.text)}"


def _listed(label: str, lines: Sequence[str], room: int, total: int) -> Iterator[tuple[str, str]]:
    """Yield the lines of a list under one label, and how many more there are."""
    for place, line in enumerate(lines):
        yield (label if place == 0 else ""), clip(line, room)
    if total > len(lines):
        yield "", f"… and {total - len(lines)} more"


def _terms(terms: Sequence[Term], room: int) -> Iterator[str]:
    """Yield the first entries as aligned columns."""
    shown = terms[:_TERMS_SHOWN]
    first = min(max(cell_width(term.zh) for term in shown), room // 3)
    second = room - first - 22
    for term in shown:
        zh, en = clip(safe(term.zh), first), clip(safe(term.en) or "not rendered", second)
        yield f"{pad(zh, first)}  {pad(en, second)}  {pad(term.type, 12)}  {term.count:>4}"
    if len(terms) > len(shown):
        yield f"… and {len(terms) - len(shown)} more"


def _count(number: int, name: str) -> str:
    """Write a number with its noun.

    >>> _count(1, "pair"), _count(2, "pair"), _count(3, "info")
    ('1 pair', '2 pairs', '3 infos')
    """
    return f"{number} {name}{'' if number == 1 else 's'}"


def _file(name: str) -> str:
    return safe(PurePath(name).name)
