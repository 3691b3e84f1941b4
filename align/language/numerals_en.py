"""English numerals: 9 billion, 82.7 trillion, seven percent, two thirds, Nineteenth, Oct. 10, dozens, doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from align.language.chars import fold
from align.language.numeral_data import word_list
from align.language.quantity import LONGEST, Kind, Quantity
from align.model import Span

_ONES = word_list("en_ones")
_TENS = word_list("en_tens")
_ORDINALS = word_list("en_ordinals")
_CARDINAL = {word: index for index, word in enumerate(_ONES)} | {
    word: 20 + 10 * index for index, word in enumerate(_TENS)
}
_ORDINAL = {word: index for index, word in enumerate(_ORDINALS)} | {
    word[:-1] + "ieth": value for word, value in _CARDINAL.items() if word in _TENS
}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 10**3, "tn": 10**12}
_MONTHS = {name: index for index, name in enumerate(word_list("en_months"), start=1)}
_MULTIPLES = {
    **dict.fromkeys(("double", "doubled", "doubles", "doubling", "twofold", "twice"), 2),
    **dict.fromkeys(("triple", "tripled", "triples", "tripling", "threefold", "thrice"), 3),
    **dict.fromkeys(("quadruple", "quadrupled", "quadrupling", "fourfold"), 4),
}
_SPANS = {"decade": 10, "century": 100, "dozen": 12}
_FRACTIONS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?:hundred|thousand|million|billion|trillion)"
_TY = f"(?:{'|'.join(_TENS)})"
_SMALL_WORD = rf"(?:{_TY}(?:[-\ ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES))})"
# No numeral has more words of one kind in a row, and what runs on for a whole line must not be tried again and again.
_SCALES_AFTER = rf"(?:[-\ ]{_SCALE}){{0,3}}"
_SCALED_WORD = rf"(?:[ ]and|,)?[ ]{_SMALL_WORD}(?:[-\ ]{_SCALE}){{1,3}}"
_REST = rf"(?:(?<=hundred)[ ]and[ ]{_SMALL_WORD}\b{_SCALES_AFTER})?"
_WORDS = rf"(?:{_SMALL_WORD}{_SCALES_AFTER}(?:{_SCALED_WORD}){{0,9}}|an?(?:[ ]{_SCALE}){{1,3}}){_REST}"
_FIGURES = rf"(?:{_ARABIC})(?:\+(?=[ ]{_SCALE}))?(?:[-\ ]?{_SCALE}\b){{0,3}}(?:(?:mn|bn|tn|m|k)\b(?!\d))?"
_AMOUNT = rf"(?:{_FIGURES}|{_WORDS})"
_FULL_MONTH = "(?-i:January|February|April|June|July|August|September|October|November|December)"
_SHORT_MONTH = r"(?-i:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_MONTH = f"(?:{_FULL_MONTH}|(?-i:March|May)|{_SHORT_MONTH})"
# Words of another sense too (may, the Long March): months after certain words, or before them.
_MARCH_OR_MAY = (
    r"(?:(?<=in[ ])|(?<=late[ ])|(?<=early[ ])|(?<=end[ ]of[ ])|(?<=ning[ ]of[ ])|(?<=until[ ]))(?-i:May|March)"
    r"|(?<=[a-z][ ])(?<!Long[ ])(?<!the[ ])(?-i:March)\b"
    rf"|(?-i:May|March)(?=[ ](?:this|last|of|(?:to|and|or|until)[ ]{_FULL_MONTH})\b)"
)
_PERCENT = r"(?:[ ]?%|[-\ ]per[ ]?cent\b(?:age)?(?![ ]points?)|[ ]pct\b)"
_TO = r"[ ]?(?:to|-|–|—|and|or|~|(?:to|or)[ ](?:over|about|around|nearly|more[ ]than))[ ]?"
_ORDINAL_WORD = rf"(?:{_TY}[-\ ](?:{'|'.join(_ORDINALS[1:10])})|{'|'.join(sorted(_ORDINAL, key=len, reverse=True))})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_PART = "half|halves|third|quarter|fourth|fifth|sixth|eighth|tenth"
# What a number of four figures counts when it is no year.
_COUNTED = (
    f"{_SCALE}|metric|tons?|tonnes|kilometers|km|yuan|people|households|mu|hectares|square|units|percent|items|new"
    "|enterprises|companies|villages|projects|sets|megawatts|cases"
)


# Roman numerals but for "I": of chapters and articles.
_ROMAN = {
    (ten + one).lower(): 10 * tens + ones
    for tens, ten in enumerate(("", "X", "XX", "XXX"))
    for ones, one in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if tens or ones > 1
}
_OTHER_SIGNS = ("percentage", "round", "around", "noon", "midnight")


@cache
def _pattern() -> re.Pattern[str]:
    """Every reading of a numeral, the more particular before the more general."""
    return re.compile(
        rf"""(?:\b|^)(?:
        (?P<listed>(?m:^)[ ]*\(?\d{{1,3}}(?=[.)](?:[ ]|(?-i:[A-Z])))
          |(?:(?<=[;:][ ])|(?<=;[ ]and[ ]))\d{{1,2}}(?=[.)](?:[ ]?(?-i:[A-Z])|$))
          |(?<=\()\d{{1,2}}(?=\))|(?<=\([ ])\d{{1,2}}(?=[ ]\)))
      | (?P<name>{"|".join(map(re.escape, word_list("en_exceptions")))})
      | (?P<generation>[2-6])G\b
      | (?P<iso>(?P<iso_year>{_YEAR})(?P<mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=mark)(?P<iso_day>\d{{1,2}})\b)
      | (?P<duration>\d+:\d\d:\d\d)
      | (?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?[ ]?(?:[ap]\.m\.?|[ap]m\b|o'clock\b)
      | (?P<hours>\d{{1,2}}):(?P<minutes>[0-5]\d)(?!\d)
      | (?P<twelve>noon|midnight)\b
      | (?P<month_1>{_MONTH})[ ](?P<day_1>{_DAY})\b(?![,.]?\d|[ ](?:percent|{_SCALE}))
          (?:[ ]?(?:to|-|–|—|and)[ ]?(?P<day_2>{_DAY})\b(?![,.]\d))?(?:,?[ ](?P<year_1>{_YEAR})\b)?
      | (?P<day_3>{_DAY})(?:[ ]?(?:to|-|–|and)[ ]?(?P<day_4>{_DAY}))?[ ](?:of[ ])?(?P<month_2>{_MONTH})
          (?:,?[ ](?P<year_2>{_YEAR})\b)?
      | (?P<month_3>{_MONTH}),?[ ](?:of[ ])?(?P<year_3>{_YEAR})\b
      | (?P<decade>(?:1[6-9]|20)?\d0)'?s\b
      | (?P<month>{_FULL_MONTH}|{_MARCH_OR_MAY})
      | (?P<half>first|second|latter)[ ]half\b(?!-)
      | (?P<code>\d+(?:,\d{{3}})*(?-i:[a-z]*[A-Z])\w*|\d+(?:-\d+){{2,}})
      | (?P<above>an?|one|two|three|four|five|six|seven|nine|\d)[-\ ](?P<below>{_PART})s?\b
          (?![-\ ](?:party|session|plenary|tier|century|(?-i:[A-Z])))
      | (?P<share>one|two|three|four|\d)[ ](?:in|out[ ]of|of[ ]every)[ ](?:every[ ])?(?P<among>(?!{_YEAR}\b){_AMOUNT})
          (?=[ ](?!(?:second|minute|hour|day|week|month|year|percent)s?\b)[a-z])
      | (?P<slash>(?!{_YEAR}/)\d{{1,9}}/\d{{1,9}})
      | half[ ](?P<half_of>an?[ ](?:million|billion|trillion))
      | (?P<halved>(?:a[ ])?half)(?![-\ ]yearly)
      | (?P<points>{_AMOUNT})(?:[-\ ]percentage[-\ ]points?|[ ]of[ ]a[ ](?:full[ ])?percentage[ ]point)
      | (?P<one_point>(?:an?|each|every|one)[ ](?:full[ ])?percentage[ ]point\b)
      | (?P<points_1>(?!{_YEAR}\b){_AMOUNT})(?={_TO}{_AMOUNT}[-\ ]percentage[ ]points?)
      | (?P<percent>{_AMOUNT}){_PERCENT}
      | (?P<percent_1>(?!{_YEAR}\b){_AMOUNT})(?=(?:,[ ]{_AMOUNT}){{,9}},?{_TO}{_AMOUNT}{_PERCENT})
      | (?P<short_year>(?<={_YEAR}[-–—/])\d\d)(?![\d%])
      | (?P<years>{_YEAR})(?=[ ]?(?:-|–|—|to|and|/)[ ]?(?:{_YEAR}|\d\d)\b(?!,\d))
      | (?P<year>{_YEAR})(?![\d,]*[,.]\d|[-\ ](?:{_COUNTED})\b)
      | (?P<times>{_AMOUNT})(?:[ ]times\b|-?fold\b)
      | (?P<multiple>{"|".join(_MULTIPLES)})
      | (?P<clock_round>(?:a)?round[- ]the[- ]clock)
      | (?P<roman>(?:(?<=chapter[ ])|(?<=article[ ])|(?<=part[ ])|(?<=section[ ]))(?-i:[IVX]+))
      | (?P<nth>\d{{1,9}}(?:,\d{{3}}){{,4}}(?:st|nd|rd|th))\b
      | (?P<ordinal>{_ORDINAL_WORD})s?\b
      | (?P<spell>(?:{_AMOUNT}|several|a[ ]few|few)?[ ]?(?:decade|dozen)s?|(?:half[ ]a|a|one)[ ]century)
      | (?P<vague>(?:several|a[ ]few|many|tens[ ]of|some)?[ ]?(?:tens|hundreds|thousands|millions|billions)
          (?:[ ]of[ ](?:thousands|millions|billions))?|(?<=the[ ])(?:million|billion|trillion))
      | (?P<amount_1>(?<![.,\d])\d{{1,3}}(?:\.\d+)?)(?=[ ]?(?:to|-|–|—|or)[ ]?(?:{_ARABIC})[ ](?P<scale>{_SCALE})\b)
      | (?P<amount>{_AMOUNT})
        )(?!\w)""",
        re.VERBOSE | re.IGNORECASE,
    )


_BEFORE = re.compile(
    r"""(?:about|around|approximately|roughly|some|nearly|almost|over|(?:more|less|fewer|higher|lower)[ ]than
      | close[ ]to|up[ ]to|at[ ]least|exceed(?:s|ed|ing)?|above|below|under|estimated|surpass(?:ed|ing)?
      | no[ ](?:more|less|fewer)[ ]than)\s(?:an?[ ]|another[ ])?(?:\W{0,2}|US\$|RMB[ ]?)$""",
    re.IGNORECASE | re.VERBOSE,
)
_POINTS_AFTER = re.compile(r"[- ]points?\b", re.IGNORECASE)
_AFTER = re.compile(r"\s?(?:or so|or more|or less|or above|-?plus\b|\+|odd\b|-odd\b)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?P<money>[$¥€£]|RMB|CNY|USD)\s?$")
_CODES = {"RMB": "¥", "CNY": "¥", "USD": "$", "EUR": "€", "EURO": "€", "GBP": "£"}
_CODE_BEFORE = re.compile(rf"\b(?:{'|'.join(_CODES)})(?=\d)", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r"[ -](?:(?:US|U\.S\.|Hong Kong) )?(?P<money>yuan|RMB|dollar|euro|pound|yen)s?\b", re.IGNORECASE
)
_CURRENCIES = {"$": "dollar", "usd": "dollar", "€": "euro", "£": "pound", "¥": "yuan", "rmb": "yuan", "cny": "yuan"}


def parse(numeral: str) -> Fraction | None:
    """Return the value of an English cardinal in digits, words or both, or None when it is none.

    >>> [str(parse(text)) for text in ("82.7 trillion", "twenty-one", "two hundred and five", "a million", "1,500")]
    ['82700000000000', '21', '205', '1000000', '1500']
    """
    total = Fraction(0)
    current: Fraction | None = None
    figures = any(char.isdigit() for char in numeral)
    for piece in re.findall(rf"{_ARABIC}|[a-z]+", numeral.lower()):
        if piece[0].isdigit():
            if len(piece) > LONGEST:
                return None
            current = Fraction(piece.replace(",", ""))
        elif piece in _CARDINAL:
            current = (current or 0) + Fraction(_CARDINAL[piece])
        elif piece in _SHORT_SCALES or piece in _SCALES:
            scale = _SHORT_SCALES.get(piece) or _SCALES[piece]
            current = (Fraction(1) if current is None else current) * scale
            if scale >= 1000 and not figures:
                total, current = total + current, None
        elif piece not in {"a", "an", "and"}:
            return None
    return None if current is None and not total else total + (current or 0)


def ordinal(word: str) -> int | None:
    """Return the value of an ordinal that is one word, or None when it is none; 5G is of the fifth generation.

    >>> ordinal("Nineteenth"), ordinal("19th"), ordinal("5G"), ordinal("north")
    (19, 19, 5, None)
    """
    figure = _NTH.fullmatch(word)
    return int(figure["nth"] or figure["generation"]) if figure else _ORDINAL.get(word.lower())


_NTH = re.compile(r"(?P<nth>\d{1,9})(?:st|nd|rd|th)|(?P<generation>[2-6])[Gg]")


def quantities_en(text: str) -> Iterator[Quantity]:
    """Yield the quantities of an English text in order; spans are offsets into `text`."""
    plain = fold(text)
    if "\n" in plain:
        plain = plain.replace("\n", " ")
    # RMB90 is no word of its own: its letters give way to a sign, so that the figure stands free.
    plain = _CODE_BEFORE.sub(lambda match: match[0][:-1] + _CODES[match[0].upper()], plain)
    for match in _matches(plain):
        if not _in_word(match, plain):
            yield from _readings(match, plain, text)


def _matches(plain: str) -> Iterator[re.Match[str]]:
    """Yield what the pattern finds, tried only where a figure or a word of a numeral stands, or what may open one."""
    end = 0
    places = [0]  # where a numeral may begin that the next figure or word of one belongs to
    for word in _WORD.finditer(plain):
        start, lower = word.start(), word[0].lower()
        if start >= end and (lower[0].isdigit() or lower in _signs()):
            for place in (*places, start):
                if place >= max(end, start - _REACH) and (match := _pattern().match(plain, place)):
                    yield match
                    end = match.end()
            places = []
        elif lower in _openers():
            places.append(start)


_WORD = re.compile(r"\w+")
# A numeral may begin so many characters before the first word that shows it to be one: several, a few, each full.
_REACH = 16


@cache
def _openers() -> frozenset[str]:
    """Return the words that may begin a numeral, but only with a figure or one of `_signs` after them."""
    months = "jan feb mar apr jun jul aug sep sept oct nov dec"
    others = "a an each every several few many some latter i"  # chapter I
    return frozenset({*months.split(), *others.split(), *(f"{word}fold" for word in _CARDINAL)})


@cache
def _signs() -> frozenset[str]:
    """Return the words of which every numeral that is not written in figures has one."""
    single = {*_CARDINAL, *_ORDINAL, *_SCALES, *_SPANS, *_PART.split("|")}
    names = {name.split()[0].lower() for name in word_list("en_exceptions")}
    months = {"march", "may", *(name.lower() for name in re.findall("[A-Z][a-z]+", _FULL_MONTH))}
    others = {*_MULTIPLES, *months, *names, *_OTHER_SIGNS, *_ROMAN}
    return frozenset({*single, *(f"{word}s" for word in single), *others})


# Before a figure: a hyphen behind letters that are no prefix and no month, a point or comma inside a
# number, or the point of a sentence (the figure is a note's).
_INSIDE = re.compile(
    r"(?<!mid)(?<!pre)(?<!ost)(?<!rly)(?<!late)(?<!ary)(?<!rch)(?<!ril)(?<!May)(?<!une)(?<!uly)(?<!ust)(?<!ber)"
    r"-(?<=[A-Za-z]-)$|[\d.]\.$|(?<=[a-z]{3})(?<!ept)\.$|\d,$"
)


def _in_word(match: re.Match[str], plain: str) -> bool:
    """VR360, G20, PM2.5, COVID-19 and the first half of a hyphenated name are not counts."""
    before = plain[max(0, match.start() - 4) : match.start()]
    return match.group()[0].isdigit() and _INSIDE.search(before) is not None


_PARTS: tuple[tuple[str, Kind], ...] = (
    ("iso_year", "year"),
    ("iso_month", "month"),
    ("iso_day", "day"),
    ("month_1", "month"),
    ("day_1", "day"),
    ("day_2", "day"),
    ("day_3", "day"),
    ("day_4", "day"),
    ("month_2", "month"),
    ("month_3", "month"),
    ("year_1", "year"),
    ("year_2", "year"),
    ("year_3", "year"),
    ("month", "month"),
    ("year", "year"),
    ("years", "year"),
    ("short_year", "year"),
)


def _readings(match: re.Match[str], plain: str, text: str) -> Iterator[Quantity]:
    dated = [(group, kind) for group, kind in _PARTS if match[group]]
    for group, kind in dated:
        value = _date_part(match[group]) if group != "short_year" else _full_year(match)
        if kind != "day" or 1 <= value <= 31:
            yield _quantity(Span(*match.span(group)), value, kind, plain, text)
    if not dated and (found := _reading(match)) is not None:
        value, kind, certain = found
        # A blank may open the match where an optional word is missing.
        start = match.end() - len(match.group().lstrip())
        yield _quantity(Span(start, match.end()), value, kind, plain, text, certain=certain)


def _full_year(match: re.Match[str]) -> Fraction:
    """Return the second year of 2010-11, whose century the first one tells."""
    first = match.string[match.start() - 5 : match.start() - 1]
    return Fraction(int(first[:2] + match["short_year"]))


def _date_part(words: str) -> Fraction:
    month = _MONTHS.get(words.lower()[:3])
    return Fraction(re.sub(r"\D", "", words) if month is None else month)


def _reading(match: re.Match[str]) -> tuple[Fraction, Kind, bool] | None:
    """Return value, kind and whether it is surely a count, for what is no date."""
    words = match.group().strip().lower()
    if match["half"]:
        return Fraction(1 if match["half"].lower() == "first" else 2), "half", True
    if match["hour"] or match["hours"] or match["twelve"]:
        return _clock(match), "clock", bool(match["hour"])
    if match["generation"]:
        return Fraction(match["generation"]), "ordinal", False
    if match["decade"]:
        return Fraction(int(match["decade"]) % 100), "decade", True
    if match["one_point"]:
        return Fraction(1), "points", False
    if match["clock_round"]:
        return Fraction(24), "number", False
    if match["half_of"]:
        return (parse(match["half_of"]) or 0) * Fraction(1, 2), "number", True
    if match["halved"]:
        return Fraction(1, 2), "number", False
    if match["below"] or match["slash"] or match["share"]:
        return _fraction(match)
    if match["multiple"]:
        return Fraction(_MULTIPLES[words]), "multiple", False
    if match["roman"]:
        return Fraction(_ROMAN.get(match["roman"].lower(), 1)), "ordinal", False
    if match["nth"]:
        return Fraction(re.sub(r"\D", "", words)), "ordinal", True
    if match["ordinal"]:
        value = sum(_ORDINAL.get(part) or _CARDINAL.get(part, 0) for part in re.split(r"[- ]", words.rstrip("s")))
        return Fraction(value), "ordinal", value > 10
    if match["spell"] or match["vague"]:
        return _spelt(words)
    return _counted(match, words)


def _clock(match: re.Match[str]) -> Fraction:
    """Return a time of day in minutes; morning and afternoon are not told apart."""
    return Fraction(int(match["hour"] or match["hours"] or 0) % 12 * 60 + int(match["minute"] or match["minutes"] or 0))


def _fraction(match: re.Match[str]) -> tuple[Fraction, Kind, bool] | None:
    if match["slash"]:
        above, below = map(int, match["slash"].split("/"))
        return (Fraction(above, below), "number", below > 3) if below else None
    if match["share"]:
        share, among = parse(match["share"].lower()), parse(match["among"].lower())
        return (share / among, "number", False) if share and among and share < among else None
    above_value = parse(match["above"]) or Fraction(1)
    below = _FRACTIONS["half" if match["below"].lower() == "halves" else match["below"].lower()]
    return above_value / below, "number", False


def _spelt(words: str) -> tuple[Fraction, Kind, bool] | None:
    """Decades, dozens, half a century, hundreds of millions."""
    last = words.split()[-1].rstrip("s")
    if last == "century":
        return Fraction(50 if words.startswith("half") else 100), "number", False
    if last in {"decade", "dozen"}:
        count = parse(words.rsplit(" ", 1)[0]) if " " in words else None
        return (count or 1) * Fraction(_SPANS[last]), "number", False
    value = Fraction(1)
    for piece in re.findall(r"ten|hundred|thousand|million|billion", words):
        value *= _SCALES.get(piece, 10)
    return value, "number", False


_COUNTS: dict[str, Kind] = {
    "points": "points",
    "points_1": "points",
    "percent": "percent",
    "percent_1": "percent",
    "times": "multiple",
    "amount": "number",
    "amount_1": "number",
}


def _counted(match: re.Match[str], words: str) -> tuple[Fraction, Kind, bool] | None:
    group = next((name for name in _COUNTS if match[name]), None)
    if group is None:
        return None
    kind, numeral = _COUNTS[group], match[group].lower()
    if match["scale"]:
        numeral += " " + match["scale"].lower()
    value = parse(numeral)
    if value is None:
        return None
    spelt = not any(char.isdigit() for char in words)
    # "over 60, and 75%" may be a rate and a count: only what bears its own sign is surely one.
    return (
        value,
        kind,
        group not in {"percent_1", "points_1"} and (kind in {"percent", "points"} or not spelt or value > 10),
    )


def _quantity(span: Span, value: Fraction, kind: Kind, plain: str, text: str, *, certain: bool = True) -> Quantity:
    before = plain[max(0, span.start - 24) : span.start]
    written = span.of(plain)
    approximate = (
        _BEFORE.search(before) is not None
        or _AFTER.match(plain, span.end) is not None
        or re.search(r"(?:dozen|hundred|thousand|million|billion|ten|decade)s\b", written) is not None
    )
    money = _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(plain, span.end)
    if kind != "number" or not money:
        unit = "points" if kind == "number" and _POINTS_AFTER.match(plain, span.end) else ""
        return Quantity(value, kind, span, approximate, span.of(text), certain, unit)
    named = money["money"].lower()
    return Quantity(value, "money", span, approximate, span.of(text), certain, currency=_CURRENCIES.get(named, named))
