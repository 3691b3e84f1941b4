"""One Chinese term, several English forms in one text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from align.check import watched
from align.check.foreign import english_of_passages, foreign
from align.check.forms import Form, Key, bag, is_short_for, key, root
from align.check.linked import links_at, links_of
from align.check.rule import Example, Material, Rule, place, sentence_at
from align.check.runs import LINKED
from align.language import chinese
from align.language.chars import is_han
from align.language.names import is_pinyin
from align.lexicon.file import load
from align.lexicon.units import zh_units
from align.model import Alignment, Document, Finding, Link, Occurrence, Span, Term

_HINT = "settle on one form, or on a short form that keeps its words"
# A shorter policy term is an everyday word (发展, 合作), which a good translator varies.
_LEAST_LENGTH = {"policy": 4, "event": 4, "work": 3, "organisation": 3, "title": 3, "place": 3}
_LEAST_CONFIDENCE = 0.5
_NEXT_WORD = re.compile(r" (?!(?:and|or|of|in|for|to|the|on|by|with|as|at|is|are|was)\b)[a-z]{3,}\b")
_SHORT = 4000  # Chinese characters
_LEAST_RULE = 3  # a form met so often is the rule that one other breaks
_PAGE = 500  # Chinese characters
_CLAUSAL = frozenset(("to", "that", "which", "who"))
_FINITE = frozenset(("is", "are", "was", "were", "has", "have", "will", "shall"))
_REACH, _MEANT = 4, 0.1  # Chinese characters beside a term, and the likelihood that a word means one of them
_VERBAL = frozenset(("by", "to", "be"))


class Use(NamedTuple):
    """One place where a term is rendered, and how."""

    text: str
    english: Span
    chinese: Span | None = None


def find(material: Material) -> Iterator[Finding]:
    """Yield the minority forms of each term, first by the alignment, then by the forms that are known."""
    for alignment in material.alignments:
        for term in material.terms:
            if _is_watched(term):
                uses = _uses(alignment, term)
                yield from judge(term.zh, alignment.target, alignment, uses)
        yield from _foreign(alignment, material.terms)
    for document in material.english:
        by_term: dict[str, list[Form]] = defaultdict(list)
        for form in watched.forms_in(document, watched.index(material.glossary)):
            by_term[form.zh].append(form)
        for zh, forms in by_term.items():
            yield from judge(zh, document, None, [Use(form.text, form.span) for form in forms])


def early(material: Material) -> None:
    """Look for the forms that are known, and take apart what the places of terms are looked up in."""
    for alignment in material.alignments:
        english_of_passages(alignment)
        links_of(alignment, ())
    for document in material.english:
        watched.forms_in(document, watched.index(material.glossary))


def _foreign(alignment: Alignment, terms: Sequence[Term]) -> Iterator[Finding]:
    """Yield the places where other words than its own stand for a term, each place once."""
    least = _LEAST_RULE - 1 if len(alignment.source.text) < _SHORT else _LEAST_RULE
    seen: set[Span] = set()
    for one in foreign(alignment, [term for term in terms if _is_watched(term)], least):
        if one.english not in seen and not _is_in_word(one.chinese, alignment.source):
            seen.add(one.english)
            chief = one.settled.chief
            spans = [occurrence.target for occurrence in chief.occurrences if _is_of(occurrence, alignment)]
            uses = [Use(chief.text, Span(span[0].start, span[-1].end)) for span in spans if span]
            here = Use(one.english.of(alignment.target.text), one.english, one.chinese)
            if uses:
                yield _finding(one.settled.term.zh, alignment.target, alignment, uses, [here])


def _is_watched(term: Term) -> bool:
    least = _LEAST_LENGTH.get(term.type)
    if least is None or len(term.zh) < least or term.confidence < _LEAST_CONFIDENCE:
        return False
    return term.count > 1 and all(is_han(char) for char in term.zh)


def _uses(alignment: Alignment, term: Term) -> list[Use]:
    """The renderings of a term in one pair, in the order of the English."""
    uses = []
    for rendering in term.renderings:
        for one in rendering.occurrences:
            if _is_of(one, alignment) and one.target:
                span = Span(one.target[0].start, one.target[-1].end)
                uses.append(Use(" ".join(part.of(alignment.target.text) for part in one.target), span, one.source))
    if len(term.renderings) > 1 and len({key(use.text) for use in uses}) > 1:
        uses = [use for use in uses if not (use.chinese and _is_in_word(use.chinese, alignment.source))]
    return sorted(uses, key=lambda use: use.english)


def _is_in_word(span: Span, document: Document) -> bool:
    """Whether what stands at a place is a piece of a longer word: 国际法 of 国际法院."""
    sentence = document.sentences[sentence_at(document.sentences, span.start) or 0].span
    start, end = span.start - sentence.start, span.end - sentence.start
    words = chinese.sentence_words(sentence.of(document.text))
    place = bisect_right(words, start, key=lambda word: word.span.start) - 1
    if place < 0:
        return False
    first, last = words[place].span
    return end <= last and last - first > end - start


def _is_of(one: Occurrence, alignment: Alignment) -> bool:
    return (one.source_name, one.target_name) == (alignment.source.name, alignment.target.name)


def judge(zh: str, document: Document, alignment: Alignment | None, uses: Sequence[Use]) -> Iterator[Finding]:
    """Yield a finding for each form that stands against the form most used."""
    groups: dict[Key, list[Use]] = defaultdict(list)
    for use in uses:
        groups[key(use.text)].append(use)
    groups.pop((), None)
    if len(groups) < 2:
        return
    groups = _completed(groups, document)
    # The form used most, of two the one that comes first, is the measure.
    chief = max(groups, key=lambda form: len(groups[form]))
    # In a report of a page or two, what comes a third time is a name already.
    short = alignment is not None and len(alignment.source.text) < _SHORT
    least = _LEAST_RULE - 1 if short else _LEAST_RULE
    for form, group in groups.items():
        if form == chief or _tolerated(form, chief) or _is_full_first(group, uses, chief):
            continue
        if _is_listed(group[0].text, form, chief):
            continue
        if alignment is None or (
            _is_own(group[0].text, groups[chief][0].text)
            and _stands_out(zh, groups, chief, form, least)
            and (
                watched.is_fixed(zh)
                or not any(_is_shared_out(name, groups[name][0], zh, alignment) for name in (chief, form))
            )
        ):
            yield _finding(zh, document, alignment, groups[chief], group)


def _completed(groups: dict[Key, list[Use]], document: Document) -> dict[Key, list[Use]]:
    """Give a rendering that was cut short its last word: political, of political awareness beside political standing.

    The miner found the words that two renderings share and stopped where they part.
    """
    if sum(map(len, groups.values())) > 2:
        return groups
    whole: dict[Key, list[Use]] = defaultdict(list)
    for form, group in groups.items():
        for use in group:
            longer = use
            if any(other[:-1] == form for other in groups):
                end = _NEXT_WORD.match(document.text, use.english.end)
                span = Span(use.english.start, end.end() if end else use.english.end)
                longer = Use(span.of(document.text), span, use.chinese)
            whole[key(longer.text)].append(longer)
    return whole


def _stands_out(zh: str, groups: Mapping[Key, Sequence[Use]], chief: Key, form: Key, least: int) -> bool:
    """Whether a form is worth a mark: a fixed name, one form against a rule, or two names of one make side by side.

    A good translator rewords a phrase that recurs over many pages; in a short report it is a name.
    """
    if watched.is_fixed(zh) and (watched.is_fixed_form(form) or bag(form) & bag(chief)):
        return True
    if min(len(form), len(chief)) < 2:
        return False
    if watched.is_fixed(zh) and watched.is_fixed_form(chief) and len(groups[chief]) >= least:
        return True
    total = sum(len(group) for group in groups.values())
    alone = len(groups[chief]) + 1 == total
    return (alone and len(groups[chief]) >= least) or (
        least < _LEAST_RULE and _is_near(groups[chief], groups[form]) and _is_one_make(form, chief)
    )


def _is_full_first(group: Sequence[Use], uses: Sequence[Use], chief: Key) -> bool:
    """Whether a form is the full name at the first mention, before the short one takes over."""
    first = min(uses, key=lambda use: use.english)
    form = key(first.text)
    kin = bool(bag(form) & bag(chief))
    return len(group) == 1 and group[0] is first and len(form) > len(chief) and kin


def _is_near(one: Sequence[Use], other: Sequence[Use]) -> bool:
    """Whether two forms stand within a page of each other in the Chinese."""
    spots = [(a.chinese, b.chinese) for a in one for b in other]
    return any(abs(a.start - b.start) < _PAGE for a, b in spots if a and b)


def _is_one_make(form: Key, chief: Key) -> bool:
    """Whether two forms have as many words and differ in one: political standing, political awareness."""
    if len(form) != len(chief):
        return bag(form) == bag(chief)
    return sum(root(a) != root(b) for a, b in zip(form, chief, strict=True)) == 1


def _tolerated(form: Key, chief: Key) -> bool:
    """Whether a form is short for the other, the same turned round by the grammar, or of another number."""
    if is_short_for(form, chief) or is_short_for(chief, form) or _figures(form) != _figures(chief):
        return True
    if watched.is_fixed_form(form) and watched.is_fixed_form(chief):
        return False
    one, other = (frozenset(map(root, bag(name))) for name in (form, chief))
    if one == other:
        return True
    return one < other or other < one


def _is_listed(text: str, form: Key, chief: Key) -> bool:
    """Whether a list took the "and" from a form: reform, opening up, and modernization."""
    return "," in text and "and" not in form and tuple(word for word in chief if word != "and") == form


def _figures(form: Key) -> list[str]:
    return [word for word in form if word[0] == "#" or word.isdigit()]


def _is_own(text: str, chief: str) -> bool:
    """Whether a rendering is a name like the chief one: no clause (Zhejiang to support), no stranger's name in it."""
    strangers = {word for word in text.split() if word[0].isupper() and is_pinyin(word)} - set(chief.split())
    words = [word.lower() for word in text.split()]
    clausal = _CLAUSAL.intersection(words) or _FINITE.intersection(words)
    return not strangers and not clausal and words[0] not in _VERBAL and words[0][-2:] != "ly"


