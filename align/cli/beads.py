"""What `align sentences` and `align paragraphs` share: their options and their output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from align.cli.options import INPUT, Command, format_option, lines_option, output_option, settings_options

if TYPE_CHECKING:
    from align.model import Alignment

Level = Literal["sentences", "paragraphs"]


def bead_command(command: Command) -> Command:
    """Add the arguments and options of a command that puts out beads."""
    for option in (
        output_option,
        click.option("--review", is_flag=True, help="List the doubtful beads first, with the reason in words."),
        settings_options,
        lines_option,
        format_option("tsv", "ladder", "json", "tmx", default="tsv"),
        click.argument("en", type=INPUT),
        click.argument("zh", type=INPUT),
    ):
        command = option(command)
    return command


def show(zh: Path, en: Path, level: Level, *, fmt: str, output: Path | None, review: bool, **settings: Any) -> None:
    """Align two files and put out the beads of one level."""
    from align.pipeline import Settings, align_files

    alignment = align_files(zh, en, Settings(paragraph_lines=level == "paragraphs", **settings))
    warn_of(alignment)
    text = _reviewed(alignment, level) if review else _WRITERS[fmt](alignment, level)
    if output is None:
        click.echo(text, nl=False)
        return
    from align.export.files import write_text

    write_text(output, text, inputs=(zh, en))


def warn_of(alignment: Alignment) -> None:
    """Say on stderr when the documents do not seem to belong together, and what is too long to be compared."""
    if alignment.score < 0.5:
        click.echo(
            f"Warning: {alignment.source.name} and {alignment.target.name} do not seem to translate each other "
            f"(score {alignment.score:.2f})",
            err=True,
        )
    warn_of_length(alignment)


def warn_of_length(alignment: Alignment) -> None:
    """Say on stderr which sentences are too long for their words to be compared."""
    from align.match.word_texts import too_long

    for number in too_long(alignment):
        place = f"{alignment.source.name}, sentence {alignment.sentences[number].source.start + 1}"
        click.echo(
            f"Warning: {place}: too long to be compared with its translation; break the line up",
            err=True,
        )


def _tsv(alignment: Alignment, level: Level) -> str:
    from align.export.table import sentences_table

    return sentences_table(alignment, level=level)


def _ladder(alignment: Alignment, level: Level) -> str:
    from align.export.ladder import dump_ladder

    return dump_ladder(alignment.sentences if level == "sentences" else alignment.paragraphs)


def _json(alignment: Alignment, level: Level) -> str:
    from align.export.json import dump_alignment

    return dump_alignment(alignment)


def _tmx(alignment: Alignment, level: Level) -> str:
    from align.export.tmx import alignment_tmx

    return alignment_tmx(alignment, level=level).decode()


_WRITERS: dict[str, Callable[[Alignment, Level], str]] = {
    "tsv": _tsv,
    "ladder": _ladder,
    "json": _json,
    "tmx": _tmx,
}


def _reviewed(alignment: Alignment, level: Level) -> str:
    """Return the beads as a table with the least certain first, and the reason for each score."""
    from align.export.table import pairs

    rows = sorted(pairs(alignment, level), key=lambda row: row[2].score)
    lines = [f"{bead.score:.4f}\t{bead.reason}\t{zh}\t{en}\n" for zh, en, bead in rows]
    return "score\treason\tzh\ten\n" + "".join(lines)
