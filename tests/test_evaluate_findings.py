"""The scorer of findings: an editor's rows against what a check marked, and its figures in the benchmarks."""

import json

import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.errors import DataError, ReadError
from align.evaluate import Marked, Wanted, parse_findings, parse_wanted, score_findings
from bench.findings import finding_figures

GOLD = (
    "document\tkind\twhat\twhere\n"
    "a,b\tomission\t“天地人和、万物共生” is left out\tthe passage on 生态环境\n"
    "a\tspelling\tZhejaing is a misspelling of Zhejiang\tlast paragraph\n"
    "a\tdate\tFrom 8 to 9 names no month\t8日至9日\n"
    "a,c\tcross-document\t云岭市: Yunling (a), Yun Ling (c)\teverywhere\n"
)
ROWS = parse_wanted(GOLD)


def place(document, text):
    return {"document": document, "text": text}


def output(*findings):
    items = [
        {"rule": rule, "message": message, "source": source, "target": target, "related": list(related)}
        for rule, message, source, target, *related in findings
    ]
    return json.dumps({"format": "align-findings", "version": 1, "findings": items})


OMISSION = ("omission", "left out", place("x/b.txt", "“天地人和、万物共生”的理念"), place("x/a.txt", ""))
SPELLING = ("spelling", "a slip", None, place("x/a.txt", "Zhejaing"))
CROSS = ("cross-document", "云岭市: “Yunling” (a); “Yun Ling” (c)", None, place("x/c.txt", "Yun Ling"))


@pytest.mark.parametrize(
    ("finding", "kind"), [(OMISSION, "omission"), (SPELLING, "spelling"), (CROSS, "cross-document")]
)
def test_a_finding_tells_the_row_it_is_about(finding, kind):
    score = score_findings(ROWS, parse_findings(output(finding)))
    assert ([row.kind for row in score.found], score.extra) == ([kind], ())


@pytest.mark.parametrize(
    "finding",
    [
        ("spelling", "a slip", None, place("x/b.txt", "Zhejaing")),  # another document
        ("spelling", "a slip", None, place("x/a.txt", "Zhejia")),  # other words
        ("omission", "left out", place("b.txt", "万物"), place("a.txt", "")),  # half of the row at most
    ],
)
def test_another_place_is_another_finding(finding):
    score = score_findings(ROWS, parse_findings(output(finding)))
    assert (len(score.found), len(score.missed), len(score.extra)) == (0, 4, 1)


def test_a_row_that_another_rule_points_at_is_not_found():
    score = score_findings(ROWS, [Marked("numbers", "", ("a.txt",), english=("From 8 to 9",))])
    assert ([row.kind for row in score.otherwise], len(score.extra)) == (["date"], 1)


def test_the_editors_names_of_kinds_are_understood():
    assert score_findings(ROWS, [Marked("dates", "", ("a.txt",), english=("From 8 to 9",))]).found == (ROWS[2],)
    row = Wanted(("b",), "omission", "the dateline 云岭3月5日电 is left out")
    assert score_findings([row], [Marked("dateline", "", ("b",), ("云岭3月5日电",))]).found == (row,)


@pytest.mark.parametrize("text", ["", "a\tb\nc\td\n", "document\tkind\twhat\twhere\na\t\tx\ty\n"])
def test_a_table_of_another_kind_is_refused(text):
    with pytest.raises(ReadError):
        parse_wanted(text)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": "align-findings"}', '{"format": "other", "findings": []}']
)
def test_another_file_than_findings_is_refused(text):
    with pytest.raises(DataError, match="no file of findings"):
        parse_findings(text)


def test_the_command_counts_by_kind(tmp_path):
    (tmp_path / "gold.tsv").write_text(GOLD, "utf-8")
    (tmp_path / "out.json").write_text(
        output(OMISSION, SPELLING, ("doubled", "the the", None, place("a", "the the"))), "utf-8"
    )
    arguments = ["eval", "findings", str(tmp_path / "gold.tsv"), str(tmp_path / "out.json")]
    figures = json.loads(CliRunner().invoke(cli, [*arguments, "--json"]).stdout)
    assert (figures["found"], figures["missed"], figures["extra"], figures["recall"]) == (2, 2, 1, 0.5)
    assert (figures["date: found of wanted"], figures["doubled: extra"]) == ("0 of 1", 1)
    assert "From 8 to 9 names no month" in CliRunner().invoke(cli, [*arguments, "-v"]).stdout


def test_the_benchmark_says_when_its_data_is_absent(tmp_path):
    measured = list(finding_figures(tmp_path, tmp_path))
    assert [figure.value for figure in measured] == [None, None, None]
    assert all("data absent" in figure.note for figure in measured)


def test_the_benchmark_counts_seeds_and_edited_reports(tmp_path):
    seeds, reports = tmp_path / "seeds", tmp_path / "bench" / "paragraphs"
    seeds.mkdir()
    reports.mkdir(parents=True)
    (tmp_path / "gold").mkdir()
    (seeds / "a.txt").write_text("They met in theSichuan area.\n\nThey spoke of the the plan.\n", "utf-8")
    row = "document\tkind\twhat\twhere\na\tspacing\ttheSichuan lacks a space\tfirst line\n"
    (tmp_path / "gold" / "seeds.findings.tsv").write_text(row, "utf-8")
    (reports / "work-report-1.zh.txt").write_text("会议举行。\n", "utf-8")
    (reports / "work-report-1.en.txt").write_text("The meeting was held. The the end.\n", "utf-8")
    found, beyond, density = finding_figures(seeds, tmp_path)
    assert (found.value, beyond.value) == (1, 1)
    assert density.value > 0
