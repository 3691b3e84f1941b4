"""Alignments and glossaries as JSON, the files the program itself reads again: `load(dump(x)) == x`.

The form is described by `alignment.schema.json` and `glossary.schema.json` beside this module. A file says
what it is (`format`) and which form it has (`version`); a reader refuses one from the future.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast, get_args

from align.errors import DataError, ReadError
from align.model import (
    Alignment,
    Bead,
    Document,
    Language,
    Link,
    Mark,
    Occurrence,
    Paragraph,
    Rendering,
    Role,
    Sentence,
    Span,
    Status,
    Term,
    TermType,
)

ALIGNMENT = "align-alignment"
GLOSSARY = "align-glossary"
VERSION = 1

Json = Any
Choice = TypeVar("Choice", bound=str)


def dump_alignment(alignment: Alignment) -> str:
    """Return an alignment as JSON, one bead or link a line."""
    return _dump(
        {
            "format": ALIGNMENT,
            "version": VERSION,
            "score": float(alignment.score),
            "signature": dict(alignment.signature),
            "source": _from_document(alignment.source),
            "target": _from_document(alignment.target),
            "paragraphs": [_from_bead(bead) for bead in alignment.paragraphs],
            "sentences": [_from_bead(bead) for bead in alignment.sentences],
            "moves": [_from_bead(bead) for bead in alignment.moves],
            "links": [_from_link(link) for link in alignment.links],
        }
    )


def load_alignment(text: str, *, path: str | Path | None = None) -> Alignment:
    """Read an alignment from JSON.

    Args:
        text: What `dump_alignment` wrote.
        path: The file, to be named in an error.

    Returns:
        The alignment, equal to the one that was written.

    Raises:
        ReadError: The text is no JSON.
        DataError: It is no alignment, was made by a newer version, or does not hold together: a span outside
            its text, an index of no sentence.
    """
    node = _parse(text, ALIGNMENT, path)
    source, target = _to_document(node["source"]), _to_document(node["target"])
    counts = len(source.paragraphs), len(target.paragraphs)
    sentences = len(source.sentences), len(target.sentences)
    lengths = len(source.text), len(target.text)
    return Alignment(
        source,
        target,
        tuple(_to_bead(bead, *counts) for bead in node["paragraphs"]),
        tuple(_to_bead(bead, *sentences) for bead in node["sentences"]),
        tuple(_to_link(link, *lengths) for link in node["links"]),
        tuple(_to_bead(bead, *counts) for bead in node["moves"]),
        node["score"].probability(),
        MappingProxyType(node["signature"].texts()),
    )


def dump_glossary(terms: Iterable[Term]) -> str:
    """Return terms as JSON with all their occurrences, one term a line."""
    return _dump({"format": GLOSSARY, "version": VERSION, "terms": [_from_term(term) for term in terms]})


def load_glossary(text: str, *, path: str | Path | None = None) -> tuple[Term, ...]:
    """Read terms from JSON; arguments and errors as those of `load_alignment`."""
    return tuple(_to_term(term) for term in _parse(text, GLOSSARY, path)["terms"])


def format_of(text: str) -> str | None:
    """Return what a JSON file says it is, `ALIGNMENT` or `GLOSSARY`, or None when it is neither.

    >>> format_of(dump_glossary([])), format_of("[1, 2]"), format_of("not JSON")
    ('align-glossary', None, None)
    """
    try:
        value = json.loads(text)
    except ValueError:
        return None
    found = value.get("format") if isinstance(value, dict) else None
    return found if found in (ALIGNMENT, GLOSSARY) else None


def _dump(fields: Mapping[str, Json]) -> str:
    """Write a field a line and, in a list, an item a line, so that a change shows as a changed line."""
    return "{\n" + ",\n".join(f"{_text(name)}: {_lines(value)}" for name, value in fields.items()) + "\n}\n"


def _lines(value: Json) -> str:
    if not isinstance(value, list) or not value:
        return _text(value)
    return "[\n" + ",\n".join(_text(item) for item in value) + "\n]"


_text = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _parse(text: str, wanted: str, path: str | Path | None) -> _Node:
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ReadError(f"not JSON: {error.msg}", path=path, line=error.lineno) from error
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(f"not JSON: {error}", path=path) from error
    except RecursionError as error:
        raise ReadError("not a file of align: nested too deeply", path=path) from error
    node = _Node(value, "", path)
    kind = wanted.removeprefix("align-")
    if not isinstance(value, dict) or value.get("format") != wanted:
        article = "an" if kind == "alignment" else "a"
        raise DataError(f"not {article} {kind} of align: its format is not {wanted!r}", path=path)
    version = node["version"].whole()
    if version > VERSION:
        message = f"the {kind} has version {version}, this program reads up to {VERSION}"
        raise DataError(message, path=path, hint="update align")
    return node


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value that knows where it stands, so that an error can say so."""

    value: Json
    where: str
    path: str | Path | None

    def fail(self, expected: str) -> DataError:
        return DataError(f"{self.where or 'the file'}: {expected} expected", path=self.path)

    def __getitem__(self, key: str) -> _Node:
        if not isinstance(self.value, dict):
            raise self.fail("an object")
        where = f"{self.where}.{key}" if self.where else key
        if key not in self.value:
            raise DataError(f"{where} is missing", path=self.path)
        return _Node(self.value[key], where, self.path)

    def __iter__(self) -> Any:
        if not isinstance(self.value, list):
            raise self.fail("a list")
        return (_Node(item, f"{self.where}[{i}]", self.path) for i, item in enumerate(self.value))

    def texts(self) -> dict[str, str]:
        if not isinstance(self.value, dict) or not all(isinstance(item, str) for item in self.value.values()):
            raise self.fail("an object of texts")
        return dict(self.value)

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.fail("a text")
        return self.value

    def choice(self, kind: Any) -> Any:
        if self.value not in get_args(kind):
            raise self.fail(" or ".join(get_args(kind)))
        return self.value

    def whole(self) -> int:
        if type(self.value) is not int or self.value < 0:
            raise self.fail("a whole number")
        return self.value

    def probability(self) -> float:
        number = self.value
        if type(number) not in (int, float) or not isfinite(number) or not 0 <= number <= 1:
            raise self.fail("a number from 0 to 1")
        return float(number)

    def interval(self, limit: int | None = None) -> tuple[int, int]:
        """Two whole numbers, the second not smaller, none beyond the limit."""
        if not isinstance(self.value, list) or len(self.value) != 2:
            raise self.fail("a pair of whole numbers")
        start, end = (node.whole() for node in self)
        if end < start or (limit is not None and end > limit):
            raise self.fail(f"a stretch inside 0 to {limit}" if limit is not None else "start before end")
        return start, end

    def parts(self, count: int) -> list[_Node]:
        if not isinstance(self.value, list) or len(self.value) != count:
            raise self.fail(f"a list of {count}")
        return list(self)


