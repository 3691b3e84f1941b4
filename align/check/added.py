"""English sentences inside a bead that have no Chinese behind them.

A translation explains as it goes, so that words which nothing answers prove little inside a sentence. A whole
sentence of them, put to its neighbour by the aligner, was added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.check.rule import Passage
from align.check.runs import unanswered
from align.language.names import is_pinyin
from align.model import Span, Token

_COMMON = 1e-3  # English words more frequent than this prove nothing
RELATED = 0.05  # the likelihood from which a word may stand for another


def added(
    passage: Passage, words: Sequence[Token], scores: Sequence[float], priors: Sequence[float], least: float = RELATED
) -> Iterator[Span]:
    """Yield the English sentences of a passage that nothing in the Chinese answers, when it has several.

    Args:
        passage: Where to look.
        words: Its English words.
        scores: How likely each stands for a Chinese one.
        priors: The share of each among all English words.
        least: The likelihood from which a word counts as answered.
    """
    bead = passage.bead.target
    answers = (
        (passage.en.start + word.span.start, score >= least)
        for word, score, prior in zip(words, scores, priors, strict=True)
        if tells(word.text, prior)
    )
    yield from unanswered(passage.alignment.target.sentences[bead.start : bead.stop], answers)


def tells(word: str, prior: float) -> bool:
    """Whether a word would be answered if its sentence were: one of content, and no name that nobody need know."""
    return word[0].isalpha() and prior <= _COMMON and not (word[0].isupper() and (is_pinyin(word) or not prior))
