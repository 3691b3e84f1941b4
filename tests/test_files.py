"""Writing whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from align.errors import WriteError
from align.export.files import make_folder, write_bytes, write_text


def test_text_is_utf8_and_line_ends_stay(tmp_path):
    path = write_text(tmp_path / "a.tsv", "改革\r\n开放\n")
    assert path.read_bytes() == "改革\r\n开放\n".encode()


def test_nothing_else_is_left_in_the_folder(tmp_path):
    write_text(tmp_path / "a.txt", "old")
    write_text(tmp_path / "a.txt", "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.txt", "new")]


def test_name_that_was_not_utf8_does_not_break_the_writing(tmp_path):
    assert write_text(tmp_path / "a.txt", "x\udcff").read_text() == "x?"


def test_mode_of_a_replaced_file_stays(tmp_path):
    path = write_text(tmp_path / "a.txt", "old")
    path.chmod(0o640)
    write_text(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_new_file_has_the_usual_mode(tmp_path):
    (tmp_path / "usual").touch()
    path = write_text(tmp_path / "a.txt", "new")
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_link_is_followed(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_device_is_written_to_and_not_replaced():
    write_text("/dev/null", "x")
    assert Path("/dev/null").is_char_device()


def test_input_is_never_overwritten(tmp_path):
    path = write_text(tmp_path / "a.txt", "input")
    (tmp_path / "same.txt").hardlink_to(path)
    with pytest.raises(WriteError, match="overwrite an input"):
        write_text(tmp_path / "same.txt", "output", inputs=["b.txt", path])
    assert path.read_text() == "input"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent/a.txt", "folder does not exist"),
        ("file/a.txt", "a file, not a folder"),
        ("folder", "a folder, not a file"),
        ("x" * 300, "name is too long"),
    ],
)
def test_bad_place(tmp_path, name, message):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(WriteError, match=message) as caught:
        write_text(tmp_path / name, "x")
    assert caught.value.path == str(tmp_path / name)
    assert caught.value.hint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_full_device():
    with pytest.raises(WriteError, match="disk is full"):
        write_text("/dev/full", "x" * 100_000)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("step", ["mkstemp", "fsync", "replace"])
def test_failure_at_any_step_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, code, step):
    path = write_text(tmp_path / "a.txt", "old")

    def fail(*_args, **_options):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(f"align.export.files.{'tempfile' if step == 'mkstemp' else 'os'}.{step}", fail)
    with pytest.raises(WriteError) as caught:
        write_bytes(path, b"new")
    assert caught.value.message
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.txt", "old")]


def test_interrupt_leaves_no_part(tmp_path, monkeypatch):
    def interrupt(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr("align.export.files.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "a.txt", "new")
    assert list(tmp_path.iterdir()) == []


def test_folder_is_made_with_those_above(tmp_path):
    assert make_folder(tmp_path / "a" / "b").is_dir()
    assert make_folder(tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize(("name", "message"), [("file", "in the way"), ("file/b", "a file, not a folder")])
def test_folder_that_cannot_be_made(tmp_path, name, message):
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match=message):
        make_folder(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [["--help"], ["check", "--rules"], ["segment", "-"]])
def test_a_full_disk_behind_the_output_is_one_line(words):
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "align", *words], input="改革开放。", stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
    assert (run.returncode, run.stderr) == (2, "Error: the output cannot be written: No space left on device\n")
