"""Learn a lexicon from parallel text by expectation maximisation.

Model 1 and then an HMM are fitted in each direction; the expected counts of their links are the lexicon. Rare
Chinese words are cut into pieces, so that characters and short words learn what they mean inside compounds and
the lexicon can help with words it has never seen.

With a base, what the base knows is a Dirichlet prior of limited strength: a few hundred sentences of one's own
change what they show and leave the rest as it was. How common words are is learnt, too: what stands everywhere in a
translator's texts proves little of two of her sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from align.language.chars import is_han
from align.lexicon.assemble import Entries, Firmness, assemble, join
from align.lexicon.candidates import Candidates, find_candidates
from align.lexicon.corpus import Corpus, Side, replace_words
from align.lexicon.em import REACH, Cells, Model, hidden_markov, model_one, variational
from align.lexicon.lexicon import Lexicon
from align.lexicon.units import best_split

Array = npt.NDArray[Any]
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to learn.

    Attributes:
        model_one_passes: Passes of IBM model 1; none with a base, whose tables are better than that.
        hidden_markov_passes: Passes of the HMM after them.
        alpha: The sparse Dirichlet prior of the translation tables.
        rare: A Chinese word lends about this many of its occurrences to its pieces; rarer ones lend all.
        least_count: Occurrences a word needs to be kept in the lexicon.
        least_share: An entry is kept when t(e|w) or t(w|e) is at least this.
        strength: The most occurrences a word of the base counts for against those in the text.
        steady: Words of text beside which they tell half of how common words are, and the base the other half.
        seed: Of the choice of the occurrences that are lent.
    """

    model_one_passes: int = 5
    hidden_markov_passes: int = 4
    alpha: float = 0.01
    rare: int = 2
    least_count: int = 2
    least_share: float = 0.0005
    strength: float = 30.0
    steady: float = 35_000.0
    seed: int = 20


class Prior(NamedTuple):
    """What the base says of the candidates, in occurrences: of each entry and of each word, both directions."""

    entries: Array
    zh_total: Array
    en_total: Array


# A corpus this large may not keep every pair of words that meet, base or not: memory.
_ALL_PAIRS = 150_000
# One occurrence's worth of "any word": lets a known word have a rendering the base never saw.
_ANYTHING = 1.0


def learn(
    corpus: Corpus,
    *,
    base: Lexicon | None = None,
    options: Options | None = None,
    info: Mapping[str, Any] | None = None,
    report: Report = lambda line: None,
) -> Lexicon:
    """Learn a lexicon from tokenised parallel text.

    Args:
        corpus: The sentence pairs as keys.
        base: A lexicon to add to.
        options: How to learn.
        info: What the lexicon shall say about its sources.
        report: Told what is being done, a line each.
    """
    options = options or Options()
    corpus = replace(corpus, zh=lend_to_pieces(corpus.zh, options, base))
    report(f"{len(corpus):,} sentence pairs, {len(corpus.zh.words):,} and {len(corpus.en.words):,} words")
    every = base is not None and len(corpus) < _ALL_PAIRS
    candidates = find_candidates(corpus, least=-np.inf if every else 4.0)
    report(f"{len(candidates.columns):,} word pairs may translate each other")
    prior = None if base is None else _prior(base, corpus, candidates, options)
    counts, jumps = _maximise(corpus, candidates, prior, options, report, None if base is None else base.jumps)
    fresh = Entries(
        (corpus.zh.vocabulary, corpus.en.vocabulary),
        _rows(candidates),
        candidates.columns,
        counts,
        (corpus.zh.counts, corpus.en.counts),
    )
    if base is not None:
        firmness = Firmness(options.strength, options.steady)
        return join(base, fresh, firmness, options.least_share, info or {})
    return assemble(fresh, jumps, options.least_count, options.least_share, info or {})


def lend_to_pieces(side: Side, options: Options, base: Lexicon | None = None) -> Side:
    """Cut some occurrences of each Chinese word into its pieces, all those of a rare one.

    With a base nothing is lent, for its characters have learnt enough; words that it does not know and that
    occur once are cut.
    """
    counts = side.counts
    frequent = {
        word: float(count)
        for word, count in zip(side.vocabulary, counts, strict=True)
        if count > options.rare or len(word) == 1
    }
    if base is not None:
        ids = base.zh_ids(side.vocabulary)
        known = ids >= 0
        frequent |= {side.vocabulary[n]: float(base.zh_count[ids[n]]) for n in np.flatnonzero(known)}
        share = np.where(known | (counts > 1), 0.0, 1.0)
    else:
        share = options.rare / np.maximum(counts, 1)
    pieces = [
        best_split(word, frequent) if len(word) > 1 and all(map(is_han, word)) else (word,) for word in side.vocabulary
    ]
    chances = np.random.default_rng(options.seed).random(len(side.words))
    return replace_words(side, pieces, chances < share[side.words])


