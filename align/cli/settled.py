"""What the user has settled before: the options that name it, and what of it concerns the texts at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from align.cli.house import house_settings
from align.cli.options import Command

if TYPE_CHECKING:
    from align.model import Term
    from align.settings import Settings

DEFAULT = Path("align.termbase")


class Settled(NamedTuple):
    """Terms that were decided, and what was rejected: pairs of a term and a rendering, "" for the whole term."""

    known: tuple[Term, ...] = ()
    rejected: frozenset[tuple[str, str]] = frozenset()


def settled_options(command: Command) -> Command:
    """Add `--termbase` and `--glossary`; they arrive as `termbase` and `glossaries`."""
    for option in (
        click.option(
            "--glossary",
            "glossaries",
            multiple=True,
            type=click.Path(path_type=Path),
            help="A glossary whose terms hold here: TSV, CSV, TMX, TBX, OmegaT, JSON; may be given again.",
        ),
        click.option(
            "--termbase",
            type=click.Path(path_type=Path),
            envvar="ALIGN_TERMBASE",
            help="The termbase to respect.  [default: that of align.toml, or ./align.termbase when it is there]",
        ),
    ):
        command = option(command)
    return command


def settled(paths: Sequence[Path], termbase: Path | None, glossaries: Iterable[Path]) -> Settled:
    """Return what of a termbase and of glossaries concerns some texts.

    Args:
        paths: The texts, or folders of them; one that cannot be read is left to those who align it.
        termbase: The termbase; when it is None that of align.toml, or ./align.termbase when it is there.
        glossaries: Glossary files, added to those of align.toml; what they say stands above the termbase.

    Raises:
        ReadError: A glossary or the termbase cannot be read.
        DataError: The align.toml, a glossary or the termbase does not hold together.
    """
    from align.cli.formats import load_entries
    from align.glossary import merge

    house = house_settings()
    base = termbase or default_termbase(house)
    wanted = termbase or (house and house.termbase) or base.exists()
    stored = _from_termbase(base, paths) if wanted else Settled()
    files = [load_entries(path) for path in (*(house.glossaries if house else ()), *glossaries)]
    known = merge(stored.known, *(file.terms for file in files))
    rejected = stored.rejected.union(*(file.rejected for file in files))
    return Settled(tuple(filter(is_decided, known)), rejected)


def default_termbase(house: Settings | None) -> Path:
    """Return the termbase to use when none is named."""
    return (house.termbase if house else None) or DEFAULT


def is_decided(term: Term) -> bool:
    """Whether somebody has judged the term or one of its renderings."""
    return any(status != "candidate" for status in (term.status, *(r.status for r in term.renderings)))


def _from_termbase(base: Path, paths: Sequence[Path]) -> Settled:
    from align.errors import AlignError
    from align.pipeline import text_files
    from align.read.text import read_text
    from align.termbase import Termbase

    texts: list[str] = []
    for file in (file for path in paths for file in text_files(path)):
        with suppress(AlignError):
            texts.append(read_text(file))
    with Termbase(base) as opened:
        return Settled(opened.lookup("\n".join(texts)), opened.rejected())
