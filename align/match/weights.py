"""The weights of the evidence: few numbers, fitted by `scripts/fit_weights.py`, kept in `weights.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from align.match.search import Move

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each kind of evidence weighs, for one level (sentences or paragraphs).

    Attributes:
        floor: Added to the prior of a word, so that a word never seen is no proof by itself.
        lexical: Of the words that the other side makes likelier; below 1, since words are not independent.
        unexplained: Of the words that the other side makes less likely.
        length: Of the length's likelihood ratio.
        sigma: Standard deviation of the log ratio of lengths for long units.
        spread: What is added to it for short ones, times one over the root of the length.
        quotes: Of the agreement of quotations at a boundary.
        marks: Of the agreement of final marks at a boundary.
        agreed: Of each fact (a figure, a name in pinyin, a Latin string) that both sides have.
        differing: Of each that one side alone has, though both texts have it somewhere.
        own_gaps: Of how often the text itself, in a first pass, leaves something out.
        own_shapes: Of how often it has the other kinds of shape.
        own_runs: Of what the neighbours of a unit say for its standing alone.
        shapes: The log prior of each shape that has one of its own.
        rest: The log prior of a larger shape.
        rest_step: What each further unit of it adds.
        seam: The cost of crossing the boundary of a paragraph bead.
        quote_table: Agreement of the classes of quotation, see `punctuation`.
        mark_table: Agreement of the classes of final marks.
    """

    floor: float
    lexical: float
    unexplained: float
    length: float
    sigma: float
    spread: float
    quotes: float
    marks: float
    agreed: float
    differing: float
    own_gaps: float
    own_shapes: float
    own_runs: float
    shapes: Mapping[Move, float]
    rest: float
    rest_step: float
    seam: float
    quote_table: Floats
    mark_table: Floats

    @property
    def hears_facts(self) -> bool:
        """Whether facts weigh anything: if not, they need not be looked for."""
        return bool(self.agreed or self.differing)

    def prior(self, move: Move) -> float:
        """Return the log prior of a shape."""
        return self.shapes.get(move, self.rest + self.rest_step * (sum(move) - 5))


@cache
def load_weights(level: str) -> Weights:
    """Return the fitted weights of a level, "sentences" or "paragraphs"."""
    text = resources.files("align.match").joinpath("weights.json").read_text("utf-8")
    return from_json(json.loads(text)[level])


def from_json(fields: Mapping[str, Any]) -> Weights:
    """Make weights of the fields of the file."""
    shapes = {_move(name): float(value) for name, value in fields["shapes"].items()}
    tables = {name: np.array(fields[name], np.float32) for name in ("quote_table", "mark_table")}
    return Weights(**{**fields, **tables, "shapes": shapes})


def to_json(weights: Weights) -> dict[str, Any]:
    """Return the fields of the file, numbers rounded to what matters."""
    fields: dict[str, Any] = {name: getattr(weights, name) for name in Weights.__slots__}
    for name, value in fields.items():
        if isinstance(value, np.ndarray):
            fields[name] = [[round(float(cell), 2) for cell in row] for row in value]
        elif isinstance(value, float):
            fields[name] = float(f"{value:.4g}")
    fields["shapes"] = {f"{m}-{n}": round(float(value), 3) for (m, n), value in weights.shapes.items()}
    return fields


def _move(name: str) -> Move:
    m, n = name.split("-")
    return int(m), int(n)
