"""TBX-Basic, the core dialect of the term base exchange format (ISO 30042:2019, DCA style).

The standard's administrative status says what may be used: preferred and admitted are our approved, superseded
our deprecated, deprecated our forbidden. A candidate has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from align.export.xml import LANG, clean, made_at, program_version, to_bytes
from align.model import Status, Term

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
STATUS: dict[Status, str] = {
    "approved": "preferredTerm-admn-sts",
    "deprecated": "supersededTerm-admn-sts",
    "forbidden": "deprecatedTerm-admn-sts",
}
ADMITTED = "admittedTerm-admn-sts"


def glossary_tbx(terms: Iterable[Term]) -> bytes:
    """Return a glossary with a concept for each term: its type as subject field, its status, its renderings.

    Of several approved renderings the first is the preferred one, the others are admitted. A term without a
    rendering has its Chinese section alone.
    """
    root = Element("tbx", {"style": "dca", "type": "TBX-Basic", LANG: "en", "xmlns": NAMESPACE})
    description = SubElement(SubElement(root, "tbxHeader"), "fileDesc")
    SubElement(SubElement(description, "titleStmt"), "title").text = "Chinese terms and their English renderings"
    made = f"Made by align {program_version()} on {made_at():%Y-%m-%d}."
    SubElement(SubElement(description, "sourceDesc"), "p").text = made
    body = SubElement(SubElement(root, "text"), "body")
    for number, term in enumerate((term for term in terms if clean(term.zh)), 1):
        _concept(SubElement(body, "conceptEntry", id=f"c{number}"), term)
    return to_bytes(root)


def _concept(entry: ElementTree.Element, term: Term) -> None:
    SubElement(entry, "descrip", type="subjectField").text = term.type
    _term(SubElement(entry, "langSec", {LANG: "zh-CN"}), term.zh, STATUS.get(term.status))
    renderings = [rendering for rendering in term.renderings if clean(rendering.text)]
    if not renderings:
        return
    section = SubElement(entry, "langSec", {LANG: "en"})
    preferred = next((rendering for rendering in renderings if rendering.status == "approved"), None)
    for rendering in renderings:
        admitted = rendering.status == "approved" and rendering is not preferred
        _term(section, rendering.text, ADMITTED if admitted else STATUS.get(rendering.status))


def _term(section: ElementTree.Element, text: str, status: str | None) -> None:
    group = SubElement(section, "termSec")
    SubElement(group, "term").text = clean(text)
    if status:
        SubElement(group, "termNote", type="administrativeStatus").text = status
