"""Known renderings found in English text."""

import pytest
from factories import make_document

from align.model import Rendering, Term
from align.terms.search import Index, find_renderings


def term(zh, *renderings):
    return Term(zh, "policy", tuple(Rendering(text) for text in renderings), 1.0, 1)


BELT = term("一带一路", "Belt and Road", "Belt and Road Initiative")
RIVER = term("长江经济带", "Yangtze River Economic Belt")
NAME = term("陈敏尔", "Chen Min’er")
OPEN = term("对外开放", "opening up")
SUPPORT = term("对口支援", "counterpart support")


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("The “Belt and Road” is long.", BELT, ["Belt and Road"]),
        ("the Belt and Road Initiatives", BELT, ["Belt and Road Initiatives"]),
        ("the belt-and-road initiative", BELT, ["belt-and-road initiative"]),
        ("Chen Min'er and Chen Miner", NAME, ["Chen Min'er", "Chen Miner"]),
        ("Opening-up goes on.", OPEN, ["Opening-up"]),
        ("They opened a shop up the road.", OPEN, []),
        ("counter support", SUPPORT, []),
        ("", SUPPORT, []),
    ],
)
def test_found_as_written(text, known, found):
    assert [hit.text for hit in Index([known]).find(text)] == found


def test_the_longest_form_wins_and_spans_are_right():
    text = "We back the Belt and Road Initiative."
    (hit,) = Index([BELT]).find(text)
    assert (hit.rendering, hit.span.of(text), hit.near) == ("Belt and Road Initiative", hit.text, 1.0)


def test_two_terms_of_one_rendering_are_both_found():
    other = term("开放", "opening up")
    assert {hit.term.zh for hit in Index([OPEN, other]).find("opening up")} == {"对外开放", "开放"}


@pytest.mark.parametrize(
    ("text", "known", "near"),
    [
        ("the Economic Belt of Yangtze River", RIVER, "Economic Belt of Yangtze River"),
        ("the Yangtze Economic Belt", RIVER, "Yangtze Economic Belt"),
        ("One Belt and One Road", BELT, "Belt and One Road"),
    ],
)
def test_near_renderings(text, known, near):
    hits = list(Index([known]).find_near(text))
    assert near in [hit.text for hit in hits]
    assert all(hit.near <= 1 for hit in hits)


@pytest.mark.parametrize("text", ["a green belt", "Yangtze. River. Economic. Belt.", "the Yangtze River Economic Belt"])
def test_not_near(text):
    assert list(Index([RIVER]).find_near(text)) == []


def test_documents_are_searched_in_order():
    document = make_document([["Chen Min'er came.", "Counterpart support grows."]], "en", "a.txt")
    assert [hit.term.zh for hit in find_renderings(document, [SUPPORT, NAME])] == ["陈敏尔", "对口支援"]
    near = find_renderings(document, Index([SUPPORT, NAME]), near=True)
    assert [hit.term.zh for hit in near] == ["陈敏尔", "对口支援"]


def test_among_many_that_begin_alike_only_whole_renderings_are_found():
    many = Index(term(f"词{n}", f"w{n % 300} w{n // 300 % 300} x{n}") for n in range(20000))
    text = " ".join(f"w{n} w{299 - n}" for n in range(300)) + " w7 w0 x7"
    assert [hit.text for hit in many.find(text)] == ["w7 w0 x7"]
