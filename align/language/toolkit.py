"""The two parts of nltk that align uses, loaded without the rest of what nltk would load."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def _lean() -> Iterator[None]:
    """Let scipy and scikit-learn look absent while nltk is imported.

    `import nltk` imports all of nltk, which takes them along for its classifiers when they are installed: a
    second of start-up for two small modules that need neither.
    """
    absent = [name for name in ("scipy", "sklearn") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is how import is told "absent"
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@cache
def punkt() -> Any:
    """Return the module `nltk.tokenize.punkt` (Kiss and Strunk 2006)."""
    with _lean():
        from nltk.tokenize import punkt
    return punkt


@cache
def stemmer() -> Any:
    """Return nltk's Snowball stemmer of English (Porter 2001)."""
    with _lean():
        from nltk.stem.snowball import EnglishStemmer
    return EnglishStemmer()
