"""Reading the exchange formats in XML as a stream: TMX and TBX keep their units in a body, one after another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from align.errors import ReadError
from align.model import Language

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES: Mapping[str, Language] = {
    **dict.fromkeys(("zh", "zho", "chi", "cmn", "chinese", "中文", "汉语"), "zh"),
    **dict.fromkeys(("en", "eng", "english", "英文", "英语"), "en"),
}


def language_of(name: str) -> Language | None:
    """Return the language a code or a column head names.

    >>> language_of("zh-Hans-CN"), language_of("EN_us"), language_of("Chinese"), language_of("de")
    ('zh', 'en', 'zh', None)
    """
    return _LANGUAGES.get(re.split("[-_]", name.strip().lower())[0])


def local(element: Element) -> str:
    """Return the name of an element without its namespace, which some programs write and others do not."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def stream(file: BinaryIO, path: str | Path, *, roots: Collection[str], units: Collection[str]) -> Iterator[Element]:
    """Yield the units of a file as they end, and forget them.

    Args:
        file: The open file.
        path: Its name, for the errors.
        roots: What the root may be called.
        units: What a unit may be called.

    Raises:
        ReadError: Broken XML, with its line, or another root.
    """
    root: Element | None = None
    body: Element | None = None
    try:
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            name = local(element)
            if root is None:
                root = element
                if name not in roots:
                    kind = " or ".join(sorted(roots))
                    raise ReadError(f"its root is <{name}>, not <{kind}>", path=path, hint="check the format")
            elif event == "start" and name == "body":
                body = element
            elif event == "end" and name in units and body is not None:
                yield element
                body.clear()
    except ElementTree.ParseError as error:
        line = error.position[0]
        raise ReadError(f"broken XML: {error}", path=path, line=line, hint="export the file again") from error
    except (ValueError, LookupError) as error:  # an encoding the parser does not know
        raise ReadError(f"cannot be read as XML: {error}", path=path, hint="save the file as UTF-8") from error
