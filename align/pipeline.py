"""The steps of the street strung together: documents, paragraphs, sentences, words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from align import __version__
from align.errors import LanguageError
from align.language.numbers import quantities_beside
from align.lexicon.file import load
from align.lexicon.lexicon import Lexicon
from align.match.documents import UNRELATED, LevelName, levels_of, match_documents
from align.match.documents import scores_ahead as match_scores
from align.match.shortlist import cosines, nearest
from align.match.texts import read_side
from align.match.word_vectors import SIGNED, links_with
from align.match.words import links
from align.model import Alignment, Document, Term
from align.read.text import read_document
from align.segment import segment
from align.terms.places import known_places

if TYPE_CHECKING:
    from align.encode.protocol import Backend, WordEncoder
    from align.match.encoded import Encoded
    from align.match.level import Scored


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose about an alignment; see the options of the same names.

    With `lines` the inputs are a unit a line: sentences, or paragraphs when `paragraph_lines` is set, and the
    alignment has that one level. Without `lexical` encoder and lengths speak alone, to measure an encoder by.
    Where a term of `anchors` and a rendering of it stand, units are likelier to belong together. Without `links` words
    are not linked, to be done later by `with_links`.
    """

    lexicon: Path | None = None
    semicolons: bool = False
    lines: bool = False
    paragraph_lines: bool = False
    encoder: str | None = None
    device: str | None = None
    batch_size: int = 32
    backend: Backend = "torch"
    encoder_words: bool = False
    lexical: bool = True
    anchors: tuple[Term, ...] = ()
    links: bool = True


class Pair(NamedTuple):
    """Two documents of which one translates the other, with the probability that it does."""

    source: Document
    target: Document
    score: float


FEW = 25  # pairs of documents that are all looked at closely
# What is read of a folder that is looked through; a file named outright may be called anything.
_TEXTS = frozenset({".txt", ".text", ".htm", ".html", ".zh", ".en", ""})


def text_files(path: Path) -> list[Path]:
    """Return the texts in a folder in order of their names, or the one file that is named.

    Hidden files are passed over, and the report of an earlier run.
    """
    if not path.is_dir():
        return [path]
    inside = (file for file in path.iterdir() if file.is_file() and file.suffix.lower() in _TEXTS)
    return sorted(file for file in inside if not file.name.startswith(".") and file.name != "report.html")


def read_all(paths: Sequence[Path]) -> list[Document]:
    """Read the files named and every text in the folders named, in order of their names.

    Raises:
        ReadError: A file cannot be read.
    """
    return [read_document(file) for path in paths for file in text_files(path)]


def align_files(path_a: Path | str, path_b: Path | str, settings: Settings = Settings()) -> Alignment:
    """Align two files, in either order; see `align_documents`."""
    return align_documents(read_document(path_a), read_document(path_b), settings)


def align_documents(
    a: Document,
    b: Document,
    settings: Settings = Settings(),
    ahead: Mapping[LevelName, Callable[[], Scored | None]] = MappingProxyType({}),
) -> Alignment:
    """Align a Chinese document with an English one, in either order.

    Args:
        a: One of them.
        b: The other.
        settings: How to align.
        ahead: Of some levels what gives what `scores_ahead` finds, when that is worked out elsewhere.

    Raises:
        LanguageError: Both are in one language.
    """
    if a.language == b.language:
        name = "Chinese" if a.language == "zh" else "English"
        raise LanguageError(f"{a.name} and {b.name} are both {name}", hint="give one Chinese and one English text")
    lexicon = load(settings.lexicon)
    source, target = made_ready((a, b) if a.language == "zh" else (b, a), settings)
    encoder = encoder_of(settings)
    found = match_documents(
        source,
        target,
        lexicon,
        encoded=_encoded(source, target, encoder, settings) if encoder else None,
        lines=("paragraphs" if settings.paragraph_lines else "sentences") if settings.lines else None,
        known=known_places(settings.anchors, source.text, target.text),
        ahead=ahead,
    )
    alignment = Alignment(
        source, target, found.paragraphs, found.sentences, moves=found.moves, score=found.score,
        signature=_signature(lexicon, encoder),
    )  # fmt: skip
    if settings.lines or not settings.links:
        return alignment
    if encoder is None or not settings.encoder_words:
        return with_links(alignment, settings)
    if found.score < UNRELATED:
        return alignment
    linked, heard = links_with(alignment, lexicon, encoder)
    signature = alignment.signature if not heard else MappingProxyType({**alignment.signature, SIGNED: encoder.name})
    return replace(alignment, links=linked, signature=signature)


def levels_ready(source: Document, target: Document, settings: Settings) -> bool:
    """Make two segmented documents ready for both levels of an alignment, if they are to be aligned at both."""
    if settings.lines or settings.encoder:
        return False
    levels_of(source, target, load(settings.lexicon), known_places(settings.anchors, source.text, target.text))
    return True


