"""Two documents aligned at both levels: the paragraphs first, then the sentences inside and, if need be, across."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from align.lexicon.lexicon import Lexicon
from align.match.evidence import Texts, running_sums
from align.match.extras import ExtraMaker, seams
from align.match.facts import read_facts
from align.match.habits import Barred
from align.match.known import Known, with_known
from align.match.level import Ahead, Flags, Lists, Scored, align_level, crowded, first_scores
from align.match.moves import find_moves
from align.match.reasons import with_reasons
from align.match.search import Move, Step
from align.match.shapes import FIRST_MOVES, LONGEST, PARAGRAPH_MOVES, SENTENCE_MOVES
from align.match.texts import level_texts, pair_table, read_side
from align.match.weights import load_weights
from align.model import Bead, Document

if TYPE_CHECKING:
    from align.match.encoded import Encoded

LevelName = Literal["sentences", "paragraphs"]
Beads = Sequence[tuple[Step, float]]
Ints = npt.NDArray[np.int64]

# How much of a band is worked out by the process that aligns a level, when another may take the rest: it comes to the
# sentences later, and the paragraphs it begins with.
OWN_SHARE: Mapping[LevelName, float] = MappingProxyType({"paragraphs": 0.5, "sentences": 0.0})

UNRELATED = 0.5  # a pair of documents with a lower score is taken for no translation


# The share of both texts in sure beads at which a pair is as likely as not, and how steeply that rises: translations
# have 0.94 and more, texts on the same subject (other reports of one visit, of another year) up to 0.45.
HALF, STEEPNESS = 0.68, 14.0


class Matched(NamedTuple):
    """What was found of two documents; see `Alignment`."""

    paragraphs: tuple[Bead, ...]
    sentences: tuple[Bead, ...]
    moves: tuple[Bead, ...]
    score: float


def match_documents(
    source: Document,
    target: Document,
    lexicon: Lexicon,
    *,
    encoded: Encoded | None = None,
    lines: LevelName | None = None,
    known: Known | None = None,
    ahead: Mapping[LevelName, Callable[[], Scored | None]] = MappingProxyType({}),
) -> Matched:
    """Align the paragraphs and sentences of two segmented documents.

    Args:
        source: The Chinese document.
        target: The English document.
        lexicon: Which word translates which.
        encoded: The documents as an encoder sees them.
        lines: What a unit is when the documents have only one level; its beads then stand for both.
        known: Where settled terms and their renderings stand.
        ahead: Of some levels what gives what `scores_ahead` finds, when that is worked out elsewhere.
    """
    levels = _levels(source, target, lexicon, known, (lines,) if lines else ("paragraphs", "sentences"))
    documents = source, target
    furniture = {name: (_furniture(source, name), _furniture(target, name)) for name in levels}
    if lines is not None:
        texts = levels[lines]
        beads = _search(texts, lines, (), furniture[lines], source, target, encoded)
        found = with_reasons(_beads(beads), source, target, texts)
        return Matched(found, found, (), score_of(beads, texts))
    cost = load_weights("paragraphs").seam
    groups, titles = ([one(d) for d in documents] for one in (_role_groups, _titles))
    roles = (
        seams(groups[0], groups[1], cost, across=False),
        seams(titles[0], titles[1], cost / 2),
    )
    others = {name: Ahead(OWN_SHARE[name], scores) for name, scores in ahead.items()}
    paragraphs = _search(
        levels["paragraphs"], "paragraphs", roles, furniture["paragraphs"], source, target, encoded,
        ahead=others.get("paragraphs"),
    )  # fmt: skip
    room = _rooms(paragraphs, source, target)
    mine, theirs = (
        group[[sentence.paragraph for sentence in d.sentences]] for group, d in zip(groups, documents, strict=True)
    )
    cost = load_weights("sentences").seam
    inside = [seams(room[0], room[1], cost), seams(mine, theirs, cost, across=False)]
    long = _lists(*room)
    sentences = _search(
        levels["sentences"], "sentences", inside, furniture["sentences"], source, target, encoded, lambda path: long,
        others.get("sentences"),
    )  # fmt: skip
    return Matched(
        _beads(paragraphs),
        with_reasons(_beads(sentences), source, target, levels["sentences"]),
        find_moves([step for step, _ in paragraphs], levels["paragraphs"]),
        score_of(sentences, levels["sentences"]),
    )


def scores_ahead(
    name: LevelName, source: Document, target: Document, lexicon: Lexicon, known: Known | None = None
) -> Scored | None:
    """Return the scores of the first pass over a level that are left to others; see `match_documents`."""
    texts = levels_of(source, target, lexicon, known)[name]
    return first_scores(texts, load_weights(name), _first_moves(name), OWN_SHARE[name])


def levels_of(
    source: Document, target: Document, lexicon: Lexicon, known: Known | None = None
) -> Mapping[LevelName, Texts]:
    """Return two segmented documents as the evidence of both levels sees them, and remember that."""
    return _levels(source, target, lexicon, known, ("paragraphs", "sentences"))


@lru_cache(maxsize=1)
def _levels(
    source: Document, target: Document, lexicon: Lexicon, known: Known | None, names: tuple[LevelName, ...]
) -> Mapping[LevelName, Texts]:
    left, right = read_side(source, lexicon), read_side(target, lexicon)
    left, right, table = with_known(left, right, pair_table(left, right, lexicon), (source, target), known or Known())
    facts = read_facts(source, target, lexicon) if any(load_weights(name).hears_facts for name in names) else None
    return {name: level_texts(left, right, table, (source, target), name, facts) for name in names}


def _moves(level: LevelName) -> tuple[Move, ...]:
    return SENTENCE_MOVES if level == "sentences" else PARAGRAPH_MOVES


def _first_moves(level: LevelName) -> tuple[Move, ...]:
    return FIRST_MOVES if level == "sentences" else PARAGRAPH_MOVES


def _search(
    texts: Texts,
    level: LevelName,
    extras: Sequence[ExtraMaker],
    barred: Barred | None,
    source: Document,
    target: Document,
    encoded: Encoded | None,
    lists: Lists | None = None,
    ahead: Ahead | None = None,
) -> Beads:
    """Align one level, with the encoder's evidence if there is one."""
    moves, first_moves = _moves(level), _first_moves(level)
    lists = lists or (crowded if level == "paragraphs" else None)
    weights = load_weights(level)
    if encoded is not None and encoded.alone:
        weights = replace(weights, lexical=0.0, unexplained=0.0)

    def search(more: Sequence[ExtraMaker]) -> Beads:
        every = [*extras, *more]
        return align_level(
            texts, weights, moves, every, barred=barred, first_moves=first_moves, lists=lists, ahead=ahead
        ).beads

    if encoded is None:
        return search(())
    if level == "sentences":
        return encoded.sentences(search)
    groups = [p.sentences for p in source.paragraphs], [p.sentences for p in target.paragraphs]
    return encoded.paragraphs(groups, search)


