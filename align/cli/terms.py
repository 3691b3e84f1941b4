"""`align terms`: the glossary of an aligned pair, or of many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.options import format_option, lines_option, output_option, settings_options
from align.cli.settled import settled, settled_options
from align.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.lexicon.lexicon import Lexicon
    from align.model import Alignment


@click.command()
@click.argument("paths", metavar="ZH EN | ALIGNMENT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", "level", flag_value="strict", help="Sure entries only.")
@click.option("--balanced", "level", flag_value="balanced", default="balanced", help="The default.")
@click.option("--wide", "level", flag_value="wide", help="Doubtful entries too.")
@click.option("--explain", metavar="CHINESE", multiple=True, help="Say why this is proposed as a term, or why not.")
@format_option("tsv", "csv", "json", "tmx", "tbx", "omegat", default="tsv")
@lines_option
@settled_options
@settings_options
@output_option
def command(
    paths: tuple[Path, ...],
    level: str,
    termbase: Path | None,
    glossaries: tuple[Path, ...],
    explain: tuple[str, ...],
    fmt: str,
    output: Path | None,
    **settings: Any,
) -> None:
    """Propose the glossary of an aligned pair.

    Give a Chinese report and its English translation, alignments made before (.json), or folders, whose documents
    are paired by what they say. Terms of several pairs become one glossary.

    \b
    align terms report.zh.txt report.en.txt
    align terms --strict -f tmx -o glossary.tmx out/alignment.json
    align terms --explain 政治站位 report.zh.txt report.en.txt
    """
    from align.cli.formats import write_glossary
    from align.export.files import write_bytes
    from align.glossary import settle
    from align.lexicon.file import load
    from align.terms.mine import mine

    known, rejected = settled(paths, termbase, glossaries)
    alignments = read_alignments(paths, **settings, anchors=known)
    lexicon = load(settings["lexicon"])
    if explain:
        show_reasons(alignments, explain, lexicon)
        return
    unwanted = frozenset(zh for zh, en in rejected if not en)
    found = mine(alignments, level=level, known=known, rejected=unwanted, lexicon=lexicon)  # type: ignore[arg-type]
    data = write_glossary(settle(found, known, rejected), fmt)
    if output is None:
        click.echo(data.decode("utf-8"), nl=False)
    else:
        write_bytes(output, data, inputs=paths)


def read_alignments(paths: Sequence[Path], **settings: Any) -> list[Alignment]:
    """Return the alignments that files hold, and those of texts that belong together.

    Raises:
        ReadError: Nothing here belongs together.
    """
    from align.cli.beads import warn_of
    from align.cli.formats import load_beads

    saved = [path for path in paths if path.suffix.lower() == ".json"]
    alignments = [load_beads(path) for path in saved]
    alignments += align_texts([path for path in paths if path not in saved], **settings)
    if not alignments:
        message = "no two documents here translate each other"
        raise ReadError(message, path=paths[0], hint="give a Chinese text and its English translation")
    for alignment in alignments:
        warn_of(alignment)
    return alignments


def align_texts(paths: Sequence[Path], **settings: Any) -> list[Alignment]:
    """Align two files, or the pairs found among more files or in folders."""
    from align.pipeline import Settings, align_documents, align_files, pair_documents, read_all

    if not paths:
        return []
    chosen = Settings(**settings)
    if len(paths) == 2 and not any(path.is_dir() for path in paths):
        return [align_files(paths[0], paths[1], chosen)]
    pairs, _ = pair_documents(read_all(paths), chosen)
    return [align_documents(pair.source, pair.target, chosen) for pair in pairs]


def show_reasons(alignments: Sequence[Alignment], wanted: Sequence[str], lexicon: Lexicon) -> None:
    """Print why each Chinese form is a term of each alignment, or why not."""
    from align.terms.mine import explain

    for alignment in alignments:
        for zh in wanted:
            click.echo(explain(alignment, zh, lexicon))
