"""Errors to plant in a clean translation, one at a time: what a translator or a typist gets wrong.

Every plant is an edit of the English alone. Which clause, term or name of the Chinese an English stretch renders is
taken from the alignment of the clean pair, and only where it is plain; the choice among the places of a kind is
seeded, so that the same texts give the same plants.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from align.check.forms import key
from align.language.names import is_pinyin, romanise
from align.model import Alignment, Span, Term
from bench.synonyms import ADDED, MONTHS, STRANGERS, SYNONYMS, TITLES

Random = random.Random
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SMALL = frozenset((
    "the", "a", "an", "of", "and", "or", "to", "in", "on", "for", "with", "by", "at", "from", "as", "is", "are", "was",
    "were", "be", "been", "has", "have", "had", "will", "we", "our", "they", "their", "it", "its", "this", "that",
    "these", "those", "which", "who", "all", "more",
))  # fmt: skip


class Plant(NamedTuple):
    """An edit: of which kind, the stretch of the English that goes, and what stands there instead."""

    kind: str
    span: Span
    text: str

    def of(self, english: str) -> str:
        """Return an English text with the error in it."""
        return english[: self.span.start] + self.text + english[self.span.end :]


class Clean(NamedTuple):
    """A clean pair: its alignment with word links, and its terms."""

    alignment: Alignment
    terms: Sequence[Term]

    @property
    def en(self) -> str:
        """The English text."""
        return self.alignment.target.text

    def sentences(self) -> Iterator[tuple[Span, str]]:
        """Yield the English sentences of the body that have Chinese behind them, with that Chinese."""
        source, target = self.alignment.source, self.alignment.target
        for bead in self.alignment.sentences:
            if not bead.is_gap and target.role_of(bead.target.start) == "body":
                zh = source.extent(bead.source).of(source.text)
                yield from ((target.sentences[n].span, zh) for n in bead.target)

    def matches(self, pattern: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield the matches of a pattern inside the sentences, with the Chinese of each."""
        for span, zh in self.sentences():
            yield from ((match, zh) for match in re.compile(pattern).finditer(self.en, *span))


def plants(clean: Clean, limit: dict[str, int], default: int) -> list[Plant]:
    """Return the errors to plant in a pair, at most so many of each kind."""
    chosen = []
    for kind, make in MAKERS.items():
        rng = random.Random(f"{kind} {len(clean.en)}")
        found = [one for one in make(clean, rng) if one.text != one.span.of(clean.en)]
        rng.shuffle(found)
        chosen += sorted(found[: limit.get(kind, default)])
    return chosen


def _figures(clean: Clean, rng: Random) -> Iterator[Plant]:
    for match, _ in clean.matches(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-]|,\d)"):
        text = match.group()
        if re.fullmatch(r"(?:19|20)\d\d", text) or _is_day(clean.en, match):
            continue
        yield Plant("figure", Span(*match.span()), _other_figure(text, rng))
    swap = {"million": "billion", "billion": rng.choice(("million", "trillion")), "trillion": "billion"}
    for match, _ in clean.matches(r"(?<=\d )(?:million|billion|trillion)\b"):
        yield Plant("figure", Span(*match.span()), swap[match.group()])


def _other_figure(text: str, rng: Random) -> str:
    """Swap two digits, change one, or lose the point."""
    places = [n for n, char in enumerate(text) if char.isdigit()]
    swaps = [n for n in places if n + 1 in places and text[n] != text[n + 1] and not (n == 0 and text[1] == "0")]
    if swaps and rng.random() < 0.5:
        n = rng.choice(swaps)
        return text[:n] + text[n + 1] + text[n] + text[n + 2 :]
    if "." in text and rng.random() < 0.3:
        return text.replace(".", "")
    n = rng.choice(places)
    digit = rng.choice([d for d in "123456789" if d != text[n]])
    return text[:n] + digit + text[n + 1 :]


