"""Names misspelt: pinyin that cannot be, or a near twin of the name the Chinese or the same text has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from align.check.rule import Example, Material, Passage, Rule, passages, place, shift
from align.check.text import counts, frequency, is_known, tokens
from align.language import english
from align.language.chars import fold, is_han
from align.language.names import edit_distance, foreign_names, is_pinyin, may_be_foreign, near_twin, split_name
from align.language.pinyin import char_readings
from align.model import Document, Finding, Span
from align.terms import tables

# Spelt by a rule of their own: Shaanxi, and names from Tibetan, Mongolian and Uygur.
_OTHERWISE = frozenset(("Shaanxi", "Zangbo", "Shigatse", "Nyingchi", "Xigaze", "Hohhot", "Urumqi", "Kashgar"))
_SHORTEST = 5  # letters; shorter words have too many twins
_ENDINGS = frozenset(("i", "is"))  # of people: Yemeni for 也门
_LONG = 6  # letters; so long a name is no other place's by chance
_CAPITALISED = re.compile(r"(?<![\w'])[A-Z][a-z]+(?:'[a-z]+)?(?:[ \n]+[A-Z][a-z]+(?:'[a-z]+)?)?(?![\w])")


class Twin(NamedTuple):
    """A word of the Chinese whose spelling an English word nearly has."""

    spelling: str
    span: Span


def find(material: Material) -> Iterator[Finding]:
    """Yield misspelt names, judged by the Chinese where there is some, else by the rest of the text."""
    seen: set[tuple[str, int]] = set()
    for alignment in material.alignments:
        for passage in passages(alignment):
            for finding in _against_chinese(passage):
                assert finding.target is not None
                seen.add((finding.target.document, finding.target.span.end))
                yield finding
    for document in material.english:
        for finding in (*_against_text(document), *_two_spellings(document)):
            assert finding.target is not None
            if (finding.target.document, finding.target.span.end) not in seen:
                yield finding


def _against_chinese(passage: Passage) -> Iterator[Finding]:
    zh, en = passage.zh_text, fold(passage.en_text)
    used, lower = counts(passage.alignment.target), _lower_words(passage.alignment.target)
    for match in _CAPITALISED.finditer(en):
        for start, end in _units(match):
            word = en[start:end].removesuffix("'s")
            end = start + len(word)
            if not _may_be_name(word) or (" " not in word and used[word] > 1):
                continue
            twin = _twin(word, zh, lower)
            if twin and (not _is_word(word) or twin.spelling in lower):
                yield _mismatch(passage, Span(start, end), twin)
                break


def _units(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The two words together, then each alone."""
    start, end = match.span()
    parts = match.group().split()
    if len(parts) == 2:
        yield start, end
        yield start, start + len(parts[0])
    yield end - len(parts[-1]), end


@lru_cache(maxsize=65536)
def _may_be_name(word: str) -> bool:
    """Whether a capitalised word may be pinyin gone wrong: no word that the lexicon knows."""
    parts = word.split()
    letters = sum(char.isalpha() for char in word)
    if len(parts) == 2:
        return letters > _SHORTEST and any(is_pinyin(part) for part in parts)
    # Beiing and Jinpping look like forms of words: their known stems prove nothing.
    strange = not is_known(word) or is_pinyin(word) or english.key(word) != word.lower()
    return letters >= _SHORTEST and word not in _OTHERWISE and strange


def _is_word(word: str) -> bool:
    """Whether a word might stand for itself; then its twin must be a name that the text has elsewhere."""
    return " " not in word and is_known(word)


@lru_cache(maxsize=64)
def _lower_words(document: Document) -> frozenset[str]:
    return frozenset(word.lower() for word in counts(document))


