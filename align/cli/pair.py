"""`align pair`: which document translates which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from align.cli.options import output_option, settings_options


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@settings_options
@output_option
def command(paths: tuple[Path, ...], output: Path | None, **settings: Any) -> None:
    """Tell which document translates which.

    They are paired by what they say; folders are looked through.

    Writes a table with the columns zh, en and score; a document without a partner has an empty cell beside it.

    \b
    align pair reports/
    """
    from align.export.files import write_text
    from align.pipeline import Settings, pair_documents, read_all

    pairs, alone = pair_documents(read_all(paths), Settings(**settings))
    text = "zh\ten\tscore\n"
    text += "".join(f"{pair.source.name}\t{pair.target.name}\t{pair.score:.4f}\n" for pair in pairs)
    text += "".join(f"{d.name}\t\t\n" if d.language == "zh" else f"\t{d.name}\t\n" for d in alone)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text, inputs=paths)
