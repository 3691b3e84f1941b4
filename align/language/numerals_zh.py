"""Chinese numerals: 90亿, 一万余, 百分之七, 三分之二, 第十九次, 十九大, 2004年5月, 上半年, 翻一番.

A numeral in Chinese characters is believed only where a measure word, a unit or an ordinal mark makes it a
count; what words merely contain the character of a number (统一, 一带一路, 两会) stands in numerals.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from align.language.chars import HAN, fold
from align.language.numeral_data import word_list
from align.language.quantity import LONGEST, Kind, Quantity
from align.model import Span

_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {**_UNITS, "万": 10**4, "亿": 10**8}
_PLAIN_FORM = str.maketrans("萬億兩餘個點幾數後來戶條項貳參%％", "万亿两余个点几数后来户条项二三%%")

_ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = r"(?:[十百万亿]|千(?![瓦克米伏卡兆赫焦比]))"
_HAN_DIGIT = "零〇○一二两三四五六七八九"
# 1.5万亿, 3亿5千万, 3000多万, 一万余, 十几, 几十万, 数百; the marks of the inexact stand among the digits.
_NUMERAL = (
    rf"(?:(?:{_ARABIC}(?:[多余几]?(?!十){_UNIT})?|[几数]|[{_HAN_DIGIT}]{{1,16}})(?:(?<!\d)[多余几]?{_UNIT})*"
    rf"|(?:[多余几]?{_UNIT})+)(?:(?:(?<=[十百千万亿多余几]){_ARABIC}|(?<!\d)[{_HAN_DIGIT}])(?:{_UNIT})*){{,16}}"
    rf"(?:点[{_HAN_DIGIT}]+)?(?:[多余几来](?:{_UNIT})*)?"
)
_INEXACT = "多|余|来|左右|以上|以下|上下"
_SIMPLE = rf"(?:{_ARABIC}|[{_HAN_DIGIT}十百千]+(?:点[{_HAN_DIGIT}]+)?)"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAYTIME = "上午|下午|凌晨|清晨|早上|早晨|[今明]早|中午|傍晚|晚上|晚间|夜里|[今明当昨]晚"
# What a reading of a numeral begins with, tried first: few characters of a text do.
_FIRST = rf"\s(A-Za-z\d{_HAN_DIGIT}十百千万亿几数多余半第上下凌清早今明当昨中傍晚夜民世翻"


@cache
def _blanks() -> re.Pattern[str]:
    """Blanks that only typography puts there.

    Beside figures and a dash between them, between groups of three figures, behind the number of an item.
    """
    return re.compile(
        rf"""(?<=[\dA-Z])[ ]+[-－—–~～/][ ]+(?=\d)|(?<=\d)[ ],[ ](?=\d{{3}})
           | (?<!\d)(?<!\d[., ])\d{{1,3}}(?:[ ]\d{{3}}){{1,6}}(?=[ ]?(?:[{HAN}(,.;]|$))
           | (?m:^)\d{{1,3}}[ ]+(?=[.、])
           | (?<=\d)[ ]+(?=[{HAN}%])(?![ ]+[{_HAN_DIGIT}十])
           | (?<=[{HAN}])(?<![{_HAN_DIGIT}十百千万亿])[ ]+(?=\d)""",
        re.VERBOSE,
    )


def _either(words: str) -> str:
    return "|".join(sorted(map(re.escape, word_list(words)), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    """Every reading of a numeral, the more particular before the more general."""
    return re.compile(
        rf"""(?=[{_FIRST}])(?:
        (?P<code>(?m:^)\s*(?:\d{{1,3}}[.、)](?!\d)|[一二三四五六七八九十]{{1,3}}[、\s])|\([ ]?{_SMALL}[ ]?\)
          |[A-Za-z][A-Za-z.-]*\d[\d.]*(?:[A-Za-z]\d*)*|\d+[A-Za-z](?![A-Za-z])|\d+:\d\d:\d\d|\d+(?:-\d+){{2,}})
      | (?:{_DAYTIME})(?P<hour>{_SMALL})[时点](?:(?P<minute>{_SMALL})分|(?P<half_past>半))?
      | (?P<hours>(?<!\d)(?:[01]?\d|2[0-4]))
          (?:[时点](?P<minutes>\d{{1,2}})分|:(?P<digits>[0-5]\d)(?!\d)|时(?![间代期速段]))
      | (?P<iso>(?P<iso_year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=mark)(?P<iso_day>\d{{1,2}})(?!\d))
      | (?P<years>(?<![\d.])(?:19|20)\d\d)(?=(?:[-－—–~～至到、和/]+(?:19|20)?\d\d)+[ ]?年(?!代))
      | (?P<short_year>(?<=(?:19|20)\d\d[-－–—~～/至到])\d\d)(?=年)
      | (?P<year>(?<![\d.])(?:\d{{4}}|[一二][{_HAN_DIGIT}]{{3}}))年(?!代)
      | 民国(?P<republic>{_NUMERAL})年
      | (?:20|19|二?十九?|上个?)?(?:世纪)?(?P<decade>[2-9]0|[二三四五六七八九]十|(?:19|20)\d0)年代
      | (?P<months>{_SMALL})(?=[至到、和\-－—–~～]+{_SMALL}月)
      | (?P<month>{_SMALL})月(?!来[，,])
      | (?P<days>{_SMALL})(?=[至到、和\-－—–~～]+(?:\d{{1,2}}月)?{_SMALL}日)
      | (?P<day>{_SMALL})日(?!均|元|本|内)
      | (?P<half>[上下])半年
      | 百分之(?P<per_cent>{_SIMPLE})
      | (?P<below>{_SIMPLE})分之(?P<above>{_SIMPLE})
      | (?<![\d/])(?P<over>[1-9]\d?)/(?P<under>[1-9]\d?)(?![\d/])
      | (?P<percents>{_ARABIC})(?=[-－—–~～至到]+{_ARABIC}%)
      | (?P<percent>{_ARABIC})[%％]
      | (?P<points>{_SIMPLE})个百分点
      | 第(?P<ordinal>{_NUMERAL})
      | (?P<congress>(?<![{_HAN_DIGIT}十])(?:二十|十[一二三四五六七八九]|十))大
          (?=\W|[以精报召闭开胜会和后前战的提确代作部关]|$)
      | (?P<session>{_SMALL})(?=届(?!满|时))
      | (?P<plenary>[一二三四五六七])中(?=全会|、)
      | (?P<plan>十[一二三四五]|[六七八九])五(?=["”'’]|规|时|计|期)
      | 翻(?P<doubled>[一二两三])番
      | (?P<many>{_NUMERAL})倍
      | (?P<tenths>[一二三四五六七八九](?:点五)?)成(?=[以多左的]|[，。；、,;])
      | (?P<halved>(?<![减过])半(?=个|数|年|天|小时)|一半)
      | (?P<number>{_NUMERAL})
        )""",
        re.VERBOSE,
    )


@cache
def _exceptions() -> re.Pattern[str]:
    return re.compile(_either("exceptions"))


@cache
def _after() -> re.Pattern[str]:
    """What follows a numeral: the mark of the inexact, then the measure word, or money."""
    money = r"(?P<money>元|美元|欧元|英镑|日元|港元|人民币)"
    measure = rf"(?P<measure>{_either('measures')})"
    return re.compile(rf"(?P<about>{_INEXACT})?\s*(?:{money}|{measure})?(?P<behind>{_INEXACT})?")


_CURRENCIES = {
    **dict.fromkeys(("元", "人民币"), "yuan"),
    **dict.fromkeys(("美元", "港元"), "dollar"),
    "欧元": "euro",
    "英镑": "pound",
    "日元": "yen",
}


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either('approximate_before')})\s*$")


def parse(numeral: str) -> Fraction | None:
    """Return the value of a Chinese numeral in digits, characters or both, or None when it has none.

    >>> [int(parse(text)) for text in ("1.5万亿", "三百六十", "3亿5千万", "二〇一九", "十九", "3000多万", "一点五余万")]
    [1500000000000, 360, 350000000, 2019, 19, 30000000, 15000]
    >>> parse("三四")
    """
    high = low = section = Fraction(0)
    current: Fraction | None = None
    whole, _, rest = numeral.partition("点")
    decimals = rest.rstrip("多余几来十百千万亿")
    for piece in re.findall(rf"{_ARABIC}|[{_HAN_DIGIT}]+|[十百千万亿几数]", whole):
        if piece in _UNITS:
            section += (1 if current is None else current) * _UNITS[piece]
            current = None
        elif piece == "万":
            low += (section + (current or 0) or 1) * _SCALES[piece]
            section, current = Fraction(0), None
        elif piece == "亿":
            high += (low + section + (current or 0) or 1) * _SCALES[piece]
            low, section, current = Fraction(0), Fraction(0), None
        elif piece in "几数":
            current = current or (None if section else Fraction(1))
        else:
            current = _digits(piece)
            if current is None:
                return None
    value = high + low + section + (current or 0)
    if decimals and len(decimals) <= LONGEST:
        value += Fraction(int("".join(str(_DIGITS[char]) for char in decimals)), 10 ** len(decimals))
    for unit in rest[len(decimals) :]:  # 一点五余万
        value *= _SCALES.get(unit, 1)
    return value


def _digits(piece: str) -> Fraction | None:
    """The value of digits without a unit; two characters side by side (三四) are an estimate, not a figure."""
    if piece[0].isdigit() and piece.isascii():
        return Fraction(piece.replace(",", "")) if len(piece) <= LONGEST else None
    bare = piece.lstrip("零〇○") or "零"
    if len(bare) == 1 or len(bare) == 4:
        return Fraction(int("".join(str(_DIGITS[char]) for char in bare)))
    return None


def quantities_zh(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a Chinese text in order; spans are offsets into `text`."""
    plain, places = _closed_up(fold(text).translate(_PLAIN_FORM))
    skipped = [match.span() for match in _exceptions().finditer(plain)]
    for match in _pattern().finditer(plain):
        kind = match.lastgroup
        if kind and kind != "code" and not (kind in _IDIOMATIC and _inside(match, kind, skipped)):
            for one in _iso(match) if match["iso"] else _reading(match, kind, plain):
                span = Span(places[one.span.start], places[one.span.end - 1] + 1)
                yield one._replace(span=span, text=span.of(text))


def _closed_up(plain: str) -> tuple[str, Sequence[int]]:
    """Return a text without the blanks that typography puts beside figures, and where each of its characters stood.

    >>> _closed_up("2020 年 2 月, 3 444 250美元, 第 3, 4 项")[0]
    '2020年2月, 3444250美元, 第3, 4项'
    """
    found = [range(*match.span()) for match in _blanks().finditer(plain)] if " " in plain else []
    if not found:
        return plain, range(len(plain))
    blanks = {place for run in found for place in run if plain[place] == " "}
    places = [place for place in range(len(plain)) if place not in blanks]
    return "".join([plain[place] for place in places]), places


# Characters that count nothing by themselves.
_BARE = frozenset("几数多余十亿")
# Readings that the words of everyday Chinese can hide: 统一 is no one, 十分 no ten.
_IDIOMATIC = frozenset({"number", "many", "halved", "day"})


def _inside(match: re.Match[str], kind: str, skipped: list[tuple[int, int]]) -> bool:
    start, end = match.span(kind)
    return any(left <= start and end <= right for left, right in skipped)


def _iso(match: re.Match[str]) -> Iterator[Quantity]:
    kinds: tuple[tuple[str, Kind], ...] = (("iso_year", "year"), ("iso_month", "month"), ("iso_day", "day"))
    for group, kind in kinds:
        yield Quantity(Fraction(match[group]), kind, Span(*match.span(group)), False, match[group])


_KINDS: dict[str, Kind] = {
    "years": "year",
    "year": "year",
    "republic": "year",
    "short_year": "year",
    "decade": "decade",
    "months": "month",
    "month": "month",
    "days": "day",
    "day": "day",
    "per_cent": "percent",
    "percents": "percent",
    "percent": "percent",
    "tenths": "percent",
    "points": "points",
    "ordinal": "ordinal",
    "congress": "ordinal",
    "session": "ordinal",
    "plenary": "ordinal",
    "plan": "ordinal",
    "doubled": "multiple",
    "many": "multiple",
    "half": "half",
}


def _reading(match: re.Match[str], kind: str, plain: str) -> Iterator[Quantity]:
    """Turn a match into a quantity, when it proves to be one."""
    if kind == "above":
        below, above = parse(match["below"]), parse(match["above"])
        if below and above is not None:
            yield _quantity(match, above / below, "number", plain, certain=below > 3)
    elif kind == "under":
        yield _quantity(match, Fraction(int(match["over"]), int(match["under"])), "number", plain, certain=False)
    elif kind == "halved":
        yield _quantity(match, Fraction(1, 2), "number", plain, certain=False)
    elif kind == "half":
        yield _quantity(match, Fraction(1 if match["half"] == "上" else 2), "half", plain)
    elif match["hour"] or match["hours"]:
        yield _quantity(match, _clock(match), "clock", plain, certain=not match["digits"])
    elif kind == "number":
        yield from _number(match, plain)
    else:
        # The century of the second year of 1950-53年 is that of the first.
        value = _value(kind, plain[match.start() - 5 : match.start() - 3] * (kind == "short_year") + match[kind])
        if value is not None and _plausible(_KINDS[kind], value):
            # 首届, 第一, 一是一…: the small ordinals are as often a manner of speech
            certain = not (kind in {"ordinal", "session"} and value <= 3) and kind != "plenary"
            yield _quantity(match, value, _KINDS[kind], plain, certain=certain)


def _clock(match: re.Match[str]) -> Fraction:
    """Return a time of day in minutes; morning and afternoon are not told apart."""
    hour = parse(match["hour"] or match["hours"]) or Fraction(0)
    minute = parse(match["minute"] or match["minutes"] or match["digits"] or "零") or Fraction(0)
    return hour % 12 * 60 + (30 if match["half_past"] else minute)


def _value(kind: str, numeral: str) -> Fraction | None:
    if kind == "doubled":
        return Fraction(2 ** (1 if numeral == "一" else int(_DIGITS[numeral])))
    value = parse(numeral)
    if value is None:
        return None
    if kind == "tenths":
        return value * 10
    if kind == "republic":
        return value + 1911  # Taiwan counts years from the founding of the Republic
    return value % 100 if kind == "decade" else value


def _plausible(kind: Kind, value: Fraction) -> bool:
    limits = {"month": (1, 12), "day": (1, 31), "year": (1000, 9999)}
    low, high = limits.get(kind, (0, 10**30))
    return low <= value <= high


def _number(match: re.Match[str], plain: str) -> Iterator[Quantity]:
    """A count: figures always, characters only where a measure word or their size says that they count."""
    numeral = match["number"]
    value = parse(numeral)
    figures = any(char.isdigit() and char.isascii() for char in numeral)
    following = _after().match(plain, match.end())
    if value is None or following is None or numeral in _BARE:
        return
    kind: Kind = "money" if following["money"] else "number"
    counted = bool(following["measure"] or following["money"])
    vague = any(char in "几数" for char in numeral)
    if figures or counted or (_reckoned(numeral) and not vague):
        certain = (figures and value != 1) or (
            value > 10 and not vague and numeral not in _UNITS and "千百" not in numeral
        )
        unit = following["measure"] or ""
        yield _quantity(match, value, kind, plain, certain=certain, unit=unit)


def _reckoned(numeral: str) -> bool:
    """Whether characters alone make a figure: 三百六十, 一亿多, but not 百万 or 千万, which may only mean many."""
    digits = sum(char in _DIGITS for char in numeral)
    units = sum(char in "十百千万亿" for char in numeral)
    return digits > 0 and (digits + units > 2 or any(char in "万亿" for char in numeral)) and units > 0


def _quantity(
    match: re.Match[str],
    value: Fraction,
    kind: Kind,
    plain: str,
    *,
    certain: bool = True,
    unit: str = "",
) -> Quantity:
    following = _after().match(plain, match.end())
    approximate = (
        any(char in "几数多余来" for char in match.group())
        or bool(following and (following["about"] or following["behind"]))
        or _before().search(plain, max(0, match.start() - 4), match.start()) is not None
    )
    span = Span(*match.span())
    currency = _CURRENCIES.get(following["money"] or "", "") if following else ""
    return Quantity(value, kind, span, approximate, match.group(), certain, unit, currency)
