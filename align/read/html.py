"""Pages saved from the web: their text, a block a paragraph.

What markup alone shows to be furniture (navigation, forms, lists of links) is left out; the rest of a page's
furniture is told by its words when the text is segmented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any

from align.errors import ReadError
from align.read.encodings import decode

_BEGINS = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
# What pages say and what they mean: the names of the older standards stand for the newest.
_STANDS_FOR = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}

# fmt: off
_LEFT_OUT = frozenset(
    {
        "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "button",
        "select", "textarea", "iframe", "svg", "canvas", "object", "video", "audio", "map"
    }
)
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul", "br", "html"
    }
)
# fmt: on


def is_html(data: bytes, name: str) -> bool:
    """Tell whether bytes are a page in HTML, by the name of the file or how they begin.

    >>> is_html(b"<!DOCTYPE html><p>Hello", "-"), is_html(b"1 < 2", "a.txt")
    (True, False)
    """
    if PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml", ".shtml"):
        return True
    return _BEGINS.match(data[:4096]) is not None


def page_text(data: bytes, name: str) -> str:
    """Return the text of a page, its blocks parted by empty lines.

    Raises:
        ReadError: There is no text in it, or it is in an unknown encoding.

    >>> page_text(b"<html><body><nav>Home</nav><h1>Title</h1><p>One <b>two</b><br>three.</p></body></html>", "a.html")
    'Title\\n\\nOne two\\n\\nthree.'
    """
    from lxml import etree, html

    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", _declared(data) or decode(data, name))
    try:
        root = html.document_fromstring(markup, parser=html.HTMLParser(huge_tree=True))
    except etree.ParserError as error:
        raise ReadError("there is no text in this page", path=name, hint="save the page again") from error
    text = "\n\n".join(_blocks(root))
    if not text:
        raise ReadError("there is no text in this page", path=name, hint="save the page again")
    return text


def _declared(data: bytes) -> str | None:
    """Decode a page by the encoding it declares, if that holds."""
    match = _CHARSET.search(data[:4096])
    if match is None or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    encoding = match[1].decode("ascii").lower()
    try:
        return data.decode(_STANDS_FOR.get(encoding, encoding)).lstrip("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None


def _blocks(root: Any) -> Iterator[str]:
    """Yield the text of each block in order, white space closed up."""
    pieces: list[str] = []
    for piece in _pieces(root):
        if piece is not None:
            pieces.append(piece)
        elif block := " ".join("".join(pieces).split()):
            pieces = []
            yield block
    if block := " ".join("".join(pieces).split()):
        yield block


def _pieces(root: Any) -> Iterator[str | None]:
    """Yield the text of a tree in order, None where a block begins or ends.

    The stack holds elements still to open and what follows the ones that were opened; recursion would fail on the
    depth of some pages.
    """
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        element, opening = stack.pop()
        is_block = element.tag in _BLOCKS
        if opening:
            if not _is_left_out(element):
                if is_block:
                    yield None
                yield element.text or ""
                stack.append((element, False))
                stack.extend((child, True) for child in reversed(element))
                continue
        elif is_block:
            yield None
        if element is not root:
            yield element.tail or ""


def _is_left_out(element: Any) -> bool:
    """Tell whether an element is no part of the text: comments, what is hidden, menus and other lists of links."""
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or "hidden" in element.attrib:
        return True
    if re.search(r"display\s*:\s*none", element.get("style", ""), re.I):
        return True
    return element.tag in ("ul", "ol", "dl", "table", "div") and _is_menu(element)


_MOST_LINKS = 300  # of a menu; a block with more is the page itself, and not looked through again and again


def _is_menu(element: Any) -> bool:
    """Tell whether nearly all the text of an element is the text of several short links."""
    links = list(islice(element.iter("a"), _MOST_LINKS + 1))
    if not 4 <= len(links) <= _MOST_LINKS:
        return False
    whole = len("".join("".join(element.itertext()).split()))
    linked = sum(len("".join("".join(link.itertext()).split())) for link in links)
    return linked > 0.8 * whole and linked < 40 * len(links)
