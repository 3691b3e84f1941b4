"""Dropped clauses inside a sentence, and the forms of a term that count as one."""

from itertools import pairwise

import pytest
from factories import make_alignment
from hypothesis import given
from hypothesis import strategies as st

from align.check import forms
from align.check.clauses import _narrowed, clauses, standing_place
from align.check.forms import FormIndex, is_short_for, key, style, words
from align.check.run import check
from align.check.runs import Unit, maximal_runs
from align.model import Link, Span

WHOLE = (
    "我们要学习云岭的好经验,“弘扬红船精神,永葆奋斗本色”,加快发展现代农业。",
    "We should learn from the good experience of Yunling, “carry forward the spirit of the Red Boat and keep up the "
    "spirit of hard work”, and speed up the development of modern agriculture.",
)
CUT = (
    WHOLE[0],
    "We should learn from the good experience of Yunling and speed up the development of modern agriculture.",
)


def test_a_dropped_quotation_is_found_whole():
    alignment = make_alignment([CUT])
    (clause,) = clauses(alignment)
    assert clause.source.of(alignment.source.text) == "“弘扬红船精神,永葆奋斗本色”"


def test_a_dropped_quotation_stands_between_its_neighbours():
    alignment = make_alignment([CUT])
    (clause,) = clauses(alignment)
    assert alignment.target.text[: clause.target.start].endswith("Yunling")


def test_a_sentence_added_beside_another_is_found():
    added = "Heavy snow delayed the train by several hours."
    (clause,) = clauses(make_alignment([(WHOLE[0], (WHOLE[1], added))]))
    assert clause.target == (len(WHOLE[1]) + 1, len(WHOLE[1]) + 1 + len(added))


def test_a_whole_sentence_has_no_dropped_clause():
    assert clauses(make_alignment([WHOLE])) == ()


def test_the_check_tells_it_as_an_omission():
    (finding,) = check([make_alignment([CUT])], terms=())
    assert (finding.rule, finding.source.text) == ("omission", "“弘扬红船精神,永葆奋斗本色”")


@pytest.mark.parametrize(
    ("lone", "told"),
    [
        ("Heavy snow delayed the train by several hours.", {"addition"}),
        ("Let us carry forward the spirit of the Red Boat and keep up the spirit of hard work.", set()),
    ],
)
def test_a_lone_sentence_is_an_addition_unless_it_renders_what_its_neighbour_lacks(lone, told):
    found = check([make_alignment([CUT], [("", lone)])], terms=())
    assert {finding.rule for finding in found} == told


def best_run(weights):
    """The greatest sum of neighbours, by trying all."""
    sums = [sum(weights[i:j]) for i in range(len(weights)) for j in range(i + 1, len(weights) + 1)]
    return max(sums, default=0)


@given(st.lists(st.integers(-6, 6), max_size=14))
def test_the_greatest_run_is_the_best_there_is(weights):
    runs = maximal_runs(weights)
    assert max((weight for _, _, weight in runs), default=0) == max(best_run(weights), 0)
    assert all(sum(weights[start:end]) == weight > 0 for start, end, weight in runs)
    assert all(one[1] <= other[0] for one, other in pairwise(runs))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Yangtze River Economic Belt", "Yangtze River economic belts"),
        ("reform and opening-up", "Reform and opening up"),
        ("the 19th National Congress", "Nineteenth National Congress"),
        ("Chen Min’er", "Chen Min'er's"),
    ],
)
def test_forms_that_share_a_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Chen Min’er", "Chen Min'er", True),
        ("Chen Min'er", "Chen Miner", False),
        ("19th National Congress", "Nineteenth National Congress", False),
        ("Economic Belt", "economic Belt", True),
        ("Economic Belt", "economic belt", False),
        ("digital economies", "the digital economy", True),
    ],
)
def test_styles(one, other, same):
    assert (style(one) == style(other)) is same


