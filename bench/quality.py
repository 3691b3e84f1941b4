"""Quality of the commands on benchmarks with a gold standard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from align import evaluate
from align.evaluate import BeadScore, Cells, LinkScore
from align.export.json import load_alignment
from align.model import Bead
from bench.command import align
from bench.figures import Figure

Scored = tuple[list[float], list[bool]]
Triple = tuple[Path, Path, Path]  # Chinese, English, gold


def cells(bead: Bead) -> Cells:
    """Return what a bead covers."""
    return frozenset(bead.source), frozenset(bead.target)


def beads_of(level: str, zh: Path, en: Path, *options: str | Path) -> list[Bead]:
    """Align two files of units, one a line, by the real command."""
    alignment = load_alignment(align(level, zh, en, "--lines", "-f", "json", *options).stdout)
    return list(alignment.paragraphs if level == "paragraphs" else alignment.sentences)


def score_files(level: str, files: list[Triple]) -> tuple[BeadScore, Scored]:
    """Align and score files of units (zh, en, gold); also return the bead scores and whether each bead is right."""
    total, scores, right = BeadScore(), [], []
    for zh, en, gold_path in files:
        gold = evaluate.parse_beads(gold_path.read_text("utf-8"), str(gold_path))
        beads = beads_of(level, zh, en)
        total += evaluate.score_beads(gold, [cells(bead) for bead in beads])
        wanted = set(gold)
        scores += [bead.score for bead in beads]
        right += [cells(bead) in wanted for bead in beads]
    return total, (scores, right)


def sentence_files(folder: Path) -> list[Triple]:
    """List the chapters of a folder: zh, en, gold."""
    return [(p, p.with_suffix(".en"), p.with_suffix(".gold")) for p in sorted(folder.glob("*.zh"))]


def paragraph_files(folder: Path, prefix: str) -> list[Triple]:
    """List the reports of a folder: zh, en, gold."""
    return [
        (p, p.with_name(p.name.replace(".zh.", ".en.")), p.with_name(p.name.replace(".zh.txt", ".beads.tsv")))
        for p in sorted(folder.glob(f"{prefix}*.zh.txt"))
    ]


SETS = (
    ("mac-dev", "sentences", "sentences/mac-dev", ""),
    ("magazine", "sentences", "sentences/magazine", ""),
    ("work reports", "paragraphs", "paragraphs", "work-report"),
    ("new year address", "paragraphs", "paragraphs", "new-year"),
)


def bead_figures(bench: Path) -> Iterator[Figure]:
    """Measure strict and lax F1 of each set, and the calibration of all bead scores."""
    every: Scored = ([], [])
    for name, level, folder, prefix in SETS:
        files = paragraph_files(bench / folder, prefix) if level == "paragraphs" else sentence_files(bench / folder)
        if not files:
            yield Figure(f"{name} strict F1", None, note=f"data absent: {bench / folder}")
            continue
        score, scored = score_files(level, files)
        every = (every[0] + scored[0], every[1] + scored[1])
        detail = f"P {score.strict.precision:.3f} R {score.strict.recall:.3f}"
        yield Figure(f"{name} strict F1", score.strict.f1, noise=0.002, note=detail)
        yield Figure(f"{name} lax F1", score.lax.f1, noise=0.002)
        yield Figure(f"{name} calibration error", evaluate.calibration_error(*scored), "low", noise=0.005)
    if every[0]:
        yield Figure("calibration error of all beads", evaluate.calibration_error(*every), "low", noise=0.005)


def word_figures(bench: Path) -> Iterator[Figure]:
    """Measure the alignment error rate of the word links."""
    zh, en, gold = (bench / "words" / f"nist02.{side}" for side in ("zh", "en", "gold"))
    if not gold.exists():
        yield Figure("nist02 AER", None, "low", note=f"data absent: {gold}")
        return
    pairs = zip(zh.read_text("utf-8").splitlines(), en.read_text("utf-8").splitlines(), strict=True)
    score: LinkScore = evaluate.score_links(
        gold.read_text("utf-8"), align_words("".join(f"{z} ||| {e}\n" for z, e in pairs))
    )
    yield Figure("nist02 AER", score.error_rate, "low", 0.003, f"P {score.precision:.3f} R {score.recall:.3f}")


def align_words(lines: str) -> str:
    """Link the words of sentence pairs by the real command."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.txt"
        path.write_text(lines, encoding="utf-8")
        return align("words", path).stdout


def seed_figures(seeds: Path, gold: Path) -> Iterator[Figure]:
    """Measure sentence beads and glossary on the project's own documents against their gold."""
    zh, en = seeds / "002_ec3425ee7faf46ec.txt", seeds / "000_15c97b623b2938a8.txt"
    beads, glossary = gold / "zhejiang-chongqing.sentences.tsv", gold / "zhejiang-chongqing.glossary.tsv"
    if not beads.exists():
        yield Figure("seeds strict F1", None, note=f"data absent: {beads}")
        return
    rows = evaluate.parse_rows(align("sentences", zh, en, "-f", "tsv").stdout)
    score = evaluate.score_beads(*evaluate.beads_by_content(evaluate.parse_rows(beads.read_text("utf-8")), rows))
    yield Figure("seeds strict F1", score.strict.f1)
    terms = evaluate.score_glossary(
        evaluate.parse_table(glossary.read_text("utf-8")), evaluate.parse_table(align("terms", zh, en).stdout)
    )
    yield Figure("seeds core terms found", terms.core.recall, noise=0.01)
    yield Figure("seeds terms right of those in gold", terms.inside.precision, noise=0.01)
