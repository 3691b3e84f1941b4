"""`align glossary`: the termbase, what was decided once and holds in every later run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

import click

from align.model import Status, TermType

if TYPE_CHECKING:
    from align.model import Term
    from align.termbase import Entry, EntryStatus

STATUSES = (*get_args(Status), "rejected")
TYPES = get_args(TermType)
Command = TypeVar("Command", bound=Callable[..., Any])


def _default_termbase() -> Path:
    from align.cli.house import house_settings
    from align.cli.settled import default_termbase

    return default_termbase(house_settings())


def base_option(subcommand: Command) -> Command:
    """Add `--termbase`; it arrives as `path`."""
    return click.option(
        "--termbase",
        "path",
        type=click.Path(path_type=Path),
        envvar="ALIGN_TERMBASE",
        default=_default_termbase,
        show_default="that of align.toml, or align.termbase",
        help="The termbase file; also from the environment variable ALIGN_TERMBASE.",
    )(subcommand)


@click.group()
def command() -> None:
    """Keep a termbase: add, accept, reject, list, import, export.

    What is accepted here is used wherever the termbase is given, what is rejected is never proposed again.

    \b
    align glossary import out/glossary.tsv
    align glossary accept 一带一路 "Belt and Road Initiative"
    align glossary reject 政治站位
    align glossary export glossary.tbx
    """


@command.command()
@click.argument("zh")
@click.argument("en", default="")
@click.option("--type", "kind", type=click.Choice(TYPES), default="other", help="What the term names.")
@click.option(
    "--status", type=click.Choice(get_args(Status)), default="approved", show_default=True, help="Its status."
)
@click.option("--note", default="", help="A remark to keep with the entry.")
@base_option
def add(zh: str, en: str, kind: str, status: str, note: str, path: Path) -> None:
    """Add a term or a rendering.

    The termbase is made when it is not there.

    \b
    align glossary add 长江经济带 "Yangtze River Economic Belt" --type place
    """
    from align.termbase import Termbase

    _check_order(zh, en)
    with Termbase(path, create=True) as base:
        base.add(zh, en, type=cast(TermType, kind), status=cast(Status, status), note=note)
    click.echo(f"added {zh}{_colon(en)}")


def _judging(name: str, status: str, done: str, text: str) -> None:
    """Make one of the commands that judge a term or a rendering."""

    @command.command(name, help=text)
    @click.argument("zh")
    @click.argument("en", required=False)
    @base_option
    def judge(zh: str, en: str | None, path: Path) -> None:
        from align.termbase import Termbase

        _check_order(zh, en or "")
        with Termbase(path, create=en is not None or status == "rejected") as base:
            base.set_status(zh, cast("EntryStatus", status), en)
            entry = base.get(zh)
        accepted = entry.term.en if entry and status == "approved" else ""
        click.echo(f"{done} {zh}{_colon(en or accepted)}")


_judging(
    "accept",
    "approved",
    "accepted",
    """Accept a term or a rendering.

    A term given alone is accepted with its commonest rendering, unless one has been accepted before.

    \b
    align glossary accept 一带一路 "Belt and Road Initiative"
    """,
)
_judging(
    "reject",
    "rejected",
    "rejected",
    """Reject a term or a rendering.

    It is never proposed again.

    \b
    align glossary reject 政治站位
    """,
)
_judging(
    "deprecate",
    "deprecated",
    "deprecated",
    """Deprecate a term or a rendering.

    It is known as out of date, and reported where it is used.

    \b
    align glossary deprecate 一带一路 "One Belt, One Road"
    """,
)
_judging(
    "forbid",
    "forbidden",
    "forbade",
    """Forbid a term or a rendering.

    It is reported as an error wherever it is used.

    \b
    align glossary forbid 一带一路 "One Belt One Road"
    """,
)


@command.command()
@click.argument("zh")
@click.argument("into")
@base_option
def merge(zh: str, into: str, path: Path) -> None:
    """Join two Chinese forms of one term.

    ZH becomes another form of INTO; they share their renderings and status from then on.

    \b
    align glossary merge 党的十九大 十九大
    """
    from align.termbase import Termbase

    with Termbase(path) as base:
        base.merge(zh, into)
    click.echo(f"merged {zh} into {into}")


@command.command("list")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only entries of this status.")
@click.option("--type", "types", multiple=True, type=click.Choice(TYPES), help="Only terms of this type.")
@click.option("--containing", default="", metavar="TEXT", help="Only those with this in the Chinese or English.")
@click.option(
    "-f", "--format", "fmt", type=click.Choice(("text", "tsv", "json")), default="text", help="Output format."
)
@base_option
def list_entries(statuses: tuple[str, ...], types: tuple[str, ...], containing: str, fmt: str, path: Path) -> None:
    """List the entries.

    One a line: status, type, Chinese, renderings.

    \b
    align glossary list --status candidate --containing 委员会
    """
    from align.cli.formats import write_glossary
    from align.termbase import Termbase

    with Termbase(path) as base:
        entries = base.entries(statuses=statuses, types=types, containing=containing)
    if fmt == "text":
        for line in _columns(entries):
            click.echo(line)
    else:
        click.echo(write_glossary([entry.term for entry in entries], fmt), nl=False)


@command.command()
@click.argument("zh")
@base_option
def show(zh: str, path: Path) -> None:
    """Show all that is known of a term.

    Its renderings, where they occur, and its history.

    \b
    align glossary show 一带一路
    """
    from align.errors import DataError
    from align.termbase import Termbase

    with Termbase(path) as base:
        entry, events = base.get(zh), base.history(zh)
    if entry is None:
        raise DataError(f"{zh} is not in the termbase", path=path, hint="see 'align glossary list'")
    for line in (*_details(entry), "history:", *(f"  {_told(event)}" for event in events)):
        click.echo(line)


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--accept", is_flag=True, help="Accept what the files only propose.")
@click.option(
    "--status",
    type=click.Choice(get_args(Status)),
    default="approved",
    show_default=True,
    help="The status of entries for which a file gives none.",
)
@base_option
def import_files(files: tuple[Path, ...], accept: bool, status: str, path: Path) -> None:
    """Take in glossaries.

    TSV, CSV, TMX, TBX, OmegaT, JSON, or another termbase. A table may have been edited in a spreadsheet: its
    column "status" is obeyed, "rejected" too. What is only proposed in a file never undoes what was decided
    here. All files are taken in, or none.

    \b
    align glossary import out/glossary.tsv office-titles.tbx
    """
    from align.cli.formats import load_entries
    from align.glossary import merge as joined
    from align.termbase import Termbase

    found = [load_entries(file, default=cast(Status, status)) for file in files]
    terms = [term for glossary in found for term in glossary.terms]
    refused = frozenset().union(*(glossary.rejected for glossary in found))
    with Termbase(path, create=True) as base:
        tally = base.record([_accepted(term) for term in terms] if accept else terms, rejected=refused)
    if len(files) > 1:
        click.echo(f"{len(files)} files with {len(joined(terms))} terms")
    click.echo(f"{tally.added} new, {tally.changed} changed, {tally.same} already there, {len(refused)} rejected")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", "fmt", type=click.Choice(("tsv", "csv", "tmx", "tbx", "omegat", "json")), help="The format.")
@click.option("--status", "statuses", multiple=True, type=click.Choice(get_args(Status)), help="Export these instead.")
@base_option
def export(file: Path, fmt: str | None, statuses: tuple[str, ...], path: Path) -> None:
    """Write what was accepted to a file.

    FILE may be - for the screen. Renderings that were only proposed are left out. Deprecated and forbidden
    ones go along where the format can mark them: TSV, CSV, TBX, JSON.

    \b
    align glossary export glossary.tbx
    align glossary export - --to tsv --status candidate
    """
    from align.cli.formats import format_by_name, write_glossary
    from align.export.files import write_bytes
    from align.termbase import Termbase

    fmt = fmt or format_by_name(file)
    with Termbase(path) as base:
        entries = base.entries(statuses=statuses or ("approved",))
    terms = [entry.term if "candidate" in statuses else _decided(entry.term) for entry in entries]
    if str(file) == "-":
        click.echo(write_glossary(terms, fmt), nl=False)
        return
    write_bytes(file, write_glossary(terms, fmt), inputs=(path,))
    click.echo(f"{len(terms)} terms written to {file}")


@command.command()
@click.argument("zh", default="")
@base_option
def history(zh: str, path: Path) -> None:
    """Tell what was changed, when, by whom.

    Of one term, or of all.

    \b
    align glossary history 一带一路
    """
    from align.termbase import Termbase

    with Termbase(path) as base:
        for event in base.history(zh):
            click.echo(_told(event))


def _check_order(zh: str, en: str) -> None:
    """Catch the commonest slip, the English given first; a Chinese term may well be all Latin, such as 5G."""
    from align.errors import DataError
    from align.language.chars import is_han

    if any(map(is_han, en)) and not any(map(is_han, zh)):
        raise DataError(f"{zh!r} is no Chinese, {en!r} is", hint="give the Chinese first, then the rendering")


def _accepted(term: Term) -> Term:
    from dataclasses import replace

    renderings = tuple(replace(r, status="approved") if r.status == "candidate" else r for r in term.renderings)
    return replace(term, status="approved" if term.status == "candidate" else term.status, renderings=renderings)


def _decided(term: Term) -> Term:
    """Leave out the renderings nobody has judged."""
    from dataclasses import replace

    return replace(term, renderings=tuple(r for r in term.renderings if r.status != "candidate"))


def _columns(entries: tuple[Entry, ...]) -> list[str]:
    """Return a line for each entry, in columns that stand straight with Chinese in them."""
    from align.language.chars import cell_width, pad

    rows = [(entry.status, entry.term.type, entry.term.zh, _renderings(entry)) for entry in entries]
    widths = [max((cell_width(row[column]) for row in rows), default=0) for column in range(3)]
    return ["  ".join((*map(pad, row[:3], widths), row[3])).rstrip() for row in rows]


def _renderings(entry: Entry) -> str:
    """Return the renderings on one line, with their status where it is not that of the term."""
    term = entry.term
    return " | ".join(r.text if r.status == term.status else f"{r.text} ({r.status})" for r in term.renderings)


def _details(entry: Entry) -> list[str]:
    lines = [f"{entry.term.zh}  {entry.term.type}, {entry.status}, seen {entry.term.count} times"]
    lines += [f"another form of {entry.same_as}"] if entry.same_as else []
    lines += [f"note: {entry.note}"] if entry.note else []
    lines += [f"proposed because: {entry.term.reason}"] if entry.term.reason else []
    lines += [f"made {entry.created}, changed {entry.changed}", "renderings:"]
    for rendering in entry.term.renderings:
        lines.append(f"  {rendering.text}  {rendering.status}")
        places = dict.fromkeys((o.source_name, o.target_name, o.bead) for o in rendering.occurrences)
        lines += [f"    {source} -> {target}, sentence {bead + 1}" for source, target, bead in places]
    return [*lines, *(f"  {en}  rejected" for en in entry.rejected)]


def _told(event: tuple[str, ...]) -> str:
    at, who, action, zh, en, before, after = event
    change = f"{before} -> {after}" if before else after
    return "  ".join(filter(None, (at, who, action, f"{zh}{_colon(en)}", change)))


def _colon(en: str) -> str:
    return f": {en}" if en else ""
