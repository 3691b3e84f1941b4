"""`align segment`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from align.cli.segment import command
from align.errors import ReadError

TEXT = "首页>新闻\n大会闭幕\n大会今日闭幕。代表们离京。\n"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    return file


def run(*arguments, data=None):
    return (
        CliRunner()
        .invoke(command, [str(argument) for argument in arguments], input=data, catch_exceptions=False)
        .output
    )


def test_a_sentence_a_line(path):
    assert run(path) == "首页>新闻\n\n大会闭幕\n\n大会今日闭幕。\n代表们离京。\n"


def test_without_furniture(path):
    assert run("--body", path) == "大会闭幕\n\n大会今日闭幕。\n代表们离京。\n"


def test_roles(path):
    assert run("--roles", path).splitlines()[0::2] == [
        "boilerplate\t首页>新闻",
        "title\t大会闭幕",
        "body\t大会今日闭幕。",
    ]


def test_standard_input():
    assert run("-", data=TEXT.encode("gbk")) == run("-", data=TEXT.encode("utf-16"))
    assert run("--semicolons", "-", data="一要稳；二要快。".encode()) == "一要稳；\n二要快。\n"


def test_to_a_file(path, tmp_path):
    assert run(path, "-o", tmp_path / "out.txt") == ""
    assert (tmp_path / "out.txt").read_text("utf-8") == run(path)


def test_missing_file():
    with pytest.raises(ReadError):
        run(Path("none.txt"))
