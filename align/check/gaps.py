"""Sentences, clauses and datelines that one side has and the other has not."""

from __future__ import annotations

from collections.abc import Iterator

from align.check.rule import Material, extent, place
from align.language import chinese, english
from align.lexicon.file import load
from align.lexicon.units import zh_units
from align.model import Alignment, Bead, Document, Finding, Place, Role, Span

# What a page carries around its report: a translation has its own or none.
FURNITURE: frozenset[Role] = frozenset({"boilerplate", "title", "heading"})
_LIKE_LENGTH = 4.0
_EN_PER_ZH = 3.4  # English characters to a Chinese one, in official prose
_LONG = 60  # Chinese characters of a sentence that may need many English ones
_COMMON = 2e-3  # English words more frequent than this prove nothing
_ANSWERS, _MOST = 0.05, 0.6  # what makes a word answered, and how many must be
DATELINES: frozenset[Role] = frozenset({"dateline", "byline"})


def gaps(material: Material, side: str) -> Iterator[tuple[Alignment, int, Bead]]:
    """Yield the sentence beads without a target (side "source") or without a source (side "target")."""
    for alignment in material.alignments:
        for index, bead in enumerate(alignment.sentences):
            if bead.is_gap and (bead.source if side == "source" else bead.target):
                yield alignment, index, bead


def role(document: Document, sentences: range) -> Role:
    """Return the role of the paragraph the first of some sentences stands in."""
    return document.role_of(sentences.start)


def facing(alignment: Alignment, index: int, side: str) -> Place | None:
    """Return the place on the other side where the missing words would stand: behind the bead before."""
    for bead in reversed(alignment.sentences[:index]):
        other = bead.target if side == "source" else bead.source
        if other:
            document = alignment.target if side == "source" else alignment.source
            end = extent(document, other).end
            return place(document, Span(end, end))
    return None


def is_faced(alignment: Alignment, index: int) -> bool:
    """Whether a gap stands beside a gap of the other side and of a like length.

    Two sentences in one place that share few words are a free translation rather than an omission and an addition.
    """
    here = _length(alignment, alignment.sentences[index])
    beside = [k for k in (index - 1, index + 1) if 0 <= k < len(alignment.sentences)]
    for other in (alignment.sentences[k] for k in beside):
        if other.is_gap and bool(other.source) != bool(alignment.sentences[index].source):
            there = _length(alignment, other)
            if max(here, there) < _LIKE_LENGTH * min(here, there):
                return True
    return False


def _length(alignment: Alignment, bead: Bead) -> float:
    """The length of the one side of a gap, English in the Chinese characters it would take."""
    if bead.source:
        span = extent(alignment.source, bead.source)
        return float(span.end - span.start)
    span = extent(alignment.target, bead.target)
    return (span.end - span.start) / _EN_PER_ZH


def beside_additions(alignment: Alignment) -> frozenset[int]:
    """Return the beads beside an English gap: what seems dropped in them may be what stands there."""
    gaps_of_target = [k for k, bead in enumerate(alignment.sentences) if not bead.source and is_body(alignment, bead)]
    return frozenset(near for k in gaps_of_target for near in (k - 1, k + 1))


def is_body(alignment: Alignment, bead: Bead) -> bool:
    """Whether an English gap is running text."""
    return role(alignment.target, bead.target) not in FURNITURE | DATELINES


def is_left_over(alignment: Alignment, index: int) -> bool:
    """Whether a Chinese sentence beside an English gap has a clause that its own English lacks: the gap is that."""
    for sentence in _beside(alignment, index):
        span = alignment.source.sentences[sentence].span
        if any(span.start <= one.source.start < span.end for one in alignment.clauses):
            return True
    return False


def is_answered(alignment: Alignment, index: int) -> bool:
    """Whether the words of an English gap stand in a long Chinese sentence beside it.

    A sentence of the official style that is rendered by a dozen short ones can leave some of them over.
    """
    text = extent(alignment.target, alignment.sentences[index].target).of(alignment.target.text)
    lexicon = load()
    words = list(dict.fromkeys(english.key(word.text) for word in english.words(text) if word.text[0].isalpha()))
    ids = lexicon.en_ids(words)
    rare = [number for number, one in enumerate(lexicon.en_prior(ids)) if one < _COMMON and ids[number] >= 0]
    for sentence in _beside(alignment, index):
        zh = alignment.source.sentence_text(sentence)
        if len(zh) < _LONG:
            continue
        units = zh_units(chinese.words(zh), lexicon)
        zh_ids = lexicon.zh_ids(list(dict.fromkeys(chinese.key(unit.text) for unit in units)))
        forth, back = lexicon.matrix(zh_ids, ids[rare])
        if len(rare) and float(((forth > _ANSWERS) | (back > _ANSWERS)).any(axis=0).mean()) >= _MOST:
            return True
    return False


def _beside(alignment: Alignment, index: int) -> Iterator[int]:
    """The Chinese sentences that end the run of gaps a gap stands in, on either side."""
    for step in (-1, 1):
        place = index + step
        while 0 <= place < len(alignment.sentences) and not alignment.sentences[place].source:
            place += step
        if 0 <= place < len(alignment.sentences):
            yield from alignment.sentences[place].source


def is_moved(alignment: Alignment, paragraph: int, side: str) -> bool:
    """Whether a paragraph stands elsewhere in the translation, rather than nowhere."""
    return any(paragraph in (move.source if side == "source" else move.target) for move in alignment.moves)


def has_words(text: str) -> bool:
    """Whether a stretch says anything: marks and stray digits alone do not."""
    return sum(char.isalpha() for char in text) > 1


def missing(rule: str, message: str, hint: str, source: Place | None, target: Place | None) -> Finding:
    """Make the finding of a missing stretch."""
    return Finding(rule, "warning", message, source, target, hint)
