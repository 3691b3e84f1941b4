"""Findings as JUnit XML, which every build server shows: a suite a document, a case a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from align.export.findings import chief, spot
from align.export.xml import clean
from align.model import Document, Finding


def junit_report(findings: Sequence[Finding], documents: Mapping[str, Document]) -> str:
    """Return findings as JUnit XML; a document without any counts as one case passed.

    Args:
        findings: What to write.
        documents: Every document that was checked, by name.
    """
    root = ElementTree.Element("testsuites", name="align check", failures=str(len(findings)))
    total = 0
    for name, document in documents.items():
        group = [one for one in findings if (place := chief(one)) is not None and place.document == name]
        total += max(len(group), 1)
        suite = ElementTree.SubElement(root, "testsuite", name=clean(name), tests=str(max(len(group), 1)))
        suite.set("failures", str(len(group)))
        suite.set("errors", "0")  # asked for by the schema of Jenkins: what could not be run
        for finding in group:
            _case(suite, finding, document)
        if not group:
            ElementTree.SubElement(suite, "testcase", classname=clean(name), name="no findings")
    root.set("tests", str(total))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, finding: Finding, document: Document) -> None:
    place = chief(finding)
    assert place is not None
    at = spot(document.text, place.span)
    case = ElementTree.SubElement(suite, "testcase", classname=clean(document.name))
    case.set("name", clean(f"{finding.rule} {at.line}:{at.column}"))
    failure = ElementTree.SubElement(case, "failure", type=finding.severity, message=clean(finding.message))
    lines = [f"{document.name}:{at.line}:{at.column}", place.context.of(document.text)]
    failure.text = "\n".join(map(clean, [*lines, finding.hint] if finding.hint else lines))
