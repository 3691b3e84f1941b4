"""What a rule is, and the material it looks at.

A rule is a value: name, severity, one line of why, examples that are its tests, and a function from material to
findings. It sees whole documents and their alignment, so that it can judge a word by what stands beside it and
elsewhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType
from typing import Literal

from align.language.numbers import Quantity, quantities_in
from align.language.tokens import as_span
from align.match.word_texts import two_sided
from align.model import (
    Alignment,
    Bead,
    Document,
    Finding,
    Link,
    Place,
    Role,
    Sentence,
    Severity,
    Span,
    Term,
)

# What an editor of the report is not asked about: page furniture.
ASIDE: frozenset[Role] = frozenset({"boilerplate"})
Needs = Literal["links", "terms"]
_CONTEXT = 48  # characters either side that are shown with a finding


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose about the checks: rules that are off, and severities other than the rules' own."""

    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence pair (or an English sentence alone) that a rule should mark, or should leave alone.

    A tuple makes several sentences, each its own bead. `terms` and `glossary` list Chinese forms with what they
    are rendered by, as a miner or a user would give them. `elsewhere` is a second English document.
    """

    en: str | tuple[str, ...]
    zh: str | tuple[str, ...] = ""
    terms: tuple[tuple[str, str], ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """All that is checked together.

    `english` holds every English document once, those of the alignments first; all documents are segmented.
    `terms` were mined from the alignments, with their occurrences; `glossary` is what the user has settled.
    `clauses` holds for each alignment the stretches inside its beads that one side alone says, each with the place
    on the other side where it would stand.
    """

    alignments: tuple[Alignment, ...] = ()
    english: tuple[Document, ...] = ()
    terms: tuple[Term, ...] = ()
    glossary: tuple[Term, ...] = ()
    clauses: tuple[tuple[Link, ...], ...] = ()

    def pairs(self) -> Iterator[tuple[Alignment, tuple[Link, ...]]]:
        """Yield each alignment with its clauses."""
        return zip_longest(self.alignments, self.clauses, fillvalue=())  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check by name. `bad` examples must give a finding of this rule, `good` ones none.

    `needs` tells what must be there before it can look: all but `Material.terms`, or these too. What one that needs
    terms can work out, and remember, without them `early` does.
    """

    name: str
    severity: Severity
    why: str
    find: Callable[[Material], Iterator[Finding]] = field(repr=False)
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    needs: Needs = "links"
    early: Callable[[Material], None] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """A bead with both sides: where it stands and what it says there.

    `zh` and `en` are spans of the two documents, from the first sentence of a side to the end of its last.
    """

    alignment: Alignment
    index: int
    bead: Bead
    zh: Span
    en: Span

    @property
    def zh_text(self) -> str:
        """The Chinese as written, line breaks and all, so that offsets hold."""
        return self.zh.of(self.alignment.source.text)

    @property
    def en_text(self) -> str:
        """The English as written, line breaks and all, so that offsets hold."""
        return self.en.of(self.alignment.target.text)

    @property
    def zh_figures(self) -> tuple[Quantity, ...]:
        """The figures of the Chinese, with their places in it."""
        return quantities_in(self.alignment.source, self.bead.source)

    @property
    def en_figures(self) -> tuple[Quantity, ...]:
        """The figures of the English, with their places in it."""
        return quantities_in(self.alignment.target, self.bead.target)


@lru_cache(maxsize=256)
def passages(alignment: Alignment) -> tuple[Passage, ...]:
    """Return the beads of an alignment with two sides that can be compared and are no page furniture."""
    found = []
    for index in two_sided(alignment):
        bead = alignment.sentences[index]
        if alignment.source.role_of(bead.source.start) in ASIDE:
            continue
        zh, en = alignment.source.extent(bead.source), alignment.target.extent(bead.target)
        found.append(Passage(alignment, index, bead, zh, en))
    return tuple(found)


def bodies(document: Document) -> Iterator[Span]:
    """Yield the paragraphs of a document that are no page furniture."""
    for paragraph in document.paragraphs:
        if paragraph.role not in ASIDE and paragraph.span.end > paragraph.span.start:
            yield paragraph.span


def place(document: Document, span: Span) -> Place:
    """Return where a span lies: paragraph, sentence, and the words around it."""
    sentence = sentence_at(document.sentences, span.start)
    if sentence is None:
        around, paragraph = Span(0, len(document.text)), 0
    else:
        around = document.sentences[sentence].span
        paragraph = document.sentences[sentence].paragraph
    start = _word_start(document.text, max(around.start, span.start - _CONTEXT), span.start)
    end = _word_end(document.text, min(max(around.end, span.end), span.end + _CONTEXT), span.end)
    index = 0 if sentence is None else sentence
    return Place(document.name, paragraph, index, span, span.of(document.text), Span(start, end))


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int | None:
    """Return the last sentence that begins at or before an offset; None where there are no sentences."""
    if not sentences:
        return None
    return max(0, bisect_right(sentences, offset, key=lambda sentence: sentence.span.start) - 1)


def _word_start(text: str, start: int, limit: int) -> int:
    while 0 < start < limit and text[start - 1].isascii() and text[start - 1].isalnum():
        start += 1
    while start < limit and text[start].isspace():
        start += 1
    return start


def _word_end(text: str, end: int, limit: int) -> int:
    while limit < end < len(text) and text[end].isascii() and text[end].isalnum():
        end -= 1
    return end


def shift(span: Span, by: int) -> Span:
    """Move a span, as from a passage to its document."""
    start, end = span
    return as_span((start + by, end + by))
