"""Words run together, and spaces where none belong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from align.check.rule import Example, Material, Rule, place
from align.check.text import counts, frequency, is_known, matches, tokens
from align.language.names import is_pinyin
from align.model import Document, Finding, Place, Span

# The capital inside a word shows the seam: theSichuan, PengQinghua.
_SEAM = re.compile(r"\b[A-Za-z]*[a-z](?=[A-Z][a-z])[A-Za-z]+\b")
_INNER_CAPITAL = re.compile(r"[A-Z](?<=[a-z].)")
# Each begins with the mark or the space itself, and looks back from it: so it is tried at few places.
_AFTER_MARK = re.compile(r"[.!?;:](?<=[a-z]{2}.)(?=[A-Z][a-z]*[ ,])|[,;](?<=[a-z]{2}.)(?=[A-Za-z]{2,})")
_BEFORE_MARK = re.compile(r" (?<=[A-Za-z] ) *[,.;:!?](?=\s|$)")
_AMPERSAND = re.compile(r"&(?:(?<=[a-z]&)(?= )|(?<= &)(?=[A-Z][a-z]))")
_QUOTE = re.compile(r"[“‘] +(?=\w)| (?<=\w ) *”")
_APOSTROPHE = re.compile(r"' s(?<=[a-z]' s)\b(?! \w+')")
_BRACKET = re.compile(r"\((?:(?<=[a-z]\()(?=[a-z]{3,})| +(?=\w))| (?<=[\w.] ) *\)|(?<!\(re)(?<!\(un)\)(?=[A-Za-z]{2,})")
_MADE_SO = re.compile(
    r"""WeChat|YouTube|LinkedIn|PayPal|PowerPoint|FedEx|JavaScript|MasterCard|UnionPay|AliPay|PetroChina|ChemChina|OpenAI
    |MacBook|GitHub|DeepSeek|HarmonyOS|ShanghaiTech|TikTok|WhatsApp|BeiDou|ChiNext|ChatGPT|SinoPharm|SinoChem""",
    re.VERBOSE,
)
# Small words that are typed against their neighbour: "topromote", "andcreate".
_SMALL = ("the", "to", "of", "and", "in", "for", "with", "on", "by", "from", "at")
_MANY = 5
_COMMON, _EVERYWHERE = 5e-6, 1e-3
# The product of the frequencies of two words from which an unknown one is likelier both than new, and the same where
# both stand elsewhere in the text. What new words are made with proves nothing.
_LIKELY, _LIKELY_IN_TEXT = 1e-6, 1e-9
_GRAMMAR = 1e-2  # words as frequent as this make no new ones
_PREFIX_WORDS = """
    anti bio co counter cross cyber de dis down eco ex extra fore geo inter macro micro mid mini mis multi non off out
    over post pre pro re self semi sub super trans un under up
"""
_SUFFIX_WORDS = """
    able borne ed er ers ful ing ism ist less like ly made man men ness person ship some time ward wards wide wise woman
    work works
