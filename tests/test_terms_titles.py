"""The grammar of official titles."""

import json
from pathlib import Path

import pytest
from factories import make_alignment

from align.language.chars import fold
from align.lexicon.file import load
from align.terms.candidates import candidates, why_not
from align.terms.mine import mine
from align.terms.passage import cut, passages
from align.terms.titles import parse, titles

OFFICES = json.loads((Path(__file__).parent / "cases" / "terms_offices.json").read_text("utf-8"))
CASES = json.loads((Path(__file__).parent / "cases" / "terms_titles.json").read_text("utf-8"))


def passage(zh, en):
    return passages([make_alignment([(zh, en)])], [zh], load())[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_parts(case):
    units = tuple(cut(case["zh"]))
    place = max(n for n, unit in enumerate(units) if unit.text == case["rank"])
    parts = parse(units, place)
    assert ["".join(units[n].text for n in part) for part in parts] == case["parts"]


@pytest.mark.parametrize("case", OFFICES, ids=lambda case: case["label"])
def test_offices_are_aligned_part_by_part(case):
    found = {term.zh: term for term in mine([make_alignment([(case["zh"], case["en"])])])}
    assert {zh: fold(found[zh].en) for zh in case["terms"] if zh in found} == case["terms"]
    assert {found[zh].type for zh in case["terms"]} == {"title"}


def test_a_rank_before_a_rare_surname_shows_a_person():
    zh = "自治区主席咸辉出席。"
    people = [one.zh for one in candidates(passage(zh, "Xian Hui, Chairwoman of the Regional Government, came."), zh)]
    assert "咸辉" in people


def test_a_title_gives_its_parts():
    zh = "时任浙江省委副书记陈敏尔讲话。"
    found = {
        title.zh: (title.type, title.whole)
        for title in titles(
            passage(zh, "Chen Min'er, then Deputy Secretary of the Zhejiang Provincial Party Committee, spoke."), zh
        )
    }
    assert found["时任浙江省委副书记"] == found["浙江省委副书记"] == ("title", True)
    assert found["浙江省委"] == ("organisation", False)
    assert found["副书记"] == ("title", False)
    assert "时任浙江省委" not in found


def test_a_holder_is_a_title_with_his_name():
    zh = "习近平总书记来了。"
    assert "习近平总书记" in {title.zh for title in titles(passage(zh, "General Secretary Xi Jinping came."), zh)}


def test_leaders_need_a_place():
    zh = "各级领导要学习，浙江省领导出席。"
    found = {
        title.zh for title in titles(passage(zh, "Leaders should learn; leaders of Zhejiang Province attended."), zh)
    }
    assert "浙江省领导" in found
    assert "各级领导" not in found


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["推进", "改革"], "takes the rest as its object"),
        (["的", "改革"], "stands in no term"),
        (["改革", "推进"], "ends no term"),
        (["企业", "推进", "改革"], "makes it a clause"),
        (["三", "个"], "stands in no term"),
        (["每", "年"], "points at something"),
        (["省"], "a single character"),
        (["主义", "现代化"], "a piece of a word before it"),
        (["每年", "产值"], "points at something"),
    ],
)
def test_why_not(words, reason):
    assert reason in why_not(words)


@pytest.mark.parametrize(
    "words", [["科技", "创新"], ["一带一路"], ["新", "时代"], ["脱贫", "攻坚", "战"], ["5G", "网络"]]
)
def test_why_not_passes_terms(words):
    assert why_not(words) == ""


def test_quotations_works_and_formulas():
    zh = "他谈到《论语》、“八八战略”和“三个作用”，说“你好，再见”。"
    en = 'He spoke of the Analects, the "Double Eight Strategy" and the "three roles", and said "hello, good-bye".'
    kinds = {one.zh: one.kind for one in candidates(passage(zh, en), zh)}
    assert kinds["论语"] == "work"
    assert kinds["八八战略"] == "listed"
    assert kinds["三个作用"] == "formula"
    assert "你好，再见" not in kinds


def test_compounds_are_cut_but_set_phrases_are_not():
    assert [token.text for token in cut("生态环境保护")] == ["生态", "环境", "保护"]
    assert "改革开放" in [token.text for token in cut("深化改革开放")]
    assert [token.text for token in cut("城市委托管理")][:1] == ["城市"]


def test_cutting_tiles_the_text():
    zh = "重庆市委副书记、市长唐良智，市人大常委会主任张轩出席。"
    assert "".join(token.text for token in cut(zh)) == zh
    assert all(token.text == token.span.of(zh) for token in cut(zh))
