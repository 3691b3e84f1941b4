"""What `align check` marks: in the seeds against an editor's list, and in reports that were edited with care."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from align import evaluate
from bench.command import align
from bench.figures import Figure
from bench.quality import paragraph_files


def finding_figures(seeds: Path, data: Path) -> Iterator[Figure]:
    """Measure what is found of an editor's list, what is marked beyond it, and how much is marked in clean texts."""
    yield from seed_findings(seeds, data / "gold" / "seeds.findings.tsv")
    yield from clean_findings(data / "bench" / "paragraphs")


def seed_findings(seeds: Path, gold: Path) -> Iterator[Figure]:
    """Check the seeds together, as a desk would."""
    names = "seeds findings found", "seeds findings beyond the gold"
    if not gold.exists():
        yield from (Figure(name, None, note=f"data absent: {gold}") for name in names)
        return
    rows = evaluate.parse_wanted(gold.read_text("utf-8"), str(gold))
    score = evaluate.score_findings(rows, evaluate.parse_findings(checked(seeds)))
    missed = ", ".join(f"{row.kind} in {','.join(row.documents)}" for row in (*score.missed, *score.otherwise))
    yield Figure(names[0], len(score.found), note=f"of {len(rows)}; missed: {missed or 'none'}")
    yield Figure(names[1], len(score.extra), "low", noise=2)


def clean_findings(folder: Path) -> Iterator[Figure]:
    """Count what is marked in edited reports, true or false, by 1,000 Chinese characters."""
    name = "edited reports, findings per 1,000 characters"
    files = [*paragraph_files(folder, "work-report"), *paragraph_files(folder, "new-year")]
    if not files:
        yield Figure(name, None, "low", note=f"data absent: {folder}")
        return
    found = [len(evaluate.parse_findings(checked(zh, en))) for zh, en, _ in files]
    length = sum(len(zh.read_text("utf-8")) for zh, _, _ in files)
    yield Figure(name, 1000 * sum(found) / length, "low", noise=0.05, note=f"{sum(found)} findings")


def checked(*paths: Path) -> str:
    """Check files by the real command and return its JSON."""
    return align("check", *paths, "--no-termbase", "-f", "json", "--fail-on", "never").stdout
