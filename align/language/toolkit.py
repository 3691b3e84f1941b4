"""The parts of jieba and nltk that align uses, loaded quietly and without what they would load beside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import Any


@contextmanager
def _hidden(*modules: str) -> Iterator[None]:
    """Let modules look absent while another is imported that can do without them.

    `import jieba` takes pkg_resources along to find its files: a good part of a second that serves nothing here.
    """
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is how import is told "absent"
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@contextmanager
def _bare(*packages: str) -> Iterator[None]:
    """Let packages stand there unexecuted while one module inside them is imported.

    `import nltk` executes nearly all of nltk, some hundred modules; a stemmer and a sentence splitter need twelve.
    Whoever imports the package later gets it anew and whole.
    """
    before = set(sys.modules)
    for name in (one for one in packages if one not in before):  # the outer package first
        spec = find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        sys.modules[name] = module_from_spec(spec)
    try:
        yield
    finally:
        for name in set(sys.modules) - before:
            if name.startswith(packages[0]):
                del sys.modules[name]


@cache
def word_model() -> Any:
    """Return the module `jieba.finalseg`: a hidden Markov model of where words begin and end."""
    with _hidden("pkg_resources"):
        from jieba import finalseg
    return finalseg


@cache
def punkt() -> Any:
    """Return the module `nltk.tokenize.punkt` (Kiss and Strunk 2006)."""
    with _bare("nltk", "nltk.tokenize"):
        from nltk.tokenize import punkt
    return punkt


@cache
def stemmer() -> Any:
    """Return nltk's Snowball stemmer of English (Porter 2001)."""
    with _bare("nltk", "nltk.stem", "nltk.corpus"):
        # A list of stop words it is not asked for here.
        sys.modules["nltk.corpus"].stopwords = getattr(sys.modules["nltk.corpus"], "stopwords", None)  # type: ignore[attr-defined]
        from nltk.stem.snowball import EnglishStemmer
    return EnglishStemmer()