def _ends(run: range) -> list[int]:
    return [int(run.start), int(run.stop)]


def _from_span(span: Span) -> list[int]:
    return [int(span.start), int(span.end)]


def _from_document(document: Document) -> Json:
    return {
        "name": document.name,
        "language": document.language,
        "text": document.text,
        "paragraphs": [
            {"span": _from_span(p.span), "role": p.role, "sentences": _ends(p.sentences)} for p in document.paragraphs
        ],
        "sentences": [[*_from_span(s.span), int(s.paragraph)] for s in document.sentences],
        "marks": [{"span": _from_span(mark.span), "role": mark.role} for mark in document.marks],
    }


def _to_document(node: _Node) -> Document:
    text = node["text"].text()
    sentences = [item.parts(3) for item in node["sentences"]]
    paragraphs = [
        Paragraph(
            Span(*item["span"].interval(len(text))),
            cast(Role, item["role"].choice(Role)),
            range(*item["sentences"].interval(len(sentences))),
        )
        for item in node["paragraphs"]
    ]
    return Document(
        node["name"].text(),
        cast(Language, node["language"].choice(Language)),
        text,
        tuple(paragraphs),
        tuple(_to_sentence(parts, len(text), len(paragraphs)) for parts in sentences),
        tuple(
            Mark(Span(*item["span"].interval(len(text))), cast(Role, item["role"].choice(Role)))
            for item in node["marks"]
        ),
    )


def _to_sentence(parts: Sequence[_Node], length: int, paragraphs: int) -> Sentence:
    start, end, paragraph = (part.whole() for part in parts)
    if not start <= end <= length:
        raise parts[0].fail(f"a sentence inside 0 to {length}")
    if paragraph >= paragraphs:
        raise parts[2].fail(f"the index of one of {paragraphs} paragraphs")
    return Sentence(Span(start, end), paragraph)


def _from_bead(bead: Bead) -> Json:
    fields = {"source": _ends(bead.source), "target": _ends(bead.target), "score": float(bead.score)}
    return {**fields, "reason": bead.reason} if bead.reason else fields


def _to_bead(node: _Node, source: int, target: int) -> Bead:
    return Bead(
        range(*node["source"].interval(source)),
        range(*node["target"].interval(target)),
        node["score"].probability(),
        node["reason"].text() if "reason" in node.value else "",
    )


def _from_link(link: Link) -> Json:
    return [*_from_span(link.source), *_from_span(link.target), float(link.score)]


def _to_link(node: _Node, source: int, target: int) -> Link:
    *ends, score = node.parts(5)
    a, b, c, d = (end.whole() for end in ends)
    if not (a <= b <= source and c <= d <= target):
        raise node.fail(f"stretches inside 0 to {source} and 0 to {target}")
    return Link(Span(a, b), Span(c, d), score.probability())


def _from_term(term: Term) -> Json:
    return {
        "zh": term.zh,
        "type": term.type,
        "count": int(term.count),
        "confidence": float(term.confidence),
        "status": term.status,
        "reason": term.reason,
        "renderings": [
            {"text": r.text, "status": r.status, "occurrences": [_from_occurrence(o) for o in r.occurrences]}
            for r in term.renderings
        ],
    }


def _to_term(node: _Node) -> Term:
    return Term(
        node["zh"].text(),
        cast(TermType, node["type"].choice(TermType)),
        tuple(
            Rendering(
                item["text"].text(),
                tuple(_to_occurrence(o) for o in item["occurrences"]),
                cast(Status, item["status"].choice(Status)),
            )
            for item in node["renderings"]
        ),
        node["confidence"].probability(),
        node["count"].whole(),
        cast(Status, node["status"].choice(Status)),
        node["reason"].text(),
    )


def _from_occurrence(occurrence: Occurrence) -> Json:
    return {
        "source_name": occurrence.source_name,
        "target_name": occurrence.target_name,
        "bead": int(occurrence.bead),
        "source": _from_span(occurrence.source),
        "target": [_from_span(span) for span in occurrence.target],
    }


def _to_occurrence(node: _Node) -> Occurrence:
    return Occurrence(
        node["source_name"].text(),
        node["target_name"].text(),
        node["bead"].whole(),
        Span(*node["source"].interval()),
        tuple(Span(*item.interval()) for item in node["target"]),
    )
