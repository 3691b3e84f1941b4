"""The parts of jieba and nltk that align uses, loaded quietly and without what they would load beside."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def _hidden(*modules: str) -> Iterator[None]:
    """Let modules look absent while another is imported that can do without them.

    `import nltk` takes scipy and scikit-learn along for its classifiers, `import jieba` pkg_resources to find its
    files: a second of start-up that serves nothing here.
    """
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is how import is told "absent"
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@cache
def word_cutter() -> Any:
    """Return jieba's tokenizer, its dictionary loaded, without its reports on stderr."""
    with _hidden("pkg_resources"):
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@cache
def word_model() -> Any:
    """Return the module `jieba.finalseg`: a hidden Markov model of where words begin and end."""
    with _hidden("pkg_resources"):
        from jieba import finalseg
    return finalseg


@cache
def punkt() -> Any:
    """Return the module `nltk.tokenize.punkt` (Kiss and Strunk 2006)."""
    with _hidden("scipy", "sklearn"):
        from nltk.tokenize import punkt
    return punkt


@cache
def stemmer() -> Any:
    """Return nltk's Snowball stemmer of English (Porter 2001)."""
    with _hidden("scipy", "sklearn"):
        from nltk.stem.snowball import EnglishStemmer
    return EnglishStemmer()
