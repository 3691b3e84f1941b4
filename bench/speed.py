"""Speed and memory of the real command on large texts, and how both grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from align import evaluate
from align.evaluate import Cells
from align.export.json import load_alignment
from bench.command import Run, align
from bench.figures import Figure
from bench.peers import peers
from bench.quality import cells


def speed_figures(bench: Path) -> Iterator[Figure]:
    """Measure seconds, megabytes and F1 on the two Bibles; peers beside them where one is installed."""
    for name in ("bible-001", "bible-004"):
        zh, en, gold = (bench / "speed" / f"{name}.{side}" for side in ("zh", "en", "gold"))
        if not gold.exists():
            yield Figure(f"{name} seconds", None, "low", note=f"data absent: {gold}")
            continue
        run = _best_of(3, zh, en)
        yield Figure(f"{name} seconds", run.seconds, "low", noise=0.5 * run.seconds, note=peers(zh, en))
        yield Figure(f"{name} megabytes", run.megabytes, "low", noise=0.1 * run.megabytes)
        yield Figure(f"{name} strict F1, verses merged", _verse_f1(gold, run.stdout), noise=0.003)


def _best_of(times: int, zh: Path, en: Path) -> Run:
    return min((align("sentences", zh, en, "--lines", "-f", "json") for _ in range(times)), key=lambda r: r.seconds)


def _verse_f1(gold_path: Path, output: str) -> float:
    gold = verses(gold_path)
    beads = [cells(bead) for bead in load_alignment(output).sentences]
    return evaluate.score_beads(gold, by_verse(gold, beads)).strict.f1


def verses(path: Path) -> list[Cells]:
    """Read a gold by verse, which unlike the others names the English side first."""
    return [(zh, en) for en, zh in evaluate.parse_beads(path.read_text("utf-8"))]


def by_verse(gold: Sequence[Cells], beads: Sequence[Cells]) -> list[Cells]:
    """Merge neighbouring beads inside one verse, to score them by a gold that knows verses only."""
    verse_of: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for verse, bead in enumerate(gold):
        for side in (0, 1):
            verse_of[side].update(dict.fromkeys(bead[side], verse))
    merged: list[Cells] = []
    last: set[int] = set()
    for bead in beads:
        own = {verse_of[side].get(i, -1) for side in (0, 1) for i in bead[side]}
        if merged and len(own) == 1 and own == last:
            bead = (merged[-1][0] | bead[0], merged[-1][1] | bead[1])
            merged.pop()
        merged.append(bead)
        last = own
    return merged


def growth_figures(bench: Path) -> Iterator[Figure]:
    """Measure the time for 30,000 Chinese sentences as a ratio to that for 15,000 of the same text."""
    parts = [bench / "speed" / f"{name}.zh" for name in ("bible-004", "bible-001")]
    if not all(path.exists() for path in parts):
        yield Figure("30,000 against 15,000 sentences, time ratio", None, "low", note="data absent")
        return
    zh, en = ([line for path in parts for line in path.with_suffix(side).open("rb")] for side in (".zh", ".en"))
    with TemporaryDirectory() as folder:
        times = [_time_of(zh[:size], en[: size * len(en) // len(zh)], Path(folder)) for size in (15_000, 30_000)]
    yield Figure("30,000 against 15,000 sentences, time ratio", times[1] / times[0], "low", noise=0.15)


def _time_of(zh: list[bytes], en: list[bytes], folder: Path) -> float:
    (folder / "zh.txt").write_bytes(b"".join(zh))
    (folder / "en.txt").write_bytes(b"".join(en))
    return _best_of(2, folder / "zh.txt", folder / "en.txt").seconds