def test_short_forms():
    assert is_short_for(key("Belt and Road"), key("Belt and Road Initiative"))
    assert not is_short_for(key("Belt and Road"), key("One Belt One Road"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Economic Belt of the Yangtze River grows.", ["Economic Belt of the Yangtze River"]),
        ("The Yangtze River, an economic belt.", []),
        ("A belt. Economic growth on the Yangtze River.", []),
        ("Secretary of CPC Zhejiang Committee", ["Secretary of CPC Zhejiang Committee"]),
        ("Secretary of the Jilin Provincial Party Committee", []),
    ],
)
def test_reordered_forms_are_found(text, found):
    forms = {
        "长江经济带": ["Yangtze River Economic Belt"],
        "浙江省委书记": ["Secretary of the Zhejiang Provincial Party Committee"],
    }
    assert [form.text for form in FormIndex(forms, near=forms).find(words(text), text)] == found


LONG = "两市要加强交流合作,保护长江上游生态环境,共同发展数字经济。"


def test_a_dropped_clause_without_quotation_is_found_whole():
    en = "The two cities should strengthen exchanges and cooperation and develop the digital economy together."
    alignment = make_alignment([(LONG, en)])
    (clause,) = clauses(alignment)
    assert clause.source.of(alignment.source.text) == "保护长江上游生态环境"


@pytest.mark.parametrize(
    "en",
    [
        "The two cities should strengthen exchanges and cooperation, protect the environment on the upper reaches of "
        "the Yangtze River, and develop the digital economy together.",
        "The two cities should strengthen exchanges and cooperation, take good care of where the great stream begins, "
        "and develop the digital economy together.",
    ],
)
def test_a_clause_that_is_rendered_is_left_alone_however_freely(en):
    assert clauses(make_alignment([(LONG, en)])) == ()


def test_a_dropped_sentence_in_a_bead_of_two_is_found():
    zh = ("会议讨论了数字经济发展。", "困难群众的基本生活得到有效保障。")
    alignment = make_alignment([(zh, "The meeting discussed the development of the digital economy.")])
    (clause,) = clauses(alignment)
    assert clause.source.of(alignment.source.text) == zh[1]


@pytest.mark.parametrize(("answered", "told"), [(3, Span(12, 20)), (2, Span(0, 24))])
def test_of_a_clause_that_is_answered_elsewhere_only_the_run_is_told(answered, told):
    words = [
        Unit("改革", Span(start, start + 2), 0.9 if start < 2 * answered else 0.1, 0.0) for start in range(0, 24, 2)
    ]
    assert _narrowed(Span(0, 24), [Span(12, 20)], words) == told


def _links(*pairs):
    return [Link(Span(zh, zh + 2), Span(en, en + 4), 0.9) for zh, en in pairs]


def test_what_comes_first_stands_before_all_the_english_that_follows():
    text = "Governments at all levels should cut their general expenditures."
    near = _links((10, 19), (12, 0), (20, 33), (22, 47))
    assert standing_place(Span(0, 9), near, Span(0, len(text)), text) == 0


def test_a_link_across_the_whole_passage_misplaces_nothing():
    text = "Governments at all levels should cut their general expenditures."
    near = _links((2, 47), (10, 0), (12, 15), (16, 33), (20, 37))
    assert standing_place(Span(4, 9), near, Span(0, len(text)), text) == 0
    assert standing_place(Span(4, 9), near[1:], Span(0, len(text)), text) == 0


def test_forms_that_share_a_word_are_not_all_tried_where_it_stands(monkeypatch):
    tried = []
    monkeypatch.setattr(forms, "_reordered", lambda *words: tried.append(words) or 0)
    index = FormIndex({f"词{n}": [f"development plan w{n}"] for n in range(500)}, near=[f"词{n}" for n in range(500)])
    text = "The development of land. " * 20 + "Plan w7 of development."
    index.find(words(text), text)
    assert {content for _, _, content in tried} == {forms.bag(forms.key("development plan w7"))}


def test_a_form_is_not_found_where_the_text_ends_before_it():
    text = "the Belt and Road"
    index = FormIndex({"一带一路": ["Belt and Road", "Belt and Road Initiative"]})
    assert [form.text for form in index.find(words(text), text)] == ["Belt and Road"]
