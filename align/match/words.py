"""Links between the words of sentences that translate each other.

Both directions of an HMM (align.match.hmm) run over the pieces the lexicon knows. A link's probability is the
geometric mean of the two directions' posteriors, so that both must agree (Liang, Taskar and Klein 2006). What
the lexicon cannot know is added before: figures of equal value, names in pinyin, strings that are the same on
both sides. The tables are then estimated again on the text itself, the lexicon being the prior, because a text
repeats its own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.language import chinese, english
from align.lexicon.lexicon import Ints, Lexicon
from align.lexicon.units import units_of_each
from align.match.hints import Hint, hints
from align.match.hmm import posteriors
from align.match.word_tables import Tables, estimated_again, first_tables, number_cells
from align.match.word_texts import Text, bead_texts, joined, placed
from align.model import Alignment, Link, Span, Token

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """How words are linked.

    Attributes:
        threshold: The least probability of a link.
        p_empty: Probability that a word has no counterpart.
        known: Weight of the lexicon against the text itself, in occurrences, for a word it knows well.
        unknown: Weight of the starting guess for a word the lexicon hardly knows.
        rounds: How often the tables are estimated again on the text.
        floor: Share of a word's probability mass that may go to anything.
    """

    threshold: float = 0.35
    p_empty: float = 0.3
    known: float = 8.0
    unknown: float = 1.0
    rounds: int = 2
    floor: float = 0.05
    backoff: float = 10.0
    sharp: float = 0.7
    hint: float = 0.7
    stretch: int = 12000


DEFAULT = Settings()
RARE = 2e-5  # a word rarer than this may be a name
EXPLAINED = 0.05  # the probability of a translation that explains a word of a sentence


class Pair(NamedTuple):
    """A sentence pair ready for linking: the types of its pieces, and the words each piece stands in."""

    zh_types: Ints
    en_types: Ints
    zh_owners: tuple[range, ...]
    en_owners: tuple[range, ...]
    hints: tuple[Hint, ...]


def link_words(
    zh: Sequence[str], en: Sequence[str], lexicon: Lexicon, settings: Settings = DEFAULT
) -> list[tuple[int, int, float]]:
    """Return the links of one sentence pair as (Chinese word, English word, probability), in order."""
    return link_pairs([(zh, en)], lexicon, settings)[0]


def link_pairs(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]], lexicon: Lexicon, settings: Settings = DEFAULT
) -> list[list[tuple[int, int, float]]]:
    """Return the links of each sentence pair of a text; the pairs help each other.

    The words may come from any tokeniser: they are linked by way of the pieces this program would cut.

    Args:
        pairs: Chinese and English words of each pair, as written.
        lexicon: What is known of the words.
        settings: How to link.
    """
    return link_texts([(joined(zh), joined(en, " ")) for zh, en in pairs], lexicon, settings)


def link_texts(
    pairs: Sequence[tuple[Text, Text]],
    lexicon: Lexicon,
    settings: Settings = DEFAULT,
    offers: Sequence[Sequence[tuple[int, int, float]]] | None = None,
) -> list[list[tuple[int, int, float]]]:
    """As `link_pairs`, from the sentences themselves with the spans of their words.

    Args:
        pairs: The sentences with the words to link.
        lexicon: What is known of the words.
        settings: How to link.
        offers: Links that someone else proposes for each pair; they count between words that nothing explains.
    """
    found: list[list[tuple[int, int, float]]] = []
    for stretch in _stretches(list(zip(pairs, offers or [()] * len(pairs), strict=True)), settings.stretch):
        found.extend(_link_stretch(stretch, lexicon, settings))
    return found


Offered = tuple[tuple[Text, Text], Sequence[tuple[int, int, float]]]


def _stretches(pairs: Sequence[Offered], size: int) -> Iterator[list[Offered]]:
    """Cut a text into stretches of about `size` words a side, so that memory does not grow with the text."""
    stretch: list[Offered] = []
    words = 0
    for pair in pairs:
        stretch.append(pair)
        words += max(len(text.words) for text in pair[0])
        if words >= size:
            yield stretch
            stretch, words = [], 0
    if stretch:
        yield stretch


def links(alignment: Alignment, lexicon: Lexicon) -> tuple[Link, ...]:
    """Return the word links inside the sentence beads of an alignment, with offsets into its documents.

    Omissions and additions have none. The links are in the order of the Chinese text.
    """
    pairs = bead_texts(alignment)
    return placed(pairs, link_texts([(zh.text, en.text) for zh, en in pairs], lexicon))


class Types:
    """Numbers the keys of a text as they come; number 0 is none, which pads a sentence."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {"": 0}

    def number(self, keys: Sequence[str]) -> Ints:
        """Return the number of each key, new ones for new keys."""
        return np.array([self.keys.setdefault(key, len(self.keys)) for key in keys], np.int32)


