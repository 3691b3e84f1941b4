"""What two texts show of each other without a lexicon."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from align.lexicon.file import load
from align.match.evidence import Evidence
from align.match.facts import read_facts
from align.match.search import Block
from align.match.shapes import SENTENCE_MOVES
from align.match.texts import level_texts, pair_table, read_side
from align.match.weights import load_weights
from align.model import Document
from align.segment import segment


def documents(zh: list[str], en: list[str]) -> tuple[Document, Document]:
    first, second = (
        segment(Document(language, language, "\n".join(lines) + "\n"), lines=True)
        for language, lines in (("zh", zh), ("en", en))
    )
    return first, second


def shared(zh: list[str], en: list[str]) -> list[tuple[int, int]]:
    """Which sentence shares a fact with which."""
    facts = read_facts(*documents(zh, en), load())
    units = [np.repeat(np.arange(len(bag)), np.diff(bag.starts)) for bag in facts]
    pairs = zip(units[0].tolist(), facts.source.types.tolist(), strict=True)
    return [(i, int(j)) for i, kind in pairs for j in units[1][facts.target.types == kind]]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("到位资金1.2万亿元。", "Funds of 1.2 trillion yuan came in."),
        ("增长6.9%。", "It grew by 6.9 percent."),
        ("2016年的事。", "That was in 2016."),
        ("他用GSM手机。", "He has a GSM phone."),
        ("见www.callwave.com网站。", "See www.callwave.com for it."),
        ("倪敏棠走了。", "Mintang left."),
    ],
)
def test_what_both_sentences_say_is_a_fact(zh, en):
    assert shared(["天亮了。", zh], [en, "It is day."]) == [(1, 0)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("增长6.9%。", "It grew by 7.1 percent."),
        ("他用GSM手机。", "He has a phone."),
        ("他走了。", "Strategy left."),
        ("没有数字。", "There are 300 of them."),
    ],
)
def test_what_one_sentence_says_alone_is_none(zh, en):
    assert shared([zh], [en]) == []


def test_what_stands_everywhere_tells_nothing():
    assert shared(["第5条。"] * 9, ["Article 5."] * 9) == []


def test_a_figure_that_agrees_speaks_for_a_bead_and_one_that_differs_against_it():
    zh, en = ["他有345只。", "她有678只。"], ["Ta 345.", "Ta 678."]
    lexicon, pair = load(), documents(zh, en)
    sides = [read_side(document, lexicon) for document in pair]
    texts = level_texts(*sides, pair_table(*sides, lexicon), pair, "sentences", read_facts(*pair, lexicon))
    plain = replace(load_weights("sentences"), agreed=0.0, differing=0.0)
    block, one = Block(0, 2, 0, 2), SENTENCE_MOVES.index((1, 1))
    before, after = (
        Evidence(texts, weights, SENTENCE_MOVES)(block)[1:, 1:, one]
        for weights in (plain, replace(plain, agreed=2.0, differing=3.0))
    )
    assert np.allclose(after - before, [[2, -3], [-3, 2]], atol=1e-4)
