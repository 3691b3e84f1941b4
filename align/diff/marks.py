"""What is marked in the texts of an alignment: terms, figures, findings, clauses without a counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from align.diff.figures import figure_marks
from align.diff.runs import Label, Mark, Marks, State
from align.model import Alignment, Finding, Place, Rendering, Term


def marks_of(alignment: Alignment, terms: Sequence[Term], findings: Sequence[Finding]) -> tuple[Marks, Marks]:
    """Return the marks of the source and of the target document.

    A term is labelled with its index in `terms`, a finding with its index in `findings`, and a figure with a
    number that it shares with its counterpart.
    """
    found = [
        *_terms(alignment, terms),
        *figure_marks(alignment),
        *_findings(alignment, findings),
        *_asides(alignment),
    ]
    return Marks(mark for side, mark in found if side == 0), Marks(mark for side, mark in found if side == 1)


SideMark = tuple[int, Mark]


def _terms(alignment: Alignment, terms: Sequence[Term]) -> Iterator[SideMark]:
    names = (alignment.source.name, alignment.target.name)
    for key, term in enumerate(terms):
        for rendering in term.renderings:
            state = rendering_state(term, rendering)
            for occurrence in rendering.occurrences:
                if (occurrence.source_name, occurrence.target_name) != names:
                    continue
                label = Label("term", key, state if occurrence.target else "missing")
                yield 0, (occurrence.source, label)
                yield from ((1, (span, label)) for span in occurrence.target)


def rendering_state(term: Term, rendering: Rendering) -> State:
    """Tell whether a rendering is the one to use: an approved one if there is any, else the commonest.

    >>> old, new = Rendering("partner assistance"), Rendering("counterpart support", status="approved")
    >>> term = Term("对口支援", "policy", (old, new), 0.9, 3)
    >>> rendering_state(term, old), rendering_state(term, new)
    ('differs', 'agrees')
    """
    approved = {choice.text.casefold() for choice in term.renderings if choice.status == "approved"}
    wanted = approved or {term.en.casefold()}
    refused = rendering.status in ("deprecated", "forbidden")
    return "agrees" if rendering.text.casefold() in wanted and not refused else "differs"


# Findings that say what a clause mark says.
GAP_RULES = frozenset({"omission", "addition"})


def _findings(alignment: Alignment, findings: Iterable[Finding]) -> Iterator[SideMark]:
    for key, finding in enumerate(findings):
        gap = finding.rule in GAP_RULES
        label = Label("clause", key, "missing") if gap else Label("finding", key, "differs")
        for place in (finding.source, finding.target):
            if place is not None:
                yield from ((side, (place.span, label)) for side in sides_of(place, alignment))


def sides_of(place: Place, alignment: Alignment) -> list[int]:
    """Return the side of an alignment a place lies in, as a list: empty when it is in another document."""
    names = (alignment.source.name, alignment.target.name)
    return [names.index(place.document)] if place.document in names else []


def _asides(alignment: Alignment) -> Iterator[SideMark]:
    for side, document in enumerate((alignment.source, alignment.target)):
        for key, mark in enumerate(document.marks):
            yield side, (mark.span, Label("aside", key, "agrees"))