def _link_stretch(pairs: Sequence[Offered], lexicon: Lexicon, settings: Settings) -> list[list[tuple[int, int, float]]]:
    ready, zh_keys, en_keys = _prepare([pair for pair, _ in pairs], lexicon)
    ready = [
        pair._replace(hints=(*pair.hints, *_silent(pair, offered, zh_keys, en_keys, lexicon))) if offered else pair
        for pair, (_, offered) in zip(ready, pairs, strict=True)
    ]
    groups = _grouped(ready)
    padded = [
        (_padded([ready[number].zh_types for number in some]), _padded([ready[number].en_types for number in some]))
        for some in groups
    ]
    cells, cells_of = number_cells(
        [zh[:, :, None] * len(en_keys) + en[:, None, :] for zh, en in padded], len(zh_keys), len(en_keys)
    )
    tables = first_tables(
        cells, zh_keys, en_keys, lexicon, backoff=settings.backoff, floor=settings.floor,
        known=settings.known, unknown=settings.unknown,
    )  # fmt: skip
    batches = [
        Batch(some, zh, en, here, *_hinted([ready[number] for number in some], settings.hint))
        for some, (zh, en), here in zip(groups, padded, cells_of, strict=True)
    ]
    for _ in range(settings.rounds):
        counts = np.zeros(len(cells.zh))
        for batch in batches:
            expected = np.multiply(*_posteriors(batch, tables, lexicon, settings))
            np.add.at(counts, batch.cells.reshape(-1), expected.reshape(-1).astype(np.float64))
        tables = estimated_again(tables, counts)
    found: list[list[tuple[int, int, float]]] = [[] for _ in ready]
    for batch in batches:
        agreed = np.sqrt(np.multiply(*_posteriors(batch, tables, lexicon, settings)))
        for number, links in zip(batch.numbers, _likely(agreed, settings.threshold), strict=True):
            found[number] = _of_words(links, ready[number])
    return found


def _prepare(pairs: Sequence[tuple[Text, Text]], lexicon: Lexicon) -> tuple[list[Pair], list[str], list[str]]:
    """Return the pairs ready for linking, and the keys of the Chinese and of the English types."""
    zh_words = chinese.words_of_sentences([zh.text for zh, _ in pairs])
    units = units_of_each(
        [_cut_at_words(words, zh.words) for words, (zh, _) in zip(zh_words, pairs, strict=True)], lexicon
    )
    words = english.words_of_sentences([en.text for _, en in pairs])
    zh_types, en_types = Types(), Types()
    ours = [zh_types.number([chinese.key(unit.text) for unit in some]) for some in units]
    theirs = [en_types.number([english.key(word.text) for word in some]) for some in words]
    zh_keys, en_keys = list(zh_types.keys), list(en_types.keys)
    rare: npt.NDArray[np.bool_] = lexicon.en_prior(lexicon.en_ids(en_keys)) < RARE
    ready = [
        Pair(
            ours[n], theirs[n], _owners(units[n], zh.words), _owners(words[n], en.words),
            tuple(hints(units[n], words[n], (zh, en), np.flatnonzero(rare[theirs[n]]).tolist())),
        )
        for n, (zh, en) in enumerate(pairs)
    ]  # fmt: skip
    return ready, zh_keys, en_keys


def _silent(
    pair: Pair,
    offers: Sequence[tuple[int, int, float]],
    zh_keys: Sequence[str],
    en_keys: Sequence[str],
    lexicon: Lexicon,
) -> list[Hint]:
    """Return as hints what is offered between pieces that neither the lexicon nor a hint explains."""
    sides = ([zh_keys[n] for n in pair.zh_types], [en_keys[n] for n in pair.en_types])
    forward, backward = lexicon.matrix(lexicon.zh_ids(sides[0]), lexicon.en_ids(sides[1]))
    known: npt.NDArray[np.bool_] = np.maximum(forward, backward) >= EXPLAINED
    for hint in pair.hints:
        known[hint.zh, hint.en] = True
    rows, columns = (set(np.flatnonzero(~known.any(axis=axis)).tolist()) for axis in (1, 0))
    return [
        Hint(n, m, strength)
        for i, j, strength in offers
        for n, m in product(_pieces(pair.zh_owners, i), _pieces(pair.en_owners, j))
        if n in rows and m in columns
    ]


def _pieces(owners: Sequence[range], word: int) -> list[int]:
    return [piece for piece, words in enumerate(owners) if word in words]


