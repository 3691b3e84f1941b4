"""Rules and terms that are worked out beside one another give what they give one after another."""

from dataclasses import replace
from pathlib import Path

import pytest

from align.check.rule import place
from align.check.run import RULES, check, material
from align.model import Document, Finding, Span
from align.pipeline import align_documents
from align.terms.mine import mine, mined_beside

SLIPS = {
    "Song Liqun said": "Song Liquan said",
    "adheres to green development": "adheres to verdant growth",
    "47 villages": "74 villages",
    "the first": "the the first",
    "value of the city": "value ofthe city",
}
DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def alignment():
    zh, en = ((DATA / f"clean.{side}.txt").read_text("utf-8") for side in ("zh", "en"))
    for right, wrong in SLIPS.items():
        en = en.replace(right, wrong)
    return align_documents(Document("zh.txt", "zh", zh), Document("en.txt", "en", en))


def test_only_rules_that_say_so_look_at_terms(alignment):
    with_terms = material([alignment], (), (), mine([alignment]))
    without = replace(with_terms, terms=())
    differing = {rule.name for rule in RULES if list(rule.find(with_terms)) != list(rule.find(without))}
    assert differing
    assert differing <= {rule.name for rule in RULES if rule.needs == "terms"}


def test_terms_mined_beside_are_those_mined_before(alignment):
    terms = mined_beside([alignment], recurring=True)
    assert check([alignment], terms=terms) == check([alignment], terms=mine([alignment], recurring=True))
    assert terms() == mine([alignment], recurring=True)


def test_of_two_findings_of_a_place_the_one_that_shows_the_chinese_is_told(alignment, monkeypatch):
    ours, theirs = (place(document, Span(0, 4)) for document in (alignment.source, alignment.target))
    full = Finding("term-variant", "warning", "one term", ours, theirs)
    bare, apart = replace(full, source=None), replace(full, source=None, target=place(alignment.target, Span(5, 8)))
    rule = replace(RULES[0], name="term-variant", find=lambda given: iter([bare, full, apart]), needs="links")
    monkeypatch.setattr("align.check.run.RULES", (rule,))
    assert check([alignment], terms=()) == (full, apart)
