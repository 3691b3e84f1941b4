"""The whole job from the command line: what it writes, what it says, and what it does with bad input."""

import csv
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.errors import AlignError

SEEDS = Path(__file__).parent.parent / "seeds"
ZH, EN = SEEDS / "002_ec3425ee7faf46ec.txt", SEEDS / "000_15c97b623b2938a8.txt"
OTHER = SEEDS / "001_ac3700227d76ed90.txt"
FILES = ["alignment.json", "alignment.tmx", "glossary.tmx", "glossary.tsv", "report.html"]


def run(*arguments):
    """Run `align` in this process; an error of ours comes back as it would reach the command line."""
    return CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=True)


def message(result):
    assert isinstance(result.exception, AlignError), result
    return str(result.exception)


@pytest.fixture(scope="module", autouse=True)
def _same_moment():
    """Files that carry the time of their making are made at one moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1571000000")
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The job on the two reports, once for all tests that only look."""
    folder = tmp_path_factory.mktemp("made")
    result = run("run", EN, ZH, "-o", folder)
    assert result.exit_code == 0, result.output
    return folder, result


def test_it_writes_every_file(made):
    folder, _ = made
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert all(path.stat().st_size > 500 for path in folder.iterdir())


def test_the_chinese_is_the_source_whichever_was_named_first(made):
    data = json.loads((made[0] / "alignment.json").read_text("utf-8"))
    assert (data["source"]["name"], data["target"]["name"]) == (str(ZH), str(EN))


