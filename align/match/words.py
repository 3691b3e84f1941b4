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
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.language import chinese, english
from align.lexicon.lexicon import Floats, Ints, Lexicon
from align.lexicon.units import zh_units
from align.match.hints import Hint, hints
from align.match.hmm import posteriors
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


def links(alignment: Alignment, lexicon: Lexicon, settings: Settings = DEFAULT) -> tuple[Link, ...]:
    """Return the word links inside the sentence beads of an alignment, with offsets into its documents.

    Omissions and additions have none. The links are in the order of the Chinese text.
    """
    pairs = bead_texts(alignment)
    return placed(pairs, link_texts([(zh.text, en.text) for zh, en in pairs], lexicon, settings))


class Types:
    """Numbers the keys of a text as they come."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}

    def number(self, keys: Sequence[str]) -> Ints:
        """Return the number of each key, new ones for new keys."""
        return np.array([self.keys.setdefault(key, len(self.keys)) for key in keys], np.int32)


def _link_stretch(pairs: Sequence[Offered], lexicon: Lexicon, settings: Settings) -> list[list[tuple[int, int, float]]]:
    zh_types, en_types = Types(), Types()
    ready = [_prepare(zh, en, zh_types, en_types, lexicon) for (zh, en), _ in pairs]
    zh_keys, en_keys = list(zh_types.keys), list(en_types.keys)
    ready = [
        pair._replace(hints=(*pair.hints, *_silent(pair, links, zh_keys, en_keys, lexicon))) if links else pair
        for pair, (_, links) in zip(ready, pairs, strict=True)
    ]
    tables = _tables(zh_keys, en_keys, lexicon, settings)
    batches = _batches(ready)
    found: dict[int, tuple[Array, Array]] = {}
    for number in range(settings.rounds + 1):
        counts = np.zeros_like(tables.forward)
        for batch in batches:
            chosen = [ready[index] for index in batch]
            for index, pair, forth, other in zip(
                batch, chosen, *_posteriors(chosen, tables, lexicon, settings), strict=True
            ):
                rows, columns = len(pair.zh_types), len(pair.en_types)
                found[index] = forth, other = forth[:rows, :columns], other[:rows, :columns]
                np.add.at(counts, (pair.zh_types[:, None], pair.en_types[None, :]), forth * other)
        if number < settings.rounds:
            tables = _again(tables, counts)
    return [_links(found[index], pair, settings) for index, pair in enumerate(ready)]


def _prepare(zh: Text, en: Text, zh_types: Types, en_types: Types, lexicon: Lexicon) -> Pair:
    units = zh_units(_cut_at_words(chinese.sentence_words(zh.text), zh.words), lexicon)
    words = english.sentence_words(en.text)
    en_keys = [english.key(word.text) for word in words]
    rare = lexicon.en_prior(lexicon.en_ids(en_keys)) < RARE
    return Pair(
        zh_types.number([chinese.key(unit.text) for unit in units]),
        en_types.number(en_keys),
        _owners(units, zh.words),
        _owners(words, en.words),
        tuple(hints(units, words, (zh.text, en.text), rare.tolist())),
    )


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
    """Return for each piece the range of words it overlaps."""
    starts = np.array([word.start for word in words])
    ends = np.array([word.end for word in words])
    first = np.searchsorted(ends, [piece.span.start for piece in pieces], side="right")
    last = np.searchsorted(starts, [piece.span.end for piece in pieces], side="left")
    return tuple(range(a, b) for a, b in zip(first.tolist(), last.tolist(), strict=True))


class Tables(NamedTuple):
    """t(e|w) and t(w|e) between the types of a stretch, the prior of each word, and how sure each row is."""

    forward: Floats
    backward: Floats
    zh_prior: Floats
    en_prior: Floats
    zh_weight: Floats
    en_weight: Floats
    zh_floor: Floats
    en_floor: Floats


def _tables(zh_keys: list[str], en_keys: list[str], lexicon: Lexicon, settings: Settings) -> Tables:
    zh_ids, en_ids = lexicon.zh_ids(zh_keys), lexicon.en_ids(en_keys)
    forward, backward = lexicon.matrix(zh_ids, en_ids)
    zh_prior, en_prior = lexicon.zh_prior(zh_ids), lexicon.en_prior(en_ids)
    zh_linked = np.where(zh_ids >= 0, lexicon.zh_linked[zh_ids], 0)
    en_linked = np.where(en_ids >= 0, lexicon.en_linked[en_ids], 0)
    # A word the lexicon saw n times keeps n / (n + backoff) of its mass to what it saw (Witten and Bell 1991).
    zh_floor = 1 - (1 - settings.floor) * zh_linked / (zh_linked + settings.backoff)
    en_floor = 1 - (1 - settings.floor) * en_linked / (en_linked + settings.backoff)
    forward = np.asarray((1 - zh_floor)[:, None] * forward + zh_floor[:, None] * en_prior, np.float32)
    backward = np.asarray((1 - en_floor) * backward + en_floor * zh_prior[:, None], np.float32)
    apart = _apart(zh_keys, en_keys)
    forward[apart] = backward[apart] = 0
    zh_weight = settings.unknown + (settings.known) * (1 - zh_floor)
    en_weight = settings.unknown + (settings.known) * (1 - en_floor)
    return Tables(
        *(
            np.asarray(array, np.float32)
            for array in (forward, backward, zh_prior, en_prior, zh_weight, en_weight, zh_floor, en_floor)
        )
    )


ARTICLES = frozenset({"the", "a", "an"})
# Words of grammar that render no article, however often the two meet.
PARTICLES = frozenset("的了着过得地之所把将被在对和与及而也就都还又")


def _apart(zh_keys: list[str], en_keys: list[str]) -> npt.NDArray[np.bool_]:
    """Return which words cannot be each other's rendering: a mark and a word, a particle and an article."""
    zh_mark = np.array([not any(map(str.isalnum, key)) for key in zh_keys], bool)
    en_mark = np.array([not any(map(str.isalnum, key)) for key in en_keys], bool)
    particle = np.array([key in PARTICLES for key in zh_keys], bool)
    article = np.array([key in ARTICLES for key in en_keys], bool)
    apart: npt.NDArray[np.bool_] = (zh_mark[:, None] != en_mark) | (particle[:, None] & article)
    return apart


