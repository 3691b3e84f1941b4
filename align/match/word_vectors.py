"""Word links by an encoder's vectors, joined to the lexicon's.

Vectors of an inner layer are compared word by word; a softmax over each direction gives two probabilities, and
their geometric mean that of a link (awesome-align, Dou and Neubig 2021; AccAlign, Wang et al. 2022). A link
counts when each word is the other's best (the argmax of SimAlign, Jalili Sabet et al. 2020). The encoder is heard
only when it agrees with the lexicon where that is sure, and only of words that nothing else explains: there its
links are hints to the HMM, like names and figures. What the HMM leaves free on both sides it may link besides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.encode.progress import Progress
from align.encode.protocol import Floats, WordEncoder
from align.lexicon.lexicon import Lexicon
from align.match.word_texts import Text, bead_texts, placed
from align.match.words import DEFAULT, Settings, link_texts
from align.model import Alignment, Link

Links = list[tuple[int, int, float]]

SIGNED = "words"  # what in the signature of an alignment names the encoder that added links
AT_ONCE = 64  # pairs
SHARP = 20.0  # what cosines are multiplied with before the softmax
LEAST = 0.7  # the probability of a link
SURE = 0.9  # of a lexicon link that tests the encoder
AGREE = 0.7  # the share of sure links an encoder must find to be heard


def links_with(alignment: Alignment, lexicon: Lexicon, encoder: WordEncoder) -> tuple[tuple[Link, ...], bool]:
    """Return the word links inside the sentence beads of an alignment, and whether the encoder was heard.

    The links are those of `words.links` when it was not.
    """
    pairs = bead_texts(alignment)
    found, heard = link_by_both([(zh.text, en.text) for zh, en in pairs], lexicon, encoder)
    return placed(pairs, found), heard


def link_by_both(
    pairs: Sequence[tuple[Text, Text]], lexicon: Lexicon, encoder: WordEncoder, settings: Settings = DEFAULT
) -> tuple[list[Links], bool]:
    """Link words by the lexicon and an encoder.

    Args:
        pairs: Chinese and English sentences with their words.
        lexicon: What is known of the words.
        encoder: Gives a vector for each word of a sentence.
        settings: How to link.

    Returns:
        The links of each pair in order, and whether the encoder was heard: not when it knows the words too badly.
    """
    found = link_texts(pairs, lexicon, settings)
    proposed = _proposed(pairs, encoder)
    if agreement(found, proposed) < AGREE:
        return found, False
    found = link_texts(pairs, lexicon, settings, proposed)
    return [_joined(links, more) for links, more in zip(found, proposed, strict=True)], True


def _proposed(pairs: Sequence[tuple[Text, Text]], encoder: WordEncoder) -> list[Links]:
    """Return the encoder's own links of each pair; the vectors of a few pairs are in memory at a time."""
    progress = Progress("linking words", "sentence pairs", len(pairs))
    found: list[Links] = []
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        ours, theirs = (encoder.encode_words([pair[side].written() for pair in some]) for side in (0, 1))
        found += [link_vectors(*vectors) for vectors in zip(ours, theirs, strict=True)]
        progress(len(found))
    return found


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
