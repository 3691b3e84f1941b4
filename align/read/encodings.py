"""From bytes to text: UTF-8, UTF-16, UTF-32, GB18030, Big5 and Windows-1252, told apart by what they spell.

The order is that of certainty. A byte order mark says it all. What decodes as UTF-8 is UTF-8. NUL bytes in every
other place are UTF-16. For the rest every candidate that decodes at all is scored by how common its characters
are, since in the wrong encoding Chinese turns into rare characters; it works from a few characters on.
"""

from __future__ import annotations

import codecs
import json
import re
from functools import cache
from importlib import resources

from align.errors import ReadError
from align.language.chars import is_han
from align.language.script import simplify

# What a file begins with that is no text, what it is, and what to do about it.
_NOT_TEXT = (
    (b"%PDF-", "a PDF", "copy its text into a .txt file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "save it as plain text in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as plain text in UTF-8"),
    (b"{\\rtf", "a rich text document", "save it as plain text in UTF-8"),
    (b"\x89PNG", "a PNG image", "give a file with text"),
    (b"\xff\xd8\xff", "a JPEG image", "give a file with text"),
    (b"GIF8", "a GIF image", "give a file with text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\x7fELF", "a program", "give a file with text"),
)
# UTF-32 before UTF-16, whose little-endian mark it begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# On equal scores the first stands: GB18030 is the commoner by far, and Windows-1252 decodes nearly anything.
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")
_SAMPLE = 20_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def decode(data: bytes, name: str) -> str:
    """Turn the bytes of a text file into text, without a byte order mark.

    Args:
        data: All bytes of the file.
        name: Its name, for the message of an error.

    Raises:
        ReadError: The bytes are none, no text, damaged, or text in an encoding unknown here.

    >>> decode("改革开放".encode("gbk"), "a.txt"), decode("習近平".encode("big5"), "b.txt")
    ('改革开放', '習近平')
    """
    if not data.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise ReadError("the file is empty", path=name, hint="give a file with text")
    for beginning, kind, hint in _NOT_TEXT:
        if data.startswith(beginning):
            raise ReadError(f"this is {kind}, not a text", path=name, hint=hint)
    text = _marked(data, name) or _plain_utf8(data) or _likeliest(data, name)
    if not text.strip("\ufeff\u3000\u200b \t\r\n\x0b\x0c"):
        raise ReadError("the file is empty", path=name, hint="give a file with text")
    if len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 200:
        raise ReadError("this is a binary file, not a text", path=name, hint="give a file with text")
    return text


def _marked(data: bytes, name: str) -> str | None:
    """Decode what says by its first bytes in which encoding it is."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _damaged(data, name, encoding, error) from error
    return None


def _plain_utf8(data: bytes) -> str | None:
    """Decode UTF-8, unless it came out as what no Chinese or English text holds: in a short text that is chance."""
    text = _decoded(data, "utf-8")
    # A character beyond ASCII takes two to four bytes.
    if text is None or (len(data) - len(text) < 12 and _beyond(text) < 4 and _score(text) <= 0):
        return None
    return text


def _beyond(text: str) -> int:
    return sum(char > "\x7f" for char in text)


def _likeliest(data: bytes, name: str) -> str:
    """Decode by the candidate whose characters are the commonest."""
    texts = [text for encoding in _CANDIDATES if (text := _decoded(data, encoding)) is not None]
    scored = [(_score(text), text) for text in texts]
    if scored:
        score, text = max(scored, key=lambda pair: pair[0])
        # A few rare characters, a name for example, are no reason to refuse; a whole text of them is.
        if score >= (0.55 if _beyond(text[:_SAMPLE]) >= 50 else 0.15):
            return text
    if b"\x00" in data:
        raise ReadError("this is a binary file, not a text", path=name, hint="give a file with text")
    try:
        # Whatever script this is, its encoding is known; the script is judged elsewhere.
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(data):
            raise _damaged(data, name, "utf-8", error) from error
    raise ReadError(
        "its encoding is none of UTF-8, UTF-16, GB18030, Big5", path=name, hint="save it as UTF-8 in an editor"
    )


def _decoded(data: bytes, encoding: str) -> str | None:
    if encoding.startswith("utf-16"):
        if len(data) % 2:
            return None
    elif b"\x00" in data:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_nearly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes, as a cut-off download leaves it, from another encoding."""
    text = data.decode("utf-8", errors="replace")
    return _beyond(text) > 10 * text.count("\ufffd")


def _damaged(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> ReadError:
    newline = "\n".encode(encoding)
    line = data[: error.start].count(newline) + 1
    return ReadError(
        f"it is {encoding.upper()} with bytes that do not belong there",
        path=name,
        line=line,
        hint="save it again as UTF-8",
    )


@cache
def _common() -> dict[str, float]:
    """Return what a character counts for: the 500 commonest for 1, the next 1,000 for 0.6."""
    table = json.loads(resources.files("align.read").joinpath("encodings.json").read_text("utf-8"))
    return {char: 1.0 if rank < 500 else 0.6 for rank, char in enumerate("".join(table["common"]))}


_CHINESE_MARKS = re.compile("[\u3000-\u3017\uff01-\uff5e\u2014\u2018\u2019\u201c\u201d\u2026\u00b7\u25a0-\u25cf\u203b]")
# Typographic marks, fractions behind figures and accented letters as they stand in Latin text, one or two among ASCII.
_LATIN_MARKS = re.compile(
    "(?<![^\x00-\x7e])(?:[\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00a0\u00e0-\u00ff\u00a9\u00ae]"
    "|\u00a3(?=\\d)|(?<=\\d)[\u00b0\u00bc-\u00be\u00d7]|(?<=[A-Za-z\\d])[\u00b2\u00b3]"
    "|[\u00c0-\u00de\u0100-\u017f](?=[A-Za-z])|(?<=[A-Za-z])[\u0100-\u017f]){1,2}(?![^\x00-\x7e])"
)


def _score(text: str) -> float:
    """Return how much the characters beyond ASCII are those of a Chinese or English text, at most 1."""
    sample = text[:_SAMPLE]
    beyond = [char for char in simplify(sample) if char > "\x7f"]
    if _CONTROL.search(sample):
        return 0.0
    if not beyond:
        return 1.0
    common = _common()
    total = 0.0
    for char in beyond:
        if is_han(char):
            total += common.get(char, 0.2 if "\u4e00" <= char <= "\u9fa5" and _is_listed(char) else -0.2)
        else:
            total += 1.0 if _CHINESE_MARKS.match(char) else -1.0
    latin = sum(map(len, _LATIN_MARKS.findall(sample)))
    if latin > 0.9 * len(beyond) and len(beyond) < len(sample) / 3:
        return max(0.7, total / len(beyond))
    return total / len(beyond)


def _is_listed(char: str) -> bool:
    """Tell whether a character is among the 6,763 of GB 2312."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
