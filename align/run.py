"""The whole job: documents in, alignments, glossary and report out.

`work` does it, `write` puts it on the disk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from align.beside import beside
from align.check.run import check
from align.errors import AlignError, ReadError
from align.export.files import make_folder, write_bytes, write_text
from align.export.html import report
from align.export.json import dump_alignment
from align.export.table import glossary_table
from align.export.tmx import alignment_tmx, glossary_tmx
from align.glossary import settle
from align.lexicon.file import load
from align.model import Alignment, Document, Finding, Term
from align.pipeline import Settings, align_documents, pair_documents, text_files
from align.read.text import read_document
from align.terms.mine import Level, mine

_DEFAULTS = Settings()
_LANGUAGES = {"zh": "Chinese", "en": "English"}


@dataclass(frozen=True, slots=True)
class Job:
    """What the whole job made: pairs, a glossary over all of them, what has no partner or cannot be read."""

    alignments: tuple[Alignment, ...]
    terms: tuple[Term, ...] = ()
    findings: tuple[Finding, ...] = ()
    alone: tuple[Document, ...] = ()
    unread: tuple[AlignError, ...] = ()


def work(
    paths: Sequence[Path],
    settings: Settings = _DEFAULTS,
    *,
    level: Level = "balanced",
    known: Sequence[Term] = (),
    rejected: Collection[tuple[str, str]] = (),
) -> Job:
    """Do the whole job on two files, or on folders whose documents are paired by what they say.

    Two files are taken at their word and aligned, however badly they fit. In a folder a file that cannot be read
    is left aside and named.

    Args:
        paths: Two files in either order, or any number of files and folders.
        settings: How to align.
        level: How sure an entry of the glossary must be.
        known: Entries the user has settled.
        rejected: What the user does not want to see again: a term and a rendering, "" for the whole term.

    Raises:
        ReadError: A file cannot be read, or nothing here belongs together.
        LanguageError: Two files are in the same language.
    """
    documents, unread = _read(paths)
    alone: Sequence[Document] = ()
    if len(paths) == 2 and not any(path.is_dir() for path in paths):
        alignments = [align_documents(documents[0], documents[1], settings)]
    else:
        pairs, alone = pair_documents(documents, settings)
        alignments = [align_documents(pair.source, pair.target, settings) for pair in pairs]
    if not alignments:
        raise ReadError(_no_pair(documents), path=paths[0], hint="give a Chinese text and its English translation")
    unwanted = frozenset(zh for zh, en in rejected if not en)
    lexicon = load(settings.lexicon)

    def glossary() -> tuple[Term, ...]:
        found = mine(alignments, level=level, known=known, rejected=unwanted, lexicon=lexicon)
        return settle(found, known, rejected)

    mined = beside(glossary)
    english = [document for document in alone if document.language == "en"]
    findings = check(alignments, english, known, terms=mined)
    return Job(tuple(alignments), mined(), findings, tuple(alone), tuple(unread))


def _read(paths: Sequence[Path]) -> tuple[list[Document], list[AlignError]]:
    documents: list[Document] = []
    unread: list[AlignError] = []
    for path in paths:
        for file in text_files(path):
            try:
                documents.append(read_document(file))
            except AlignError as error:
                if not path.is_dir():
                    raise
                unread.append(error)
    return documents, unread


def _no_pair(documents: Sequence[Document]) -> str:
    """Say why there is no pair.

    >>> _no_pair([Document("a.txt", "en", "Hello.")])
    'no two documents here translate each other: 0 Chinese and 1 English were read'
    """
    counts = [sum(document.language == language for document in documents) for language in _LANGUAGES]
    return f"no two documents here translate each other: {counts[0]} Chinese and {counts[1]} English were read"


def write(job: Job, folder: Path) -> list[Path]:
    """Write the outputs of a job and return their paths.

    One pair has all its files in the folder. Of several, each has a folder of its own, named after its Chinese
    document, and the glossary and a report over all stand above them.

    Raises:
        WriteError: The folder or a file cannot be written, or a file would overwrite an input.
    """
    inputs = [name for pair in job.alignments for name in (pair.source.name, pair.target.name)]
    inputs += [document.name for document in job.alone]
    make_folder(folder)
    files: list[Path] = []
    for name, alignment in _places(job.alignments).items():
        place = make_folder(folder / name)
        files.append(write_text(place / "alignment.json", dump_alignment(alignment), inputs=inputs))
        files.append(write_bytes(place / "alignment.tmx", alignment_tmx(alignment), inputs=inputs))
        if name:
            page = report(alignment, _terms_of(alignment, job.terms), job.findings)
            files.append(write_text(place / "report.html", page, inputs=inputs))
    page = report(job.alignments, job.terms, job.findings, alone=job.alone)
    files.append(write_text(folder / "glossary.tsv", glossary_table(job.terms), inputs=inputs))
    files.append(write_bytes(folder / "glossary.tmx", glossary_tmx(job.terms), inputs=inputs))
    files.append(write_text(folder / "report.html", page, inputs=inputs))
    return files


def _places(alignments: Sequence[Alignment]) -> Mapping[str, Alignment]:
    """Map the name of a folder to the pair that goes there; a single pair needs none."""
    if len(alignments) == 1:
        return {"": alignments[0]}
    places: dict[str, Alignment] = {}
    for alignment in alignments:
        stem, number = PurePath(alignment.source.name).stem or "text", 2
        name = stem
        while name in places:
            name, number = f"{stem}-{number}", number + 1
        places[name] = alignment
    return places


def _terms_of(alignment: Alignment, terms: Sequence[Term]) -> list[Term]:
    """Return the terms that occur in a pair."""
    return [
        term
        for term in terms
        if any(
            place.source_name == alignment.source.name
            for rendering in term.renderings
            for place in rendering.occurrences
        )
    ]
