"""Writing a file so that it is there whole or not at all.

The bytes go to a file aside in the same folder, are flushed to the disk, and take the name in one step;
whoever reads meanwhile sees the old file or the new one. All writers of the package go through here.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from align.errors import WriteError

_REASONS = {
    errno.ENOENT: ("the folder does not exist", "make the folder first, or name another"),
    errno.ENOTDIR: ("part of the path is a file, not a folder", "name another folder"),
    errno.EISDIR: ("this is a folder, not a file", "name a file in it"),
    errno.EACCES: ("no permission to write here", "name a folder you may write to"),
    errno.EPERM: ("no permission to write here", "name a folder you may write to"),
    errno.EROFS: ("the disk is read-only", "name a folder on another disk"),
    errno.ENOSPC: ("the disk is full", "free some space, or name a folder on another disk"),
    errno.EDQUOT: ("your disk quota is used up", "free some space, or name a folder on another disk"),
    errno.ENAMETOOLONG: ("the file name is too long", "give a shorter one"),
}


def write_text(path: str | Path, text: str, *, inputs: Iterable[str | Path] = ()) -> Path:
    """Write a text as UTF-8, line ends as they are; see `write_bytes`.

    Lone surrogates, which only an undecodable file name brings in, are written as "?".
    """
    return write_bytes(path, text.encode("utf-8", errors="replace"), inputs=inputs)


def write_bytes(path: str | Path, data: bytes, *, inputs: Iterable[str | Path] = ()) -> Path:
    """Write a file whole or not at all.

    A link is followed, the mode of a file that is replaced is kept, and a device or a pipe is written to
    as it is.

    Args:
        path: The file to write; its folder must exist.
        data: What to write.
        inputs: Files that must not be overwritten, those the data were made from.

    Returns:
        The path, as a `Path`.

    Raises:
        WriteError: The path is one of the inputs, or cannot be written; no file is left half-written.
    """
    for source in inputs:
        if _same_file(path, source):
            raise WriteError("the output would overwrite an input", path=path, hint="name another output")
    try:
        target = Path(path).resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise _write_error(path, error) from error
    return Path(path)


def make_folder(path: str | Path) -> Path:
    """Make a folder for outputs, and those above it; one that is there is left as it is.

    Raises:
        WriteError: It cannot be made, or a file has its name.
    """
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        message = "a file of this name is in the way of the folder"
        raise WriteError(message, path=path, hint="name another folder") from error
    except OSError as error:
        raise _write_error(path, error) from error
    return Path(path)


def _same_file(one: str | Path, other: str | Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".align-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _mode(target: Path) -> int:
    """Return the mode of the file that stands there, or the one a new file would get."""
    try:
        return target.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _write_error(path: str | Path, error: OSError) -> WriteError:
    message, hint = _REASONS.get(error.errno or 0, (f"cannot be written: {error.strerror or error}", ""))
    return WriteError(message, path=path, hint=hint or None)