def _is_shared_out(form: Key, use: Use, zh: str, alignment: Alignment) -> bool:
    """Whether a word of a rendering belongs to the Chinese beside the term: the development of 经济社会发展."""
    if use.chinese is None:
        return False
    others = [word for word, within in zip(form, _meaning(zh, form), strict=True) if within < _MEANT]
    return bool(others) and max(_meaning(_free_beside(use.chinese, use.english, alignment), others)) >= _MEANT


def _free_beside(term: Span, english: Span, alignment: Alignment) -> str:
    """Return the Chinese beside a term, without the words whose best link is to other English than the term's."""
    text, best = alignment.source.text, dict[Span, Link]()
    first, last = max(0, term.start - _REACH), min(len(text), term.end + _REACH)
    for one in links_at(Span(first, last), alignment.links):
        if one.score >= LINKED:
            best[one.source] = max(one, best.get(one.source, one), key=lambda link: link.score)
    taken = [term, *(word for word, one in best.items() if not one.target.overlaps(english))]
    return "".join(" " if any(span.start <= at < span.end for span in taken) else text[at] for at in range(first, last))


def _meaning(zh: str, form: Sequence[str]) -> list[float]:
    """Return how likely each word of a form means a word of some Chinese."""
    lexicon = load()
    units = zh_units(chinese.sentence_words(zh), lexicon)
    ids = lexicon.zh_ids([chinese.key(unit.text) for unit in units])
    if not len(ids):
        return [0.0] * len(form)
    found: list[float] = lexicon.matrix(ids, lexicon.en_ids(list(form)))[0].max(axis=0).tolist()
    return found


