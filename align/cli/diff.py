"""`align diff`: two texts side by side, or what differs between two versions."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from align.cli.options import settings_options


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", type=click.Path(path_type=Path), help="The Chinese text that OLD and NEW translate.")
@click.option(
    "--only",
    type=click.Choice(["all", "changed", "findings", "omissions"]),
    default="all",
    show_default=True,
    help="Which rows to show; findings and omissions are those of a text beside its translation.",
)
@click.option("--width", type=click.IntRange(min=40), help="Columns to draw in; the terminal's own by default.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page here instead.")
@click.option("--pager/--no-pager", default=True, help="Page what is longer than the terminal.")
@click.option("--color/--no-color", "colour", default=None, help="Colour or none, whatever the terminal.")
@settings_options
def command(
    paths: tuple[Path, ...],
    source: Path | None,
    only: str,
    width: int | None,
    html: Path | None,
    pager: bool,
    colour: bool | None,
    **settings: Any,
) -> None:
    """Show two texts side by side in the terminal.

    Two texts in two languages are aligned; an alignment.json from 'align run' is shown as it is. Terms and figures
    are coloured by agreement, what was left out or added is marked. Two texts in one language are compared as
    versions, word by word; so are two glossaries or TMX files, entry by entry.

    \b
    align diff report.zh.txt report.en.txt
    align diff out/alignment.json --only omissions
    align diff old.en.txt new.en.txt --source report.zh.txt
    align diff old/glossary.tsv new/glossary.tsv
    """
    if len(paths) > 2:
        raise click.UsageError("give one alignment, or two files to compare")
    from align.cli.compare import compare

    result = compare(paths, source, settings)
    if only not in result.choices:
        raise click.UsageError(f"--only {only} is for a text beside its translation; here it may be all or changed")
    if html:
        from align.export.files import write_text

        write_text(html, result.page(), inputs=[*paths, *([source] if source else [])])
    else:
        coloured = _wants_colour(colour)
        _show(result.lines(only, width or _columns(), coloured), coloured, pager)


def _columns() -> int:
    """Return the width of the terminal; of a pipe 80, or what COLUMNS says."""
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def _wants_colour(asked: bool | None) -> bool:
    """Tell whether to use colour: as asked, else on a terminal that is not told otherwise (no-color.org)."""
    if asked is not None:
        return asked
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _show(lines: Iterator[str], colour: bool, pager: bool) -> None:
    """Print the lines, through a pager when they are more than a terminal holds."""
    found = list(lines)
    if pager and sys.stdout.isatty() and len(found) >= shutil.get_terminal_size().lines:
        # None lets click ask `less` for colour, and take colour away from a pager that may not know it.
        click.echo_via_pager("\n".join(found) + "\n", color=None if colour else False)
        return
    for line in found:
        click.echo(line, color=colour)
