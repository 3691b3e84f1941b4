"""The units of a document as bags of word types: what the evidence is computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from align.distinct import distinct

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

HOME = 0.5  # how much a long text's own words say of how common a word is in it
FIRM = 1000.0  # words of a text beside which they say half of that


@dataclass(frozen=True, slots=True, eq=False)
class Bags:
    """Units (sentences or paragraphs) of one document, as compressed sparse rows over its word types.

    Attributes:
        starts: Unit u holds the entries `starts[u]:starts[u + 1]`, shape (units + 1,).
        types: The type of each entry, an index into `prior`; a unit names a type once.
        counts: How often the unit holds the type.
        prior: How common each type is in the language at large, shape (types,).
        size: The length of each unit in characters, shape (units,).
    """

    starts: Ints
    types: Ints
    counts: Floats
    prior: Floats
    size: Floats

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self.size)

    @property
    def words(self) -> Floats:
        """How many words each unit holds, shape (units,)."""
        return sum_by(self.counts, self.starts)

    def dense(self, first: int, last: int) -> tuple[Ints, Floats]:
        """Return the types of some units, ascending, and the counts as a matrix (units, types).

        Units before the first of all, -1 and so on, are empty.
        """
        start = max(first, 0)
        part = slice(int(self.starts[start]), int(self.starts[last]))
        held = self.types[part]
        place = np.zeros(len(self.prior), np.int64)
        place[held] = 1
        types = np.flatnonzero(place)
        place[types] = np.arange(len(types))
        matrix = np.zeros((last - first, len(types)), np.float32)
        rows = np.repeat(np.arange(start - first, last - first), np.diff(self.starts[start : last + 1]))
        matrix[rows, place[held]] = self.counts[part]
        return types, matrix


def gather(unit: Ints, types: Ints, units: int, prior: Floats, size: Floats) -> Bags:
    """Count the types of each unit.

    Args:
        unit: The unit each token stands in, shape (tokens,).
        types: Its type.
        units: How many units there are.
        prior: See `Bags`.
        size: See `Bags`.
    """
    width = max(1, len(prior))
    codes, _, counts = distinct(unit * width + types)
    starts = np.searchsorted(codes // width, np.arange(units + 1)).astype(np.int64)
    return Bags(starts, codes % width, counts.astype(np.float32), prior, size)


def merge(bags: Bags, groups: Sequence[range]) -> Bags:
    """Return the bags of runs of units, as of the sentences of each paragraph; the runs ascend."""
    group_of = np.full(len(bags), -1, np.int64)
    for number, group in enumerate(groups):
        group_of[group.start : group.stop] = number
    entry_group = np.repeat(group_of, np.diff(bags.starts))
    kept = entry_group >= 0
    width = max(1, len(bags.prior))
    codes, places, _ = distinct(entry_group[kept] * width + bags.types[kept])
    counts = np.bincount(places, bags.counts[kept], len(codes)).astype(np.float32)
    starts = np.searchsorted(codes // width, np.arange(len(groups) + 1)).astype(np.int64)
    size = np.bincount(group_of[group_of >= 0], bags.size[group_of >= 0], len(groups))
    return Bags(starts, codes % width, counts, bags.prior, size.astype(np.float32))


def at_home(bags: Bags) -> Bags:
    """Return the bags with words that are common in this very text counted as common.

    What stands everywhere in a text proves little of two of its units. Each word is counted less one, as its
    neighbours see it: that it stands here is no sign that it stands elsewhere.
    """
    counts = np.bincount(bags.types, bags.counts, len(bags.prior))
    total = float(counts.sum())
    own = np.maximum(0, counts - 1) / max(1.0, total)
    share = HOME * total / (total + FIRM)
    return replace(bags, prior=((1 - share) * bags.prior + share * own).astype(np.float32))


def sum_by(values: Floats, starts: Ints) -> Floats:
    """Return the sum of each row of compressed sparse rows."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    summed: Floats = (total[starts[1:]] - total[starts[:-1]]).astype(np.float32)
    return summed


def select(bags: Bags, units: Ints) -> Bags:
    """Return the bags of some units, in the order given."""
    parts = [np.arange(bags.starts[unit], bags.starts[unit + 1]) for unit in units]
    entries = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    starts = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int64)
    return Bags(starts, bags.types[entries], bags.counts[entries], bags.prior, bags.size[units])