def _again(tables: Tables, counts: Floats) -> Tables:
    """Estimate the tables again: the mean of what they said and what the text showed."""
    zh_total, en_total = counts.sum(axis=1), counts.sum(axis=0)
    forward = (tables.forward * tables.zh_weight[:, None] + counts) / (tables.zh_weight + zh_total)[:, None]
    backward = (tables.backward * tables.en_weight[None, :] + counts) / (tables.en_weight + en_total)[None, :]
    return tables._replace(forward=forward, backward=backward)


def _batches(pairs: Sequence[Pair], cells: int = 1 << 17) -> list[list[int]]:
    """Group pairs of like size, so that little is padded and no batch has more than `cells` cells."""
    order = sorted(range(len(pairs)), key=lambda index: (len(pairs[index].zh_types), len(pairs[index].en_types)))
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


def _posteriors(pairs: Sequence[Pair], tables: Tables, lexicon: Lexicon, settings: Settings) -> tuple[Array, Array]:
    """Return the posteriors of both directions, each of shape (pairs, Chinese pieces, English pieces)."""
    zh, zh_there = _padded([pair.zh_types for pair in pairs])
    en, en_there = _padded([pair.en_types for pair in pairs])
    forward = tables.forward[zh[:, :, None], en[:, None, :]]
    backward = tables.backward[zh[:, :, None], en[:, None, :]]
    for number, pair in enumerate(pairs):
        for i, j, strength in pair.hints:
            forward[number, i, j] = max(forward[number, i, j], settings.hint * strength)
            backward[number, i, j] = max(backward[number, i, j], settings.hint * strength)
    jumps = lexicon.jumps**settings.sharp
    forth = posteriors(
        forward.transpose(0, 2, 1), tables.en_prior[en], en_there, zh_there, jumps[0], p_empty=settings.p_empty
    )
    other = posteriors(backward, tables.zh_prior[zh], zh_there, en_there, jumps[1], p_empty=settings.p_empty)
    return forth.transpose(0, 2, 1), other


def _padded(rows: Sequence[Ints]) -> tuple[Array, Array]:
    width = max(max(map(len, rows), default=0), 1)
    there = np.arange(width)[None, :] < np.array([len(row) for row in rows])[:, None]
    padded = np.zeros(there.shape, np.int32)
    padded[there] = np.concatenate(rows)
    return padded, there


def _links(found: tuple[Array, Array], pair: Pair, settings: Settings) -> list[tuple[int, int, float]]:
    """Return the links of whole words: the best link between their pieces is theirs."""
    agreed = np.sqrt(found[0] * found[1])
    best: dict[tuple[int, int], float] = {}
    for i, j in np.argwhere(agreed >= settings.threshold).tolist():
        for place in product(pair.zh_owners[i], pair.en_owners[j]):
            best[place] = max(best.get(place, 0.0), float(agreed[i, j]))
    return [(i, j, min(score, 1.0)) for (i, j), score in sorted(best.items())]
