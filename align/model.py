"""The values that pass along the street, all frozen.

Offsets are half-open character offsets into `Document.text`; indices count paragraphs or sentences of a
document from 0. A stage adds to a value by `dataclasses.replace`, never in place. The Chinese document is
always the source and the English one the target, whichever was named first on the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
Role = Literal["title", "heading", "dateline", "byline", "body", "boilerplate"]
TermType = Literal["title", "organisation", "person", "place", "policy", "work", "event", "other"]
Status = Literal["candidate", "approved", "deprecated", "forbidden"]
Severity = Literal["error", "warning", "info"]


class Span(NamedTuple):
    """Half-open character offsets into a text.

    >>> Span(2, 5).of("abcdef")
    'cde'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of `text` this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character.

        >>> Span(2, 5).overlaps(Span(4, 9)), Span(2, 5).overlaps(Span(5, 9))
        (True, False)
        """
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether the other span lies inside this one, or is the same."""
        return self.start <= other.start and other.end <= self.end


class Token(NamedTuple):
    """A word as written, and where it stands in the document."""

    text: str
    span: Span


class Mark(NamedTuple):
    """A stretch inside a paragraph with a role of its own: the dateline or byline that opens a report."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span without surrounding white space, and the index of its paragraph."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its span without surrounding white space, its role, and its sentences as a range of indices."""

    span: Span
    role: Role
    sentences: range


@dataclass(frozen=True, slots=True)
class Document:
    """A text in one language, whole, with what segmentation found in it.

    `name` is the path it was read from, or a label. Nothing of `text` is lost: what lies between two
    sentences, or between two paragraphs, is white space.
    """

    name: str
    language: Language
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    marks: tuple[Mark, ...] = ()

    def __hash__(self) -> int:
        """Hash name and text alone: what is kept per document is looked up without walking its sentences."""
        return hash((self.name, self.text))

    def sentence_text(self, index: int) -> str:
        """Return a sentence as one line: line breaks inside it closed up as its language does."""
        return one_line(self.sentences[index].span.of(self.text), self.language)

    def paragraph_text(self, index: int) -> str:
        """Return a paragraph as one line: line breaks inside it closed up as its language does."""
        return one_line(self.paragraphs[index].span.of(self.text), self.language)

    def extent(self, sentences: range) -> Span:
        """Return the span from the first of some sentences, of which there is one, to the end of the last."""
        return Span(self.sentences[sentences.start].span.start, self.sentences[sentences.stop - 1].span.end)

    def spans(self, sentences: range) -> list[Span]:
        """Return where some sentences stand."""
        return [sentence.span for sentence in self.sentences[sentences.start : sentences.stop]]

    def role_of(self, sentence: int) -> Role:
        """Return the role of the paragraph a sentence stands in."""
        return self.paragraphs[self.sentences[sentence].paragraph].role


def one_line(text: str, language: Language) -> str:
    r"""Close up the line breaks and runs of white space of a stretch of text.

    >>> one_line("改革\n开放", "zh"), one_line("reform  and\nopening up", "en"), one_line("5G\n时代", "zh")
    ('改革开放', 'reform and opening up', '5G时代')
    """
    if language == "en":
        return " ".join(text.split())
    joined = ""
    for line in text.splitlines():
        piece = " ".join(line.split())
        both_latin = joined[-1:].isascii() and piece[:1].isascii() and joined and piece
        joined += (" " if both_latin else "") + piece
    return joined


@dataclass(frozen=True, slots=True)
class Bead:
    """Runs of units, side by side, that translate each other.

    `source` and `target` are ranges of indices; an empty one makes the bead an omission (nothing in English)
    or an addition (nothing in Chinese). `score` is the probability that the bead is right, from 0 to 1.
    `reason` says in words what speaks for or against it, for the reviewer.
    """

    source: range
    target: range
    score: float
    reason: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """How many units stand on each side: (1, 2) for a 1-2 bead."""
        return len(self.source), len(self.target)

    @property
    def is_gap(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target


class Link(NamedTuple):
    """A word link: a stretch of the source document, a stretch of the target document, its probability."""

    source: Span
    target: Span
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two documents and how they correspond, level by level.

    `paragraphs` and `sentences` tile both documents in order. `moves` pairs paragraphs that translate each
    other out of order; in `paragraphs` they stand as gaps. `signature` says how the
    alignment was made (version, lexicon hash, encoder, settings), and `score` how well the documents fit
    (0 to 1, the probability that one translates the other).
    """

    source: Document
    target: Document
    paragraphs: tuple[Bead, ...] = ()
    sentences: tuple[Bead, ...] = ()
    links: tuple[Link, ...] = ()
    moves: tuple[Bead, ...] = ()
    score: float = 1.0
    signature: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __hash__(self) -> int:
        """Hash the documents alone: what is kept per alignment is looked up without walking its beads and links."""
        return hash((self.source, self.target))


class Occurrence(NamedTuple):
    """One place where a term stands, and the words that render it there.

    `bead` is the index of the sentence bead. `source` is the span of the Chinese term. `target` holds the spans
    of its rendering: none when it was left out, more than one when the rendering is discontinuous.
    `source_name` and `target_name` are the names of the two documents.
    """

    source_name: str
    target_name: str
    bead: int
    source: Span
    target: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """An English form of a term as it was written most often, and every place where it renders the term."""

    text: str
    occurrences: tuple[Occurrence, ...] = ()
    status: Status = "candidate"

    @property
    def count(self) -> int:
        """How often the term was rendered so."""
        return len(self.occurrences)


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese term and its English renderings, the commonest first.

    `confidence` is the probability that a terminologist would keep it; `reason` says why it was proposed.
    `count` is how often the Chinese form occurs, rendered or not.
    """

    zh: str
    type: TermType
    renderings: tuple[Rendering, ...]
    confidence: float
    count: int
    status: Status = "candidate"
    reason: str = ""

    @property
    def en(self) -> str:
        """The commonest rendering, or an empty string when the term is never rendered."""
        return self.renderings[0].text if self.renderings else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding lies in one document: names and offsets a person and a program can both follow."""

    document: str
    paragraph: int
    sentence: int
    span: Span
    text: str
    context: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an editor would mark: which rule, how bad, what is wrong, where, and what to do.

    `source` is the place in the Chinese document and `target` the one in the English, either may be absent;
    `related` are further places that are part of the evidence, such as the other renderings of the term.
    """

    rule: str
    severity: Severity
    message: str
    source: Place | None
    target: Place | None
    hint: str = ""
    related: tuple[Place, ...] = ()