def _is_day(en: str, match: re.Match[str]) -> bool:
    before, after = en[max(0, match.start() - 14) : match.start()], en[match.end() : match.end() + 12]
    months = "|".join(MONTHS)
    return bool(re.search(rf"(?:{months})\.? (?:\d+ (?:to|and|-) )?$", before) or re.match(rf" (?:{months})", after))


def _dates(clean: Clean, rng: Random) -> Iterator[Plant]:
    for match, _ in clean.matches(r"(?<![\d,.])(?:19|20)\d\d(?![\d,]\d|%)\b"):
        year = int(match.group())
        yield Plant("date", Span(*match.span()), str(year + rng.choice((-10, -2, -1, 1, 2, 10))))
    months = "|".join(MONTHS)
    for match, _ in clean.matches(rf"\b(?:{months})(?= \d)"):
        yield Plant("date", Span(*match.span()), rng.choice([one for one in MONTHS if one != match.group()]))
    for match, _ in clean.matches(rf"(?<=\b)(?P<month>{months}) (?P<day>\d\d?)\b(?!,\d)"):
        day = int(match["day"])
        other = rng.choice([one for one in range(1, 29) if one != day])
        yield Plant("date", Span(*match.span("day")), str(other))
    for match, _ in clean.matches(r"\b(?:first|second)(?= half of)"):
        yield Plant("date", Span(*match.span()), "second" if match.group() == "first" else "first")


def _names(clean: Clean, rng: Random) -> Iterator[Plant]:
    """Misspell a name that the Chinese spells out: a letter swapped, dropped or added."""
    for match, zh in clean.matches(r"\b[A-Z][a-z]{4,}\b(?![’'-])"):
        word = match.group()
        if is_pinyin(word) and _is_spelt(word, zh):
            yield Plant("name", Span(*match.span()), _misspelt(word, rng))


def _is_spelt(word: str, zh: str) -> bool:
    runs = (zh[n : n + size] for n in range(len(zh)) for size in (2, 3))
    return any(re.sub(r"[\s'’]", "", romanise(run)).lower() == word.lower() for run in runs if run.isalpha())


def _misspelt(word: str, rng: Random) -> str:
    places = range(1, len(word) - 1)
    made = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in places}
    made |= {word[:n] + word[n + 1 :] for n in places}
    made |= {word[:n] + word[n] + word[n:] for n in places}
    return rng.choice(sorted(made - {word}))


def _titles(clean: Clean, rng: Random) -> Iterator[Plant]:
    """Give an office that stands beside a name another rank, or take its Deputy away."""
    heads = "|".join(sorted(TITLES, key=len, reverse=True))
    for match, zh in clean.matches(rf"\b(?P<deputy>Deputy |Vice )?(?P<head>{heads})\b"):
        around = clean.en[max(0, match.start() - 24) : match.end() + 24]
        if not any(is_pinyin(a) and is_pinyin(b) for a, b in re.findall(r"([A-Z][a-z]+) (?=([A-Z][a-z]+))", around)):
            continue
        if match["deputy"]:
            yield Plant("title", Span(*match.span("deputy")), "")
        other = rng.choice(TITLES[match["head"]])
        if not (other == "Chairman" and "主席" in zh):  # which may be rendered so
            yield Plant("title", Span(*match.span("head")), other)


def _persons(clean: Clean, rng: Random) -> Iterator[Plant]:
    """Put another person in the place of one."""
    for match, zh in clean.matches(r"\b(?P<one>[A-Z][a-z]+) (?P<two>[A-Z][a-z]+(?:['’][a-z]+)?)\b(?!['’-])"):
        if is_pinyin(match["one"]) and is_pinyin(match["two"].replace("’", "'")):
            plain = re.sub(r"[\s'’]", "", match.group()).lower()
            runs = (zh[n : n + size] for n in range(len(zh)) for size in (2, 3))
            if any(re.sub(r"[\s']", "", romanise(run)).lower() == plain for run in runs if run.isalpha()):
                yield Plant("person", Span(*match.span()), rng.choice(STRANGERS))


