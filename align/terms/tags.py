"""Word classes of Chinese words, from the dictionary that comes with jieba."""

from __future__ import annotations

from functools import lru_cache

from align.language.dictionary import word_class
from align.language.script import simplify

NOUNS = frozenset(["n", "nz", "nt", "ns", "nr", "nrt", "nrfg", "vn", "an", "j", "l", "i", "s", "eng", "nw", "zg", "ng"])
MODIFIERS = frozenset(["a", "b", "ad", "f", "m", "mq", "d", "z", "vd", "ag", "h", "k", "q", "t", "tg"])
VERBS = frozenset(["v", "vi", "vg", "vq"])


@lru_cache(maxsize=65536)
def tag(word: str) -> str:
    """Return the class of a word: n, v, a and so on as jieba names them, eng for Latin, x when unknown.

    >>> tag("改革"), tag("科技"), tag("5G")
    ('vn', 'n', 'eng')
    """
    if word.isascii():
        return "m" if word.replace(".", "").replace("%", "").isdigit() else "eng" if word.isalnum() else "x"
    return word_class(word) or word_class(simplify(word)) or "x"


def is_word(form: str) -> bool:
    """Tell whether a form in simplified characters is a word that has a class, without remembering it."""
    return tag(form) != "x" if form.isascii() else word_class(form) is not None
