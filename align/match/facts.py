"""What two texts show of each other without a lexicon: figures of the same value, names in pinyin, the same string.

Each is a fact, with a key that is the same in both languages. Only what both texts have somewhere is kept, and
nothing that stands all over them. Figures are looked for where there are digits, and a name where a capitalised
word is none of the lexicon's, so that texts without them cost next to nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence, Set

import numpy as np

from align.language import english
from align.language.chars import is_han
from align.language.names import tilings
from align.language.numbers import quantities
from align.language.pinyin import char_readings
from align.language.quantity import PLAIN
from align.lexicon.lexicon import Lexicon
from align.match.bags import Bags, gather
from align.match.evidence import Facts
from align.model import Document, Language

COMMON = 0.03  # of the units: what stands in more of them tells none apart
SPARSE = 200  # English sentences to a name: where names are rarer it is not worth the time to look for them
FEW = 4  # units in which any fact may stand
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Za-z][A-Za-z0-9.&-]*[A-Za-z0-9]")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+(?:['’]?[a-z]+)*\b")

Found = list[set[Hashable]]  # the facts of each sentence


def read_facts(source: Document, target: Document, lexicon: Lexicon) -> Facts:
    """Return what the sentences of two segmented documents share beside words of the lexicon."""
    zh, en = ([document.sentence_text(k) for k in range(len(document.sentences))] for document in (source, target))
    strings = [_strings(text) for text in zh]
    ours = [_figures(text, "zh") | own for text, own in zip(zh, strings, strict=True)]
    shared = frozenset[str]().union(*strings)
    theirs = [_figures(text, "en") | _strings_of(text, shared) for text in en]
    _add_names(ours, theirs, zh, en, lexicon)
    return _bags(ours, theirs)


def _figures(text: str, language: Language) -> set[Hashable]:
    """Return the figures of a sentence that has digits, by value; kinds that are exchanged freely count as one."""
    if not _DIGIT.search(text):
        return set()
    found = (quantity for quantity in quantities(text, language) if quantity.certain)
    # Not by the fractions themselves, whose hashes are slow.
    return {(*one.value.as_integer_ratio(), "number" if one.kind in PLAIN else one.kind) for one in found}


def _strings(text: str) -> set[str]:
    return set(map(str.lower, _LATIN.findall(text)))


def _strings_of(text: str, wanted: Set[str]) -> set[Hashable]:
    """Return those of some strings that stand in a text; nearly all English is one, and few sentences have these."""
    lower = text.lower()
    return {*_strings(text) & wanted} if any(one in lower for one in wanted) else set()


def _add_names(ours: Found, theirs: Found, zh: Sequence[str], en: Sequence[str], lexicon: Lexicon) -> None:
    """Add the names in pinyin, of two syllables at least, that Chinese characters of both texts spell."""
    names = _unknown(en, lexicon)
    if len(names) * SPARSE < len(en):
        return
    whole = "\n".join(zh)
    ends = np.cumsum([len(text) + 1 for text in zh])
    spelt = _spellings(whole)
    for name, units in names.items():
        for tiling in tilings(name):
            if len(tiling) < 2 or not all(syllable in spelt for syllable in tiling):
                continue
            for match in re.finditer("".join(f"[{spelt[syllable]}]" for syllable in tiling), whole):
                ours[int(np.searchsorted(ends, match.start(), side="right"))].add(("name", name))
                for unit in units:
                    theirs[unit].add(("name", name))


def _unknown(texts: Sequence[str], lexicon: Lexicon) -> Mapping[str, list[int]]:
    """Return the capitalised words that may be pinyin and that the lexicon does not know, with their sentences."""
    found = defaultdict(list)
    for unit, text in enumerate(texts):
        for word in _CAPITALISED.findall(text):
            found[word].append(unit)
    words = [word for word in found if len(word) > 3]
    known = lexicon.en_ids([english.key(word) for word in words]) >= 0
    return {word: found[word] for word, has in zip(words, known, strict=True) if not has and tilings(word)}


def _spellings(text: str) -> dict[str, str]:
    """Return the characters of a text that each syllable may spell."""
    found: defaultdict[str, str] = defaultdict(str)
    for char in sorted(set(text)):
        if is_han(char):
            for syllable in char_readings(char):
                found[syllable] += char
    return dict(found)


def _bags(ours: Found, theirs: Found) -> Facts:
    """Return the facts that both sides have and that are rare on both as bags."""
    counts = [Counter(key for keys in side for key in keys) for side in (ours, theirs)]
    most = [max(FEW, COMMON * len(side)) for side in (ours, theirs)]
    shared = counts[0].keys() & counts[1].keys()
    kept = {key for key in shared if counts[0][key] <= most[0] and counts[1][key] <= most[1]}
    # In order of where they first stand: sets have none of their own.
    types: dict[Hashable, int] = {}
    for keys in ours:
        for key in sorted(keys & kept, key=repr):
            types.setdefault(key, len(types))
    return Facts(_bag(ours, types), _bag(theirs, types))


def _bag(side: Found, types: Mapping[Hashable, int]) -> Bags:
    entries = [(unit, types[key]) for unit, keys in enumerate(side) for key in keys if key in types]
    pairs = np.array(entries, np.int64).reshape(-1, 2)
    return gather(
        pairs[:, 0], pairs[:, 1], len(side), np.zeros(len(types), np.float32), np.zeros(len(side), np.float32)
    )
