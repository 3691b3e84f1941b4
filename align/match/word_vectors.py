"""Word links by an encoder's vectors, joined to the lexicon's.

Vectors of an inner layer are compared word by word; a softmax over each direction gives two probabilities, and
their geometric mean that of a link (awesome-align, Dou and Neubig 2021; AccAlign, Wang et al. 2022). A link
counts when each word is the other's best (the argmax of SimAlign, Jalili Sabet et al. 2020). The lexicon's links
stand; the encoder links only words that the lexicon leaves free on both sides, and only when it agrees with the
lexicon where that is sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.encode.protocol import Floats, WordEncoder

Links = list[tuple[int, int, float]]
Words = Sequence[str]

SHARP = 20.0  # what cosines are multiplied with before the softmax
LEAST = 0.7  # the probability of a link
SURE = 0.9  # of a lexicon link that tests the encoder
AGREE = 0.7  # the share of sure links an encoder must find to be heard


def join_links(pairs: Sequence[tuple[Words, Words]], found: Sequence[Links], encoder: WordEncoder) -> list[Links]:
    """Add the encoder's links to those of the lexicon.

    Args:
        pairs: Chinese and English words of each sentence pair.
        found: The lexicon's links of each pair: Chinese word, English word, probability.
        encoder: Gives a vector for each word of a sentence.

    Returns:
        The links of each pair in order; those of the lexicon alone when the encoder knows the words too badly.
    """
    ours, theirs = (encoder.encode_words([pair[side] for pair in pairs]) for side in (0, 1))
    proposed = [link_vectors(*vectors) for vectors in zip(ours, theirs, strict=True)]
    if agreement(found, proposed) < AGREE:
        return [list(links) for links in found]
    return [_joined(links, more) for links, more in zip(found, proposed, strict=True)]


def link_vectors(source: Floats, target: Floats) -> Links:
    """Return the links between words that are each other's nearest.

    Args:
        source: Unit vectors of the source words, shape (m, d); zeros for a word without one.
        target: The same of the target words, shape (n, d).
    """
    if not len(source) or not len(target):
        return []
    cosines = source @ target.T
    weights = np.exp(SHARP * (cosines - 1))
    chance = weights / np.sqrt(weights.sum(axis=1, keepdims=True) * weights.sum(axis=0))
    best = (cosines == cosines.max(axis=1, keepdims=True)) & (cosines == cosines.max(axis=0)) & (cosines > 0)
    return [(i, j, float(chance[i, j])) for i, j in np.argwhere(best & (chance >= LEAST)).tolist()]


def agreement(found: Sequence[Links], proposed: Sequence[Links]) -> float:
    """Return the share of the lexicon's sure links that the encoder finds; 1 when there is none to ask."""
    sure = [{(i, j) for i, j, score in links if score >= SURE} for links in found]
    total = sum(map(len, sure))
    common = sum(len(one & {(i, j) for i, j, _ in more}) for one, more in zip(sure, proposed, strict=True))
    return common / total if total else 1.0


def _joined(links: Links, more: Links) -> Links:
    """Return the links and those of `more` between words that have none."""
    rows, columns = {i for i, _, _ in links}, {j for _, j, _ in links}
    return sorted([*links, *(link for link in more if link[0] not in rows and link[1] not in columns)])
