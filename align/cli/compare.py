"""What `align diff` compares: it finds out what the files are and prepares the view that fits them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, cast

from align.cli.beads import warn_of
from align.cli.formats import kind_of, load_terms
from align.diff.rows import Choice, pair_rows, select
from align.diff.versions import Versions, text_rows, translation_rows
from align.errors import LanguageError, ReadError
from align.export.changes import draw_changes, draw_versions
from align.export.html import changes_page, report, versions_page
from align.export.terminal import draw
from align.glossary import Change, differences
from align.model import Alignment, Document, Finding, Term
from align.pipeline import Settings, align_documents
from align.read.text import read_document

_GLOSSARIES = frozenset({".tmx", ".tbx", ".tsv", ".csv", ".xml", ".utf8", ".termbase"})


class Result(Protocol):
    """Something to show, on a page or in lines; `choices` are the rows that can be asked for."""

    choices: ClassVar[frozenset[str]]

    def page(self) -> str:
        """Return it as an HTML page."""
        ...

    def lines(self, only: str, width: int, colour: bool) -> Iterator[str]:
        """Yield it as lines of text."""
        ...


@dataclass(frozen=True, slots=True)
class PairResult:
    """An aligned pair."""

    choices: ClassVar[frozenset[str]] = frozenset({"all", "changed", "findings", "omissions"})
    alignment: Alignment
    terms: Sequence[Term]
    findings: Sequence[Finding]

    def page(self) -> str:
        """Return the report."""
        return report(self.alignment, self.terms, self.findings)

    def lines(self, only: str, width: int, colour: bool) -> Iterator[str]:
        """Yield the two columns."""
        view = pair_rows(self.alignment, self.terms, self.findings)
        return draw(select(view, cast(Choice, only)), width=width, colour=colour)


@dataclass(frozen=True, slots=True)
class VersionResult:
    """Two versions of a text."""

    choices: ClassVar[frozenset[str]] = frozenset({"all", "changed"})
    versions: Versions

    def page(self) -> str:
        """Return the comparison as a page."""
        return versions_page(self.versions)

    def lines(self, only: str, width: int, colour: bool) -> Iterator[str]:
        """Yield both versions beside each other, all or only what changed."""
        versions = self.versions if only == "all" else self.versions.changed
        return draw_versions(versions, width=width, colour=colour)


@dataclass(frozen=True, slots=True)
class GlossaryResult:
    """Two glossaries, of which only the changes are shown."""

    choices: ClassVar[frozenset[str]] = frozenset({"all", "changed"})
    names: tuple[str, str]
    changes: Sequence[Change]

    def page(self) -> str:
        """Return the changes as a page."""
        return changes_page(self.changes, *self.names)

    def lines(self, only: str, width: int, colour: bool) -> Iterator[str]:
        """Yield the changes."""
        return draw_changes(self.changes, width=width, colour=colour)


def compare(paths: Sequence[Path], source: Path | None, options: Mapping[str, Any]) -> Result:
    """Find out what the files are and compare them.

    Args:
        paths: An alignment, two texts, or two glossaries.
        source: The Chinese text that two English ones translate.
        options: The settings of the alignment.

    Raises:
        ReadError: A file cannot be read, or a single one is no alignment.
        LanguageError: `source` is no Chinese text, or the texts are no translations of it.
    """
    if len(paths) == 1:
        return _stored(paths[0], Settings(**options))
    if all(map(_is_glossary, paths)):
        old, new = (load_terms(path) for path in paths)
        return GlossaryResult((str(paths[0]), str(paths[1])), differences(old, new))
    if any(map(_is_glossary, paths)):
        table, other = sorted(paths, key=_is_glossary, reverse=True)
        raise ReadError(
            f"this is a text and {table} a glossary", path=other, hint="compare two texts or two glossaries"
        )
    settings = Settings(**options)
    first, second = (read_document(path) for path in paths)
    if source is not None:
        return _translations(read_document(source), first, second, settings)
    if first.language == second.language:
        return VersionResult(text_rows(*(_segmented(document, settings) for document in (first, second))))
    return _pair(align_documents(first, second, settings), settings)


def _is_glossary(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in _GLOSSARIES or (suffix == ".json" and kind_of(path) == "glossary")


def _stored(path: Path, settings: Settings) -> Result:
    from align.export.json import load_alignment
    from align.read.text import read_text

    text = read_text(path)
    if not text.lstrip().startswith("{"):
        raise ReadError("this is no alignment", path=path, hint="name a second file to compare it with")
    return _pair(load_alignment(text, path=path), settings)


def _pair(alignment: Alignment, settings: Settings) -> Result:
    from align.check.run import check
    from align.lexicon.file import load
    from align.terms.mine import mine

    warn_of(alignment)
    terms = mine([alignment], lexicon=load(settings.lexicon))
    return PairResult(alignment, terms, check([alignment], terms=terms))


def _segmented(document: Document, settings: Settings) -> Document:
    from align.segment import segment

    return segment(document, semicolons=settings.semicolons)


def _translations(source: Document, old: Document, new: Document, settings: Settings) -> Result:
    from align.lexicon.file import load
    from align.terms.mine import mine

    if source.language != "zh" or {old.language, new.language} != {"en"}:
        raise LanguageError(
            f"{source.name} is to be the Chinese text, {old.name} and {new.name} its English translations",
            hint="give the Chinese text after --source and the two translations before it",
        )
    alignments = [align_documents(source, document, settings) for document in (old, new)]
    for alignment in alignments:
        warn_of(alignment)
    terms = mine(alignments, lexicon=load(settings.lexicon))
    return VersionResult(translation_rows(alignments[0], alignments[1], terms))
