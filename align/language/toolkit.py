"""The parts of jieba and nltk that align uses, loaded quietly and without what they would load beside."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec, module_from_spec
from types import MappingProxyType, ModuleType
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
def _bare(
    *packages: str, unused: Sequence[str] = (), instead: Mapping[str, ModuleType] = MappingProxyType({})
) -> Iterator[None]:
    """Let packages stand there unexecuted while one module inside them is imported.

    `import nltk` executes nearly all of nltk, some hundred modules; a stemmer and a sentence splitter need ten.
    Whoever imports the package later gets it anew and whole.

    Args:
        packages: The packages, the outer first.
        unused: Modules inside of which the imported one takes names that it needs for nothing we ask; each is None.
        instead: Modules that take the place of others.
    """
    before = set(sys.modules)
    for name in (one for one in packages if one not in before):  # the outer package first
        spec = find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        sys.modules[name] = module_from_spec(spec)
    for name in (one for one in unused if one not in before):
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__getattr__ = lambda _: None  # type: ignore[method-assign]
    sys.modules.update({name: module for name, module in instead.items() if name not in before})
    try:
        yield
    finally:
        for name in set(sys.modules) - before:
            if name.startswith(packages[0]):
                del sys.modules[name]


@cache
def word_model() -> Any:
    """Return the module `jieba.finalseg`: a hidden Markov model of where words begin and end."""
    with _hidden("pkg_resources"), _bare("jieba"):
        from jieba import finalseg
    return finalseg


# nltk compiles its regular expressions with a package that guards against those of strangers; its own need no guard.
_PLAIN_RE = MappingProxyType({"nltk.redos": re})


@cache
def punkt() -> Any:
    """Return the module `nltk.tokenize.punkt` (Kiss and Strunk 2006)."""
    # What trains, reads and writes its models takes along http, ssl, xml and pickle.
    unused = ["nltk.pathsec", "nltk.picklesec", "nltk.probability", "nltk.termsec", "nltk.internals"]
    with _bare("nltk", "nltk.tokenize", unused=[*unused, "nltk.tokenize.util"], instead=_PLAIN_RE):
        from nltk.tokenize import punkt
    return punkt


@cache
def stemmer() -> Any:
    """Return nltk's Snowball stemmer of English (Porter 2001)."""
    # A list of stop words, and what shows off in a terminal.
    with _bare("nltk", "nltk.stem", unused=("nltk.corpus", "nltk.termsec"), instead=_PLAIN_RE):
        from nltk.stem.snowball import EnglishStemmer
    return EnglishStemmer()
