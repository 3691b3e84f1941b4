"""Glossaries of other programs, and our own tables: TSV, CSV, OmegaT, TMX, TBX to terms.

All of them come down to rows, a rendering or a few of one Chinese form with what is said about them; the rows
of one form make a term.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, cast, get_args
from xml.etree.ElementTree import Element

from align.errors import ReadError
from align.language.chars import HAN
from align.model import Rendering, Status, Term, TermType
from align.read.text import decode
from align.read.tmx import read_units
from align.read.xml import LANG, language_of, local, stream

_HAN = re.compile(f"[{HAN}]")
_HEADS: Mapping[str, str] = {
    **dict.fromkeys(("source", "source term", "term", "术语", "原文", "中文名称"), "zh"),
    **dict.fromkeys(("target", "target term", "translation", "译文", "译名", "英文名称"), "en"),
    **dict.fromkeys(("type", "category", "subject", "类型", "类别"), "type"),
    **dict.fromkeys(("status", "state", "状态"), "status"),
    **dict.fromkeys(("variants", "synonyms", "variant", "异名"), "variants"),
    **dict.fromkeys(("count", "frequency", "次数"), "count"),
    "confidence": "confidence",
    **dict.fromkeys(("note", "notes", "comment", "comments", "remark", "备注"), "comment"),
}
_STATUSES: Mapping[str, str] = {
    **dict.fromkeys(("candidate", "proposed", "new"), "candidate"),
    **dict.fromkeys(("approved", "accepted", "preferred", "admitted", "standard"), "approved"),
    **dict.fromkeys(("preferredterm-admn-sts", "admittedterm-admn-sts", "preferredterm", "admittedterm"), "approved"),
    **dict.fromkeys(("deprecated", "superseded", "supersededterm-admn-sts", "obsolete"), "deprecated"),
    **dict.fromkeys(("forbidden", "deprecatedterm-admn-sts", "not recommended"), "forbidden"),
    "rejected": "rejected",
}


class Glossary(NamedTuple):
    """What a file holds: terms, and what somebody marked as rejected (a rendering, or "" for the whole term)."""

    terms: tuple[Term, ...]
    rejected: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Row:
    zh: str
    en: tuple[str, ...]
    status: str
    type: TermType = "other"
    count: int = 0
    confidence: float = 1.0
    whole: str = ""  # the status of the term, when it is another than that of the renderings


def read_glossary(path: str | Path, *, default: Status = "approved") -> Glossary:
    """Read a glossary.

    .tmx is a translation memory, .tbx or .xml a term base, any other a table with tabs, commas or semicolons.
    A table has a header (zh and en in any order; type, status, count, confidence, variants as they come), or
    the Chinese and the English stand in the first two columns, in either order, which is also OmegaT's form.
    Under a header several renderings in a cell are parted by "|".

    Args:
        path: The file.
        default: The status of an entry for which the file gives none.

    Raises:
        ReadError: The file is absent, empty, broken or no glossary, with the line where that shows.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", path=path, hint="check the name") from error
    readers = {".tmx": _memory, ".tbx": _termbase, ".xml": _termbase}
    rows = readers.get(path.suffix.lower(), _table)(data, path)
    found = _collect([replace(row, status=row.status or default) for row in rows])
    if not found.terms and not found.rejected:
        raise ReadError("there is no term in the file", path=path)
    return found


def _collect(rows: Sequence[_Row]) -> Glossary:
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.zh, []).append(row)
    terms: list[Term] = []
    rejected: set[tuple[str, str]] = set()
    for zh, group in groups.items():
        kept = [row for row in group if row.status != "rejected"]
        refused = {en for row in group if row.status == "rejected" for en in row.en}
        rejected |= {(zh, en) for en in refused} if kept else {(zh, "")}
        terms += [_term(kept)] if kept else []
    return Glossary(tuple(terms), frozenset(rejected))


def _term(rows: Sequence[_Row]) -> Term:
    """Return the term that the rows of one Chinese form make; the first row speaks for it."""
    first = rows[0]
    statuses = {en: cast(Status, row.status) for row in reversed(rows) for en in reversed(row.en)}
    order = dict.fromkeys(en for row in rows for en in row.en)
    renderings = tuple(Rendering(en, (), statuses[en]) for en in order)
    status = cast(Status, first.whole or first.status)
    return Term(first.zh, first.type, renderings, first.confidence, first.count, status)


# Tables


def _table(data: bytes, path: Path) -> Iterator[_Row]:
    rows = list(_cells(decode(data, str(path)).removeprefix("\ufeff"), path))
    if not rows:
        return
    columns = _columns(rows[0][1])
    # OmegaT knows no header; elsewhere a first line without Chinese is one, in words we do not know.
    headed = columns is not None or (path.suffix != ".utf8" and not any(map(_HAN.search, rows[0][1])))
    columns = columns or _columns_by_script([row for _, row in rows[headed:]])
    if columns is None:
        message = "no column with Chinese and one with English"
        hint = "begin the table with a line that names them: zh, en"
        raise ReadError(message, path=path, line=rows[0][0], hint=hint)
    yield from (_row(cells, columns, path, number) for number, cells in rows[headed:])