"""
_PREFIXES, _SUFFIXES = frozenset(_PREFIX_WORDS.split()), frozenset(_SUFFIX_WORDS.split())
_HERE = frozenset(("here", "there", "where", "forth", "hither"))  # herewith, thereof
_TAILS = ("including", "and", "of", "to", "the", "in", "with", "from", "which", "that")


def find(material: Material) -> Iterator[Finding]:
    """Yield words run together, then missing and superfluous spaces about marks."""
    chinese = "\n".join(alignment.source.text for alignment in material.alignments)
    for document, match, offset in matches(material, _SEAM, where=_INNER_CAPITAL):
        # What the Chinese writes so too is a name: YouGov.
        parts = () if match.group().removesuffix("s") in chinese else _camel(match.group(), counts(document))
        if parts:
            yield _glued(document, Span(offset + match.start(), offset + match.end()), parts)
    for document in material.english:
        used = counts(document)
        odd = {word: _without_seam(word) or _two_words(word, used) for word, count in used.items() if count < 3}
        for word, span in tokens(document):
            parts = odd.get(word, ())
            if parts and not _is_in_address(document.text, span):
                yield _glued(document, span, parts)
    yield from _marks(material)


def _glued(document: Document, span: Span, parts: tuple[str, ...]) -> Finding:
    where = place(document, span)
    message = f"“{where.text}” lacks a space"
    return Finding("spacing", "warning", message, None, where, f"write “{' '.join(parts)}”")


def _camel(word: str, used: Mapping[str, int]) -> tuple[str, ...]:
    """Split at inner capitals when the parts are words: small words, known ones or pinyin.

    Two capitalised words may make a name, as in RedState, unless the text has one of them apart.
    """
    if _MADE_SO.fullmatch(word) or word.startswith(("Mc", "Mac", "De", "Di", "La", "Le", "Van", "O'")):
        return ()
    parts = tuple(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", word))
    fits = all(len(part) > 1 and (is_known(part) or is_pinyin(part)) for part in parts)
    made = len(parts) == 2 and word[0].isupper() and parts[0].lower() not in _SMALL
    if made and not all(map(is_pinyin, parts)) and not any(part in used for part in parts):
        return ()
    return parts if fits and "".join(parts) == word else ()


def _without_seam(word: str) -> tuple[str, ...]:
    """Split an unknown word into a small word and a known one: topromote, Chongqingincluding."""
    if len(word) < 5 or _is_met(word) or "'" in word or _is_name(word):
        return ()
    for head in _SMALL:
        rest = word[len(head) :]
        if word.lower().startswith(head) and rest.islower() and (rest == "the" or (len(rest) > 3 and _is_common(rest))):
            return (word[: len(head)], rest)
    for tail in _TAILS:
        rest = word[: -len(tail)]
        named = is_pinyin(rest) or (rest[:1].isupper() and _is_common(rest))
        plain = len(tail) > 4 or named or _is_joined(word, rest, tail)
        if word.endswith(tail) and len(rest) > 3 and plain and _is_word(rest):
            return (rest, tail)
    return ()


def _two_words(word: str, used: Mapping[str, int]) -> tuple[str, ...]:
    """Split an unknown word into the two likeliest ones, if they are likely: inall, ruralareas."""
    if not word.islower() or not word.isalpha() or is_known(word) or _is_inflected(word, used):
        return ()
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for at in range(2, len(word) - 1):
        pair = word[:at], word[at:]
        likelihood = frequency(pair[0]) * frequency(pair[1])
        least = _LIKELY_IN_TEXT if all(used.get(part) for part in pair) else _LIKELY
        if likelihood > least and not _is_derived(*pair):
            best = max(best, (likelihood, pair))
    return best[1]


def _is_inflected(word: str, used: Mapping[str, int]) -> bool:
    """Whether a text has a word in the other number too, which no slip has: redline, redlines."""
    return (word[:-1] if word.endswith("s") else f"{word}s") in used


def _is_derived(one: str, other: str) -> bool:
    """Whether a new word may be made of two parts so: nonworking, boxlike."""
    made = one in _PREFIXES or other in _SUFFIXES
    return made and max(frequency(one), frequency(other)) < _GRAMMAR


def _is_joined(word: str, rest: str, tail: str) -> bool:
    """Whether a word in small letters that nobody has met is a common one with a small word: thatthe, areasand."""
    if tail == "the":
        return frequency(rest) > _EVERYWHERE
    return not frequency(word) and frequency(rest) > _COMMON and rest not in _HERE


def _is_met(word: str) -> bool:
    """Whether a word is one: the lexicon knows it, and not as "of" and "the" run together."""
    return is_known(word) and not (word.lower().endswith("the") and word.lower()[:-3] in _SMALL)


def _is_common(word: str) -> bool:
    """Whether a word is met so often that an unknown one which ends in it is likelier run together: themodel."""
    return frequency(word) > _COMMON


def _is_word(word: str) -> bool:
    return is_known(word) or (word[0].isupper() and is_pinyin(word))


def _is_name(word: str) -> bool:
    return word[0].isupper() and is_pinyin(word)


def _marks(material: Material) -> Iterator[Finding]:
    for pattern, message, hint in (
        (_AFTER_MARK, "lacks the space behind the mark", "add a space"),
        (_AMPERSAND, "lacks a space beside &", "add a space"),
        (_BEFORE_MARK, "has a space before the mark", "delete the space"),
        (_QUOTE, "has a space inside the quotation mark", "delete the space"),
        (_APOSTROPHE, "has a space behind the apostrophe", "delete the space"),
        (_BRACKET, "has a wrong space at the bracket", "space as usual"),
    ):
        slips: dict[int, list[Place]] = {}
        for document, match, offset in matches(material, pattern, raw=pattern is _QUOTE):
            span = _with_words(document.text, offset + match.start(), offset + match.end())
            if not _is_address(span.of(document.text)):
                slips.setdefault(id(document), []).append(place(document, span))
        for places in slips.values():
            yield from _told(places, message, hint)


def _told(places: list[Place], message: str, hint: str) -> Iterator[Finding]:
    """One finding a place; a slip made all over a document is told once, with the places."""
    if len(places) > _MANY:
        more = f"“{places[0].text}” {message}, and so in {len(places) - 1} more places"
        yield Finding("spacing", "warning", more, None, places[0], hint, tuple(places[1:]))
        return
    for where in places:
        yield Finding("spacing", "warning", f"“{where.text}” {message}", None, where, hint)


def _with_words(text: str, start: int, end: int) -> Span:
    """Widen a span to the words it touches."""
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "/@"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "/@"):
        end += 1
    return Span(start, end)


def _is_in_address(text: str, word: Span) -> bool:
    return text[max(0, word.start - 1)] in "./@" or re.match(r"[.@/]\w", text[word.end : word.end + 2]) is not None


def _is_address(text: str) -> bool:
    return re.search(r"www\.|https?:|@|\.(?:com|cn|org|net|gov|edu|html?)\b|\w\.\w\.", text) is not None


RULE = Rule(
    "spacing",
    "warning",
    "Words run together are found by no search and stop every reader.",
    find,
    bad=(
        Example(en="It was held in theSichuan area."),
        Example(en="PengQinghua presided."),
        Example(en="It is part ofthe plan and based on themodel of Shanghai."),
        Example(en="They work topromote growth andcreate jobs."),
        Example(en="It serves rural areasand towns."),
        Example(en="It grew inall respects."),
        Example(en=("All rural areas grow.", "It serves ruralareas and towns.")),
        Example(en="Leaders from Chongqingincluding two mayors came."),
        Example(en="They sing together.We should go on."),
        Example(en="The “ Economic Belt” grows."),
    ),
    good=(
        Example(en="WeChat and YouTube grow. They met at RedState."),
        Example(en="See www.callwave.com, www.gov.cn or e.g. the U.S. market."),
        Example(en="Goods are (re)introduced."),
        Example(en="The terms thereof are sent herewith, on demand."),
        Example(en="A withdrawal, an inland port, the overall tone and Toyota."),
        Example(en="Nonworking and underprepared, he lived in boxlike homes and made racecars."),
        Example(en=("All lines are red.", "He saw a redline among the redlines.")),
        Example(zh="YouGov调查显示,SARS-CoV-2传播。", en="A YouGov poll shows that CoVs spread."),
        Example(en="At 10:30 a.m. he said: “Go on!” (loudly)."),
    ),
)
