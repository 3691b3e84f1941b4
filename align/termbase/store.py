"""What is done with a termbase: terms are recorded, judged, joined, looked up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from align.errors import DataError
from align.glossary import Index, key
from align.model import Status, Term, TermType
from align.termbase.edits import Edit, form_of
from align.termbase.rows import Entry, EntryStatus, Event, read_entries, read_events
from align.termbase.schema import connect, errors, transaction

ACTIONS: Mapping[EntryStatus, str] = {
    "candidate": "reopen",
    "approved": "accept",
    "deprecated": "deprecate",
    "forbidden": "forbid",
    "rejected": "reject",
}


class Tally(NamedTuple):
    """What recording a glossary did: terms that were new, that learnt something, that were there already."""

    added: int
    changed: int
    same: int


class Termbase:
    """A termbase file, open; used as a context manager.

    Every method that writes does so in one transaction: it has happened whole or not at all, also when the
    program is killed, and waits for another program that is writing.

    >>> with Termbase(":memory:", create=True) as base:
    ...     base.add("一带一路", "Belt and Road", type="policy")
    ...     base.set_status("一带一路", "forbidden", "One Belt One Road")
    ...     [(r.text, r.status) for r in base.lookup("共建一带一路")[0].renderings]
    [('Belt and Road', 'approved'), ('One Belt One Road', 'forbidden')]
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        """Open a termbase; see `align.termbase.schema.connect` for the arguments and errors."""
        self._path = Path(path)
        self._connection = connect(self._path, create=create)

    def __enter__(self) -> Termbase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def entries(
        self, *, statuses: Collection[str] = (), types: Collection[str] = (), containing: str = ""
    ) -> tuple[Entry, ...]:
        """Return entries with their occurrences, in the order they came; a filter left out lets all pass.

        Args:
            statuses: Only entries of these.
            types: Only terms of these types.
            containing: Only those with this in the Chinese or in a rendering, in any case.
        """
        test = """(:statuses = '[]' OR e.status IN (SELECT value FROM json_each(:statuses)))
            AND (:types = '[]' OR e.type IN (SELECT value FROM json_each(:types)))
            AND (instr(e.key, :zh) OR EXISTS (SELECT 1 FROM rendering
                 WHERE entry = coalesce(e.same_as, e.id) AND instr(lower(form), :en)))"""
        values = {
            "statuses": json.dumps(list(statuses)),
            "types": json.dumps(list(types)),
            "zh": key(containing),
            "en": form_of(containing).lower(),
        }
        with errors(self._path):
            return read_entries(self._connection, test, values, occurrences=True)

    def terms(self) -> tuple[Term, ...]:
        """Return all terms but the rejected ones, with their occurrences."""
        return tuple(entry.term for entry in self.entries() if entry.status != "rejected")

    def get(self, zh: str) -> Entry | None:
        """Return the entry of a Chinese form, simplified or traditional."""
        with errors(self._path):
            found = read_entries(self._connection, "e.key = ?", (key(zh),), occurrences=True)
        return found[0] if found else None

    def lookup(self, text: str) -> tuple[Term, ...]:
        """Return the terms that stand in a text, rejected ones left out, without their occurrences.

        Only the entries that begin with two characters of the text are fetched, so that a base of any size is
        searched in a moment; `align.glossary.index` of the result finds the places.
        """
        folded = key(text)
        starts = {folded[i : i + 2] for i in range(len(folded))} | set(folded)
        query = """SELECT key, id FROM entry INDEXED BY entry_start
            WHERE substr(key, 1, 2) IN (SELECT value FROM json_each(?))"""
        with errors(self._path):
            rows = self._connection.execute(query, (json.dumps(sorted(starts)),))
            matches = Index.of_keys(dict(rows)).find(text, nested=True)
            numbers = json.dumps(sorted({match.value for match in matches}))
            test = "e.status <> 'rejected' AND e.id IN (SELECT value FROM json_each(?))"
            found = read_entries(self._connection, test, (numbers,), occurrences=False)
        return tuple(entry.term for entry in found)

    def rejected(self) -> frozenset[tuple[str, str]]:
        """Return what must not be proposed again: a term and a rendering, "" for the term as a whole."""
        query = """SELECT zh, '' FROM entry WHERE status = 'rejected' UNION ALL
            SELECT e.zh, r.en FROM rendering r JOIN entry e ON r.entry = coalesce(e.same_as, e.id)
            WHERE r.status = 'rejected'"""
        with errors(self._path):
            return frozenset(self._connection.execute(query))

    def history(self, zh: str = "") -> tuple[Event, ...]:
        """Return the changes of a term, or all of them, the oldest first."""
        entry = self.get(zh) if zh else None
        with errors(self._path):
            return read_events(self._connection, entry.term.zh if entry else zh)

    def add(
        self, zh: str, en: str = "", *, type: TermType = "other", status: Status = "approved", note: str = ""
    ) -> None:
        """Add a term, or a rendering to a term that is there, with the status given.

        Raises:
            DataError: There is no Chinese in it.
        """
        with self._edit("add") as edit:
            entry = edit.ensure(Term(zh, type, (), 1.0, 0), status)
            edit.judge(entry, status)
            edit.describe(entry, type, note)
            if en:
                edit.judge_rendering(entry, en, status)

    def set_status(self, zh: str, status: EntryStatus, en: str | None = None) -> None:
        """Judge a term, or one of its renderings; what is not there yet is made, so that a "no" can be kept.

        Accepting a rendering accepts its term. Accepting a term accepts its commonest rendering when none has
        been accepted yet.

        Raises:
            DataError: The term is not there, and no rendering is given though it needs one.
        """
        action = ACTIONS[status]
        with self._edit(action) as edit:
            if en is None and status != "rejected" and edit.find(zh) is None:
                hint = f"give a rendering too: align glossary {action} {zh} 'RENDERING'"
                raise DataError(f"{zh} is not in the termbase", hint=hint)
            whole = en is None or status == "approved"
            entry = edit.ensure(Term(zh, "other", (), 1.0, 0), status if whole else "candidate")
            if whole:
                edit.judge(entry, status)
            if en is not None:
                edit.judge_rendering(entry, en, status)
            elif status == "approved":
                edit.accept_commonest(entry)

    def merge(self, zh: str, into: str) -> None:
        """Make one Chinese form another form of a term: it takes its renderings and gives it its own.

        Raises:
            DataError: One of them is not in the termbase, or they are one term already.
        """
        with self._edit("merge") as edit:
            edit.join(zh, into)

    def record(self, terms: Iterable[Term], *, rejected: Iterable[tuple[str, str]] = ()) -> Tally:
        """Take in a glossary: terms, renderings, occurrences, and decisions.

        A candidate never undoes a decision: what was accepted stays so, what was rejected too.

        Args:
            terms: The glossary.
            rejected: Terms and renderings to reject, as `rejected` returns them.
        """
        with self._edit("import") as edit:
            outcomes = Counter(edit.record(term) for term in terms)
            for zh, en in rejected:
                entry = edit.ensure(Term(zh, "other", (), 1.0, 0), "candidate" if en else "rejected")
                if en:
                    edit.judge_rendering(entry, en, "rejected")
                else:
                    edit.judge(entry, "rejected")
        return Tally(outcomes["added"], outcomes["changed"], outcomes["same"])

    @contextmanager
    def _edit(self, action: str) -> Iterator[Edit]:
        try:
            with errors(self._path), transaction(self._connection):
                yield Edit(self._connection, action)
        except DataError as error:
            raise DataError(error.message, path=error.path or self._path, hint=error.hint) from error
