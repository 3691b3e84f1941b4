"""How the findings of a check stand against what a careful editor marked.

The editor's list is a table of document, kind, what and where, in prose that quotes the words it is about. A finding
tells a row when it is of the row's kind, lies in one of its documents and is about the words that the row quotes.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from align.errors import DataError, ReadError
from align.language.chars import fold

# What an editor calls a kind, and the rules that tell it; any other kind is the name of a rule.
_RULES: Mapping[str, frozenset[str]] = {
    "date": frozenset({"dates"}),
    "figure": frozenset({"numbers"}),
    "omission": frozenset({"omission", "dateline"}),
    "title": frozenset({"person-title"}),
}
_CHINESE = re.compile(r"[一-鿿][一-鿿“”‘’《》、,，；;]*")
_COLUMNS = ("document", "kind", "what", "where")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row of the editor: documents by the beginning of their names, the kind, and what it says."""

    documents: tuple[str, ...]
    kind: str
    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding as it is scored: its rule, its documents, and the words of its places in both languages."""

    rule: str
    message: str
    documents: tuple[str, ...]
    chinese: tuple[str, ...] = ()
    english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingScore:
    """The rows found, those a finding of another kind points at, those missed, and the findings beyond the rows."""

    found: tuple[Wanted, ...]
    otherwise: tuple[Wanted, ...]
    missed: tuple[Wanted, ...]
    extra: tuple[Marked, ...]


def score_findings(gold: Sequence[Wanted], output: Sequence[Marked]) -> FindingScore:
    """Score findings against the rows of an editor.

    >>> rows = [Wanted(("a",), "spelling", "Zhejaing is misspelt"), Wanted(("a",), "date", "on May 5")]
    >>> score = score_findings(rows, [Marked("spelling", "", ("a.txt",), english=("Zhejaing",))])
    >>> len(score.found), [row.kind for row in score.missed], score.extra
    (1, ['date'], ())
    """
    found: list[Wanted] = []
    otherwise: list[Wanted] = []
    missed: list[Wanted] = []
    for row in gold:
        near = [one for one in output if _is_about(row, one)]
        if any(one.rule in _rules(row) for one in near):
            found.append(row)
        else:
            (otherwise if near else missed).append(row)
    extra = [one for one in output if not any(one.rule in _rules(row) and _is_about(row, one) for row in gold)]
    return FindingScore(tuple(found), tuple(otherwise), tuple(missed), tuple(extra))


def _rules(row: Wanted) -> frozenset[str]:
    return _RULES.get(row.kind, frozenset({row.kind}))


def _is_about(row: Wanted, one: Marked) -> bool:
    if not any(PurePath(name).name.startswith(prefix) for name in one.documents for prefix in row.documents):
        return False
    prose = " ".join(fold(row.what).casefold().replace('"', "").split())
    if any(re.search(rf"\b{re.escape(words)}\b", prose) for words in map(_plain, one.english) if len(words) > 3):
        return True
    quoted = [_han(match) for match in _CHINESE.findall(f"{row.what} {row.where}")]
    said = [_han(text) for text in one.chinese]
    return any(2 * _common(wanted, text) > len(wanted) for wanted in quoted for text in said if len(wanted) > 1)


def _plain(text: str) -> str:
    return " ".join(fold(text).casefold().replace('"', "").split())


def _han(text: str) -> str:
    return "".join(char for char in text if "一" <= char <= "鿿")


def _common(one: str, other: str) -> int:
    """Return the length of the longest stretch that both texts have."""
    if one in other:
        return len(one)
    return max((k for k in range(1, len(one)) for i in range(len(one) - k + 1) if one[i : i + k] in other), default=0)


def parse_wanted(text: str, name: str = "-") -> list[Wanted]:
    """Read the table of an editor: a header, then document (several between commas), kind, what, where.

    Raises:
        ReadError: There is no such header, or a row lacks its kind.
    """
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or not set(_COLUMNS[:3]) <= set(rows[0]):
        raise ReadError(f"there is no table with the columns {', '.join(_COLUMNS)}", path=name, line=1)
    for number, row in enumerate(rows, 2):
        if not row["document"] or not row["kind"] or not row["what"]:
            raise ReadError("this row lacks its document, its kind or its text", path=name, line=number)
    return [
        Wanted(tuple(part.strip() for part in row["document"].split(",")), row["kind"], row["what"], row["where"] or "")
        for row in rows
    ]


def parse_findings(text: str, name: str = "-") -> list[Marked]:
    """Read the findings that `align check -f json` wrote.

    Raises:
        DataError: It is something else.
    """
    hint = "write it with 'align check -f json'"
    try:
        value = json.loads(text)
        if value["format"] != "align-findings":
            raise DataError("this is no file of findings", path=name, hint=hint)
        return [_marked(item) for item in value["findings"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError("this is no file of findings", path=name, hint=hint) from error


def _marked(item: Mapping[str, Any]) -> Marked:
    places = [place for place in (item["source"], item["target"], *item["related"]) if place]
    texts = [str(place["text"]) for place in places]
    # A finding over English documents alone names its Chinese term in the message only.
    named = _CHINESE.findall(str(item["message"]))[:1] if item["source"] is None else []
    return Marked(
        rule=str(item["rule"]),
        message=str(item["message"]),
        documents=tuple(dict.fromkeys(str(place["document"]) for place in places)),
        chinese=(*named, *(text for text in texts if _han(text))),
        english=tuple(text for text in texts if not _han(text) and text.strip()),
    )