def test_the_glossary_knows_the_people(made):
    with (made[0] / "glossary.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row["zh"]: row for row in csv.DictReader(file, delimiter="\t")}
    assert (rows["车俊"]["en"], rows["车俊"]["type"]) == ("Che Jun", "person")


def test_the_report_shows_both_texts(made):
    html = (made[0] / "report.html").read_text("utf-8")
    text = re.sub(r"<[^>]+>", "", html)
    assert "浙涪友谊学校" in text
    assert "Zhejiang-Fuling Friendship School" in text
    beads = json.loads((made[0] / "alignment.json").read_text("utf-8"))["sentences"]
    assert len(re.findall(r'<li id="p1-\d+" class="row', html)) == len(beads)


def test_the_summary_says_what_there_is(made):
    text = made[1].stdout
    for label in ("Documents", "Paragraphs", "Sentences", "Left out", "Glossary", "Files"):
        assert re.search(rf"^{label}\b", text, re.MULTILINE), label
    assert ZH.name in text
    assert EN.name in text
    assert re.search(r"\d+ are 1-1", text)
    assert all(str(made[0] / name) in text for name in FILES)
    assert "\x1b" not in text
    assert made[1].stderr == ""


def test_the_order_of_the_files_does_not_matter(made, tmp_path):
    assert run("run", ZH, EN, "-o", tmp_path).exit_code == 0
    assert all((tmp_path / name).read_bytes() == (made[0] / name).read_bytes() for name in FILES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The job on the folder of all five reports."""
    out = tmp_path_factory.mktemp("folder")
    return out, run("run", SEEDS, "-o", out)


def test_a_folder_is_paired_by_what_the_documents_say(folder):
    out, result = folder
    assert result.exit_code == 0, result.output
    data = json.loads((out / "alignment.json").read_text("utf-8"))
    assert (Path(data["source"]["name"]).name, Path(data["target"]["name"]).name) == (ZH.name, EN.name)


def test_it_says_which_documents_have_no_partner(folder):
    alone = folder[1].stdout.split("No partner")[1].split("Glossary")[0]
    assert set(re.findall(r"\d{3}_\w+\.txt", alone)) == {
        "001_ac3700227d76ed90.txt",
        "003_e30538a72dcb5777.txt",
        "004_455aa2cd2966b06a.txt",
    }
    assert "Without a partner" in (folder[0] / "report.html").read_text("utf-8")


SCHOOL = (
    "教育部部长张华5月3日在北京宣布,今年将新建300所学校。\n他说,农村学校是重点。\n",
    "Zhang Hua, Minister of Education, announced in Beijing on May 3 that 300 new schools would be built this year.\n"
    "He said that rural schools were the priority.\n",
)
BRIDGE = (
    "长江大桥12月建成通车,全长2400米。\n工程师李明参加了通车仪式。\n",
    "The Yangtze River Bridge, 2,400 metres long, opened to traffic in December.\n"
    "The engineer Li Ming attended the opening ceremony.\n",
)


def write(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_several_pairs_have_a_folder_each_and_one_glossary(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    write(source, a_en=BRIDGE[1], b=SCHOOL[0], c=BRIDGE[0], d=SCHOOL[1])
    result = run("run", source, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")) == [
        "b/alignment.json", "b/alignment.tmx", "b/report.html",
        "c/alignment.json", "c/alignment.tmx", "c/report.html",
        "glossary.tmx", "glossary.tsv", "report.html",
    ]  # fmt: skip
    assert (tmp_path / "out" / "report.html").read_text("utf-8").count('class="pair') == 2


def test_a_bad_file_in_a_folder_is_named_and_left_aside(tmp_path):
    write(tmp_path, zh=SCHOOL[0], en=SCHOOL[1], empty="")
    (tmp_path / "image.txt").write_bytes(bytes(range(256)) * 9)
    result = run("run", tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "left aside" in result.stderr
    assert "empty.txt" in result.stderr
    assert "image.txt" in result.stderr


def test_a_second_run_into_the_same_folder_finds_the_same(tmp_path):
    write(tmp_path, zh=SCHOOL[0], en=SCHOOL[1])
    first = run("run", tmp_path, "-o", tmp_path)
    second = run("run", tmp_path, "-o", tmp_path)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == second.stdout


def test_nothing_is_sent_anywhere(tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert run("run", ZH, EN, "-o", tmp_path).exit_code == 0
    assert (tmp_path / "report.html").exists()


# What cannot be done, and what is said about it


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (bytes(range(256)) * 40, "bad.txt"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 99, "bad.txt"),
        ("Это русский текст о реформе. ".encode() * 20, "neither Chinese nor English"),
    ],
    ids=["empty", "blank", "bytes", "picture", "Russian"],
)
def test_a_file_that_is_no_text_of_ours(tmp_path, data, words):
    (tmp_path / "bad.txt").write_bytes(data)
    text = message(run("run", tmp_path / "bad.txt", EN, "-o", tmp_path / "out"))
    assert words in text
    assert "bad.txt" in text
    assert not (tmp_path / "out").exists()


def test_a_missing_file(tmp_path):
    text = message(run("run", tmp_path / "nowhere.txt", EN, "-o", tmp_path / "out"))
    assert text.startswith(str(tmp_path / "nowhere.txt"))


def test_two_files_of_one_language(tmp_path):
    text = message(run("run", EN, OTHER, "-o", tmp_path / "out"))
    assert "English" in text
    assert EN.name in text


def test_a_folder_without_a_pair(tmp_path):
    write(tmp_path, one=SCHOOL[1], two=BRIDGE[1])
    assert "0 Chinese and 2 English" in message(run("run", tmp_path, "-o", tmp_path / "out"))


def test_one_file_alone(tmp_path):
    assert "1 Chinese and 0 English" in message(run("run", ZH, "-o", tmp_path / "out"))


def test_a_pair_that_does_not_belong_together_is_done_with_a_warning(tmp_path):
    result = run("run", ZH, OTHER, "-o", tmp_path)
    assert result.exit_code == 0
    score = re.search(r"Warning: .* \(score (0\.\d+)\)", result.stderr)
    assert score
    assert float(score[1]) < 0.5
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


def test_a_file_in_place_of_the_folder(tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    assert "in the way" in message(run("run", ZH, EN, "-o", tmp_path / "out"))
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc on this system")
def test_a_folder_that_cannot_be_written():
    assert "/proc/" in message(run("run", ZH, EN, "-o", "/proc/align-out"))


@pytest.mark.skipif(os.name != "posix", reason="needs permissions and /dev/full")
def test_an_unwritable_folder_for_those_whom_permissions_bind(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("the superuser may write anywhere")
    tmp_path.chmod(0o500)
    assert "permission" in message(run("run", ZH, EN, "-o", tmp_path))


@pytest.mark.parametrize("name", ["glossary.tsv", "report.html", "alignment.json"])
def test_no_input_is_overwritten(tmp_path, name):
    source = tmp_path / name
    source.write_text(SCHOOL[0], encoding="utf-8")
    write(tmp_path, en=SCHOOL[1])
    assert "overwrite an input" in message(run("run", source, tmp_path / "en.txt", "-o", tmp_path))
    assert source.read_text(encoding="utf-8") == SCHOOL[0]


def test_as_a_program(tmp_path):
    command = [sys.executable, "-m", "align"]
    done = subprocess.run([*command, "run", ZH, EN, "-o", tmp_path / "out"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Glossary" in done.stdout
    failed = subprocess.run([*command, "run", EN, EN, "-o", tmp_path], capture_output=True, text=True)
    assert failed.returncode == 2
    assert failed.stderr.startswith("Error: ")
    assert len(failed.stderr.splitlines()) == 1
