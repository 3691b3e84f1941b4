"""A measured figure, a baseline file of them, and the gate between the two.

A figure that should be high (an F1) falls when it is lower than the baseline by more than its noise; one that
should be low (an error rate, seconds) falls when it is higher. A figure that could not be measured never passes.
Renewing the baseline takes over what got better and keeps the floor where it got worse, unless told otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Better = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: its name, its value (None when the data is absent), which way is better, and its noise."""

    name: str
    value: float | None
    better: Better = "high"
    noise: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one figure."""

    figure: Figure
    baseline: float | None
    passed: bool
    why: str


def judge(figures: Sequence[Figure], baseline: Mapping[str, float]) -> tuple[Verdict, ...]:
    """Hold figures against a baseline; one that the baseline names and nobody measured fails too."""
    measured = {figure.name for figure in figures}
    absent = [Figure(name, None, note="not measured") for name in baseline if name not in measured]
    return tuple(_judge(figure, baseline.get(figure.name)) for figure in [*figures, *absent])


def _judge(figure: Figure, floor: float | None) -> Verdict:
    if figure.value is None:
        return Verdict(figure, floor, False, figure.note or "data absent")
    if floor is None:
        return Verdict(figure, None, True, "no baseline yet")
    loss = floor - figure.value if figure.better == "high" else figure.value - floor
    if loss > figure.noise:
        return Verdict(figure, floor, False, f"worse by {loss:.4g}, noise is {figure.noise:.4g}")
    return Verdict(figure, floor, True, "")


def renew(figures: Sequence[Figure], baseline: Mapping[str, float], *, lower: bool = False) -> dict[str, float]:
    """Return the baseline with what got better; with `lower`, take over what got worse as well."""
    renewed = dict(baseline)
    for figure in figures:
        if figure.value is None:
            continue
        old = baseline.get(figure.name)
        better = old is None or (figure.value > old) == (figure.better == "high")
        if better or lower:
            renewed[figure.name] = round(figure.value, 4)
    return dict(sorted(renewed.items()))


def table(verdicts: Sequence[Verdict]) -> str:
    """Lay the verdicts out as text, a figure a line."""
    width = max((len(v.figure.name) for v in verdicts), default=0)
    return "\n".join(
        f"{v.figure.name:<{width}}  {_number(v.figure.value):>8}  {_number(v.baseline):>8}  "
        f"{'ok  ' if v.passed else 'FAIL'}  {v.why}  {v.figure.note if v.figure.value is not None else ''}".rstrip()
        for v in verdicts
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}" if value >= 100 else f"{value:.3f}"


def load(text: str) -> dict[str, float]:
    """Read a baseline file."""
    return {str(name): float(value) for name, value in json.loads(text).items()}


def dump(baseline: Mapping[str, float]) -> str:
    """Write a baseline file."""
    return json.dumps(baseline, indent=2) + "\n"
