"""Where the terms of a glossary and their renderings stand in a pair of documents, before anything is aligned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from align.glossary import index, normal_form
from align.language import english
from align.match.known import Known, Place
from align.model import Term

_REFUSED = frozenset({"deprecated", "forbidden"})


def known_places(terms: Sequence[Term], zh: str, en: str) -> Known:
    """Return the places of the terms in a Chinese text and of their renderings in an English one.

    Case, apostrophes, inflection and articles make no difference to a rendering, as in `normal_form`. Renderings
    that are deprecated or forbidden are not looked for.

    >>> from align.model import Rendering
    >>> term = Term("结对", "action", (Rendering("paired assistance"),), 1.0, 1)
    >>> known_places([term], "开展结对帮扶。", "They began Paired Assistance.")
    Known(source=(Place(term=0, offset=2),), target=(Place(term=0, offset=11),))
    """
    if not terms:
        return Known()
    found = [match for match in index(terms).find(zh, nested=True) if match.value.renderings]
    here = tuple(dict.fromkeys(match.value.zh for match in found))
    number = {name: k for k, name in enumerate(here)}
    source = tuple(Place(number[match.value.zh], match.span.start) for match in found)
    forms: dict[tuple[str, ...], list[int]] = {}
    for term in {match.value.zh: match.value for match in found}.values():
        for rendering in term.renderings:
            if rendering.status not in _REFUSED and rendering.text.strip():
                forms.setdefault(tuple(normal_form(rendering.text).split()), []).append(number[term.zh])
    return Known(source, tuple(_renderings(en, forms)) if forms else ())


def _renderings(en: str, forms: Mapping[tuple[str, ...], Sequence[int]]) -> Iterator[Place]:
    """Find word sequences in an English text; of the renderings of a term that begin at one word only one counts."""
    lengths: dict[str, set[int]] = {}
    for form in forms:
        lengths.setdefault(form[0], set()).add(len(form))
    words = [(english.key(token.text), token.span.start) for token in english.words(en)]
    words = [(word, start) for word, start in words if any(map(str.isalnum, word)) and word not in ("a", "an", "the")]
    for at, (word, start) in enumerate(words):
        possible = (tuple(w for w, _ in words[at : at + length]) for length in lengths.get(word, ()))
        for term in sorted({term for form in possible for term in forms.get(form, ())}):
            yield Place(term, start)
