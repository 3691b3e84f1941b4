"""Paragraphs that translate each other out of order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.match.bags import select
from align.match.evidence import Evidence, Texts
from align.match.punctuation import Edges
from align.match.search import Block, Step
from align.match.shapes import GAPS
from align.match.weights import load_weights
from align.model import Bead

# How probable a pair must be, when each paragraph left alone may go with any on the other side, or none.
SURE = 0.9


def find_moves(path: Sequence[Step], texts: Texts) -> tuple[Bead, ...]:
    """Return the pairs of paragraphs that the path left alone on both sides and that are sure to be one.

    Args:
        path: The paragraph beads.
        texts: The paragraphs.
    """
    ours = np.array([s.i0 for s in path if s.i1 == s.i0 + 1 and s.j0 == s.j1], np.int64)
    theirs = np.array([s.j0 for s in path if s.j1 == s.j0 + 1 and s.i0 == s.i1], np.int64)
    if not len(ours) or not len(theirs):
        return ()
    alone = Texts(
        select(texts.source, ours), select(texts.target, theirs), _blank(len(ours)), _blank(len(theirs)), texts.table
    )
    weights = load_weights("paragraphs")
    evidence = Evidence(alone, weights, (*GAPS, (1, 1)))
    found = evidence.features(Block(0, len(ours), 0, len(theirs)))
    scores = (
        weights.lexical * found.lexical[2]
        + weights.unexplained * found.unexplained[2]
        + weights.length * found.length[2]
    )[1:, 1:]
    best = (scores >= scores.max(axis=1, keepdims=True)) & (scores >= scores.max(axis=0)) & (scores > SURE)
    chance = np.exp(-np.logaddexp(0.0, np.log(scores.size) - scores))  # the logistic function, without overflow
    return tuple(
        Bead(range(ours[i], ours[i] + 1), range(theirs[j], theirs[j] + 1), float(chance[i, j]))
        for i, j in np.argwhere(best).tolist()
    )


def _blank(units: int) -> Edges:
    """Return boundaries that say nothing: what stands before a moved paragraph is no evidence."""
    return Edges(np.zeros(units + 1, np.int64), np.zeros(units + 1, np.int64))
