"""Files to documents: plain text, and pages saved from the web."""

from __future__ import annotations

import sys
from pathlib import Path

from align.errors import LanguageError, ReadError
from align.language.script import detect
from align.model import Document
from align.read.encodings import decode
from align.read.html import is_html, page_text

__all__ = ["decode", "document_from_bytes", "read_bytes", "read_document", "read_text"]


def read_document(path: Path | str) -> Document:
    """Read a document from a file, or from standard input when `path` is "-".

    Raises:
        ReadError: The file is absent, a folder, empty, no text, or in an unknown encoding.
        LanguageError: The text is neither Chinese nor English.
    """
    return document_from_bytes(read_bytes(path), str(path))


def read_text(path: Path | str) -> str:
    """Read text in whatever language, as it stands, from a file or from standard input ("-").

    Raises:
        ReadError: The file is absent, a folder, empty, no text, or in an unknown encoding.
    """
    return decode(read_bytes(path), str(path))


def read_bytes(path: Path | str) -> bytes:
    """Read the bytes of a file, or of standard input when `path` is "-".

    Raises:
        ReadError: The file is absent, a folder, or may not be read.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise ReadError("there is no such file", path=path, hint="check the name") from error
    except IsADirectoryError as error:
        raise ReadError("this is a folder", path=path, hint="give the files in it") from error
    except PermissionError as error:
        raise ReadError("you may not read it", path=path, hint="check its permissions") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"it cannot be read: {error}", path=path) from error


def document_from_bytes(data: bytes, name: str) -> Document:
    """Make a document of the bytes of a file: its text and language, not yet segmented.

    Args:
        data: The bytes; a page in HTML is turned into its text.
        name: The path or label the document goes by.

    Raises:
        ReadError: The bytes are none, no text, or in an unknown encoding.
        LanguageError: The text is neither Chinese nor English.

    >>> document_from_bytes("改革开放。".encode("gb18030"), "a.txt")
    Document(name='a.txt', language='zh', text='改革开放。', paragraphs=(), sentences=(), marks=())
    """
    text = page_text(data, name) if is_html(data, name) else decode(data, name)
    try:
        return Document(name, detect(text), text)
    except LanguageError as error:
        raise LanguageError(error.message, path=name, hint=error.hint) from error
