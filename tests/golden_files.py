"""Comparing an output with the file that holds what it should be."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def matches_golden(name: str, actual: bytes) -> bool:
    """Whether an output equals tests/golden/NAME; with ALIGN_UPDATE_GOLDEN set, make it so."""
    if os.environ.get("ALIGN_UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(actual)
    return (GOLDEN / name).read_bytes() == actual
