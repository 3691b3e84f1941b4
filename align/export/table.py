"""Tables: sentence pairs and glossaries as TSV or CSV.

A tab or a line end inside a field would break a TSV, and has no meaning in a sentence or a term: every run of
white space is written as one space. CSV is quoted as RFC 4180 says and opens with a byte order mark, without
which spreadsheets take Chinese for Latin-1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from align.model import Alignment, Bead, Document, Rendering, Status, Term

Level = Literal["sentences", "paragraphs"]
Delimiter = Literal["\t", ","]

SENTENCES = ("zh", "en", "score")
GLOSSARY = ("zh", "en", "type", "count", "confidence", "status", "variants")


def pairs(alignment: Alignment, level: Level = "sentences") -> list[tuple[str, str, Bead]]:
    """Return the beads of a level with both texts on one line each; the empty side of a gap is "".

    The sentences of a bead are joined without a space in Chinese and with one in English.
    """
    beads = alignment.sentences if level == "sentences" else alignment.paragraphs
    source, target = alignment.source, alignment.target
    return [(_side(source, bead.source, level), _side(target, bead.target, level), bead) for bead in beads]


def sentences_table(alignment: Alignment, *, level: Level = "sentences", delimiter: Delimiter = "\t") -> str:
    """Return the beads as a table with the header zh, en, score; a gap has an empty cell."""
    rows = ((zh, en, f"{bead.score:.4f}") for zh, en, bead in pairs(alignment, level))
    return _table(SENTENCES, rows, delimiter)


def glossary_table(terms: Iterable[Term], *, delimiter: Delimiter = "\t") -> str:
    r"""Return terms as a table, a term a row: its commonest rendering as `en`, the others as `variants`.

    Variants are joined by "|"; in both columns a "|" or "\" of the rendering itself has a "\" before it. A
    row is about renderings of one status: what is forbidden has a row of its own and cannot be taken for a
    variant. The first row of a term says the term's status too; where no rendering has it, that row has no
    rendering. `count` is how often the Chinese occurs; in a further row, how often it was rendered so.
    """
    return _table(GLOSSARY, (row for term in terms for row in _rows(term)), delimiter)


def _side(document: Document, run: range, level: Level) -> str:
    line = document.sentence_text if level == "sentences" else document.paragraph_text
    return ("" if document.language == "zh" else " ").join(line(index) for index in run)


def _rows(term: Term) -> list[tuple[str, ...]]:
    groups: dict[Status, list[Rendering]] = {}
    for rendering in term.renderings:
        groups.setdefault(rendering.status, []).append(rendering)
    own = groups.pop(term.status, [])
    rows = [_row(term, term.status, term.count, own)]
    return rows + [_row(term, status, sum(r.count for r in group), group) for status, group in groups.items()]


def _row(term: Term, status: Status, count: int, group: Sequence[Rendering]) -> tuple[str, ...]:
    texts = [rendering.text.replace("\\", "\\\\").replace("|", "\\|") for rendering in group]
    first, variants = "".join(texts[:1]), "|".join(texts[1:])
    return (term.zh, first, term.type, str(count), f"{term.confidence:.3f}", status, variants)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: Delimiter) -> str:
    lines = [header, *([" ".join(cell.split()) for cell in row] for row in rows)]
    if delimiter == "\t":
        return "".join("\t".join(line) + "\n" for line in lines)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return "\ufeff" + out.getvalue()
