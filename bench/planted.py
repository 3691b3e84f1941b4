"""How many of the errors that a script plants in clean pairs `align check` finds, and what it marks elsewhere for them.

The texts fall in two groups: those that the rules may be developed on, and those that only measure. Each error is
planted alone. It is found when the check of the damaged pair says something new in or beside the damaged sentence, by
a rule that can tell such an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from align.check.run import check
from align.model import Alignment, Document, Finding, Place, Span, Term
from align.pipeline import align_documents
from align.terms.mine import mine
from bench.check import report_paragraphs
from bench.figures import Figure
from bench.plants import MAKERS, Clean, Plant, plants
from bench.quality import paragraph_files

Group = Literal["development", "held out"]
SENTENCES = 50  # Chinese ones of an excerpt
EXCERPTS = (0, 3)  # an excerpt begins where so many others would have ended
DEFAULT = 4
LIMIT = {"figure": 6, "date": 6, "name": 6, "sentence": 6, "clause": 8, "term": 8, "case": 6}
TELLING: dict[str, frozenset[str]] = {
    "figure": frozenset({"numbers", "dates"}),
    "date": frozenset({"dates", "numbers"}),
    "name": frozenset({"spelling"}),
    "title": frozenset({"person-title", "term-variant"}),
    "person": frozenset({"person"}),
    "sentence": frozenset({"omission", "numbers", "dates"}),
    "addition": frozenset({"addition"}),
    "clause": frozenset({"omission", "numbers", "dates"}),
    "term": frozenset({"term-variant"}),
    "case": frozenset({"case-variant"}),
    "currency": frozenset({"numbers"}),
    "doubled": frozenset({"doubled"}),
    "space": frozenset({"spacing"}),
    "untranslated": frozenset({"untranslated"}),
    "quotation": frozenset({"brackets"}),
}


class Text(NamedTuple):
    """A clean pair, and what it may be used for."""

    name: str
    group: Group
    zh: str
    en: str


class Result(NamedTuple):
    """What came of one planted error: whether it was found, and the new findings in other places."""

    text: Text
    plant: Plant
    found: bool
    elsewhere: tuple[Finding, ...]


Examine = Callable[[str, str], tuple[Alignment, tuple[Term, ...]]]


def planted_figures(project: Path, data: Path) -> Iterator[Figure]:
    """Measure the share found of each kind, and the findings elsewhere, on both groups of texts."""
    listed = list(texts(project, data))
    absent = f"data absent under {data}"
    for group in ("development", "held out"):
        results = [one for text in listed if text.group == group for one in results_of(text)]
        if not (data / "bench" / "paragraphs").exists() or not results:
            yield Figure(f"planted errors, {group}: found", None, note=absent)
            continue
        for kind in MAKERS:
            yield from _figure(f"planted errors, {group}: {kind}", [one for one in results if one.plant.kind == kind])
        yield from _figure(f"planted errors, {group}: found", results)
        stray = sum(len(one.elsewhere) for one in results)
        yield Figure(f"planted errors, {group}: findings elsewhere", stray, "low", noise=3)


def _figure(name: str, results: Sequence[Result]) -> Iterator[Figure]:
    if results:
        found = sum(one.found for one in results)
        by_text: dict[str, list[bool]] = defaultdict(list)
        for one in results:
            by_text[one.text.name].append(one.found)
        note = ", ".join(f"{text} {sum(told)}/{len(told)}" for text, told in by_text.items())
        yield Figure(name, found / len(results), noise=1 / len(results), note=f"{found} of {len(results)}: {note}")


def texts(project: Path, data: Path) -> Iterator[Text]:
    """Yield the clean pairs that are there."""
    clean = project / "tests" / "data"
    yield Text("clean", "development", *(_read(clean / f"clean.{side}.txt") for side in ("zh", "en")))
    folder = data / "bench" / "paragraphs"
    for files in paragraph_files(folder, "work-report"):
        year = files[0].name.split(".")[0][-4:]
        for number in EXCERPTS:
            group: Group = "held out" if year == "2019" else "development"
            yield Text(f"{year}.{number}", group, *_excerpt(list(report_paragraphs([files])), number))
    for files in paragraph_files(folder, "new-year"):
        yield Text("new year", "held out", *_excerpt(list(report_paragraphs([files])), 0))
    seeds = project / "seeds"
    zh, en = (next(iter(sorted(seeds.glob(pattern))), None) for pattern in ("002*", "000*"))
    if zh and en:
        yield Text("seeds", "held out", _read(zh), _read(en))


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _excerpt(paragraphs: Sequence[tuple[str, str, int]], number: int) -> tuple[str, str]:
    """Return whole paragraphs from where so many excerpts would have ended, until there are enough sentences."""
    first, last, count = number * SENTENCES, (number + 1) * SENTENCES, 0
    chosen = []
    for zh, en, sentences in paragraphs:
        if first <= count < last and zh and en:
            chosen.append((zh, en))
        count += sentences
    return "\n".join(zh for zh, _ in chosen) + "\n", "\n".join(en for _, en in chosen) + "\n"


def examine(zh: str, en: str) -> tuple[Alignment, tuple[Term, ...]]:
    """Align a pair and mine its terms, as `align check` does."""
    alignment = align_documents(Document("zh.txt", "zh", zh), Document("en.txt", "en", en))
    return alignment, mine([alignment], recurring=True)


def results_of(text: Text, look: Examine = examine) -> Iterator[Result]:
    """Plant the errors of a text one by one, and check each."""
    alignment, terms = look(text.zh, text.en)
    before = check([alignment], terms=terms)
    chosen = plants(Clean(alignment, mine([alignment])), LIMIT, DEFAULT)
    for plant in chosen:
        damaged, terms = look(text.zh, plant.of(text.en))
        yield judged(text, plant, damaged.target, before, check([damaged], terms=terms))


def judged(text: Text, plant: Plant, damaged: Document, before: Sequence[Finding], after: Sequence[Finding]) -> Result:
    """Tell whether what is new tells the error."""
    known = {_mark(one, plant, moved=False) for one in before}
    new = [one for one in after if _mark(one, plant, moved=True) not in known]
    near = [one for one in new if _is_near(one.target, plant, damaged) or _is_among(one.related, plant, damaged)]
    found = any(one.rule in TELLING[plant.kind] for one in near)
    return Result(text, plant, found, tuple(one for one in new if one not in near))


def _mark(finding: Finding, plant: Plant, *, moved: bool) -> tuple[object, ...]:
    """Name a finding by its rule and places, those in the English as they were before the edit."""
    target = finding.target.span if finding.target else None
    if target and moved and target.start >= plant.span.start + len(plant.text):
        by = plant.span.end - plant.span.start - len(plant.text)
        target = Span(target.start + by, target.end + by)
    # A slip that is made all over is told once, with its places.
    counted = len(finding.related) if finding.rule == "spacing" and plant.kind == "space" else 0
    return finding.rule, finding.source.span if finding.source else None, target, counted


def _is_among(places: Sequence[Place], plant: Plant, damaged: Document) -> bool:
    """Whether a finding names the edit as its other place: of two forms of a term, either may be the odd one."""
    edit = Span(plant.span.start, plant.span.start + max(1, len(plant.text)))
    return any(one.document == damaged.name and one.span.overlaps(edit) for one in places)


def _is_near(place: Place | None, plant: Plant, damaged: Document) -> bool:
    """Whether a place lies in the sentence of an edit, or in one beside it."""
    if place is None or place.document != damaged.name:
        return False
    starts = [sentence.span.start for sentence in damaged.sentences]
    first = max(0, sum(start <= plant.span.start for start in starts) - 1)
    last = max(0, sum(start <= plant.span.start + len(plant.text) for start in starts) - 1)
    return first - 1 <= place.sentence <= last + 1
