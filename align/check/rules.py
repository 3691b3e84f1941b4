"""All rules, in the order in which they are listed and reported."""

from __future__ import annotations

from align.check import (
    addition,
    brackets,
    case_variant,
    cross_document,
    dateline,
    dates,
    doubled,
    glossary_use,
    numbers,
    omission,
    person,
    person_title,
    spacing,
    spelling,
    term_conflict,
    term_variant,
    untranslated,
)
from align.check.rule import Rule

RULES: tuple[Rule, ...] = (
    numbers.RULE,
    dates.RULE,
    spelling.RULE,
    person.RULE,
    person_title.RULE,
    glossary_use.RULE,
    term_variant.RULE,
    term_conflict.RULE,
    cross_document.RULE,
    case_variant.RULE,
    omission.RULE,
    addition.RULE,
    dateline.RULE,
    untranslated.RULE,
    spacing.RULE,
    brackets.RULE,
    doubled.RULE,
)
BY_NAME = {rule.name: rule for rule in RULES}
