"""Sentences, clauses and datelines that one side has and the other has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from align.check.left_out import slogans
from align.check.linked import links_at
from align.check.rule import Material, place
from align.check.runs import LINKED
from align.language import chinese, english
from align.language.chars import clip
from align.lexicon.file import load
from align.lexicon.units import zh_units
from align.model import Alignment, Bead, Document, Finding, Link, Place, Role, Span

Side = Literal["source", "target"]

# What a page carries around its report: a translation has its own or none.
FURNITURE: frozenset[Role] = frozenset({"boilerplate", "title", "heading"})
_LIKE_LENGTH = 4.0
_EN_PER_ZH = 3.4  # English characters to a Chinese one, in official prose
_LONG = 60  # Chinese characters of a sentence that may need many English ones
_COMMON = 2e-3  # English words more frequent than this prove nothing
_ANSWERS, _MOST = 0.05, 0.6  # what makes a word answered, and how many must be
_FEW = 0.1  # how many must be by a clause that seems left out beside a gap
DATELINES: frozenset[Role] = frozenset({"dateline", "byline"})


class Gap(NamedTuple):
    """A bead with one side: where it stands in its alignment, the clauses of that, and the stretch of its text."""

    alignment: Alignment
    number: int
    clauses: Sequence[Link]
    side: Side
    span: Span

    @property
    def document(self) -> Document:
        """The document that has the stretch."""
        return self.alignment.source if self.side == "source" else self.alignment.target

    @property
    def bead(self) -> Bead:
        """The bead itself."""
        return self.alignment.sentences[self.number]


def gaps(material: Material, side: Side) -> Iterator[Gap]:
    """Yield the running text of one side that has no counterpart, as beads of sentences.

    Titles and furniture a translation may have or not; what has moved or is freely translated is not missing.
    """
    for alignment, clauses in material.pairs():
        document = alignment.source if side == "source" else alignment.target
        for index, bead in enumerate(alignment.sentences):
            here = bead.source if side == "source" else bead.target
            if not bead.is_gap or not here or document.role_of(here.start) in FURNITURE | DATELINES:
                continue
            gap = Gap(alignment, index, clauses, side, document.extent(here))
            if has_words(gap.span.of(document.text)) and not _is_moved(gap) and not is_faced(alignment, index):
                yield gap


def missing(rule: str, gap: Gap, hint: str) -> Finding:
    """Make the finding of a gap."""
    number = len(gap.bead.source or gap.bead.target)
    what = "sentence" if number == 1 else f"{number} sentences"
    message = f"{what} without counterpart: {clip(gap.span.of(gap.document.text), 48)}"
    here, there = place(gap.document, gap.span), facing(gap.alignment, gap.number, gap.side)
    source, target = (here, there) if gap.side == "source" else (there, here)
    return Finding(rule, "warning", message, source, target, hint)


def facing(alignment: Alignment, number: int, side: Side) -> Place | None:
    """Return the place on the other side where a gap's words would stand: behind the bead before."""
    document = alignment.target if side == "source" else alignment.source
    for bead in reversed(alignment.sentences[:number]):
        other = bead.target if side == "source" else bead.source
        if other:
            end = document.extent(other).end
            return place(document, Span(end, end))
    return None


def _is_moved(gap: Gap) -> bool:
    """Whether a paragraph stands elsewhere in the translation, rather than nowhere."""
    first = (gap.bead.source or gap.bead.target).start
    paragraph = gap.document.sentences[first].paragraph
    return any(paragraph in (move.source if gap.side == "source" else move.target) for move in gap.alignment.moves)


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
        span = alignment.source.extent(bead.source)
        return float(span.end - span.start)
    span = alignment.target.extent(bead.target)
    return (span.end - span.start) / _EN_PER_ZH


def beside_additions(alignment: Alignment) -> frozenset[int]:
    """Return the beads beside an English gap: what seems dropped in them may be what stands there."""
    gaps_of_target = [k for k, bead in enumerate(alignment.sentences) if not bead.source and is_body(alignment, bead)]
    return frozenset(near for k in gaps_of_target for near in (k - 1, k + 1))


def is_body(alignment: Alignment, bead: Bead) -> bool:
    """Whether an English gap is running text."""
    return alignment.target.role_of(bead.target.start) not in FURNITURE | DATELINES


def is_left_over(gap: Gap) -> bool:
    """Whether a Chinese sentence beside an English gap has a clause that its own English lacks: the gap may be that."""
    source = gap.alignment.source
    spans = [source.sentences[sentence].span for sentence in _beside(gap.alignment, gap.number)]
    left_out = [one.source for one in gap.clauses if one.source.end > one.source.start]
    near = [one.of(source.text) for one in left_out if any(span.start <= one.start < span.end for span in spans)]
    return any(_answered(gap, zh) >= _FEW for zh in near)


def is_spelt_out(gap: Gap) -> bool:
    """Whether a Chinese sentence beside an English gap has a slogan that its own English lacks: the gap may say it."""
    source, links = gap.alignment.source, gap.alignment.links
    spans = [source.sentences[sentence].span for sentence in _beside(gap.alignment, gap.number)]
    for slogan in (one for span in spans for one in slogans(span, source.text)):
        sure = [link.source for link in links_at(slogan, links) if link.score >= LINKED]
        said = sum(word.end - word.start for word in sure if slogan.holds(word))
        if links and 2 * said < slogan.end - slogan.start - 2:  # without its marks
            return True
    return False


def is_answered(gap: Gap) -> bool:
    """Whether the words of an English gap stand in a long Chinese sentence beside it.

    A sentence of the official style that is rendered by a dozen short ones can leave some of them over.
    """
    texts = map(gap.alignment.source.sentence_text, _beside(gap.alignment, gap.number))
    return any(_answered(gap, zh) >= _MOST for zh in texts if len(zh) >= _LONG)


def _answered(gap: Gap, zh: str) -> float:
    """Return the share of the words of an English gap that some Chinese may mean; 0 where no word tells."""
    lexicon = load()
    text = gap.span.of(gap.document.text)
    words = list(dict.fromkeys(english.key(word.text) for word in english.words(text) if word.text[0].isalpha()))
    ids = lexicon.en_ids(words)
    rare = [number for number, one in enumerate(lexicon.en_prior(ids)) if one < _COMMON and ids[number] >= 0]
    units = zh_units(chinese.words(zh), lexicon)
    zh_ids = lexicon.zh_ids(list(dict.fromkeys(chinese.key(unit.text) for unit in units)))
    forth, back = lexicon.matrix(zh_ids, ids[rare])
    return float(((forth > _ANSWERS) | (back > _ANSWERS)).any(axis=0).mean()) if len(rare) else 0.0


def _beside(alignment: Alignment, index: int) -> Iterator[int]:
    """The Chinese sentences that end the run of gaps a gap stands in, on either side."""
    for step in (-1, 1):
        place = index + step
        while 0 <= place < len(alignment.sentences) and alignment.sentences[place].is_gap:
            place += step
        if 0 <= place < len(alignment.sentences):
            yield from alignment.sentences[place].source


def has_words(text: str) -> bool:
    """Whether a stretch says anything: marks and stray digits alone do not."""
    return sum(char.isalpha() for char in text) > 1
