"""What the XML formats share: the characters XML allows, the date of making, the bytes of a document."""

from __future__ import annotations

import os
import re
from datetime import datetime, timezone
from xml.etree import ElementTree

from align import __version__

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    r"""Return a text on one line without the characters XML 1.0 forbids, written in any way.

    >>> clean("改革\x00开放\n\ufffe"), clean("  a \t b ")
    ('改革开放', 'a b')
    """
    return " ".join(_ILLEGAL.sub("", text).split())


def made_at() -> datetime:
    """Return the time to write into a file: now, or SOURCE_DATE_EPOCH so that a build can be repeated.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), timezone.utc) if epoch.isdecimal() else datetime.now(timezone.utc)


def program_version() -> str:
    """Return the version of this program, for the header of a file."""
    return __version__


def to_bytes(root: ElementTree.Element, doctype: str = "") -> bytes:
    """Return an indented document in UTF-8 with its declaration and document type."""
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return f"{head}{body}\n".encode()