def _twin(word: str, zh: str, used: frozenset[str]) -> Twin | None:
    """Find the run of Chinese that a word nearly spells, unless some run is exactly what it spells."""
    two_words = len(word.split()) == 2
    plain = re.sub(r"[\s']", "", word.lower())
    twins: list[tuple[bool, int, Twin]] = []
    for start, end, spelling in _spellings(zh, plain[0]):
        if spelling == plain or plain.removeprefix(spelling) in _ENDINGS:
            return None
        if abs(len(spelling) - len(plain)) > 1 or (two_words and not split_name(zh[start:end])[0]):
            continue
        if near_twin(spelling, plain) and not _is_foreign(Span(start, end), zh):
            twins.append((spelling in used, -edit_distance(spelling, plain), Twin(spelling, Span(start, end))))
    return max(twins, key=lambda one: one[:2])[2] if twins else None


def _is_foreign(run: Span, zh: str) -> bool:
    """Whether some Chinese writes a foreign name by its sound, or is a piece of one: it has no spelling then."""
    return may_be_foreign(run.of(zh)) or any(run.overlaps(name) for name in foreign_names(zh))


@lru_cache(maxsize=256)
def _spellings(zh: str, initial: str) -> tuple[tuple[int, int, str], ...]:
    """Every reading with some initial of every run of two to four characters, with the run."""
    found = []
    for start in range(len(zh) - 1):
        if not any(one[0] == initial for one in _syllables(zh[start])):
            continue
        runs: list[str] = [""]
        for end in range(start + 1, min(len(zh), start + 4) + 1):
            runs = [run + one for run in runs for one in _syllables(zh[end - 1])][:12]
            if end - start > 1:
                found += [(start, end, run) for run in runs if run[0] == initial]
    return tuple(found)


@lru_cache(maxsize=8192)
def _syllables(char: str) -> tuple[str, ...]:
    """How a character may be read, written without ü; nothing when it is no Chinese one."""
    readings = char_readings(char) if is_han(char) else ()
    written = {one.replace("ü", "u") for one in readings[:3]} | {one.replace("ü", "yu") for one in readings[:1]}
    return tuple(sorted(written))


def _mismatch(passage: Passage, span: Span, twin: Twin) -> Finding:
    source = place(passage.alignment.source, shift(twin.span, passage.zh.start))
    target = place(passage.alignment.target, shift(span, passage.en.start))
    message = f"“{' '.join(target.text.split())}” for {source.text}, which is {_shown(twin.spelling, target.text)}"
    return Finding("spelling", "error", message, source, target, "spell the name as the Chinese is read")


def _shown(spelling: str, written: str) -> str:
    """Write a spelling with the space and capital of the word it should replace."""
    first = written.split()[0]
    if len(written.split()) == 2:
        surname = next((n for n in range(2, len(spelling) - 1) if edit_distance(spelling[:n], first.lower()) == 0), 0)
        if surname:
            return f"{spelling[:surname].capitalize()} {spelling[surname:].capitalize()}"
    return spelling.capitalize()


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The single-word names of places that every report may mention."""
    entries = (entry for entry in tables.known().values() if entry.type == "place")
    return frozenset(
        form for entry in entries for form in entry.renderings if form.isalpha() and len(form) >= _SHORTEST
    )


def _against_text(document: Document) -> Iterator[Finding]:
    """Yield odd words that are a near twin of a name the text uses, or of a well-known place."""
    used = counts(document)
    listed = list(tokens(document))
    for number, (word, span) in enumerate(listed):
        if not word[0].isupper() or len(word) < _SHORTEST or used[word] > 1 or is_known(word) or word.isupper():
            continue
        before = listed[number - 1][0] if number else ""
        twin = _likely(word, before, document)
        if twin:
            where = place(document, span)
            message = f"“{word}” looks like a slip for {twin}, which stands elsewhere"
            if twin not in used:
                message = f"“{word}” looks like a slip for {twin}"
            yield Finding("spelling", "error", message, None, where, f"write {twin}, if that is meant")


def _two_spellings(document: Document) -> Iterator[Finding]:
    """Yield the rarer of two spellings of a given name in one text: Chen Runer beside Chen Run'er."""
    used, listed = counts(document), tokens(document)
    rivals = {before: names for before, names in _followers(document).items() if len(names) > 1 and is_pinyin(before)}
    for (before, _), (word, span) in pairwise(listed):
        if before not in rivals:
            continue
        others = [other for other in rivals[before] if other != word]
        twin = next((other for other in others if other.replace("'", "") == word.replace("'", "")), "")
        if not twin or not is_pinyin(twin):
            continue
        # Of two that are as common, the one without the mark is the slip.
        if (used[word], "'" in word) < (used[twin], "'" in twin):
            where = place(document, span)
            message = f"“{before} {word}” is {before} {twin} elsewhere in this text"
            yield Finding("spelling", "error", message, None, where, f"write {before} {twin} throughout")


