"""The shapes of beads that are looked for, and their kinds."""

from __future__ import annotations

from functools import cache

from align.match.search import Move

GAPS: tuple[Move, ...] = ((1, 0), (0, 1))
# The first pass looks everywhere, at the common shapes; larger beads come out as neighbours of what it finds.
FIRST_MOVES: tuple[Move, ...] = (*GAPS, (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
LONGEST = 7  # sentences of a usual bead


def _shapes(most: int) -> tuple[Move, ...]:
    """Return gaps, beads with one unit on a side, and such of several on both as have at most so many in all."""
    sizes = range(1, LONGEST + 1)
    return GAPS + tuple((m, n) for m in sizes for n in sizes if min(m, n) == 1 or m + n <= most)


SENTENCE_MOVES, PARAGRAPH_MOVES = _shapes(7), _shapes(5)
# A unit may be a list of many lines on the other side; these are looked for only where that may be.
LIST_MOVES: tuple[Move, ...] = tuple(move for n in range(LONGEST + 1, 25) for move in ((1, n), (n, 1)))


@cache
def kind(move: Move) -> str:
    """Return the kind of a shape: left out, added, one to one, a source unit split, some joined, or many to many.

    >>> [kind(move) for move in ((1, 0), (0, 1), (1, 1), (1, 3), (2, 1), (2, 2))]
    ['omitted', 'added', 'one', 'split', 'joined', 'many']
    """
    m, n = move
    if not m or not n:
        return "omitted" if m else "added"
    if m == 1:
        return "one" if n == 1 else "split"
    return "joined" if n == 1 else "many"
