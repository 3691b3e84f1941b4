"""A date or a time of day that differs between the languages, or that the English leaves incomplete."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from align.check.figures import Unmatched, unmatched
from align.check.numbers import pair
from align.check.rule import Example, Material, Passage, Rule, bodies, passages, place, shift
from align.language.numbers import quantities_in
from align.language.quantity import Quantity
from align.model import Alignment, Document, Finding, Place, Span

# "From 8 to 9, ...": days without a month. A unit or a noun behind the figures would make them a count.
_DAY = r"(?:[12]?\d|3[01])"
_BARE_DAYS = re.compile(rf"\b(?:[Ff]rom|[Bb]etween|[Oo]n)\s+(?P<days>{_DAY}\s+(?:to|and)\s+{_DAY})(?=\s*[,.;](?!\d))")
_RELATIVE = re.compile("[今去前明上全]年|年[末底初]|过去一年")
_DATED: tuple[str, ...] = ("year", "month", "day", "half", "decade", "clock")


def find(material: Material) -> Iterator[Finding]:
    """Yield dates and times that differ, days the English lost, and days without their month."""
    for left in unmatched(material):
        yield from _differing(left)
    for alignment in material.alignments:
        yield from _strange_years(alignment)
    for document in material.english:
        yield from _bare(document, material)


def _differing(left: Unmatched) -> Iterator[Finding]:
    zh = [one for one in left.zh if _is_dated(one)]
    en = [one for one in left.en if _is_dated(one) or _is_day(one)]
    # A day may stand as "the 9th" or "9" in English; it is then no day by itself.
    as_days = [one._replace(kind="day") if one.kind in ("ordinal", "number") else one for one in en]
    paired = list(pair(zh, as_days))
    for one, other in paired:
        yield _finding(left.passage, one, other)
    done = {one for one, _ in paired}
    for one in left.zh_lone:
        told = _is_dated(one) and one.kind in ("month", "day", "clock")
        if told and one not in done and not _said_otherwise(left.passage):
            yield _finding(left.passage, one, None)


def _strange_years(alignment: Alignment) -> Iterator[Finding]:
    """Yield a year for 今年, 去年 and their like that is another elsewhere, or stands nowhere else in either text."""
    beads = alignment.sentences
    zh = (one for bead in beads for one in quantities_in(alignment.source, bead.source))
    en = (one for bead in beads for one in quantities_in(alignment.target, bead.target))
    en_years = Counter(one.value for one in en if one.kind == "year")
    if len(en_years) < 2:
        return
    zh_years = {one.value % 100 for one in zh if one.kind == "year"}
    group = passages(alignment)
    usual = _usual_years(group)
    for passage in group:
        dated = _relative_year(passage)
        if dated is None or dated[1].value % 100 in zh_years:
            continue
        relative, year = dated
        other = usual.get(relative.group(), 0)
        if year.value != other and (other or en_years[year.value] == 1):
            yield _strange(passage, relative, year, other)


def _relative_year(passage: Passage) -> tuple[re.Match[str], Quantity] | None:
    """Return 今年 or 去年 and the one year of the English, when both stand there."""
    relative = _RELATIVE.search(passage.zh_text)
    years = [one for one in passage.en_figures if one.kind == "year"] if relative else []
    return (relative, years[0]) if relative and len(years) == 1 else None


def _strange(passage: Passage, relative: re.Match[str], year: Quantity, usual: int) -> Finding:
    source = place(passage.alignment.source, shift(Span(*relative.span()), passage.zh.start))
    target = place(passage.alignment.target, shift(year.span, passage.en.start))
    what = f"is {usual} elsewhere" if usual else "stands nowhere else in either text"
    message = f"{year.text} for {source.text} {what}"
    return Finding("dates", "warning", message, source, target, "check which year is meant")


def _usual_years(group: Sequence[Passage]) -> Mapping[str, int]:
    """Return which year 今年, 去年 and their like are, where the English says so again and again."""
    uses: dict[str, Counter[int]] = defaultdict(Counter)
    for relative, year in filter(None, map(_relative_year, group)):
        uses[relative.group()][int(year.value)] += 1
    chief = {word: counts.most_common(1)[0] for word, counts in uses.items()}
    return {word: year for word, (year, count) in chief.items() if count > 1}


def _is_dated(one: Quantity) -> bool:
    return one.kind in _DATED and one.certain


def _is_day(one: Quantity) -> bool:
    return one.kind == "ordinal" and one.text[0].isdigit() and 1 <= one.value <= 31


def _said_otherwise(passage: Passage) -> bool:
    """Whether the English names the day by a word: today, yesterday, Monday, New Year's Day."""
    return re.search(r"\b(?:today|yesterday|tomorrow|\w+day|month|Eve)\b", passage.en_text) is not None


