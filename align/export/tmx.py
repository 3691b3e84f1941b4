"""TMX 1.4b, the translation memory exchange format of LISA OSCAR, for alignments and for glossaries.

A translation unit is a bead or a rendering. What TMX has no attribute for travels as a `prop` with a type of
our own, prefixed "x-" as the standard wants. Gaps and page furniture are left out: a memory is for reuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from align.export.table import Level, pairs
from align.export.usable import usable
from align.export.xml import LANG, clean, made_at, program_version, to_bytes
from align.model import Alignment, Bead, Rendering, Term

DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
SOURCE, TARGET = "zh-CN", "en"


def alignment_tmx(alignment: Alignment, *, level: Level = "sentences") -> bytes:
    """Return the beads that have both sides as a translation memory.

    The header names both documents and the signature, each unit has its score. Units are numbered by bead,
    s1, s2, ... or p1, p2, ..., so that a number points into the alignment.
    """
    details = {"source-document": alignment.source.name, "target-document": alignment.target.name}
    root, body = _frame(level.removesuffix("s"), {**details, **alignment.signature})
    for number, (zh, en, bead) in enumerate(pairs(alignment, level), 1):
        if clean(zh) and clean(en) and not _is_furniture(alignment, bead, level):
            _unit(body, f"{level[0]}{number}", zh, en, {"score": f"{bead.score:.4f}"})
    return to_bytes(root, DOCTYPE)


def glossary_tmx(terms: Iterable[Term]) -> bytes:
    """Return a glossary as a memory of phrases, a unit for each rendering.

    Most programs read one English variant of a unit, so a term with two renderings makes two units (t1.1 and
    t1.2). Deprecated and forbidden ones are left out, for a memory would suggest them; so are terms without
    a rendering.
    """
    root, body = _frame("phrase", {})
    for number, term in enumerate(terms, 1):
        for rank, rendering in usable(term):
            _unit(body, f"t{number}.{rank}", term.zh, rendering.text, _details(term, rendering))
    return to_bytes(root, DOCTYPE)


def _details(term: Term, rendering: Rendering) -> dict[str, str]:
    details = {"type": term.type, "status": rendering.status}
    if term.status != rendering.status:
        details["term-status"] = term.status
    return {**details, "count": str(term.count), "confidence": f"{term.confidence:.3f}"}


def _is_furniture(alignment: Alignment, bead: Bead, level: Level) -> bool:
    """Whether a bead holds nothing but the menus and notices around a text."""
    if level == "paragraphs":
        return all(alignment.source.paragraphs[index].role == "boilerplate" for index in bead.source)
    return all(alignment.source.role_of(index) == "boilerplate" for index in bead.source)


def _frame(segments: str, details: Mapping[str, str]) -> tuple[Element, Element]:
    """Return the root and the body that the units go into."""
    root = Element("tmx", version="1.4")
    header = SubElement(
        root,
        "header",
        {
            "creationtool": "align",
            "creationtoolversion": program_version(),
            "segtype": segments,
            "o-tmf": "align",
            "adminlang": TARGET,
            "srclang": SOURCE,
            "datatype": "plaintext",
            "creationdate": made_at().strftime("%Y%m%dT%H%M%SZ"),
        },
    )
    _props(header, details)
    return root, SubElement(root, "body")


def _unit(body: Element, name: str, zh: str, en: str, details: Mapping[str, str]) -> None:
    unit = SubElement(body, "tu", tuid=name)
    _props(unit, details)
    for language, text in ((SOURCE, zh), (TARGET, en)):
        SubElement(SubElement(unit, "tuv", {LANG: language}), "seg").text = clean(text)


def _props(parent: ElementTree.Element, details: Mapping[str, str]) -> None:
    for name, value in details.items():
        SubElement(parent, "prop", type=f"x-{clean(name)}").text = clean(value)
