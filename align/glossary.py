"""Glossaries: tuples of terms, how they are merged, searched in a text, and compared.

All functions are pure. Two Chinese forms are one term when their `key` is the same; two renderings are one
when their `normal_form` is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Generic, Literal, NamedTuple, TypeVar

from align.language import english
from align.language.chars import fold
from align.language.script import simplify
from align.model import Rendering, Span, Status, Term, TermType

Value = TypeVar("Value")
ChangeKind = Literal["added", "removed", "re-rendered", "status"]

_ORDER: Mapping[Status, int] = {"approved": 0, "candidate": 1, "deprecated": 2, "forbidden": 3}
_ARTICLES = frozenset({"a", "an", "the"})


def key(text: str) -> str:
    """Return a Chinese text as terms are compared: simplified, half-width, lower case, as long as the text.

    >>> key("兩個「高水平」，５Ｇ")
    '两个「高水平」,5g'
    """
    folded = fold(simplify(text))
    lower = folded.lower()
    return lower if len(lower) == len(folded) else "".join(char.lower()[:1] for char in folded)


def normal_form(en: str) -> str:
    """Return a rendering as it is counted: case, inflection, articles, hyphens and quotes make no difference.

    >>> normal_form("The High-quality Exchanges") == normal_form("high quality exchange")
    True
    >>> normal_form("Chen Min’er") == normal_form("Chen Miner")
    False
    """
    tokens = (english.key(token.text) for token in english.words(en))
    kept = [token for token in tokens if token not in _ARTICLES and any(map(str.isalnum, token))]
    return " ".join(kept) or fold(en).casefold().strip()


def ordered(renderings: Iterable[Rendering]) -> tuple[Rendering, ...]:
    """Return renderings by status, approved ones first and forbidden ones last, then by count."""
    return tuple(sorted(renderings, key=lambda r: (_ORDER[r.status], -r.count)))


def merge(*glossaries: Iterable[Term]) -> tuple[Term, ...]:
    """Join glossaries into one, such as those mined from several reports.

    Occurrences are put together, each once. What somebody decided outweighs a proposal, and of two decisions
    the later glossary's stands. Terms stay in the order of their first coming.
    """
    groups: dict[str, list[Term]] = {}
    for glossary in glossaries:
        for term in glossary:
            groups.setdefault(key(term.zh), []).append(term)
    return tuple(reduce(_join, group) for group in groups.values())


def add_rendering(
    terms: Sequence[Term], zh: str, en: str, *, type: TermType = "other", status: Status = "approved"
) -> tuple[Term, ...]:
    """Return the glossary with one more rendering of a term; the term is made when it is new."""
    return merge(terms, (Term(zh, type, (Rendering(en, (), status),), 1.0, 0, status),))


def set_status(terms: Sequence[Term], zh: str, status: Status, en: str | None = None) -> tuple[Term, ...]:
    """Return the glossary with the status of a term, or of one of its renderings, changed."""
    wanted = key(zh)
    return tuple(_with_status(term, status, en) if key(term.zh) == wanted else term for term in terms)


def settle(terms: Iterable[Term], known: Iterable[Term], rejected: Iterable[tuple[str, str]] = ()) -> tuple[Term, ...]:
    """Return terms as what was decided before would have them.

    A known term gives its status and type, and each rendering the status of the known one that is written so,
    or else of one that differs in form only. No term and no rendering is added.

    Args:
        terms: What was found.
        known: What was decided.
        rejected: What is left out, see `withheld`.
    """
    entries = {key(term.zh): term for term in known}
    return withheld((_settled(term, entries.get(key(term.zh))) for term in terms), rejected)


def withheld(terms: Iterable[Term], rejected: Iterable[tuple[str, str]]) -> tuple[Term, ...]:
    """Return the terms without what was rejected: pairs of a term and a rendering, "" for the whole term."""
    pairs = {(key(zh), normal_form(en) if en else "") for zh, en in rejected}
    if not pairs:
        return tuple(terms)
    left = (term for term in terms if (key(term.zh), "") not in pairs)
    return tuple(
        replace(
            term,
            renderings=tuple(r for r in term.renderings if (key(term.zh), normal_form(r.text)) not in pairs),
        )
        for term in left
    )


def _settled(term: Term, entry: Term | None) -> Term:
    if entry is None:
        return term
    known = ordered(entry.renderings)[::-1]  # of two with one form, the better status is kept
    written = {_as_written(r.text): r.status for r in known}
    forms = {normal_form(r.text): r.status for r in known}
    renderings = [
        replace(r, status=written.get(_as_written(r.text), forms.get(normal_form(r.text), r.status)))
        for r in term.renderings
    ]
    kind = term.type if entry.type == "other" else entry.type
    return replace(term, type=kind, status=entry.status, renderings=tuple(renderings))


def _as_written(en: str) -> str:
    return " ".join(fold(en).split())


def _with_status(term: Term, status: Status, en: str | None) -> Term:
    if en is None:
        return replace(term, status=status)
    form = normal_form(en)
    changed = (replace(r, status=status) if normal_form(r.text) == form else r for r in term.renderings)
    return replace(term, renderings=ordered(changed))


def _join(old: Term, new: Term) -> Term:
    """Join two terms of one key; see `merge`."""
    surer = max(old, new, key=lambda term: (term.status != "candidate", term.confidence))
    return replace(
        old,
        type=surer.type,
        renderings=_join_renderings((*old.renderings, *new.renderings)),
        confidence=max(old.confidence, new.confidence),
        count=_join_count(old, new),
        status=_later(old.status, new.status),
        reason=old.reason or new.reason,
    )


def _join_renderings(renderings: Iterable[Rendering]) -> tuple[Rendering, ...]:
    groups: dict[str, list[Rendering]] = {}
    for rendering in renderings:
        groups.setdefault(normal_form(rendering.text), []).append(rendering)
    return ordered(_join_group(group) for group in groups.values())


def _join_group(group: Sequence[Rendering]) -> Rendering:
    """Return one rendering for several of one form, written as the decided or else the commonest of them."""
    status = reduce(_later, (rendering.status for rendering in group))
    decided = [r for r in group if r.status == status]
    text = max(decided, key=lambda rendering: len(set(rendering.occurrences))).text
    occurrences = dict.fromkeys(o for rendering in group for o in rendering.occurrences)
    return Rendering(text, tuple(occurrences), status)


def _join_count(old: Term, new: Term) -> int:
    """Add the counts, unless both count the same documents."""
    documents = [{o.source_name for r in term.renderings for o in r.occurrences} for term in (old, new)]
    return max(old.count, new.count) if documents[0] & documents[1] else old.count + new.count


def _later(old: Status, new: Status) -> Status:
    return old if new == "candidate" else new


class Change(NamedTuple):
    """What differs between two glossaries for one term; the side that lacks the term is None."""

    kind: ChangeKind
    zh: str
    old: Term | None
    new: Term | None


def differences(old: Sequence[Term], new: Sequence[Term]) -> tuple[Change, ...]:
    """Compare two glossaries.

    A term is re-rendered when the set of its renderings is another one, form and case of the words aside. A
    term may have two changes, of its renderings and of its status.

    Returns:
        The changes in the order of the new glossary, then what was removed in the order of the old one.
    """
    before = {key(term.zh): term for term in old}
    after = {key(term.zh): term for term in new}
    changes = [change for name, term in after.items() for change in _changes(before.get(name), term)]
    removed = [Change("removed", term.zh, term, None) for name, term in before.items() if name not in after]
    return (*changes, *removed)


def _changes(old: Term | None, new: Term) -> Iterator[Change]:
    if old is None:
        yield Change("added", new.zh, None, new)
        return
    forms = [{normal_form(r.text): r.status for r in term.renderings} for term in (old, new)]
    if forms[0].keys() != forms[1].keys():
        yield Change("re-rendered", new.zh, old, new)
    common = forms[0].keys() & forms[1].keys()
    if old.status != new.status or any(forms[0][form] != forms[1][form] for form in common):
        yield Change("status", new.zh, old, new)


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A place in a text where something known stands."""

    span: Span
    value: Value


