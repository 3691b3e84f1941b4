"""The report as one page: self-contained, opened from disk, nothing fetched, everything shown escaped.

The data are made first, as plain values; the template only lays them out. A content security policy in the page
forbids every connection and every script but the page's own, so that a text could do nothing even unescaped.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from itertools import accumulate
from pathlib import PurePath
from typing import TYPE_CHECKING

from align.diff.rows import Row, View, counted, pair_rows
from align.diff.runs import Run
from align.diff.summary import Summary, summarise
from align.diff.versions import Versions
from align.export.changes import counted_changes
from align.glossary import Change
from align.language.chars import is_han
from align.model import Alignment, Document, Finding, Place, Term

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = resources.files("align.export") / "templates"
# What each side is called in the page.
LANGUAGES = {"zh": "Chinese", "en": "English"}
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a bar: its name, its count, where it begins and how wide it is, in percent."""

    name: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class PairPage:
    """One aligned pair as the template shows it."""

    number: int
    title: str
    alignment: Alignment
    view: View
    summary: Summary
    shapes: tuple[Share, ...]

    @property
    def noted(self) -> bool:
        """Whether any row has something to say in the margin."""
        return any(row.findings or row.doubtful or row.kind in ("move", "moved") for row in self.view.rows)


def report(
    alignments: Alignment | Sequence[Alignment],
    terms: Sequence[Term] = (),
    findings: Sequence[Finding] = (),
    *,
    alone: Sequence[Document] = (),
) -> str:
    """Return the page that shows a colleague everything: both texts, the glossary, the findings.

    Args:
        alignments: One pair, or several on one page.
        terms: The glossary, in the order to show it.
        findings: What a check found, in these pairs or across them.
        alone: Documents that have no partner, to be named.

    Returns:
        The HTML of a page that needs nothing else.
    """
    several = [alignments] if isinstance(alignments, Alignment) else list(alignments)
    pairs = [_pair(number, alignment, terms, findings) for number, alignment in enumerate(several, 1)]
    rows = _rows_of_findings(pairs)
    ordered = sorted(findings, key=lambda finding: _GRAVITY[finding.severity])
    return _page(
        "report.html",
        title=pairs[0].title if len(pairs) == 1 else f"{len(pairs)} aligned reports",
        pairs=pairs,
        terms=terms,
        findings=[(finding, rows.get(finding, "")) for finding in ordered],
        severities=Counter(finding.severity for finding in ordered),
        alone=alone,
        places=_first_places(pairs),
    )


def versions_page(versions: Versions) -> str:
    """Return the page that shows two versions of a text with the words that changed, and the terms."""
    title = f"{PurePath(versions.old_name).name} → {PurePath(versions.new_name).name}"
    han = any(map(is_han, "".join(cell.text for row in versions.rows for cell in row.old)))
    return _page("versions.html", title=title, versions=versions, lang="zh" if han else "en")


def changes_page(changes: Sequence[Change], old_name: str, new_name: str) -> str:
    """Return the page that lists what differs between two glossaries."""
    title = f"{PurePath(old_name).name} → {PurePath(new_name).name}"
    names = {"old_name": old_name, "new_name": new_name}
    return _page("changes.html", title=title, changes=changes, summary=counted_changes(changes), **names)


def _pair(number: int, alignment: Alignment, terms: Sequence[Term], findings: Sequence[Finding]) -> PairPage:
    view = pair_rows(alignment, terms, findings)
    summary = summarise(alignment, view)
    return PairPage(number, title_of(alignment), alignment, view, summary, _shares(summary.shapes))


def title_of(alignment: Alignment) -> str:
    """Return what to call a pair: the headline of the English, else of the Chinese, else the file names."""
    for document in (alignment.target, alignment.source):
        for index, paragraph in enumerate(document.paragraphs):
            if paragraph.role == "title":
                return document.paragraph_text(index)
    return f"{PurePath(alignment.source.name).name} – {PurePath(alignment.target.name).name}"


def _shares(counts: Sequence[tuple[str, int]]) -> tuple[Share, ...]:
    total = sum(count for _, count in counts)
    ends = accumulate(100 * count / total for _, count in counts)
    return tuple(
        Share(name, count, end - 100 * count / total, 100 * count / total)
        for (name, count), end in zip(counts, ends, strict=True)
    )


def _rows_of_findings(pairs: Sequence[PairPage]) -> dict[Finding, str]:
    """Map each finding to the anchor of the row it stands in."""
    return {
        finding: anchor(pair.number, row)
        for pair in reversed(pairs)
        for row in pair.view.rows
        for finding in row.findings
    }


def _first_places(pairs: Sequence[PairPage]) -> dict[int, str]:
    """Map the index of each term to the anchor of the first row it is marked in."""
    return {
        label.key: anchor(pair.number, row)
        for pair in reversed(pairs)
        for row in reversed(pair.view.rows)
        for label in row.labels
        if label.kind == "term"
    }


def anchor(pair: int, row: Row) -> str:
    """Return the name of a row in the page."""
    return f"p{pair}-{row.number + 1}"


def classes(run: Run) -> str:
    """Return the classes of a run: what it is, and whether the other side agrees."""
    names = {f"{label.kind} {label.state}" for label in run.labels}
    return " ".join(sorted({*names, *(["place"] if not run.text else [])}))


def keys(run: Run, kind: str) -> str:
    """Return the keys of a run's labels of one kind, parted by spaces."""
    return " ".join(sorted({str(label.key) for label in run.labels if label.kind == kind}))


def place_name(place: Place | None) -> str:
    """Return a place as a reader finds it: document, paragraph and sentence, counted from 1."""
    if place is None:
        return ""
    return f"{PurePath(place.document).name}, ¶ {place.paragraph + 1}, sentence {place.sentence + 1}"


def _page(template: str, **values: object) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return _environment().get_template(template).render(style=style, script=script, policy=policy, **values)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


@cache
def _asset(name: str) -> str:
    return _TEMPLATES.joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_asset),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(anchor=anchor, languages=LANGUAGES, counted=counted)
    environment.filters.update(classes=classes, keys=keys, place=place_name, filename=lambda name: PurePath(name).name)
    return environment
