"""What surrounds a report on its page: menus, breadcrumbs, notices, dates, who wrote it.

The knowledge is a table (furniture.json); a line of it is a regular expression that a whole line of text must match.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from align.language.chars import fold
from align.model import Language, Mark, Span

Kind = Literal["anywhere", "head", "tail", "dateline", "byline"]

# Furniture is short, but for copyright notices; a longer line is not even looked at.
_LONGEST = 700


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    table = json.loads(resources.files("align.language").joinpath("furniture.json").read_text("utf-8"))
    joined = "|".join(f"(?:{line})" for line in table[kind])
    for name, part in table["parts"].items():
        joined = joined.replace(f"@{name}@", f"(?:{part})")
    return re.compile(joined, re.IGNORECASE)


def is_kind(line: str, kind: Kind) -> bool:
    """Tell whether a line is of a kind the table knows.

    Args:
        line: A paragraph or line of a text.
        kind: "anywhere" for furniture wherever it stands, "head" and "tail" for what is furniture only before
            or after the report, "dateline", "byline".

    >>> is_kind("print】 【close", "anywhere"), is_kind("Home>Hot News", "anywhere"), is_kind("改革开放。", "anywhere")
    (True, True, False)
    """
    if len(line) > _LONGEST:
        return False
    plain = " ".join(fold(line).split())
    return _pattern(kind).fullmatch(plain) is not None


class _Opening(NamedTuple):
    dateline: re.Pattern[str]
    byline: re.Pattern[str]


_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_PLACE = r"(?:[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3}|[A-Z][a-z’']+(?: [A-Z][a-z’']+){0,2})(?:, [A-Z][A-Za-z.]{2,20})?"
_AGENCY = r"\([A-Z][\w. /’'-]{1,30}\)"
_OPENINGS: dict[Language, _Opening] = {
    "zh": _Opening(
        # 新华社北京3月5日电, 本报讯, 浙江在线消息
        re.compile(
            r"[^\s\d，。,：:；;（）()“”]{2,24}?\s?\d{1,2}月\d{1,2}日(?:[上下]午|凌晨|晚间?)?(?:电|讯|消息)(?=[\s\d（(：:，,【])"
            r"|(?:本报|本网|本台|本刊|[^\s\d，。,：:；;（）()“”]{2,8}(?:网|社|报|台|在线))(?:讯|消息)(?=[\s：:（(])"
        ),
        re.compile(
            r"[ \u3000]*[（(][^（）()。]{0,40}?(?:记者|通讯员|特派员|评论员|编辑|作者)[^（）()。]{0,80}[)）]"
            r"|[ \u3000]*(?:本报|本网|本台)?(?:特派|见习)?记者[ \u3000]?[^，。,：:；;（）()]{2,24}?(?:报道|[:：])"
        ),
    ),
    "en": _Opening(
        # BEIJING, March 5 (Xinhua) --
        re.compile(rf"{_PLACE}(?:,? {_DAY}(?: ?{_AGENCY})?| ?{_AGENCY}) ?(?:--+|[—–-])"),
        re.compile(r" ?\((?:[Rr]eporters?|[Bb]y|[Cc]orrespondents?)\b[^()]{1,80}\)"),
    ),
}


def opening_marks(text: str, language: Language, start: int = 0) -> tuple[Mark, ...]:
    """Find the dateline and the byline that open a paragraph.

    Args:
        text: The document.
        language: Its language.
        start: Where the paragraph begins in it.

    >>> text = "新华社北京3月5日电（记者 李明）大会今日开幕。"
    >>> [(mark.span.of(text), mark.role) for mark in opening_marks(text, "zh")]
    [('新华社北京3月5日电', 'dateline'), ('（记者 李明）', 'byline')]
    """
    dateline = _OPENINGS[language].dateline.match(text, start)
    byline = _OPENINGS[language].byline.match(text, dateline.end() if dateline else start)
    marks = [Mark(Span(*dateline.span()), "dateline")] if dateline else []
    if byline:
        lead = len(byline[0]) - len(byline[0].lstrip())
        marks.append(Mark(Span(byline.start() + lead, byline.end()), "byline"))
    return tuple(marks)
