"""Why a candidate is proposed or dropped, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from align.terms import background
from align.terms.fragments import Mined
from align.terms.score import Features, weights

# So much must a feature weigh, in log odds, to be told; and at most so many for and against are.
LEAST_TOLD, MOST_TOLD = 0.3, 3

_FOUND = {
    "known": "settled before",
    "work": "in title marks",
    "name": "spelt in the English",
    "title": "an official title",
    "part": "part of an official title",
    "listed": "listed in the tables",
    "formula": "a numbered formula in quotation marks",
    "quoted": "in quotation marks",
    "phrase": "a noun phrase",
}

# What a feature says when it is present.
_PRESENT: Mapping[str, str] = {
    "repeated": "it is repeated",
    "single": "it is a single short word",
    "weak": "it ends in a word that adds little",
    "table": "the tables expect this rendering",
    "quoted": "it is in quotation marks or title marks",
    "name": "the English spells it",
    "title": "it is an official title",
    "title_short": "the rendering leaves out whose office it is",
    "longer": "it is long",
    "place_first": "it begins with a place",
    "place_free": "it is a place and a free noun",
    "verbal_first": "it begins with a verb",
    "verbal_last": "it ends in a verb",
    "verbal_noun_first": "it may be a verb and its object",
    "verb_object": "the English shows it to be a verb and its object",
    "once_unseen": "it stands once and is not known from official Chinese",
    "en_verbal": "the English begins like a verb",
    "en_adjective": "the English ends in an adjective or an adverb",
    "adjective_alone": "the English ends in an adjective or an adverb",
    "en_clause": "the English reads like a clause",
    "headed": "it ends in the head of a name",
    "proper": "it is a name in the English",
    "char_first": "it begins with a piece of a word",
    "cut_name": "the English is a piece of a longer name",
    "cut_right": "the English may go on",
    "commanded": "the English may be a verb and its object",
    "glued": "it belongs to the word before it",
    "one_word": "one English word stands for several Chinese ones",
    "deictic": "the English points at something said before",
    "possessive": "the English names an owner",
    "comma": "the English has a comma",
    "two_parts": "the rendering is in two parts",
    "adjectival": "it ends in an adjective or a number",
    "judging_weak": "it praises and names nothing",
    "counted": "it counts something",
    "name_tail": "it is a name and a free noun",
    "dictionary": "a dictionary has it as a word",
    "cohesion": "its words belong together in official Chinese",
    "ratio": "the lengths of the two do not fit",
    "common": "it is common in general Chinese",
}
_LINKED = "the English is linked to its parts"
# What a feature says when it is high, and when it is low.
_MEASURED: Mapping[str, tuple[str, str]] = {
    "covered": (_LINKED, "the English leaves a part of it out"),
    "least": (_LINKED, "one of its words is not rendered"),
    "first_share": (_LINKED, "its first word is not rendered"),
    "last_share": (_LINKED, "its last word is not rendered"),
    "least_explained": ("each English word is accounted for", "an English word has nothing to render"),
    "freedom": ("it stands by itself in official Chinese", "official Chinese does not know it as a phrase"),
    "alone": ("it stands between edges of its context", "it stands in the middle of something longer"),
}


def reason(kind: str, found: Features, renderings: int) -> str:
    """Say in a few words why a candidate was proposed."""
    facts = [
        _FOUND[kind],
        "common in official Chinese" if found.own.official > 0.5 else "",
        "repeated" if found.repeated > 0.3 else "",
        "always rendered alike" if found.repeated > 0 and renderings == 1 else "",
    ]
    return ", ".join(fact for fact in facts if fact)


def verdict(one: Mined, levels: Sequence[str], whole: str | None) -> str:
    """Say what became of a candidate and what speaks for and against it.

    Args:
        one: The candidate, with a rendering.
        levels: The levels at which it is proposed.
        whole: The surer candidate it is a piece of, if it is one.
    """
    zh = one.term.zh
    if whole:
        how = f"stands only inside {whole}" if zh in whole else f"overlaps {whole}, which is surer"
        return f"{zh} is dropped as a fragment: it {how}. {_facts(one)}"
    fate = f"is a term at {', '.join(levels)}" if levels else "is dropped at every level"
    return f"{zh} {fate}. {_facts(one)}"


def _facts(one: Mined) -> str:
    renderings = ", ".join(f"{rendering.text} ({rendering.count})" for rendering in one.term.renderings)
    documents = background.usage(one.term.zh).documents
    stands = f"It is {_FOUND[one.kind]}, stands {_times(one.term.count)}"
    known = f" and in {documents} official documents of the background" if documents else ""
    told = [f"It is rendered {renderings}.", f"{stands} here{known}.", f"Confidence {one.term.confidence:.2f}."]
    for side, sign in (("For", 1), ("Against", -1)):
        if facts := spoken(one.features, sign):
            told.append(f"{side} it: {'; '.join(facts)}.")
    return " ".join(told)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def spoken(found: Features, sign: int) -> list[str]:
    """Return what spoke most for (1) or against (-1) a candidate, the weightiest first."""
    facts = sorted(((sign * share, fact) for share, fact in _shares(found)), reverse=True)
    told = dict.fromkeys(fact for share, fact in facts if share >= LEAST_TOLD)
    return list(told)[:MOST_TOLD]


def _shares(found: Features) -> Iterator[tuple[float, str]]:
    for (name, weight), value in zip(weights().items(), found.values(), strict=True):
        if name in _PRESENT and value > 0:
            yield weight * value, _PRESENT[name]
        elif name in _MEASURED and weight > 0:
            yield weight * (value - 0.5), _MEASURED[name][value < 0.5]
