"""The steps of the street strung together: documents, paragraphs, sentences, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from align.encode.load import Backend
from align.encode.load import load as load_encoder
from align.encode.protocol import WordEncoder
from align.errors import LanguageError
from align.lexicon.file import load
from align.lexicon.lexicon import Lexicon
from align.match.bags import merge
from align.match.encoded import Extra, encode_documents
from align.match.search import Step
from align.match.sentences import PARAGRAPH_MOVES, SENTENCE_MOVES, align_units
from align.match.texts import pair_table, read_side
from align.model import Alignment, Bead, Document, Term
from align.read.text import read_document
from align.segment import segment


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose about an alignment; see the options of the same names."""

    lexicon: Path | None = None
    semicolons: bool = False
    lines: bool = False
    encoder: str | None = None
    device: str | None = None
    batch_size: int = 32
    backend: Backend = "torch"
    anchors: tuple[Term, ...] = ()


class Pair(NamedTuple):
    """Two documents of which one translates the other, with the probability that it does."""

    source: Document
    target: Document
    score: float


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


def align_documents(a: Document, b: Document, settings: Settings = Settings()) -> Alignment:
    """Align a Chinese document with an English one, in either order.

    Raises:
        LanguageError: Both are in one language.
    """
    if a.language == b.language:
        name = "Chinese" if a.language == "zh" else "English"
        raise LanguageError(f"{a.name} and {b.name} are both {name}", hint="give one Chinese and one English text")
    lexicon = load(settings.lexicon)
    source, target = (_segmented(document, settings) for document in ((a, b) if a.language == "zh" else (b, a)))
    left, right = read_side(source, lexicon), read_side(target, lexicon)
    table = pair_table(left, right, lexicon)
    barred = tuple([p.role == "boilerplate" for p in d.paragraphs] for d in (source, target))
    encoder = encoder_of(settings)
    encoded = encode_documents(source, target, encoder) if encoder else None
    groups = [p.sentences for p in source.paragraphs], [p.sentences for p in target.paragraphs]

    def search_paragraphs(extra: Extra | None) -> Sequence[Step]:
        return align_units(
            merge(left.sentences, groups[0]), merge(right.sentences, groups[1]),
            table, moves=PARAGRAPH_MOVES, barred=(barred[0], barred[1]), extra=extra,
        )  # fmt: skip

    paragraphs = (
        encoded.paragraphs(groups, PARAGRAPH_MOVES, search_paragraphs) if encoded else search_paragraphs(None)
    )
    room = (np.full(len(source.paragraphs), -1), np.full(len(target.paragraphs), -2))
    for k, step in enumerate(paragraphs):
        room[0][step.i0 : step.i1] = k
        room[1][step.j0 : step.j1] = k
    seams = tuple(np.array([r[s.paragraph] for s in d.sentences]) for r, d in zip(room, (source, target), strict=True))

    def search_sentences(extra: Extra | None) -> Sequence[Step]:
        return align_units(
            left.sentences, right.sentences, table, moves=SENTENCE_MOVES,
            barred=([source.role_of(k) == "boilerplate" for k in range(len(source.sentences))],
                    [target.role_of(k) == "boilerplate" for k in range(len(target.sentences))]),
            seams=None if settings.lines else (seams[0], seams[1]), extra=extra,
        )  # fmt: skip

    sentences = encoded.sentences(SENTENCE_MOVES, search_sentences) if encoded else search_sentences(None)
    return Alignment(
        source, target, _beads(paragraphs), _beads(sentences), signature=_signature(lexicon, encoder)
    )


def encoder_of(settings: Settings) -> WordEncoder | None:
    """Load the encoder that the settings name, once; None when they name none."""
    if settings.encoder is None:
        return None
    return load_encoder(
        settings.encoder, device=settings.device, batch_size=settings.batch_size, backend=settings.backend
    )


def _segmented(document: Document, settings: Settings) -> Document:
    if document.paragraphs:
        return document
    return segment(document, semicolons=settings.semicolons, lines=settings.lines)


def _beads(steps: Sequence[Step]) -> tuple[Bead, ...]:
    return tuple(Bead(range(s.i0, s.i1), range(s.j0, s.j1), 0.9) for s in steps)


def _signature(lexicon: Lexicon, encoder: WordEncoder | None) -> MappingProxyType[str, str]:
    made = {"version": metadata.version("align-zh-en"), "lexicon": lexicon.hash}
    return MappingProxyType(made | ({"encoder": encoder.name} if encoder else {}))


def pair_documents(
    documents: Sequence[Document], settings: Settings = Settings()
) -> tuple[list[Pair], list[Document]]:
    """Tell which documents translate which, and which have no partner."""
    chinese = [_segmented(d, settings) for d in documents if d.language == "zh"]
    english = [_segmented(d, settings) for d in documents if d.language == "en"]
    scored = [(_likeness(s, t, settings), s, t) for s, t in product(chinese, english)]
    pairs: list[Pair] = []
    free = {id(d) for d in (*chinese, *english)}
    for score, s, t in sorted(scored, key=lambda one: -one[0]):
        if score > 0.5 and id(s) in free and id(t) in free:
            pairs.append(Pair(s, t, score))
            free -= {id(s), id(t)}
    return pairs, [d for d in (*chinese, *english) if id(d) in free]


def _likeness(source: Document, target: Document, settings: Settings) -> float:
    beads = align_documents(source, target, settings).sentences
    return sum(not b.is_gap for b in beads) / len(beads)
