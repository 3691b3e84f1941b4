"""The terms whose English forms are watched in every text: those of fixed.tsv and of the user's glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from align.check.forms import Form, FormIndex, Key, bag, document_words, key
from align.model import Document, Term

# Everyday words and single words are no names; their forms are not sought in running English.
_NAMING = frozenset({"title", "organisation", "person", "policy", "work", "event", "place"})
_LEAST_CONFIDENCE = 0.6


@cache
def fixed() -> Mapping[str, tuple[str, ...]]:
    """Return the names with one English form, by their Chinese, with every form they are met in."""
    table = {}
    for line in (files("align.check") / "fixed.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "zh\t")):
            zh, forms = line.split("\t")
            table[zh] = tuple(forms.split("|"))
    return MappingProxyType(table)


@cache
def _fixed_keys() -> frozenset[Key]:
    return frozenset(key(form) for forms in fixed().values() for form in forms)


def is_fixed(zh: str) -> bool:
    """Whether a Chinese term is one of those that fixed.tsv lists."""
    return zh in fixed()


def is_fixed_form(form: Key) -> bool:
    """Whether a form, by its key, is one of those that fixed.tsv lists."""
    return form in _fixed_keys()


def is_name(term: Term) -> bool:
    """Whether the English forms of a term can be known for its own in a text without Chinese."""
    if term.status in ("deprecated", "forbidden") or term.type not in _NAMING:
        return False
    if term.status == "candidate" and term.confidence < _LEAST_CONFIDENCE:
        return False
    return any(len(bag(key(rendering.text))) > 1 for rendering in term.renderings)


def _chief_forms(term: Term) -> list[str]:
    """The renderings to be sought elsewhere: what was settled, or what was met more than by chance."""
    settled = term.status == "approved" or not term.count
    fit = [one for number, one in enumerate(term.renderings) if settled or not number or one.count > 1]
    return [one.text for one in fit if len(bag(key(one.text))) > 1]


@lru_cache(maxsize=8)
def index(glossary: Sequence[Term] = ()) -> FormIndex:
    """Return the index of all watched forms: the fixed first, then longer terms (浙江省委书记 before 省委书记)."""
    forms: dict[str, list[str]] = {zh: list(texts) for zh, texts in fixed().items()}
    for term in sorted(glossary, key=lambda one: -len(one.zh)):
        if is_name(term):
            forms.setdefault(term.zh, []).extend(_chief_forms(term))
    return FormIndex(forms, near=forms)


@lru_cache(maxsize=256)
def forms_in(document: Document, forms: FormIndex) -> tuple[Form, ...]:
    """Return where watched terms stand in the body of an English document, its title and furniture apart."""
    aside = [p.span for p in document.paragraphs if p.role in ("boilerplate", "title", "heading")]
    found = forms.find(document_words(document), document.text)
    return tuple(one for one in found if not any(span.start <= one.span.start < span.end for span in aside))
