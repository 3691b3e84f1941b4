"""Which documents of a folder are looked at closely."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from align.lexicon.file import load
from align.match.shortlist import cosines, nearest
from align.match.texts import read_side
from align.model import Document
from align.pipeline import pair_documents, read_all
from align.segment import segment

SEEDS = Path(__file__).parents[1] / "seeds"
WORDS = {
    "重庆": "Chongqing", "农民": "farmers", "教育": "education", "工业": "industry", "医院": "hospital",
    "河流": "river", "学生": "students", "法律": "law", "环境": "environment", "贸易": "trade",
    "科学": "science", "铁路": "railway", "音乐": "music", "粮食": "grain", "能源": "energy",
    "银行": "bank", "军队": "army", "旅游": "tourism", "历史": "history", "石油": "oil",
}  # fmt: skip
VERBS = {"发展": "developed", "保护": "protected", "支持": "supported", "研究": "studied", "批评": "criticised"}
WHO = {"政府": "government", "省长": "governor", "专家": "experts", "市民": "citizens", "总统": "president"}


def pair_of(number: int, draw: random.Random) -> tuple[Document, Document]:
    """A document of six sentences about four things, and its translation."""
    topics = draw.sample(list(WORDS), 4)
    zh, en = [], []
    for _ in range(6):
        (one, other), year = draw.sample(topics, 2), draw.randint(1950, 2020)
        who, verb = draw.choice(list(WHO)), draw.choice(list(VERBS))
        zh.append(f"{year}年，{who}{verb}了{one}和{other}。")
        en.append(f"In {year} the {WHO[who]} {VERBS[verb]} {WORDS[one]} and {WORDS[other]}.")
    documents = Document(f"{number}.zh", "zh", "".join(zh)), Document(f"{number}.en", "en", " ".join(en))
    return segment(documents[0]), segment(documents[1])


def folder(size: int) -> tuple[list[Document], list[Document]]:
    draw = random.Random(7)
    pairs = [pair_of(number, draw) for number in range(size)]
    return [zh for zh, _ in pairs], [en for _, en in pairs]


def likely_pairs(source, target):
    sides = ([read_side(document, load()) for document in documents] for documents in (source, target))
    return nearest(cosines(*sides, load()))


def test_of_forty_documents_the_translations_are_near():
    chinese, english = folder(40)
    near = likely_pairs(chinese, english[::-1])
    assert {(k, 39 - k) for k in range(40)} <= near
    assert len(near) <= 2 * 3 * 40


def test_reports_alike_are_told_apart_by_their_figures():
    figures = [f"{k}.{k + 3}" for k in range(4, 20)]
    chinese = [segment(Document(one, "zh", f"去年经济增长{one}%。今年继续增长。")) for one in figures]
    english = [
        segment(Document(one, "en", f"The economy grew by {one}% last year. It keeps growing this year."))
        for one in figures
    ]
    near = likely_pairs(chinese, english)
    assert {(k, k) for k in range(len(figures))} <= near


@pytest.mark.parametrize(("chinese", "english"), [(0, 3), (3, 0), (1, 1)])
def test_few_documents_are_all_near(chinese, english):
    zh, en = folder(3)
    near = likely_pairs(zh[:chinese], en[:english])
    assert near == {(i, j) for i in range(chinese) for j in range(english)}


def test_a_shortlist_pairs_as_looking_at_all_does(monkeypatch):
    chinese, english = folder(12)
    # Of two there is no translation, and one document is there twice.
    documents = [*chinese[:-2], chinese[0], *english[2:]]
    monkeypatch.setattr("align.pipeline.FEW", 10**6)
    every = pair_documents(documents)
    monkeypatch.setattr("align.pipeline.FEW", 0)
    assert names(pair_documents(documents)) == names(every)


def test_reports_of_one_form_are_told_apart():
    draw = random.Random(5)
    zh, en = [], []
    for number in range(5):
        topics = [draw.sample(list(WORDS), 2) for _ in range(6)]
        zh.append(segment(Document(f"{number}", "zh", "".join(f"政府发展了{one}和{other}。" for one, other in topics))))
        sentences = [f"The government developed {WORDS[one]} and {WORDS[other]}." for one, other in topics]
        en.append(segment(Document(f"{number}", "en", " ".join(sentences))))
    pairs, alone = pair_documents([*zh, *en])
    assert [p.target.name for p in sorted(pairs, key=lambda p: p.source.name)] == ["0", "1", "2", "3", "4"]
    assert not alone


def test_the_seeds_are_paired_by_a_shortlist_too(monkeypatch):
    every = pair_documents(read_all([SEEDS]))
    monkeypatch.setattr("align.pipeline.FEW", 0)
    assert names(pair_documents(read_all([SEEDS]))) == names(every)


def names(found):
    pairs, alone = found
    return sorted((p.source.name, p.target.name, round(p.score, 6)) for p in pairs), sorted(d.name for d in alone)
