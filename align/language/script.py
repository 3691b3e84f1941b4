"""Scripts: is a text Chinese or English, and what does it read in simplified characters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from align.errors import LanguageError
from align.language.chars import HAN
from align.model import Language

_HAN = re.compile(f"[{HAN}]+")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]")  # but for Han


def han_share(text: str) -> float:
    """Return the share of Chinese characters among all characters and words of a text.

    A Chinese character is weighed against a Latin word, not a letter: either stands for about as much.

    >>> han_share("改革 open"), han_share("1, 2")
    (0.6666666666666666, 0.0)
    """
    counts = _counts(text)
    return counts[0] / sum(counts) if any(counts) else 0.0


def _counts(text: str) -> tuple[int, int, int]:
    """Return how many Chinese characters, Latin words and other letters a text has."""
    beyond = "".join(_BEYOND_ASCII.findall(text))
    rest = _HAN.sub("", beyond)
    return len(beyond) - len(rest), len(_LATIN_WORD.findall(text)), len(_OTHER_LETTER.findall(rest))


def detect(text: str) -> Language:
    """Tell from the script whether a text is Chinese or English.

    Args:
        text: The text; of a long one the beginning is looked at.

    Returns:
        "zh" or "en". English that quotes some Chinese is English, and the other way round.

    Raises:
        LanguageError: The text is in neither.

    >>> detect("Chongqing (重庆) is a city"), detect("重庆的5G、VR360和ChatGPT应用")
    ('en', 'zh')
    """
    beginning = text[:_ENOUGH]
    counts = _counts(beginning)
    if not any(counts):
        beginning, counts = text, _counts(text)
    han, latin, other = counts
    if not any(counts):
        raise LanguageError("there is no text in it", hint="give a text in Chinese or English")
    if other > max(han, latin) / 4 or (latin >= han and _is_foreign(beginning, latin)):
        raise LanguageError("the text is neither Chinese nor English", hint="give a text in Chinese or English")
    if han <= latin:
        return "en"
    # English words outnumbered by the Chinese they quote still make English, if they are more than names.
    return "en" if han < 1.6 * latin and _little_words(beginning)["en"] > 0.15 * latin else "zh"


# The commonest little words of languages written in Latin letters, those left out that English has too.
_LITTLE_WORDS = {
    "en": "the of and to in is that for it was on with as by are this be from at which has have will its their",
    "fr": "le la les des est et dans pour que une du au qui sur par avec il ce pas sont aux cette nous",
    "de": "der die das und ist nicht von den mit für ein eine auf dem zu im sich des auch werden wird",
    "es": "el los las una que del por con para es se su al lo como más y la en de",
    "it": "il che di per una della sono con del le gli dei nel non è alla anche",
    "pt": "os uma que não do da em para com é dos das ao no na por mais foi",
    "nl": "het een van en dat niet op voor met zijn te aan ook bij naar worden",
    "id": "yang dan di untuk dengan dari ini pada dalam tidak akan oleh itu",
    "vi": "của và là các cho không được trong với người một những này",
}
_ENOUGH = 40_000  # characters looked at


def _little_words(text: str) -> dict[str, int]:
    """Count the little words of each language in a text."""
    counts = Counter(map(str.lower, _LATIN_WORD.findall(text)))
    return {name: sum(map(counts.__getitem__, words.split())) for name, words in _LITTLE_WORDS.items()}


def _is_foreign(text: str, latin: int) -> bool:
    """Tell whether a text in Latin letters shows the little words of another language more often than English's."""
    found = _little_words(text)
    english = found.pop("en")
    most = max(found.values())
    return most > 1.5 * english and most >= max(3, 0.1 * latin)


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