def _bare(document: Document, material: Material) -> Iterator[Finding]:
    for body in bodies(document):
        for match in _BARE_DAYS.finditer(body.of(document.text)):
            span = Span(body.start + match.start(), body.start + match.end("days"))
            yield Finding(
                "dates",
                "error",
                f"“{span.of(document.text)}” names days without their month",
                _source_of(material, document, span),
                place(document, span),
                "name the month, as the Chinese dateline or context gives it",
            )


def _source_of(material: Material, document: Document, span: Span) -> Place | None:
    """The Chinese days that a span of the English renders, when the document has an original."""
    for alignment in material.alignments:
        if alignment.target is not document:
            continue
        for passage in passages(alignment):
            if passage.en.start <= span.start < passage.en.end:
                days = [one for one in passage.zh_figures if one.kind == "day"]
                values = [int(number) for number in re.findall(r"\d+", span.of(document.text))]
                hits = [shift(one.span, passage.zh.start) for one in days if one.value in values]
                whole = Span(hits[0].start, hits[-1].end) if hits else passage.zh
                return place(alignment.source, hits[-2] if len(hits) > 2 else whole)
    return None


def _finding(passage: Passage, zh: Quantity, en: Quantity | None) -> Finding:
    source, target = passage.alignment.source, passage.alignment.target
    where_zh = place(source, shift(zh.span, passage.zh.start))
    where_en = place(target, shift(en.span, passage.en.start) if en else passage.en)
    what = "time" if zh.kind == "clock" else "date"
    if en is None:
        message = f"{zh.text} has no counterpart in the English"
        return Finding("dates", "warning", message, where_zh, where_en, f"add the {what}, or check that it may go")
    message = f"{zh.text} in the Chinese, {en.text} in the English"
    return Finding("dates", "error", message, where_zh, where_en, f"make the {what}s agree")


RULE = Rule(
    "dates",
    "error",
    "A wrong day or a day without its month misinforms, and no reader can tell.",
    find,
    bad=(
        Example(zh="10月10日,会议举行。", en="The meeting was held on October 11."),
        Example(zh="2004年5月,项目开工。", en="Work began in May 2014."),
        Example(zh="8日至9日,代表团考察。", en="From 8 to 9, the delegation made a visit."),
        Example(
            zh=("去年完成投资5亿元。", "2019年增长。"),
            en=("In 2028, investment reached 500 million yuan.", "It grew in 2019."),
        ),
        Example(
            zh=("去年完成投资5亿元。", "去年增长。", "今年增长。", "去年就业形势稳定。"),
            en=(
                "In 2018, investment reached 500 million yuan.",
                "It grew in 2018.",
                "It grows in 2019.",
                "Employment was stable in 2019.",
            ),
        ),
        Example(zh="会议于下午3时开始。", en="The meeting began at 4 p.m."),
        Example(zh="上半年完成一批项目。", en="A number of projects were completed in the second half of the year."),
    ),
    good=(
        Example(zh="10月10日,会议举行。", en="The meeting was held on Oct. 10."),
        Example(zh="8日下午,会议举行。", en="The meeting was held on the afternoon of the 8th."),
        Example(zh="2004年5月,项目开工。", en="Work began in May 2004."),
        Example(zh="3月5日至6日,代表团考察。", en="From March 5 to 6, the delegation made a visit."),
        Example(
            zh=("去年完成投资5亿元。", "2018年至2019年增长。"),
            en=("In 2018, investment reached 500 million yuan.", "It grew from 2018 to 2019."),
        ),
        Example(zh="会议于 10 月 10 日下午 3 时 30 分开始。", en="The meeting began at 3:30 p.m. on October 10."),
        Example(zh="从8%增加到9%。", en="It rose from 8 to 9 percent."),
    ),
)
