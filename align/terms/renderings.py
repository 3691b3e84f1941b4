"""The renderings of a candidate over all its occurrences together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from align.language import english
from align.model import Alignment, Occurrence, Rendering, Span
from align.terms import tables
from align.terms.candidates import Candidate
from align.terms.edges import SKIPPED, bare_key
from align.terms.grid import Grid
from align.terms.passage import Passage
from align.terms.spans import Hypothesis, Ranking, best_spans, second_part

# How strongly the renderings of a term elsewhere pull on one occurrence.
AGREEMENT = 1.5
# They pull no more when more of them than this have a rendering.
MOST_SUPPORT = 3.0
_MOST_AGREEMENT = AGREEMENT * math.log(0.3 + MOST_SUPPORT)
# What a rendering known from the tables is ahead of others.
FAVOUR = 2.0
# Less of the term than this inside the span, and the occurrence counts as not rendered.
LEAST_COVERED = 0.2

Key = tuple[str, ...]


class Place(NamedTuple):
    """One occurrence of a candidate: where, and its possible renderings.

    `words` are the candidate's own (a name or quotation may begin or end inside a word), `before` and `after` the
    words beside it.
    """

    candidate: Candidate
    passage: Passage
    units: range
    words: tuple[str, ...]
    before: str
    after: str
    grid: Grid
    ranking: Ranking


def places_of(found: Iterable[Sequence[Candidate]], grids: Sequence[Grid]) -> list[list[Place]]:
    """Find the possible renderings of the candidates of some passages; those without words of their own fall out.

    Args:
        found: The candidates of each passage.
        grids: The passages, all those of one sheet.
    """
    each = [
        [(one, units) for one in group if (units := grid.passage.units_in(one.span))]
        for grid, group in zip(grids, found, strict=True)
    ]
    of = [grid for grid, pairs in zip(grids, each, strict=True) for _ in pairs]
    rankings = iter(best_spans(of, [units for pairs in each for _, units in pairs]))
    return [
        [_place(one, units, grid, next(rankings)) for one, units in pairs]
        for grid, pairs in zip(grids, each, strict=True)
    ]


def _place(candidate: Candidate, units: range, grid: Grid, ranking: Ranking) -> Place:
    passage = grid.passage
    inside = passage.tokens_in(candidate.span)
    words = passage.texts(inside)
    beside = passage.beside(candidate.span, inside)
    if is_expected(candidate):
        ranking = _favoured(candidate, passage, grid, ranking)
    return Place(candidate, passage, units, words, *beside, grid, ranking)


def _foreign_ranks(candidate: Candidate, passage: Passage) -> frozenset[Key]:
    """Return the English ranks of the other titles of a sentence: Mayor is none of a Deputy Secretary's."""
    ranks = tables.ranks()
    own = {token.text for token in passage.tokens if token.text in ranks and token.text in candidate.zh}
    forms = [_keys_of(ranks[token.text].renderings) for token in passage.tokens if token.text in ranks]
    mine = [_keys_of(ranks[rank].renderings) for rank in own]
    return frozenset().union(*forms) - frozenset().union(*mine)


def _cuts_name(table: Grid, last: int, names: frozenset[int]) -> bool:
    """Tell whether a span ends between two capitalised words, of which the second is no person's name."""
    inside = last < len(table.capital) and last not in names
    return inside and bool(table.capital[last - 1] and table.capital[last])


def _favoured(candidate: Candidate, passage: Passage, table: Grid, ranking: Ranking) -> Ranking:
    """Prefer the renderings that the tables know for a set phrase, and for a title those that have its rank."""
    keys = table.keys_of(ranking.firsts, ranking.lasts)
    fitting = [place for place, key in enumerate(keys) if fits(candidate, key)]
    if not fitting:
        return ranking
    if not is_titled(candidate):
        scores = [score + (FAVOUR if place in fitting else 0) for place, score in enumerate(ranking.scores)]
        return ranking.reordered(range(len(keys)), scores)
    foreign = _foreign_ranks(candidate, passage)
    names = frozenset(place for name in passage.names for place in range(name.first, name.last))
    whole = [place for place in fitting if not _cuts_name(table, ranking.lasts[place], names)] or fitting
    own = [place for place in whole if not any(_contains(keys[place], form) for form in foreign)] or whole
    return ranking.reordered(own, [ranking.scores[place] + FAVOUR for place in own])


def is_titled(candidate: Candidate) -> bool:
    """Tell whether a candidate is a title or the end of one."""
    return candidate.kind in ("title", "part") and candidate.type == "title"


def is_expected(candidate: Candidate) -> bool:
    """Tell whether the tables may expect any rendering of a candidate."""
    return candidate.zh in tables.known() or is_titled(candidate)


def fits(candidate: Candidate, keys: Key) -> bool:
    """Tell whether a rendering is one the tables expect: a known one, or for a title one with its rank."""
    whole, ranks = _expected(candidate.zh, is_titled(candidate))
    return keys in whole or any(_contains(keys, form) for form in ranks)


@lru_cache(maxsize=16384)
def _expected(zh: str, titled: bool) -> tuple[frozenset[Key], frozenset[Key]]:
    """Return what the tables expect of a rendering: to be one of the first, or to have one of the second in it."""
    nothing = frozenset[Key]()
    if zh in tables.known():
        return _keys_of(tables.known()[zh].renderings), nothing
    rank = next((zh[start:] for start in range(len(zh)) if zh[start:] in tables.ranks()), "") if titled else ""
    return nothing, _keys_of(tables.ranks()[rank].renderings) if rank else nothing


