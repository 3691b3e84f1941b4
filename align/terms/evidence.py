"""Who renders whom in a passage.

Posteriors of IBM model 1 (Brown et al. 1993) over the lexicon, with what the tables, the user's settled terms and
the spelling of names say added, and re-estimated once on the documents themselves, so that a word the lexicon has
never seen is learnt from its own sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.language import chinese, english
from align.language.chars import is_han
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import splits
from align.model import Token
from align.terms import tables
from align.terms.linked import offered
from align.terms.passage import Passage, is_light

Floats = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

# What a spelt name, a table's rendering and a table's head are worth as translation probabilities.
SPELT, KNOWN, GENERIC = 0.9, 0.6, 0.2
# The chance of being rendered by nothing, on the scale of the translation probabilities.
NULL = 0.01
# A pair that the lexicon does not list can still be learnt from the documents.
FLOOR = 2e-5
# A function word renders what its neighbours render; on its own it is weak evidence.
LIGHT = 0.1
# What a piece of a compound is worth against the word itself.
LENT = 0.4
# What the lexicon is still worth for an English word that a name or a table has claimed for other Chinese.
CLAIMED = 0.05
# How fast belief falls with the distance of the two words' places in their sentences (Dyer et al. 2013 use 4).
DRIFT = 2.0
# What a pair is worth whose neighbours go elsewhere, against 1 and more for one in company.
ALONE = 0.15
# How readily an unexplained word takes an unexplained one beside the renderings of its neighbours.
FILL = 0.05
# How many observations the lexicon's word is worth against the documents' own.
PRIOR_WEIGHT = 4.0
# So many passages are looked up in the lexicon together.
TOGETHER = 8


class Evidence(NamedTuple):
    """Posteriors of a passage of n Chinese and m English words, both of shape (n, m).

    `forward[w, e]` is the probability that e renders w as seen from e: columns sum to at most 1.
    `backward[w, e]` the same as seen from w: rows sum to at most 1.
    """

    forward: Floats
    backward: Floats


class _Vocabulary(NamedTuple):
    keys: list[str]
    place: dict[str, int]
    ids: Array
    usable: Array
    pieces: Sequence[tuple[str, ...]] = ()


def evidence(
    passages: Sequence[Passage],
    lexicon: Lexicon,
    anchors: Mapping[str, tuple[str, ...]],
    linked: Sequence[Floats | None] | None = None,
) -> list[Evidence]:
    """Return the posteriors of each passage.

    Args:
        passages: The beads of all documents; they are learnt from together.
        lexicon: Which word translates which.
        anchors: English forms of Chinese terms that the user has settled, believed like the tables.
        linked: What an encoder's word links are worth in each passage, see `linked`; None where there are none.
    """
    if not passages:
        return []
    zh, en = _vocabularies(passages, lexicon)
    rows = [np.array([zh.place[chinese.key(unit.text)] for unit in p.units], np.int64) for p in passages]
    columns = [np.array([en.place[english.key(word.text)] for word in p.words], np.int64) for p in passages]
    null = NULL + 10 * lexicon.en_prior(en.ids)
    knowledge = {**_tables(), **{text: (forms, KNOWN) for text, forms in anchors.items()}}
    listed = [
        _raised(pair, passage, knowledge)
        for pair, passage in zip(_translations(rows, columns, zh, en, lexicon), passages, strict=True)
    ]
    if linked is not None:
        listed = [pair if more is None else offered(pair, more) for pair, more in zip(listed, linked, strict=True)]
    first = [_posterior(*pair, null[column]) for pair, column in zip(listed, columns, strict=True)]
    renewed = _renewed(first, rows, columns, len(zh.keys), len(en.keys))
    second = [
        (np.maximum(pair[0], new[0]), np.maximum(pair[1], new[1])) for pair, new in zip(listed, renewed, strict=True)
    ]
    return [_filled(*pair, null[column]) for pair, column in zip(second, columns, strict=True)]


def _vocabularies(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[_Vocabulary, _Vocabulary]:
    zh = sorted({chinese.key(unit.text) for passage in passages for unit in passage.units})
    light: dict[str, bool] = {}
    for passage in passages:
        for word in passage.words:
            light.setdefault(english.key(word.text), is_light(word.text))
    en = sorted(light)
    solid = np.array([any(is_han(char) or char.isalnum() for char in word) for word in zh], bool)
    heavy = ~np.array([light[word] for word in en], bool)
    parts = splits([word for word in zh if len(word) > 1 and all(map(is_han, word))], lexicon)
    pieces = [parts.get(word, ()) for word in zh]
    return (
        _Vocabulary(zh, {word: place for place, word in enumerate(zh)}, lexicon.zh_ids(zh), solid, pieces),
        _Vocabulary(en, {word: place for place, word in enumerate(en)}, lexicon.en_ids(en), heavy),
    )


def _translations(
    rows: Sequence[Array], columns: Sequence[Array], zh: _Vocabulary, en: _Vocabulary, lexicon: Lexicon
) -> Iterator[tuple[Floats, Floats]]:
    """Yield the lexicon's t(e|w) and t(w|e) for the words of each passage; those of a few are looked up together."""
    for start in range(0, len(rows), TOGETHER):
        some_rows, some_columns = rows[start : start + TOGETHER], columns[start : start + TOGETHER]
        words, word_of = np.unique(np.concatenate(some_rows), return_inverse=True)
        others, other_of = np.unique(np.concatenate(some_columns), return_inverse=True)
        pair = _believed(zh, words, en, others, lexicon)
        ends = np.cumsum([list(map(len, some_rows)), list(map(len, some_columns))], axis=1)[:, :-1]
        for row, column in zip(np.split(word_of, ends[0]), np.split(other_of, ends[1]), strict=True):
            cells = np.ix_(row, column)
            yield pair[0][cells], pair[1][cells]


