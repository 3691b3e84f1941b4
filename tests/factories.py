"""Small values made by hand, for the tests of everything that comes after alignment.

`make_alignment` takes the text the way it is read: paragraphs, and in each the beads, each a Chinese and an
English side; a side is a sentence, a tuple of sentences, or an empty string for a gap.

    make_alignment([("你好。", "Hello."), ("再见。", ("Good bye.", "See you."))], [("", "print")])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from align.model import (
    Alignment,
    Bead,
    Document,
    Finding,
    Language,
    Occurrence,
    Paragraph,
    Place,
    Rendering,
    Role,
    Sentence,
    Severity,
    Span,
    Status,
    Term,
    TermType,
)

Side = str | tuple[str, ...]
BeadText = tuple[Side, Side]


def _sentences(side: Side) -> tuple[str, ...]:
    return ((side,) if side else ()) if isinstance(side, str) else side


def make_document(
    paragraphs: Sequence[Sequence[str]], language: Language, name: str, roles: Sequence[Role] = ()
) -> Document:
    """A segmented document: English sentences parted by a space, Chinese by nothing, paragraphs by a line."""
    gap = " " if language == "en" else ""
    text, found, sentences = "", [], []
    for number, paragraph in enumerate(paragraphs):
        start, first = len(text), len(sentences)
        for position, sentence in enumerate(paragraph):
            text += gap if position else ""
            sentences.append(Sentence(Span(len(text), len(text) + len(sentence)), number))
            text += sentence
        role = roles[number] if number < len(roles) else "body"
        found.append(Paragraph(Span(start, len(text)), role, range(first, len(sentences))))
        text += "\n"
    return Document(name, language, text, tuple(found), tuple(sentences))


def make_alignment(
    *paragraphs: Sequence[BeadText],
    scores: Sequence[float] = (),
    source_roles: Sequence[Role] = (),
    target_roles: Sequence[Role] = (),
    source_name: str = "zh.txt",
    target_name: str = "en.txt",
    score: float = 0.98,
) -> Alignment:
    """Two segmented documents with their paragraph and sentence beads.

    A paragraph whose beads have nothing on one side has no counterpart there.
    """
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    paragraph_beads, beads = [], []
    counts = [0, 0]
    for beads_of_paragraph in paragraphs:
        before = [len(sides[0]), len(sides[1])]
        for side in (0, 1):
            words = [text for bead in beads_of_paragraph for text in _sentences(bead[side])]
            if words:
                sides[side].append(words)
        paragraph_beads.append(Bead(range(before[0], len(sides[0])), range(before[1], len(sides[1])), 0.95))
        for bead in beads_of_paragraph:
            ends = [counts[side] + len(_sentences(bead[side])) for side in (0, 1)]
            chance = scores[len(beads)] if len(beads) < len(scores) else 0.95
            beads.append(Bead(range(counts[0], ends[0]), range(counts[1], ends[1]), chance))
            counts = ends
    return Alignment(
        make_document(sides[0], "zh", source_name, source_roles),
        make_document(sides[1], "en", target_name, target_roles),
        tuple(paragraph_beads),
        tuple(beads),
        score=score,
    )


def _places(text: str, pattern: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(re.escape(pattern), text)]


def _bead_of(alignment: Alignment, span: Span, side: str) -> int:
    document: Document = getattr(alignment, side)
    for index, bead in enumerate(alignment.sentences):
        if any(
            document.sentences[s].span.start <= span.start < document.sentences[s].span.end for s in getattr(bead, side)
        ):
            return index
    raise ValueError(f"no bead holds {span}")


def make_term(
    alignment: Alignment,
    zh: str,
    *renderings: str,
    type: TermType = "policy",
    status: Status = "candidate",
    confidence: float = 0.9,
) -> Term:
    """A term with every place where it stands; where its bead holds no rendering there is no target."""
    found: dict[str, list[Occurrence]] = {text: [] for text in renderings}
    taken: set[Span] = set()
    names = (alignment.source.name, alignment.target.name)
    spans = _places(alignment.source.text, zh)
    for span in spans:
        bead = _bead_of(alignment, span, "source")
        free = [
            (text, place)
            for text in renderings
            for place in _places(alignment.target.text, text)
            if place not in taken and _bead_of(alignment, place, "target") == bead
        ]
        if free:
            taken.add(free[0][1])
            found[free[0][0]].append(Occurrence(*names, bead, span, (free[0][1],)))
        elif renderings:
            found[renderings[0]].append(Occurrence(*names, bead, span, ()))
    kept = [Rendering(text, tuple(places)) for text, places in found.items()]
    kept.sort(key=lambda rendering: -rendering.count)
    return Term(zh, type, tuple(kept), confidence, len(spans), status, "made by hand")


def make_place(document: Document, text: str, occurrence: int = 0) -> Place:
    """The place of a stretch of text in a document."""
    span = _places(document.text, text)[occurrence]
    number = next(
        index
        for index, sentence in enumerate(document.sentences)
        if sentence.span.start <= span.start < sentence.span.end
    )
    sentence = document.sentences[number]
    return Place(document.name, sentence.paragraph, number, span, text, sentence.span)


def make_finding(
    alignment: Alignment,
    rule: str = "term-variant",
    source: str = "",
    target: str = "",
    *,
    message: str = "the term has two renderings",
    severity: Severity = "warning",
    hint: str = "choose one",
) -> Finding:
    """A finding about a stretch of the source, of the target, or both."""
    return Finding(
        rule,
        severity,
        message,
        make_place(alignment.source, source) if source else None,
        make_place(alignment.target, target) if target else None,
        hint,
    )


def left_out(alignment: Alignment, source: str, before: str) -> Finding:
    """The finding that a stretch of the source is left out before a stretch of the target."""
    there = _places(alignment.target.text, before)[0].start
    finding = make_finding(alignment, "omission", source=source, target=before, message="left out")
    place = replace(make_place(alignment.target, before), span=Span(there, there), text="")
    return replace(finding, target=place)
