"""From the examples of a rule to the material it looks at."""

from __future__ import annotations

from dataclasses import replace

from factories import make_alignment, make_document, make_term

from align.check.rule import Example, Material
from align.model import Rendering, Term, TermType

PEOPLE = {"陈敏尔", "车俊"}


def _tuple(side: str | tuple[str, ...]) -> tuple[str, ...]:
    return (side,) if isinstance(side, str) else side


def _type(zh: str) -> TermType:
    if zh in PEOPLE:
        return "person"
    return "organisation" if zh.endswith(("部门", "委员会", "大会", "人大", "国务院")) else "policy"


def _glossary(pairs: tuple[tuple[str, str], ...]) -> tuple[Term, ...]:
    """Approved terms; a rendering that begins with ! is forbidden."""
    renderings: dict[str, list[Rendering]] = {}
    for zh, en in pairs:
        status = "forbidden" if en.startswith("!") else "approved"
        renderings.setdefault(zh, []).append(Rendering(en.removeprefix("!"), (), status))
    return tuple(Term(zh, _type(zh), tuple(found), 1.0, 0, "approved") for zh, found in renderings.items())


def material_of(example: Example) -> Material:
    """Each sentence of an example is a paragraph and a bead; without Chinese the English stands alone."""
    zh, en = _tuple(example.zh), _tuple(example.en)
    other = (make_document([[example.elsewhere]], "en", "other.txt"),) if example.elsewhere else ()
    glossary = _glossary(example.glossary)
    if not any(zh):
        return Material((), (make_document([[one] for one in en], "en", "en.txt"), *other), (), glossary)
    alignment = make_alignment(*([pair] for pair in zip(zh, en, strict=True)))
    by_zh: dict[str, list[str]] = {}
    for word, rendering in example.terms:
        by_zh.setdefault(word, []).append(rendering)
    terms = tuple(make_term(alignment, word, *texts, type=_type(word)) for word, texts in by_zh.items())
    return Material((alignment,), (alignment.target, *other), terms, glossary)


def with_marks(material: Material, *marks) -> Material:
    """The material with marks (dateline, byline) in its Chinese."""
    (alignment,) = material.alignments
    changed = replace(alignment, source=replace(alignment.source, marks=tuple(marks)))
    return replace(material, alignments=(changed,))
