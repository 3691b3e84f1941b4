"""What a translator's own memory is worth on short documents: half of some texts taught, the other half aligned.

A long text teaches itself; what a translator works on is a report of some dozen sentences. So the texts are cut into
documents of about 25 sentences, and aligned as they are and with a tenth of the sentences left out. Of work reports,
whose gold is of paragraphs, a document is some whole paragraphs, and the memory is what the aligner itself is sure of
in other years' reports, as a translator would keep it; what is left out are sentences in beads that the shipped
lexicon is sure of. On the Bible nothing of the program was fitted.

Each gain is given with the interval of a bootstrap over the documents (Koehn 2004), and with how many documents
gained and lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory
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
from bench.speed import by_verse, verses

SIZE = 25  # sentences of a document
SHARE = 0.1  # of the sentences of one side that are left out
SURE = 0.9  # the probability of a bead that is taken for granted
TAUGHT, EVERY = 30, 18  # documents of the Bible that are taught; of those behind them one in so many is measured
DRAWS = 2000

Memory = list[tuple[str, str]]
Case = TypeVar("Case")


class Piece(NamedTuple):
    """A short document: units of both sides, and the beads that are right of them, or verses of any number of beads."""

    source: list[str]
    target: list[str]
    gold: list[Cells]
    by_verse: bool = False

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
    """Measure short documents with the shipped lexicon and with one that has learnt other texts of their kind."""
    for name in ("mac-dev", "magazine"):
        halves = _halves(sentence_files(bench / "sentences" / name))
        memories = [[pair for piece in half for pair in piece.pairs] for half in halves]
        yield from _bead_figures(name, memories, halves[::-1])
    yield from _bead_figures("Bible", *_bible(bench / "speed" / "bible-004.gold"))
    files = paragraph_files(bench / "paragraphs", "work-report")
    years = files[: len(files) // 2], files[len(files) // 2 :]
    memories = [[pair for one in half for pair in _sure_pairs(one)] for half in years]
    lacks = [[lack for one in half for lack in _lacks(one)] for half in years[::-1]]
    yield from _figures("work reports, short documents: F1 of what is left out", memories, lacks, _told)


def _bead_figures(name: str, memories: Sequence[Memory], tests: Sequence[Sequence[Piece]]) -> Iterator[Figure]:
    yield from _figures(f"{name}, short documents: strict F1", memories, tests, _strict)
    lacking = [[_damaged(number, piece) for number, piece in enumerate(half)] for half in tests]
    yield from _figures(f"{name}, short documents that lack a tenth: strict F1", memories, lacking, _strict)


def _figures(
    name: str, memories: Sequence[Memory], tests: Sequence[Sequence[Case]], score: Callable[[Case, Path | None], Counts]
) -> Iterator[Figure]:
    """Score documents with the shipped lexicon, and with one that has learnt the memory of their group."""
    if not any(tests):
        yield Figure(f"{name} with a memory", None, note="data absent")
        return
    before, after = list[Counts](), list[Counts]()
    for memory, documents in zip(memories, tests, strict=True):
        with TemporaryDirectory() as folder:
            lexicon = _learnt(memory, Path(folder))
            before += [score(one, None) for one in documents]
            after += [score(one, lexicon) for one in documents]
    low, high = bootstrap(before, after)
    old, new = sum(before, Counts()), sum(after, Counts())
    gained, lost = (sum(sign * (b.f1 - a.f1) > 0 for a, b in zip(before, after, strict=True)) for sign in (1, -1))
    yield Figure(f"{name} with a memory", new.f1, noise=0.005, note=f"{_in_words(new)}; without {_in_words(old)}")
    note = f"95% from {low:+.3f} to {high:+.3f}; of {len(before)} documents {gained} gain and {lost} lose"
    yield Figure(f"{name}, gain by a memory", new.f1 - old.f1, noise=0.005, note=note)


def _in_words(total: Counts) -> str:
    return f"P {total.precision:.3f} R {total.recall:.3f}"


def _learnt(memory: Memory, folder: Path) -> Path:
    """Teach a memory by the real command and return the lexicon."""
    pairs, lexicon = folder / "memory.tsv", folder / "own.lexicon"
    pairs.write_text("".join(f"{zh}\t{en}\n" for zh, en in memory), encoding="utf-8")
    align("learn", pairs, "--base", "shipped", "-o", lexicon)
    return lexicon


def bootstrap(before: Sequence[Counts], after: Sequence[Counts], draws: int = DRAWS) -> tuple[float, float]:
    """Return between what 95 % of the gains in F1 lie when the documents are drawn again, each as often as it comes.

    >>> same = [Counts(1, 2, 1, 2)] * 3
    >>> bootstrap(same, same)
    (0.0, 0.0)
    """
    times = np.random.default_rng(0).multinomial(len(before), np.full(len(before), 1 / len(before)), draws)
    sides = (times @ np.array([astuple(one) for one in side]) for side in (before, after))
    old, new = ([Counts(*counts).f1 for counts in side.tolist()] for side in sides)
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


def _bible(gold: Path) -> tuple[list[Memory], list[list[Piece]]]:
    """Return some chapters to teach, and short documents from all the books behind them."""
    if not gold.exists():
        return [[]], [[]]
    zh, en = (gold.with_suffix(side).read_text("utf-8").splitlines() for side in (".zh", ".en"))
    found = pieces(zh, en, verses(gold))
    tested = [one._replace(by_verse=True) for one in found[TAUGHT + 1 :: EVERY]]
    return [[pair for piece in found[:TAUGHT] for pair in piece.pairs]], [tested]


def _damaged(number: int, piece: Piece) -> Piece:
    lacking = delete(piece.source, piece.target, piece.gold, side=number % 2, share=SHARE, seed=number)
    return Piece(*lacking, piece.by_verse)


def _strict(piece: Piece, lexicon: Path | None) -> Counts:
    """Count the strictly right beads of a document."""
    sides = ("\n".join(lines) + "\n" for lines in (piece.source, piece.target))
    alignment = align_documents(*_documents(*sides), Settings(lexicon=lexicon, lines=True))
    beads = [cells(bead) for bead in alignment.sentences]
    return evaluate.score_beads(piece.gold, by_verse(piece.gold, beads) if piece.by_verse else beads).strict


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
