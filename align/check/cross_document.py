"""One term, several English forms in the reports that are checked together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from align.check import watched
from align.check.forms import Form, Key, is_short_for, style
from align.check.rule import Example, Material, Rule, place
from align.language.names import find_name
from align.model import Document, Finding, Term

_HINT = "settle on one form for all reports"
# Capitals alone make a variant only in a phrase of so many words: Yangtze River economic belt.
_LEAST_CAPITALS = 3
Places = dict[str, tuple[Document, Form]]
Uses = dict[str, list[tuple[Document, Form]]]


def find(material: Material) -> Iterator[Finding]:
    """Yield one finding for each term whose forms differ from document to document, or from the glossary's."""
    if len(material.english) < 2 and not material.glossary:
        return
    house = {term.zh: term.en for term in material.glossary if watched.is_name(term) or term.type == "person"}
    glossary = (*material.glossary, *(term for term in material.terms if watched.is_name(term)))
    index = watched.index(glossary)
    types = {term.zh: term.type for term in glossary}
    by_term: Uses = defaultdict(list)
    for document in material.english:
        for form in watched.forms_in(document, index):
            if types.get(form.zh) == "place":
                continue
            by_term[form.zh].append((document, form))
        for form in _people(document, glossary):
            by_term[form.zh].append((document, form))
    for zh, uses in by_term.items():
        yield from _judge(zh, uses, house.get(zh, ""))


def _people(document: Document, glossary: tuple[Term, ...]) -> Iterator[Form]:
    """Yield the people of the glossary wherever they stand, in any spelling."""
    for zh in dict.fromkeys(term.zh for term in glossary if term.type == "person"):
        for span in find_name(zh, document.text):
            yield Form(zh, span.of(document.text), span)


def _judge(zh: str, uses: list[tuple[Document, Form]], house: str) -> Iterator[Finding]:
    forms: dict[Key, Places] = defaultdict(dict)
    for document, form in uses:
        forms[style(form.text)].setdefault(document.name, (document, form))
    # The form most reports use, of two the one that comes first, is the measure; the rest are its variants.
    ranked = sorted(_merged(forms), key=lambda places: -len(places))
    variants = ranked[1:]
    if house:
        variants = [places for places in ranked if not _is_house_form(places, house)]
    elif len({name for places in ranked for name in places}) < 2:
        return
    if not variants:
        return
    spots = [spot for places in ranked for spot in places.values()]
    document, form = next(iter(variants[0].values()))
    related = tuple(place(other, one.span) for other, one in spots if one is not form)
    listed = [f"“{house}” (glossary)"] * bool(house) + list(map(_listed, ranked))
    message = f"{zh}: {'; '.join(listed)}"
    yield Finding("cross-document", "warning", message, None, place(document, form.span), _HINT, related)


def _is_house_form(places: Places, house: str) -> bool:
    form = next(iter(places.values()))[1]
    return form.text == house or style(form.text) == style(house) or _alike(style(form.text), style(house))


def _merged(forms: dict[Key, Places]) -> list[Places]:
    """Put together forms that no editor would tell apart: short for another, or capitals alone in a short phrase."""
    merged: dict[Key, Places] = {}
    for form, places in sorted(forms.items(), key=lambda item: -len(item[1])):
        kin = next((other for other in merged if _alike(form, other)), form)
        merged[kin] = {**places, **merged.get(kin, {})}
    return list(merged.values())


def _alike(form: tuple[str, ...], other: tuple[str, ...]) -> bool:
    lower, other_lower = tuple(map(str.lower, form)), tuple(map(str.lower, other))
    if is_short_for(lower, other_lower) or is_short_for(other_lower, lower):
        return True
    return lower == other_lower and len(form) < _LEAST_CAPITALS


def _listed(places: Places) -> str:
    text = _line(next(iter(places.values()))[1].text)
    return f"“{text}” ({', '.join(map(_short, places))})"


def _line(text: str) -> str:
    return " ".join(text.replace("”", "").split())


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1].removesuffix(".txt")


RULE = Rule(
    "cross-document",
    "warning",
    "A desk that names one policy in two ways in two reports confuses its readers and its memory.",
    find,
    bad=(
        Example(en="The “Belt and Road” grows.", elsewhere="The “One Belt and One Road” grows."),
        Example(
            en="Chen Min’er spoke.",
            elsewhere="Chen Miner spoke.",
            glossary=(("陈敏尔", "Chen Min’er"),),
        ),
        Example(
            en="Since the Nineteenth National Congress of the CPC, much has changed.",
            elsewhere="Since the 19th National Congress of CPC, much has changed.",
            glossary=(("党的十九大", "Nineteenth National Congress of the CPC"),),
        ),
        Example(en="Chen Miner spoke.", glossary=(("陈敏尔", "Chen Min’er"),)),
    ),
    good=(
        Example(en="The Belt and Road grows.", elsewhere="The “Belt and Road” was praised."),
        Example(en="Chen Min’er spoke.", elsewhere="Chen Min'er spoke.", glossary=(("陈敏尔", "Chen Min’er"),)),
    ),
    needs="terms",
)
