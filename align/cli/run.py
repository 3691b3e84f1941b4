"""`align run`: the whole job."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.options import settings_options
from align.cli.settled import settled, settled_options

if TYPE_CHECKING:
    from align.run import Job


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="The folder to write into."
)
@click.option("--strict", "level", flag_value="strict", help="A glossary of sure entries only.")
@click.option("--balanced", "level", flag_value="balanced", default="balanced", help="The default glossary.")
@click.option("--wide", "level", flag_value="wide", help="A glossary with doubtful entries too.")
@click.option("-q", "--quiet", is_flag=True, help="Print warnings only.")
@settled_options
@settings_options
def command(
    paths: tuple[Path, ...],
    folder: Path,
    level: str,
    quiet: bool,
    termbase: Path | None,
    glossaries: tuple[Path, ...],
    **settings: Any,
) -> None:
    """The whole job: align, mine terms, write TMX, glossary and report.

    Give a Chinese report and its English translation, in either order, or a folder, whose documents are paired by
    what they say. Writes alignment.json, alignment.tmx, glossary.tsv, glossary.tmx and report.html.

    \b
    align run report.zh.txt report.en.txt -o out/
    align run reports/ -o out/
    align run report.zh.txt report.en.txt -o out/ --termbase office.termbase
    """
    from align.pipeline import Settings
    from align.run import work, write

    known, rejected = settled(paths, termbase, glossaries)
    job = work(
        paths,
        Settings(**settings, anchors=known),
        level=level,  # type: ignore[arg-type]
        known=known,
        rejected=rejected,
    )
    files = write(job, folder)
    warn(job)
    if not quiet:
        show(job, files)


def warn(job: Job) -> None:
    """Say on stderr which files could not be read, and which pairs do not seem to belong together."""
    from align.cli.beads import warn_of

    for error in job.unread:
        click.echo(f"Warning: left aside {error}", err=True)
    for alignment in job.alignments:
        warn_of(alignment)


def show(job: Job, files: list[Path]) -> None:
    """Print the summary, its labels in bold on a terminal."""
    from align.export.brief import brief

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    lines = brief(job.alignments, job.terms, job.findings, alone=job.alone, files=files, width=width)
    for label, text in lines:
        click.echo(f"{click.style(f'{label:<12}', bold=True)} {text}".rstrip())
