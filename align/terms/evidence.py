"""Who renders whom in a passage.

Posteriors of IBM model 1 (Brown et al. 1993) over the lexicon, with what the tables, the user's settled terms and
the spelling of names say added, and re-estimated once on the documents themselves, so that a word the lexicon has
never seen is learnt from its own sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.distinct import distinct
from align.language import chinese, english
from align.language.chars import is_han
from align.lexicon.lexicon import Lexicon, SubTable
from align.lexicon.units import splits
from align.ranges import spread
from align.terms.claims import GENERIC, Knowledge, claims, knowledge_with
from align.terms.linked import offered
from align.terms.passage import Passage, is_light

Floats = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

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
# Beyond so many times the reach of a word its nearness is nothing.
FARTHEST = 24
# Passages are worked on together up to so many cells, which stay in the cache.
TOGETHER = 16_000


class Evidence(NamedTuple):
    """Posteriors of some passages of up to n Chinese and m English words, both of shape (passages, n, m).

    `forward[p, w, e]` is the probability that e renders w as seen from e: those of an e sum to at most 1.
    `backward[p, w, e]` the same as seen from w. Where a passage is shorter, both are 0.
    """

    forward: Floats
    backward: Floats


class _Vocabulary(NamedTuple):
    """The words of one language in all passages; word 0 is none and fills up the shorter passages of a batch.

    `place` says which word a text is, `ids` where the lexicon has it, `usable` whether it is evidence by itself and
    `pieces` what a compound is made of.
    """

    place: Mapping[str, int]
    ids: Array
    usable: Array
    pieces: Sequence[tuple[str, ...]] = ()


class _Batch(NamedTuple):
    """Some passages of like length, worked on together: their numbers, and the words of each, filled up with 0."""

    numbers: Sequence[int]
    passages: Sequence[Passage]
    rows: Array
    columns: Array


class _Pairs(NamedTuple):
    """All pairs of words that share a passage, each once, and which of them each cell of each batch is.

    `codes` are the words of a pair as one number, ascending: the Chinese one times how many English there are, plus
    the English one.
    """

    codes: Array
    zh: Array
    en: Array
    cells: Sequence[Array]


def evidence(
    passages: Sequence[Passage],
    lexicon: Lexicon,
    anchors: Mapping[str, tuple[str, ...]],
    linked: Sequence[Floats | None] | None = None,
) -> Iterator[tuple[Sequence[int], Evidence]]:
    """Yield the posteriors of the passages, those of like length together, and the numbers of these.

    Args:
        passages: The beads of all documents; they are learnt from together.
        lexicon: Which word translates which.
        anchors: English forms of Chinese terms that the user has settled, believed like the tables.
        linked: What an encoder's word links are worth in each passage, see `linked`; None where there are none.
    """
    if not passages:
        return
    zh, en = _vocabularies(passages, lexicon)
    batches = list(_batches(passages, zh, en))
    pairs = _pairs(batches, len(zh.ids), len(en.ids))
    null = NULL + 10 * lexicon.en_prior(en.ids)
    knowledge = knowledge_with(anchors)
    believed = _believed(pairs, zh, en, lexicon)
    listed = [
        _offered(_raised((believed[0][cells], believed[1][cells]), batch, knowledge), batch, linked)
        for batch, cells in zip(batches, pairs.cells, strict=True)
    ]
    first = [_posterior(*pair, null[batch.columns]) for pair, batch in zip(listed, batches, strict=True)]
    renewed = _renewed(first, pairs, len(zh.ids), len(en.ids))
    for batch, cells, pair in zip(batches, pairs.cells, listed, strict=True):
        t_e, t_w = (np.maximum(old, new[cells]) for old, new in zip(pair, renewed, strict=True))
        yield batch.numbers, _filled(t_e, t_w, null[batch.columns])


def _vocabularies(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[_Vocabulary, _Vocabulary]:
    zh_keys = {text: chinese.key(text) for text in {unit.text for passage in passages for unit in passage.units}}
    en_keys = {text: english.key(text) for text in dict.fromkeys(word.text for one in passages for word in one.words)}
    light: dict[str, bool] = {}
    for text, key in en_keys.items():
        light.setdefault(key, is_light(text))
    zh, en = ["", *sorted(set(zh_keys.values()))], ["", *sorted(light)]
    solid = [any(is_han(char) or char.isalnum() for char in word) for word in zh]
    pieces = splits(zh, lexicon)
    heavy = [bool(word) and not light[word] for word in en]
    return (
        _Vocabulary(_places(zh_keys, zh), lexicon.zh_ids(zh), np.array(solid, bool), pieces),
        _Vocabulary(_places(en_keys, en), lexicon.en_ids(en), np.array(heavy, bool)),
    )


def _places(keys: Mapping[str, str], vocabulary: Sequence[str]) -> dict[str, int]:
    place = {key: n for n, key in enumerate(vocabulary)}
    return {text: place[key] for text, key in keys.items()}


def _batches(passages: Sequence[Passage], zh: _Vocabulary, en: _Vocabulary) -> Iterator[_Batch]:
    """Yield passages of like length together, so many that filled up they have no more than `TOGETHER` cells."""
    sizes = [(len(one.units), len(one.words)) for one in passages]
    numbers: list[int] = []
    n = m = 0
    for number in sorted(range(len(passages)), key=lambda one: (sizes[one][1] // 8, sizes[one][0])):
        n, m = max(n, sizes[number][0]), max(m, sizes[number][1])
        if numbers and (len(numbers) + 1) * n * m > TOGETHER:
            yield _batch(numbers, passages, zh, en)
            numbers, (n, m) = [], sizes[number]
        numbers.append(number)
    yield _batch(numbers, passages, zh, en)


def _batch(numbers: Sequence[int], passages: Sequence[Passage], zh: _Vocabulary, en: _Vocabulary) -> _Batch:
    some = [passages[number] for number in numbers]
    rows = _padded([[zh.place[unit.text] for unit in one.units] for one in some])
    columns = _padded([[en.place[word.text] for word in one.words] for one in some])
    return _Batch(numbers, some, rows, columns)


def _padded(lists: Sequence[Sequence[int]]) -> Array:
    """Return lists as the rows of one array, filled up with 0."""
    longest = max(1, *map(len, lists))
    return np.array([[*one, *[0] * (longest - len(one))] for one in lists], np.int64)


def _pairs(batches: Sequence[_Batch], zh_size: int, en_size: int) -> _Pairs:
    kind = np.int32 if zh_size * en_size < 2**31 else np.int64  # half the memory where they fit
    codes = [
        batch.rows.astype(kind)[:, :, None] * en_size + batch.columns[:, None, :].astype(kind) for batch in batches
    ]
    pairs, cells, _ = distinct(np.concatenate([code.ravel() for code in codes]))
    ends = np.cumsum([code.size for code in codes])[:-1]
    parted = [some.reshape(code.shape) for some, code in zip(np.split(cells, ends), codes, strict=True)]
    return _Pairs(pairs, *np.divmod(pairs, en_size), parted)


def _believed(pairs: _Pairs, zh: _Vocabulary, en: _Vocabulary, lexicon: Lexicon) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) of the pairs, a little for those unheard of, less for function words.

    A compound is lent something of what its pieces mean: 慢性病 was learnt as chronic; 病 in it still speaks for
    diseases.
    """
    parts = list(dict.fromkeys(part for pieces in zh.pieces for part in pieces))
    row_of = {part: row for row, part in enumerate(parts, len(zh.ids))}
    with np.errstate(over="ignore"):  # the share of a word that was linked next to never; it is cut off at 1
        table = lexicon.sub_table(np.concatenate([zh.ids, lexicon.zh_ids(parts)]), en.ids)
    t_e, t_w = both = np.zeros((2, len(pairs.codes)), np.float32)
    places, entries, _ = _met(pairs.codes, np.arange(len(zh.ids)), np.arange(len(zh.ids)), table, len(en.ids))
    both[:, places] = table.en_given_zh[entries], table.zh_given_en[entries]
    for ordinal in range(max(map(len, zh.pieces))):
        # One piece of each word at a time, so that no pair is written twice.
        words = np.array([word for word, pieces in enumerate(zh.pieces) if len(pieces) > ordinal])
        rows = np.array([row_of[zh.pieces[word][ordinal]] for word in words])
        shares = np.float32(LENT) / np.array([len(zh.pieces[word]) for word in words], np.float32)
        places, entries, number = _met(pairs.codes, words, rows, table, len(en.ids))
        lent = np.stack((table.en_given_zh[entries], table.zh_given_en[entries])) * shares[number]
        both[:, places] = np.maximum(both[:, places], lent)
    usable = zh.usable[pairs.zh] & en.usable[pairs.en]
    for t in (t_e, t_w):
        t[:] = np.where(usable, np.maximum(t, FLOOR), t * LIGHT)
        t[~zh.usable[pairs.zh]] = 0
    return t_e, t_w


