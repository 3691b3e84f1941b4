"""`align diff` from the command line."""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import make_alignment

from align.cli.main import cli
from align.errors import AlignError
from align.export.json import dump_alignment
from align.language.chars import cell_width

ZH = "教育部部长张华5月3日在北京宣布,今年将新建300所学校。\n他说,农村学校是重点。大家鼓掌。\n"
OLD = (
    "Zhang Hua, Minister of Education, announced in Beijing on May 3 that 300 new schools would be built this year.\n"
    "He said that rural schools were the priority. Everybody applauded.\n"
)
NEW = OLD.replace("priority", "focus").replace(" Everybody applauded.", "")


@pytest.fixture
def files(tmp_path):
    for name, text in (("zh", ZH), ("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def diff(*arguments, **options):
    return CliRunner().invoke(cli, ["diff", *map(str, arguments)], **options)


def shown(*arguments, **options):
    result = diff(*arguments, **options)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("order", [("zh.txt", "old.txt"), ("old.txt", "zh.txt")])
def test_a_pair_side_by_side_in_either_order(files, order):
    text = shown(*(files / name for name in order))
    line = next(line for line in text.splitlines() if "教育部" in line)
    assert line.index("教育部") < line.index("Zhang Hua")
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_the_width_is_kept(files, width):
    text = shown(files / "zh.txt", files / "old.txt", "--width", width)
    widths = [cell_width(line) for line in text.splitlines()]
    assert max(widths) <= width
    assert max(widths) > width - 12


def test_eighty_columns_when_piped(files):
    text = shown(files / "zh.txt", files / "old.txt", env={"COLUMNS": ""})
    assert 68 < max(cell_width(line) for line in text.splitlines()) <= 80


def test_colour_when_asked_for(files):
    assert "\x1b[" in shown(files / "zh.txt", files / "old.txt", "--color", color=True)


def test_an_alignment_file(files):
    pair = make_alignment([("你好。", "Hello."), ("大家鼓掌。", "")])
    (files / "a.json").write_text(dump_alignment(pair), encoding="utf-8")
    text = shown(files / "a.json", "--only", "omissions")
    assert "大家鼓掌。" in text
    assert "left out" in text
    assert "Hello" not in text


def test_two_translations_of_one_text(files):
    text = shown(files / "old.txt", files / "new.txt", "--source", files / "zh.txt", "--only", "changed")
    assert re.search(r"\[-priority-\]", text)
    assert re.search(r"\{\+focus\+\}", text)
    assert "农村学校是重点" in text
    assert "教育部部长" not in text


def test_two_versions_without_the_source(files):
    text = shown(files / "old.txt", files / "new.txt", "--only", "changed")
    assert "[-priority-]" in text
    assert "not in the new version" in text


def test_two_glossaries(files):
    (files / "a.tsv").write_text("zh\ten\tstatus\n车俊\tChe Jun\tapproved\n一带一路\tOne Belt\tapproved\n", "utf-8")
    (files / "b.tsv").write_text(
        "zh\ten\tstatus\n车俊\tChe Jun\tforbidden\n一带一路\tBelt and Road\tapproved\n", "utf-8"
    )
    lines = shown(files / "a.tsv", files / "b.tsv").splitlines()
    assert lines[-1] == "1 re-rendered, 1 with another status"
    assert any("[-One Belt-] → {+Belt and Road+}" in line for line in lines)


def test_two_translation_memories(files):
    from align.export.tmx import alignment_tmx

    for name, english in (("a", "Hello."), ("b", "Good day.")):
        pair = make_alignment([("你好。", english), ("再见。", "Bye.")])
        (files / f"{name}.tmx").write_bytes(alignment_tmx(pair))
    assert "[-Hello.-] → {+Good day.+}" in shown(files / "a.tmx", files / "b.tmx")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("zh.txt", "old.txt"), "教育部"),
        (("old.txt", "new.txt"), "two versions"),
        (("old.txt", "new.txt", "--source", "zh.txt"), "农村学校是重点"),
    ],
)
def test_a_page_instead(files, arguments, words):
    page = files / "page.html"
    places = [argument if argument.startswith("--") else files / argument for argument in arguments]
    assert shown(*places, "--html", page) == ""
    assert words in re.sub(r"<[^>]+>", "", page.read_text("utf-8"))


def message(result):
    assert isinstance(result.exception, AlignError), result
    return str(result.exception)


def test_a_page_never_overwrites_an_input(files):
    assert "overwrite an input" in message(diff(files / "zh.txt", files / "old.txt", "--html", files / "old.txt"))
    assert (files / "old.txt").read_text("utf-8") == OLD