@lru_cache(maxsize=4096)
def _keys_of(forms: tuple[str, ...]) -> frozenset[Key]:
    stems = ([bare_key(token.text) for token in english.words(form)] for form in forms)
    return frozenset(tuple(stem for stem in form if stem not in SKIPPED) for form in stems)


def _contains(keys: Key, form: Key) -> bool:
    return any(keys[start : start + len(form)] == form for start in range(len(keys) - len(form) + 1))


def rendering_key(place: Place, hypothesis: Hypothesis) -> Key:
    """Return what makes two renderings the same: stems without articles, case or the form of apostrophes."""
    key = place.grid.key(hypothesis.first, hypothesis.last)
    return key + place.grid.key(*hypothesis.more) if hypothesis.more else key


def choose(group: Sequence[Place]) -> list[Hypothesis | None]:
    """Choose the rendering of each occurrence, so that the occurrences agree where their sentences allow it."""
    keys = [place.grid.keys_of(place.ranking.firsts, place.ranking.lasts) for place in group]
    if len(group) == 1 and len(set(keys[0])) == len(keys[0]):
        # Nothing speaks for one rendering more than for another.
        return [_completed(group[0], group[0].ranking.hypothesis(0) if keys[0] else None)]
    support: dict[Key, float] = defaultdict(float)
    for place, names in zip(group, keys, strict=True):
        for key, share in zip(names, place.ranking.support, strict=True):
            support[key] += share
    return [_completed(place, _chosen(place.ranking, names, support)) for place, names in zip(group, keys, strict=True)]


def _chosen(ranking: Ranking, keys: Sequence[Key], support: Mapping[Key, float]) -> Hypothesis | None:
    """Choose a rendering of one occurrence, given how far all occurrences, this one among them, support each."""
    best, most = -1, -math.inf
    for place, (score, key, own) in enumerate(zip(ranking.scores, keys, ranking.support, strict=True)):
        if score + _MOST_AGREEMENT <= most:
            break  # those that follow have lower scores yet
        others = support[key] - own
        value = score + AGREEMENT * math.log(0.3 + (others if others < MOST_SUPPORT else MOST_SUPPORT))
        if value > most:
            best, most = place, value
    return ranking.hypothesis(best) if best >= 0 else None


def _completed(place: Place, best: Hypothesis | None) -> Hypothesis | None:
    if not best or best.covered < LEAST_COVERED:
        return None
    kind = place.candidate.kind
    unexpected = kind == "listed" and not fits(place.candidate, place.grid.key(best.first, best.last))
    return second_part(place.grid, place.units, best) if kind == "phrase" or unexpected else best


class Form(NamedTuple):
    """A rendering of a candidate as it is written most often, and the places that have it."""

    text: str
    places: Sequence[tuple[Place, Hypothesis]]


def forms_of(
    alignments: Sequence[Alignment], group: Sequence[Place], chosen: Sequence[Hypothesis | None]
) -> list[Form]:
    """Return the renderings of a candidate, the commonest first."""
    found: dict[Key, list[tuple[Place, Hypothesis]]] = defaultdict(list)
    for place, one in zip(group, chosen, strict=True):
        if one:
            found[rendering_key(place, one)].append((place, one))
    ordered = sorted(found.values(), key=lambda pairs: (-len(pairs), -sum([one.covered for _, one in pairs])))
    return [Form(_commonest([_written(alignments, *pair) for pair in pairs]), pairs) for pairs in ordered]


def renderings_of(alignments: Sequence[Alignment], forms: Sequence[Form]) -> tuple[Rendering, ...]:
    """Return the renderings of a candidate with every place where they stand."""
    return tuple(
        Rendering(form.text, tuple([_occurrence(alignments, *pair) for pair in form.places])) for form in forms
    )


def _occurrence(alignments: Sequence[Alignment], place: Place, one: Hypothesis) -> Occurrence:
    alignment, bead = alignments[place.passage.alignment], place.passage.bead
    return Occurrence(alignment.source.name, alignment.target.name, bead, place.candidate.span, _spans(place, one))


def _written(alignments: Sequence[Alignment], place: Place, one: Hypothesis) -> str:
    """Return a rendering as it is written in a place, on one line."""
    passage = place.passage
    words, side = passage.words, passage.en.of(alignments[passage.alignment].target.text)
    parts = [side[words[first].span.start : words[last - 1].span.end] for first, last in one.parts]
    return " ".join(" ".join(parts).split())


def _spans(place: Place, one: Hypothesis) -> tuple[Span, ...]:
    words, start = place.passage.words, place.passage.en.start
    return tuple([Span(words[first].span.start + start, words[last - 1].span.end + start) for first, last in one.parts])


def _commonest(texts: Sequence[str]) -> str:
    """Return the text that stands most often, of several the one that stands first."""
    return texts[0] if len(texts) == 1 else Counter(texts).most_common(1)[0][0]


def with_statuses(renderings: Sequence[Rendering], known: Sequence[Rendering]) -> tuple[Rendering, ...]:
    """Give renderings the status that the user gave the same form."""
    statuses = {next(iter(_keys_of((one.text,)))): one.status for one in known}
    return tuple(replace(one, status=statuses.get(next(iter(_keys_of((one.text,)))), one.status)) for one in renderings)
