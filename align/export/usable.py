"""Which renderings may be put before a translator by a program that offers whatever it is given."""

from __future__ import annotations

from collections.abc import Iterator

from align.export.xml import clean
from align.model import Rendering, Status, Term

_WITHHELD: frozenset[Status] = frozenset({"deprecated", "forbidden"})


def usable(term: Term) -> Iterator[tuple[int, Rendering]]:
    """Yield the renderings of a term with their ranks from 1, without deprecated and forbidden ones."""
    if term.status in _WITHHELD or not clean(term.zh):
        return
    for rank, rendering in enumerate(term.renderings, 1):
        if rendering.status not in _WITHHELD and clean(rendering.text):
            yield rank, rendering