def _dropped(clean: Clean, rng: Random) -> Iterator[Plant]:
    for span, _ in clean.sentences():
        if len(_WORD.findall(clean.en, *span)) >= 8:
            end = span.end + 1 if clean.en[span.end : span.end + 1] == " " else span.end
            yield Plant("sentence", Span(span.start, end), "")


def _added(clean: Clean, rng: Random) -> Iterator[Plant]:
    lines = rng.sample(ADDED, len(ADDED))
    # Behind a line of a list, which has no mark at its end, a sentence would be part of the line.
    ended = [span for span, _ in clean.sentences() if re.search('[.!?][”’"]?$', span.of(clean.en).rstrip())]
    for number, span in enumerate(ended):
        yield Plant("addition", Span(span.end, span.end), f" {lines[number % len(lines)]}")


_JOINT = re.compile(r"[,;] (?:and )?|(?<=[a-z]) (?=and )|[.?!]”?(?=\s|$)")
_STOP = re.compile(r"[，,；;。：:！？]")


def _clauses(clean: Clean, rng: Random) -> Iterator[Plant]:
    """Drop a stretch between two commas, or before the full stop, that renders one Chinese clause and that alone."""
    for span, _ in clean.sentences():
        joints = [span.start, *(match.start() for match in _JOINT.finditer(clean.en, *span))]
        for first, last in ((a, b) for k, a in enumerate(joints[1:], 1) for b in joints[k + 1 : k + 3]):
            stretch = Span(first, last)
            words = [word for word in _WORD.findall(stretch.of(clean.en)) if word.lower() not in _SMALL]
            whole = stretch.of(clean.en).count("“") == stretch.of(clean.en).count("”")
            if whole and 5 <= len(words) <= 24 and _renders_a_clause(clean, stretch):
                yield Plant("clause", stretch, "")


def _renders_a_clause(clean: Clean, stretch: Span) -> bool:
    inside = [link for link in clean.alignment.links if stretch.holds(link.target)]
    if len(inside) < 4:
        return False
    text = clean.alignment.source.text
    spans = Counter(_clause_at(text, link.source.start) for link in inside)
    clause, count = spans.most_common(1)[0]
    whole = [link for link in clean.alignment.links if clause.holds(link.source)]
    han = sum("一" <= char <= "鿿" for char in clause.of(text))
    back = sum(stretch.holds(link.target) for link in whole)
    return han >= 8 and count >= 0.85 * len(inside) and back >= 0.85 * len(whole) and len(whole) >= 0.25 * han


def _clause_at(text: str, offset: int) -> Span:
    start = max((match.end() for match in _STOP.finditer(text, max(0, offset - 120), offset)), default=offset)
    end = _STOP.search(text, offset)
    return Span(start, end.start() if end else len(text))


def _terms(clean: Clean, rng: Random) -> Iterator[Plant]:
    """Render a term that recurs by other words in one place: a near-synonym for one of its words, or for each."""
    for term in clean.terms:
        chief = term.renderings[0] if term.renderings else None
        if chief is None or chief.count < 3 or len(term.zh) < 3 or len(chief.text.split()) < 2:
            continue
        places = [one.target[0] for one in chief.occurrences if len(one.target) == 1]
        for span in rng.sample(places, min(3, len(places))):
            other = _reworded(span.of(clean.en), rng)
            # What differs by inflection alone (openness for opening) is no other term.
            same = key(other) == key(span.of(clean.en))
            if other and not same and other.lower() not in clean.en.lower():
                yield Plant("term", span, other)


