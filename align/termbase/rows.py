"""Reading a termbase: rows to entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

from align.glossary import ordered
from align.model import Occurrence, Rendering, Span, Status, Term

EntryStatus = Literal["candidate", "approved", "deprecated", "forbidden", "rejected"]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the termbase keeps it.

    `term` holds the renderings that may be shown, those that were rejected are named in `rejected`; of a
    rejected entry the term's own status is "candidate". The dates are UTC, ISO 8601. `same_as` is the Chinese
    form of the entry that this one was merged into, whose renderings it has.
    """

    term: Term
    status: EntryStatus
    rejected: tuple[str, ...]
    note: str
    same_as: str
    created: str
    changed: str


class Event(NamedTuple):
    """A change: when, by whom, what was done to which term or rendering, and its status before and after."""

    at: str
    who: str
    action: str
    zh: str
    en: str
    before: str
    after: str


def read_entries(
    connection: sqlite3.Connection, test: str, values: Sequence[Any] | Mapping[str, Any], *, occurrences: bool
) -> tuple[Entry, ...]:
    """Return the entries for which a condition on `entry AS e` holds, in the order they came.

    Args:
        connection: An open termbase.
        test: The condition, in SQL.
        values: What stands for its question marks, or for its names.
        occurrences: Fetch them too; without them every rendering counts 0.
    """
    entries = connection.execute(
        f"""SELECT coalesce(e.same_as, e.id), e.zh, e.type, e.status, e.confidence, e.count, e.reason,
            e.note, coalesce(o.zh, ''), e.created, e.changed
            FROM entry e LEFT JOIN entry o ON o.id = e.same_as WHERE {test} ORDER BY e.id""",
        values,
    ).fetchall()
    owners = json.dumps(sorted({row[0] for row in entries}))
    chosen = "(SELECT value FROM json_each(?))"
    places: dict[int, list[Occurrence]] = {}
    if occurrences:
        query = f"""SELECT o.* FROM occurrence o JOIN rendering r ON r.id = o.rendering
            WHERE r.entry IN {chosen} ORDER BY o.rendering, o.source_name, o.start"""
        places = _grouped(_occurrences(connection.execute(query, (owners,))))
    query = f"SELECT entry, id, en, status FROM rendering WHERE entry IN {chosen} ORDER BY id"
    renderings = _grouped((row[0], row[1:]) for row in connection.execute(query, (owners,)))
    return tuple(_entry(row, renderings.get(row[0], ()), places) for row in entries)


def read_events(connection: sqlite3.Connection, zh: str) -> tuple[Event, ...]:
    """Return the changes of a term, or all of them for "", the oldest first."""
    query = f"SELECT {', '.join(Event._fields)} FROM event WHERE ? IN ('', zh) ORDER BY id"
    return tuple(Event(*row) for row in connection.execute(query, (zh,)))


def _occurrences(rows: Iterable[Any]) -> Iterator[tuple[int, Occurrence]]:
    for rendering, source, target, bead, start, end, spans in rows:
        places = tuple(Span(*span) for span in json.loads(spans))
        yield rendering, Occurrence(source, target, bead, Span(start, end), places)


def _grouped(pairs: Iterable[tuple[int, Key]]) -> dict[int, list[Key]]:
    groups: dict[int, list[Key]] = {}
    for number, item in pairs:
        groups.setdefault(number, []).append(item)
    return groups


def _entry(row: Sequence[Any], renderings: Iterable[Any], places: dict[int, list[Occurrence]]) -> Entry:
    _, zh, kind, status, confidence, count, reason, *rest = row
    shown = [
        Rendering(en, tuple(places.get(number, ())), judged)
        for number, en, judged in renderings
        if judged != "rejected"
    ]
    rejected = tuple(en for _, en, judged in renderings if judged == "rejected")
    shown_status: Status = "candidate" if status == "rejected" else status
    term = Term(zh, kind, ordered(shown), confidence, count, shown_status, reason)
    return Entry(term, status, rejected, *rest)
