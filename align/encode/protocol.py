"""What the rest of the program knows of an encoder: sentences in, vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Kind = Literal["static", "transformer"]
Backend = Literal["torch", "onnx"]  # what runs a transformer


class Encoder(Protocol):
    """Anything that turns sentences into vectors; a test may pass a toy.

    Attributes:
        name: What made the vectors, for the signature and the cache: model, content hash, precision.
        kind: Whether the vector of a text is the mean of its words' ("static") or words see one another
            ("transformer").
        longest: How many tokens of a text are read at most, None for all of them.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def kind(self) -> Kind: ...  # noqa: D102

    @property
    def longest(self) -> int | None: ...  # noqa: D102

    def encode(self, sentences: Sequence[str]) -> Floats:
        """Return a unit vector for each sentence, shape (n, d); an empty sentence gives zeros."""
        ...

    def sizes(self, sentences: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return how many tokens the model reads in each sentence, shape (n,)."""
        ...


class WordEncoder(Encoder, Protocol):
    """An encoder that also gives vectors of the words of a sentence."""

    def encode_words(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """Return unit vectors of the words of each sentence, each of shape (words, d)."""
        ...


def unit(vectors: Floats) -> Floats:
    """Return rows of length 1; a row of zeros stays zero, and what is not a number becomes zero.

    >>> unit(np.array([[3, 4], [0, 0]], np.float32)).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    sound = np.nan_to_num(vectors.astype(np.float32), posinf=0.0, neginf=0.0)
    norms = np.sqrt(np.square(sound).sum(axis=-1, keepdims=True))
    scaled: Floats = (sound / np.where(norms > 0, norms, 1)).astype(np.float32)
    return scaled
