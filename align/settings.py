"""align.toml: what a house settles once for all its reports.

    glossaries = ["house.tsv"]      # or one name
    termbase = "house.db"
    lexicon = "house.lexicon"
    encoder = "labse"               # a sentence encoder, and if need be how it runs:
    device = "cuda"
    batch-size = 64
    backend = "torch"               # or onnx
    encoder-words = true            # it links words, too
    baseline = "align-baseline.json"
    severity = "warning"            # what is shown
    fail-on = "error"               # what makes the exit code 1

    [rules]
    spacing = "off"                 # or a severity
    numbers = "warning"

Names of files count from the folder of align.toml.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from align.check.rule import Options
from align.encode.protocol import Backend
from align.errors import DataError, ReadError
from align.model import Severity

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

NAME = "align.toml"
Level = Literal["info", "warning", "error", "never"]
_PATHS = ("termbase", "lexicon", "baseline")
_RUNNING = ("device", "batch-size", "backend", "encoder-words")
_KEYS = ("glossaries", *_PATHS, "encoder", *_RUNNING, "severity", "fail-on", "rules")


@dataclass(frozen=True, slots=True)
class Settings:
    """The contents of an align.toml; every value has a default. None leaves it to the command."""

    glossaries: tuple[Path, ...] = ()
    termbase: Path | None = None
    lexicon: Path | None = None
    baseline: Path | None = None
    encoder: str | None = None
    device: str | None = None
    batch_size: int | None = None
    backend: Backend | None = None
    encoder_words: bool | None = None
    severity: Severity = "info"
    fail_on: Level = "info"
    rules: Options = field(default_factory=Options)


def find_settings(start: Path) -> Path | None:
    """Return the align.toml of a folder or of the nearest folder above it."""
    start = start.absolute()
    return next((folder / NAME for folder in (start, *start.parents) if (folder / NAME).is_file()), None)


def read_settings(path: Path) -> Settings:
    """Read an align.toml.

    Raises:
        ReadError: The file cannot be read.
        DataError: It is no TOML, has a key or rule that does not exist, or a value that does not fit.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read: {error}", path=path) from error
    return loads(text, path)


def loads(text: str, path: Path) -> Settings:
    """Read the text of an align.toml; see `read_settings`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise DataError(f"this is no TOML: {error}", path=path, line=line) from error
    return _Reader(text, path).settings(table)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    path: Path

    def settings(self, table: Mapping[str, Any]) -> Settings:
        for name in table:
            if name not in _KEYS:
                raise self.error(name, f"there is no setting {name}", f"settings are {', '.join(_KEYS)}")
        names = table.get("glossaries", [])
        glossaries = [names] if isinstance(names, str) else names
        if not isinstance(glossaries, list) or not all(isinstance(name, str) for name in glossaries):
            raise self.error("glossaries", "glossaries must be the name of a file, or a list of names")
        given = {name: self.path.parent / self.word(table, name) for name in _PATHS if name in table}
        return Settings(
            glossaries=tuple(self.path.parent / name for name in glossaries),
            encoder=self.encoder(table),
            device=self.word(table, "device") if "device" in table else None,
            batch_size=self.number(table, "batch-size"),
            backend=cast("Backend | None", self.choice(table, "backend", get_args(Backend), "") or None),
            encoder_words=self.truth(table, "encoder-words"),
            severity=cast(Severity, self.choice(table, "severity", get_args(Severity), "info")),
            fail_on=cast(Level, self.choice(table, "fail-on", get_args(Level), "info")),
            rules=self.rules(table.get("rules", {})),
            **given,
        )

    def encoder(self, table: Mapping[str, Any]) -> str | None:
        """Return the folder of a model when there is one of this name, else the name."""
        if "encoder" not in table:
            return None
        name = self.word(table, "encoder")
        folder = self.path.parent / name
        return str(folder) if folder.is_dir() else name

    def rules(self, table: Any) -> Options:
        if not isinstance(table, dict):
            raise self.error("rules", "rules must be a table", 'write [rules], then lines such as spacing = "off"')
        from align.check.rules import BY_NAME

        values = ("off", *get_args(Severity))
        for name in table:
            if name not in BY_NAME:
                raise self.error(name, f"there is no rule {name}", f"rules are {', '.join(BY_NAME)}")
        chosen = {name: self.choice(table, name, values, "") for name in table}
        off = frozenset(name for name, value in chosen.items() if value == "off")
        kept = {name: cast(Severity, value) for name, value in chosen.items() if value != "off"}
        return Options(off, MappingProxyType(kept))

    def word(self, table: Mapping[str, Any], name: str) -> str:
        if not isinstance(table[name], str):
            raise self.error(name, f"{name} must be a text in quotation marks")
        return cast(str, table[name])

    def number(self, table: Mapping[str, Any], name: str) -> int | None:
        value = table.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise self.error(name, f"{name} must be a whole number from 1 on")
        return value

    def truth(self, table: Mapping[str, Any], name: str) -> bool | None:
        value = table.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.error(name, f"{name} must be true or false")
        return value

    def choice(self, table: Mapping[str, Any], name: str, values: tuple[str, ...], default: str) -> str:
        value = table.get(name, default)
        if name in table and value not in values:
            raise self.error(name, f"{name} cannot be {value!r}", f"it may be {', '.join(values)}")
        return cast(str, value)

    def error(self, name: str, message: str, hint: str | None = None) -> DataError:
        """Make the error with the line on which the name stands: TOML values do not know theirs."""
        pattern = re.compile(rf'^\s*\[?\s*"?{re.escape(name)}\b')
        lines = enumerate(self.text.splitlines(), start=1)
        line = next((number for number, line in lines if pattern.match(line)), None)
        return DataError(message, path=self.path, line=line, hint=hint)
