"""How long a report takes to be looked up in a large termbase.

The 100,000 entries are stretches of two to six characters of the other reports, so that very many of them stand
in the report that is looked up: more than of any real glossary.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from align.model import Rendering, Term
from align.termbase import Termbase
from bench.figures import Figure
from bench.quality import paragraph_files

ENTRIES = 100_000


def lookup_figures(bench: Path) -> Iterator[Figure]:
    """Measure the seconds of one look-up, the opening of the file included."""
    name = f"look-up of a report in {ENTRIES:,} entries, seconds"
    reports = [zh.read_text("utf-8") for zh, _, _ in paragraph_files(bench / "paragraphs", "work-report")]
    if not reports:
        yield Figure(name, None, "low", note=f"data absent under {bench}")
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.termbase"
        with Termbase(path, create=True) as base:
            base.record(
                Term(zh, "other", (Rendering("x", status="approved"),), 1.0, 0, "approved") for zh in _names(reports)
            )
        seconds, found = min(_look_up(path, reports[-1]) for _ in range(3))
    yield Figure(name, seconds, "low", noise=0.5 * seconds, note=f"{found:,} of them stand in it")


def _names(reports: list[str]) -> Iterator[str]:
    """Yield distinct stretches of the reports, the last report's not more than the others'."""
    stretches = (
        "".join(text[place : place + length].split())
        for place in range(max(map(len, reports)))
        for length in range(2, 7)
        for text in reports[:-1]
    )
    return islice(
        dict.fromkeys(one for one in stretches if len(one) > 1 and all("一" <= c <= "鿿" for c in one)), ENTRIES
    )


def _look_up(path: Path, report: str) -> tuple[float, int]:
    start = time.perf_counter()
    with Termbase(path) as base:
        found = base.lookup(report)
    return time.perf_counter() - start, len(found)
