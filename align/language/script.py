"""Scripts: is a text Chinese or English, and what does it read in simplified characters."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from align.errors import LanguageError
from align.language.chars import HAN
from align.model import Language

_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_OTHER_LETTER = re.compile(rf"[^\W\d_A-Za-z\u00c0-\u024f{HAN}]")


def han_share(text: str) -> float:
    """Return the share of Chinese characters among all characters and words of a text.

    A Chinese character is weighed against a Latin word, not a letter: either stands for about as much.

    >>> han_share("改革 open"), han_share("1, 2")
    (0.6666666666666666, 0.0)
    """
    han = len(_HAN.findall(text))
    units = han + len(_LATIN_WORD.findall(text)) + len(_OTHER_LETTER.findall(text))
    return han / units if units else 0.0


def detect(text: str) -> Language:
    """Tell from the script whether a text is Chinese or English.

    Args:
        text: The text, or enough of its beginning.

    Returns:
        "zh" or "en". English that quotes some Chinese is English, and the other way round.

    Raises:
        LanguageError: The text is in neither.

    >>> detect("Chongqing (重庆) is a city"), detect("重庆的5G、VR360和ChatGPT应用")
    ('en', 'zh')
    """
    han = len(_HAN.findall(text))
    latin = len(_LATIN_WORD.findall(text))
    other = len(_OTHER_LETTER.findall(text))
    if not han and not latin and not other:
        raise LanguageError("there is no text in it", hint="give a text in Chinese or English")
    if other > max(han, latin) / 4:
        raise LanguageError(
            "the text is neither Chinese nor English", hint="give a text in Chinese or English"
        )
    return "zh" if han > latin else "en"


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Return a text in simplified characters, as long as the text itself.

    What OpenCC (its table t2s) would lengthen or shorten is turned character by character.

    >>> simplify("習近平總書記")
    '习近平总书记'
    """
    convert = _converter().convert
    if _HAN.search(text) is None:
        return text
    whole: str = convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(turned if len(turned := convert(char)) == 1 else char for char in text)
