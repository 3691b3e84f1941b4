"""Two translations of one text, or two versions of one text, side by side with the words that changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from align.diff.pairing import pair_versions
from align.diff.runs import Cell, Label, Mark, Marks, sentence_cell
from align.language.chars import HAN, fold
from align.model import Alignment, Bead, Document, Span, Term

ChangeKind = Literal["same", "changed", "added", "removed"]

_WORD = re.compile(rf"[{HAN}]|[^\W{HAN}]+(?:['’.,\-][^\W{HAN}]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What both versions say for the same stretch of the source, which is empty when there is no source text."""

    kind: ChangeKind
    source: tuple[Cell, ...]
    old: tuple[Cell, ...]
    new: tuple[Cell, ...]


class TermChange(NamedTuple):
    """A Chinese term rendered otherwise in the new version: from which words to which, and how often."""

    zh: str
    old: str
    new: str
    times: int


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions ready to be drawn."""

    source_name: str
    old_name: str
    new_name: str
    rows: tuple[VersionRow, ...]
    terms: tuple[TermChange, ...] = ()

    @property
    def changed(self) -> Versions:
        """The same with the rows that differ only."""
        return replace(self, rows=tuple(row for row in self.rows if row.kind != "same"))


def translation_rows(old: Alignment, new: Alignment, terms: Sequence[Term] = ()) -> Versions:
    """Lay two translations of one Chinese text side by side.

    Args:
        old: The Chinese text with the first translation.
        new: The same Chinese text with the second.
        terms: The glossary mined from both, to tell whose rendering changed.

    Returns:
        Rows that show every sentence of both translations once, in order, cut as finely as both alignments allow.

    Raises:
        ValueError: The two alignments are not of one Chinese text.
    """
    if old.source.sentences != new.source.sentences or old.source.text != new.source.text:
        raise ValueError("the two alignments are not of one source text")
    rows = [
        _row(old.source, source, (old.target, first), (new.target, second))
        for source, first, second in _common(old.sentences, new.sentences)
    ]
    return Versions(old.source.name, old.target.name, new.target.name, tuple(rows), _term_changes(old, new, terms))


def _common(old: Sequence[Bead], new: Sequence[Bead]) -> Iterator[tuple[range, range, range]]:
    """Yield the finest ranges (source, old, new) that break no bead of either side; what is added stands alone."""
    first, second = _Reader(old), _Reader(new)
    both = sorted(_edges(old) & _edges(new))
    for start, end in zip([*both[:1], *both], both, strict=False):
        if start < end:
            yield range(start, end), first.until(end), second.until(end)
        added = range(end, end), first.additions(end), second.additions(end)
        if added[1] or added[2]:
            yield added


def _edges(beads: Sequence[Bead]) -> set[int]:
    return {0, *(bead.source.stop for bead in beads)}


class _Reader:
    """Reads the target side of beads along the source."""

    def __init__(self, beads: Sequence[Bead]) -> None:
        self._beads = beads
        self._next = 0
        self._target = 0

    def until(self, end: int) -> range:
        """Return the targets of the beads whose source ends at or before `end`, without additions right there."""
        return self._take(lambda bead: bead.source.stop <= end and (bool(bead.source) or bead.source.start < end))

    def additions(self, place: int) -> range:
        """Return the targets of the additions that stand at a place of the source."""
        return self._take(lambda bead: not bead.source and bead.source.start == place)

    def _take(self, wanted: Callable[[Bead], bool]) -> range:
        start = self._target
        while self._next < len(self._beads) and wanted(self._beads[self._next]):
            self._target = self._beads[self._next].target.stop
            self._next += 1
        return range(start, self._target)


def text_rows(old: Document, new: Document) -> Versions:
    """Lay two versions of one text side by side, without the text they translate.

    Sentences that stayed the same hold the versions together; between them those are paired whose words are
    most alike, one with one, one with two, or two with one.

    Args:
        old: The first version, segmented.
        new: The second version, segmented, in the same language.

    Returns:
        Rows that show every sentence of both versions once, in order.
    """
    rows = [_row(None, range(0), (old, bead.source), (new, bead.target)) for bead in pair_versions(old, new)]
    return Versions("", old.name, new.name, tuple(rows))


def _row(source: Document | None, units: range, old: tuple[Document, range], new: tuple[Document, range]) -> VersionRow:
    deleted, inserted = word_changes(_tokens(*old), _tokens(*new))
    cells = [
        tuple(sentence_cell(document, unit, Marks(marks)) for unit in run)
        for (document, run), marks in ((old, deleted), (new, inserted))
    ]
    beside = tuple(sentence_cell(source, unit, Marks()) for unit in units) if source else ()
    return VersionRow(_kind(bool(old[1]), bool(new[1]), bool(deleted or inserted)), beside, cells[0], cells[1])


def _kind(old: bool, new: bool, differ: bool) -> ChangeKind:
    if old == new:
        return "changed" if differ else "same"
    return "removed" if old else "added"


class _Word(NamedTuple):
    key: str
    span: Span


def _tokens(document: Document, units: Iterable[int]) -> list[_Word]:
    spans = (document.sentences[unit].span for unit in units)
    folded = fold(document.text)
    return [
        _Word(match.group(), Span(*match.span()))
        for span in spans
        for match in _WORD.finditer(folded, span.start, span.end)
    ]


def word_changes(old: Sequence[_Word], new: Sequence[_Word]) -> tuple[list[Mark], list[Mark]]:
    """Return what was deleted from the old words and what was inserted in the new ones."""
    deleted: list[Mark] = []
    inserted: list[Mark] = []
    for a, b, c, d in _changes([word.key for word in old], [word.key for word in new]):
        if a < b:
            deleted.append((Span(old[a].span.start, old[b - 1].span.end), Label("deleted", 0, "differs")))
        if c < d:
            inserted.append((Span(new[c].span.start, new[d - 1].span.end), Label("inserted", 0, "differs")))
    return deleted, inserted


Change = tuple[int, int, int, int]


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the stretches that differ; words that agree by chance between long changes count as changed.

    What stays the same is kept only when it is longer than the shorter of the changes around it, else a
    rewritten sentence would be riddled with a kept "the" and "of".
    """
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and a - found[-1][1] < min(_size(found[-1]), _size((a, b, c, d))):
            found[-1] = (found[-1][0], b, found[-1][2], d)
        else:
            found.append((a, b, c, d))
    return found


def _size(change: Change) -> int:
    return max(change[1] - change[0], change[3] - change[2])


def _term_changes(old: Alignment, new: Alignment, terms: Iterable[Term]) -> tuple[TermChange, ...]:
    found: list[TermChange] = []
    for term in terms:
        before, after = _renderings(term, old), _renderings(term, new)
        moves = Counter(
            (before[span], after[span])
            for span in before.keys() & after.keys()
            if before[span].casefold() != after[span].casefold()
        )
        found += [TermChange(term.zh, one, two, count) for (one, two), count in sorted(moves.items())]
    return tuple(sorted(found, key=lambda change: -change.times))


def _renderings(term: Term, alignment: Alignment) -> dict[Span, str]:
    """Map each place of a term in the Chinese to its rendering in one translation."""
    return {
        place.source: rendering.text
        for rendering in term.renderings
        for place in rendering.occurrences
        if place.target and place.target_name == alignment.target.name
    }
