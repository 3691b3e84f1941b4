"""The units of a translation memory (TMX 1.1 to 1.4b), one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element

from align.errors import ReadError
from align.model import Language
from align.read.xml import LANG, language_of, local, stream


class Unit(NamedTuple):
    """A translation unit: its Chinese and English segments as plain text on one line, and its props."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    props: Mapping[str, str]


def read_units(file: BinaryIO, path: str | Path) -> Iterator[Unit]:
    """Read a memory from an open file, holding one unit at a time.

    Yields:
        Every unit, also one that lacks a language.

    Raises:
        ReadError: Broken XML, with its line; no memory; or a memory whose units never have both languages.
    """
    languages: set[str] = set()
    found = False
    for element in stream(file, path, roots={"tmx"}, units={"tu"}):
        unit = _unit(element, languages)
        found = found or bool(unit.zh and unit.en)
        yield unit
    if languages and not found:
        names = ", ".join(sorted(languages))
        raise ReadError(f"no unit has both Chinese and English, only {names}", path=path)


def _unit(element: Element, languages: set[str]) -> Unit:
    texts: dict[Language, list[str]] = {"zh": [], "en": []}
    for variant in (child for child in element if local(child) == "tuv"):
        name = variant.get(LANG) or variant.get("lang") or ""
        languages.add(name)
        segment = next((child for child in variant if local(child) == "seg"), None)
        language = language_of(name)
        if language and segment is not None:
            texts[language].append(" ".join(_plain(segment).split()))
    props = {child.get("type", ""): child.text or "" for child in element if local(child) == "prop"}
    return Unit(tuple(texts["zh"]), tuple(texts["en"]), props)


def _plain(segment: Element) -> str:
    """Return the text of a segment without the codes of the original format that TMX keeps in it."""
    parts = [segment.text or ""]
    for child in segment:
        parts += [_plain(child) if local(child) == "hi" else "", child.tail or ""]
    return "".join(parts)
