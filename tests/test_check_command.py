"""`align check` from the outside: inputs, formats, exit codes, settings, baseline."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from factories import make_alignment

from align.check.page import page
from align.check.rules import RULES
from align.cli.check import command
from align.cli.main import cli
from align.errors import AlignError
from align.export.json import dump_alignment

ROOT = Path(__file__).parent.parent
ENGLISH = "The the plan grows.\n\nIt grew in theSichuan area by 5 percent.\n"
CLEAN = "The plan grows.\n\nIt grew in Sichuan by 5 percent.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, "utf-8")
    return tmp_path


def run(*args):
    return CliRunner().invoke(command, [str(arg) for arg in args])


def found(*args):
    return json.loads(run(*args, "-f", "json").stdout)["findings"]


def test_exit_codes_tell_clean_findings_and_error(folder):
    assert run("clean.txt").exit_code == 0
    assert run("report.txt").exit_code == 1
    assert CliRunner().invoke(cli, ["check"]).exit_code == 2
    assert isinstance(run("missing.txt").exception, AlignError)


def test_text_has_carets_under_the_words(folder):
    lines = run("report.txt").stdout.splitlines()
    assert lines[:4] == [
        "report.txt:1:1: warning: doubled: “The” stands twice",
        "    The the plan grows.",
        "    ^^^^^^^",
        "    -> delete one",
    ]
    assert lines[-1] == "2 findings (2 warning): doubled 1, spacing 1"


def test_carets_stand_under_wide_characters(folder):
    alignment = make_alignment([("完成投资90亿元。", "Some 90 billion yuan was invested.")])
    Path("pair.json").write_text(dump_alignment(alignment), "utf-8")
    lines = run("pair.json").stdout.splitlines()
    assert "    完成投资90亿元。" in lines
    assert lines[lines.index("    完成投资90亿元。") + 1] == "            ^^^^"


def test_an_alignment_file_is_checked_as_it_stands(folder):
    alignment = make_alignment([("增长6.5%。", "It grew by 5.6 percent.")])
    Path("pair.json").write_text(dump_alignment(alignment), "utf-8")
    (finding,) = found("pair.json")
    assert (finding["rule"], finding["source"]["text"], finding["target"]["text"]) == ("numbers", "6.5%", "5.6 percent")


def test_json_places_point_into_the_file(folder):
    for finding in found("report.txt"):
        place = finding["target"]
        assert ENGLISH[place["start"] : place["end"]] == place["text"]
        line = ENGLISH.splitlines()[place["line"] - 1]
        assert line[place["column"] - 1 :].startswith(place["text"])


def test_rules_can_be_left_out_and_chosen(folder):
    assert [one["rule"] for one in found("report.txt", "--off", "doubled")] == ["spacing"]
    assert [one["rule"] for one in found("report.txt", "--only", "doubled")] == ["doubled"]
    assert run("report.txt", "--off", "no-such-rule").exit_code == 2


def test_severity_and_fail_on(folder):
    assert found("report.txt", "--severity", "error") == []
    assert run("report.txt", "--fail-on", "error").exit_code == 0
    assert run("report.txt", "--fail-on", "never").exit_code == 0
    assert run("report.txt", "--fail-on", "warning").exit_code == 1


def test_settings_file_is_found_and_obeyed(folder):
    Path("align.toml").write_text('[rules]\ndoubled = "off"\nspacing = "error"\n', "utf-8")
    assert [(one["rule"], one["severity"]) for one in found("report.txt")] == [("spacing", "error")]


def test_glossary_forbids_a_form(folder):
    Path("house.tsv").write_text("zh\ten\tstatus\n计划\tplan grows\tforbidden\n", "utf-8")
    assert [one["rule"] for one in found("clean.txt", "--glossary", "house.tsv")] == ["glossary"]


def test_termbase_is_held_to(folder):
    from align.termbase import Termbase

    with Termbase("house.db", create=True) as base:
        base.add("计划", "scheme")
        base.set_status("计划", "forbidden", "plan grows")
    assert [one["rule"] for one in found("clean.txt", "--termbase", "house.db")] == ["glossary"]


def test_termbase_of_the_folder_is_held_to_unless_told_otherwise(folder, monkeypatch):
    from align.termbase import Termbase

    monkeypatch.delenv("ALIGN_TERMBASE", raising=False)
    with Termbase("align.termbase", create=True) as base:
        base.set_status("计划", "forbidden", "plan grows")
    assert [one["rule"] for one in found("clean.txt")] == ["glossary"]
    assert found("clean.txt", "--no-termbase") == []
    Path("align.termbase").rename("house.termbase")
    assert found("clean.txt") == []
    Path("align.toml").write_text('termbase = "house.termbase"\n', "utf-8")
    assert [one["rule"] for one in found("clean.txt")] == ["glossary"]


def test_what_nobody_has_decided_is_no_law(folder, monkeypatch):
    from align.model import Rendering, Term
    from align.termbase import Termbase

    monkeypatch.delenv("ALIGN_TERMBASE", raising=False)
    with Termbase("align.termbase", create=True) as base:
        base.record([Term("数字经济", "policy", (Rendering("digital economy"),), 0.9, 1)])
    alignment = make_alignment([("数字经济发展快。", "Computers are doing well.")])
    Path("pair.json").write_text(dump_alignment(alignment), "utf-8")
    assert "glossary" not in [one["rule"] for one in found("pair.json")]


def test_accepted_findings_stay_quiet_until_their_text_changes(folder):
    accepted = run("report.txt", "--baseline", "known.json", "--accept")
    assert (accepted.exit_code, accepted.stdout) == (0, "2 findings accepted in known.json\n")
    assert found("report.txt", "--baseline", "known.json") == []
    Path("report.txt").write_text("A new first line.\n\n" + ENGLISH, "utf-8")
    assert found("report.txt", "--baseline", "known.json") == []
    Path("report.txt").write_text(ENGLISH.replace("plan", "project"), "utf-8")
    assert [one["rule"] for one in found("report.txt", "--baseline", "known.json")] == ["doubled"]


def test_accepting_more_keeps_what_was_accepted(folder):
    run("report.txt", "--baseline", "known.json", "--accept", "--only", "doubled")
    run("report.txt", "--baseline", "known.json", "--accept", "--only", "spacing")
    assert found("report.txt", "--baseline", "known.json") == []


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "align-baseline", "version": 2}'])
def test_a_broken_baseline_is_an_error(folder, content):
    Path("known.json").write_text(content, "utf-8")
    assert "no baseline file" in str(run("report.txt", "--baseline", "known.json").exception)


def test_accept_needs_a_file(folder):
    result = run("report.txt", "--accept")
    assert result.exit_code == 2
    assert "--baseline" in result.stderr


def test_sarif_is_version_2_1_0_and_points_at_the_words(folder):
    log = json.loads(run("report.txt", "-f", "sarif").stdout)
    (only,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in only["tool"]["driver"]["rules"]] == [rule.name for rule in RULES]
    for result in only["results"]:
        rule = only["tool"]["driver"]["rules"][result["ruleIndex"]]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert rule["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert ENGLISH[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]
        line = ENGLISH.splitlines()[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]


def test_sarif_quotes_what_a_uri_may_not_hold(folder):
    Path("my report.txt").write_text(ENGLISH, "utf-8")
    log = json.loads(run("my report.txt", "-f", "sarif").stdout)
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "my%20report.txt"


def test_junit_counts_a_case_a_finding_and_passes_clean_documents(folder):
    root = ElementTree.fromstring(run("report.txt", "clean.txt", "-f", "junit").stdout)
    suites = {suite.get("name"): suite for suite in root}
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    assert len(suites["report.txt"].findall("testcase/failure")) == 2
    assert suites["clean.txt"].find("testcase/failure") is None
    # What the schema of Jenkins asks for; place, words and hint stand a line each.
    assert all({"name", "tests", "failures", "errors"} <= suite.attrib.keys() for suite in root)
    assert suites["report.txt"].find("testcase/failure").text.count("\n") == 2


def test_html_report_is_written(folder):
    alignment = make_alignment([("增长6.5%。", "It grew by 5.6 percent.")])
    Path("pair.json").write_text(dump_alignment(alignment), "utf-8")
    run("pair.json", "-f", "html", "-o", "findings.html")
    assert "5.6 percent" in Path("findings.html").read_text("utf-8")


def test_output_never_overwrites_an_input(folder):
    assert run("report.txt", "-o", "report.txt").exception is not None
    assert Path("report.txt").read_text("utf-8") == ENGLISH


def test_a_chinese_text_alone_is_nothing_to_check(folder):
    Path("zh.txt").write_text("会议在重庆举行。各方代表出席会议并讲话。\n", "utf-8")
    assert "no English" in str(run("zh.txt").exception)


def test_rules_are_listed():
    assert [line.split()[0] for line in run("--rules").stdout.splitlines()] == [rule.name for rule in RULES]


def test_the_page_of_the_rules_is_made_from_the_rules():
    assert (ROOT / "docs" / "checks.md").read_text("utf-8") == page()


def test_the_hook_calls_the_command():
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert hooks.count("entry: align check\n") == hooks.count("- id:")
