"""`align check`: what a careful editor would mark."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.beads import warn_of_length
from align.cli.options import format_option, output_option, settings_options

if TYPE_CHECKING:
    from align.inspection import Inputs
    from align.model import Finding, Term
    from align.settings import Settings

_RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}
PATH = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=PATH)
@click.option("-g", "--glossary", "glossaries", multiple=True, type=PATH, help="Terms to hold to; may be repeated.")
@click.option(
    "--termbase",
    type=PATH,
    envvar="ALIGN_TERMBASE",
    help="A termbase whose terms are to be held to.  "
    "[default: that of align.toml, or ./align.termbase when it is there]",
)
@click.option("--no-termbase", is_flag=True, help="Hold to no termbase.")
@click.option("--off", multiple=True, metavar="RULE", help="Leave out a rule; may be repeated.")
@click.option("--only", multiple=True, metavar="RULE", help="Run only this rule; may be repeated.")
@click.option("--severity", type=click.Choice(["info", "warning", "error"]), help="Show findings from this on.")
@click.option("--fail-on", type=click.Choice(list(_RANK)), help="Exit with 1 on findings from this severity on.")
@click.option("--baseline", type=PATH, help="Findings accepted before, which stay quiet.")
@click.option("--accept", is_flag=True, help="Write what is found to the baseline file instead of showing it.")
@click.option("--config", type=PATH, help="An align.toml; by default that of this folder or one above.")
@click.option("--rules", "listed", is_flag=True, help="List the rules and why each is there.")
@settings_options
@format_option("text", "json", "sarif", "junit", "html", default="text")
@output_option
def command(paths: tuple[Path, ...], listed: bool, fmt: str, output: Path | None, **chosen: Any) -> None:
    """Find inconsistent terms, names, numbers, omissions.

    Give a pair, many files or a folder (pairs are found by what they say), an alignment.json, or English texts
    alone. Exits with 0 when nothing is found, 1 when there are findings, 2 on an error.

    \b
    align check report.zh.txt report.en.txt
    align check reports/ --glossary house.tsv -f sarif -o findings.sarif
    """
    if listed:
        click.echo(rule_list(), nl=False)
        return
    if not paths:
        raise click.UsageError("Missing argument 'PATHS...'.")
    from align.inspection import inspect

    given = settings(chosen)
    inputs, terms, findings = inspect(paths, pipeline_settings(given, chosen), known_terms(given), given.rules)
    for document in inputs.alone:
        click.echo(f"Warning: {document.name} has no translation here and is not checked", err=True)
    for alignment in inputs.alignments:
        warn_of_length(alignment)
    findings = quiet([one for one in findings if _RANK[one.severity] >= _RANK[given.severity]], inputs, given)
    if chosen["accept"]:
        accept(findings, inputs, given)
        return
    write(rendered(fmt, findings, inputs, terms), output, paths)
    sys.exit(int(any(_RANK[one.severity] >= _RANK[given.fail_on] for one in findings)))


def settings(chosen: Mapping[str, Any]) -> Settings:
    """Join align.toml and the command line, which has the last word."""
    from align.settings import Settings, find_settings, read_settings

    path = chosen["config"] or find_settings(Path.cwd())
    given = read_settings(path) if path else Settings()
    return replace(
        given,
        rules=replace(given.rules, off=rules_off(given.rules.off, chosen["off"], chosen["only"])),
        glossaries=(*given.glossaries, *chosen["glossaries"]),
        termbase=None if chosen["no_termbase"] else chosen["termbase"] or stored_terms(given),
        baseline=chosen["baseline"] or given.baseline,
        severity=chosen["severity"] or given.severity,
        fail_on=chosen["fail_on"] or given.fail_on,
    )


def rules_off(before: frozenset[str], off: Sequence[str], only: Sequence[str]) -> frozenset[str]:
    """Return the rules that are off: those of align.toml and those named, or all but the only ones."""
    if not off and not only:
        return before
    from align.check.rules import BY_NAME

    for name in (*off, *only):
        if name not in BY_NAME:
            raise click.BadParameter(f"there is no rule {name}; rules are {', '.join(BY_NAME)}")
    return frozenset(BY_NAME) - {*only} if only else before | {*off}


def stored_terms(given: Settings) -> Path | None:
    """Return the termbase to hold to when none is named: that of align.toml, or the one in this folder if any."""
    from align.cli.settled import default_termbase

    base = default_termbase(given)
    return base if given.termbase or base.exists() else None


def pipeline_settings(given: Settings, chosen: Mapping[str, Any]) -> Any:
    """Return how to align, from the options of every command that aligns."""
    from dataclasses import fields

    from align import pipeline

    known = {field.name for field in fields(pipeline.Settings)}
    values = {name: getattr(given, name, None) if chosen[name] is None else chosen[name] for name in known & {*chosen}}
    return pipeline.Settings(**{name: value for name, value in values.items() if value is not None})


def known_terms(given: Settings) -> tuple[Term, ...]:
    """Read the glossaries, and of the termbase what somebody has decided."""
    if not given.glossaries and not given.termbase:
        return ()  # and nothing of what reads them is imported
    from align.cli.formats import load_terms
    from align.cli.settled import is_decided
    from align.glossary import merge
    from align.termbase import Termbase

    lists = [load_terms(path) for path in given.glossaries]
    if given.termbase:
        with Termbase(given.termbase) as base:
            lists.append(tuple(filter(is_decided, base.terms())))
    return merge(*lists)


def quiet(findings: Sequence[Finding], inputs: Inputs, given: Settings) -> tuple[Finding, ...]:
    """Leave out what the baseline accepts; a baseline that is yet to be written accepts nothing."""
    if given.baseline is None or not given.baseline.exists():
        return tuple(findings)
    from align.check.baseline import read_baseline, unknown

    return unknown(findings, inputs.documents, read_baseline(given.baseline))


def accept(findings: Sequence[Finding], inputs: Inputs, given: Settings) -> None:
    """Add the findings to the baseline file."""
    from align.check.baseline import baseline_text, read_baseline
    from align.export.files import write_text

    if given.baseline is None:
        raise click.UsageError("--accept needs --baseline FILE, or baseline in align.toml.")
    before = read_baseline(given.baseline) if given.baseline.exists() else ()
    write_text(given.baseline, baseline_text(findings, inputs.documents, before))
    click.echo(f"{len(findings)} findings accepted in {given.baseline}")


def rendered(fmt: str, findings: Sequence[Finding], inputs: Inputs, terms: Sequence[Term]) -> str:
    """Return the findings in a format; what writes the others is not imported."""
    documents = inputs.documents
    if fmt == "text":
        from align.export.findings import text_report

        return text_report(findings, documents)
    if fmt == "junit":
        from align.export.junit import junit_report

        return junit_report(findings, documents)
    if fmt == "html":
        from align.export.html import report

        return report(inputs.alignments, terms, findings, alone=inputs.english)
    from align.check.baseline import fingerprint

    marks = [fingerprint(one, documents) for one in findings]
    if fmt == "json":
        from align.export.findings import json_report

        return json_report(findings, documents, marks)
    from align.check.rules import RULES
    from align.export.sarif import sarif_report

    return sarif_report(findings, documents, marks, [(rule.name, rule.severity, rule.why) for rule in RULES])


def write(text: str, output: Path | None, paths: Sequence[Path]) -> None:
    """Write to a file or to the screen."""
    if output is None:
        click.echo(text, nl=False)
        return
    from align.export.files import write_text

    write_text(output, text, inputs=[path for path in paths if not path.is_dir()])


def rule_list() -> str:
    """Return the rules, one a line: name, severity, why."""
    from align.check.rules import RULES

    return "".join(f"{rule.name:<16}{rule.severity:<9}{rule.why}\n" for rule in RULES)
