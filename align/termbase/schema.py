"""The file of a termbase: SQLite, its tables, its version, and how an older one is brought up to date.

The journal is write-ahead: readers and one writer do not wait for each other, a second writer waits its turn,
and what a killed program had not committed is as if it had never been. See https://sqlite.org/wal.html.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from align.errors import AlignError, DataError, ReadError, WriteError

# Stands in the header of the file, so that another program's database is not taken for a termbase.
APPLICATION_ID = int.from_bytes(b"algn", "big")
# How long to wait for another writer, in seconds.
PATIENCE = 30.0

# Script n brings a termbase of version n to version n + 1; the file's user_version counts those that were run.
MIGRATIONS = (
    """
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        zh TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,  -- align.glossary.key(zh): simplified, half-width, lower case
        type TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('candidate', 'approved', 'deprecated', 'forbidden', 'rejected')),
        confidence REAL NOT NULL,
        count INTEGER NOT NULL,
        reason TEXT NOT NULL,
        note TEXT NOT NULL,
        same_as INTEGER REFERENCES entry,  -- another Chinese form of that entry, with its renderings
        created TEXT NOT NULL,
        changed TEXT NOT NULL
    );
    CREATE INDEX entry_start ON entry (substr(key, 1, 2), key);
    CREATE TABLE rendering (
        id INTEGER PRIMARY KEY,
        entry INTEGER NOT NULL REFERENCES entry,
        en TEXT NOT NULL,
        form TEXT NOT NULL,  -- straight quotes, single spaces; the case counts
        status TEXT NOT NULL CHECK (status IN ('candidate', 'approved', 'deprecated', 'forbidden', 'rejected')),
        created TEXT NOT NULL,
        changed TEXT NOT NULL,
        UNIQUE (entry, form)
    );
    CREATE TABLE occurrence (
        rendering INTEGER NOT NULL REFERENCES rendering,
        source_name TEXT NOT NULL,
        target_name TEXT NOT NULL,
        bead INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        target TEXT NOT NULL,  -- JSON: [[start, end], ...]
        PRIMARY KEY (rendering, source_name, target_name, start, end)
    ) WITHOUT ROWID;
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        action TEXT NOT NULL,
        zh TEXT NOT NULL,
        en TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL
    );
    CREATE INDEX event_zh ON event (zh);
    """,
)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open a termbase, in transactions of our own making.

    Args:
        path: The file.
        create: Make it when it is not there.

    Raises:
        ReadError: It is not there and was not to be made.
        DataError: It is no termbase, is damaged, or was made by a newer version of the program.
        WriteError: It cannot be made or brought up to date.
    """
    if not create and not path.exists():
        raise ReadError("there is no termbase", path=path, hint="make one with 'align glossary add'")
    with errors(path):
        connection = _open(path)
    try:
        with errors(path):
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(path: Path) -> sqlite3.Connection:
    """Open the file; in a folder that may not be written to, such as an office's share, for reading only.

    There SQLite could not make the files it keeps beside a database in write-ahead mode, and would refuse.
    """
    if path.exists() and not os.access(path.parent, os.W_OK):
        return sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run statements so that all of them hold or none; a second writer waits here for the first."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into what a user can do about it."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explained(error, path) from error


def _explained(error: sqlite3.DatabaseError, path: Path) -> AlignError:
    text = str(error)
    if "not a database" in text:
        return DataError("not a termbase", path=path, hint="name a file made by 'align glossary'")
    if "malformed" in text:
        hint = "restore a copy, or try 'sqlite3 FILE .recover'"
        return DataError("the termbase is damaged", path=path, hint=hint)
    if "locked" in text:
        message = f"another program has kept the termbase for {PATIENCE:.0f} seconds"
        return WriteError(message, path=path, hint="let it finish and try again")
    if "full" in text:
        return WriteError("the disk is full", path=path, hint="free some space; nothing was changed")
    if "readonly" in text or "unable to open" in text:
        hint = "name a file in a folder that exists and that you may write to"
        return WriteError("the termbase cannot be opened for writing", path=path, hint=hint)
    return DataError(f"the termbase cannot be used: {text}", path=path)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Check whose file it is, make the tables that are missing, and set the switches of the connection."""
    if _check(connection, path) < len(MIGRATIONS):
        _use_write_ahead_log(connection)
        with transaction(connection):
            for version in range(_check(connection, path), len(MIGRATIONS)):
                _run(connection, MIGRATIONS[version])
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA foreign_keys = ON")


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the file, 0 for an empty one."""
    # In one statement: between two of them another program might make the tables.
    owner, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if owner != APPLICATION_ID and (tables or owner):
        hint = "name a file made by 'align glossary'"
        raise DataError("a database, but not a termbase", path=path, hint=hint)
    if version > len(MIGRATIONS):
        message = f"the termbase has version {version}, this program knows up to {len(MIGRATIONS)}"
        raise DataError(message, path=path, hint="update align")
    return int(version)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Change the journal; SQLite does not wait its usual time for another program that does so too."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script inside the transaction at hand, which `executescript` would end."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
