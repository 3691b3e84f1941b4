"""`align encoder`: what a sentence encoder is worth, and a small one of one's own."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli.options import INPUT, settings_options
from align.errors import DataError

if TYPE_CHECKING:
    from align.evaluate import BeadScore, Cells
    from align.model import Document
    from align.pipeline import Settings

Triple = tuple[Path, Path, Path]
Row = dict[str, str | float | None]


@click.group(short_help="Measure a sentence encoder, or train a small one.")
def command() -> None:
    """Measure a sentence encoder, or train a small one.

    \b
    align encoder bench my-model/ --zh 001.zh --en 001.en --gold 001.gold
    align encoder train memory.tmx corpus.tsv.xz -o my-model/
    """


@command.command()
@click.argument("name")
@click.option("--zh", multiple=True, required=True, type=INPUT, help="Chinese sentences, one a line; may be repeated.")
@click.option("--en", multiple=True, required=True, type=INPUT, help="English sentences, one a line.")
@click.option("--gold", multiple=True, required=True, type=INPUT, help="The true beads, a line [0,1]:[0] each.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@settings_options
def bench(
    name: str, zh: Sequence[Path], en: Sequence[Path], gold: Sequence[Path], as_json: bool, **options: object
) -> None:
    """Measure a model on texts with known beads: the lexicon alone, the model alone, and both together.

    \b
    align encoder bench labse --zh 001.zh --en 001.en --gold 001.gold
    align encoder bench my-model/ --zh a.zh --en a.en --gold a.gold --zh b.zh --en b.en --gold b.gold
    """
    from align.pipeline import Settings

    if not len(zh) == len(en) == len(gold):
        raise click.UsageError("give --zh, --en and --gold equally often")
    settings = Settings(**{**options, "encoder": name, "lines": True})  # type: ignore[arg-type]
    rows = list(_measure(list(zip(zh, en, gold, strict=True)), settings))
    click.echo(json.dumps(rows, indent=2) if as_json else _table(rows))


@command.command()
@click.argument("pairs", nargs=-1, required=True, type=INPUT)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The folder to write the model to."
)
@click.option("--dimensions", type=click.IntRange(min=2), default=256, show_default=True, help="Length of a vector.")
@click.option(
    "--vocabulary", type=click.IntRange(min=100), default=32000, show_default=True, help="Known pieces of words."
)
@click.option("--epochs", type=click.IntRange(min=1), default=3, show_default=True, help="How often a pair is seen.")
@click.option("--seed", type=int, default=1, show_default=True, help="For the order of the pairs.")
def train(pairs: tuple[Path, ...], output: Path, dimensions: int, vocabulary: int, epochs: int, seed: int) -> None:
    """Train a static encoder on parallel text (TSV, TMX, Moses; xz and gz too) and write it as a standard folder.

    \b
    align encoder train memory.tmx corpus.tsv.xz -o my-model/
    align sentences --encoder my-model/ report.zh.txt report.en.txt
    """
    from align.encode.progress import Progress
    from align.encode.train import Recipe, fit_pairs, train_static
    from align.export.files import make_folder
    from align.read.bitext import read_pairs

    make_folder(output)  # before the work, which may take long
    if any(output.iterdir()) and not (output / "modules.json").exists():
        raise DataError("the folder holds something that is no model", path=output, hint="name a new folder")
    try:
        kept = fit_pairs(read_pairs(*pairs))
        recipe = Recipe(vocabulary=vocabulary, dimensions=dimensions, epochs=epochs, seed=seed)
        progress = Progress("training", "steps", recipe.steps(len(kept)))
        train_static(kept, recipe, progress).save(str(output), create_model_card=False)
    finally:
        with suppress(OSError):  # there is a model in it
            output.rmdir()
    click.echo(f"{output}: a static encoder learnt from {len(kept):,} pairs", err=True)


def _measure(files: Sequence[Triple], settings: Settings) -> Iterator[Row]:
    """Align the files in each way, score the beads and time it."""
    from align.evaluate import BeadScore, score_beads
    from align.pipeline import align_documents

    documents = [_read(triple) for triple in files]
    rate = _sentences_per_second(documents, settings)
    for name, way in (
        ("lexicon alone", replace(settings, encoder=None)),
        ("encoder alone", replace(settings, lexical=False)),
        ("both", settings),
    ):
        score, start = BeadScore(), time.perf_counter()
        for source, target, gold in documents:
            beads = align_documents(source, target, way).sentences
            score += score_beads(gold, [(frozenset(bead.source), frozenset(bead.target)) for bead in beads])
        yield _row(name, score, time.perf_counter() - start, rate if way.encoder else None)


def _read(triple: Triple) -> tuple[Document, Document, list[Cells]]:
    from align.evaluate import parse_beads
    from align.read.text import read_document, read_text
    from align.segment import segment

    zh, en, gold = triple
    source, target = (segment(read_document(path), lines=True) for path in (zh, en))
    return source, target, parse_beads(read_text(gold), str(gold))


def _sentences_per_second(documents: Sequence[tuple[Document, Document, list[Cells]]], settings: Settings) -> float:
    """Encode everything once without the cache; loading the model does not count."""
    from align.encode.transformer import TransformerEncoder
    from align.pipeline import encoder_of

    texts = [d.sentence_text(k) for pair in documents for d in pair[:2] for k in range(len(d.sentences))]
    loaded = encoder_of(settings)
    encoder = loaded.without_cache() if isinstance(loaded, TransformerEncoder) else loaded
    assert encoder is not None  # the command names one
    start = time.perf_counter()
    encoder.encode(texts)
    return len(texts) / (time.perf_counter() - start)


def _row(name: str, score: BeadScore, seconds: float, rate: float | None) -> Row:
    return {
        "with": name,
        "strict P": round(score.strict.precision, 4),
        "strict R": round(score.strict.recall, 4),
        "strict F1": round(score.strict.f1, 4),
        "lax F1": round(score.lax.f1, 4),
        "seconds": round(seconds, 2),
        "sentences/s": round(rate) if rate else None,
    }


def _table(rows: Sequence[Row]) -> str:
    lines = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _cell(value: str | float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
