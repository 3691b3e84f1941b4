"""Values of align.model for properties: any that hold together, whatever their text."""

from __future__ import annotations

from types import MappingProxyType
from typing import get_args

from hypothesis import strategies as st

from align.model import (
    Alignment,
    Bead,
    Document,
    Link,
    Mark,
    Occurrence,
    Paragraph,
    Rendering,
    Role,
    Sentence,
    Span,
    Status,
    Term,
    TermType,
)

roles = st.sampled_from(get_args(Role))
statuses = st.sampled_from(get_args(Status))
probabilities = st.floats(0, 1)
ZH_WORDS = ("改革开放", "“一带一路”", "省委书记", "5G", "<&>", "8日至9日,", "𠮷", "。")
EN_WORDS = ("reform", "and", "Min’er's", '"Belt"', "<&>", "]]>", "5.2%", "|", "\\", "é")


SHAPES = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1), (3, 1))


def document(name, language, texts, role):
    """A document of the given sentences, a line and a paragraph each."""
    starts = [sum(len(text) + 1 for text in texts[:index]) for index in range(len(texts))]
    spans = [Span(start, start + len(text)) for start, text in zip(starts, texts, strict=True)]
    return Document(
        name,
        language,
        "\n".join(texts),
        tuple(Paragraph(span, role, range(i, i + 1)) for i, span in enumerate(spans)),
        tuple(Sentence(span, i) for i, span in enumerate(spans)),
        tuple(Mark(span, "dateline") for span in spans[:1]),
    )


@st.composite
def ladders(draw, shapes):
    """Beads of the given shapes, one after another."""
    beads = []
    i = j = 0
    for a, b in shapes:
        reason = draw(st.sampled_from(["", "two names agree"]))
        beads.append(Bead(range(i, i + a), range(j, j + b), draw(probabilities), reason))
        i, j = i + a, j + b
    return tuple(beads)


shapes = st.lists(st.sampled_from(SHAPES), max_size=4)


def sentences(words, gap, count):
    """`count` sentences made of words that XML and tables find hard."""
    sentence = st.lists(st.sampled_from(words), min_size=1, max_size=3).map(gap.join)
    return st.lists(sentence, min_size=count, max_size=count)


@st.composite
def spans(draw, length):
    start = draw(st.integers(0, length))
    return Span(start, draw(st.integers(start, length)))


@st.composite
def alignments(draw, role=roles):
    """An alignment of up to four beads."""
    form = draw(shapes)
    zh = draw(sentences(ZH_WORDS, "", sum(a for a, _ in form)))
    en = draw(sentences(EN_WORDS, " ", sum(b for _, b in form)))
    source = document(draw(st.text(max_size=5)), "zh", zh, draw(role))
    target = document(draw(st.text(max_size=5)), "en", en, draw(role))
    links = st.builds(Link, spans(len(source.text)), spans(len(target.text)), probabilities)
    return Alignment(
        source,
        target,
        draw(ladders(form)),
        draw(ladders(form)),
        tuple(draw(st.lists(links, max_size=2))),
        (),
        draw(probabilities),
        MappingProxyType(draw(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2))),
    )


occurrences = st.builds(
    Occurrence,
    source_name=st.text(max_size=5),
    target_name=st.text(max_size=5),
    bead=st.integers(0, 9),
    source=spans(9),
    target=st.lists(spans(9), max_size=2).map(tuple),
)
renderings = st.builds(
    Rendering,
    text=st.lists(st.sampled_from(EN_WORDS), min_size=1, max_size=3).map(" ".join),
    occurrences=st.lists(occurrences, max_size=2).map(tuple),
    status=statuses,
)


def terms(*, renderings=renderings, min_renderings=0):
    """Terms with distinct renderings."""
    return st.builds(
        Term,
        zh=st.lists(st.sampled_from(ZH_WORDS), min_size=1, max_size=3).map("".join),
        type=st.sampled_from(get_args(TermType)),
        renderings=st.lists(renderings, min_size=min_renderings, max_size=3, unique_by=lambda r: r.text).map(tuple),
        confidence=st.integers(0, 1000).map(lambda n: n / 1000),
        count=st.integers(0, 99),
        status=statuses,
        reason=st.text(max_size=8),
    )


def glossaries(terms):
    """Tuples of terms with distinct Chinese forms."""
    return st.lists(terms, max_size=4, unique_by=lambda term: term.zh).map(tuple)