def _likely(word: str, before: str, document: Document) -> str:
    """The name that an odd word should be: for no pinyin any twin will do, for pinyin only the same surname's."""
    used = counts(document)
    if not is_pinyin(word):
        twins = [other for other in _by_initial(document).get(word[0], ()) if near_twin(word, other)]
        fit = [other for other in twins if is_pinyin(other) and (used[other] > 1 or other in _places())]
        return max(fit, key=lambda other: used[other], default="")
    if not (before[:1].isupper() and is_pinyin(before)):
        twins = [other for other in _places() if len(word) >= _LONG and not frequency(word) and near_twin(word, other)]
        return next((other for other in twins if other[0] == word[0] and used[other] > 1), "")
    for other, count in _followers(document).get(before, {}).items():
        if count > 1 and near_twin(before + word, before + other):
            return other
    return ""


@lru_cache(maxsize=256)
def _by_initial(document: Document) -> dict[str, list[str]]:
    """The words of a document and the well-known places, by their first letter."""
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys((*counts(document), *sorted(_places()))):
        found.setdefault(word[0], []).append(word)
    return found


@lru_cache(maxsize=256)
def _followers(document: Document) -> dict[str, dict[str, int]]:
    """The capitalised words that follow each capitalised word, with counts."""
    found: dict[str, dict[str, int]] = {}
    listed = tokens(document)
    for (one, first), (other, second) in pairwise(listed):
        if one[0].isupper() and other[0].isupper() and second.start == first.end + 1:
            row = found.setdefault(one, {})
            row[other] = row.get(other, 0) + 1
    return found


RULE = Rule(
    "spelling",
    "error",
    "A misspelt name is another person or another place.",
    find,
    bad=(
        Example(zh="浙江省资助。", en="It was funded by Zhejaing Province."),
        Example(zh="郑栅洁出席。", en="Zheng Shajie attended."),
        Example(en=("Zheng Shanjie came.", "Zheng Shanjie spoke.", "Zheng Shajie asked them.")),
        Example(en=("Growth in Zhejiang goes on.", "Zhejiang grows.", "The Zhejaing office was opened.")),
        Example(zh="唐良智出席。", en="Tang Liangzi attended."),
        Example(zh="北京很大，北京峰会举行。", en="Beijing is big, and the Beiing Summit was held."),
        Example(en=("Chen Run’er came.", "Chen Runer said that all went well.")),
    ),
    good=(
        Example(zh="陈敏尔出席。", en="Chen Miner attended, and Chen Miner spoke."),
        Example(zh="陕西省和山西省。", en="Shaanxi and Shanxi provinces."),
        Example(en=("Wang Minhui came.", "Wang Ning came.", "Yang Hongbo came.")),
        Example(zh="让·博斯科·卡祖拉少将和萨勒曼国王出席。", en="Major General Kazura and King Salaman attended."),
        Example(zh="也门官员出席。", en="Yemeni officials attended."),
        Example(zh="单霁翔和解学龙。", en="Shan Jixiang and Xie Xuelong."),
    ),
)