def _finding(
    zh: str, document: Document, alignment: Alignment | None, chief: Sequence[Use], group: Sequence[Use]
) -> Finding:
    first = group[0]
    others = tuple(place(document, use.english) for use in (chief[0], *group[1:4]))
    source = place(alignment.source, first.chinese) if alignment and first.chinese else None
    message = f"{zh} is “{_line(first.text)}” here{_times(group)}, “{_line(chief[0].text)}” elsewhere{_times(chief)}"
    return Finding("term-variant", "warning", message, source, place(document, first.english), _HINT, others)


def _line(text: str) -> str:
    """Return a form on one line, without the quotation marks that may stand in it."""
    return " ".join(re.sub('[“”"]', "", text).split())


def _times(group: Sequence[Use]) -> str:
    return f" ({len(group)} times)" if len(group) > 1 else ""


RULE = Rule(
    "term-variant",
    "warning",
    "Readers take two names for two things.",
    find,
    bad=(
        Example(
            zh=("政治站位要高。", "提高政治站位。"),
            en=("A high political standing is needed.", "Raise the political awareness."),
            terms=(("政治站位", "political standing"), ("政治站位", "political awareness")),
        ),
        Example(
            zh=("做好对口支援工作。", "深化对口支援。", "对口支援很重要。"),
            en=("We do well in counterpart support.", "We deepen counterpart support.", "The paired aid matters."),
            terms=(("对口支援", "counterpart support"), ("对口支援", "counterpart support")),
        ),
        Example(
            zh=("发展数字经济。", "数字经济很重要。", "推动数字经济。"),
            en=("We develop the digital economy.", "The digital economy matters.", "We drive the numeric economy."),
            terms=(("数字经济", "digital economy"), ("数字经济", "digital economy")),
        ),
        Example(  # what explains National elsewhere in the sentence is linked to another word
            zh=("国务院编制规划。", "国务院提交报告。", "国务院提请全国人大常委会审议。"),
            en=(
                "The State Council drew up the plan.",
                "The State Council made a report.",
                "The National Council made a submission to the Standing Committee of the National People's Congress.",
            ),
            terms=(("国务院", "State Council"), ("国务院", "State Council"), ("国务院", "Council")),
        ),
        Example(
            zh=("城乡规划委员会开会。", "城乡规划委员会作出决定。", "落实城乡规划委员会规定。"),
            en=(
                "The Urban and Rural Planning Committee met.",
                "The Urban and Rural Planning Committee decided.",
                "We act on the rules of the Urban and Rural Planning Commission.",
            ),
            terms=(
                ("城乡规划委员会", "Urban and Rural Planning Committee"),
                ("城乡规划委员会", "Urban and Rural Planning Committee"),
            ),
        ),
        Example(en=("Counterpart support goes on.", "The paired assistance is a duty.")),
        Example(en=("The “Belt and Road” grows.", "The “One Belt One Road” initiative grows.")),
    ),
    good=(
        Example(
            zh=("改革开放。", "改革开放。"),
            en=("The reform and opening-up goes on.", "Reform and opening up matters."),
            terms=(("改革开放", "reform and opening-up"), ("改革开放", "Reform and opening up")),
        ),
        Example(
            zh=("推进改革开放。", "改革开放很重要。", "推进改革开放、现代化。"),
            en=(
                "We push reform and opening up.",
                "Reform and opening up matters.",
                "We push reform, opening up, and modernization.",
            ),
            terms=(("改革开放", "reform and opening up"), ("改革开放", "reform, opening up")),
        ),
        Example(en=("The Belt and Road Initiative grows.", "The Belt and Road is long.")),
        Example(
            zh=("推动经济社会发展。", "促进经济社会发展。", "确保经济社会稳定。"),
            en=(
                "We drive economic and social development.",
                "We promote economic and social development.",
                "We ensure economic and social stability.",
            ),
            terms=(("经济社会", "economic and social development"), ("经济社会", "economic and social stability")),
        ),
        Example(
            zh=("发展很快。", "发展很好。"),
            en=("Growth is fast.", "Development is good."),
            terms=(("发展", "Growth"), ("发展", "Development")),
        ),
    ),
    needs="terms",
    early=early,
)
