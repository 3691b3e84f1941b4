"""Learn a lexicon from parallel text by expectation maximisation.

The words of both sides are linked by models whose two directions must agree; the expected counts of the links
are the lexicon. Rare Chinese words are cut into pieces, so that characters and short words learn what they mean
inside compounds, and the lexicon can help with words it has never seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from align.language.chars import is_han
from align.lexicon.candidates import Candidates, find_candidates
from align.lexicon.corpus import LONGEST_KEY, Corpus, Side, replace_words
from align.lexicon.em import REACH, Cells, Model, hidden_markov, model_one, variational
from align.lexicon.file import content_hash
from align.lexicon.lexicon import SCALE_LOW, Lexicon, to_codes
from align.lexicon.units import best_split

Array = npt.NDArray[Any]
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to learn.

    Attributes:
        model_one_passes: Passes of IBM model 1.
        hidden_markov_passes: Passes of the HMM after them.
        alpha: The sparse Dirichlet prior of the translation tables.
        rare: A Chinese word lends about this many of its occurrences to its pieces; rarer ones lend all.
        least_count: Occurrences a word needs to be kept in the lexicon.
        least_share: An entry is kept when t(e|w) or t(w|e) is at least this.
        seed: Of the choice of those occurrences.
    """

    model_one_passes: int = 5
    hidden_markov_passes: int = 5
    alpha: float = 0.01
    agreement: float = 1.0
    rare: int = 2
    least_count: int = 2
    least_share: float = 0.004
    seed: int = 20


def learn(
    corpus: Corpus,
    *,
    options: Options | None = None,
    info: Mapping[str, Any] | None = None,
    report: Report = lambda line: None,
) -> Lexicon:
    """Learn a lexicon from tokenised parallel text.

    Args:
        corpus: The sentence pairs as keys.
        options: How to learn.
        info: What the lexicon shall say about its sources.
        report: Told what is being done, a line each.
    """
    options = options or Options()
    corpus = Corpus(lend_to_pieces(corpus.zh, options), corpus.en, corpus.weights)
    report(f"{len(corpus):,} sentence pairs, {len(corpus.zh.words):,} and {len(corpus.en.words):,} words")
    candidates = find_candidates(corpus)
    report(f"{len(candidates.columns):,} word pairs may translate each other")
    counts, jumps = _maximise(corpus, candidates, options, report)
    return _lexicon(corpus, candidates, counts, jumps, options, info or {})


def lend_to_pieces(side: Side, options: Options) -> Side:
    """Cut some occurrences of each Chinese word into its pieces, all those of a rare one."""
    counts = side.counts
    frequent = {
        word: float(count)
        for word, count in zip(side.vocabulary, counts, strict=True)
        if count > options.rare or len(word) == 1
    }
    pieces = [
        best_split(word, frequent) if len(word) > 1 and all(map(is_han, word)) else (word,) for word in side.vocabulary
    ]
    can_split = np.array([len(parts) > 1 for parts in pieces], bool)
    share = np.where(can_split, options.rare / np.maximum(counts, 1), 0.0)
    chances = np.random.default_rng(options.seed).random(len(side.words))
    return replace_words(side, pieces, chances < share[side.words])


def _maximise(corpus: Corpus, candidates: Candidates, options: Options, report: Report) -> tuple[Array, Array]:
    """Run the passes; return the expected counts of the entries and of the jumps."""
    cells = Cells(
        corpus.zh.words, corpus.zh.starts, corpus.en.words, corpus.en.starts,
        candidates.cell_starts, candidates.cells, corpus.weights,
    )  # fmt: skip
    rows = np.repeat(np.arange(len(corpus.zh.vocabulary), dtype=np.int32), np.diff(candidates.starts))
    zh_prior = _frequencies(corpus.zh)
    en_prior = _frequencies(corpus.en)
    # Where nothing is known each word of the sentence, and the empty word, is as likely as another.
    tables = np.stack((en_prior[candidates.columns], zh_prior[rows]), axis=1)
    jumps = first_jumps()
    counts = np.zeros((len(rows), 2), np.float32)
    for number in range(options.model_one_passes):
        counts, log = model_one(cells, Model(tables, zh_prior, en_prior, jumps, options.agreement))
        tables = _estimate(counts, rows, candidates.columns, options.alpha)
        report(f"model 1, pass {number + 1}: log-likelihood of a word {log:.3f}")
    for number in range(options.hidden_markov_passes):
        counts, moves, log = hidden_markov(cells, Model(tables, zh_prior, en_prior, jumps, options.agreement))
        # Iterative scaling: a jump that was found more often than expected gains weight.
        jumps = jumps * (moves[:, 0] + 5) / (moves[:, 1] + 5)
        tables = _estimate(counts, rows, candidates.columns, options.alpha)
        report(f"HMM, pass {number + 1}: log-likelihood of a word {log:.3f}")
    return counts, jumps