@dataclass(frozen=True, slots=True)
class Index(Generic[Value]):
    """Finds any number of Chinese strings in a text in one pass.

    `values` maps keys to what they stand for; `lengths` maps the first two characters of a key to the lengths
    of the keys that begin so, longest first. A text is passed over once and at each place only the few
    lengths that are possible there are looked up, so the size of the glossary hardly matters.
    """

    values: Mapping[str, Value]
    lengths: Mapping[str, tuple[int, ...]] = field(repr=False)

    @classmethod
    def of(cls, items: Iterable[Value], name: Callable[[Value], str]) -> Index[Value]:
        """Make an index of items by a Chinese name each; of two with one key the first is kept."""
        values: dict[str, Value] = {}
        for item in items:
            values.setdefault(key(name(item)), item)
        return cls.of_keys(values)

    @classmethod
    def of_keys(cls, values: Mapping[str, Value]) -> Index[Value]:
        """Make an index of values whose keys are already made by `key`."""
        lengths: dict[str, set[int]] = {}
        for name in filter(None, values):
            lengths.setdefault(name[:2], set()).add(len(name))
        return cls(values, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()})

    def get(self, zh: str) -> Value | None:
        """Return what a string stands for, or None."""
        return self.values.get(key(zh))

    def find(self, text: str, *, nested: bool = False) -> list[Match[Value]]:
        """Return what stands in a text, in order.

        Args:
            text: Simplified or traditional; the spans are into it.
            nested: Also give what stands inside something longer, or overlaps it: 国务院 in 国务院总理.
                Otherwise the longest from the left are given, none overlapping.
        """
        folded = key(text)
        found: list[Match[Value]] = []
        start = 0
        while start < len(folded):
            here = self._at(folded, start)
            found += here if nested else here[:1]
            start = here[0].span.end if here and not nested else start + 1
        return found

    def _at(self, text: str, start: int) -> list[Match[Value]]:
        """Return what begins at a place, longest first."""
        two, one = text[start : start + 2], text[start]
        possible = self.lengths.get(two, ()) + (self.lengths.get(one, ()) if two != one else ())
        found = []
        for length in possible:
            name = text[start : start + length]
            if name in self.values and len(name) == length and _is_whole(text, start, start + length):
                found.append(Match(Span(start, start + length), self.values[name]))
        return found


TermIndex = Index[Term]


def index(terms: Iterable[Term]) -> TermIndex:
    """Return an index of a glossary.

    >>> known = index([Term("国务院", "organisation", (), 1, 1), Term("国务院总理", "title", (), 1, 1)])
    >>> [match.value.zh for match in known.find("国务院總理出席")]
    ['国务院总理']
    """
    return Index.of(terms, lambda term: term.zh)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a match does not begin or end inside a Latin word or a number: 5G in 15GB."""
    before = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    after = end < len(text) and _latin(text[end]) and _latin(text[end - 1])
    return not before and not after


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
