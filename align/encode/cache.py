"""Keeps sentence vectors on disk between runs, keyed by model and text, up to a size.

One SQLite file in the user's cache folder. SQLite lets several programs write at once and survives one that is
killed; vectors are kept in half precision. A cache must never stop the work: when its file cannot be opened,
read or written, the vectors are computed anew and nothing is said.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np

from align.encode.protocol import Floats

LIMIT = 512 * 1024 * 1024
_KEEP = 0.8  # after an eviction, so that it is not needed again at once
_TABLE = """
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, used INTEGER NOT NULL)
"""
_FILE_SIZE = "SELECT (SELECT * FROM pragma_page_count) * (SELECT * FROM pragma_page_size)"
TIMEOUT = 10.0  # seconds to wait for another program that writes
_ASK_AT_ONCE = 500  # SQLite allows 999 parameters in its older versions


def cache_folder() -> Path:
    """Return the program's folder in the user's cache: `$XDG_CACHE_HOME/align`, by default `~/.cache/align`."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "align"


class VectorCache:
    """Vectors by model and text in an SQLite file; the ones used longest ago leave when it grows over `limit` bytes."""

    def __init__(self, path: Path, limit: int = LIMIT) -> None:
        self.path, self.limit = path, limit

    @classmethod
    def at_home(cls) -> VectorCache:
        """Return the cache in the user's cache folder."""
        return cls(cache_folder() / "vectors.sqlite")

    def get(self, model: str, texts: Sequence[str]) -> dict[str, Floats]:
        """Return the vectors that are there, by text."""
        by_key = {_key(model, text): text for text in texts}
        rows = self._try(lambda connection: _read(connection, list(by_key))) or []
        return {by_key[key]: np.frombuffer(vector, np.float16).astype(np.float32) for key, vector in rows}

    def put(self, model: str, vectors: Mapping[str, Floats]) -> None:
        """Keep vectors; what does not fit any more drives out what was used longest ago."""
        now = time.time_ns()
        rows = [(_key(model, text), vector.astype(np.float16).tobytes(), now) for text, vector in vectors.items()]
        self._try(lambda connection: _write(connection, rows, self.limit))

    def _try(self, work: Callable[[sqlite3.Connection], list[tuple[bytes, bytes]]]) -> list[tuple[bytes, bytes]] | None:
        """Do something with the file; one that is damaged is thrown away, any other trouble passed over."""
        try:
            return self._do(work)
        except sqlite3.OperationalError:  # locked for too long, full disk, read-only folder
            return None
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self.path.unlink()
            return None
        except OSError:
            return None

    def _do(self, work: Callable[[sqlite3.Connection], list[tuple[bytes, bytes]]]) -> list[tuple[bytes, bytes]]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=TIMEOUT, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")  # a lost vector is computed again
            # Locked from the start: what begins by reading cannot wait for its turn to write.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            found = work(connection)
            connection.commit()
            return found


def _read(connection: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    rows: list[tuple[bytes, bytes]] = []
    remaining = iter(keys)
    while some := list(islice(remaining, _ASK_AT_ONCE)):
        marks = ",".join("?" * len(some))
        rows += connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some)
        connection.execute(f"UPDATE vectors SET used = ? WHERE key IN ({marks})", [time.time_ns(), *some])
    return rows


def _write(
    connection: sqlite3.Connection, rows: Sequence[tuple[bytes, bytes, int]], limit: int
) -> list[tuple[bytes, bytes]]:
    connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
    (size,) = connection.execute(_FILE_SIZE).fetchone()
    if size > limit:
        (count,) = connection.execute("SELECT count(*) FROM vectors").fetchone()
        leaving = count - int(count * _KEEP * limit / size)
        oldest = "SELECT key FROM vectors ORDER BY used LIMIT ?"
        connection.execute(f"DELETE FROM vectors WHERE key IN ({oldest})", (leaving,))
        connection.commit()
        connection.execute("VACUUM")
    return []


def _key(model: str, text: str) -> bytes:
    return blake2b(f"{model}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
