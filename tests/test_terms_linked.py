"""Terms that profit from an encoder's word links, and only where the lexicon is silent."""

from dataclasses import replace
from types import MappingProxyType

import models
import numpy as np
import pytest

from align.encode.protocol import unit
from align.export.json import dump_alignment, load_alignment
from align.match.word_vectors import SIGNED
from align.model import Document
from align.pipeline import Settings, align_documents
from align.terms.linked import EXPLAINED, offered
from align.terms.mine import examine

ZH = """全市要大力实施“曌翀”工程，加快建设新的学校和医院。
改革开放以来，我国经济快速发展。
教育是国家的未来，环境保护工作取得了新的成绩。
"""
EN = """The city should vigorously carry out the blorak near the port of zamuth vost, \
and speed up building new schools and hospitals.
Since reform and opening up, our economy has developed rapidly.
Education is the future of the country, and work on environmental protection has made new achievements.
"""
KNOWN = [
    "全市", "city", "要", "should", "大力", "vigorously", "实施", "carry", "加快", "speed", "建设", "building",
    "新", "new", "学校", "schools", "医院", "hospitals", "以来", "since", "我国", "our", "经济", "economy",
    "发展", "developed", "快速", "rapidly", "教育", "education", "国家", "country", "未来", "future", "工作", "work",
    "环境", "environmental", "环境保护", "environmental", "保护", "protection", "成绩", "achievements",
    "取得", "made", "改革开放", "reform",
]  # fmt: skip
UNKNOWN = ["曌", "zamuth", "翀", "vost"]


def model(folder, pairs):
    """Save a static model in which both words of a pair have one vector."""
    directions = unit(np.random.default_rng(1).normal(size=(len(pairs) // 2, 48)).astype(np.float32))
    table = {word: directions[n // 2] for n, word in enumerate(pairs)}
    return str(models.static_folder(folder / "model", list(table), np.stack(list(table.values()))))


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return model(tmp_path_factory.mktemp("good"), [*KNOWN, *UNKNOWN])


@pytest.fixture(scope="module")
def poor(tmp_path_factory):
    """A model in which each word means what the next one should."""
    return model(tmp_path_factory.mktemp("poor"), [KNOWN[0], *KNOWN[2:], KNOWN[1], *UNKNOWN])


def aligned(encoder, *, words):
    settings = Settings(encoder=encoder, encoder_words=words)
    return align_documents(Document("a.zh", "zh", ZH), Document("a.en", "en", EN), settings)


def rendering(alignment):
    one = next(one for one in examine([alignment]) if one.term.zh == "曌翀")
    return next((rendering.text for rendering in one.term.renderings), None), one.term.confidence


def test_the_encoder_decides_a_rendering_the_lexicon_does_not_know(good):
    without, least = rendering(aligned(good, words=False))
    found, confidence = rendering(aligned(good, words=True))
    assert without != "zamuth vost"
    assert found == "zamuth vost"
    assert confidence > least


def test_a_saved_alignment_says_that_an_encoder_linked_its_words(good):
    alignment = aligned(good, words=True)
    assert alignment.signature[SIGNED] == alignment.signature["encoder"]
    assert rendering(load_alignment(dump_alignment(alignment)))[0] == "zamuth vost"
    # The same links count for nothing when they are the lexicon's own.
    signature = {name: value for name, value in alignment.signature.items() if name != SIGNED}
    unsigned = replace(alignment, signature=MappingProxyType(signature))
    assert rendering(unsigned) == rendering(aligned(good, words=False))


def test_a_poor_encoder_changes_nothing(poor):
    plain, asked = aligned(poor, words=False), aligned(poor, words=True)
    assert SIGNED not in asked.signature
    assert asked.links == plain.links
    assert [one.term for one in examine([asked])] == [one.term for one in examine([plain])]


def test_links_count_only_between_words_that_nothing_explains():
    tables = np.full((3, 3), 1e-5, np.float32), np.full((3, 3), 1e-5, np.float32)
    tables[0][0, 0] = tables[1][1, 1] = EXPLAINED
    forward, backward = offered(tables, np.full((3, 3), 0.2, np.float32))
    expected = tables[0].copy()
    expected[2, 2] = 0.2
    assert np.allclose(forward, expected)
    assert backward[2, 2] == np.float32(0.2)
    assert np.count_nonzero(backward > 0.1) == 1
