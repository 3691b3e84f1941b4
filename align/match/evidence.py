"""What speaks for a bead: how much likelier its words are given the other side than by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from align.match.bags import Bags
from align.match.search import Block, Move

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Translation probabilities between the types of two documents, as compressed sparse rows.

    The entries of the source type w are `starts[w]:starts[w + 1]`; `columns` are target types.
    """

    starts: Ints
    columns: Ints
    forward: Floats
    backward: Floats

    def dense(self, rows: Ints, columns: Ints, width: int) -> tuple[Floats, Floats]:
        """Return t(e|w) and t(w|e) between some types as matrices (rows, columns)."""
        place = np.full(width, -1, np.int64)
        place[columns] = np.arange(len(columns))
        lengths = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        entries = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[rows] - ends + lengths, lengths)
        row = np.repeat(np.arange(len(rows)), lengths)
        column = place[self.columns[entries]]
        kept = column >= 0
        row, column, entries = row[kept], column[kept], entries[kept]
        forward = np.zeros((len(rows), len(columns)), np.float32)
        backward = np.zeros_like(forward)
        forward[row, column] = self.forward[entries]
        backward[row, column] = self.backward[entries]
        return forward, backward


@dataclass(frozen=True)
class Weights:
    c: float = 0.65
    floor: float = 2e-5
    lexical: float = 1.0
    length: float = 1.0
    sigma: float = 0.25
    spread: float = 1.2
    boundary: float = 1.0
    shapes: Mapping[Move, float] = field(default_factory=dict)
    rare_shape: float = -9.0

    def shape(self, move: Move) -> float:
        return self.shapes.get(move, self.rare_shape)


class Evidence:
    """Scores blocks of the grid of two documents."""

    def __init__(self, source: Bags, target: Bags, table: Table, weights: Weights, moves: Sequence[Move],
                 boundary=None) -> None:
        self.source, self.target, self.table, self.weights = source, target, table, weights
        self.moves = list(moves)
        self.up = max(m for m, _ in moves)
        self.left = max(n for _, n in moves)
        self.boundary = boundary
        pair = [move for move in self.moves if move[0] and move[1]]
        self.ms = sorted({m for m, _ in pair})
        self.ns = sorted({n for _, n in pair})
        self.source_prior = source.prior + weights.floor
        self.target_prior = target.prior + weights.floor
        self.source_words = np.concatenate(([0], np.cumsum(source.words, dtype=np.float64)))
        self.target_words = np.concatenate(([0], np.cumsum(target.words, dtype=np.float64)))
        self.source_size = np.concatenate(([0], np.cumsum(source.size, dtype=np.float64)))
        self.target_size = np.concatenate(([0], np.cumsum(target.size, dtype=np.float64)))
        self.ratio = np.log(self.target_size[-1] + 1) - np.log(self.source_size[-1] + 1)

    def features(self, block: Block) -> dict[str, Floats]:
        """Lexical forward, backward, length: (moves, rows, columns)"""
        s0, t0 = max(0, block.first - self.up), max(0, block.low - self.left)
        types_s, x = self.source.dense(s0, block.last)
        types_t, y = self.target.dense(t0, block.high)
        forward, backward = self.table.dense(types_s, types_t, len(self.target.prior))
        i = np.arange(block.first, block.last + 1)
        j = np.arange(block.low, block.high + 1)
        f = self._direction(x @ forward, y, self.target_prior[types_t], self.source_words, i, s0, self.ms)
        b = self._direction(y @ backward.T, x, self.source_prior[types_s], self.target_words, j, t0, self.ns)
        rows, columns = block.shape
        out = np.zeros((len(self.moves), rows, columns), np.float32)
        length = np.zeros_like(out)
        for k, (m, n) in enumerate(self.moves):
            ok = (i >= m)[:, None] & (j >= n)
            if m and n:
                im, jn = np.maximum(i - m, s0), np.maximum(j - n, t0)
                out[k] = 0.5 * (f[m][:, j - t0] - f[m][:, jn - t0] + (b[n][:, i - s0] - b[n][:, im - s0]).T)
                length[k] = self._length(i, im, j, jn)
            out[k][~ok] = -1e9
        return {"lexical": out, "length": length}

    def _direction(self, mass, counts, prior, words, ends, offset, spans):
        """log-likelihood ratio of units of the other side, summed from the left: {span: (ends, units+1)}"""
        c = self.weights.c
        total = np.concatenate((np.zeros((1, mass.shape[1])), np.cumsum(mass, axis=0, dtype=np.float64)))
        out = {}
        for span in spans:
            starts = np.maximum(ends - span, offset)
            m = (total[ends - offset] - total[starts - offset]).astype(np.float32)
            per = (words[ends] - words[starts] + 1)[:, None].astype(np.float32)
            value = np.log(np.maximum(m, 0) * ((1 - c) / prior) / per + c)
            score = value @ counts.T
            out[span] = np.concatenate((np.zeros((len(ends), 1), np.float32), np.cumsum(score, axis=1)), axis=1)
        return out

    def _length(self, i, im, j, jn):
        ls = (self.source_size[i] - self.source_size[im])[:, None] + 1
        lt = (self.target_size[j] - self.target_size[jn])[None] + 1
        w = self.weights
        delta = np.log(lt) - np.log(ls) - self.ratio
        size = 0.5 * (ls + lt / np.exp(self.ratio))
        sigma2 = w.sigma**2 + w.spread**2 / size
        wide2 = 1.0 + sigma2
        return -0.5 * delta**2 * (1 / sigma2 - 1 / wide2) + 0.5 * np.log(wide2 / sigma2)

    def __call__(self, block: Block) -> Floats:
        f = self.features(block)
        w = self.weights
        prior = np.array([w.shape(move) for move in self.moves], np.float32)[:, None, None]
        score = w.lexical * f["lexical"] + w.length * f["length"] + prior
        if self.boundary is not None:
            score += w.boundary * self.boundary(block)
        return np.ascontiguousarray(np.moveaxis(score, 0, 2))
