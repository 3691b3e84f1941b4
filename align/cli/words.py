"""`align words`: the word links of sentence pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from align.cli.options import INPUT, encoder_options, output_option


@click.command()
@click.argument("path", metavar="FILE|-", type=INPUT, default="-")
@click.option("--lexicon", type=click.Path(path_type=Path), help="A lexicon made by 'align learn'.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="Least probability of a link.")
@click.option("--scores", is_flag=True, help="Put the probability behind each link, as in 0-0:0.980.")
@encoder_options
@output_option
def command(
    path: Path, lexicon: Path | None, threshold: float | None, scores: bool, output: Path | None, **encoder: Any
) -> None:
    """Link the words of sentence pairs.

    A pair is a line, "zh words ||| en words".

    Prints the links of each line in the form of the field's word aligners (Pharaoh): the numbers of a left and
    a right word, from 0. The English may stand left. The lines help each other, so give a whole text at once.

    \b
    echo '改革 开放 ||| reform and opening up' | align words -
    """
    from dataclasses import replace

    from align.export.files import write_text
    from align.lexicon.file import load
    from align.match.pharaoh import format_links, link_lines, parse_pairs
    from align.match.words import DEFAULT
    from align.pipeline import Settings, encoder_of
    from align.read.text import read_text

    loaded = encoder_of(Settings(**encoder))
    settings = DEFAULT if threshold is None else replace(DEFAULT, threshold=threshold)
    pairs = parse_pairs(read_text(path), name=str(path))
    found = link_lines(pairs, load(lexicon), settings, loaded)
    text = "".join(f"{format_links(links, scores=scores)}\n" for links in found)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text, inputs=[path])
