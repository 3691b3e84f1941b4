"""Every rule marks its bad examples and leaves its good ones alone, and no rule marks another's good ones."""

import pytest
from check_material import material_of, with_marks
from factories import make_alignment, make_document

from align.check.rule import Example, Material
from align.check.rules import RULES
from align.check.run import run
from align.model import Link, Mark, Span

BAD = [(rule, example) for rule in RULES for example in rule.bad]
GOOD = [(rule, example) for rule in RULES for example in rule.good]


def name(value):
    return getattr(value, "name", str(getattr(value, "en", value))[:40])


@pytest.mark.parametrize(("rule", "example"), BAD, ids=name)
def test_rule_marks_its_bad_examples(rule, example):
    findings = list(rule.find(material_of(example)))
    assert findings
    assert {finding.rule for finding in findings} == {rule.name}


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=name)
def test_no_rule_marks_a_good_example(rule, example):
    allowed = {"omission", "addition"} - {rule.name}  # a good example of brackets may be an English sentence alone
    found = [finding for finding in run(material_of(example)) if finding.rule not in allowed]
    assert not found


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_rule_says_why_in_one_line_and_has_examples(rule):
    assert rule.why.endswith(".")
    assert "\n" not in rule.why
    assert rule.good
    assert rule.bad or rule.name == "dateline"


@pytest.mark.parametrize(("rule", "example"), BAD, ids=name)
def test_places_hold_the_words_they_name(rule, example):
    material = material_of(example)
    texts = {document.name: document.text for document in material.english}
    texts |= {one.source.name: one.source.text for one in material.alignments}
    for finding in rule.find(material):
        for place in (finding.source, finding.target, *finding.related):
            if place is not None:
                text = texts[place.document]
                assert place.span.of(text) == place.text
                assert place.context.start <= place.span.start <= place.span.end <= place.context.end


def test_the_dateline_is_a_note_and_not_an_omission():
    zh = "新华社重庆10月10日电8日至9日,会议举行。"
    given = material_of(Example(zh=zh, en="The meeting was held on the 8th and the 9th."))
    marked = with_marks(given, Mark(Span(0, 12), "dateline"))
    assert [(finding.rule, finding.severity) for finding in run(marked)] == [("dateline", "info")]


def test_a_dropped_clause_is_an_omission_with_its_place():
    alignment = make_alignment([("我们要加快发展,弘扬优良传统。", "We will speed up development.")])
    link = Link(Span(8, 14), Span(24, 24), 0.9)
    (finding,) = run(Material((alignment,), (alignment.target,), clauses=((link,),)))
    assert (finding.rule, finding.source.text, finding.target.text) == ("omission", "弘扬优良传统", "")


def test_an_added_clause_is_an_addition():
    alignment = make_alignment([("我们要加快发展。", "We will, come what may, speed up development.")])
    link = Link(Span(0, 0), Span(9, 22), 0.9)
    (finding,) = run(Material((alignment,), (alignment.target,), clauses=((link,),)))
    assert (finding.rule, finding.target.text) == ("addition", "come what may")


def test_furniture_is_not_checked():
    document = make_document([["print】 【close 改革"], ["The the end."]], "en", "a.txt", ["boilerplate", "body"])
    assert [finding.rule for finding in run(Material((), (document,)))] == ["doubled"]


def test_a_slip_made_all_over_is_told_once():
    words = ("one", "two", "three", "four", "five", "six", "seven")
    sentences = [f"They met.We came in number {word}." for word in words]
    document = make_document([[sentence] for sentence in sentences], "en", "a.txt")
    (finding,) = run(Material((), (document,)))
    assert len(finding.related) == 6
