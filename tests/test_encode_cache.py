"""The cache of vectors: what it keeps, what it drops, and that it never stops the work."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from align.encode.cache import VectorCache


def vectors(*texts: str, width: int = 8) -> dict:
    return {text: np.full(width, float(len(text)), np.float32) for text in texts}


@pytest.fixture
def cache(tmp_path) -> VectorCache:
    return VectorCache(tmp_path / "new" / "vectors.sqlite")


def test_it_gives_back_what_it_keeps_and_nothing_else(cache):
    cache.put("m", vectors("改革", "reform"))
    found = cache.get("m", ["reform", "unknown", "改革"])
    assert {text: vector.tolist() for text, vector in found.items()} == {"改革": [2.0] * 8, "reform": [6.0] * 8}


def test_another_model_has_vectors_of_its_own(cache):
    cache.put("m", vectors("a"))
    assert cache.get("n", ["a"]) == {}


def test_many_texts_at_once(cache):
    texts = [f"text {n}" for n in range(2500)]
    cache.put("m", vectors(*texts))
    assert len(cache.get("m", texts)) == 2500


def test_over_its_limit_it_drops_what_was_used_longest_ago(tmp_path):
    cache = VectorCache(tmp_path / "v.sqlite", limit=200_000)
    cache.put("m", vectors("old", width=1000))
    cache.put("m", vectors(*(f"x{n}" for n in range(40)), width=1000))
    assert "old" in cache.get("m", ["old"])  # used now, so it is the youngest
    cache.put("m", vectors(*(f"y{n}" for n in range(80)), width=1000))
    left = cache.get("m", ["old", *(f"x{n}" for n in range(40)), *(f"y{n}" for n in range(80))])
    assert cache.path.stat().st_size <= 200_000
    assert sum(text.startswith("x") for text in left) < sum(text.startswith("y") for text in left)


def test_a_damaged_file_is_replaced(cache):
    cache.path.parent.mkdir()
    cache.path.write_bytes(b"this is no database, and long enough to be read as one" * 100)
    assert cache.get("m", ["a"]) == {}
    cache.put("m", vectors("a"))
    assert "a" in cache.get("m", ["a"])


def test_a_folder_that_cannot_be_made_is_passed_over(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = VectorCache(tmp_path / "file" / "vectors.sqlite")
    cache.put("m", vectors("a"))
    assert cache.get("m", ["a"]) == {}


def test_a_locked_file_is_passed_over(cache, monkeypatch):
    cache.put("m", vectors("a"))
    monkeypatch.setattr("align.encode.cache.TIMEOUT", 0.01)
    with closing(sqlite3.connect(cache.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        cache.put("m", vectors("b"))
    assert set(cache.get("m", ["a", "b"])) == {"a"}


def write_many(path: Path, name: str) -> None:
    cache = VectorCache(path)
    for n in range(20):
        cache.put("m", vectors(f"{name}{n}"))


def test_programs_may_write_at_once(cache):
    with ProcessPoolExecutor(3) as pool:
        list(pool.map(write_many, [cache.path] * 3, "abc"))
    assert len(cache.get("m", [f"{name}{n}" for name in "abc" for n in range(20)])) == 60


@pytest.mark.parametrize(("home", "place"), [("/somewhere", "/somewhere/align"), ("", "~/.cache/align")])
def test_it_lies_in_the_cache_folder_of_the_user(home, place, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert VectorCache.at_home().path == Path(place).expanduser() / "vectors.sqlite"
