"""Sentences with the words of theirs that are to be linked: the user's own, or those of an alignment's beads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from align.language import chinese, english
from align.language.numbers import Quantity, quantities_of
from align.language.tokens import as_span
from align.model import Alignment, Document, Language, Link, Span, Token

# What the constructor does, without a Python call for each of many thousand links.
_link = partial(tuple.__new__, Link)
_span = attrgetter("span")

Cutter = Callable[[Sequence[str]], Sequence[Sequence[Token]]]


class Text(NamedTuple):
    """A sentence or some in a row, the spans of the words whose links are wanted, and those of the sentences."""

    text: str
    words: tuple[Span, ...]
    sentences: tuple[Span, ...]

    def written(self) -> list[str]:
        """Return the words as they are written."""
        return [span.of(self.text) for span in self.words]

    def figures(self, language: Language) -> tuple[Quantity, ...]:
        """Return the figures of the sentences."""
        return quantities_of(self.text, self.sentences, language)


# How the Penn Treebank writes brackets and quotation marks; tokenised files of the field keep it.
_TREEBANK = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}


def joined(words: Sequence[str], between: str = "") -> Text:
    """Put words together to a sentence; two that would run into one Latin word stay apart.

    >>> joined(["5G", "和", "AI"]).text, joined(["NATO", "USA"]).text, joined(["It", "rains"], " ").words[1]
    ('5G和AI', 'NATO USA', Span(start=3, end=8))
    """
    text, spans = "", []
    for word in words:
        written = _TREEBANK.get(word, word)
        if text and (between or (text[-1].isascii() and written[:1].isascii())):
            text += between or " "
        spans.append(Span(len(text), len(text) + len(written)))
        text += written
    return Text(text, tuple(spans), (Span(0, len(text)),))


class Stretch(NamedTuple):
    """What a side of a bead covers of its document, and where it starts there."""

    text: Text
    start: int

    def spans(self) -> list[Span]:
        """Return where the words stand in the document."""
        start = self.start
        return list(map(as_span, [(start + first, start + last) for first, last in self.text.words]))


# Which word renders which in more than that would take minutes and gigabytes: it is a dump of words without the end of
# a sentence. The longest sentences have 1,500 characters beside 5,000.
MOST_CELLS = 20_000_000


def two_sided(alignment: Alignment) -> list[int]:
    """Return the numbers of the sentence beads whose words can be linked: no omission or addition, not `too_long`."""
    barred = set(too_long(alignment))
    return [number for number, bead in enumerate(alignment.sentences) if not bead.is_gap and number not in barred]


def too_long(alignment: Alignment) -> list[int]:
    """Return the numbers of the beads whose characters, of one side times the other, are more than `MOST_CELLS`."""
    found = []
    for number, bead in enumerate(alignment.sentences):
        if not bead.is_gap:
            ours, theirs = alignment.source.extent(bead.source), alignment.target.extent(bead.target)
            if (ours.end - ours.start) * (theirs.end - theirs.start) > MOST_CELLS:
                found.append(number)
    return found


def bead_texts(alignment: Alignment) -> list[tuple[Stretch, Stretch]]:
    """Return both sides of each sentence bead with their words; see `two_sided` for what is left out."""
    full = [alignment.sentences[number] for number in two_sided(alignment)]
    ours = _stretches(alignment.source, [bead.source for bead in full], chinese.words_of_sentences)
    theirs = _stretches(alignment.target, [bead.target for bead in full], english.words_of_sentences)
    return list(zip(ours, theirs, strict=True))


def _stretches(document: Document, sentences: Sequence[range], words_of: Cutter) -> list[Stretch]:
    spans = [document.extent(some) for some in sentences]
    texts = [span.of(document.text) for span in spans]
    return [
        Stretch(Text(text, tuple(map(_span, words)), _inside(document, some, span.start)), span.start)
        for some, span, text, words in zip(sentences, spans, texts, words_of(texts), strict=True)
    ]


def _inside(document: Document, sentences: range, start: int) -> tuple[Span, ...]:
    """Return where some sentences stand, counted from where the first begins."""
    return tuple([as_span((first - start, last - start)) for first, last in document.spans(sentences)])


def placed(
    pairs: Sequence[tuple[Stretch, Stretch]], found: Sequence[Sequence[tuple[int, int, float]]]
) -> tuple[Link, ...]:
    """Return the links between words of some beads as links between places of their documents."""
    placed: list[Link] = []
    for (zh, en), some in zip(pairs, found, strict=True):
        ours, theirs = zh.spans(), en.spans()
        placed += map(_link, [(ours[i], theirs[j], score) for i, j, score in some])
    return tuple(placed)
