"""An encoder joined to the lexicon: what is encoded, and how often the search is asked.

The units are aligned without the encoder first. Where that is sure, it teaches what the encoder's margins are
worth on this document (`align.match.similarity`); then the search runs again with both. Where the two paths part
the call was close: there, and only there, runs of several units are encoded as one text, as far as a budget of
tokens goes, and the search runs once more. A static encoder needs no second look: the vector of a joined text is
what pooling gives already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from align.encode.protocol import Encoder, Floats, Kind, unit
from align.match.extras import ExtraMaker
from align.match.search import Step
from align.match.shortlist import nearest
from align.match.similarity import Run, Similarity, Vectors, pool, worth_of
from align.model import Document

Beads = Sequence[tuple[Step, float]]
Search = Callable[[Sequence[ExtraMaker]], Beads]
Ints = npt.NDArray[np.int64]

# What the encoder's evidence weighs for each share of beads the lexicon is likely to get wrong: where the lexicon
# is sure an encoder can only disturb. Fitted by `scripts/fit_encoder.py`.
WEIGHTS: Mapping[Kind, float] = {"static": 1.0, "transformer": 0.5}
ALONE = 0.7  # the weight where no words speak
SURE = 0.9  # the probability of a bead that may teach the encoder
BUDGET = 0.25  # tokens that may be encoded again, as a share of the text


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The sentences of a document as texts, how many tokens each has, what stands between two, and as vectors."""

    texts: tuple[str, ...]
    sizes: Ints
    glue: str
    vectors: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Two documents as an encoder sees them.

    Attributes:
        encoder: What made the vectors.
        source: The Chinese document.
        target: The English document.
        alone: No words speak beside it, so that none can teach it.
        weight: What its evidence weighs; None takes that of its kind.
    """

    encoder: Encoder
    source: Side
    target: Side
    alone: bool = False
    weight: float | None = None

    def paragraphs(self, groups: tuple[Sequence[range], Sequence[range]], search: Search) -> Beads:
        """Align paragraphs by the lexicon and the encoder together, their vectors pooled from their sentences.

        Args:
            groups: The sentences of each paragraph, source and target; they tile the documents.
            search: Gives the beads with their probabilities, with further evidence or without.
        """
        sides = self.source.vectors.merged(groups[0]), self.target.vectors.merged(groups[1])
        beads, _ = self._align(sides, search)
        return beads

    def sentences(self, search: Search) -> Beads:
        """Align sentences by the lexicon and the encoder together, with a second look at the close calls."""
        beads, calls = self._align((self.source.vectors, self.target.vectors), search)
        if self.encoder.kind == "static" or not any(calls):
            return beads
        closer = self._rejoined(self.source, calls[0]), self._rejoined(self.target, calls[1])
        beads, _ = self._align(closer, search)
        return beads

    def _align(self, sides: tuple[Vectors, Vectors], search: Search) -> tuple[Beads, tuple[list[Run], list[Run]]]:
        """Return the beads with the encoder, and the runs of units where they part from those without."""
        before = search([])
        worth = worth_of(*sides, None if self.alone else _sure(before))
        if not worth.slope:
            return before, ([], [])
        weight = ALONE if self.alone else self._weight() * _doubt(before)
        both = search([lambda moves: Similarity(*sides, moves, worth, weight)])
        return both, _close_calls(before, both)

    def _weight(self) -> float:
        return WEIGHTS[self.encoder.kind] if self.weight is None else self.weight

    def _rejoined(self, side: Side, runs: Sequence[Run]) -> Vectors:
        """Encode runs as one text each, the short ones first, as far as the budget goes.

        Of a run that is longer than the model reads, the pooled vector is the better one.
        """
        ends = np.concatenate(([0], np.cumsum(side.sizes)))
        longest = self.encoder.longest or ends[-1]
        runs = sorted(
            (run for run in runs if ends[run[1]] - ends[run[0]] <= longest),
            key=lambda run: (ends[run[1]] - ends[run[0]], run),
        )
        spent = np.cumsum([ends[end] - ends[start] for start, end in runs])
        chosen = runs[: int(np.searchsorted(spent, BUDGET * ends[-1], side="right"))]
        if not chosen:
            return side.vectors
        return side.vectors.with_joined(
            chosen, self.encoder.encode([side.glue.join(side.texts[start:end]) for start, end in chosen])
        )


def encode_documents(source: Document, target: Document, encoder: Encoder, *, alone: bool = False) -> Encoded:
    """Encode each sentence of two segmented documents once; see `Encoded`."""
    return Encoded(encoder, _side(source, encoder), _side(target, encoder), alone)


def nearest_documents(source: Sequence[Document], target: Sequence[Document], encoder: Encoder) -> set[tuple[int, int]]:
    """Return the pairs of documents worth a closer look: of each document the nearest few of the other side.

    A document's vector is pooled from its sentences'; what all documents of a side have in common is taken off.
    """
    ours, theirs = ([_whole(one, encoder) for one in documents] for documents in (source, target))
    if not ours or not theirs:
        return set()
    x, y = (unit(np.stack(side) - np.mean(side, axis=0) * len(side) / (len(side) + 1)) for side in (ours, theirs))
    cosines = x @ y.T
    return nearest(cosines)


def _whole(document: Document, encoder: Encoder) -> Floats:
    """Return the unit vector of a document, the mean of its sentences' weighted by length, shape (d,)."""
    texts = _texts(document)
    total: Floats = (encoder.sizes(texts)[:, None] * encoder.encode(texts)).sum(axis=0)
    vector: Floats = unit(total[None])[0]
    return vector


def _texts(document: Document) -> tuple[str, ...]:
    return tuple(document.sentence_text(index) for index in range(len(document.sentences)))


def _side(document: Document, encoder: Encoder) -> Side:
    texts = _texts(document)
    sizes = encoder.sizes(texts)
    return Side(texts, sizes, "" if document.language == "zh" else " ", pool(encoder.encode(texts), sizes))


def _sure(beads: Beads) -> Ints:
    """Return the one-to-one beads that are hardly in doubt, shape (k, 2)."""
    held = [(s.i0, s.j0) for s, p in beads if p >= SURE and s.i1 - s.i0 == 1 and s.j1 - s.j0 == 1]
    return np.array(held, np.int64).reshape(-1, 2)


def _doubt(beads: Beads) -> float:
    """Return the share of beads that are expected to be wrong."""
    return 1 - sum(p for _, p in beads) / max(1, len(beads))


def _close_calls(one: Beads, other: Beads) -> tuple[list[Run], list[Run]]:
    """Return the runs of several units in beads that one path has and the other has not."""
    differ = {step for step, _ in one} ^ {step for step, _ in other}
    source = {(step.i0, step.i1) for step in differ if step.i1 - step.i0 > 1}
    target = {(step.j0, step.j1) for step in differ if step.j1 - step.j0 > 1}
    return sorted(source), sorted(target)
