"""What a translator's own memory is worth: the first halves of some texts taught, the second halves aligned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from align import evaluate
from align.evaluate import BeadScore, Cells
from bench.command import align
from bench.figures import Figure
from bench.quality import beads_of, cells, sentence_files


class Halves(NamedTuple):
    """The sentence pairs of the first half of a text, and its second half with the beads that are right of it."""

    memory: list[tuple[str, str]]
    source: list[str]
    target: list[str]
    gold: list[Cells]


def halve(source: Sequence[str], target: Sequence[str], gold: Sequence[Cells]) -> Halves:
    """Cut a text after the bead that holds the middle of its source.

    >>> halves = halve(["一", "二", "三"], ["a", "b", "c"], [(frozenset({n}), frozenset({n})) for n in range(3)])
    >>> halves.memory, halves.source, halves.gold
    ([('一', 'a'), ('二', 'b')], ['三'], [(frozenset({0}), frozenset({0}))])
    """
    ends = [max(bead[0], default=-1) for bead in gold]
    first = next(number for number, end in enumerate(ends, 1) if 2 * (end + 1) >= len(source))
    i, j = (max((max(bead[side], default=-1) for bead in gold[:first]), default=-1) + 1 for side in (0, 1))
    memory = [
        ("".join(source[n] for n in sorted(zh)), " ".join(target[n] for n in sorted(en)))
        for zh, en in gold[:first]
        if zh and en
    ]
    rest = [(frozenset(n - i for n in zh), frozenset(n - j for n in en)) for zh, en in gold[first:]]
    return Halves(memory, list(source[i:]), list(target[j:]), rest)


def memory_figures(bench: Path) -> Iterator[Figure]:
    """Measure strict F1 on second halves with the shipped lexicon and with one that has learnt the first halves."""
    for name in ("mac-dev", "magazine"):
        files = sentence_files(bench / "sentences" / name)
        if not files:
            yield Figure(f"{name}, second halves: strict F1 with a memory", None, note=f"data absent under {bench}")
            continue
        halves = [_halves(*one) for one in files]
        pairs = [pair for one in halves for pair in one.memory]
        with TemporaryDirectory() as folder:
            memory, lexicon = Path(folder) / "memory.tsv", Path(folder) / "own.lexicon"
            memory.write_text("".join(f"{zh}\t{en}\n" for zh, en in pairs), encoding="utf-8")
            align("learn", memory, "--base", "shipped", "-o", lexicon)
            before, after = (_strict(halves, Path(folder), options) for options in ((), ("--lexicon", lexicon)))
        note = f"{len(pairs)} pairs taught; {before:.3f} without"
        yield Figure(f"{name}, second halves: strict F1 with a memory", after, noise=0.005, note=note)
        yield Figure(f"{name}, second halves: gain by a memory", after - before, noise=0.005)


def _halves(zh: Path, en: Path, gold: Path) -> Halves:
    source, target = (path.read_text("utf-8").splitlines() for path in (zh, en))
    return halve(source, target, evaluate.parse_beads(gold.read_text("utf-8")))


def _strict(halves: Sequence[Halves], folder: Path, options: Sequence[str | Path]) -> float:
    total = BeadScore()
    for one in halves:
        paths = folder / "zh.txt", folder / "en.txt"
        for path, lines in zip(paths, (one.source, one.target), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        total += evaluate.score_beads(one.gold, [cells(bead) for bead in beads_of("sentences", *paths, *options)])
    return total.strict.f1
