"""`align pair`, `paragraphs` and `sentences` from outside, on the seeds: formats, order, warnings, errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.errors import LanguageError
from align.evaluate import parse_beads, parse_rows
from align.export.json import load_alignment

SEEDS = Path(__file__).parent.parent / "seeds"
ZH, EN = str(SEEDS / "002_ec3425ee7faf46ec.txt"), str(SEEDS / "000_15c97b623b2938a8.txt")
OTHER = str(SEEDS / "001_ac3700227d76ed90.txt")


def run(*arguments):
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result


@pytest.fixture(scope="module")
def table():
    return run("sentences", ZH, EN).stdout


def test_the_order_of_the_files_does_not_matter(table):
    assert run("sentences", EN, ZH).stdout == table


def test_every_character_of_both_texts_is_in_the_table(table):
    rows = parse_rows(table)
    for side, path in enumerate((ZH, EN)):
        written = "".join("".join(row[side].split()) for row in rows)
        assert written == "".join(Path(path).read_text("utf-8").split())


def test_sentences_that_belong_together_stand_together(table):
    rows = dict(parse_rows(table))
    assert rows["渝浙经济联系紧密,发展优势互补。"] == (
        "Chongqing and Zhejiang have close economic ties and complementary advantages in development."
    )
    assert rows["看浙江新闻,关注浙江在线微信"] == ""


def test_the_title_without_counterpart_stands_alone(table):
    assert ("", "Zhejiang delegation visits Chongqing to deepen counterpart support and exchange") in parse_rows(table)


@pytest.mark.parametrize("level", ["sentences", "paragraphs"])
def test_the_ladder_covers_every_unit_once(level):
    beads = parse_beads(run(level, ZH, EN, "-f", "ladder").stdout)
    for side in (0, 1):
        covered = [unit for bead in beads for unit in sorted(bead[side])]
        assert covered == list(range(len(covered)))


def test_json_holds_the_alignment_and_how_it_was_made():
    text = run("sentences", ZH, EN, "-f", "json").stdout
    alignment = load_alignment(text)
    assert alignment.source.language == "zh"
    assert {"version", "lexicon"} <= set(json.loads(text)["signature"])
    assert all(0 <= bead.score <= 1 for bead in alignment.sentences)


def test_tmx_is_written_to_the_file_named(tmp_path):
    run("sentences", ZH, EN, "-f", "tmx", "-o", tmp_path / "memory.tmx")
    assert b"<tmx" in (tmp_path / "memory.tmx").read_bytes()


def test_review_puts_the_least_certain_first_with_a_reason():
    lines = [line.split("\t") for line in run("sentences", ZH, EN, "--review").stdout.splitlines()]
    scores = [float(line[0]) for line in lines[1:]]
    assert scores == sorted(scores)
    assert all(line[1] for line in lines[1:4])


def test_lines_are_units(tmp_path):
    zh, en = tmp_path / "zh.txt", tmp_path / "en.txt"
    zh.write_text("我们要深化改革开放。我们要发展经济。\n人民生活得到改善。\n", encoding="utf-8")
    en.write_text(
        "We must deepen reform and opening up. We must develop the economy.\nThe life of the people has improved.\n",
        encoding="utf-8",
    )
    assert run("sentences", zh, en, "--lines", "-f", "ladder").stdout == "[0]:[0]\n[1]:[1]\n"


def test_a_pair_that_does_not_belong_together_is_warned_of():
    assert "do not seem to translate each other" in run("sentences", ZH, OTHER).stderr


def test_two_texts_of_one_language_are_refused():
    with pytest.raises(LanguageError, match="both English"):
        CliRunner().invoke(cli, ["sentences", EN, OTHER], catch_exceptions=False)


def test_pair_finds_the_one_pair_by_content():
    lines = [line.split("\t") for line in run("pair", SEEDS).stdout.splitlines()]
    assert [line[:2] for line in lines[1:2]] == [[ZH, EN]]
    assert [line[0] for line in lines[2:]] == ["", "", ""]
