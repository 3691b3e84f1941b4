"""Static encoders without torch: StaticEmbedding and model2vec folders, read with safetensors and tokenizers.

A static model is a table with a vector a token; a sentence is their mean. Reading it here takes a tenth of a
second where importing sentence-transformers takes several, and gives the same vectors.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.encode.protocol import Floats, Kind, unit
from align.errors import DataError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CHUNK = 4096  # sentences at a time: bounds the memory of the gathered rows


class Layout(NamedTuple):
    """A way of writing a static model: the file that tells it, and the folder that holds table and tokenizer."""

    folder: Path
    normalised: bool


class StaticEncoder:
    """The mean of the vectors of a sentence's tokens, in numpy."""

    kind: Kind = "static"
    longest = None

    def __init__(self, table: Floats, tokenizer: Tokenizer, name: str) -> None:
        self.table, self.tokenizer, self.name = table, tokenizer, name

    def encode(self, sentences: Sequence[str]) -> Floats:
        """Return a unit vector for each sentence, shape (n, d); one without a known token gives zeros."""
        chunks = [self._encode(sentences[start : start + CHUNK]) for start in range(0, len(sentences), CHUNK)]
        return np.concatenate(chunks) if chunks else np.zeros((0, self.table.shape[1]), np.float32)

    def sizes(self, sentences: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return the number of tokens of each sentence, shape (n,)."""
        return np.array([len(ids) for ids in self._ids(sentences)], np.int64)

    def encode_words(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """Return unit vectors of the words of each sentence; a static word is the same everywhere."""
        kinds = sorted(set(chain.from_iterable(sentences)))
        vectors = dict(zip(kinds, self.encode(kinds), strict=True))
        empty = np.zeros((0, self.table.shape[1]), np.float32)
        return [np.stack([vectors[word] for word in words]) if words else empty for words in sentences]

    def _encode(self, sentences: Sequence[str]) -> Floats:
        ids = self._ids(sentences)
        flat = np.fromiter(chain.from_iterable(ids), np.int64)
        lengths = np.array([len(row) for row in ids])
        sums = np.zeros((len(ids), self.table.shape[1]), np.float32)
        filled = lengths > 0
        starts = (np.cumsum(lengths) - lengths)[filled]
        if len(starts):
            sums[filled] = np.add.reduceat(self.table[flat].astype(np.float32), starts, axis=0)
        return unit(sums)

    def _ids(self, sentences: Sequence[str]) -> list[list[int]]:
        encodings = self.tokenizer.encode_batch_fast(list(sentences), add_special_tokens=False)
        return [encoding.ids for encoding in encodings]


def find_layout(folder: Path) -> Layout | None:
    """Tell how a folder holds a static model; None when it holds another kind.

    Three layouts are known: sentence-transformers with one StaticEmbedding, at the top or in a folder of its
    own, with or without Normalize behind it; and what model2vec saves, whose `config.json` names it.
    """
    modules = _json(folder / "modules.json")
    if isinstance(modules, list) and modules:
        kinds = [str(module.get("type", "")).rpartition(".")[2] for module in modules]
        if kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
            return Layout(folder / str(modules[0].get("path", "")), len(kinds) > 1)
        return None
    config = read_json(folder / "config.json")
    if config.get("model_type") == "model2vec":
        return Layout(folder, bool(config.get("normalize")))
    return None


def load_static(layout: Layout, name: str) -> StaticEncoder:
    """Read a static model.

    Raises:
        DataError: The files are absent or damaged.
    """
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        tensors = load_file(str(layout.folder / "model.safetensors"))
        tokenizer = Tokenizer.from_file(str(layout.folder / "tokenizer.json"))
        table = _table(tensors)
    except Exception as error:  # tokenizers raises bare Exception, safetensors its own
        raise DataError(f"not a sound static model: {error}", path=layout.folder) from error
    if len(table) < tokenizer.get_vocab_size():
        message = f"{len(table)} vectors for {tokenizer.get_vocab_size()} tokens"
        raise DataError(f"not a sound static model: {message}", path=layout.folder)
    tokenizer.no_padding()
    return StaticEncoder(table, tokenizer, name)


def _table(tensors: dict[str, Any]) -> Floats:
    """Return the vector of each token; model2vec may share vectors between tokens and weigh them apart."""
    if "embedding.weight" in tensors:
        table: Floats = tensors["embedding.weight"]
        return table
    table = tensors["embeddings"]
    if "mapping" in tensors:
        table = table[tensors["mapping"].astype(np.int64)]
    if "weights" in tensors:
        table = table.astype(np.float32) * tensors["weights"].astype(np.float32)[:, None]
    return table


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a file of a model; an empty one when there is none, or it holds something else."""
    value = _json(path)
    return value if isinstance(value, dict) else {}


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
