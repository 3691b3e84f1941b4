"""`python -m bench.run`: measure, print the table, and with --gate fail where a figure fell."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import click

from bench import check, deletions, encoder, figures, findings, lookup, memory, planted, quality, speed
from bench.figures import Figure

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
Measure = Callable[[Path], Iterator[Figure]]

MEASURES: dict[str, Measure] = {
    "beads": lambda data: quality.bead_figures(data / "bench"),
    "deletions": lambda data: deletions.deletion_figures(data / "bench"),
    "memory": lambda data: memory.memory_figures(data / "bench"),
    "words": lambda data: quality.word_figures(data / "bench"),
    "seeds": lambda data: quality.seed_figures(HERE.parent / "seeds", data / "gold"),
    "findings": lambda data: findings.finding_figures(HERE.parent / "seeds", data),
    "planted": lambda data: planted.planted_figures(HERE.parent, data),
    "encoder": encoder.encoder_figures,
    "lookup": lambda data: lookup.lookup_figures(data / "bench"),
    "check": lambda data: check.check_figures(data / "bench"),
    "speed": lambda data: speed.speed_figures(data / "bench"),
    "growth": lambda data: speed.growth_figures(data / "bench"),
}


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared"), help="Where the benchmarks lie.")
@click.option("--only", type=click.Choice(list(MEASURES)), multiple=True, help="Measure only this.")
@click.option("--gate", is_flag=True, help="Exit with 1 when a figure fell below the baseline.")
@click.option("--renew", is_flag=True, help="Write what got better into the baseline.")
@click.option("--lower", is_flag=True, help="With --renew: take over what got worse, too.")
def main(data: Path, only: tuple[str, ...], gate: bool, renew: bool, lower: bool) -> None:
    """Measure quality and speed, and hold them against the committed baseline."""
    baseline = figures.load(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    chosen = [MEASURES[name] for name in only or MEASURES]
    measured = list(chain.from_iterable(measure(data) for measure in chosen))
    known = {f.name for f in measured}
    verdicts = figures.judge(measured, {k: v for k, v in baseline.items() if not only or k in known})
    click.echo(figures.table(verdicts))
    if renew:
        BASELINE.write_text(figures.dump(figures.renew(measured, baseline, lower=lower)), encoding="utf-8")
    if gate and not all(verdict.passed for verdict in verdicts):
        sys.exit(1)


if __name__ == "__main__":
    main()
