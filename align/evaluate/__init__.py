"""Scores of an output against a gold standard: beads, word links, glossaries, findings, calibration.

Counts are kept and can be added, so that a set of documents is scored as one.
"""

from align.evaluate.beads import (
    BeadScore,
    Cells,
    beads_by_content,
    is_beads_by_number,
    parse_beads,
    parse_rows,
    score_beads,
)
from align.evaluate.counts import Counts, calibration_error, parse_table
from align.evaluate.findings import (
    FindingScore,
    Marked,
    Wanted,
    parse_findings,
    parse_wanted,
    score_findings,
)
from align.evaluate.glossary import GlossaryScore, normal_rendering, score_glossary
from align.evaluate.words import LinkScore, parse_links, score_links

__all__ = [
    "BeadScore",
    "Cells",
    "Counts",
    "FindingScore",
    "GlossaryScore",
    "LinkScore",
    "Marked",
    "Wanted",
    "beads_by_content",
    "calibration_error",
    "is_beads_by_number",
    "normal_rendering",
    "parse_beads",
    "parse_findings",
    "parse_links",
    "parse_rows",
    "parse_table",
    "parse_wanted",
    "score_beads",
    "score_findings",
    "score_glossary",
    "score_links",
]
