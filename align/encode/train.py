"""Learns a small static Chinese-English encoder from parallel text.

The model is a table of one vector a piece of word; a sentence is the mean of its pieces. It learns by
sentence-transformers' multiple negatives ranking loss (Henderson et al. 2017): of all English sentences of a
batch, the translation of a Chinese one shall be the nearest, and the other way round. A text is cut to pieces by
a unigram model (Kudo 2018) over the commonest words of both languages.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from align.errors import DataError
from align.language import chinese, english
from align.lexicon.corpus import is_fit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Pair = tuple[str, str]
Report = Callable[[int], None]

MOST_PIECES_FROM = 100_000  # pairs; more hardly change the pieces and cost minutes
UNSEEN = 1  # the count of a character that is no word by itself


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Attributes:
        vocabulary: How many pieces of words the model knows.
        dimensions: The length of a vector.
        epochs: How often each pair is seen.
        batch: How many pairs compete with one another at most; fewer when the corpus is small, so that it
            gives a hundred batches.
        rate: The learning rate at its highest; it rises over the first tenth of the steps, then falls to 0.
        scale: What cosines are multiplied with before the softmax of the loss.
        seed: For the order of the pairs and the first vectors.
    """

    vocabulary: int = 32_000
    dimensions: int = 256
    epochs: int = 3
    batch: int = 2048
    rate: float = 0.02
    scale: float = 20.0
    seed: int = 1

    def batch_of(self, pairs: int) -> int:
        """Return how many of so many pairs compete with one another."""
        return min(self.batch, max(32, pairs // 100))

    def steps(self, pairs: int) -> int:
        """Return how many steps so many pairs take."""
        return self.epochs * math.ceil(pairs / self.batch_of(pairs))


def fit_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that look like Chinese and its English, each once."""
    return [pair for pair in dict.fromkeys(pairs) if is_fit(*pair)]


def train_static(
    pairs: Sequence[Pair], recipe: Recipe | None = None, report: Report | None = None
) -> SentenceTransformer:
    """Learn a static encoder.

    Args:
        pairs: Chinese sentences and their English.
        recipe: How; None takes the defaults.
        report: Told after each step how many are done.

    Returns:
        A sentence-transformers model of one StaticEmbedding; its own `save` writes the standard folder.

    Raises:
        DataError: There are too few pairs to learn from.
    """
    recipe = recipe or Recipe()
    if len(pairs) < 2:
        raise DataError("too few sentence pairs to learn from", hint="give a parallel file with more of them")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(recipe.seed)
    tokenizer = learn_tokenizer(pairs, recipe)
    static = StaticEmbedding(tokenizer, embedding_dim=recipe.dimensions)
    model = SentenceTransformer(modules=[static], device="cpu")
    loss = MultipleNegativesRankingLoss(model, scale=recipe.scale, directions=("query_to_doc", "doc_to_query"))
    sides = [_pieces(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1)]
    optimiser = torch.optim.Adam(model.parameters(), lr=recipe.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=recipe.steps(len(pairs)) + 1, pct_start=0.1
    )
    labels = torch.zeros(0)
    model.train()
    for step, chosen in enumerate(_batches(len(pairs), recipe), 1):
        optimiser.zero_grad()
        loss([_features(side, chosen) for side in sides], labels).backward()
        optimiser.step()
        schedule.step()
        if report is not None:
            report(step)
    return model.eval()


def learn_tokenizer(pairs: Sequence[Pair], recipe: Recipe) -> Tokenizer:
    """Return a tokenizer that cuts a text to the likeliest run of known pieces.

    The pieces are the commonest words of each language, half of them Chinese, and all their characters; a
    rare word falls to the words it is made of. Words are counted as the rest of the program cuts them.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    some = random.Random(recipe.seed).sample(pairs, min(len(pairs), MOST_PIECES_FROM))
    scores: dict[str, float] = {"[UNK]": 0.0}
    for side, words in enumerate((chinese.words, english.words)):
        counts = Counter(token.text.lower() for pair in some for token in words(pair[side]))
        counts.update({char: UNSEEN for word in list(counts) for char in word if char not in counts})
        total = math.log(sum(counts.values()))
        frequent = counts.most_common((recipe.vocabulary - len(scores)) // (2 - side))
        scores |= {word: math.log(count) - total for word, count in frequent if word not in scores}
    tokenizer = Tokenizer(models.Unigram(list(scores.items()), unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation(),
            pre_tokenizers.Split(Regex(r"\p{Han}+"), "isolated"),
        ]
    )
    return tokenizer


def _pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the piece numbers of all texts on end, and where each text starts, shape (texts + 1,)."""
    encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    lists = [encoding.ids or [0] for encoding in encodings]
    starts = np.concatenate(([0], np.cumsum([len(ids) for ids in lists])))
    return np.fromiter((i for ids in lists for i in ids), np.int64, int(starts[-1])), starts


def _batches(size: int, recipe: Recipe) -> Iterator[np.ndarray[Any, Any]]:
    generator = np.random.default_rng(recipe.seed)
    for _ in range(recipe.epochs):
        order = generator.permutation(size)
        batch = recipe.batch_of(size)
        yield from (order[start : start + batch] for start in range(0, size, batch))


def _features(side: tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]], chosen: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return some texts in the form the model takes: piece numbers, and the offset of each text."""
    import torch

    pieces, starts = side
    lengths = starts[chosen + 1] - starts[chosen]
    offsets = np.cumsum(lengths) - lengths
    within = np.arange(lengths.sum()) - np.repeat(offsets, lengths)
    ids = pieces[np.repeat(starts[chosen], lengths) + within]
    return {"input_ids": torch.from_numpy(ids), "offsets": torch.from_numpy(offsets)}