def _met(codes: Array, words: Array, rows: Array, table: SubTable, width: int) -> tuple[Array, Array, Array]:
    """Return where the entries of some rows of a table are among the pairs of words.

    Args:
        codes: The pairs, as in `_Pairs`.
        words: Chinese words, ascending.
        rows: The row of the table for each of them.
        table: What the lexicon says.
        width: How many English words there are.

    Returns:
        The places of pairs, the entry of the table for each, and which of `words` it is for.
    """
    number, entries = spread(table.starts[rows], table.starts[rows + 1])
    wanted = words[number] * width + table.columns[entries]
    places = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    met = np.flatnonzero(codes[places] == wanted)
    return places[met], entries[met], number[met]


def _raised(pair: tuple[Floats, Floats], batch: _Batch, knowledge: Knowledge) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) of some passages as the places of the words, the tables and the names have it."""
    boost, claimed = _boosts(batch, knowledge)
    n, m = boost.shape[1:]
    sizes = np.array([(len(one.units), len(one.words)) for one in batch.passages])[:, :, None].clip(1)
    zh, en = (np.arange(n) / sizes[:, 0]).astype(np.float32), (np.arange(m) / sizes[:, 1]).astype(np.float32)
    damp = np.exp(-np.float32(DRIFT) * np.abs(zh[:, :, None] - en[:, None, :]))
    damp *= np.where(claimed, np.float32(CLAIMED), np.float32(1))[:, None, :]
    return np.maximum(pair[0] * damp, boost), np.maximum(pair[1] * damp, boost)


def _offered(
    pair: tuple[Floats, Floats], batch: _Batch, linked: Sequence[Floats | None] | None
) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) with an encoder's word links where nothing else speaks."""
    for place, number in enumerate(batch.numbers):
        links = linked[number] if linked else None
        if links is not None:
            n, m = links.shape
            more = offered((pair[0][place, :n, :m], pair[1][place, :n, :m]), links)
            pair[0][place, :n, :m], pair[1][place, :n, :m] = more
    return pair


