"""Findings as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show beside the text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from align import __version__
from align.export.findings import chief, spot
from align.model import Document, Finding, Place, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def sarif_report(
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    fingerprints: Sequence[str],
    rules: Sequence[tuple[str, Severity, str]],
) -> str:
    """Return findings as a SARIF log of one run.

    Args:
        findings: What to write.
        documents: The documents by name, for lines and columns.
        fingerprints: Of each finding, so that a viewer knows it again.
        rules: Name, severity and reason of every rule that was run.
    """
    index = {name: number for number, (name, _, _) in enumerate(rules)}
    results = [
        _result(finding, documents, fingerprint, index)
        for finding, fingerprint in zip(findings, fingerprints, strict=True)
    ]
    driver = {
        "name": "align",
        "version": __version__,
        "rules": [
            {
                "id": name,
                "shortDescription": {"text": why},
                "defaultConfiguration": {"level": _LEVELS[severity]},
            }
            for name, severity, why in rules
        ],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _result(
    finding: Finding, documents: Mapping[str, Document], fingerprint: str, index: Mapping[str, int]
) -> dict[str, Any]:
    where = chief(finding)
    others = [place for place in (finding.source, *finding.related) if place is not None and place is not where]
    hint = f" ({finding.hint})" if finding.hint else ""
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + hint},
        "locations": [_location(where, documents)] if where else [],
        "partialFingerprints": {"align/v1": fingerprint},
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    if others:
        result["relatedLocations"] = [
            {"id": number, **_location(place, documents)} for number, place in enumerate(others, start=1)
        ]
    return result


def _location(place: Place, documents: Mapping[str, Document]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.document)}}
    if place.document in documents:
        at = spot(documents[place.document].text, place.span)
        physical["region"] = {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
            "charOffset": place.span.start,
            "charLength": place.span.end - place.span.start,
            "snippet": {"text": place.text},
        }
    return {"physicalLocation": physical}


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
