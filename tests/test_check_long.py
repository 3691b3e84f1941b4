"""A line without the end of a sentence, as long as a book, costs no more than it is worth, and is told of."""

import subprocess
import sys

import pytest

from align.language.numbers import quantities


@pytest.mark.parametrize(("command", "said"), [("check", "no findings\n"), ("diff", None), ("terms", None)])
def test_a_line_too_long_to_be_compared_is_told(command, said, tmp_path):
    zh, en = tmp_path / "zh.txt", tmp_path / "en.txt"
    zh.write_text("我们坚持改革开放，" * 2000 + "\n", "utf-8")
    en.write_text("We continue the reform and opening up, " * 1000 + "\n", "utf-8")
    words = [sys.executable, "-m", "align", command, str(zh), str(en)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert said is None or done.stdout == said
    assert "zh.txt, sentence 1: too long to be compared" in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_numeral_runs_on_for_a_whole_line():
    found = quantities("one hundred and " * 2000, "en")
    assert len(found) > 100
    assert max(len(one.text) for one in found) < 400
