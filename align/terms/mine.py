"""From alignments to terms: candidates, their renderings over all occurrences together, and what is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from align.language import english
from align.lexicon.file import load
from align.lexicon.lexicon import Lexicon
from align.model import Alignment, Occurrence, Rendering, Span, Term
from align.terms import score, tables
from align.terms.candidates import Candidate, candidates
from align.terms.evidence import Evidence, evidence
from align.terms.passage import Passage, passages
from align.terms.spans import Grid, Hypothesis, best_spans, grid, second_part

Level = Literal["strict", "balanced", "wide"]
THRESHOLDS: Mapping[Level, float] = {"strict": 0.7, "balanced": 0.4, "wide": 0.2}
# How strongly the renderings of a term elsewhere pull on one occurrence.
AGREEMENT = 1.5
# What a rendering known from the tables is ahead of others.
FAVOUR = 2.0
# A candidate must be at least this sure to make fragments of others.
LEAST_WHOLE = 0.3
# By how much a crossing candidate must be surer.
MARGIN = 0.1
# Less of the term than this inside the span, and the occurrence counts as not rendered.
LEAST_COVERED = 0.2

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One occurrence of a candidate: where, and its possible renderings, the best first."""

    candidate: Candidate
    passage: Passage
    units: range
    grid: Grid
    hypotheses: tuple[Hypothesis, ...]


class Mined(NamedTuple):
    """A term with the features it was judged by, how it was found, and where it stands: Chinese span, document and bead."""

    term: Term
    features: score.Features
    kind: str
    places: tuple[tuple[Span, tuple[str, int]], ...]


def mine(
    alignments: Sequence[Alignment],
    *,
    level: Level = "balanced",
    known: Sequence[Term] = (),
    rejected: frozenset[str] = frozenset(),
    lexicon: Lexicon | None = None,
) -> tuple[Term, ...]:
    """Propose the glossary of some aligned pairs.

    Args:
        alignments: Aligned pairs of one or many documents; a term found in several is one entry.
        level: How sure an entry must be: strict, balanced or wide.
        known: Entries the user has settled: listed with their occurrences here, never proposed anew.
        rejected: Chinese forms the user does not want to see again.
        lexicon: Which word translates which; the shipped one by default.

    Returns:
        The entries in the order in which the texts bring them.
    """
    found = examine(alignments, known=known, rejected=rejected, lexicon=lexicon)
    return tuple(one.term for one in without_fragments(found) if one.term.confidence >= THRESHOLDS[level])


def without_fragments(found: Sequence[Mined]) -> list[Mined]:
    """Drop candidates that are pieces of surer ones.

    A candidate falls when wherever it stands a surer one crosses its edge (技术应用 where 信息技术 stands), or when
    its capitalised rendering is a part of the capitalised rendering of a longer name (重庆礼嘉 in the name of a park).
    """
    by_place: dict[tuple[str, int], list[tuple[Span, Mined]]] = defaultdict(list)
    for one in found:
        for span, place in one.places:
            by_place[place].append((span, one))
    return [
        one
        for one in found
        if one.term.status != "candidate"
        or not all(_is_fragment(one, span, by_place[place]) for span, place in one.places)
    ]


def _is_fragment(one: Mined, span: Span, others: Sequence[tuple[Span, Mined]]) -> bool:
    phrase = one.kind == "phrase"
    for other_span, other in others:
        if other is one or other_span.end <= span.start or span.end <= other_span.start:
            continue
        if other_span.start <= span.start and span.end <= other_span.end:
            if other.features.proper and one.features.cut_name >= 0.5 and other.term.confidence >= LEAST_WHOLE:
                return True
        elif phrase and not (span.start <= other_span.start and other_span.end <= span.end):
            if other.term.confidence > max(one.term.confidence + MARGIN, LEAST_WHOLE):
                return True
    return False


