"""From expected counts to a lexicon: prune, sort, and join what was learnt to a base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.lexicon.corpus import LONGEST_KEY
from align.lexicon.file import content_hash
from align.lexicon.lexicon import SCALE, SCALE_LOW, Lexicon, to_codes

Array = npt.NDArray[Any]


class Entries(NamedTuple):
    """A lexicon in the making.

    Attributes:
        vocabularies: Chinese and English keys, in any order.
        rows: The Chinese word of each entry, a position in its vocabulary.
        columns: The English word of each entry.
        counts: The expected count of each entry for t(e|w) and for t(w|e), shape (entries, 2).
        seen: How often each word stands in the text, Chinese and English.
    """

    vocabularies: tuple[Sequence[str], Sequence[str]]
    rows: Array
    columns: Array
    counts: Array
    seen: tuple[Array, Array]

    def linked(self) -> tuple[Array, Array]:
        """Return c(w) and c(e): what the counts of each word sum to."""
        zh = np.bincount(self.rows, self.counts[:, 0], len(self.vocabularies[0]))
        return zh, np.bincount(self.columns, self.counts[:, 1], len(self.vocabularies[1]))

    def only(self, kept: Array) -> Entries:
        """Return the chosen entries."""
        return self._replace(rows=self.rows[kept], columns=self.columns[kept], counts=self.counts[kept])


def assemble(entries: Entries, jumps: Array, least_count: int, least_share: float, info: Mapping[str, Any]) -> Lexicon:
    """Make a lexicon of the entries that are worth keeping.

    Args:
        entries: All entries.
        jumps: As in `Lexicon.jumps`.
        least_count: Occurrences that a word needs.
        least_share: What t(e|w) or t(w|e) of an entry needs.
        info: As in `Lexicon.info`.
    """
    linked = entries.linked()
    kept = _worth(entries, linked, least_count, least_share)
    return _sorted_lexicon(entries.only(kept), linked, jumps, info)


class Firmness(NamedTuple):
    """How firmly a base holds to what it knows.

    Attributes:
        strength: The most occurrences that a word counts for against those in a new text.
        steady: Words of a new text beside which they tell half of how common words are.
    """

    strength: float
    steady: float


def join(base: Lexicon, fresh: Entries, firmness: Firmness, least_share: float, info: Mapping[str, Any]) -> Lexicon:
    """Add what was learnt to a base; a word that does not occur in the new text keeps its translations."""
    new = fresh.only(_worth(fresh, fresh.linked(), 1, least_share))
    zh, zh_old, zh_new = _union(base.zh, new.vocabularies[0])
    en, en_old, en_new = _union(base.en, new.vocabularies[1])
    zh_linked, zh_scale = _weigh(base.zh_linked, fresh.linked()[0], zh_old, zh_new, len(zh), firmness.strength)
    en_linked, en_scale = _weigh(base.en_linked, fresh.linked()[1], en_old, en_new, len(en), firmness.strength)
    rows = np.concatenate((np.repeat(zh_old, np.diff(base.starts)), zh_new[new.rows]))
    columns = np.concatenate((en_old[base.columns], en_new[new.columns]))
    counts = np.concatenate((SCALE[base.codes], new.counts)).astype(np.float64)
    counts[: len(base), 0] *= zh_scale[rows[: len(base)]]
    counts[: len(base), 1] *= en_scale[columns[: len(base)]]
    keys, place = np.unique(rows.astype(np.int64) * len(en) + columns, return_inverse=True)
    summed = np.stack([np.bincount(place, counts[:, side], len(keys)) for side in (0, 1)], axis=1)
    zh_seen = _seen(base.zh_count, fresh.seen[0], zh_old, zh_new, len(zh), firmness.steady)
    en_seen = _seen(base.en_count, fresh.seen[1], en_old, en_new, len(en), firmness.steady)
    entries = Entries((zh, en), keys // len(en), keys % len(en), summed, (zh_seen, en_seen))
    return _sorted_lexicon(entries, (zh_linked, en_linked), base.jumps, info)


def _weigh(base: Array, fresh: Array, old: Array, new: Array, size: int, strength: float) -> tuple[Array, Array]:
    """Return the joint link count of each word, and by what the base's counts of it are to be multiplied."""
    before, after = np.bincount(old, base, size), np.bincount(new, fresh, size)
    limited = np.where(after > 0, np.minimum(before, strength), before)
    scale = np.divide(limited, before, out=np.ones(size), where=before > 0)
    return limited + after, scale


