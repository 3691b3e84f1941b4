"""Which file is what: alignments and glossaries from and to the formats, by the end of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from align.errors import ReadError
from align.export.json import ALIGNMENT, dump_alignment, dump_glossary, format_of, load_alignment, load_glossary
from align.export.ladder import dump_ladder, load_ladder
from align.export.omegat import glossary_omegat
from align.export.table import Level, glossary_table, sentences_table
from align.export.tbx import glossary_tbx
from align.export.tmx import alignment_tmx, glossary_tmx
from align.model import Alignment, Status, Term
from align.read.bitext import read_bitext
from align.read.glossary import Glossary, read_glossary
from align.read.text import read_document, read_text

Kind = Literal["alignment", "glossary"]

FORMATS = ("json", "tmx", "tsv", "csv", "ladder", "tbx", "omegat")
_SUFFIXES = {f".{name}": name for name in FORMATS} | {".utf8": "omegat", ".xml": "tbx"}
_TERMBASES = (".termbase", ".sqlite", ".db")

_ALIGNMENTS: Mapping[str, Callable[[Alignment, Level], str | bytes]] = {
    "json": lambda alignment, _: dump_alignment(alignment),
    "tmx": lambda alignment, level: alignment_tmx(alignment, level=level),
    "tsv": lambda alignment, level: sentences_table(alignment, level=level),
    "csv": lambda alignment, level: sentences_table(alignment, level=level, delimiter=","),
    "ladder": lambda alignment, level: dump_ladder(
        alignment.sentences if level == "sentences" else alignment.paragraphs
    ),
}
_GLOSSARIES: Mapping[str, Callable[[Sequence[Term]], str | bytes]] = {
    "json": dump_glossary,
    "tmx": glossary_tmx,
    "tsv": glossary_table,
    "csv": lambda terms: glossary_table(terms, delimiter=","),
    "tbx": glossary_tbx,
    "omegat": glossary_omegat,
}


def format_by_name(path: Path) -> str:
    """Return the format that the end of a file's name stands for.

    Raises:
        ReadError: It stands for none.
    """
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise ReadError("the end of the name says no format", path=path, hint=f"use --to {'|'.join(FORMATS)}")
    return found


def write_alignment(alignment: Alignment, fmt: str, level: Level) -> bytes:
    """Return an alignment in a format.

    Raises:
        ReadError: The format holds glossaries only.
    """
    if fmt not in _ALIGNMENTS:
        hint = f"choose one of {', '.join(_ALIGNMENTS)}, or make a glossary with 'align terms'"
        raise ReadError(f"{fmt} holds a glossary, and this is an alignment", hint=hint)
    return _encoded(_ALIGNMENTS[fmt](alignment, level))


def write_glossary(terms: Sequence[Term], fmt: str) -> bytes:
    """Return a glossary in a format.

    Raises:
        ReadError: The format holds alignments only.
    """
    if fmt not in _GLOSSARIES:
        hint = f"choose one of {', '.join(_GLOSSARIES)}"
        raise ReadError(f"{fmt} holds an alignment, and this is a glossary", hint=hint)
    return _encoded(_GLOSSARIES[fmt](terms))


def kind_of(path: Path, fmt: str = "") -> Kind:
    """Tell whether a file holds an alignment or a glossary, from its name and its first lines.

    Pairs of which nothing shows what they are count as a glossary when `fmt`, what they are to become, holds
    nothing else.
    """
    suffix = path.suffix.lower()
    if suffix in (".tbx", ".xml", ".utf8", *_TERMBASES):
        return "glossary"
    if suffix == ".json":
        return "alignment" if format_of(read_text(path)) == ALIGNMENT else "glossary"
    if suffix in (".tmx", ".tsv", ".csv", ".txt"):
        head = read_text(path)[:2000]
        first = head.lstrip("\ufeff").partition("\n")[0].lower()
        marks = 'segtype="phrase"' in head if suffix == ".tmx" else {"type", "status", "variants"} & set(_words(first))
        return "glossary" if marks or fmt not in ("", *_ALIGNMENTS) else "alignment"
    return "alignment"


def load_terms(path: Path, *, default: Status = "approved") -> tuple[Term, ...]:
    """Read a glossary of any kind, a termbase too; see `load_entries`."""
    return load_entries(path, default=default).terms


def load_entries(path: Path, *, default: Status = "approved") -> Glossary:
    """Read a glossary of any kind, a termbase too, with what was rejected in it.

    Args:
        path: The file.
        default: The status of entries for which it gives none.

    Raises:
        ReadError: It is absent, broken, or no glossary.
        DataError: It is a JSON file or a termbase that does not hold together.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        return Glossary(load_glossary(read_text(path), path=path))
    if suffix in _TERMBASES:
        from align.termbase import Termbase

        with Termbase(path) as base:
            return Glossary(base.terms(), base.rejected())
    return read_glossary(path, default=default)


def load_beads(path: Path) -> Alignment:
    """Read an alignment: our JSON, or a table, memory or Moses pair as one with a sentence a pair.

    Raises:
        ReadError: It is absent, broken, or holds indices without the texts.
        DataError: It is a JSON file that does not hold together.
    """
    if path.suffix.lower() == ".json":
        return load_alignment(read_text(path), path=path)
    if path.suffix.lower() == ".ladder":
        raise ReadError("a ladder holds no text", path=path, hint="name the texts with --zh and --en")
    return read_bitext(path)


def load_rungs(path: Path, zh: Path, en: Path) -> Alignment:
    """Read a ladder and the two files, a sentence a line, whose lines it pairs.

    Raises:
        ReadError: One of them is absent or broken, or the ladder goes beyond the texts.
    """
    from align.segment import segment

    source, target = (segment(read_document(file), lines=True) for file in (zh, en))
    beads = load_ladder(read_text(path), path=path)
    ends = max((bead.source.stop for bead in beads), default=0), max((bead.target.stop for bead in beads), default=0)
    for end, document in zip(ends, (source, target), strict=True):
        if end > len(document.sentences):
            message = f"the ladder goes up to line {end}, {document.name} has {len(document.sentences)}"
            raise ReadError(message, path=path, hint="name the texts the ladder was made for")
    return Alignment(source, target, beads, beads)


def _encoded(data: str | bytes) -> bytes:
    return data.encode("utf-8", errors="replace") if isinstance(data, str) else data


def _words(line: str) -> list[str]:
    return line.replace(",", "\t").replace(";", "\t").split()
