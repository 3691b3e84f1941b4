"""Characters: which are Han, how wide they stand in a terminal, and what they fold to.

The ranges follow the blocks of Unicode 15.1 (CJK Unified Ideographs and its extensions A to I, the
compatibility ideographs, the iteration mark and the ideographic zero).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

# The inside of a regular expression's character class: write re.compile(f"[{HAN}]+").
HAN = (
    "\u3005\u3007"  # iteration mark 々, ideographic zero 〇
    "\u3400-\u4dbf"  # extension A
    "\u4e00-\u9fff"  # unified ideographs
    "\uf900-\ufaff"  # compatibility ideographs
    "\U00020000-\U0003ffff"  # extensions B to I and their supplements: planes 2 and 3
)
_HAN = re.compile(f"[{HAN}]+")

_FOLDS = {
    "\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4": "'",
    "\u201c\u201d\u201e\u201f\u2033": '"',
    "\u2010\u2011": "-",  # hyphen, non-breaking hyphen
    "\u00a0\u2002\u2003\u2009\u202f\u3000": " ",
}
_FOLD = {chr(full): chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)} | {
    char: plain for chars, plain in _FOLDS.items() for char in chars
}
# Few characters of a text fold: to look for them is several times quicker than to translate them all.
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD))}]")


def is_han(char: str) -> bool:
    """Tell whether a character is a Chinese character.

    Punctuation such as 。 and ……, kana and hangul are not.

    >>> [is_han(char) for char in "党〇𠮷—A。"]
    [True, True, True, False, False, False]
    """
    if "\u4e00" <= char <= "\u9fff":  # nearly all of them
        return True
    return _HAN.match(char) is not None


def fold(text: str) -> str:
    r"""Return a copy in which characters that differ only in form are one, character for character.

    Full-width ASCII becomes half-width, curly quotes and apostrophes straight, unusual spaces plain. The copy
    is as long as the text, so offsets into the one are offsets into the other. Letters keep their case.

    >>> fold("５Ｇ，Min’er：“Ａ”")
    '5G,Min\'er:"A"'
    """
    if text.isascii() and "`" not in text:
        return text
    return _FOLDED.sub(lambda match: _FOLD[match[0]], text)


_IS_NARROW = re.compile("[ -~\u2010-\u2027]").match
_IS_WIDE = re.compile("[\u3000-\u3020\u4e00-\u9fff\uff01-\uff60]").match


@lru_cache(maxsize=65536)
def _char_width(char: str) -> int:
    if _IS_NARROW(char) or _IS_WIDE(char):  # wcwidth is large: most texts do without
        return 1 if _IS_NARROW(char) else 2
    from wcwidth import wcwidth

    return max(int(wcwidth(char)), 0)


def cell_width(text: str) -> int:
    """Return how many terminal cells a line of text takes: Han, full-width forms and emoji take two.

    >>> cell_width("abc"), cell_width("改革,"), cell_width("“两个”")
    (3, 5, 6)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    if "\u200d" in text or "\ufe0f" in text:  # joined emoji are narrower than the sum of their parts
        from wcwidth import wcswidth

        width = int(wcswidth(text))
        if width >= 0:
            return width
    return sum(map(_char_width, text))


def clip(text: str, width: int) -> str:
    """Cut a line to at most `width` terminal cells, with an ellipsis where something was cut off.

    >>> clip("改革开放", 8), clip("改革开放", 6), clip("reform", 4)
    ('改革开放', '改革…', 'ref…')
    """
    if cell_width(text) <= width:
        return text
    if width < 1:
        return ""
    return _fitting(text, width - 1) + "…"


def _fitting(text: str, width: int) -> str:
    """Return the longest beginning of `text` that takes at most `width` cells."""
    used = 0
    for index, char in enumerate(text):
        used += _char_width(char)
        if used > width:
            return text[:index]
    return text


def pad(text: str, width: int) -> str:
    """Fill a line with spaces to `width` terminal cells; a longer one stays as it is.

    >>> pad("改革", 6) + "|"
    '改革  |'
    """
    return text + " " * (width - cell_width(text))


# A line is broken before a Han character or a Latin word, never before closing punctuation or after opening.
@cache
def _piece() -> re.Pattern[str]:
    return re.compile(
        rf"[“‘「『《〈（【〔([{{]*(?:[{HAN}]|[^\s{HAN}“‘「『《〈（【〔]+?(?=[\s{HAN}“‘「『《〈（【〔]|$)|\S)"
        r"[”’」』》〉）】〕)\]}，。、；：！？…,.;:!?%]*\s*"
    )


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` terminal cells.

    Chinese breaks between any two characters, but not before a closing mark nor after an opening one; English
    breaks at white space. A word longer than a line is cut.

    >>> wrap("深化改革。扩大开放。", 10)
    ['深化改革。', '扩大开放。']
    >>> wrap("reform and opening up", 10)
    ['reform and', 'opening up']
    """
    width = max(width, 2)
    lines = [""]
    for piece in _piece().findall(" ".join(text.split())):
        bare = piece.rstrip()
        if cell_width(lines[-1] + bare) > width and lines[-1]:
            lines.append("")
        while cell_width(bare) > width:
            head = _fitting(bare, width)
            lines[-1] = head
            lines.append("")
            bare = piece = piece[len(head) :]
            bare = bare.rstrip()
        lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()] or [""]