def _believed(zh: _Vocabulary, words: Array, en: _Vocabulary, others: Array, lexicon: Lexicon) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) between some words, a little for pairs unheard of, less for function words."""
    usable = zh.usable[words][:, None] & en.usable[others]
    pair = _with_pieces(zh, words, lexicon, en.ids[others])
    for t in pair:
        t[:] = np.where(usable, np.maximum(t, FLOOR), t * LIGHT)
        t[~zh.usable[words]] = 0
    return pair


def _raised(
    pair: tuple[Floats, Floats], passage: Passage, knowledge: Mapping[str, tuple[tuple[str, ...], float]]
) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) of a passage as the places of the words, the tables and the names have it."""
    boost_e, boost_w, claimed = boosts(passage, knowledge)
    n, m = boost_e.shape
    drift = np.abs(np.arange(n)[:, None] / max(1, n) - np.arange(m) / max(1, m))
    damp = np.where(claimed, CLAIMED, 1) * np.exp(-DRIFT * drift)
    t_e, t_w = (
        np.maximum(t * damp, boost).astype(np.float32) for t, boost in zip(pair, (boost_e, boost_w), strict=True)
    )
    return t_e, t_w


def _with_pieces(zh: _Vocabulary, words: Array, lexicon: Lexicon, en_ids: Array) -> tuple[Floats, Floats]:
    """Return the lexicon's t(e|w) and t(w|e), a compound lent something of what its pieces mean.

    慢性病 was learnt as chronic; 病 in it still speaks for diseases.
    """
    t_e, t_w = lexicon.matrix(zh.ids[words], en_ids)
    pieces = [zh.pieces[word] for word in words]
    if not any(pieces):
        return t_e, t_w
    shares = np.array([LENT / len(parts) for parts in pieces for _ in parts], np.float32)[:, None]
    lent = lexicon.matrix(lexicon.zh_ids([part for parts in pieces for part in parts]), en_ids)
    ordinals = np.array([ordinal for parts in pieces for ordinal, _ in enumerate(parts)])
    for ordinal in range(ordinals.max() + 1):
        # One piece of each word at a time, so that no row is written twice.
        here, rows = ordinals == ordinal, [place for place, parts in enumerate(pieces) if len(parts) > ordinal]
        for whole, part in zip((t_e, t_w), lent, strict=True):
            whole[rows] = np.maximum(whole[rows], part[here] * shares[here])
    return t_e, t_w


