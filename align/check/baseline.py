"""The baseline: findings that were looked at and accepted, which stay quiet until their text changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from align.errors import DataError, ReadError
from align.model import Document, Finding, Place

_FORMAT, _VERSION = "align-baseline", 1


def fingerprint(finding: Finding, documents: Mapping[str, Document]) -> str:
    """Return what names a finding: its rule, its words on both sides and the words around them.

    Neither the name of the file nor the offset counts, so that a finding is known again when the file is moved
    or a paragraph is put in before it.
    """
    parts = [finding.rule]
    for place in (finding.source, finding.target):
        parts += ["", ""] if place is None else [_flat(place.text), _context(place, documents)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def _context(place: Place, documents: Mapping[str, Document]) -> str:
    document = documents.get(place.document)
    return _flat(place.context.of(document.text)) if document else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def unknown(
    findings: Sequence[Finding], documents: Mapping[str, Document], accepted: Iterable[str]
) -> tuple[Finding, ...]:
    """Return the findings that are not among the accepted ones."""
    known = frozenset(accepted)
    return tuple(one for one in findings if fingerprint(one, documents) not in known)


def read_baseline(path: Path) -> frozenset[str]:
    """Read the fingerprints of a baseline file.

    Raises:
        ReadError: The file cannot be read.
        DataError: It is no baseline file.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}", path=path, hint="write one with --accept") from error
    except ValueError as error:
        raise DataError("this is no baseline file", path=path, hint="write one with --accept") from error
    if not isinstance(value, dict) or value.get("format") != _FORMAT or value.get("version") != _VERSION:
        raise DataError("this is no baseline file", path=path, hint="write one with --accept")
    return frozenset(str(item["fingerprint"]) for item in value.get("accepted", ()))


def baseline_text(findings: Sequence[Finding], documents: Mapping[str, Document], before: Iterable[str] = ()) -> str:
    """Return the text of a baseline file that accepts some findings beside what was accepted before.

    Each entry says in words what it is about, so that a reviewer of the file can follow.
    """
    entries = {fingerprint(one, documents): f"{one.rule}: {one.message}" for one in findings}
    old = {mark: "" for mark in sorted(before) if mark not in entries}
    accepted = [
        {"fingerprint": mark, "about": about} if about else {"fingerprint": mark}
        for mark, about in (*old.items(), *entries.items())
    ]
    value = {"format": _FORMAT, "version": _VERSION, "accepted": accepted}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
