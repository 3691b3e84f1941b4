"""Chinese word segmentation as jieba does it, from jieba's data, ready sooner and quicker.

The likeliest path through the words of a dictionary by their frequency, then a hidden Markov model for runs of
characters that no word covers. Both tables are read from the installed jieba, whose code is not run: it builds a
table of words and all their beginnings, which takes a second, or half of one from a cache it leaves in the
temporary folder, and it reports on stderr. Here words are found by their first two characters, and those of more
than four characters by their first four. The result is jieba's to the letter; a test compares the two.
"""

from __future__ import annotations

import pickle
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import NamedTuple

from align.errors import DataError

# The characters jieba takes for parts of words; every other one stands for itself.
BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")
_HAN_RUN = re.compile(r"([\u4e00-\u9fd5]+)|[a-zA-Z0-9]+(?:\.\d+)?%?|[^\u4e00-\u9fd5a-zA-Z0-9]+")


class Dictionary(NamedTuple):
    """Words with the logarithm of their probability, and what tells quickly that there is no word.

    `pairs` are the first two characters of every word of two or more, `long` the first four of the words that
    are longer, with the length of the longest; `unknown` is what a character outside the dictionary scores.
    """

    scores: dict[str, float]
    pairs: frozenset[str]
    long: dict[str, int]
    unknown: float


class Tags(NamedTuple):
    """The logarithms of emission of the hidden Markov model, by the place of a character in its word."""

    begin: dict[str, float]
    middle: dict[str, float]
    end: dict[str, float]
    single: dict[str, float]


def _data(*parts: str) -> bytes:
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise DataError("the dictionary of jieba is not there", hint="pip install jieba")
    return Path(spec.submodule_search_locations[0], *parts).read_bytes()


@cache
def dictionary() -> Dictionary:
    """Return jieba's dictionary, read once."""
    fields = _data("dict.txt").decode("utf-8").split()  # word, count, part of speech
    words, counts = fields[0::3], list(map(int, fields[1::3]))
    total = log(sum(counts))
    logs = {count: log(count or 1) - total for count in set(counts)}
    long: dict[str, int] = {}
    for word in [word for word in words if len(word) > 4]:
        long[word[:4]] = max(len(word), long.get(word[:4], 0))
    scores = dict(zip(words, map(logs.__getitem__, counts), strict=True))
    return Dictionary(scores, frozenset([word[:2] for word in words if len(word) > 1]), long, -total)


def cut(block: str) -> list[str]:
    """Return the words of a run of characters that `BLOCK` matches.

    >>> cut("浙江省委书记车俊率代表团赴渝")
    ['浙江省委', '书记', '车俊率', '代表团', '赴', '渝']
    """
    ends = cut_ends(block)
    return [block[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def cut_ends(block: str) -> list[int]:
    """Return where each word of a run of characters ends that `BLOCK` matches.

    >>> cut_ends("浙江省委书记")
    [4, 6]
    """
    found: list[int] = []
    singles = start = 0  # `singles` is where the run of single characters begins that reaches `start`
    path = _path(block)
    for end in path:
        if end - start > 1:
            if singles < start:
                _recognise(block, singles, start, found)
            found.append(end)
            singles = end
        start = end
    if singles < start:
        _recognise(block, singles, start, found)
    return found


def _recognise(block: str, start: int, end: int, found: list[int]) -> None:
    """Add where the words end that a run of single characters makes."""
    if end - start == 1:
        found.append(end)
    else:
        found.extend([start + offset for offset in _unlisted(block[start:end])])


def _path(block: str) -> list[int]:
    """Return where each word of the likeliest path ends."""
    scores, pairs, long, unknown = dictionary()
    score_of, longest = scores.get, long.get
    size = len(block)
    best = [0.0] * (size + 1)
    ends = list(range(1, size + 1))
    for start in range(size - 1, -1, -1):
        top = score_of(block[start], unknown) + best[start + 1]
        if block[start : start + 2] in pairs:
            limit = min(size, start + longest(block[start : start + 4], 4))
            for stop in range(start + 2, limit + 1):
                score = score_of(block[start:stop])
                # On a tie jieba prefers the longer word.
                if score is not None and score + best[stop] >= top:
                    top = score + best[stop]
                    ends[start] = stop
        best[start] = top
    path = []
    start = 0
    while start < size:
        start = ends[start]
        path.append(start)
    return path


@lru_cache(maxsize=1 << 16)
def _unlisted(singles: str) -> tuple[int, ...]:
    """Return where the words nobody listed end, mostly names, in a run of single characters."""
    if singles in dictionary().scores:
        return tuple(range(1, len(singles) + 1))
    ends: list[int] = []
    for match in _HAN_RUN.finditer(singles):
        if match[1]:
            ends.extend(match.start() + index + 1 for index, tag in enumerate(_tags(match[1])) if tag in "ES")
        else:
            ends.append(match.end())
    return tuple(ends)


@cache
def _emissions() -> Tags:
    table = pickle.loads(_data("finalseg", "prob_emit.p"))
    return Tags(table["B"], table["M"], table["E"], table["S"])


# jieba's transitions, from state to state: Begin, Middle, End of a word, Single.
_BE, _BM, _ME, _MM = -0.510825623765990, -0.916290731874155, -0.33344856811948514, -1.2603623820268226
_EB, _ES, _SB, _SS = -0.5897149736854513, -0.8085250474669937, -0.7211965654669841, -0.6658631448798212
_START_B, _START_S = -0.26268660809250016, -1.4652633398537678
_NEVER = -3.14e100


def _tags(run: str) -> str:
    """Return the likeliest tag of each character of a run (Viterbi, four states unrolled); E and S end words."""
    begin, middle, end, single = _emissions()
    first = run[0]
    b = _START_B + begin.get(first, _NEVER)
    m = _NEVER + middle.get(first, _NEVER)
    e = _NEVER + end.get(first, _NEVER)
    s = _START_S + single.get(first, _NEVER)
    tags = ("B", "M", "E", "S")
    for char in run[1:]:
        path_b, path_m, path_e, path_s = tags
        in_b, in_m, in_e, in_s = (table.get(char, _NEVER) for table in (begin, middle, end, single))
        # jieba compares (score, letter of the state): on a tie S before E, M before B.
        eb, sb, mm, bm = e + _EB + in_b, s + _SB + in_b, m + _MM + in_m, b + _BM + in_m
        me, be, ss, es = m + _ME + in_e, b + _BE + in_e, s + _SS + in_s, e + _ES + in_s
        b, m, e, s = max(sb, eb), max(mm, bm), max(me, be), max(ss, es)
        tags = (
            (path_s if sb >= eb else path_e) + "B",
            (path_m if mm >= bm else path_b) + "M",
            (path_m if me >= be else path_b) + "E",
            (path_s if ss >= es else path_e) + "S",
        )
    return tags[3] if s >= e else tags[2]
