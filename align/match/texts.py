"""From documents to bags of word types, and the table of who may translate whom between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.language import chinese, english
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import units_of_each
from align.match.bags import Bags, at_home, gather, merge
from align.match.evidence import Facts, Table, Texts
from align.match.punctuation import edges
from align.model import Document, Token
from align.recall import FEW

Ints = npt.NDArray[np.int64]


class Side(NamedTuple):
    """A document as bags: its sentences, the key of each type, and the place of each in the lexicon (or -1)."""

    sentences: Bags
    keys: tuple[str, ...]
    ids: npt.NDArray[np.int32]


@lru_cache(maxsize=1024)
def read_side(document: Document, lexicon: Lexicon) -> Side:
    """Count the word types of each sentence of a segmented document."""
    is_zh = document.language == "zh"
    sentences = _words_of_each(document, lexicon)
    words = [token.text for tokens in sentences for token in tokens]
    key, vocabulary = chinese.key if is_zh else english.key, dict[str, int]()
    type_of = {word: vocabulary.setdefault(key(word), len(vocabulary)) for word in dict.fromkeys(words)}
    types = np.array([type_of[word] for word in words], np.int64)
    unit = np.repeat(np.arange(len(sentences)), np.array([len(tokens) for tokens in sentences], np.int64))
    keys = tuple(vocabulary)
    ids = lexicon.zh_ids(keys) if is_zh else lexicon.en_ids(keys)
    prior = lexicon.zh_prior(ids) if is_zh else lexicon.en_prior(ids)
    size = np.array([s.span.end - s.span.start for s in document.sentences], np.float32)
    return Side(gather(unit, types, len(sentences), prior, size), keys, ids)


def _words_of_each(document: Document, lexicon: Lexicon) -> Sequence[Sequence[Token]]:
    """Return the words of each sentence, which are remembered for the steps to come; not those of whole books."""
    texts = [sentence.span.of(document.text) for sentence in document.sentences]
    remembered = len(texts) < FEW
    if document.language == "zh":
        words = chinese.words_of_sentences(texts) if remembered else chinese.words_of_each(texts)
        return units_of_each(words, lexicon)
    return english.words_of_sentences(texts) if remembered else [english.words(text) for text in texts]


def level_texts(
    source: Side, target: Side, table: Table, documents: tuple[Document, Document], level: str, facts: Facts | None
) -> Texts:
    """Return the two documents as the evidence of a level sees them, "sentences" or "paragraphs".

    Args:
        source: The Chinese document.
        target: The English document.
        table: Who translates whom.
        documents: The documents themselves.
        level: The level.
        facts: What their sentences share beside words; None where nobody asks.
    """
    bags, lines = [], []
    for side, document in zip((source, target), documents, strict=True):
        if level == "sentences":
            bags.append(side.sentences)
            lines.append([document.sentence_text(k) for k in range(len(document.sentences))])
        else:
            bags.append(at_home(merge(side.sentences, _groups(document))))
            lines.append([document.paragraph_text(k) for k in range(len(document.paragraphs))])
    if level == "paragraphs" and facts is not None:
        facts = Facts(*(merge(bag, _groups(document)) for bag, document in zip(facts, documents, strict=True)))
    return Texts(bags[0], bags[1], edges(lines[0], "zh"), edges(lines[1], "en"), table, facts)


def _groups(document: Document) -> list[range]:
    return [paragraph.sentences for paragraph in document.paragraphs]


def pair_table(source: Side, target: Side, lexicon: Lexicon) -> Table:
    """Return what the lexicon knows between the types of the two documents."""
    found = lexicon.sub_table(source.ids, target.ids)
    return Table(found.starts, found.columns.astype(np.int64), found.en_given_zh, found.zh_given_en)
