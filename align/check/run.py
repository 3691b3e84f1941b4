"""Run the rules over material and put the findings in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from align.check.clauses import clauses
from align.check.rule import Material, Needs, Options, Rule
from align.check.rules import RULES
from align.model import Alignment, Document, Finding, Place, Term
from align.segment import segment

__all__ = ["RULES", "check", "material"]

_ALL = Options()  # every rule is on and has its own severity


def check(
    alignments: Sequence[Alignment] = (),
    english: Sequence[Document] = (),
    glossary: Sequence[Term] = (),
    settings: Options = _ALL,
    *,
    terms: Sequence[Term] | Callable[[], Sequence[Term]] | None = None,
) -> tuple[Finding, ...]:
    """Return what an editor would mark in some reports.

    Args:
        alignments: Aligned pairs.
        english: English documents without an original, to be held against the pairs, the glossary and each other.
        glossary: Terms the user has settled, or mined from other reports.
        settings: Rules that are off, and severities.
        terms: The terms of the pairs when they have been mined already, or what gives them when they are needed (see
            `mined_beside`); by default they are mined here.

    Returns:
        The findings in the order of the documents and of their places in them, none twice.
    """
    if terms is None:
        from align.terms.mine import mined_beside

        terms = mined_beside(alignments, known=glossary, recurring=not english)
    given = material(alignments, english, glossary, ())
    found = list(_found(given, settings, _that_need("links")))
    for rule in RULES:
        if rule.early and rule.name not in settings.off:
            rule.early(given)
    given = replace(given, terms=tuple(terms() if callable(terms) else terms))
    found += _found(given, settings, _that_need("terms"))
    return _in_order(found, given)


def _that_need(what: Needs) -> list[Rule]:
    return [rule for rule in RULES if rule.needs == what]


def material(
    alignments: Sequence[Alignment], english: Sequence[Document], glossary: Sequence[Term], terms: Sequence[Term]
) -> Material:
    """Put together what the rules look at: pairs with what one side alone says, documents segmented."""
    targets = {id(one.target): one.target for one in alignments}
    lone = tuple(document if document.paragraphs else segment(document) for document in english)
    left_out = tuple(clauses(one) for one in alignments)
    return Material(tuple(alignments), (*targets.values(), *lone), tuple(terms), tuple(glossary), left_out)


def run(given: Material, settings: Options = _ALL) -> tuple[Finding, ...]:
    """Return the findings of all rules that are on, in the order of the texts."""
    return _in_order(list(_found(given, settings, RULES)), given)


def _in_order(found: Sequence[Finding], given: Material) -> tuple[Finding, ...]:
    """Sort findings by place, in one place by rule, and leave out what is told twice."""
    order = {document.name: number for number, document in enumerate(given.english)}
    rules = {rule.name: number for number, rule in enumerate(RULES)}
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(found, key=lambda one: (_position(one, order), rules.get(one.rule, 0))):
        if not _is_told(finding, found):
            kept.setdefault(_identity(finding), finding)
    return tuple(kept.values())


def _is_told(finding: Finding, others: Sequence[Finding]) -> bool:
    """Whether another finding says it better: a misspelt name is no variant, nor is a dropped clause a lost figure.

    Of two that one rule has of one place, that which shows the Chinese says it better.
    """
    if finding.source is None and any(
        one.rule == finding.rule and one.target == finding.target and one.source for one in others
    ):
        return True
    if finding.rule in ("term-variant", "cross-document", "case-variant", "person"):
        return any(one.rule == "spelling" and _overlap(one.target, finding.target) for one in others)
    if finding.rule in ("numbers", "dates") and finding.severity == "warning":
        return any(one.rule == "omission" and _overlap(one.source, finding.source) for one in others)
    return False


def _overlap(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.document != other.document:
        return False
    return one.span.overlaps(other.span)


def _found(given: Material, settings: Options, rules: Sequence[Rule]) -> Iterator[Finding]:
    for rule in rules:
        if rule.name in settings.off:
            continue
        severity = settings.severities.get(rule.name)
        for finding in rule.find(given):
            yield replace(finding, severity=severity) if severity else finding


def _position(finding: Finding, order: Mapping[str, int]) -> tuple[int, int, int, int]:
    """The place in the English first: that is what the editor corrects; Chinese alone comes where it belongs."""
    target, source = finding.target, finding.source
    if target is None:
        return (len(order), 0, 0, source.span.start if source else 0)
    return (order.get(target.document, len(order)), target.span.start, target.span.end, 0)


def _identity(finding: Finding) -> tuple[object, ...]:
    spots = [spot and (spot.document, spot.span) for spot in (finding.target, finding.source)]
    return (finding.rule, *spots)
