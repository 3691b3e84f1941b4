"""The word lists that numerals of both languages ask, from numerals.json."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, str]:
    tables: dict[str, str] = json.loads((files("align.language") / "numerals.json").read_text("utf-8"))
    return tables


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return one list by its name: what it is stands beside it in numerals.json.

    >>> "统一" in word_list("exceptions")
    True
    """
    words = _tables()[name]
    return tuple(words.split("|") if "|" in words else words.split())
