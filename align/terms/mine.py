"""From alignments to terms: candidates, their renderings over all occurrences together, and what is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Literal

from align.beside import beside, mapped
from align.language import chinese, english
from align.language.script import simplify
from align.lexicon.file import load
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import splits, units_of_each
from align.model import Alignment, Document, Span, Term
from align.recall import FEW
from align.terms import score, tables
from align.terms.candidates import Candidate, candidates, why_not
from align.terms.claims import knowledge_with, known_runs
from align.terms.edges import look
from align.terms.evidence import evidence
from align.terms.fragments import Mined, fragments, matters, without_fragments
from align.terms.grid import grids
from align.terms.linked import linked_words
from align.terms.makeup import makeup
from align.terms.passage import alone, cut, passages
from align.terms.readings import name_letters
from align.terms.reasons import reason, verdict
from align.terms.renderings import (
    Place,
    choose,
    fits,
    forms_of,
    is_expected,
    places_of,
    rendering_key,
    renderings_of,
    with_statuses,
)
from align.terms.spans import Hypothesis

Level = Literal["strict", "balanced", "wide"]
# Of the entries at a level this share is expected to be right. A list of no more than enough is soon read and need not
# hold that, if each entry is as likely as the floor.
PROMISES: Mapping[Level, float] = {"strict": 0.94, "balanced": 0.9, "wide": 0.7}
ENOUGH: Mapping[Level, int] = {"strict": 100, "balanced": 200, "wide": 400}
FLOORS: Mapping[Level, float] = {"strict": 0.6, "balanced": 0.5, "wide": 0.15}


def mine(
    alignments: Sequence[Alignment],
    *,
    level: Level = "balanced",
    known: Sequence[Term] = (),
    rejected: frozenset[str] = frozenset(),
    lexicon: Lexicon | None = None,
    recurring: bool = False,
) -> tuple[Term, ...]:
    """Propose the glossary of some aligned pairs.

    Args:
        alignments: Aligned pairs of one or many documents; a term found in several is one entry.
        level: How sure an entry must be: strict, balanced or wide.
        known: Entries the user has settled: listed with their occurrences here, never proposed anew.
        rejected: Chinese forms the user does not want to see again.
        lexicon: Which word translates which; the shipped one by default.
        recurring: Leave out phrases, unless they are names, of which no translator is asked to keep to one rendering:
            those that stand once, and everyday words of two characters.

    Returns:
        The entries in the order in which the texts bring them.
    """
    found = without_fragments(
        examine(
            alignments,
            known=known,
            rejected=rejected,
            lexicon=lexicon,
            recurring=recurring,
            least=FLOORS[level],
        )
    )
    least = threshold([one.term.confidence for one in found], level)
    return tuple(one.term for one in found if one.term.confidence >= least)


def mined_beside(
    alignments: Sequence[Alignment],
    *,
    known: Sequence[Term] = (),
    lexicon: Lexicon | None = None,
    recurring: bool = False,
) -> Callable[[], tuple[Term, ...]]:
    """Begin to mine terms beside what comes next, and return what gives them; the arguments are those of `mine`."""
    if not alignments:
        return tuple
    return beside(partial(mine, tuple(alignments), known=tuple(known), lexicon=lexicon, recurring=recurring))


def prepare(documents: Sequence[Document], lexicon: Lexicon) -> None:
    """Work out, to be remembered for `mine`, what is known of sentences whatever renders them; not of whole books."""
    if sum(len(document.sentences) for document in documents) > FEW:
        return
    for document in documents:
        spans = [sentence.span for sentence in document.sentences]
        if document.language == "en":
            _prepare_english([span.of(document.text) for span in spans])
        else:
            _prepare_chinese(_simplified(document.text), spans, lexicon)


def _prepare_english(sentences: Sequence[str]) -> None:
    for word in {text for some in english.words_of_sentences(sentences) for text, _ in some}:
        look(word)
        name_letters(word)


def _prepare_chinese(text: str, sentences: Sequence[Span], lexicon: Lexicon) -> None:
    beads = [alone(text, span) for span in sentences]
    found = [candidates(bead, text) for bead in beads]
    unvaried = _unvaried(found)
    for bead, group in zip(beads, found, strict=True):
        for one in group:
            if one.zh not in unvaried:
                makeup(one.zh, bead.tokens_of(one.span))
    units = [tuple([word for word, _ in some]) for some in units_of_each([bead.tokens for bead in beads], lexicon)]
    splits([chinese.key(word) for word in set().union(*units)], lexicon)
    for some in units:
        known_runs(some, knowledge_with({}))


@lru_cache(maxsize=64)
def _simplified(text: str) -> str:
    return simplify(text)


def threshold(confidences: Sequence[float], level: Level) -> float:
    """Return the least confidence at a level: as low as the list still holds the share of right entries it promises.

    A list of up to `ENOUGH` entries need not hold it, if each is as likely as the floor of the level.

    >>> threshold([0.9, 0.9, 0.5, 0.2], "balanced")
    0.5
    >>> threshold([0.9] * 300 + [0.5] * 500, "balanced")
    0.9
    """
    total, least = 0.0, 1.0
    for count, confidence in enumerate(sorted(confidences, reverse=True), 1):
        total += confidence
        if confidence < FLOORS[level] or (count > ENOUGH[level] and total / count < PROMISES[level] - 1e-9):
            break
        least = confidence
    return least


def explain(alignment: Alignment, zh: str, lexicon: Lexicon | None = None) -> str:
    """Say why a Chinese form is proposed as a term of an alignment, or why not.

    Args:
        alignment: An aligned pair.
        zh: The Chinese form.
        lexicon: As in `mine`.

    Returns:
        Some sentences; the text does not end in a line break.
    """
    if simplify(zh) not in simplify(alignment.source.text):
        return f"{zh} does not stand in {alignment.source.name}"
    found = examine([alignment], lexicon=lexicon)
    one = next((one for one in found if simplify(one.term.zh) == simplify(zh)), None)
    if one is None:
        why = why_not(tuple(token.text for token in cut(simplify(zh))))
        return f"{zh} is no candidate: {why or 'it begins or ends inside a word or a name'}"
    if not one.term.renderings:
        return f"{zh} is no term: nothing in the English renders it"
    dropped = fragments(found)
    confidences = [other.term.confidence for other in found if other.term.zh not in dropped]
    levels = [level for level in PROMISES if one.term.confidence >= threshold(confidences, level)]
    return verdict(one, levels, dropped.get(one.term.zh))


def examine(
    alignments: Sequence[Alignment],
    *,
    known: Sequence[Term] = (),
    rejected: frozenset[str] = frozenset(),
    lexicon: Lexicon | None = None,
    recurring: bool = False,
    least: float = 0.0,
) -> list[Mined]:
    """Return every candidate with its confidence and features, kept or not.

    The arguments are those of `mine`; candidates that matter to none that is at least so sure may be left out.
    """
    lexicon = lexicon or load()
    settled = {simplify(term.zh): term for term in known if term.status != "candidate"}
    anchors = {
        zh: tuple(one.text for one in term.renderings if one.status != "forbidden") for zh, term in settled.items()
    }
    unwanted = {simplify(zh) for zh in rejected} - settled.keys()
    texts = [_simplified(alignment.source.text) for alignment in alignments]
    beads = passages(alignments, texts, lexicon)
    linked = linked_words(alignments, beads)
    found = [candidates(passage, texts[passage.alignment], frozenset(anchors)) for passage in beads]
    if recurring:
        unwanted |= _unvaried(found)
    wanted = [[one for one in group if one.zh not in unwanted] for group in found]
    rendered: dict[int, list[Place]] = {}
    for numbers, posteriors in evidence(beads, lexicon, anchors, linked):
        sheet = grids([beads[number] for number in numbers], posteriors)
        rendered |= zip(numbers, places_of([wanted[number] for number in numbers], sheet), strict=True)
    places: dict[str, list[Place]] = defaultdict(list)
    for number in range(len(beads)):
        for place in rendered[number]:
            places[place.candidate.zh].append(place)
    mined = mapped(lambda item: _mined(alignments, item[1], settled.get(item[0]), least), list(places.items()))
    return [one for one in mined if one]


def _unvaried(found: Iterable[Iterable[Candidate]]) -> set[str]:
    """Return the phrases without the head of a name that stand once in all, or are everyday words of two characters."""
    every = [one for group in found for one in group]
    counts = Counter(one.zh for one in every)
    return {
        one.zh
        for one in every
        if one.kind == "phrase" and (counts[one.zh] == 1 or len(one.zh) == 2) and not tables.longest_head(one.zh)
    }


def _mined(alignments: Sequence[Alignment], group: Sequence[Place], settled: Term | None, least: float) -> Mined | None:
    """Judge a candidate by all its places; None when it matters to nothing that is at least so sure."""
    first, chosen = group[0], choose(group)
    forms = forms_of(alignments, group, chosen)
    features = score.features(group, chosen, forms[0].text if forms else "", _expected(group, chosen))
    confidence = 1.0 if settled else score.confidence(features) if forms else 0.0
    if not matters(first.candidate.kind, confidence, least):
        return None
    renderings = renderings_of(alignments, forms)
    if settled:
        renderings = with_statuses(renderings, settled.renderings)
    term = Term(
        first.candidate.span.of(alignments[first.passage.alignment].source.text),
        settled.type if settled else score.type_of(group, renderings),
        renderings,
        confidence,
        len(group),
        settled.status if settled else "candidate",
        reason(first.candidate.kind, features, len(renderings)),
    )
    places = tuple((place.candidate.span, (place.passage.alignment, place.passage.bead)) for place in group)
    return Mined(term, features, first.candidate.kind, places)


def _expected(group: Sequence[Place], chosen: Sequence[Hypothesis | None]) -> float:
    """Return the share of the renderings that the tables expect."""
    rendered = [(place, one) for place, one in zip(group, chosen, strict=True) if one]
    known = [
        is_expected(place.candidate) and fits(place.candidate, rendering_key(place, one)) for place, one in rendered
    ]
    return sum(known) / max(1, len(known))