def examine(
    alignments: Sequence[Alignment],
    *,
    known: Sequence[Term] = (),
    rejected: frozenset[str] = frozenset(),
    lexicon: Lexicon | None = None,
) -> list[Mined]:
    """Return every candidate that has a rendering, with its confidence and features, kept or not."""
    lexicon = lexicon or load()
    settled = {term.zh: term for term in known if term.status != "candidate"}
    anchors = {zh: tuple(one.text for one in term.renderings) for zh, term in settled.items()}
    beads = passages(alignments, lexicon)
    texts = [alignment.source.text for alignment in alignments]
    places: dict[str, list[Place]] = defaultdict(list)
    for passage, posteriors in zip(beads, evidence(beads, lexicon, anchors), strict=True):
        for place in _places(passage, posteriors, texts[passage.alignment]):
            if place.candidate.zh not in rejected:
                places[place.candidate.zh].append(place)
    choices = {zh: choose(group) for zh, group in places.items()}
    nested = _nesting(places)
    return [_mined(alignments, group, choices[zh], nested[zh], settled.get(zh)) for zh, group in places.items()]


def _places(passage: Passage, posteriors: Evidence, text: str) -> Iterable[Place]:
    table = grid(passage.words, posteriors)
    for candidate in candidates(passage, text):
        units = passage.units_in(candidate.span)
        if units:
            yield Place(candidate, passage, units, table, _favoured(candidate, table, best_spans(table, units)))


