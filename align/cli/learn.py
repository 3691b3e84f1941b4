"""`align learn`: a lexicon from a translation memory or a parallel corpus."""

from __future__ import annotations

import sys
import time
from itertools import chain
from pathlib import Path

import click

from align.cli.options import INPUT


@click.command()
@click.argument("pairs", nargs=-1, required=True, type=INPUT)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The lexicon to write.")
@click.option("--base", metavar="FILE|shipped", help="Add to this lexicon; 'shipped' is the program's own.")
@click.option("--cedict", is_flag=True, help="Learn from the entries of CC-CEDICT, too (CC BY-SA 4.0).")
@click.option("--passes", type=click.IntRange(1), default=4, show_default=True, help="Passes of the HMM.")
@click.option("--processes", type=click.IntRange(1), default=2, show_default=True, help="Processors to use.")
@click.option("--seed", type=int, default=20, show_default=True, help="Of what is left to chance.")
def command(
    pairs: tuple[Path, ...],
    output: Path,
    base: str | None,
    cedict: bool,
    passes: int,
    processes: int,
    seed: int,
) -> None:
    """Learn a lexicon from parallel text.

    Sentence pairs come as TSV, TMX or a Moses pair (.zh and .en), also as .xz and .gz.

    With --base the lexicon adds to what another one knows: some hundred sentences of your own make the program
    better on your texts. Use the result with --lexicon wherever texts are aligned.

    A sentence encoder is learnt from the same files by 'align encoder train'.

    \b
    align learn memory.tmx --base shipped -o mine.lexicon
    align sentences --lexicon mine.lexicon report.zh.txt report.en.txt
    """
    from align.errors import ReadError
    from align.export.files import write_bytes
    from align.lexicon.cedict import entries
    from align.lexicon.corpus import from_pairs
    from align.lexicon.file import dumps, load
    from align.lexicon.learn import Options, learn
    from align.read.bitext import read_pairs

    known = None if base is None else load(None if base == "shipped" else Path(base))
    texts = chain(read_pairs(*pairs), entries() if cedict else ())
    corpus = from_pairs(texts, processes=processes, report=_report)
    if not len(corpus):
        hint = "give pairs of Chinese and English sentences"
        raise ReadError("no sentence pair to learn from", path=pairs[0], hint=hint)
    options = Options(hidden_markov_passes=passes, seed=seed)
    info = {
        "sources": [path.name for path in pairs] + ["CC-CEDICT"] * cedict,
        "pairs": len(corpus),
        "base": None if known is None else known.hash,
    }
    lexicon = learn(corpus, base=known, options=options, info=info, report=_report)
    write_bytes(output, dumps(lexicon), inputs=pairs)
    size = f"{len(lexicon.zh):,} Chinese and {len(lexicon.en):,} English words, {len(lexicon):,} entries"
    click.echo(f"{output}: learnt from {len(corpus):,} sentence pairs; {size}")


def _report(line: str) -> None:
    """Show how far the work is, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"{time.strftime('%H:%M:%S')}  {line}", err=True)
