"""Word classes of Chinese words, from the dictionary that comes with jieba."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from align.language.script import simplify

NOUNS = frozenset(["n", "nz", "nt", "ns", "nr", "nrt", "nrfg", "vn", "an", "j", "l", "i", "s", "eng", "nw", "zg", "ng"])
MODIFIERS = frozenset(["a", "b", "ad", "f", "m", "mq", "d", "z", "vd", "ag", "h", "k", "q", "t", "tg"])
VERBS = frozenset(["v", "vi", "vg", "vq"])


@cache
def _dictionary() -> Mapping[str, str]:
    """Return the class of every word in jieba's dictionary (lines of word, frequency, class)."""
    from importlib.resources import files

    text = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    cells = text.split()
    return dict(zip(cells[::3], cells[2::3], strict=True))


@lru_cache(maxsize=65536)
def tag(word: str) -> str:
    """Return the class of a word: n, v, a and so on as jieba names them, eng for Latin, x when unknown.

    >>> tag("改革"), tag("科技"), tag("5G")
    ('vn', 'n', 'eng')
    """
    if word.isascii():
        return "m" if word.replace(".", "").replace("%", "").isdigit() else "eng" if word.isalnum() else "x"
    known = _dictionary()
    return known.get(word) or known.get(simplify(word), "x")
