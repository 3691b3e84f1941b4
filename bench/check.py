"""Seconds and megabytes of `align check` on a pair of about 1,000 sentences, from two texts to the findings.

Reports are put together paragraph by paragraph from the work reports until there are enough; the magazine is
taken as it is, without its line breaks being told to the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from align import evaluate
from align.language import chinese
from bench.command import Run, align
from bench.figures import Figure
from bench.quality import Triple, paragraph_files, sentence_files

SENTENCES = 1000


def check_figures(bench: Path) -> Iterator[Figure]:
    """Measure the whole command; the notes say what of it goes to starting up, and what to aligning alone."""
    sets = (
        ("work reports", paragraph_files(bench / "paragraphs", "work-report")),
        ("magazine", sentence_files(bench / "sentences" / "magazine")),
    )
    for name, files in sets:
        figure = f"{name}, check of 1,000 sentences"
        if not files:
            yield Figure(f"{figure}: seconds", None, "low", note=f"data absent under {bench}")
            continue
        with TemporaryDirectory() as folder:
            pair = _pair(name, files, Path(folder))
            run = _best_of(3, "check", *pair, "-f", "json")
            aligned = _best_of(2, "sentences", *pair, "-f", "json")
        start = _best_of(3, "check", "--rules")
        note = f"CPU {run.cpu:.1f} s: {start.cpu:.1f} s to start, {aligned.cpu - start.cpu:.1f} s to align"
        yield Figure(f"{figure}: seconds", run.seconds, "low", noise=0.5 * run.seconds, note=note)
        yield Figure(f"{figure}: megabytes", run.megabytes, "low", noise=0.1 * run.megabytes)


def _best_of(times: int, *arguments: str | Path) -> Run:
    return min((align(*arguments) for _ in range(times)), key=lambda run: run.seconds)


def _pair(name: str, files: Sequence[Triple], folder: Path) -> tuple[Path, Path]:
    """Return the texts to check, written to a folder where they are put together."""
    if name == "magazine":
        zh, en, _ = files[0]
        return zh, en
    paths = folder / "zh.txt", folder / "en.txt"
    for path, paragraphs in zip(paths, zip(*_paragraphs(files, SENTENCES), strict=True), strict=True):
        path.write_text("".join(f"{one}\n" for one in paragraphs), encoding="utf-8")
    return paths


def _paragraphs(files: Sequence[Triple], sentences: int) -> Iterator[tuple[str, str]]:
    """Yield paragraphs with their translation, the latest report first, until the Chinese has so many sentences."""
    count = 0
    for zh, en, number in report_paragraphs(list(reversed(files))):
        yield zh, en
        count += number
        if count >= sentences:
            return


def report_paragraphs(files: Sequence[Triple]) -> Iterator[tuple[str, str, int]]:
    """Yield the paragraphs of reports with their translation, and how many sentences the Chinese of each has."""
    for zh, en, gold in files:
        sides = zh.read_text("utf-8").splitlines(), en.read_text("utf-8").splitlines()
        for bead in evaluate.parse_beads(gold.read_text("utf-8"), str(gold)):
            one, other = ("\n".join(side[n] for n in sorted(cells)) for side, cells in zip(sides, bead, strict=True))
            yield one, other, len(chinese.sentence_spans(one))
