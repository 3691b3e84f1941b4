"""The steps strung together, on the seeds and on small texts of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.errors import LanguageError
from align.model import Document
from align.pipeline import (
    Settings,
    align_documents,
    align_files,
    levels_ready,
    made_ready,
    pair_documents,
    read_all,
    scores_ahead,
)

SEEDS = Path(__file__).parents[1] / "seeds"
ZH, EN = SEEDS / "002_ec3425ee7faf46ec.txt", SEEDS / "000_15c97b623b2938a8.txt"


@pytest.fixture(scope="module")
def seeds():
    return align_files(ZH, EN)


@pytest.fixture(scope="module")
def documents():
    """The pair, segmented."""
    return made_ready(read_all([ZH, EN]))


def test_the_order_of_the_files_does_not_matter(seeds):
    assert align_files(EN, ZH) == seeds


@pytest.mark.parametrize("level", ["paragraphs", "sentences"])
def test_beads_tile_both_documents(seeds, level):
    beads = getattr(seeds, level)
    assert [k for bead in beads for k in bead.source] == list(range(len(getattr(seeds.source, level))))
    assert [k for bead in beads for k in bead.target] == list(range(len(getattr(seeds.target, level))))
    assert all(0 <= bead.score <= 1 for bead in beads)


@pytest.mark.parametrize("levels", [["sentences"], ["paragraphs"], ["paragraphs", "sentences"]])
@pytest.mark.parametrize("found", [True, False])
def test_looks_that_are_taken_elsewhere_change_nothing(levels, found, documents, seeds):
    assert levels_ready(*documents, Settings())
    scores = {level: scores_ahead(level, *documents, Settings()) for level in levels}
    assert all(scores.values())
    ahead = {level: (lambda level=level: scores[level] if found else None) for level in levels}
    assert align_documents(*documents, ahead=ahead) == seeds


@pytest.mark.parametrize("settings", [Settings(lines=True), Settings(encoder="none")])
def test_a_text_of_lines_and_an_encoder_ask_for_other_looks(settings, documents):
    assert not levels_ready(*documents, settings)


@pytest.mark.parametrize("level", ["paragraphs", "sentences"])
@pytest.mark.parametrize("text", ["", "\n"])
def test_no_look_is_taken_at_a_text_without_sentences(text, level, documents):
    pair = documents[0], *made_ready([Document("en", "en", text)])
    assert scores_ahead(level, *pair, Settings()) is None


def test_furniture_and_the_title_stand_alone(seeds):
    gaps = [seeds.target.sentence_text(k) for bead in seeds.sentences if not bead.source for k in bead.target]
    assert gaps[:3] == [
        "Home>Hot News",
        "Eyesight Protection:",
        "Zhejiang delegation visits Chongqing to deepen counterpart support and exchange",
    ]


def test_the_dateline_stays_with_its_sentence(seeds):
    first = next(bead for bead in seeds.sentences if bead.source)
    assert first.shape == (1, 1)
    assert seeds.target.sentence_text(first.target[0]).startswith("From 8 to 9")


def test_the_seeds_belong_together(seeds):
    assert seeds.score > 0.9
    assert seeds.links
    assert set(seeds.signature) >= {"version", "lexicon"}


def test_only_one_pair_among_the_seeds():
    pairs, alone = pair_documents(read_all([SEEDS]))
    assert [(Path(p.source.name).name, Path(p.target.name).name) for p in pairs] == [(ZH.name, EN.name)]
    assert sorted(Path(d.name).name[:3] for d in alone) == ["001", "003", "004"]


def test_lines_are_units():
    zh = Document("a", "zh", "他来了。\n我走了。\n")
    en = Document("b", "en", "He came. He sat down.\nI left.\n")
    found = align_documents(zh, en, Settings(lines=True))
    assert [(list(b.source), list(b.target)) for b in found.sentences] == [([0], [0]), ([1], [1])]
    assert found.sentences == found.paragraphs


def test_paragraphs_out_of_order_are_moves():
    zh = [
        "经济平稳运行，工业生产增长较快。",
        "教育事业取得新的进步，学校条件改善。教师工资提高，学生人数增加。",
        "农民收入增加，粮食产量提高。",
    ]
    en = [
        "The economy ran smoothly and industrial production grew fairly fast.",
        "Education made new progress; schools improved. Wages of teachers rose; there were more students.",
        "Farmers' incomes rose and grain output increased.",
    ]
    filler = ["我们要加强国际合作，维护世界和平。", "政府坚持改革开放，推动高质量发展。"]
    filled = [
        "We must strengthen international cooperation and safeguard world peace.",
        "The government persists in reform and opening up and promotes high-quality development.",
    ]
    source = "\n\n".join([zh[1], *filler, zh[0], zh[2]])
    target = "\n\n".join([*filled, en[0], en[2], en[1]])
    found = align_documents(Document("a", "zh", source), Document("b", "en", target))
    assert [(list(b.source), list(b.target)) for b in found.moves] == [([0], [4])]


def test_two_texts_of_one_language_are_refused():
    with pytest.raises(LanguageError):
        align_documents(Document("a", "zh", "你好。"), Document("b", "zh", "再见。"))


def test_doubtful_beads_say_why(seeds):
    assert all(bool(bead.reason) == (bead.score < 0.95) for bead in seeds.sentences)
