"""What a numeral says: one value for both languages, so that figures can be compared across a translation."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from align.model import Span

Kind = Literal[
    "number", "money", "percent", "points", "multiple", "ordinal", "half", "decade", "year", "month", "day", "clock"
]

LONGEST = 40  # characters of a figure: what is longer counts nothing

# Kinds that translators exchange freely, so that only their values count: 第十五 and "15", 8日 and "the 8th".
PLAIN: frozenset[Kind] = frozenset({"number", "money", "ordinal", "multiple", "day"})

# What one of a Chinese unit is in the unit English puts for it.
CONVERSIONS: dict[str, tuple[Fraction, ...]] = {
    "亩": (
        Fraction(1, 15),
        Fraction(1, 1500),
        Fraction(2000, 3),
    ),  # hectares, square kilometres, square metres
    "斤": (Fraction(1, 2), Fraction(1, 2000)),  # kilograms, tonnes
    "里": (Fraction(1, 2),),  # kilometres
    "米": (Fraction(10**6),),  # 10m is read as ten million
}


class Quantity(NamedTuple):
    """A numeral, its exact value and where it stands.

    `value` counts in plain units: 90亿 is 9,000,000,000; 7% is 7 of kind "percent"; October is 10 of kind
    "month", half past three 210 of kind "clock". `approximate` is true of 约 90, nearly 90, dozens. `certain` is
    false where the words need not be a count at all (一个, both, "one", first): those can cover a figure of the
    other language, but their absence proves nothing. `unit` is set where English is wont to convert (亩, 斤, 里)
    and of plain points, `currency` of money (yuan, dollar).
    """

    value: Fraction
    kind: Kind
    span: Span
    approximate: bool
    text: str
    certain: bool = True
    unit: str = ""
    currency: str = ""


def agree(zh: Quantity, en: Quantity) -> bool:
    """Whether an English quantity can render a Chinese one: same value, kinds that may stand for each other.

    >>> from align.language.numbers import quantities
    >>> agree(quantities("90亿元", "zh")[0], quantities("9 billion yuan", "en")[0])
    True
    >>> agree(quantities("7个百分点", "zh")[0], quantities("7 percent", "en")[0])
    False
    """
    if zh.value == en.value and (zh.kind == en.kind or {zh.kind, en.kind} <= PLAIN):
        return True
    return _converted(zh, en) or _rounded(zh, en) or _reworded(zh, en) or _reworded(en, zh)


def _converted(zh: Quantity, en: Quantity) -> bool:
    return any(_close(zh.value * rate, en.value) for rate in CONVERSIONS.get(zh.unit, ()))


def _rounded(zh: Quantity, en: Quantity) -> bool:
    """Dozens for 几十, "over 300" for 三百多: an approximate figure need only be of the same size."""
    if not (zh.approximate and en.approximate and {zh.kind, en.kind} <= PLAIN):
        return False
    return not (zh.certain and en.certain) and en.value / 5 < zh.value < en.value * 5


def _reworded(one: Quantity, other: Quantity) -> bool:
    """Half is 50 percent and 0.5; 三成 is 30 percent; the nineties are 1990s; a multiple may count the base.

    Points may be percentage points, and 40多岁 is "in his 40s".
    """
    if one.kind == "percent" and other.kind in PLAIN:
        return one.value == other.value * 100 or (one.value == other.value and not one.certain)
    if one.kind == "multiple" and other.kind == "multiple":
        return other.value == one.value + 1
    if one.kind == "points" and other.unit == "points":
        return one.value == other.value
    if one.kind == "decade" and other.kind in PLAIN:
        return other.approximate and one.value == other.value
    if one.kind == "year" and other.kind in PLAIN | {"decade"}:
        return one.value == other.value or (other.kind == "decade" and one.value % 100 == other.value)
    return False


def _close(one: Fraction, other: Fraction) -> bool:
    """Equal up to the rounding of a converted figure."""
    return abs(one - other) <= max(one, other) / 25
