"""Any sentence-transformers model as an encoder: batches, cache, progress, and vectors of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from align.encode.cache import VectorCache
from align.encode.progress import Progress
from align.encode.protocol import Floats, Kind, unit
from align.errors import DataError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Models of the E5 family were trained with a prefix and ask for it also where both sides are alike
# (Wang et al. 2024, multilingual E5); their folders do not say so.
_E5 = re.compile(r"(^|[/_-])e5([_-]|$)", re.IGNORECASE)
_BATCHES_AT_ONCE = 16  # between two writes to the cache: an interrupted run loses no more


class TransformerEncoder:
    """A sentence-transformers model behind the `WordEncoder` protocol.

    Args:
        model: The model, on its device.
        name: What made the vectors; see `Encoder`.
        batch_size: How many sentences are read at once.
        cache: Where vectors are kept between runs, or None.
    """

    kind: Kind = "transformer"

    def __init__(
        self, model: SentenceTransformer, name: str, *, batch_size: int = 32, cache: VectorCache | None = None
    ) -> None:
        self.model, self.name, self.batch_size, self.cache = model, name, batch_size, cache
        self.prompt = "query: " if _E5.search(name.split("@")[0]) and not model.default_prompt_name else None

    @property
    def longest(self) -> int | None:
        """How many tokens the model reads besides the two marks around a text, by its own settings."""
        most = self.model.max_seq_length
        return None if most is None else int(most) - 2

    def without_cache(self) -> TransformerEncoder:
        """Return the same model without its cache, to measure it."""
        return TransformerEncoder(self.model, self.name, batch_size=self.batch_size)

    def encode(self, sentences: Sequence[str]) -> Floats:
        """Return a unit vector for each sentence, shape (n, d); equal sentences are encoded once."""
        texts = sorted({text for text in sentences if text.strip()}, key=lambda text: (-len(text), text))
        known = self.cache.get(self.name, texts) if self.cache else {}
        known |= self._encode_new([text for text in texts if text not in known])
        width = len(next(iter(known.values()))) if known else self._width()
        vectors = np.zeros((len(sentences), width), np.float32)
        for row, text in enumerate(sentences):
            if text in known:
                vectors[row] = known[text]
        return unit(vectors)

    def sizes(self, sentences: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return the number of tokens of each sentence without the marks around it, shape (n,)."""
        if not sentences:
            return np.zeros(0, np.int64)
        ids = self.model.tokenizer(list(sentences), add_special_tokens=False, verbose=False)["input_ids"]
        return np.array([len(row) for row in ids], np.int64)

    def encode_words(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """Return unit vectors of the words of each sentence: the mean of their pieces in the middle layer.

        The middle layers hold what a word means across languages better than the last (Jalili Sabet et al.
        2020, SimAlign; Wang et al. 2022, AccAlign, who take the sixth of LaBSE's twelve).

        Raises:
            DataError: The model gives no hidden layers or its tokenizer no places of words.
        """
        words = [list(sentence) for sentence in sentences]
        found: list[Floats] = []
        for start in range(0, len(words), self.batch_size):
            found += self._words(words[start : start + self.batch_size])
        return found

    def _encode_new(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Encode texts that are sorted by length, so that a batch holds little padding."""
        progress = Progress("encoding", "sentences", len(texts))
        fresh: dict[str, Floats] = {}
        for portion in _portions(texts, self.batch_size * _BATCHES_AT_ONCE):
            done: dict[str, Floats] = {}
            for some in _portions(portion, self.batch_size):
                done |= zip(some, self._run(some), strict=True)
                progress(len(fresh) + len(done))
            if self.cache:
                self.cache.put(self.name, done)
            fresh |= done
        return fresh

    def _run(self, texts: list[str]) -> Floats:
        """Encode a batch, shape (texts, d)."""
        vectors = self.model.encode(
            texts,
            batch_size=self.batch_size,
            prompt=self.prompt,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        # Half precision as in the cache, so that a second run gives what the first gave.
        rounded: Floats = unit(np.asarray(vectors)).astype(np.float16).astype(np.float32)
        return rounded

    def _width(self) -> int:
        return int(self.model.get_embedding_dimension() or 0)

    def _words(self, sentences: list[list[str]]) -> list[Floats]:
        try:
            layer, encodings = self._middle_layer([words or [""] for words in sentences])
            places = [encodings.word_ids(row) for row in range(len(sentences))]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(f"this encoder gives no vectors of words: {error}", hint="link words without it") from error
        return [
            _mean_by_word(hidden, place, len(words))
            for hidden, place, words in zip(layer, places, sentences, strict=True)
        ]

    def _middle_layer(self, sentences: list[list[str]]) -> tuple[Floats, Any]:
        """Return the middle hidden layer, shape (sentences, tokens, d), and the tokenizer's encodings."""
        import torch

        encodings = self.model.tokenizer(
            sentences, is_split_into_words=True, padding=True, truncation=True, return_tensors="pt",
            max_length=self.model.max_seq_length,
        )  # fmt: skip
        network: Any = self.model[0]
        with torch.inference_mode():
            output = network.auto_model(**encodings.to(self.model.device), output_hidden_states=True)
        layers = output.hidden_states
        return layers[len(layers) // 2].float().cpu().numpy(), encodings


def _portions(texts: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(texts), size):
        yield list(texts[start : start + size])


def _mean_by_word(hidden: Floats, places: Sequence[int | None], words: int) -> Floats:
    """Return unit vectors of words from those of their pieces; a word cut off at the end gives zeros."""
    sums = np.zeros((words, hidden.shape[-1]), np.float32)
    for vector, word in zip(hidden, places, strict=True):
        if word is not None and word < words:
            sums[word] += vector
    return unit(sums)
