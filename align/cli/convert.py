"""`align convert`: alignments and glossaries from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

FILE = click.Path(path_type=Path, allow_dash=True)


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=FILE)
@click.option(
    "--to",
    "fmt",
    type=click.Choice(("json", "tmx", "tsv", "csv", "ladder", "tbx", "omegat")),
    help="The format of OUT; else the end of its name says it.",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(("alignment", "glossary")),
    help="What IN holds, where a table or a memory may be either; else its head says it.",
)
@click.option("--paragraphs", is_flag=True, help="Write the paragraphs of an alignment, not its sentences.")
@click.option("--zh", type=FILE, help="The Chinese text of a ladder, a sentence a line.")
@click.option("--en", type=FILE, help="The English text of a ladder, a sentence a line.")
def command(
    source: Path,
    target: Path,
    fmt: str | None,
    kind: str | None,
    paragraphs: bool,
    zh: Path | None,
    en: Path | None,
) -> None:
    """Turn an alignment or a glossary into another format.

    IN and OUT are files: .json (alignment or glossary), .tmx, .tsv, .csv, .ladder (alignments), .tbx, .utf8
    (OmegaT) and .termbase (glossaries; .termbase as IN only). OUT may be - for the screen.

    \b
    align convert out/alignment.json memory.tmx
    align convert out/glossary.tsv glossary.tbx
    align convert gold.ladder pairs.tsv --zh 001.zh --en 001.en
    """
    from align.cli import formats
    from align.export.files import write_bytes

    fmt = fmt or formats.format_by_name(target)
    if zh and en:
        data = formats.write_alignment(formats.load_rungs(source, zh, en), fmt, _level(paragraphs))
    elif (kind or formats.kind_of(source, fmt)) == "glossary":
        data = formats.write_glossary(formats.load_terms(source), fmt)
    else:
        data = formats.write_alignment(formats.load_beads(source), fmt, _level(paragraphs))
    if str(target) == "-":
        click.echo(data, nl=False)
    else:
        write_bytes(target, data, inputs=(source, *filter(None, (zh, en))))


def _level(paragraphs: bool) -> Literal["sentences", "paragraphs"]:
    return "paragraphs" if paragraphs else "sentences"