def _cut_at_words(tokens: Sequence[Token], words: Sequence[Span]) -> list[Token]:
    """Cut our words where the wanted words meet, unless that would leave a single character.

    开放 is linked for itself though 改革开放 is one word to us; but 印 尼, cut apart by another tokeniser, is
    known only as a whole.
    """
    if [token.span for token in tokens] == list(words):
        return list(tokens)
    edges = {word.start for word in words} | {word.end for word in words}
    cut: list[Token] = []
    for token in tokens:
        inside = [n for n in range(token.span.start + 1, token.span.end) if n in edges]
        places = [token.span.start, *inside, token.span.end]
        stretches = [Span(a, b) for a, b in pairwise(places)]
        if any(span.end - span.start < 2 for span in stretches):
            stretches = [token.span]
        first = token.span.start
        cut += [Token(token.text[span.start - first : span.end - first], span) for span in stretches]
    return cut


def _owners(pieces: Sequence[Token], words: Sequence[Span]) -> tuple[range, ...]:
    """Return for each piece the range of words it overlaps; both are in order."""
    if [piece.span for piece in pieces] == list(words):
        return _one_each(len(words))
    found = []
    first = 0
    for piece in pieces:
        start, end = piece.span
        while first < len(words) and words[first].end <= start:
            first += 1
        after = first
        while after < len(words) and words[after].start < end:
            after += 1
        found.append(range(first, after))
    return tuple(found)


@lru_cache(maxsize=1024)
def _one_each(count: int) -> tuple[range, ...]:
    return tuple(range(number, number + 1) for number in range(count))


def _grouped(pairs: Sequence[Pair], cells: int = 1 << 17) -> list[list[int]]:
    """Group pairs of like size, so that little is padded and no batch has more than `cells` cells."""
    order = sorted(range(len(pairs)), key=lambda index: len(pairs[index].zh_types) + len(pairs[index].en_types))
    batches: list[list[int]] = []
    rows = columns = 0
    for index in order:
        height, width = len(pairs[index].zh_types), len(pairs[index].en_types)
        rows, columns = max(rows, height), max(columns, width)
        if not batches or (len(batches[-1]) + 1) * rows * columns > cells:
            batches.append([])
            rows, columns = height, width
        batches[-1].append(index)
    return batches


class Batch(NamedTuple):
    """Pairs that are worked off together, padded to one size.

    Attributes:
        numbers: Which pairs they are.
        zh: The types of their Chinese pieces, shape (pairs, pieces); 0 is padding.
        en: The types of their English pieces.
        cells: The cell of each two pieces, shape (pairs, Chinese pieces, English pieces).
        hinted: Where hints are: pair, Chinese piece, English piece.
        strengths: What the probability is there at least.
    """

    numbers: list[int]
    zh: Array
    en: Array
    cells: Array
    hinted: tuple[Array, Array, Array]
    strengths: Array


def _padded(rows: Sequence[Ints]) -> Array:
    padded = np.zeros((len(rows), max(max(map(len, rows)), 1)), np.int64)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded


def _hinted(pairs: Sequence[Pair], weight: float) -> tuple[tuple[Array, Array, Array], Array]:
    """Return where the hints of some pairs are, and what the probability is there at least."""
    hinted = [(place, *hint) for place, pair in enumerate(pairs) for hint in pair.hints]
    place, i, j, strength = np.array(hinted, np.float64).reshape(-1, 4).T
    return (place.astype(np.int64), i.astype(np.int64), j.astype(np.int64)), (weight * strength).astype(np.float32)


def _posteriors(batch: Batch, tables: Tables, lexicon: Lexicon, settings: Settings) -> tuple[Array, Array]:
    """Return the posteriors of both directions, each of shape (pairs, Chinese pieces, English pieces)."""
    forward, backward = tables.forward[batch.cells], tables.backward[batch.cells]
    for table in (forward, backward):
        np.maximum.at(table, batch.hinted, batch.strengths)
    there = batch.zh > 0, batch.en > 0
    ahead, back = lexicon.jumps**settings.sharp
    forth = posteriors(
        forward.transpose(0, 2, 1), tables.en_prior[batch.en], there[1], there[0], ahead, p_empty=settings.p_empty
    )
    other = posteriors(backward, tables.zh_prior[batch.zh], *there, back, p_empty=settings.p_empty)
    return forth.transpose(0, 2, 1), other


def _likely(agreed: Array, threshold: float) -> list[list[tuple[int, int, float]]]:
    """Return the links between pieces that are likely enough, pair by pair."""
    found: list[list[tuple[int, int, float]]] = [[] for _ in agreed]
    places = np.nonzero(agreed >= threshold)
    for place, i, j, score in zip(*(one.tolist() for one in places), agreed[places].tolist(), strict=True):
        found[place].append((i, j, score))
    return found


def _of_words(links: Sequence[tuple[int, int, float]], pair: Pair) -> list[tuple[int, int, float]]:
    """Return the links of whole words: the best link between their pieces is theirs."""
    best: dict[tuple[int, int], float] = {}
    for i, j, score in links:
        for word in pair.zh_owners[i]:
            for other in pair.en_owners[j]:
                if score > best.get((word, other), 0.0):
                    best[word, other] = score
    return [(i, j, min(score, 1.0)) for (i, j), score in sorted(best.items())]