def _reworded(text: str, rng: Random) -> str:
    words = [match for match in _WORD.finditer(text) if match.group().lower() in SYNONYMS]
    if not words:
        return ""
    chosen = words if rng.random() < 0.4 else [rng.choice(words)]
    for match in reversed(chosen):
        other = rng.choice(SYNONYMS[match.group().lower()])
        other = other.title() if match.group()[0].isupper() else other
        text = text[: match.start()] + other + text[match.end() :]
    return text


_PROPER = frozenset((
    "China", "Chinese", "Party", "Marxism", "Asia", "Asian", "Europe", "European", "Africa", "African", "Taiwan",
    "Hong", "Kong", "Macao",
))  # fmt: skip


def _cases(clean: Clean, rng: Random) -> Iterator[Plant]:
    """Write a name that recurs, always with its capitals, in small letters once."""
    pattern = r"\b[A-Z][a-z]+(?: (?:and |of |of the |for )?[A-Z][a-z]+){1,5}\b"
    names = [match for match, _ in clean.matches(pattern)]
    uses = Counter(match.group() for match in names)
    for match in names:
        text = match.group()
        lowered = " ".join(w if w in _PROPER or is_pinyin(w) else w.lower() for w in text.split())
        tail = " ".join((*text.split()[:-1], text.split()[-1].lower()))
        before = clean.en[max(0, match.start() - 2) : match.start()]
        head = text.split()[0]
        person = is_pinyin(head) and len(text.split()) == 2 and is_pinyin(text.split()[1])
        if uses[text] < 3 or person or before.strip()[-1:] in ("", ".", "“") or text.split()[-1] in _PROPER:
            continue
        if not re.search(re.escape(lowered), clean.en) and not is_pinyin(text.split()[-1]):
            yield Plant("case", Span(*match.span()), rng.choice((lowered, tail)))


def _currencies(clean: Clean, rng: Random) -> Iterator[Plant]:
    for match, _ in clean.matches(r"(?<=\d )(?:(?:million|billion|trillion) )?(?P<unit>yuan)\b"):
        yield Plant("currency", Span(*match.span("unit")), rng.choice(("US dollars", "dollars", "euros")))


def _doubled(clean: Clean, rng: Random) -> Iterator[Plant]:
    for match, _ in clean.matches(r"(?<= )[a-z]+(?= )"):
        if match.group() not in ("that", "had", "very"):
            yield Plant("doubled", Span(match.end(), match.end()), f" {match.group()}")


def _glued(clean: Clean, rng: Random) -> Iterator[Plant]:
    for match, _ in clean.matches(r"(?<=\b(?:of|to|in|on)) (?=[a-z]{3,})|(?<=[a-z]{3}) (?=(?:and|the|[A-Z][a-z]+)\b)"):
        yield Plant("space", Span(*match.span()), "")
    for match, _ in clean.matches(r"(?<=[a-z]{3}[,;]) (?=[a-z]{3})"):
        yield Plant("space", Span(*match.span()), "")


def _untranslated(clean: Clean, rng: Random) -> Iterator[Plant]:
    source = clean.alignment.source.text
    for link in clean.alignment.links:
        if (
            link.score > 0.8
            and len(link.target.of(clean.en)) > 4
            and re.fullmatch("[一-鿿]{2,4}", link.source.of(source))
        ):
            yield Plant("untranslated", link.target, link.source.of(source))


def _unquoted(clean: Clean, rng: Random) -> Iterator[Plant]:
    for match, _ in clean.matches("[“”]"):
        yield Plant("quotation", Span(*match.span()), "")


MAKERS: dict[str, Callable[[Clean, Random], Iterator[Plant]]] = {
    "figure": _figures,
    "date": _dates,
    "name": _names,
    "title": _titles,
    "person": _persons,
    "sentence": _dropped,
    "addition": _added,
    "clause": _clauses,
    "term": _terms,
    "case": _cases,
    "currency": _currencies,
    "doubled": _doubled,
    "space": _glued,
    "untranslated": _untranslated,
    "quotation": _unquoted,
}
