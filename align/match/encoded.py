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

from align.encode.protocol import Encoder, Kind
from align.match.search import Block, Move, Step
from align.match.similarity import Run, Similarity, Vectors, pool, worth_of
from align.model import Document

Extra = Callable[[Block], npt.NDArray[np.float32]]
Search = Callable[[Extra | None], Sequence[Step]]
Ints = npt.NDArray[np.int64]

# What the encoder's evidence weighs beside the lexicon's, which it partly repeats.
WEIGHTS: Mapping[Kind, float] = {"static": 0.5, "transformer": 0.5}
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
    """Two documents as an encoder sees them."""

    encoder: Encoder
    source: Side
    target: Side

    def paragraphs(
        self, groups: tuple[Sequence[range], Sequence[range]], moves: Sequence[Move], search: Search
    ) -> Sequence[Step]:
        """Align paragraphs by the lexicon and the encoder together, their vectors pooled from their sentences.

        Args:
            groups: The sentences of each paragraph, source and target.
            moves: The shapes of beads.
            search: Gives the best path with what an extra scorer adds, shape (moves, rows, columns), or without.
        """
        sides = self.source.vectors.merged(groups[0]), self.target.vectors.merged(groups[1])
        path, _ = self._align(sides, moves, search)
        return path

    def sentences(self, moves: Sequence[Move], search: Search) -> Sequence[Step]:
        """Align sentences by the lexicon and the encoder together, with a second look at the close calls."""
        sides = self.source.vectors, self.target.vectors
        path, calls = self._align(sides, moves, search)
        if self.encoder.kind == "static" or not any(calls):
            return path
        closer = self._rejoined(self.source, calls[0]), self._rejoined(self.target, calls[1])
        path, _ = self._align(closer, moves, search)
        return path

    def _align(
        self, sides: tuple[Vectors, Vectors], moves: Sequence[Move], search: Search
    ) -> tuple[Sequence[Step], tuple[list[Run], list[Run]]]:
        """Return the best path with the encoder, and the runs of units where it parts from the one without."""
        alone = search(None)
        worth = worth_of(*sides, _sure(alone))
        if not worth.slope:
            return alone, ([], [])
        both = search(Similarity(*sides, moves, worth, WEIGHTS[self.encoder.kind]))
        return both, _close_calls(alone, both)

    def _rejoined(self, side: Side, runs: Sequence[Run]) -> Vectors:
        """Encode runs as one text each, the short ones first, as far as the budget goes."""
        ends = np.concatenate(([0], np.cumsum(side.sizes)))
        runs = sorted(runs, key=lambda run: (ends[run[1]] - ends[run[0]], run))
        spent = np.cumsum([ends[end] - ends[start] for start, end in runs])
        chosen = runs[: int(np.searchsorted(spent, BUDGET * ends[-1], side="right"))]
        if not chosen:
            return side.vectors
        return side.vectors.with_joined(
            chosen, self.encoder.encode([side.glue.join(side.texts[start:end]) for start, end in chosen])
        )


def encode_documents(source: Document, target: Document, encoder: Encoder) -> Encoded:
    """Encode each sentence of two segmented documents once."""
    return Encoded(encoder, _side(source, encoder), _side(target, encoder))


def _side(document: Document, encoder: Encoder) -> Side:
    texts = tuple(document.sentence_text(index) for index in range(len(document.sentences)))
    sizes = encoder.sizes(texts)
    return Side(texts, sizes, "" if document.language == "zh" else " ", pool(encoder.encode(texts), sizes))


def _sure(path: Sequence[Step]) -> Ints:
    """Return the one-to-one beads that stand between one-to-one beads, shape (k, 2)."""
    plain = [step.i1 - step.i0 == 1 and step.j1 - step.j0 == 1 for step in path]
    held = [
        (step.i0, step.j0)
        for k, step in enumerate(path)
        if all(plain[max(k - 1, 0) : k + 2])
    ]  # fmt: skip
    return np.array(held, np.int64).reshape(-1, 2)


def _close_calls(one: Sequence[Step], other: Sequence[Step]) -> tuple[list[Run], list[Run]]:
    """Return the runs of several units, of either path, in beads that the other path does not have."""
    differ = sorted(set(one) ^ set(other))
    source = {(step.i0, step.i1) for step in differ if step.i1 - step.i0 > 1}
    target = {(step.j0, step.j1) for step in differ if step.j1 - step.j0 > 1}
    return sorted(source), sorted(target)
