"""Plain text in any of the encodings Chinese and English texts come in."""

from __future__ import annotations

import sys
from pathlib import Path

from align.errors import ReadError
from align.language.script import detect
from align.model import Document


def read_document(path: Path | str) -> Document:
    """Read a text from a file, or from standard input when `path` is "-".

    Raises:
        ReadError: The file is absent, empty, binary or in no known encoding.
        LanguageError: The text is neither Chinese nor English.
    """
    text = read_text(path)
    return Document(str(path), detect(text), text)


def read_text(path: Path | str) -> str:
    """Read the text of a file, or of standard input when `path` is "-", whatever its language.

    Raises:
        ReadError: The file is absent, empty, binary or in no known encoding.
    """
    name = str(path)
    if name == "-":
        return decode(sys.stdin.buffer.read(), name)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError("it cannot be read", path=name, hint=error.strerror) from error
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """Turn the bytes of a text file into text; `name` is for the error message."""
    if not data.strip():
        raise ReadError("the file is empty", path=name, hint="give a file with text")
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError("unknown encoding", path=name, hint="save it as UTF-8")
