"""Errors planted in a clean pair are found, and nothing else is marked for them."""

import json
from functools import cache
from pathlib import Path

import pytest

from align.check.run import check
from align.model import Document
from align.pipeline import align_documents
from align.terms.mine import mine

HERE = Path(__file__).parent
ZH = (HERE / "data" / "clean.zh.txt").read_text("utf-8")
EN = (HERE / "data" / "clean.en.txt").read_text("utf-8")
PLANTED = json.loads((HERE / "cases" / "planted.json").read_text("utf-8"))
# Which rules may tell an error of each kind.
TELLING = {
    "figure": {"numbers"},
    "date": {"dates", "numbers"},
    "name": {"spelling"},
    "sentence": {"omission", "numbers"},  # a sentence that the aligner has put to its neighbour leaves its figure
    "title": {"person-title"},
    "term": {"term-variant"},
    "currency": {"numbers"},
    "person": {"person"},
    "addition": {"addition"},
    "clause": {"omission", "numbers"},
    "case": {"case-variant"},
    "slip": {"doubled", "spacing", "untranslated"},
}


@cache
def findings_in(english):
    alignment = align_documents(Document("zh.txt", "zh", ZH), Document("en.txt", "en", english))
    return check([alignment], terms=mine([alignment]))


def planted(kind, right, wrong):
    """The findings in a text with an error: those that tell it, and those that are about something else."""
    assert EN.count(right) == 1
    start = EN.index(right)
    telling, others = [], []
    for finding in findings_in(EN.replace(right, wrong)):
        place = finding.target or finding.source
        near = place.context.start - 200 <= start <= place.context.end + 200
        (telling if finding.rule in TELLING[kind] and near else others).append(finding)
    return telling, others


def test_a_clean_pair_is_left_alone():
    assert findings_in(EN) == ()


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_errors_are_found_and_nothing_else(kind):
    results = [planted(kind, right, wrong) for right, wrong in PLANTED[kind]]
    missed = [case[0] for case, (telling, _) in zip(PLANTED[kind], results, strict=True) if not telling]
    stray = [finding.message for _, others in results for finding in others]
    assert (missed, stray) == ([], [])
