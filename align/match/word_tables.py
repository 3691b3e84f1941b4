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
    """The pairs of types that meet, by the numbers of their types; the first, cell 0, stands for none.

    `number` holds the cell of each two types, shape (Chinese types, English types); 0 where they never meet.
    """

    zh: Array
    en: Array
    number: Array


def number_cells(codes: Sequence[Array], height: int, width: int) -> tuple[Cells, list[Array]]:
    """Number the pairs of types that meet.

    Args:
        codes: For some sentence pairs the types of each two pieces, as Chinese type times `width` plus English type;
            type 0 is what pads a sentence.
        height: How many Chinese types there are.
        width: How many English types there are.

    Returns:
        The cells, and the cell of each two pieces, in the shape of the codes.
    """
    meets = np.zeros((height, width), bool)  # few do: a byte each is soon looked through
    for code in codes:
        meets.reshape(-1)[code] = True
    meets[0], meets[:, 0] = False, False
    met = np.flatnonzero(meets)
    number = np.zeros((height, width), np.int32)
    number.reshape(-1)[met] = np.arange(1, len(met) + 1)
    zh, en = (np.append(0, side) for side in np.divmod(met, width))
    return Cells(zh, en, number), [number.reshape(-1)[code].astype(np.intp) for code in codes]


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
    """Return t(e|w) and t(w|e) of the lexicon by cell; those of cell 0 mean nothing."""
    rows, columns, en_given_zh, zh_given_en = lexicon.entries(zh_ids, en_ids)
    held = cells.number[rows, columns]
    ahead, back = np.zeros((2, len(cells.zh)), np.float32)
    ahead[held], back[held] = en_given_zh, zh_given_en
    return ahead, back


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
