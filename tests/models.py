"""Real sentence-transformers models, made on the spot and saved to disk."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

HAN = list("改革开放经济发展教育医疗环境保护农村城市交通科技创新")
EN_WORDS = ["reform", "opening", "economy", "growth", "schools", "hospitals", "nature", "villages", "traffic", "safety"]
MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def bert_folder(folder: Path, *, seed: int = 0) -> Path:
    """Save a tiny random BERT with a WordPiece vocabulary of characters and a few words."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(seed)
    base = folder / "base"
    base.mkdir(parents=True)
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = [*MARKS, *HAN, *EN_WORDS, *letters, *(f"##{letter}" for letter in letters), ".", "。", ","]
    (base / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(base / "vocab.txt"))
    tokenizer.save_pretrained(base)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(base)
    transformer = Transformer(str(base))
    model = SentenceTransformer(modules=[transformer, Pooling(transformer.get_embedding_dimension())], device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def word_tokenizer(words):
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(["[UNK]", *words])}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def static_folder(folder: Path, words, vectors) -> Path:
    """Save a StaticEmbedding with the given vector for each word; an unknown word has the zero vector."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    table = np.concatenate((np.zeros((1, vectors.shape[1])), vectors)).astype(np.float32)
    module = StaticEmbedding(word_tokenizer(words), embedding_weights=table)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return folder


def model2vec_folder(folder: Path, words, vectors, *, shared: bool) -> Path:
    """Save the files model2vec saves; with `shared`, tokens share rows and carry weights."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True)
    table = np.concatenate((np.zeros((1, vectors.shape[1])), vectors)).astype(np.float32)
    tensors = {"embeddings": table}
    if shared:
        weights = np.linspace(0.5, 1.5, len(table))
        tensors = {
            "embeddings": np.ascontiguousarray(table[::-1]),
            "mapping": np.arange(len(table))[::-1].astype(np.int64).copy(),
            "weights": weights,
        }
    save_file(tensors, str(folder / "model.safetensors"))
    word_tokenizer(words).save(str(folder / "tokenizer.json"))
    config = {"model_type": "model2vec", "architectures": ["StaticModel"], "normalize": True}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder
