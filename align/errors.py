"""The errors align raises: what is wrong, where, and what to do about it, as fields.

The library raises them; only the command line turns one into a line on the screen.
"""

from __future__ import annotations

from pathlib import Path


class AlignError(Exception):
    """Something the user can mend.

    Args:
        message: What is wrong, without a full stop.
        path: The file or folder it concerns.
        line: The line in that file, from 1.
        hint: What to do, as an instruction.

    >>> str(AlignError("the file is empty", path="a.txt", hint="give a file with text"))
    'a.txt: the file is empty (give a file with text)'
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | Path | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        self.hint = hint
        super().__init__(message)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        advice = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.message}{advice}" if place else f"{self.message}{advice}"


class ReadError(AlignError):
    """An input that cannot be read: absent, empty, binary, in no known encoding, or malformed."""


class LanguageError(AlignError):
    """An input in a language that does not fit: not Chinese or English, or two of one kind."""


class WriteError(AlignError):
    """An output that cannot be written: read-only folder, full disk, or it would overwrite an input."""


class DataError(AlignError):
    """A data file of the program or of the user (lexicon, termbase, settings) that does not hold together."""


class MissingError(AlignError):
    """Something optional that was asked for and is not there: a package, a model, a program."""