def test_a_source_that_is_not_chinese(files):
    assert "Chinese" in message(diff(files / "zh.txt", files / "new.txt", "--source", files / "old.txt"))


@pytest.mark.parametrize("name", ["zh.txt", "nowhere.json"])
def test_one_file_that_is_no_alignment(files, name):
    assert name in message(diff(files / name))


def test_three_files_are_too_many(files):
    result = diff(*(files / name for name in ("zh.txt", "old.txt", "new.txt")))
    assert result.exit_code == 2
    assert "give one alignment, or two files" in result.output


def test_a_pair_that_does_not_fit_is_shown_with_a_warning(files):
    seeds = Path(__file__).parent.parent / "seeds"
    result = diff(seeds / "002_ec3425ee7faf46ec.txt", seeds / "003_e30538a72dcb5777.txt")
    assert result.exit_code == 0
    assert "do not seem to translate each other" in result.stderr


def on_a_terminal(*arguments, keys=b"", **env):
    """What `align diff` sends to a terminal of 100 columns on which some keys are pressed."""
    ours, theirs = pty.openpty()
    os.write(ours, keys)
    settings = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "200", **env}
    settings = {name: value for name, value in settings.items() if value is not None}
    command = [sys.executable, "-m", "align", "diff", *map(str, arguments)]
    child = subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=settings, start_new_session=True)
    os.close(theirs)
    found = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # how Linux tells that the other end is closed
            break
        if not data:
            break
        found += data
    os.close(ours)
    assert child.wait() == 0
    return found.decode()


def test_a_terminal_gets_colour_and_its_own_width(files):
    text = on_a_terminal(files / "zh.txt", files / "old.txt", NO_COLOR=None)
    assert "\x1b[" in text
    assert max(cell_width(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in text.split("\r\n")) > 85


def test_no_color_is_respected(files):
    assert "\x1b[" not in on_a_terminal(files / "zh.txt", files / "old.txt", NO_COLOR="1")


def test_what_is_longer_than_the_terminal_goes_through_the_pager(files):
    sed = "sed s/^/paged:/"
    text = on_a_terminal(files / "zh.txt", files / "old.txt", LINES="5", PAGER=sed)
    assert text.count("paged:") > 5
    text = on_a_terminal(files / "zh.txt", files / "old.txt", "--no-pager", LINES="5", PAGER=sed)
    assert "paged:" not in text


@pytest.mark.skipif(not shutil.which("less"), reason="less is not installed")
def test_less_shows_colour_and_not_its_codes(files):
    text = on_a_terminal(
        files / "zh.txt", files / "old.txt", keys=b"q", PAGER="less", LINES="5", LESS=None, NO_COLOR=None
    )
    assert "\x1b[36m" in text
    assert "ESC[" not in text


def test_a_reader_that_has_had_enough(files):
    command = f"{sys.executable} -m align diff {files / 'zh.txt'} {files / 'old.txt'} | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_the_examples_of_its_help_are_real_options():
    text = shown("--help")
    known = set(re.findall(r"--[a-z-]+", text.split("Options:")[1]))
    assert set(re.findall(r"--[a-z-]+", text.split("Options:")[0])) <= known


@pytest.mark.parametrize("only", ["findings", "omissions"])
def test_rows_of_a_pair_are_not_asked_of_two_glossaries_or_versions(files, only):
    for name in ("old.tsv", "new.tsv"):
        (files / name).write_text("zh\ten\n学校\tschool\n", encoding="utf-8")
    for pair in (("old.tsv", "new.tsv"), ("old.txt", "new.txt")):
        result = diff(*(files / name for name in pair), "--only", only)
        assert (result.exit_code, f"--only {only}" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("width", "names"),
    [(60, ("zh.txt", "report.en.txt")), (100, ("in/zh.txt", "reports-of-the-year/2019/report.en.txt"))],
)
def test_the_head_names_both_files_alike(files, monkeypatch, width, names):
    monkeypatch.chdir(files)
    for name, text in (("in/zh.txt", ZH), ("reports-of-the-year/2019/report.en.txt", OLD)):
        Path(name).parent.mkdir(parents=True)
        Path(name).write_text(text, encoding="utf-8")
    head = shown("in/zh.txt", "reports-of-the-year/2019/report.en.txt", "--width", width).splitlines()[0]
    assert tuple(head.split()) == names


def test_a_text_alone_and_a_text_with_a_glossary_are_told_apart(files):
    (files / "house.tsv").write_text("zh\ten\n学校\tschool\n", encoding="utf-8")
    alone, mixed = diff(files / "old.txt"), diff(files / "old.txt", files / "house.tsv")
    assert "no alignment" in str(alone.exception)
    assert "a glossary" in str(mixed.exception)