def first_jumps() -> Array:
    """Return the position model before anything is learnt: to the next word, or not far from it."""
    distance = np.abs(np.arange(-REACH, REACH + 1) - 1)
    return np.tile(np.exp(-distance / 4) + 0.01, (2, 1))


def _estimate(counts: Array, rows: Array, columns: Array, alpha: float) -> Array:
    """Return t(e|w) and t(w|e) of each entry, shape (entries, 2), from the joint counts."""
    tables = np.empty((len(counts), 2), np.float32)
    for direction, words in enumerate((rows, columns)):
        totals = np.bincount(words, counts[:, direction] + alpha)
        tables[:, direction] = variational(counts[:, direction], totals[words], alpha)
    return tables


def _frequencies(side: Side) -> Array:
    return (side.counts / max(len(side.words), 1)).astype(np.float32)


def _lexicon(
    corpus: Corpus,
    candidates: Candidates,
    counts: Array,
    jumps: Array,
    options: Options,
    info: Mapping[str, Any],
) -> Lexicon:
    """Keep what is worth keeping and sort it."""
    zh_keep = _kept(corpus.zh, options.least_count)
    en_keep = _kept(corpus.en, options.least_count)
    rows = np.repeat(np.arange(len(zh_keep)), np.diff(candidates.starts))
    columns = candidates.columns
    zh_linked = np.bincount(rows, counts[:, 0], len(zh_keep))
    en_linked = np.bincount(columns, counts[:, 1], len(en_keep))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.maximum(counts[:, 0] / zh_linked[rows], counts[:, 1] / en_linked[columns])
    enough = counts.max(axis=1) >= SCALE_LOW
    kept = zh_keep[rows] & en_keep[columns] & enough & (share >= options.least_share)
    return assemble(
        (corpus.zh.vocabulary, corpus.en.vocabulary),
        (rows[kept], columns[kept], counts[kept]),
        (zh_linked, en_linked),
        (corpus.zh.counts, corpus.en.counts),
        jumps,
        info,
    )


def _kept(side: Side, least_count: int) -> npt.NDArray[np.bool_]:
    short = np.array([len(word.encode()) <= LONGEST_KEY for word in side.vocabulary], bool)
    kept: npt.NDArray[np.bool_] = (side.counts >= least_count) & short
    return kept


def assemble(
    vocabularies: tuple[Iterable[str], Iterable[str]],
    entries: tuple[Array, Array, Array],
    linked: tuple[Array, Array],
    seen: tuple[Array, Array],
    jumps: Array,
    info: Mapping[str, Any],
) -> Lexicon:
    """Sort both vocabularies and the entries into a lexicon; words without an entry are left out.

    Args:
        vocabularies: Chinese and English keys, in any order.
        entries: Chinese word, English word (positions in the vocabularies) and joint count of each entry.
        linked: c(w) and c(e) for each word.
        seen: How often each word stands in the text.
        jumps: As in `Lexicon.jumps`.
        info: As in `Lexicon.info`.
    """
    zh, zh_places, zh_number = _sorted(vocabularies[0], entries[0])
    en, en_places, en_number = _sorted(vocabularies[1], entries[1])
    rows, columns, counts = zh_number[entries[0]], en_number[entries[1]], entries[2]
    order = np.lexsort((columns, rows))
    wide = np.uint16 if len(en) < 1 << 16 else np.uint32
    arrays: dict[str, Any] = {
        "zh": zh,
        "en": en,
        "starts": np.searchsorted(rows[order], np.arange(len(zh) + 1)).astype(np.int32),
        "columns": columns[order].astype(wide),
        "codes": to_codes(counts[order]),
        "zh_linked": linked[0][zh_places].astype(np.float32),
        "en_linked": linked[1][en_places].astype(np.float32),
        "zh_count": seen[0][zh_places].astype(np.float32),
        "en_count": seen[1][en_places].astype(np.float32),
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
