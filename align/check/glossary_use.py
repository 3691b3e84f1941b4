"""A term of the glossary rendered otherwise than approved, or by a forbidden form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from align.check.forms import FormIndex, Key, bag, document_words, is_short_for, key, words
from align.check.rule import Example, Material, Passage, Rule, passages, place, shift
from align.glossary import TermIndex, index
from align.model import Finding, Span, Term


@dataclass(slots=True)
class Use:
    """A glossary term in a passage, and whether its full form has been given before."""

    term: Term
    span: Span
    mentioned: bool


def find(material: Material) -> Iterator[Finding]:
    """Yield occurrences without an approved form, then forbidden forms wherever they stand."""
    settled = index(term for term in material.glossary if _approved(term))
    for alignment in material.alignments if settled.values else ():
        mentioned: set[str] = set()
        for passage in passages(alignment):
            text = words(passage.en_text)
            keys = tuple(word.key for word in text)
            for use in _uses(passage.zh_text, settled, mentioned):
                yield from _judge(passage, use, keys)
                if _stands(use.term, keys):
                    mentioned.add(use.term.zh)
    yield from _forbidden(material)


def _approved(term: Term) -> tuple[str, ...]:
    """The renderings an occurrence may have."""
    if term.status in ("deprecated", "forbidden"):
        return ()
    return tuple(one.text for one in term.renderings if one.status not in ("deprecated", "forbidden"))


def _uses(zh: str, terms: TermIndex, mentioned: set[str]) -> Iterator[Use]:
    """The terms that stand in a passage, the longest where several begin or overlap."""
    taken = [False] * len(zh)
    for one in sorted(terms.find(zh, nested=True), key=lambda one: (-len(one.value.zh), one.span)):
        start, end = one.span
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            yield Use(one.value, one.span, one.value.zh in mentioned)


def _stands(term: Term, keys: Key) -> bool:
    return any(form and (form == keys or is_short_for(form, keys)) for form in map(key, _approved(term)))


def _judge(passage: Passage, use: Use, keys: Key) -> Iterator[Finding]:
    forms = [key(text) for text in _approved(use.term)]
    if _stands(use.term, keys) or any(_scattered(form, keys) for form in forms):
        return
    if use.mentioned and any(_shortened(form, keys) for form in forms):
        return
    source = place(passage.alignment.source, shift(use.span, passage.zh.start))
    target = place(passage.alignment.target, passage.en)
    message = f"{use.term.zh} is not rendered “{use.term.en}”, as the glossary has it"
    yield Finding("glossary", "warning", message, source, target, f"write “{use.term.en}”")


def _scattered(form: Key, keys: Key) -> bool:
    """Whether all words of a name stand in the sentence, in whatever order: cooperation in poverty alleviation."""
    content = bag(form)
    return len(content) > 1 and content <= bag(keys)


def _shortened(form: Key, keys: Key) -> bool:
    """Whether half of a name stands there, with its last word: the Committee, the Economic Belt."""
    half = (len(form) + 1) // 2
    return any(is_short_for(form[-size:], keys) for size in range(half, len(form))) or any(
        is_short_for(form[:size], keys) for size in range(max(2, half), len(form))
    )


def _forbidden(material: Material) -> Iterator[Finding]:
    """Yield forms that the glossary forbids or has retired."""
    forms: dict[str, list[str]] = defaultdict(list)
    for term in material.glossary:
        barred = term.status in ("deprecated", "forbidden")
        forms[term.zh] += [one.text for one in term.renderings if barred or one.status in ("deprecated", "forbidden")]
    barred_forms = FormIndex(forms)
    better = {term.zh: _approved(term) for term in material.glossary if _approved(term)}
    for document in material.english:
        for form in barred_forms.find(document_words(document), document.text):
            if any(is_short_for(key(form.text), key(good)) for good in better.get(form.zh, ())):
                continue
            where = place(document, form.span)
            hint = f"write “{better[form.zh][0]}”" if form.zh in better else "choose another form"
            message = f"“{where.text}” is forbidden for {form.zh}"
            yield Finding("glossary", "error", message, None, where, hint)


RULE = Rule(
    "glossary",
    "warning",
    "The house has settled how this is said.",
    find,
    bad=(
        Example(
            zh="脱贫攻坚战打得好。", en="The campaign was a success.",
            glossary=(("脱贫攻坚战", "battle against poverty"),),
        ),
        Example(en="One Belt One Road grows.", glossary=(("一带一路", "!One Belt One Road"),)),
    ),
    good=(
        Example(
            zh="数字经济发展快。", en="Digital economies grow fast.",
            glossary=(("数字经济", "the digital economy"),),
        ),
        Example(
            zh=("长江经济带很长。", "长江经济带很美。"),
            en=("The Yangtze River Economic Belt is long.", "The Economic Belt is beautiful."),
            glossary=(("长江经济带", "Yangtze River Economic Belt"),),
        ),
        Example(
            zh="国务院总理出席。", en="The Premier attended.",
            glossary=(("国务院总理", "Premier"), ("国务院", "State Council")),
        ),
    ),
)  # fmt: skip