def _favoured(candidate: Candidate, table: Grid, found: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Prefer the renderings that the tables know for a set phrase, and for a title those that have its rank."""
    fitting = [one for one in found if fits(candidate, _bare(table.keys[one.first : one.last]))]
    if not fitting:
        return tuple(found)
    if is_titled(candidate):
        found = fitting
    raised = [one._replace(score=one.score + (FAVOUR if one in fitting else 0)) for one in found]
    values = np.exp([one.score - max(one.score for one in raised) for one in raised])
    weighed = [one._replace(weight=float(w)) for one, w in zip(raised, values / values.sum(), strict=True)]
    return tuple(sorted(weighed, key=lambda one: -one.score))


def is_titled(candidate: Candidate) -> bool:
    """Tell whether a candidate is a title or the end of one."""
    return candidate.kind in ("title", "part") and candidate.type == "title"


def fits(candidate: Candidate, keys: Key) -> bool:
    """Tell whether a rendering is one the tables expect: a known one, or for a title one with its rank."""
    zh = candidate.zh
    if zh in tables.known():
        return keys in _keys_of(tables.known()[zh].renderings)
    rank = next((zh[start:] for start in range(len(zh)) if zh[start:] in tables.ranks()), "")
    if not rank or not is_titled(candidate):
        return False
    return any(_contains(keys, form) for form in _keys_of(tables.ranks()[rank].renderings))


@lru_cache(maxsize=4096)
def _keys_of(forms: tuple[str, ...]) -> frozenset[Key]:
    return frozenset(_bare([english.key(token.text) for token in english.words(form)]) for form in forms)


def _bare(keys: Sequence[str]) -> Key:
    return tuple(key for key in (key.replace("'", "") for key in keys) if key not in ("the", "a", "an", "-"))


def _contains(keys: Key, form: Key) -> bool:
    return any(keys[start : start + len(form)] == form for start in range(len(keys) - len(form) + 1))


def rendering_key(place: Place, hypothesis: Hypothesis) -> Key:
    """Return what makes two renderings the same: stems without articles, case or the form of apostrophes."""
    more = hypothesis.more or (0, 0)
    return _bare(place.grid.keys[hypothesis.first : hypothesis.last] + place.grid.keys[slice(*more)])


def choose(group: Sequence[Place]) -> list[Hypothesis | None]:
    """Choose the rendering of each occurrence, so that the occurrences agree where their sentences allow it."""
    support: dict[Key, float] = defaultdict(float)
    keys = [[rendering_key(place, one) for one in place.hypotheses] for place in group]
    for place, names in zip(group, keys, strict=True):
        for key, one in zip(names, place.hypotheses, strict=True):
            support[key] += one.weight * max(0.0, one.covered)
    return [_chosen(place, names, support) for place, names in zip(group, keys, strict=True)]


def _chosen(place: Place, keys: Sequence[Key], support: dict[Key, float]) -> Hypothesis | None:
    def value(pair: tuple[Key, Hypothesis]) -> float:
        key, one = pair
        others = support[key] - one.weight * max(0.0, one.covered)
        return one.score + AGREEMENT * float(np.log(0.3 + min(others, 3.0)))

    best = max(zip(keys, place.hypotheses, strict=True), key=value, default=None)
    if not best or best[1].covered < LEAST_COVERED:
        return None
    return second_part(place.grid, place.units, best[1]) if place.candidate.kind == "phrase" else best[1]


def _nesting(places: Mapping[str, Sequence[Place]]) -> dict[str, float]:
    """Return for each candidate the share of its occurrences that lie inside a longer title, name or phrase."""
    spans: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for group in places.values():
        for place in group:
            spans[place.passage.alignment, place.passage.bead].append(place.candidate)
    return {
        zh: sum(_is_inside(place.candidate, spans[place.passage.alignment, place.passage.bead]) for place in group)
        / len(group)
        for zh, group in places.items()
    }


def _is_inside(one: Candidate, others: Sequence[Candidate]) -> bool:
    return any(
        other.kind not in ("phrase",)
        and other.span.start <= one.span.start and one.span.end <= other.span.end and other.span != one.span
        for other in others
    )  # fmt: skip


def _mined(
    alignments: Sequence[Alignment],
    group: Sequence[Place],
    chosen: Sequence[Hypothesis | None],
    nested: float,
    settled: Term | None,
) -> Mined:
    renderings = _renderings(alignments, group, chosen)
    known = sum(
        fits(place.candidate, rendering_key(place, one)) for place, one in zip(group, chosen, strict=True) if one
    )
    features = score.features(group, chosen, renderings, nested, known / max(1, sum(one is not None for one in chosen)))
    type_ = settled.type if settled else score.type_of(group, renderings)
    confidence = 1.0 if settled else score.confidence(features)
    term = Term(
        group[0].candidate.zh, type_, renderings, confidence, len(group),
        settled.status if settled else "candidate", score.reason(features, group[0].candidate.kind),
    )  # fmt: skip
    places = tuple(
        (place.candidate.span, (alignments[place.passage.alignment].source.name, place.passage.bead)) for place in group
    )
    return Mined(term, features, group[0].candidate.kind, places)


def _renderings(
    alignments: Sequence[Alignment], group: Sequence[Place], chosen: Sequence[Hypothesis | None]
) -> tuple[Rendering, ...]:
    found: dict[Key, list[tuple[str, Occurrence]]] = defaultdict(list)
    covered: dict[Key, float] = defaultdict(float)
    for place, one in zip(group, chosen, strict=True):
        if one is None:
            continue
        alignment = alignments[place.passage.alignment]
        words = place.passage.words
        parts = [(one.first, one.last), *([one.more] if one.more else [])]
        spans = tuple(Span(words[first].span.start, words[last - 1].span.end) for first, last in parts)
        occurrence = Occurrence(
            alignment.source.name, alignment.target.name, place.passage.bead, place.candidate.span, spans
        )
        written = " ".join(word for span in spans for word in span.of(alignment.target.text).split())
        key = rendering_key(place, one)
        found[key].append((written, occurrence))
        covered[key] += one.covered
    ordered = [found[key] for key in sorted(found, key=lambda key: (-len(found[key]), -covered[key]))]
    return tuple(
        Rendering(Counter(text for text, _ in pairs).most_common(1)[0][0], tuple(one for _, one in pairs))
        for pairs in ordered
    )