def _cells(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are neither empty nor an OmegaT comment, with the number of their line."""
    delimiter = _delimiter(text, path)
    if delimiter == "\t":
        numbered = ((number, line.split("\t")) for number, line in enumerate(io.StringIO(text), 1))
        rows = ((number, row) for number, row in numbered if not row[0].startswith("#"))
    else:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = ((reader.line_num, row) for row in reader)
    try:
        for number, row in rows:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise ReadError(f"broken CSV: {error}", path=path, line=reader.line_num) from error


def _delimiter(text: str, path: Path) -> str:
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    order = (",", ";", "\t") if path.suffix.lower() == ".csv" else ("\t", ",", ";")
    return next((delimiter for delimiter in order if delimiter in first), order[0])


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Return which column holds what when the row is a header."""
    names = [language_of(cell) or _HEADS.get(cell.lower(), "") for cell in row]
    columns = {name: index for index, name in reversed(list(enumerate(names))) if name}
    return columns if {"zh", "en"} <= columns.keys() else None


def _columns_by_script(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """Return the columns of a table without a header: Chinese, where most of it stands, English, a comment."""
    left, right = (sum(bool(_HAN.search(cell)) for row in rows for cell in row[i : i + 1]) for i in (0, 1))
    width = max(map(len, rows), default=0)
    if width < 2 or not left + right:
        return None
    columns = {"zh": 0, "one en": 1} if left >= right else {"zh": 1, "one en": 0}
    return {**columns, "comment": 2} if width == 3 else columns


def _row(cells: Sequence[str], columns: Mapping[str, int], path: Path, line: int) -> _Row:
    given = {name: cells[index] for name, index in columns.items() if index < len(cells)}
    if not given.get("zh") or not {"en", "one en"} & given.keys():
        missing = "Chinese" if not given.get("zh") else "English"
        hint = "each line holds both, parted as in the first"
        raise ReadError(f"the {missing} is missing", path=path, line=line, hint=hint)
    remarks = [part.strip() for part in given.get("comment", "").split(",")]
    kind = given.get("type") or next((part for part in remarks if part in get_args(TermType)), "")
    status = given.get("status") or next((part for part in remarks if part in _STATUSES), "")
    try:
        return _Row(
            " ".join(given["zh"].split()),
            _renderings(given),
            _status(status),
            _type(kind),
            int(given.get("count") or 0),
            min(1.0, max(0.0, float(given.get("confidence") or 1))),
        )
    except ValueError as error:
        raise ReadError(str(error), path=path, line=line) from error


def _renderings(given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the renderings of a row; without a header a "|" is nothing but a "|"."""
    if "one en" in given:
        return tuple(filter(None, [" ".join(given["one en"].split())]))
    return tuple(dict.fromkeys((*_alternatives(given["en"]), *_alternatives(given.get("variants", "")))))


def _alternatives(cell: str) -> list[str]:
    r"""Return the renderings in a cell.

    >>> _alternatives(r"Belt and Road|B\|R| ")
    ['Belt and Road', 'B|R']
    """
    parts = re.findall(r"(?:\\[\\|]|[^|])+", cell)
    texts = (" ".join(re.sub(r"\\([\\|])", r"\1", part).split()) for part in parts)
    return [text for text in texts if text]


def _status(name: str) -> str:
    if name and name.lower() not in _STATUSES:
        known = "candidate, approved, deprecated, forbidden or rejected"
        raise ValueError(f"the status {name!r} is none of {known}")
    return _STATUSES[name.lower()] if name else ""


def _type(name: str) -> TermType:
    return cast(TermType, name.lower()) if name.lower() in get_args(TermType) else "other"


# Translation memories


def _memory(data: bytes, path: Path) -> Iterator[_Row]:
    for number, unit in enumerate(read_units(io.BytesIO(data), path), 1):
        props = {name.removeprefix("x-"): value.strip() for name, value in unit.props.items()}
        try:
            status, whole = (_status(props.get(name, "")) for name in ("status", "term-status"))
            count = int(props.get("count") or 0)
            confidence = min(1.0, max(0.0, float(props.get("confidence") or 1)))
        except ValueError as error:
            raise ReadError(f"unit {number}: {error}", path=path) from error
        en = tuple(filter(None, unit.en))
        yield from (
            _Row(zh, en, status, _type(props.get("type", "")), count, confidence, whole) for zh in unit.zh if zh and en
        )


# Term bases: TBX of ISO 30042:2019 in either style, and the older one with martif as its root


def _termbase(data: bytes, path: Path) -> Iterator[_Row]:
    roots, units = {"tbx", "martif"}, {"conceptEntry", "termEntry"}
    for element in stream(io.BytesIO(data), path, roots=roots, units=units):
        yield from _concept(element)


def _concept(entry: Element) -> Iterator[_Row]:
    sections = [child for child in entry if local(child) in ("langSec", "langSet")]
    terms = {
        language: [term for s in sections if language_of(s.get(LANG, "")) == language for term in _terms(s)]
        for language in ("zh", "en")
    }
    kind = _type(_category(entry, "subjectField"))
    for zh, status in terms["zh"]:
        yield _Row(zh, (), status, kind)
        yield from (_Row(zh, (en,), judged or status, kind) for en, judged in terms["en"])


def _terms(section: Element) -> Iterator[tuple[str, str]]:
    """Yield the terms of a language with their status, "" when they have none that we know."""
    for group in (element for element in section.iter() if local(element) in ("termSec", "tig", "ntig")):
        term = next((element for element in group.iter() if local(element) == "term"), None)
        text = " ".join("".join(term.itertext()).split()) if term is not None else ""
        if text:
            yield text, _STATUSES.get(_category(group, "administrativeStatus").lower(), "")


def _category(parent: Element, name: str) -> str:
    """Return a data category: an element with that type (DCA) or of that name (DCT)."""
    for element in parent.iter():
        if element.get("type") == name or local(element) == name:
            return (element.text or "").strip()
    return ""