def _rows(candidates: Candidates) -> Array:
    return np.repeat(np.arange(len(candidates.starts) - 1, dtype=np.int32), np.diff(candidates.starts))


def _prior(base: Lexicon, corpus: Corpus, candidates: Candidates, options: Options) -> Prior:
    zh_ids, en_ids = base.zh_ids(corpus.zh.vocabulary), base.en_ids(corpus.en.vocabulary)
    zh_total = np.where(zh_ids >= 0, np.minimum(base.zh_linked[zh_ids], options.strength), 0)
    en_total = np.where(en_ids >= 0, np.minimum(base.en_linked[en_ids], options.strength), 0)
    rows, columns = _rows(candidates), candidates.columns
    entries = _ANYTHING * np.stack((base.en_prior(en_ids)[columns], base.zh_prior(zh_ids)[rows]), axis=1)
    known = base.sub_table(zh_ids, en_ids)
    known_rows = np.repeat(np.arange(len(zh_ids)), np.diff(known.starts))
    width = len(en_ids)
    places, found = _find(rows.astype(np.int64) * width + columns, known_rows * width + known.columns)
    entries[places, 0] += zh_total[known_rows[found]] * known.en_given_zh[found]
    entries[places, 1] += en_total[known.columns[found]] * known.zh_given_en[found]
    return Prior(entries, zh_total + _ANYTHING, en_total + _ANYTHING)


def _find(keys: Array, wanted: Array) -> tuple[Array, Array]:
    """Return where the wanted numbers stand among sorted keys, and which of them were found."""
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found = np.flatnonzero(keys[places] == wanted)
    return places[found], found


def _maximise(
    corpus: Corpus,
    candidates: Candidates,
    prior: Prior | None,
    options: Options,
    report: Report,
    jumps: Array | None,
) -> tuple[Array, Array]:
    """Run the passes; return the expected counts of the entries, shape (entries, 2), and the jumps."""
    zh, en = corpus.zh, corpus.en
    cells = Cells(zh.words, zh.starts, en.words, en.starts, candidates.cell_starts, candidates.cells, corpus.weights)
    rows, columns = _rows(candidates), candidates.columns
    zh_prior, en_prior = _frequencies(zh), _frequencies(en)
    jumps = first_jumps() if jumps is None else jumps.astype(np.float64)

    def estimate(counts: Array) -> Array:
        tables = np.empty((len(rows), 2), np.float32)
        for direction, words in enumerate((rows, columns)):
            own = counts[:, direction]
            if prior is None:
                totals = np.bincount(words, own + options.alpha)
                tables[:, direction] = variational(own, totals[words], options.alpha)
            else:
                totals = prior[1 + direction] + np.bincount(words, own, len(prior[1 + direction]))
                tables[:, direction] = (prior.entries[:, direction] + own) / totals[words]
        return tables

    counts = np.zeros((len(rows), 2), np.float32)
    # Where nothing is known each word of the sentence, and the empty word, is as likely as another.
    tables = np.stack((en_prior[columns], zh_prior[rows]), axis=1) if prior is None else estimate(counts)
    for number in range(options.model_one_passes if prior is None else 0):
        counts, log = model_one(cells, Model(tables, zh_prior, en_prior, jumps))
        tables = estimate(counts)
        report(f"model 1, pass {number + 1}: log-likelihood of a word {log:.3f}")
    for number in range(options.hidden_markov_passes):
        counts, moves, log = hidden_markov(cells, Model(tables, zh_prior, en_prior, jumps))
        # Iterative scaling: a jump that was found more often than expected gains weight.
        jumps = jumps * (moves[:, 0] + 5) / (moves[:, 1] + 5)
        tables = estimate(counts)
        report(f"HMM, pass {number + 1}: log-likelihood of a word {log:.3f}")
    return counts, jumps


def first_jumps() -> Array:
    """Return the position model before anything is learnt: to the next word, or not far from it."""
    distance = np.abs(np.arange(-REACH, REACH + 1) - 1)
    return np.tile(np.exp(-distance / 4) + 0.01, (2, 1))


def _frequencies(side: Side) -> Array:
    return (side.counts / max(len(side.words), 1)).astype(np.float32)
