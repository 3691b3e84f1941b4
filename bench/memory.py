"""What a translator's own memory is worth on short documents: half of some texts taught, the other half aligned.

A long text teaches itself; what a translator works on is a report of some dozen sentences. So the texts are cut into
documents of about 25 sentences, and aligned as they are and with a tenth of the sentences left out. Of work reports,
whose gold is of paragraphs, a document is some whole paragraphs, and the memory is what the aligner itself is sure of
in other years' reports, as a translator would keep it; what is left out are sentences in beads that the shipped
lexicon is sure of. Each gain is given with the interval of a bootstrap over the documents (Koehn 2004), and with how
many documents gained and lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import NamedTuple, TypeVar

import numpy as np

from align import evaluate
from align.evaluate import Cells, Counts
from align.model import Alignment, Document
from align.pipeline import Settings, align_documents
from bench.check import report_paragraphs
from bench.command import align
from bench.deletions import delete
from bench.figures import Figure
from bench.quality import Triple, cells, paragraph_files, sentence_files

SIZE = 25  # sentences of a document
SHARE = 0.1  # of the sentences of one side that are left out
SURE = 0.9  # the probability of a bead that is taken for granted
DRAWS = 2000

Memory = list[tuple[str, str]]
Compared = tuple[list[Counts], list[Counts]]  # of each document, without and with a memory
Case = TypeVar("Case")


class Piece(NamedTuple):
    """A short document: units of both sides, and the beads that are right of them."""

    source: list[str]
    target: list[str]
    gold: list[Cells]

    @property
    def pairs(self) -> Memory:
        """What a memory keeps of it."""
        return [
            ("".join(self.source[n] for n in sorted(zh)), " ".join(self.target[n] for n in sorted(en)))
            for zh, en in self.gold
            if zh and en
        ]


def pieces(source: Sequence[str], target: Sequence[str], gold: Sequence[Cells], size: int = SIZE) -> list[Piece]:
    """Cut a text where a bead ends into documents of at least `size` source units, but for the last.

    >>> beads = [(frozenset({n}), frozenset({n})) for n in range(3)]
    >>> [piece.pairs for piece in pieces(["一", "二", "三"], ["a", "b", "c"], beads, 2)]
    [[('一', 'a'), ('二', 'b')], [('三', 'c')]]
    """
    found: list[Piece] = []
    beads: list[Cells] = []
    i = j = 0
    for number, bead in enumerate(gold, 1):
        beads.append(bead)
        ends = [1 + max((n for other in beads for n in other[side]), default=at - 1) for side, at in ((0, i), (1, j))]
        if ends[0] - i >= size or number == len(gold):
            own = [(frozenset(n - i for n in zh), frozenset(n - j for n in en)) for zh, en in beads]
            found.append(Piece(list(source[i : ends[0]]), list(target[j : ends[1]]), own))
            (i, j), beads = ends, []
    return found


def memory_figures(bench: Path) -> Iterator[Figure]:
    """Measure short documents with the shipped lexicon and with one that has learnt the other half of the texts."""
    for name in ("mac-dev", "magazine"):
        files = sentence_files(bench / "sentences" / name)
        if not files:
            yield Figure(f"{name}, short documents: strict F1 with a memory", None, note=f"data absent under {bench}")
            continue
        halves = _halves(files)
        lacking = [[_damaged(number, piece) for number, piece in enumerate(half)] for half in halves]
        with TemporaryDirectory() as folder:
            taught = [_learnt([pair for piece in half for pair in piece.pairs], Path(folder)) for half in halves]
            whole, damaged = (_compared(some, taught, _strict) for some in (halves, lacking))
        yield from _figures(f"{name}, short documents: strict F1", whole, lambda total: total.f1)
        yield from _figures(f"{name}, short documents that lack a tenth: strict F1", damaged, lambda total: total.f1)
    files = paragraph_files(bench / "paragraphs", "work-report")
    name = "work reports, short documents: left out"
    if len(files) < 2:
        yield Figure(f"{name}, recall with a memory", None, note=f"data absent under {bench}")
        return
    years = files[: len(files) // 2], files[len(files) // 2 :]
    lacks = [[lack for one in half for lack in _lacks(one)] for half in years]
    with TemporaryDirectory() as folder:
        taught = [_learnt([pair for one in half for pair in _sure_pairs(one)], Path(folder)) for half in years]
        found = _compared(lacks, taught, _told)
    yield from _figures(f"{name}, recall", found, lambda total: total.recall)
    yield from _figures(f"{name}, precision", found, lambda total: total.precision)


def _learnt(memory: Memory, folder: Path) -> Path:
    """Teach a memory by the real command and return the lexicon."""
    with NamedTemporaryFile(dir=folder, suffix=".tsv", delete=False) as file:
        file.write("".join(f"{zh}\t{en}\n" for zh, en in memory).encode())
    lexicon = Path(file.name).with_suffix(".lexicon")
    align("learn", file.name, "--base", "shipped", "-o", lexicon)
    return lexicon


def _compared(
    halves: Sequence[Sequence[Case]], taught: Sequence[Path], score: Callable[[Case, Path | None], Counts]
) -> Compared:
    """Score each document with the shipped lexicon, and with the one that has learnt the other half."""
    pairs = [(case, lexicon) for half, lexicon in zip(halves, reversed(taught), strict=True) for case in half]
    return [score(case, None) for case, _ in pairs], [score(case, lexicon) for case, lexicon in pairs]


def _figures(name: str, compared: Compared, value: Callable[[Counts], float]) -> Iterator[Figure]:
    before, after = compared
    low, high = bootstrap(before, after, value)
    both = [(value(old), value(new)) for old, new in zip(before, after, strict=True)]
    gained, lost = sum(new > old for old, new in both), sum(new < old for old, new in both)
    old, new = (value(sum(counts, Counts())) for counts in compared)
    note = f"95% from {low:+.3f} to {high:+.3f}; of {len(both)} documents {gained} gain and {lost} lose"
    yield Figure(f"{name} with a memory", new, noise=0.005, note=f"{old:.3f} without")
    yield Figure(f"{name}, gain by a memory", new - old, noise=0.005, note=note)


def bootstrap(
    before: Sequence[Counts], after: Sequence[Counts], value: Callable[[Counts], float], draws: int = DRAWS
) -> tuple[float, float]:
    """Return between what 95 % of the gains lie when the documents are drawn again, each as often as it comes.

    >>> same = [Counts(1, 2, 1, 2)] * 3
    >>> bootstrap(same, same, lambda total: total.f1)
    (0.0, 0.0)
    """
    times = np.random.default_rng(0).multinomial(len(before), np.full(len(before), 1 / len(before)), draws)
    sides = (times @ np.array([astuple(one) for one in side]) for side in (before, after))
    old, new = ([value(Counts(*counts)) for counts in side.tolist()] for side in sides)
    low, high = np.quantile(np.subtract(new, old), (0.025, 0.975))
    return float(low), float(high)


def _halves(files: Sequence[Triple]) -> tuple[list[Piece], list[Piece]]:
    """Return the documents of the first halves of some texts, and those of the second."""
    first: list[Piece] = []
    second: list[Piece] = []
    for zh, en, gold in files:
        source, target = (path.read_text("utf-8").splitlines() for path in (zh, en))
        found = pieces(source, target, evaluate.parse_beads(gold.read_text("utf-8")))
        middle = (len(found) + 1) // 2
        first, second = first + found[:middle], second + found[middle:]
    return first, second


def _damaged(number: int, piece: Piece) -> Piece:
    return Piece(*delete(*piece, side=number % 2, share=SHARE, seed=number))


def _strict(piece: Piece, lexicon: Path | None) -> Counts:
    """Count the strictly right beads of a document."""
    sides = ("\n".join(lines) + "\n" for lines in (piece.source, piece.target))
    alignment = align_documents(*_documents(*sides), Settings(lexicon=lexicon, lines=True))
    return evaluate.score_beads(piece.gold, [cells(bead) for bead in alignment.sentences]).strict


def _documents(zh: str, en: str) -> tuple[Document, Document]:
    return Document("zh.txt", "zh", zh), Document("en.txt", "en", en)


def _sure_pairs(files: Triple) -> Memory:
    """Return the sentence pairs of a report that the aligner is sure of."""
    sides = (path.read_text("utf-8") for path in files[:2])
    alignment = align_documents(*_documents(*sides), Settings(links=False))
    beads = [n for n, bead in enumerate(alignment.sentences) if bead.score > SURE and not bead.is_gap]
    return [("".join(zh), " ".join(en)) for zh, en in (_texts(alignment, n) for n in beads)]


def _texts(alignment: Alignment, number: int) -> tuple[list[str], list[str]]:
    """Return the sentences of a bead, Chinese and English."""
    bead = alignment.sentences[number]
    source, target = alignment.source, alignment.target
    return [source.sentence_text(n) for n in bead.source], [target.sentence_text(n) for n in bead.target]


class Lack(NamedTuple):
    """A short report of which one side lacks sentences: what then stands alone, and what did already before."""

    zh: str
    en: str
    side: int
    alone: frozenset[str]
    before: frozenset[str]


def _lacks(files: Triple) -> Iterator[Lack]:
    """Cut a report into short ones, and leave out sentences of either side."""
    for number, (zh, en) in enumerate(_short_reports(files)):
        alignment = align_documents(*_documents(zh, en), Settings(links=False))
        yield from (_lacking(alignment, side, 2 * number + side) for side in (0, 1))


def _lacking(alignment: Alignment, side: int, seed: int) -> Lack:
    """Leave sentences out of one side of a report, from among those that surely have one counterpart."""
    sure = [b for b in alignment.sentences if len(b.source) == len(b.target) == 1 and b.score > SURE]
    count = min(len(sure), round(SHARE * len(alignment.sentences)))
    chosen = [sure[n] for n in np.random.default_rng(seed).choice(len(sure), count, replace=False)]
    own, other = (alignment.source, alignment.target)[:: 1 - 2 * side]
    text = own.text
    for n in sorted(((b.source, b.target)[side].start for b in chosen), reverse=True):
        text = text[: own.sentences[n].span.start] + text[own.sentences[n].span.end :]
    zh, en = (text, other.text)[:: 1 - 2 * side]
    alone = frozenset(other.sentence_text((b.source, b.target)[1 - side].start) for b in chosen)
    return Lack(zh, en, side, alone, frozenset(_alone(alignment, 1 - side)))


def _short_reports(files: Triple) -> Iterator[tuple[str, str]]:
    """Yield whole paragraphs with their translation, as many as hold the sentences of a short document."""
    group: list[tuple[str, str]] = []
    count = 0
    for zh, en, sentences in report_paragraphs([files]):
        if zh and en:
            group, count = [*group, (zh, en)], count + sentences
        if count >= SIZE:
            ours, theirs = ("\n".join(side) + "\n" for side in zip(*group, strict=True))
            yield ours, theirs
            group, count = [], 0


def _alone(alignment: Alignment, side: int) -> list[str]:
    """Return the sentences of one side that stand alone."""
    return [
        text for number, bead in enumerate(alignment.sentences) if bead.is_gap
        for text in _texts(alignment, number)[side]
    ]  # fmt: skip


def _told(lack: Lack, lexicon: Path | None) -> Counts:
    """Count the sentences told to stand alone beside a text that lacks some, without those that did before."""
    alignment = align_documents(*_documents(lack.zh, lack.en), Settings(lexicon=lexicon, links=False))
    told = [one for one in _alone(alignment, 1 - lack.side) if one in lack.alone or one not in lack.before]
    right = sum(one in lack.alone for one in told)
    return Counts(right, len(told), right, len(lack.alone))
