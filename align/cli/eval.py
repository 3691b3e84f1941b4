"""`align eval`: score an output against a gold standard."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from align import evaluate
from align.cli.options import INPUT
from align.errors import ReadError
from align.read.text import read_text

LEVELS = ("sentences", "paragraphs", "words", "terms", "findings")
Figures = dict[str, float | int | str | list[str]]


@click.command("eval")
@click.argument("level", type=click.Choice(LEVELS))
@click.argument("gold", type=INPUT)
@click.argument("output", type=INPUT)
@click.option("--verdicts", type=INPUT, help="terms: TSV of zh, en, keep or drop, for what the gold does not speak of.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("-v", "--verbose", is_flag=True, help="List what was missed and what is wrong.")
def command(level: str, gold: Path, output: Path, verdicts: Path | None, as_json: bool, verbose: bool) -> None:
    """Score an output against a gold standard.

    Beads are compared by number (ladder) or by content (TSV with columns zh and en, whatever splitter made it);
    words are lines of Pharaoh links; terms are glossary TSV files; findings are what 'align check -f json' writes,
    against a TSV of document, kind, what and where in an editor's words.

    \b
    align eval sentences gold.tsv out.tsv
    align eval findings marked.tsv findings.json
    """
    if level == "words":
        figures = _words(gold, output)
    elif level == "terms":
        figures = _terms(gold, output, verdicts, verbose)
    elif level == "findings":
        figures = _findings(gold, output, verbose)
    else:
        figures = _beads(gold, output)
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else _table(figures))


def _beads(gold: Path, output: Path) -> Figures:
    gold_text, output_text = read_text(gold), read_text(output)
    by_number = [evaluate.is_beads_by_number(text) for text in (gold_text, output_text)]
    if by_number[0] != by_number[1]:
        raise ReadError("one file has beads by number, the other by content", path=output, hint="write both as TSV")
    if by_number[0]:
        beads = evaluate.parse_beads(gold_text, str(gold)), evaluate.parse_beads(output_text, str(output))
    else:
        rows = evaluate.parse_rows(gold_text, str(gold)), evaluate.parse_rows(output_text, str(output))
        beads = evaluate.beads_by_content(*rows)
    score = evaluate.score_beads(*beads)
    figures: Figures = {
        f"{kind} {name}": value
        for kind, counts in (("strict", score.strict), ("lax", score.lax), ("empty beads", score.empty))
        for name, value in (("precision", counts.precision), ("recall", counts.recall), ("F1", counts.f1))
    }
    return figures | {"beads in gold": len(beads[0]), "beads in output": len(beads[1])}


def _words(gold: Path, output: Path) -> Figures:
    score = evaluate.score_links(read_text(gold), read_text(output), (str(gold), str(output)))
    return {
        "alignment error rate": score.error_rate,
        "precision": score.precision,
        "recall": score.recall,
        "links": score.proposed,
        "sure links": score.sure,
    }


def _terms(gold: Path, output: Path, verdicts: Path | None, verbose: bool) -> Figures:
    score = evaluate.score_glossary(_rows(gold), _rows(output))
    figures: Figures = {
        "core found, rendering and type": score.core.recall,
        "core found, rendering": score.rendering.recall,
        "right of what stands in the gold": score.inside.precision,
        "stand in the gold": score.inside.proposed,
        "beyond the gold": len(score.beyond),
    }
    if verdicts is not None:
        kept = {(row["zh"], row["en"]): row["keep"] for row in _rows(verdicts)}
        judged = [kept[entry] for entry in score.beyond if entry in kept]
        figures["judged"] = len(judged)
        figures["kept of what was judged"] = judged.count("keep") / len(judged) if judged else 0.0
    if verbose:
        figures["missed"] = list(score.missed)
        figures["wrong"] = [f"{zh} {en}" for zh, en in score.wrong]
        figures["proposed beyond the gold"] = [f"{zh} {en}" for zh, en in score.beyond]
    return figures


def _findings(gold: Path, output: Path, verbose: bool) -> Figures:
    rows = evaluate.parse_wanted(read_text(gold), str(gold))
    score = evaluate.score_findings(rows, evaluate.parse_findings(read_text(output), str(output)))
    wanted, found = (Counter(row.kind for row in group) for group in (rows, score.found))
    figures: Figures = {
        "found": len(score.found),
        "pointed at by another rule": len(score.otherwise),
        "missed": len(score.missed),
        "extra": len(score.extra),
        "recall": len(score.found) / len(rows),
    }
    figures |= {f"{kind}: found of wanted": f"{found[kind]} of {wanted[kind]}" for kind in wanted}
    extra = Counter(one.rule for one in score.extra)
    figures |= {f"{rule}: extra": count for rule, count in extra.most_common()}
    if verbose:
        figures["rows missed"] = [f"{row.kind}: {row.what}" for row in (*score.missed, *score.otherwise)]
        figures["findings beyond the gold"] = [f"{one.rule}: {one.message}" for one in score.extra]
    return figures


def _rows(path: Path) -> list[dict[str, str]]:
    return evaluate.parse_table(read_text(path), str(path))


def _table(figures: Mapping[str, float | int | str | list[str]]) -> str:
    width = max(map(len, figures))
    return "\n".join(f"{name:<{width}}  {_cell(value)}" for name, value in figures.items())


def _cell(value: float | int | str | list[str]) -> str:
    if isinstance(value, list):
        return f"{len(value)}" + "".join(f"\n    {item}" for item in value)
    return f"{value:.3f}" if isinstance(value, float) else str(value)
