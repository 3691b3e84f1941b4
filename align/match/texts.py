"""From documents to bags of word types, and the table of who may translate whom between them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from align.language import chinese, english
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import zh_units
from align.match.bags import Bags, at_home, gather, merge
from align.match.evidence import Facts, Table, Texts
from align.match.punctuation import edges
from align.model import Document, Token

Ints = npt.NDArray[np.int64]


class Side(NamedTuple):
    """A document as bags: its sentences, the key of each type, and the place of each in the lexicon (or -1)."""

    sentences: Bags
    keys: tuple[str, ...]
    ids: npt.NDArray[np.int32]


@lru_cache(maxsize=1024)
def read_side(document: Document, lexicon: Lexicon) -> Side:
    """Count the word types of each sentence of a segmented document."""
    tokens = _tokens(document, lexicon)
    key = chinese.key if document.language == "zh" else english.key
    words = [token.text for token in tokens]
    vocabulary: dict[str, int] = {}
    type_of = {word: vocabulary.setdefault(key(word), len(vocabulary)) for word in dict.fromkeys(words)}
    types = np.array([type_of[word] for word in words], np.int64)
    offsets = np.array([token.span.start for token in tokens], np.int64)
    begins = np.array([sentence.span.start for sentence in document.sentences], np.int64)
    unit = np.searchsorted(begins, offsets, side="right") - 1
    keys = tuple(vocabulary)
    ids = lexicon.zh_ids(keys) if document.language == "zh" else lexicon.en_ids(keys)
    prior = lexicon.zh_prior(ids) if document.language == "zh" else lexicon.en_prior(ids)
    size = np.array([s.span.end - s.span.start for s in document.sentences], np.float32)
    inside = unit >= 0
    return Side(gather(unit[inside], types[inside], len(document.sentences), prior, size), keys, ids)


def _tokens(document: Document, lexicon: Lexicon) -> list[Token]:
    if document.language == "zh":
        return zh_units(chinese.words(document.text), lexicon)
    return english.words(document.text)


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