def _seen(base: Array, fresh: Array, old: Array, new: Array, size: int, steady: float) -> Array:
    """Return how often each word stands in both, a word of the new text counting for several of a large base.

    A text says how common words are in the texts of its translator, the more the longer it is: as a prior the base is
    worth `steady` words (Jelinek and Mercer 1980; MacKay and Peto 1995).
    """
    times = max(1.0, base.sum() / steady)
    seen: Array = np.bincount(old, base, size) + times * np.bincount(new, fresh, size)
    return seen


def _union(base: Array, fresh: Sequence[str]) -> tuple[list[str], Array, Array]:
    """Return a joint vocabulary, and the numbers in it of the words of both."""
    words = [key.decode() for key in base.tolist()]
    numbers = {word: number for number, word in enumerate(words)}
    new = np.array([numbers.setdefault(word, len(numbers)) for word in fresh], np.int64)
    return list(numbers), np.arange(len(words)), new


def _worth(entries: Entries, linked: tuple[Array, Array], least_count: int, least_share: float) -> Array:
    """Tell which entries to keep."""
    zh_keep, en_keep = (
        _known(words, seen, least_count) for words, seen in zip(entries.vocabularies, entries.seen, strict=True)
    )
    rows, columns, counts = entries.rows, entries.columns, entries.counts
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.fmax(counts[:, 0] / linked[0][rows], counts[:, 1] / linked[1][columns])
    enough = counts.max(axis=1, initial=0) >= SCALE_LOW
    worth: Array = zh_keep[rows] & en_keep[columns] & enough & (share >= least_share)
    return worth


def _known(words: Sequence[str], seen: Array, least_count: int) -> Array:
    short = np.array([len(word.encode()) <= LONGEST_KEY for word in words], bool)
    known: Array = (seen >= least_count) & short
    return known


def _sorted_lexicon(entries: Entries, linked: tuple[Array, Array], jumps: Array, info: Mapping[str, Any]) -> Lexicon:
    """Sort vocabularies and entries; words without an entry are left out."""
    zh, zh_places, zh_number = _sorted(entries.vocabularies[0], entries.rows)
    en, en_places, en_number = _sorted(entries.vocabularies[1], entries.columns)
    rows, columns = zh_number[entries.rows], en_number[entries.columns]
    order = np.lexsort((columns, rows))
    arrays: dict[str, Any] = {
        "zh": zh,
        "en": en,
        "starts": np.searchsorted(rows[order], np.arange(len(zh) + 1)).astype(np.int32),
        "columns": columns[order].astype(np.uint16 if len(en) < 1 << 16 else np.uint32),
        "codes": to_codes(entries.counts[order]),
        "zh_linked": linked[0][zh_places].astype(np.float32),
        "en_linked": linked[1][en_places].astype(np.float32),
        "zh_count": entries.seen[0][zh_places].astype(np.float32),
        "en_count": entries.seen[1][en_places].astype(np.float32),
        "jumps": jumps.astype(np.float32),
    }
    return Lexicon(**arrays, hash=content_hash(arrays), info=dict(info))


def _sorted(vocabulary: Iterable[str], used: Array) -> tuple[Array, Array, Array]:
    """Return the used words sorted, their old numbers, and for each old number the new one."""
    words = np.array([word.encode() for word in vocabulary] or [b""], dtype=np.bytes_)
    places = np.unique(used)
    places = places[np.argsort(words[places], kind="stable")]
    numbers = np.full(len(words), -1, np.int64)
    numbers[places] = np.arange(len(places))
    chosen = words[places]
    width = max(map(len, chosen), default=1)
    return chosen.astype(f"S{width}"), places, numbers
