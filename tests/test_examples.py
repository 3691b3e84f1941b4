"""The examples run as they stand and do what they say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command):
    """Run an example in the project's folder, with the `align` of this Python first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell here")
def test_the_shell_walkthrough(tmp_path):
    text = run("sh", "examples/walkthrough.sh", str(tmp_path))
    assert text.count("\n== ") == len(re.findall("^say ", (ROOT / "examples/walkthrough.sh").read_text("utf-8"), re.M))
    for name in ("alignment.json", "alignment.tmx", "glossary.tsv", "glossary.tmx", "report.html", "revised.tsv"):
        assert (tmp_path / name).stat().st_size > 0
    assert "002_ec3425ee7faf46ec.txt\tseeds/000_15c97b623b2938a8.txt" in text
    assert re.search(r"对口支援 +\[-counterpart support-\] → \{\+paired assistance", text)


def test_the_python_walkthrough(tmp_path):
    text = run(sys.executable, "examples/walkthrough.py", str(tmp_path))
    assert re.search(r"\d+ beads, fit 0\.\d|\d+ beads, fit 1\.00", text)
    assert (tmp_path / "report.html").exists()


@pytest.mark.parametrize("name", ["walkthrough.sh", "walkthrough.py"])
def test_the_readme_names_it(name):
    assert name in (ROOT / "examples" / "README.md").read_text("utf-8")
