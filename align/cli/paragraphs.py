"""`align paragraphs`: two texts, paragraph by paragraph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from align.cli.beads import bead_command


@click.command()
@bead_command
def command(zh: Path, en: Path, **options: Any) -> None:
    """Align two texts paragraph by paragraph.

    The files may come in either order.

    \b
    align paragraphs report.zh.txt report.en.txt
    align paragraphs --lines -f ladder report.zh.txt report.en.txt
    align paragraphs --review report.zh.txt report.en.txt
    """
    from align.cli.beads import show

    show(zh, en, "paragraphs", **options)