def _posterior(e_given_w: Floats, w_given_e: Floats, null: Array) -> Evidence:
    forward = e_given_w / (e_given_w.sum(0) + null)
    backward = w_given_e / (w_given_e.sum(1, keepdims=True) + NULL)
    return Evidence(forward.astype(np.float32), backward.astype(np.float32))


def _filled(e_given_w: Floats, w_given_e: Floats, null: Array) -> Evidence:
    """Return the posteriors, weighed by the company that the words keep.

    A pair counts more when its neighbours render each other nearby, which tells the occurrences of a repeated
    word apart (the place of the jumps in an HMM aligner, Vogel et al. 1996). An unexplained Chinese word is likely
    rendered by an unexplained English one close to what renders its neighbours: 动能 beside 新旧 by impetus
    beside new and old.
    """
    first = _posterior(e_given_w, w_given_e, null)
    free_e, free_w = _share(1 - first.forward.sum(0)), _share(1 - first.backward.sum(1))
    n, m = first.forward.shape
    trust = np.sqrt(first.forward * first.backward)
    pull = _share(_nearness(n, 1.5, 0.0) @ trust @ _nearness(m, 2.0, 1.0))
    offer = FILL * free_w[:, None] * free_e * pull * (e_given_w > 0) * (w_given_e > 0)
    company = ALONE + pull
    return _posterior(np.maximum(e_given_w * company, offer), np.maximum(w_given_e * company, offer), null)


def _share(values: Array) -> Array:
    """Bring values between 0 and 1; np.clip is slower on small arrays."""
    inside: Array = np.minimum(np.maximum(values, 0), 1)
    return inside


@lru_cache(maxsize=128)
def _nearness(size: int, reach: float, own: float) -> Array:
    """Return how near each of some words stands to each other, shape (size, size); `own` is a word to itself."""
    near: Array = np.exp(-np.abs(np.arange(size)[:, None] - np.arange(size)) / reach)
    np.fill_diagonal(near, own)
    return near


def _renewed(
    posteriors: Sequence[Evidence], rows: Sequence[Array], columns: Sequence[Array], zh_size: int, en_size: int
) -> list[tuple[Floats, Floats]]:
    """Return t(e|w) and t(w|e) of each passage as the documents themselves show them, shrunk by the prior."""
    codes = [(row[:, None] * en_size + column).ravel() for row, column in zip(rows, columns, strict=True)]
    pairs, place = np.unique(np.concatenate(codes), return_inverse=True)
    expected = np.concatenate([np.sqrt(one.forward * one.backward).ravel() for one in posteriors])
    counts = np.bincount(place, expected, len(pairs))
    zh, en = np.divmod(pairs, en_size)
    e_given_w = counts / (np.bincount(zh, counts, zh_size) + PRIOR_WEIGHT)[zh]
    w_given_e = counts / (np.bincount(en, counts, en_size) + PRIOR_WEIGHT)[en]
    ends = np.cumsum([0] + [len(code) for code in codes])
    return [
        (
            e_given_w[place[start:end]].reshape(len(row), -1).astype(np.float32),
            w_given_e[place[start:end]].reshape(len(row), -1).astype(np.float32),
        )
        for start, end, row in zip(ends[:-1], ends[1:], rows, strict=True)
    ]


class _Claim(NamedTuple):
    """A run of Chinese words that is known to be rendered by some English words here."""

    spot: tuple[int, ...]
    words: tuple[int, ...]
    worth: float


def boosts(passage: Passage, knowledge: Mapping[str, tuple[tuple[str, ...], float]]) -> tuple[Floats, Floats, Array]:
    """Return what names, tables and settled terms say about t(e|w) and t(w|e), and which words they claim."""
    shape = (len(passage.units), len(passage.words))
    boost_e, boost_w = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    claimed = np.zeros(shape[1], bool)
    for spot, words, worth in _settled(_claims(passage, knowledge)):
        cells = np.ix_(spot, words)
        boost_e[cells] = np.maximum(boost_e[cells], worth)
        boost_w[cells] = np.maximum(boost_w[cells], worth)
        claimed[list(words)] |= worth > GENERIC
    return boost_e, boost_w, claimed


