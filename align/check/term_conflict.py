"""One English name for different Chinese names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from align.check.forms import bag, key, style
from align.check.rule import Example, Material, Rule, place
from align.model import Alignment, Finding, Occurrence, Term

_NAMED = frozenset(("organisation", "person", "place", "event", "work"))
_LEAST_CONFIDENCE = 0.8


def find(material: Material) -> Iterator[Finding]:
    """Yield names that share their only rendering with another name that is no shorter or longer form of theirs."""
    by_form: dict[tuple[str, ...], list[Term]] = defaultdict(list)
    for term in material.terms:
        if term.type in _NAMED and term.confidence >= _LEAST_CONFIDENCE and term.en and _is_name(term.en):
            by_form[style(term.en)].append(term)
    for group in by_form.values():
        for one, other in combinations(group, 2):
            if one.type == other.type and not _related(one.zh, other.zh):
                yield from _finding(material, one, other)


def _is_name(text: str) -> bool:
    """A common noun may render several words of the other language; a name of two words must not."""
    return len(bag(key(text))) > 1 and all(word[0].isupper() for word in text.split() if len(word) > 3)


def _related(one: str, other: str) -> bool:
    """Whether one is short for the other: 全国人大 of 全国人民代表大会, or they share all but a character."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short) or len(set(short) - set(long)) <= len(short) // 3


def _finding(material: Material, one: Term, other: Term) -> Iterator[Finding]:
    first, second = one.renderings[0].occurrences, other.renderings[0].occurrences
    for alignment in material.alignments:
        here = next((use for use in second if _is_of(use, alignment)), None)
        there = next((use for use in first if _is_of(use, alignment)), None)
        if here and there:
            message = f"“{other.en}” stands for {other.zh} here and for {one.zh} elsewhere"
            yield Finding(
                "term-conflict",
                "warning",
                message,
                place(alignment.source, here.source),
                place(alignment.target, here.target[0]),
                "give each its own name",
                (place(alignment.source, there.source), place(alignment.target, there.target[0])),
            )
            return


def _is_of(use: Occurrence, alignment: Alignment) -> bool:
    names = (use.source_name, use.target_name) == (alignment.source.name, alignment.target.name)
    return names and bool(use.target)


RULE = Rule(
    "term-conflict",
    "warning",
    "Two offices under one name cannot be told apart any more.",
    find,
    bad=(
        Example(
            zh=("发改部门出席。", "住建委员会出席。"),
            en=("The Development Commission attended.", "The Development Commission attended."),
            terms=(("发改部门", "Development Commission"), ("住建委员会", "Development Commission")),
        ),
    ),
    good=(
        Example(
            zh=("全国人大举行会议。", "全国人民代表大会举行会议。"),
            en=("The National People's Congress met.", "The National People's Congress met."),
            terms=(
                ("全国人大", "National People's Congress"),
                ("全国人民代表大会", "National People's Congress"),
            ),
        ),
    ),
    needs="terms",
)