def scores_ahead(level: LevelName, source: Document, target: Document, settings: Settings) -> Scored | None:
    """Return what `align_documents` can be given of a level of two documents that are ready for it."""
    known = known_places(settings.anchors, source.text, target.text)
    return match_scores(level, source, target, load(settings.lexicon), known)


def with_links(alignment: Alignment, settings: Settings = Settings()) -> Alignment:
    """Link the words of an alignment that has no links; two texts that do not belong together get none."""
    if alignment.links or alignment.score < UNRELATED:
        return alignment
    return replace(alignment, links=links(alignment, load(settings.lexicon)))


def encoder_of(settings: Settings) -> WordEncoder | None:
    """Load the encoder that the settings name, once; None when they name none."""
    if settings.encoder is None:
        return None
    from align.encode.load import load as load_encoder

    return load_encoder(
        settings.encoder, device=settings.device, batch_size=settings.batch_size, backend=settings.backend
    )


def _encoded(source: Document, target: Document, encoder: WordEncoder, settings: Settings) -> Encoded:
    from align.match.encoded import encode_documents

    return encode_documents(source, target, encoder, alone=not settings.lexical)


def made_ready(documents: Sequence[Document], settings: Settings = Settings()) -> tuple[Document, ...]:
    """Segment documents; of both languages read words and figures too, which are remembered for the steps to come.

    Of documents that are segmented, what is not remembered is read when it is asked for.
    """
    if all(one.paragraphs for one in documents):
        return tuple(documents)
    segmented = tuple(_segmented(one, settings) for one in documents)
    if len({one.language for one in segmented}) < 2:
        return segmented
    texts = [(one.sentence_text(k), one.language) for one in segmented for k in range(len(one.sentences))]
    figures_read = quantities_beside(texts)
    for one in segmented:
        read_side(one, load(settings.lexicon))
    figures_read()
    return segmented


def _segmented(document: Document, settings: Settings) -> Document:
    if document.paragraphs:
        return document
    return segment(document, semicolons=settings.semicolons, lines=settings.lines)


def _signature(lexicon: Lexicon, encoder: WordEncoder | None) -> MappingProxyType[str, str]:
    made = {"version": __version__, "lexicon": lexicon.hash}
    return MappingProxyType(made | ({"encoder": encoder.name} if encoder else {}))


def pair_documents(documents: Sequence[Document], settings: Settings = Settings()) -> tuple[list[Pair], list[Document]]:
    """Tell which documents translate which, and which have no partner."""
    ready = made_ready(documents, settings)
    chinese, english = ([one for one in ready if one.language == language] for language in ("zh", "en"))
    pairs: list[Pair] = []
    looked_at: set[tuple[int, int]] = set()
    # Among those left alone others are the nearest: they are asked once more.
    for _ in range(2):
        near = _candidates(_free(chinese, pairs), _free(english, pairs), settings)
        near = [one for one in near if (id(one.source), id(one.target)) not in looked_at]
        looked_at.update((id(one.source), id(one.target)) for one in near)
        pairs += _paired(near, settings)
    return pairs, _free([*chinese, *english], pairs)


class _Candidate(NamedTuple):
    """Two documents that may be a pair, and how alike their words are."""

    source: Document
    target: Document
    alike: float


def _paired(candidates: Sequence[_Candidate], settings: Settings) -> list[Pair]:
    """Return the likeliest pairs, each document in one at most."""
    found = [(Pair(s, t, _likeness(s, t, settings)), alike) for s, t, alike in candidates]
    pairs: list[Pair] = []
    used: set[int] = set()
    # Reports of one form, a month's or a year's each, all align well: what only few of them say tells them apart.
    for pair, _ in sorted(found, key=lambda one: -(one[0].score + one[1])):
        if pair.score > UNRELATED and not used & {id(pair.source), id(pair.target)}:
            pairs.append(pair)
            used |= {id(pair.source), id(pair.target)}
    return pairs


def _free(documents: Sequence[Document], pairs: Sequence[Pair]) -> list[Document]:
    used = {id(document) for pair in pairs for document in pair[:2]}
    return [document for document in documents if id(document) not in used]


def _candidates(chinese: Sequence[Document], english: Sequence[Document], settings: Settings) -> list[_Candidate]:
    """Return the pairs to look at closely: all, or when there are many those that words or the encoder find near."""
    lexicon = load(settings.lexicon)
    ours, theirs = ([read_side(one, lexicon) for one in side] for side in (chinese, english))
    alike = cosines(ours, theirs, lexicon)
    near = set(np.ndindex(alike.shape)) if alike.size <= FEW else nearest(alike)
    encoder = encoder_of(settings) if alike.size > FEW else None
    if encoder is not None:
        from align.match.encoded import nearest_documents

        near |= nearest_documents(chinese, english, encoder)
    return [_Candidate(chinese[i], english[j], float(alike[i, j])) for i, j in sorted(near)]


def _likeness(source: Document, target: Document, settings: Settings) -> float:
    return match_documents(source, target, load(settings.lexicon)).score