def _claims(passage: Passage, knowledge: Mapping[str, tuple[tuple[str, ...], float]]) -> list[_Claim]:
    keys = [english.key(word.text) for word in passage.words]
    claims = []
    for name in passage.names:
        start, end = name.start + passage.zh.start, name.end + passage.zh.start
        spot = [n for n, (_, at) in enumerate(passage.units) if at.start < end and at.end > start]
        claims.append(_Claim(tuple(spot), tuple(range(name.first, name.last)), SPELT))
    by_form: dict[tuple[tuple[str, ...], float], list[tuple[int, ...]]] = {}
    for spot_range, forms, worth in _known(passage.units, knowledge):
        by_form.setdefault((forms, worth), []).append(tuple(spot_range))
    for (forms, worth), spots in by_form.items():
        found = _renderings(forms, keys, passage.words)
        in_order = len(found) == len(spots)
        claims += [
            _Claim(spot, tuple(words), worth)
            for i, spot in enumerate(spots)
            for j, words in enumerate(found)
            if not in_order or i == j
        ]
    return claims


def _settled(claims: Sequence[_Claim]) -> list[_Claim]:
    """Drop the claims that a longer one of other Chinese words contradicts: Committee in Municipal Committee."""
    kept: list[_Claim] = []
    for claim in sorted(claims, key=lambda one: (-len(one.words), -one.worth)):
        if not any(
            set(claim.words) & set(other.words) and len(other.words) > len(claim.words)
            and not set(claim.spot) & set(other.spot)
            for other in kept
        ):  # fmt: skip
            kept.append(claim)
    return [_shared_out(claim, kept) for claim in kept]


def _shared_out(claim: _Claim, others: Sequence[_Claim]) -> _Claim:
    """Leave to a set phrase inside a longer one its own words: in 党的十九大 the CPC renders 党 alone."""
    spot, words = set(claim.spot), set(claim.words)
    for other in others:
        inside = set(other.spot) < set(claim.spot) and set(other.words) < set(claim.words)
        if inside and spot - set(other.spot) and words - set(other.words):
            spot -= set(other.spot)
            words -= set(other.words)
    return _Claim(tuple(sorted(spot)), tuple(sorted(words)), claim.worth)


def _known(
    units: Sequence[Token], knowledge: Mapping[str, tuple[tuple[str, ...], float]]
) -> list[tuple[range, tuple[str, ...], float]]:
    """Return the runs of units that the tables know, with their English forms and what these are worth."""
    found = []
    for start in range(len(units)):
        text = ""
        for end in range(start, min(start + 6, len(units))):
            text += units[end].text
            forms, worth = knowledge.get(text, ((), 0.0))
            if forms:
                found.append((range(start, end + 1), forms, worth))
    return found


@cache
def _tables() -> Mapping[str, tuple[tuple[str, ...], float]]:
    """Return the English forms that the tables give for Chinese ones, and what these are worth."""
    found = {zh: (head.renderings, GENERIC) for zh, head in tables.heads().items() if len(zh) > 1}
    for table in (tables.short_places(), tables.modifiers(), tables.ranks(), tables.known()):
        found |= {zh: (entry.renderings, KNOWN) for zh, entry in table.items()}
    return found


@lru_cache(maxsize=65536)
def _keys(form: str) -> list[str]:
    return [english.key(token.text) for token in english.words(form)]


def _renderings(forms: Sequence[str], keys: Sequence[str], words: Sequence[Token]) -> list[list[int]]:
    """Return where English forms stand in a sentence, as places of their solid words; the longest form wins."""
    taken: set[int] = set()
    found = []
    for form in sorted(filter(_keys, forms), key=len, reverse=True):
        wanted = _keys(form)
        for start in (place for place, key in enumerate(keys) if key == wanted[0]):
            places = range(start, start + len(wanted))
            if keys[start : start + len(wanted)] == wanted and not taken.intersection(places):
                taken |= set(places)
                solid = [place for place in places if not is_light(words[place].text)]
                found.append(solid or list(places))
    return found
