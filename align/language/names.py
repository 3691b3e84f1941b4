"""Names of people and places between Chinese and pinyin.

Official English writes surname first and the given name as one word, with an apostrophe before a syllable that
begins with a, e or o (GB/T 28039-2011); real texts drop the apostrophe, split the name or turn it round, and
all of that is still the same person.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product
from typing import Any

from align.language.chars import fold
from align.language.pinyin import char_readings, usual_reading
from align.model import Span

_MOST_READINGS = 24  # of a name whose characters have many: enough for every real case


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads((files("align.language") / "names.json").read_text("utf-8"))
    return tables


@cache
def _surname_readings() -> dict[str, tuple[str, ...]]:
    return {surname: tuple(spellings.split()) for surname, spellings in _tables()["readings"].items()}


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_tables()["syllables"].split())


@cache
def surnames() -> frozenset[str]:
    """Return the surnames the program knows, of one character and of two.

    >>> {"陈", "欧阳", "单"} <= surnames()
    True
    """
    return frozenset(_tables()["surnames"]) | frozenset(_tables()["compounds"].split())


def __getattr__(name: str) -> frozenset[str]:
    """Serve SURNAMES when it is first asked for, so that importing the module reads no file."""
    if name == "SURNAMES":
        return surnames()
    raise AttributeError(name)


def split_name(zh: str) -> tuple[str, str]:
    """Split a Chinese name into surname and given name; the surname is empty when none is known.

    >>> split_name("欧阳修"), split_name("陈敏尔"), split_name("江苏")
    (('欧阳', '修'), ('陈', '敏尔'), ('江', '苏'))
    """
    for length in (2, 1):
        if len(zh) > length and zh[:length] in surnames():
            return zh[:length], zh[length:]
    return "", zh


@lru_cache(maxsize=16384)
def readings(zh: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways a word may be read, each as one syllable a character; the most likely first.

    The surname of a name is read as surnames are (单 shan), the rest as the dictionary of words has it.

    >>> readings("单霁翔")[0], readings("重庆")[0]
    (('shan', 'ji', 'xiang'), ('chong', 'qing'))
    """
    likely = usual_reading(zh)
    choices = [char_readings(char) for char in zh]
    if not likely:
        return ()
    surname = split_name(zh)[0]
    spelt = _surname_readings().get(surname, ())
    firsts = [_cut(spelling, len(surname)) for spelling in spelt] if len(zh) <= 4 else []
    if len(surname) == 1 and firsts:
        choices[0] = tuple(dict.fromkeys([first[0] for first in firsts] + list(choices[0])))
    named = [first + likely[len(first) :] for first in firsts]
    return tuple(dict.fromkeys([*named, likely, *islice(product(*choices), _MOST_READINGS)]))


def _cut(spelling: str, parts: int) -> tuple[str, ...]:
    """Cut a spelling of a surname into its syllables."""
    return next((tiling for tiling in tilings(spelling) if len(tiling) == parts), (spelling,))


def _joined(syllables: tuple[str, ...]) -> str:
    """Join syllables to a word with the apostrophes the standard asks for.

    >>> _joined(("ma", "an"))
    "Ma'an"
    """
    first, *others = syllables
    word = first + "".join(f"'{syllable}" if syllable[0] in "aeo" else syllable for syllable in others)
    return word[:1].upper() + word[1:]


def romanise(zh: str) -> str:
    """Return the standard English spelling of a person's name.

    A name whose surname is not known is written as one word, as a place would be. An empty string when a
    character has no reading.

    >>> [romanise(name) for name in ("陈敏尔", "欧阳修", "单霁翔", "吕梁", "解学龙")]
    ["Chen Min'er", 'Ouyang Xiu', 'Shan Jixiang', 'Lü Liang', 'Xie Xuelong']
    """
    found = readings(zh)
    if not found:
        return ""
    surname = split_name(zh)[0]
    if not surname:
        return _joined(found[0])
    return f"{_joined(found[0][: len(surname)])} {_joined(found[0][len(surname) :])}"


def romanise_place(zh: str) -> str:
    """Return the standard spelling of a place name, one word.

    >>> romanise_place("马鞍"), romanise_place("西安"), romanise_place("涪陵")
    ("Ma'an", "Xi'an", 'Fuling')
    """
    found = readings(zh)
    return _joined(found[0]) if found else ""


def _spelling(syllable: str) -> str:
    """A pattern for a syllable as it is really written: ü as u, v or yu, and er as r."""
    if "ü" in syllable:
        return syllable.replace("ü", "(?:ü|u|v|yu)")
    return "e?r" if syllable == "er" else re.escape(syllable)


@lru_cache(maxsize=8192)
def _name_pattern(zh: str) -> re.Pattern[str] | None:
    surname = split_name(zh)[0]
    patterns = []
    for syllables in readings(zh):
        spelt = [_spelling(syllable) for syllable in syllables]
        first = r"['\- ]?".join(spelt[: len(surname)])
        given = r"(?:'|-| |' )?".join(spelt[len(surname) :])
        if not surname:
            patterns.append(given)
        else:
            patterns += [rf"{first},?\s*{given}", rf"{given}\s+{first}"]
    if not patterns:
        return None
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(dict.fromkeys(patterns))})(?![^\W\d_])", re.IGNORECASE)


