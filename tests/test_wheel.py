"""The wheel carries all it needs and works outside the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "align", source / "align", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (path,) = (source / "dist").glob("*.whl")
    return path


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    files = {p.relative_to(ROOT).as_posix() for p in (ROOT / "align").rglob("*") if p.is_file()}
    assert not {name for name in files if "__pycache__" not in name} - held


def test_the_wheel_is_no_larger_than_it_may_be(wheel):
    assert wheel.stat().st_size < 25 * 2**20


def test_the_main_job_runs_from_the_wheel_in_an_empty_folder(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    empty = tmp_path / "empty"
    empty.mkdir()
    zh, en = (ROOT / "seeds" / name for name in ("002_ec3425ee7faf46ec.txt", "000_15c97b623b2938a8.txt"))
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    show = [sys.executable, "-c", "import align; print(align.__file__)"]
    where = subprocess.run(show, cwd=empty, env=environment, check=True, capture_output=True, text=True)
    assert Path(where.stdout.strip()).is_relative_to(tmp_path)
    command = [sys.executable, "-m", "align", "run", str(zh), str(en), "-o", "out"]
    subprocess.run(command, cwd=empty, env=environment, check=True, capture_output=True)
    wanted = {"alignment.json", "alignment.tmx", "glossary.tsv", "glossary.tmx", "report.html"}
    assert wanted <= {path.name for path in (empty / "out").iterdir()}
