"""`align sentences`: two texts, sentence by sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from align.cli.beads import bead_command


@click.command()
@bead_command
def command(zh: Path, en: Path, **options: Any) -> None:
    """Align two texts sentence by sentence.

    The files may come in either order.

    \b
    align sentences report.zh.txt report.en.txt
    align sentences --lines -f ladder 001.zh 001.en
    align sentences --review report.zh.txt report.en.txt
    """
    from align.cli.beads import show

    show(zh, en, "sentences", **options)
