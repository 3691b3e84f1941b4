"""How Chinese is read, in pinyin without tones; the table comes from pypinyin (MIT), see `scripts/make_pinyin.py`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _table() -> Mapping[str, str]:
    text = (resources.files("align.language") / "data" / "pinyin.tsv").read_text("utf-8")
    cells = text.replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], cells[1::2], strict=False))


@cache
def char_readings(char: str) -> tuple[str, ...]:
    """Return the readings of a character without tones, the usual one first.

    >>> char_readings("乐"), char_readings("吕"), char_readings("A")
    (('le', 'yue'), ('lü',), ())
    """
    return tuple(_table().get(char, "").split())


def usual_reading(zh: str, table: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return how a word is most likely read, a syllable a character; empty when a character has no reading.

    From the left the longest word with a reading of its own is taken, else the usual reading of the character.

    Args:
        zh: The word.
        table: The readings of characters and words; by default those that come with the program.

    >>> usual_reading("重庆"), usual_reading("重点"), usual_reading("5G")
    (('chong', 'qing'), ('zhong', 'dian'), ())
    """
    table = _table() if table is None else table
    syllables: list[str] = []
    while rest := zh[len(syllables) :]:
        known = next((rest[:size] for size in range(len(rest), 0, -1) if rest[:size] in table), None)
        if known is None:
            return ()
        syllables += table[known].split()[: len(known)]
    return tuple(syllables)