@lru_cache(maxsize=65536)
def _bare_forms(zh: str) -> frozenset[str]:
    """Return a name as it may be spelt, letters alone, in both orders: a quick test before the pattern is made."""
    size = len(split_name(zh)[0])
    found = set()
    for syllables in readings(zh):
        for spelt in product(*map(_spellings, syllables)):
            found |= {"".join(spelt), "".join(spelt[size:] + spelt[:size])}
    return frozenset(found)


def _spellings(syllable: str) -> tuple[str, ...]:
    if "ü" in syllable:
        return tuple(syllable.replace("ü", written) for written in ("ü", "u", "v", "yu"))
    return ("er", "r") if syllable == "er" else (syllable,)


@lru_cache(maxsize=256)
def _letters(english: str) -> str:
    return "".join(filter(str.isalpha, english)).lower()


def find_name(zh: str, english: str) -> list[Span]:
    """Return where a Chinese name stands in an English text, in any of its spellings.

    Capitals, apostrophes, spaces, hyphens and the order of surname and given name may differ; the name must
    begin with a capital. A name without a known surname is sought as one word.

    >>> [span.of("Mr Chen Min’er") for span in find_name("陈敏尔", "Mr Chen Min’er")]
    ['Chen Min’er']
    >>> [len(find_name("陈敏尔", text)) for text in ("Chen Miner", "Min'er Chen", "ChenMiner", "Chen Min")]
    [1, 1, 1, 0]
    """
    if not any(form in _letters(english) for form in _bare_forms(zh)):
        return []
    pattern = _name_pattern(zh)
    if pattern is None:
        return []
    plain = fold(english)
    return [Span(*match.span()) for match in pattern.finditer(plain) if match.group()[0].isupper()]


@cache
def _sounds() -> frozenset[str]:
    return frozenset(_tables()["sounds"])


@cache
def _dotted() -> re.Pattern[str]:
    part = f"[{_tables()['sounds']}]"
    return re.compile(rf"{part}{{0,8}}(?:[·•・‧]{part}{{1,8}})+")


@lru_cache(maxsize=4096)
def foreign_names(zh: str) -> tuple[Span, ...]:
    """Return where foreign names with dots stand in a Chinese text: their characters are read by sound, not spelt.

    >>> [span.of("由马尔万·巴尔古提先生") for span in foreign_names("由马尔万·巴尔古提先生")]
    ['马尔万·巴尔古提']
    """
    return tuple(Span(*match.span()) for match in _dotted().finditer(zh))


def may_be_foreign(zh: str) -> bool:
    """Tell whether a word of three characters or more may write a foreign name by its sound.

    >>> [may_be_foreign(zh) for zh in ("萨勒曼", "卢甘斯", "郑栅洁", "浙江")]
    [True, True, False, False]
    """
    return len(zh) > 2 and _sounds().issuperset(zh)


@lru_cache(maxsize=65536)
def tilings(word: str) -> tuple[tuple[str, ...], ...]:
    """Return every way to cut a word into syllables of pinyin; none when it cannot be pinyin.

    >>> tilings("xian"), tilings("Min'er"), tilings("zhejaing")
    ((('xian',), ('xi', 'an')), (('min', 'er'),), ())
    """
    plain = fold(word).lower().strip("'")
    if "'" in plain:
        left, right = plain.split("'", 1)
        return tuple(one + other for one in tilings(left) for other in tilings(right))
    found: list[list[tuple[str, ...]]] = [[()], *([] for _ in plain)]
    for end in range(1, len(plain) + 1):
        for start in range(max(0, end - 6), end):
            if found[start] and plain[start:end] in _syllables():
                found[end] += [(*tiling, plain[start:end]) for tiling in found[start][:8]]
    return tuple(found[-1]) if plain else ()


def is_pinyin(word: str) -> bool:
    """Tell whether a word can be tiled with syllables of pinyin.

    >>> [is_pinyin(word) for word in ("Zhejiang", "Zhejaing", "Min’er", "Lüliang", "Strategy")]
    [True, False, True, True, False]
    """
    return bool(tilings(word.replace("ü", "u").replace("Ü", "U")))


def edit_distance(one: str, other: str, *, most: int = 3) -> int:
    """Return the number of letters inserted, dropped, changed or swapped with a neighbour; at most `most`.

    The restricted Damerau-Levenshtein distance; counting stops once it must exceed `most`.

    >>> edit_distance("zhejiang", "zhejaing"), edit_distance("shajie", "shanjie"), edit_distance("a", "abcdef")
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) >= most:
        return most
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, target in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and target == one[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) >= most:
            return most
    return min(row[-1], most)


@lru_cache(maxsize=65536)
def _bare(name: str) -> str:
    return re.sub(r"[\s'-]", "", fold(name).lower())


def near_twin(one: str, other: str) -> bool:
    """Tell whether two spellings differ so little that one may be a slip for the other.

    One letter from five letters on, two from nine; the first letter and the length carry most of a name.

    >>> near_twin("Zheng Shajie", "Zheng Shanjie"), near_twin("Zhejaing", "Zhejiang"), near_twin("Hunan", "Henan")
    (True, True, True)
    >>> near_twin("Min’er", "Miner"), near_twin("Wang", "Wan")
    (False, False)
    """
    first, second = _bare(one), _bare(other)
    shorter = min(len(first), len(second))
    allowed = 2 if shorter >= 9 else 1
    # A letter that is changed leaves one of each that the other has not.
    if first == second or shorter < 5 or len(set(first) ^ set(second)) > 2 * allowed:
        return False
    return edit_distance(first, second, most=allowed + 1) <= allowed