def _posterior(e_given_w: Floats, w_given_e: Floats, null: Array) -> Evidence:
    """Return the posteriors of some passages; `null` is the chance of each English word to render nothing."""
    forward = e_given_w / (e_given_w.sum(1, keepdims=True) + null[:, None, :])
    backward = w_given_e / (w_given_e.sum(2, keepdims=True) + NULL)
    return Evidence(forward.astype(np.float32), backward.astype(np.float32))


def _filled(e_given_w: Floats, w_given_e: Floats, null: Array) -> Evidence:
    """Return the posteriors, weighed by the company that the words keep.

    A pair counts more when its neighbours render each other nearby, which tells the occurrences of a repeated
    word apart (the place of the jumps in an HMM aligner, Vogel et al. 1996). An unexplained Chinese word is likely
    rendered by an unexplained English one close to what renders its neighbours: 动能 beside 新旧 by impetus
    beside new and old.
    """
    first = _posterior(e_given_w, w_given_e, null)
    free_e, free_w = _share(1 - first.forward.sum(1, keepdims=True)), _share(1 - first.backward.sum(2, keepdims=True))
    trust = np.sqrt(first.forward * first.backward)
    near = _spread(trust, 1, 1.5) - trust  # of the neighbours of a Chinese word, not of the word itself
    pull = _share(_spread(near, 2, 2.0))
    offer = FILL * free_w * free_e * pull * (e_given_w > 0) * (w_given_e > 0)
    company = ALONE + pull
    return _posterior(np.maximum(e_given_w * company, offer), np.maximum(w_given_e * company, offer), null)


def _share(values: Array) -> Array:
    """Bring values between 0 and 1; np.clip is slower on small arrays."""
    inside: Array = np.minimum(np.maximum(values, 0), 1)
    return inside


def _spread(values: Floats, axis: int, reach: float) -> Floats:
    """Return for each value the sum of all along an axis, each weighed by how near it is: exp(-distance / reach).

    A sum over 2k places is one over k and that one again k places on, so that a few additions do for any length.
    """
    ahead = np.moveaxis(values, axis, 0).copy()
    behind = ahead.copy()
    step = 1
    while step < min(len(ahead), FARTHEST * reach):
        weight = np.float32(np.exp(-step / reach))
        ahead[:-step] += weight * ahead[step:]
        behind[step:] += weight * behind[:-step]
        step *= 2
    spread: Floats = np.moveaxis(ahead + behind, 0, axis) - values
    return spread


def _renewed(first: Sequence[Evidence], pairs: _Pairs, zh_size: int, en_size: int) -> tuple[Floats, Floats]:
    """Return t(e|w) and t(w|e) of the pairs as the documents themselves show them, shrunk by the prior."""
    cells = np.concatenate([some.ravel() for some in pairs.cells])
    expected = np.concatenate([np.sqrt(one.forward * one.backward).ravel() for one in first])
    counts = np.bincount(cells, expected, len(pairs.zh))
    e_given_w = counts / (np.bincount(pairs.zh, counts, zh_size) + PRIOR_WEIGHT)[pairs.zh]
    w_given_e = counts / (np.bincount(pairs.en, counts, en_size) + PRIOR_WEIGHT)[pairs.en]
    return e_given_w.astype(np.float32), w_given_e.astype(np.float32)


def _boosts(batch: _Batch, knowledge: Knowledge) -> tuple[Floats, Array]:
    """Return what names, tables and settled terms say about t(e|w) and t(w|e), and which English words they claim."""
    boost = np.zeros((*batch.rows.shape, batch.columns.shape[1]), np.float32)
    claimed = np.zeros(batch.columns.shape, bool)
    found = [(n, claim) for n, passage in enumerate(batch.passages) for claim in claims(passage, knowledge)]
    cells = [(n, unit, word, one.worth) for n, one in found for unit in one.spot for word in one.words]
    if cells:
        *places, worth = zip(*cells, strict=True)
        np.maximum.at(boost, tuple(map(np.array, places)), np.array(worth, np.float32))
    for number, claim in found:
        if claim.worth > GENERIC:
            claimed[number, list(claim.words)] = True
    return boost, claimed
