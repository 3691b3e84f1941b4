"""Many ranges of numbers at once, as the rows of a sparse table are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def spread(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return every number of some ranges, after which range it is of.

    Args:
        starts: Where the ranges begin, shape (ranges,).
        ends: Where they end, left out.

    >>> [part.tolist() for part in spread(np.array([5, 2, 0]), np.array([7, 2, 1]))]
    [[0, 0, 2], [5, 6, 0]]
    """
    sizes = ends - starts
    number = np.repeat(np.arange(len(sizes)), sizes)
    return number, np.arange(len(number)) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
