"""The units of a translation memory (TMX 1.1 to 1.4b), one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from align.errors import ReadError
from align.model import Language

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES: Mapping[str, Language] = {
    **dict.fromkeys(("zh", "zho", "chi", "cmn", "chinese", "中文"), "zh"),
    **dict.fromkeys(("en", "eng", "english", "英文"), "en"),
}


class Unit(NamedTuple):
    """A translation unit: its Chinese and English segments as plain text on one line, and its props."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    props: Mapping[str, str]


def language_of(name: str) -> Language | None:
    """Return the language a code or a column head names.

    >>> language_of("zh-Hans-CN"), language_of("EN_us"), language_of("Chinese"), language_of("de")
    ('zh', 'en', 'zh', None)
    """
    return _LANGUAGES.get(re.split("[-_]", name.strip().lower())[0])


def local(element: Element) -> str:
    """Return the name of an element without its namespace, which some programs write and others do not."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_units(file: BinaryIO, path: str | Path) -> Iterator[Unit]:
    """Read a memory from an open file, holding one unit at a time.

    Yields:
        Every unit, also one that lacks a language.

    Raises:
        ReadError: Broken XML, with its line; no memory; or a memory whose units never have both languages.
    """
    languages: set[str] = set()
    found = False
    for element in _elements(file, path):
        unit = _unit(element, languages)
        found = found or bool(unit.zh and unit.en)
        yield unit
    if languages and not found:
        names = ", ".join(sorted(languages))
        raise ReadError(f"no unit has both Chinese and English, only {names}", path=path)


def _elements(file: BinaryIO, path: str | Path) -> Iterator[Element]:
    """Yield the unit elements as they end, and forget them."""
    root: Element | None = None
    body: Element | None = None
    try:
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            name = local(element)
            if root is None:
                root = element
                if name != "tmx":
                    raise ReadError(f"not a TMX: its root is <{name}>", path=path)
            elif event == "start" and name == "body":
                body = element
            elif event == "end" and name == "tu" and body is not None:
                yield element
                body.clear()
    except ElementTree.ParseError as error:
        line = error.position[0]
        raise ReadError(f"broken XML: {error}", path=path, line=line, hint="export the memory again") from error
    except (ValueError, LookupError) as error:  # an encoding the parser does not know
        raise ReadError(f"cannot be read as XML: {error}", path=path, hint="save the file as UTF-8") from error


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
