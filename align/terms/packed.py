"""Terms as plain tuples, which are quickly sent from one process to another: values of classes are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from align.language.tokens import as_span
from align.model import Occurrence, Rendering, Term

Packed = tuple[Any, ...]


def packed(terms: Iterable[Term]) -> Packed:
    """Return terms as tuples of tuples, texts and numbers, of which `unpacked` makes them again."""
    return tuple(
        [
            (
                one.zh, one.type, tuple(map(_packed_rendering, one.renderings)),
                one.confidence, one.count, one.status, one.reason,
            )
            for one in terms
        ]
    )  # fmt: skip


def unpacked(terms: Packed) -> tuple[Term, ...]:
    """Return the terms that were packed.

    >>> from align.model import Span
    >>> term = Term("改革", "policy", (Rendering("reform", (Occurrence("zh", "en", 0, Span(0, 2), ()),)),), 0.9, 1)
    >>> unpacked(packed([term])) == (term,)
    True
    """
    return tuple([Term(zh, kind, tuple(map(_rendering, some)), *others) for zh, kind, some, *others in terms])


def _packed_rendering(one: Rendering) -> Packed:
    places = [
        (use.source_name, use.target_name, use.bead, tuple(use.source), tuple(map(tuple, use.target)))
        for use in one.occurrences
    ]
    return one.text, tuple(places), one.status


def _rendering(some: Packed) -> Rendering:
    text, places, status = some
    uses = [
        Occurrence(zh, en, bead, as_span(source), tuple(map(as_span, target)))
        for zh, en, bead, source, target in places
    ]
    return Rendering(text, tuple(uses), status)
