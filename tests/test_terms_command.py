"""`align terms` from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import make_alignment

from align.cli.terms import command
from align.errors import AlignError
from align.export.json import dump_alignment
from align.lexicon.file import dumps, load
from align.terms import mine

SEEDS = Path(__file__).parent.parent / "seeds"
FIXTURES = Path(__file__).parent / "data"
ZH, EN = SEEDS / "002_ec3425ee7faf46ec.txt", SEEDS / "000_15c97b623b2938a8.txt"


def run(*arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def table():
    lines = run(ZH, EN).stdout.splitlines()
    header = lines[0].split("\t")
    rows = [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]
    return {row["zh"]: row for row in rows}


@pytest.mark.parametrize(
    ("zh", "en", "kind"),
    [
        ("重庆市委书记", "Secretary of the Chongqing Municipal Party Committee", "title"),
        ("市人大常委会主任", "Director of the Standing Committee of the Municipal People's Congress", "title"),
        ("习近平总书记", "General Secretary Xi Jinping", "title"),
        ("陈敏尔", "Chen Min’er", "person"),
        ("三峡库区", "Three Gorges Reservoir Area", "place"),
        ("浙涪友谊学校", "Zhejiang-Fuling Friendship School", "organisation"),
        ("对口支援", "counterpart support", "policy"),
    ],
)
def test_the_seed_pair(table, zh, en, kind):
    assert (table[zh]["en"], table[zh]["type"]) == (en, kind)


def test_the_header_is_the_glossarys(table):
    assert list(table["对口支援"]) == ["zh", "en", "type", "count", "confidence", "status", "variants"]


def test_the_order_of_the_files_does_not_matter():
    assert run(ZH, EN).stdout == run(EN, ZH).stdout


def test_an_alignment_file_will_do(tmp_path):
    path = tmp_path / "alignment.json"
    path.write_text(dump_alignment(make_alignment([("发展数字经济。", "Develop the digital economy.")])), "utf-8")
    assert "数字经济\tdigital economy\tpolicy" in run(path).stdout
    assert json.loads(run("-f", "json", path).stdout)


def test_levels_and_output(tmp_path):
    out = tmp_path / "glossary.tsv"
    assert run("--strict", "-o", out, ZH, EN).stdout == ""
    strict, wide = out.read_text("utf-8"), run("--wide", ZH, EN).stdout
    assert 1 < len(strict.splitlines()) < len(wide.splitlines())


def test_explain_answers_for_each_form():
    answers = run("--explain", "政治站位", "--explain", "火星", ZH, EN).stdout.splitlines()
    assert "political standing" in answers[0]
    assert "does not stand in" in answers[1]


def test_two_texts_of_one_language_are_refused():
    with pytest.raises(AlignError):
        run(EN, SEEDS / "001_ac3700227d76ed90.txt")


def test_terms_are_mined_with_the_lexicon_that_is_named(tmp_path, monkeypatch):
    own, heard = tmp_path / "own.lexicon", []
    own.write_bytes(dumps(load()))
    monkeypatch.setattr(mine, "examine", lambda alignments, **given: heard.append(given["lexicon"]) or [])
    assert run("--lexicon", own, FIXTURES / "clean.zh.txt", FIXTURES / "clean.en.txt").exit_code == 0
    assert heard == [load(own)]
