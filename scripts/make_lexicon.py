"""Make the shipped lexicon: `make lexicon`, or `python scripts/make_lexicon.py --data DIR`.

Runs `align learn` over the parallel text under DIR/train and CC-CEDICT. The corpora stay where they are; only
the statistics of words go into the file. align/lexicon/data/CARD.md names each source.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from align.cli.learn import command as learn

SOURCES = (
    "ntrex",
    "pud",
    "xquad",
    "tico19",
    "tatoeba",
    "un-2015-dev",
    "un-2015-test",
    "taiwan-laws",
    "dictionary-examples",
)
SHIPPED = Path(__file__).parent.parent / "align" / "lexicon" / "data" / "zh-en.bin"


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path(os.environ.get("ALIGN_DATA", "../shared")))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=SHIPPED, help="Where to write it.")
def main(data: Path, output: Path) -> None:
    """Learn the shipped lexicon from all training text."""
    paths = [data / "train" / f"{name}.tsv.xz" for name in SOURCES]
    absent = [str(path) for path in paths if not path.exists()]
    if absent:
        raise click.ClickException(f"the training text is not there: {', '.join(absent)}; name its folder by --data")
    learn.main([*map(str, paths), "--cedict", "-o", str(output)], standalone_mode=False)


if __name__ == "__main__":
    main()