def _beads(found: Beads) -> tuple[Bead, ...]:
    return tuple(Bead(range(s.i0, s.i1), range(s.j0, s.j1), min(1.0, max(0.0, chance))) for s, chance in found)


def _furniture(document: Document, level: str) -> list[bool]:
    """Tell which units are page furniture, which is never aligned."""
    if level == "paragraphs":
        return [paragraph.role == "boilerplate" for paragraph in document.paragraphs]
    return [document.role_of(k) == "boilerplate" for k in range(len(document.sentences))]


def _role_groups(document: Document) -> Ints:
    """Number the runs of paragraphs of one role: a title is not joined to the text below it."""
    roles = [paragraph.role for paragraph in document.paragraphs]
    changes = [False, *(one != other for one, other in zip(roles, roles[1:], strict=False))]  # noqa: RUF007
    return np.cumsum(changes[: len(roles)])


def _titles(document: Document) -> Ints:
    """Return 1 for titles and 0 for the rest: a title and a paragraph of the text rarely translate each other."""
    return np.array([paragraph.role == "title" for paragraph in document.paragraphs], np.int64)


def _rooms(paragraphs: Beads, source: Document, target: Document) -> tuple[Ints, Ints]:
    """Return for each sentence the number of its paragraph bead."""
    ours, theirs = np.zeros(len(source.paragraphs), np.int64), np.zeros(len(target.paragraphs), np.int64)
    for number, (step, _) in enumerate(paragraphs):
        ours[step.i0 : step.i1] = number
        theirs[step.j0 : step.j1] = number
    return (
        ours[[sentence.paragraph for sentence in source.sentences]],
        theirs[[sentence.paragraph for sentence in target.sentences]],
    )


def _lists(source: Ints, target: Ints) -> Flags:
    """Tell which source sentences stand in a paragraph bead where one may have more than the usual shapes hold.

    Args:
        source: The number of the paragraph bead of each sentence, shape (sentences,).
        target: The same for the other side.
    """
    beads = 1 + max(source.max(initial=0), target.max(initial=0))
    ours, theirs = (np.bincount(side, minlength=beads) for side in (source, target))
    fewer, others = np.minimum(ours, theirs), np.maximum(ours, theirs)
    found: Flags = ((fewer > 0) & (others - fewer >= LONGEST))[source]
    return found


def score_of(beads: Beads, texts: Texts) -> float:
    """Return the probability that one document translates the other, from how much of both stands in sure beads."""
    ours, theirs = (running_sums(side.size) for side in (texts.source, texts.target))
    covered = sum(chance * (ours[s.i1] - ours[s.i0]) * (theirs[s.j1] - theirs[s.j0] > 0) for s, chance in beads)
    back = sum(chance * (theirs[s.j1] - theirs[s.j0]) * (ours[s.i1] - ours[s.i0] > 0) for s, chance in beads)
    share = 0.5 * (covered / max(1.0, ours[-1]) + back / max(1.0, theirs[-1]))
    return float(1 / (1 + np.exp(-STEEPNESS * (share - HALF))))
