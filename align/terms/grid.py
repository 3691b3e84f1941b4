"""What all phrases of a passage share: sums over its words, so that a phrase costs two look-ups.

They are worked out for some passages of like length at once, as the posteriors are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from align.terms.edges import allowed_spans, bare_key, looks_of
from align.terms.evidence import Array, Evidence, Floats
from align.terms.passage import Passage

# The share of a word's rendering that is never certain: keeps one wrong link from deciding.
SMOOTH = 0.04
# A function word inside a span costs a little, so that the shorter of two equal spans wins.
LIGHT_COST = 0.08
COMMA_COST = 4.0
# A solid word that nothing explains costs this much.
SOLID_COST = 0.3
# An English word of which less than this renders any Chinese word is free to complete a phrase.
FREE = 0.35
# How well a span fits that is none.
NEVER = -1e9


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Passages side by side, each a row of the arrays, filled up where it is shorter than others.

    The English spans that can be a rendering are numbered through; `starts` and `ends` say where they run, the last
    stands for none. `spans` has those of each passage, filled up with the last, and `counts` how many they are. Of
    each span `gain` sums over the Chinese words the log odds that the rendering of each is within it; `outside` is
    the log of all of them being without.
    `allowed` says of each first word and length less one whether they make such a span. `backward` sums over words of
    both sides how much each Chinese word is rendered by each English one, `forward` over the Chinese how much each
    English word renders, of all `total`. Of each English word, `cost` is what it takes to stand in a rendering,
    `solid` says whether it is evidence, `completes` whether it may complete a phrase behind it, `free` in front of it.
    """

    starts: Array
    ends: Array
    spans: Array
    counts: Array
    gain: Array
    outside: Array
    allowed: Array
    backward: Array
    forward: Array
    total: Array
    cost: Array
    solid: Array
    completes: Array
    free: Array


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A passage, the `row` of a sheet.

    `allowed` to `free` are as there; of each English word, `best_unit` is the Chinese word that it renders best.
    `keys` are the stems by which renderings are told apart, those of solid words alone; `keys_before` counts them up
    to each place.
    """

    passage: Passage
    sheet: Sheet
    row: int
    allowed: Array
    backward: Array
    forward: Array
    solid: Sequence[bool]
    completes: Sequence[bool]
    free: Sequence[bool]
    best_unit: Sequence[int]
    capital: Sequence[bool]
    keys: tuple[str, ...]
    keys_before: Sequence[int]

    def key(self, first: int, last: int) -> tuple[str, ...]:
        """Return the stems of some English words, without articles and hyphens."""
        return self.keys[self.keys_before[first] : self.keys_before[last]]

    def keys_of(self, firsts: Sequence[int], lasts: Sequence[int]) -> list[tuple[str, ...]]:
        """Return what `key` gives for each of some spans."""
        keys, before = self.keys, self.keys_before
        return [keys[before[first] : before[last]] for first, last in zip(firsts, lasts, strict=True)]


def grids(passages: Sequence[Passage], evidence: Evidence) -> list[Grid]:
    """Prepare passages for `best_spans`.

    Args:
        passages: Those of the evidence. The words of the names spelt in them are never small words (He Lifeng).
        evidence: Who renders whom.
    """
    looks = looks_of([one.words for one in passages], evidence.forward.shape[2])
    for row, passage in enumerate(passages):
        for name in passage.names:
            looks["light"][row, name.first : name.last] = False
    sheet = _sheet(passages, evidence, looks)
    return list(_grids(passages, evidence, looks, sheet))


def _grids(passages: Sequence[Passage], evidence: Evidence, looks: Array, sheet: Sheet) -> Iterator[Grid]:
    columns = (sheet.solid, sheet.completes, sheet.free, evidence.forward.argmax(1), looks["capital"], looks["keyed"])
    lists = (values.tolist() for values in columns)
    for row, (passage, solid, completes, free, best, capital, keyed) in enumerate(zip(passages, *lists, strict=True)):
        keys = tuple([bare_key(text) for (text, _), tells in zip(passage.words, keyed, strict=False) if tells])
        yield Grid(
            passage,
            sheet,
            row,
            sheet.allowed[row],
            sheet.backward[row],
            sheet.forward[row],
            solid,
            completes,
            free,
            best,
            capital,
            keys,
            list(accumulate(keyed, initial=0)),
        )


def _sheet(passages: Sequence[Passage], evidence: Evidence, looks: Array) -> Sheet:
    sizes = np.array([len(one.units) for one in passages])
    allowed = allowed_spans([one.words for one in passages], looks)
    rows, starts, lengths = (np.append(values, 0) for values in np.nonzero(allowed))
    ends = starts + lengths + 1
    counts = np.bincount(rows[:-1], minlength=len(passages))
    spans = np.full((len(passages), counts.max()), len(rows) - 1)
    spans[np.arange(spans.shape[1]) < counts[:, None]] = np.arange(len(rows) - 1)
    sums = _sums(evidence.backward, 2, np.float32)
    # The passages side by side, so that a span has a column of its own.
    side, first = sums.transpose(1, 0, 2).reshape(sums.shape[1], -1), rows * sums.shape[2]
    shares = side.take(first + ends, 1) - side.take(first + starts, 1)
    without = np.log(SMOOTH + np.minimum(np.maximum(1 - shares, 0), 1))
    gain = _sums(np.log(SMOOTH + shares) - without, 0)
    without[np.arange(len(without))[:, None] >= sizes[rows]] = 0
    outside = without.sum(0, dtype=np.float64)
    outside[-1] = NEVER
    forward, light = _sums(evidence.forward, 1), looks["light"]
    free = ~light & (evidence.forward.max(1) < FREE)
    return Sheet(
        starts,
        ends,
        spans,
        counts,
        gain,
        outside,
        allowed,
        _sums(sums, 1),
        forward,
        forward[:, -1],
        np.where(looks["comma"], COMMA_COST, np.where(light, LIGHT_COST, SOLID_COST)),
        ~light,
        free & looks["nominal"],
        free,
    )


def _sums(values: Floats, axis: int, kind: type = np.float64) -> Array:
    """Return the sums of the values along an axis up to each place, from 0 on."""
    shape = list(values.shape)
    shape[axis] += 1
    sums: Array = np.zeros(shape, kind)
    values.cumsum(axis, kind, out=sums[(slice(None),) * axis + (slice(1, None),)])
    return sums
