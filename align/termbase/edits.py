"""Changing a termbase: the steps a transaction is made of, each of which leaves its note in the history."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any, Literal

from align.errors import DataError
from align.glossary import key, normal_form
from align.language.chars import fold
from align.model import Occurrence, Rendering, Term
from align.termbase.rows import EntryStatus

Outcome = Literal["added", "changed", "same"]


def form_of(en: str) -> str:
    """Return a rendering as the termbase tells it from others: straight quotes, single spaces; case counts.

    >>> form_of("Chen Min’er ") == form_of("Chen Min'er"), form_of("the Party") == form_of("the party")
    (True, False)
    """
    return " ".join(fold(en).split())


class Edit:
    """The steps of one transaction; they hold together because the caller commits them as one."""

    def __init__(self, connection: sqlite3.Connection, action: str) -> None:
        self._run = connection.execute
        self._action = action
        self._now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._who = next((os.environ[name] for name in ("USER", "USERNAME") if os.environ.get(name)), "")

    def find(self, zh: str) -> int | None:
        """Return the number of the entry of a Chinese form, or None."""
        row = self._run("SELECT id FROM entry WHERE key = ?", (key(" ".join(zh.split())),)).fetchone()
        return None if row is None else int(row[0])

    def known(self, zh: str) -> int:
        """Return the number of an entry that must be there.

        Raises:
            DataError: It is not.
        """
        entry = self.find(zh)
        if entry is None:
            raise DataError(f"{zh} is not in the termbase", hint="see 'align glossary list'")
        return entry

    def owner(self, entry: int) -> int:
        """Return the entry that has the renderings of this one: itself, or the one it was merged into."""
        return int(self._value("SELECT coalesce(same_as, id) FROM entry WHERE id = ?", entry))

    def ensure(self, term: Term, status: EntryStatus) -> int:
        """Return the number of a term's entry, which is made when it is new.

        Raises:
            DataError: The term is empty.
        """
        zh = " ".join(term.zh.split())
        if not zh:
            raise DataError("a term without Chinese", hint="give the Chinese form first, then the rendering")
        entry = self.find(zh)
        if entry is not None:
            return entry
        figures = float(term.confidence), int(term.count)
        cursor = self._run(
            """INSERT INTO entry (zh, key, type, status, confidence, count, reason, note, created, changed)
               VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?)""",
            (zh, key(zh), term.type, status, *figures, term.reason, self._now, self._now),
        )
        self._note(zh, "", "", status)
        return int(cursor.lastrowid or 0)

    def judge(self, entry: int, status: EntryStatus) -> bool:
        """Change the status of an entry; return whether it was another."""
        zh, before = self._run("SELECT zh, status FROM entry WHERE id = ?", (entry,)).fetchone()
        if before == status:
            return False
        self._run("UPDATE entry SET status = ? WHERE id = ?", (status, entry))
        self._touch(entry)
        self._note(zh, "", before, status)
        return True

    def describe(self, entry: int, kind: str, note: str) -> None:
        """Set the type and the note of an entry; "other" and "" leave what is there."""
        self._run(
            """UPDATE entry SET type = iif(:kind = 'other', type, :kind), note = iif(:note = '', note, :note)
               WHERE id = :entry AND ((:kind <> 'other' AND :kind <> type) OR :note <> '')""",
            {"kind": kind, "note": note, "entry": entry},
        )
        if self._value("SELECT changes()"):
            self._touch(entry)
            self._note(self._zh(entry), "", "", kind if kind != "other" else "note")

    def judge_rendering(self, entry: int, en: str, status: EntryStatus) -> bool:
        """Change the status of a rendering, which is made when it is new; return whether anything changed."""
        entry, en = self.owner(entry), " ".join(en.split())
        if not en:
            raise DataError("a rendering without text", hint="give the English after the Chinese")
        query = "SELECT id, status FROM rendering WHERE entry = ? AND form = ?"
        row = self._run(query, (entry, form_of(en))).fetchone()
        if row is not None and row[1] == status:
            return False
        if row is None:
            self._insert_rendering(entry, en, status)
        else:
            change = "UPDATE rendering SET en = ?, status = ?, changed = ? WHERE id = ?"
            self._run(change, (en, status, self._now, row[0]))
        self._touch(entry)
        self._note(self._zh(entry), en, row[1] if row else "", status)
        return True

    def accept_commonest(self, entry: int) -> None:
        """Accept the commonest candidate among the renderings of an entry, unless one is accepted already."""
        row = self._run(
            """SELECT en, status FROM rendering r WHERE entry = ? AND status IN ('approved', 'candidate')
               ORDER BY status, (SELECT count(*) FROM occurrence WHERE rendering = r.id) DESC, id""",
            (self.owner(entry),),
        ).fetchone()
        if row and row[1] == "candidate":
            self.judge_rendering(entry, row[0], "approved")

    def join(self, zh: str, into: str) -> None:
        """Make an entry another form of a second one, which takes over its renderings."""
        entry, other = (self.owner(self.known(name)) for name in (zh, into))
        if entry == other:
            raise DataError(f"{zh} and {into} are one term already")
        renderings = self._run("SELECT id, form, status FROM rendering WHERE entry = ?", (entry,)).fetchall()
        for number, form, status in renderings:
            self._move(number, form, status, other)
        self._run(
            """UPDATE entry SET same_as = :other, status = (SELECT status FROM entry WHERE id = :other)
               WHERE id = :entry OR same_as = :entry""",
            {"other": other, "entry": entry},
        )
        self._touch(entry)
        self._note(self._zh(entry), "", "", into)

    def record(self, term: Term) -> Outcome:
        """Take in a term; a candidate changes no decision, and what was rejected stays so."""
        entry = self.find(term.zh)
        new = entry is None
        before = self._value("SELECT total_changes()")
        if entry is None:
            entry = self.ensure(term, term.status)
        elif not self._update(entry, term):
            return "same"
        owner = self.owner(entry)
        known = self._run("SELECT id, en, form, status FROM rendering WHERE entry = ?", (owner,)).fetchall()
        for rendering in term.renderings:
            self._record_rendering(owner, rendering, known)
        if new:
            return "added"
        return "changed" if self._value("SELECT total_changes()") != before else "same"

    def _update(self, entry: int, term: Term) -> bool:
        """Bring what a known entry says up to date; return whether its renderings are of interest."""
        if term.status == "candidate":
            if self._value("SELECT status FROM entry WHERE id = ?", entry) == "rejected":
                return False
        else:
            self.judge(entry, term.status)
        if self._value("SELECT type FROM entry WHERE id = ?", entry) == "other":
            self.describe(entry, term.type, "")
        count = self._count(entry, term)
        self._run("UPDATE entry SET count = ? WHERE id = ? AND count <> ?", (count, entry, count))
        return True

    def _count(self, entry: int, term: Term) -> int:
        """Add the counts, unless the occurrences show that these documents were counted before."""
        before = int(self._value("SELECT count FROM entry WHERE id = ?", entry))
        query = """SELECT DISTINCT source_name FROM occurrence
            WHERE rendering IN (SELECT id FROM rendering WHERE entry = ?)"""
        seen = {row[0] for row in self._run(query, (self.owner(entry),))}
        names = {o.source_name for rendering in term.renderings for o in rendering.occurrences}
        return before + term.count if names and not names & seen else max(before, term.count)

    def _record_rendering(self, entry: int, rendering: Rendering, known: Iterable[Any]) -> None:
        text = " ".join(rendering.text.split())
        if not text:
            return
        same = _same(text, rendering.status, known)
        if same is None:
            number = self._insert_rendering(entry, text, rendering.status)
            self._note(self._zh(entry), text, "", rendering.status)
        else:
            number = same[0]
            if rendering.status != "candidate":
                self.judge_rendering(entry, text, rendering.status)
        self._add_occurrences(number, rendering.occurrences)

    def _insert_rendering(self, entry: int, en: str, status: EntryStatus) -> int:
        cursor = self._run(
            "INSERT INTO rendering (entry, en, form, status, created, changed) VALUES (?, ?, ?, ?, ?, ?)",
            (entry, en, form_of(en), status, self._now, self._now),
        )
        return int(cursor.lastrowid or 0)

    def _add_occurrences(self, rendering: int, occurrences: Iterable[Occurrence]) -> None:
        for one in occurrences:
            spans = json.dumps([[int(span.start), int(span.end)] for span in one.target])
            place = (one.source_name, one.target_name, int(one.bead), int(one.source.start), int(one.source.end))
            self._run("INSERT OR IGNORE INTO occurrence VALUES (?, ?, ?, ?, ?, ?, ?)", (rendering, *place, spans))

    def _move(self, number: int, form: str, status: EntryStatus, entry: int) -> None:
        """Give a rendering to another entry, or its occurrences to the same rendering there."""
        query = "SELECT id, status FROM rendering WHERE entry = ? AND form = ?"
        row = self._run(query, (entry, form)).fetchone()
        if row is None:
            self._run("UPDATE rendering SET entry = ? WHERE id = ?", (entry, number))
            return
        self._run("UPDATE OR IGNORE occurrence SET rendering = ? WHERE rendering = ?", (row[0], number))
        self._run("DELETE FROM occurrence WHERE rendering = ?", (number,))
        self._run("DELETE FROM rendering WHERE id = ?", (number,))
        if row[1] == "candidate":
            self._run("UPDATE rendering SET status = ? WHERE id = ?", (status, row[0]))

    def _value(self, query: str, *values: object) -> Any:
        return self._run(query, values).fetchone()[0]

    def _zh(self, entry: int) -> str:
        return str(self._value("SELECT zh FROM entry WHERE id = ?", entry))

    def _touch(self, entry: int) -> None:
        self._run("UPDATE entry SET changed = ? WHERE id = ?", (self._now, entry))

    def _note(self, zh: str, en: str, before: str, after: str) -> None:
        self._run(
            "INSERT INTO event (at, who, action, zh, en, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self._now, self._who, self._action, zh, en, before, after),
        )


def _same(text: str, status: EntryStatus, known: Iterable[Any]) -> Any:
    """Return the row of the rendering that a text is, None when it is new.

    What is only proposed is the same as a known one also when case or inflection differ.
    """
    for row in known:
        if row[2] == form_of(text):
            return row
    if status != "candidate":
        return None
    return next((row for row in known if normal_form(row[1]) == normal_form(text)), None)
