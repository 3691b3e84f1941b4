"""What is known of offices, ranks, heads and set phrases: tables in `data/`, to be corrected without code.

A table is tab-separated with a header line; lines that begin with # say what it holds. Several English forms
in a cell are parted by a bar.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple, cast

from align.errors import DataError
from align.model import TermType


class Entry(NamedTuple):
    """A Chinese form, the English forms it is known by, and its type."""

    zh: str
    renderings: tuple[str, ...]
    type: TermType


class Rank(NamedTuple):
    """The head of a title, its English heads, and whether it is an office, an honour or a group of holders."""

    zh: str
    renderings: tuple[str, ...]
    kind: str


class Modifier(NamedTuple):
    """What stands before a title or a rank: 时任, 原, 副."""

    zh: str
    renderings: tuple[str, ...]
    place: str


class Head(NamedTuple):
    """The last characters of a name, the type they give it, and whether a generic phrase has it too."""

    zh: str
    renderings: tuple[str, ...]
    type: TermType
    always: bool


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Read a table of this package.

    Raises:
        DataError: A line has another number of cells than the header.
    """
    text = (files("align.terms") / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in enumerate(text.splitlines(), 1) if line[1] and not line[1].startswith("#")]
    header = lines[0][1].split("\t")
    found = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise DataError(f"{len(cells)} cells where the header has {len(header)}", path=name, line=number)
        found.append(dict(zip(header, cells, strict=True)))
    return found


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split("|") if form.strip())


@cache
def known() -> Mapping[str, Entry]:
    """Bodies of party and state, set phrases of policy, and places, by their Chinese form."""
    table = {}
    for name in ("offices.tsv", "policy.tsv"):
        for row in rows(name):
            table[row["zh"]] = Entry(row["zh"], _forms(row["en"]), cast(TermType, row["type"]))
    for row in rows("places.tsv"):
        table[row["zh"]] = Entry(row["zh"], _forms(row["en"]), "place")
    return MappingProxyType(table)


@cache
def beginnings() -> frozenset[str]:
    """Return everything that the forms in `known` begin with, themselves included."""
    return frozenset(zh[:end] for zh in known() for end in range(1, len(zh) + 1))


@cache
def short_places() -> Mapping[str, Entry]:
    """Provinces by the one character that names them in compounds (浙, 渝)."""
    table = {
        row["short"]: Entry(row["short"], _forms(row["en"]), "place") for row in rows("places.tsv") if row["short"]
    }
    return MappingProxyType(table)


@cache
def ranks() -> Mapping[str, Rank]:
    """Ranks by their Chinese form."""
    return MappingProxyType({row["zh"]: Rank(row["zh"], _forms(row["en"]), row["kind"]) for row in rows("ranks.tsv")})


@cache
def modifiers() -> Mapping[str, Modifier]:
    """What may stand before titles and ranks, by its Chinese form."""
    return MappingProxyType(
        {row["zh"]: Modifier(row["zh"], _forms(row["en"]), row["place"]) for row in rows("modifiers.tsv")}
    )


@cache
def heads() -> Mapping[str, Head]:
    """Heads of names and noun phrases by their Chinese form."""
    table = {
        row["zh"]: Head(row["zh"], _forms(row["en"]), cast(TermType, row["type"]), row["strength"] == "always")
        for row in rows("heads.tsv")
    }
    return MappingProxyType(table)


@cache
def barred(bar: str) -> frozenset[str]:
    """Return the Chinese words with a bar: `any`, `first`, `last`, `weak` or `judging`."""
    return frozenset(row["zh"] for row in rows("words.tsv") if row["bar"] == bar)


@cache
def english(kind: str) -> frozenset[str]:
    """Return the English words of a kind.

    That is `light` (no evidence), `edge`, `edge-first` or `edge-last` (no edge of a term), `noun` (not the
    adjective it looks like), or `verb` (never a noun).
    """
    return frozenset(row["en"] for row in rows("english.tsv") if row["kind"] == kind)


@lru_cache(maxsize=65536)
def is_english_verb(word: str) -> bool:
    """Tell whether an English word is a verb and no noun, with or without the ending of the third person.

    >>> is_english_verb("delivers"), is_english_verb("carries"), is_english_verb("delivery")
    (True, True, False)
    """
    bases = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"}
    return not english("verb").isdisjoint(bases)


@lru_cache(maxsize=65536)
def longest_head(zh: str) -> Head | None:
    """Return the longest head a Chinese form ends in, if it is more than the head alone.

    >>> longest_head("马鞍街道").zh, longest_head("街道")
    ('街道', None)
    """
    table = heads()
    for start in range(max(1, len(zh) - 6), len(zh)):
        if head := table.get(zh[start:]):
            return head
    return None
