"""Translation probabilities between the types of a text, held for those pairs alone that stand together somewhere.

Two types that never meet in a sentence pair are never asked about, and of all pairs of types few meet; so the
tables are vectors over cells, a cell being a pair of types that meet. Cell 0 is none: what pads a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.lexicon.lexicon import Floats, Ints, Lexicon

Array = npt.NDArray[Any]

ARTICLES = frozenset({"the", "a", "an"})
# Words of grammar that render no article, however often the two meet.
PARTICLES = frozenset("的了着过得地之所把将被在对和与及而也就都还又")


class Cells(NamedTuple):
    """The pairs of types that meet, by the numbers of their types; the first, cell 0, stands for none."""

    zh: Array
    en: Array


def number_cells(pairs: Sequence[tuple[Ints, Ints]]) -> tuple[Cells, list[Array]]:
    """Number the pairs of types that meet.

    Args:
        pairs: For each sentence pair the types of its Chinese and of its English pieces.

    Returns:
        The cells, and for each sentence pair the cell of each two of its pieces, shape (Chinese, English).
    """
    width = 1 + max((int(en.max()) for _, en in pairs if len(en)), default=0)
    height = 1 + max((int(zh.max()) for zh, _ in pairs if len(zh)), default=0)
    codes = [zh.astype(np.int64)[:, None] * width + en for zh, en in pairs]
    meets = np.zeros(height * width, bool)  # few do: a byte each is soon looked through
    for code in codes:
        meets[code] = True
    met = np.flatnonzero(meets)
    number = np.empty(height * width, np.int32)
    number[met] = np.arange(1, len(met) + 1)
    return Cells(*(np.append(0, side) for side in np.divmod(met, width))), [number[code] for code in codes]


class Tables(NamedTuple):
    """t(e|w) and t(w|e) by cell, the prior of each type, and how many sightings of it the lexicon is worth."""

    cells: Cells
    forward: Floats
    backward: Floats
    zh_prior: Floats
    en_prior: Floats
    zh_weight: Floats
    en_weight: Floats


def first_tables(
    cells: Cells, zh_keys: Sequence[str], en_keys: Sequence[str], lexicon: Lexicon, *, backoff: float, floor: float,
    known: float, unknown: float,
) -> Tables:  # fmt: skip
    """Return what the lexicon says of the cells.

    A word the lexicon saw n times keeps n / (n + backoff) of its mass to what it saw (Witten and Bell 1991).

    Args:
        cells: The pairs of types that meet.
        zh_keys: The key of each Chinese type.
        en_keys: The key of each English type.
        lexicon: What is known.
        backoff: See above.
        floor: Share of a word's probability mass that may go to anything.
        known: Weight of the lexicon, in sightings, for a word it knows well.
        unknown: Weight of the starting guess for a word it hardly knows.
    """
    zh_ids, en_ids = lexicon.zh_ids(zh_keys), lexicon.en_ids(en_keys)
    zh_prior, en_prior = lexicon.zh_prior(zh_ids), lexicon.en_prior(en_ids)
    zh_linked = np.where(zh_ids >= 0, lexicon.zh_linked[zh_ids], 0)
    en_linked = np.where(en_ids >= 0, lexicon.en_linked[en_ids], 0)
    zh_sure, en_sure = ((1 - floor) * linked / (linked + backoff) for linked in (zh_linked, en_linked))
    ahead, back = _looked_up(cells, zh_ids, en_ids, lexicon)
    forward = zh_sure[cells.zh] * ahead + (1 - zh_sure)[cells.zh] * en_prior[cells.en]
    backward = en_sure[cells.en] * back + (1 - en_sure)[cells.en] * zh_prior[cells.zh]
    together = ~_apart(cells, zh_keys, en_keys)
    together[0] = False
    return Tables(
        cells,
        *(
            np.asarray(array, np.float32)
            for array in (
                forward * together,
                backward * together,
                zh_prior,
                en_prior,
                unknown + known * zh_sure,
                unknown + known * en_sure,
            )
        ),
    )


def _looked_up(cells: Cells, zh_ids: Ints, en_ids: Ints, lexicon: Lexicon) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) of the lexicon by cell."""
    table = lexicon.sub_table(zh_ids, en_ids)
    width = len(en_ids) + 1
    held = np.repeat(np.arange(len(zh_ids)), np.diff(table.starts)) * width + table.columns
    wanted = cells.zh * width + cells.en
    if not len(held):
        return np.zeros(len(wanted), np.float32), np.zeros(len(wanted), np.float32)
    place = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
    there = held[place] == wanted
    return np.where(there, table.en_given_zh[place], 0), np.where(there, table.zh_given_en[place], 0)


def _apart(cells: Cells, zh_keys: Sequence[str], en_keys: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which cells cannot be renderings: a mark and a word, a particle and an article."""
    zh_mark, en_mark = (np.array([not any(map(str.isalnum, key)) for key in keys], bool) for keys in (zh_keys, en_keys))
    particle = np.array([key in PARTICLES for key in zh_keys], bool)
    article = np.array([key in ARTICLES for key in en_keys], bool)
    apart: npt.NDArray[np.bool_] = (zh_mark[cells.zh] != en_mark[cells.en]) | (particle[cells.zh] & article[cells.en])
    return apart


def estimated_again(tables: Tables, counts: Array) -> Tables:
    """Return the mean of what the tables said and of what the text showed.

    Args:
        tables: The tables.
        counts: How often a link of each cell is to be expected in the text, shape (cells,).
    """
    cells = tables.cells
    zh_total = np.bincount(cells.zh, counts, len(tables.zh_prior))
    en_total = np.bincount(cells.en, counts, len(tables.en_prior))
    forward = tables.forward * tables.zh_weight[cells.zh] + counts
    backward = tables.backward * tables.en_weight[cells.en] + counts
    forward /= (tables.zh_weight + zh_total)[cells.zh]
    backward /= (tables.en_weight + en_total)[cells.en]
    return tables._replace(forward=forward.astype(np.float32), backward=backward.astype(np.float32))
