"""Word links that an encoder helped to make, as evidence for a rendering where the lexicon is silent.

An encoder may know a word that neither the lexicon nor the documents can tell. Its links are heard only between
words that nothing else in their sentences explains, so that a poor encoder cannot overrule what is known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from align.match.word_vectors import SIGNED
from align.model import Alignment, Link
from align.terms.passage import Passage

Floats = npt.NDArray[np.float32]

# What a link is worth as a translation probability: as much as the head of a table, a surmise that others may beat.
LINKED = 0.2
# A word is explained when the lexicon or a table gives it this much with some word of the other side.
EXPLAINED = 0.05


def linked_words(alignments: Sequence[Alignment], passages: Sequence[Passage]) -> list[Floats | None]:
    """Return what the links of each passage are worth, shape (units, words); None where no encoder made any."""
    links = [sorted(one.links) if SIGNED in one.signature else [] for one in alignments]
    return [_worth(passage, links[passage.alignment]) if links[passage.alignment] else None for passage in passages]


def _worth(passage: Passage, links: Sequence[Link]) -> Floats:
    worth = np.zeros((len(passage.units), len(passage.words)), np.float32)
    first, last = (bisect_left(links, place, key=lambda link: link.source.start) for place in passage.zh)
    for link in links[first:last]:
        cells = np.ix_(passage.units_in(link.source), passage.words_in(link.target))
        worth[cells] = np.maximum(worth[cells], LINKED * link.score)
    return worth


def offered(tables: tuple[Floats, Floats], links: Floats) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) with the links between words that nothing explains."""
    known = np.maximum(*tables)
    silent = (known.max(1, initial=0) < EXPLAINED)[:, None] & (known.max(0, initial=0) < EXPLAINED)
    more = np.where(silent, links, 0).astype(np.float32)
    return np.maximum(tables[0], more), np.maximum(tables[1], more)
