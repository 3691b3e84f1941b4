"""`align segment`: a text, a sentence a line."""

from __future__ import annotations

from pathlib import Path

import click

from align.cli.options import INPUT, output_option


@click.command()
@click.argument("file", type=INPUT)
@click.option("--semicolons", is_flag=True, help="End a Chinese sentence at ； too.")
@click.option("--roles", is_flag=True, help="Put the role of its paragraph before each sentence, and a tab.")
@click.option("--body", is_flag=True, help="Leave out the furniture of the page.")
@output_option
def command(file: Path, semicolons: bool, roles: bool, body: bool, output: Path | None) -> None:
    """Split a text into paragraphs and sentences.

    A sentence a line, an empty line between paragraphs. The encoding and the language are found out, the lines
    of a wrapped text are joined, and a saved page in HTML gives its text.

    \b
    align segment report.zh.txt
    align segment --body - < page.html
    """
    from align.export.files import write_text
    from align.export.lines import sentence_lines
    from align.read.text import read_document
    from align.segment import segment

    document = segment(read_document(file), semicolons=semicolons)
    text = sentence_lines(document, roles=roles, furniture=not body)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text, inputs=[file])
