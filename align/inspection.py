"""The whole job of `align check`: files in, findings out.

Two processes share it. While one aligns, the other takes first looks for it, at half of the paragraphs and at the
sentences, and makes ready what is known of these by themselves; then one links words and runs the rules that need no
terms, and the other mines these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from align.beside import ahead
from align.check.rule import Options
from align.errors import ReadError
from align.export.json import ALIGNMENT, format_of, load_alignment
from align.lexicon.file import load
from align.lexicon.lexicon import Lexicon
from align.match.documents import LevelName
from align.model import Alignment, Document, Finding, Term
from align.pipeline import (
    Settings,
    align_documents,
    levels_ready,
    made_ready,
    pair_documents,
    scores_ahead,
    text_files,
    with_links,
)
from align.read.text import read_document
from align.terms.packed import Packed, packed, unpacked

if TYPE_CHECKING:
    from align.match.level import Scored

_ALL = Options()  # every rule is on and has its own severity


@dataclass(frozen=True, slots=True)
class Inputs:
    """Aligned pairs, English documents without an original, and Chinese ones without a translation."""

    alignments: tuple[Alignment, ...]
    english: tuple[Document, ...]
    alone: tuple[Document, ...]

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document that is checked, by its name; English ones first."""
        targets = (alignment.target for alignment in self.alignments)
        sources = (alignment.source for alignment in self.alignments)
        return MappingProxyType({one.name: one for one in (*targets, *self.english, *sources)})


@dataclass(frozen=True, slots=True)
class Texts:
    """What was read: alignments made before, and documents, of which pairs are yet to be found and aligned."""

    alignments: tuple[Alignment, ...]
    documents: tuple[Document, ...]


class Inspection(NamedTuple):
    """What the whole job came to."""

    inputs: Inputs
    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]


def inspect(
    paths: Sequence[Path], settings: Settings, glossary: Sequence[Term] = (), rules: Options = _ALL
) -> Inspection:
    """Find what an editor would mark in some files.

    Args:
        paths: A pair, many files or folders, alignments made before, or English texts alone.
        settings: How to align.
        glossary: Terms the user has settled.
        rules: Rules that are off, and severities.

    Raises:
        ReadError: A file cannot be read, or there is nothing to check.
    """
    texts, lexicon = read(paths, settings), load(settings.lexicon)
    looks, ready = _looks(texts, settings), partial(_made_ready, texts, lexicon)
    with ahead([*looks.values()], ready, partial(_mined, glossary, lexicon), shared=texts.documents) as other:
        inputs = aligned(texts, settings, dict(zip(looks, other.gifts, strict=True)))
        answer = other.begin(_Work(tuple(map(_sendable, inputs.alignments)), not inputs.english))
        terms = cache(lambda: unpacked(answer()))
        inputs = linked(inputs, settings)
        # Rules are slow to load: not before terms are being mined.
        from align.check.run import check

        findings = check(inputs.alignments, inputs.english, glossary, rules, terms=terms)
        return Inspection(inputs, terms(), findings)


class _Work(NamedTuple):
    """What the other process is to mine: the pairs, and whether only what recurs in them is asked for."""

    alignments: tuple[Alignment, ...]
    recurring: bool


_Looks = Mapping[LevelName, Callable[[], "Scored | None"]]


def _looks(texts: Texts, settings: Settings) -> _Looks:
    """Return what gives the first looks at the levels of a pair that the other process takes; see `scores_ahead`."""
    pair = _pair(texts.documents)
    if pair is None or not levels_ready(*pair, settings):
        return {}
    levels: tuple[LevelName, ...] = ("paragraphs", "sentences")
    return {level: partial(scores_ahead, level, *pair, settings) for level in levels}


def _made_ready(texts: Texts, lexicon: Lexicon) -> None:
    # What mining needs is loaded by the process that mines.
    from align.terms.mine import prepare

    prepare(texts.documents, lexicon)


def _mined(glossary: Sequence[Term], lexicon: Lexicon, work: _Work) -> Packed:
    from align.terms.mine import mine

    return packed(mine(work.alignments, known=glossary, lexicon=lexicon, recurring=work.recurring))


def _pair(documents: Sequence[Document]) -> tuple[Document, Document] | None:
    """Return a Chinese and an English text when there are no others: they are a pair, whatever they say."""
    by_language = {one.language: one for one in documents}
    if len(documents) != 2 or len(by_language) != 2:
        return None
    return by_language["zh"], by_language["en"]


def _sendable(alignment: Alignment) -> Alignment:
    """Return an alignment as it can be sent to another process: a mapping that is a view of another cannot."""
    return replace(alignment, signature=dict(alignment.signature))


def read(paths: Sequence[Path], settings: Settings) -> Texts:
    """Read files and folders.

    A file that `align run` or `align sentences -f json` wrote is taken as it stands.

    Raises:
        ReadError: A file cannot be read.
    """
    alignments: list[Alignment] = []
    documents: list[Document] = []
    for path in paths:
        for file in text_files(path):
            stored = _stored(file)
            if stored is not None:
                alignments.append(stored)
            elif not (path.is_dir() and file.suffix.lower() in _OUTPUTS):
                documents.append(read_document(file))
    return Texts(tuple(alignments), made_ready(documents, settings))


def aligned(texts: Texts, settings: Settings, looks: _Looks = MappingProxyType({})) -> Inputs:
    """Align what belongs together.

    A Chinese and an English text alone are a pair, however badly they fit; of more, the pairs are found by what they
    say. Words are not linked yet, but for what an encoder says of them: see `linked`.

    Args:
        texts: What was read.
        settings: How to align.
        looks: First looks at the levels of a pair that are taken elsewhere.

    Raises:
        ReadError: There is nothing to check.
    """
    settings = replace(settings, links=settings.encoder_words)
    alignments, documents = list(texts.alignments), list(texts.documents)
    pair = _pair(documents)
    if pair:
        alignments.append(align_documents(*pair, settings, looks))
        documents = []
    elif len({one.language for one in documents}) == 2:
        pairs, documents = pair_documents(documents, settings)
        alignments += [align_documents(pair.source, pair.target, settings) for pair in pairs]
    english = tuple(one for one in documents if one.language == "en")
    if not alignments and not english:
        raise ReadError("there is no English to check", hint="give a translation, with its original or alone")
    return Inputs(tuple(alignments), english, tuple(one for one in documents if one.language == "zh"))


def linked(inputs: Inputs, settings: Settings) -> Inputs:
    """Link the words of the pairs; mining terms, which needs no links, may be under way meanwhile."""
    return replace(inputs, alignments=tuple(with_links(one, settings) for one in inputs.alignments))


# What the program itself writes beside texts: no report to be checked.
_OUTPUTS = frozenset((".json", ".tmx", ".tsv", ".csv", ".tbx", ".html", ".toml", ".db"))


def _stored(file: Path) -> Alignment | None:
    """Read a file that holds an alignment; None when it holds something else."""
    if file.suffix.lower() != ".json":
        return None
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return load_alignment(text, path=file) if format_of(text) == ALIGNMENT else None
