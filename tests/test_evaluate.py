"""The scorer: beads by number and by content, links, glossaries, calibration."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from align.cli.main import cli
from align.errors import ReadError
from align.evaluate import (
    beads_by_content,
    calibration_error,
    parse_beads,
    parse_links,
    score_beads,
    score_glossary,
    score_links,
)


def beads(text):
    return parse_beads(text)


@st.composite
def tilings(draw):
    """Beads that cover both sides in order, as an aligner gives them."""
    shapes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
    out, i, j = [], 0, 0
    for m, n in shapes:
        out.append((frozenset(range(i, i + m)), frozenset(range(j, j + n))))
        i, j = i + m, j + n
    return out


@given(tilings())
def test_gold_against_itself_is_perfect(gold):
    score = score_beads(gold, gold)
    full = [b for b in gold if b[0] and b[1]]
    assert score.strict.right == score.strict.proposed
    assert score.strict.found == score.strict.wanted == len(full)
    assert score.lax.found == score.lax.wanted


@given(tilings(), tilings())
def test_strict_never_exceeds_lax(gold, output):
    score = score_beads(gold, output)
    assert score.strict.precision <= score.lax.precision
    assert score.strict.recall <= score.lax.recall


@given(tilings(), tilings())
def test_the_sides_can_be_swapped(gold, output):
    def swap(rows):
        return [(t, s) for s, t in rows]

    assert score_beads(gold, output) == score_beads(swap(gold), swap(output))


@pytest.mark.parametrize(
    ("output", "precision", "recall", "lax_precision"),
    [
        ("[0]:[0]\n[1]:[1]\n[2]:[]", 1.0, 1.0, 1.0),
        ("[0]:[0]\n[1]:[1]", 1.0, 1.0, 1.0),  # an empty bead left out costs no recall
        ("[0]:[0]\n[1,2]:[1]", 0.5, 0.5, 1.0),
        ("[0]:[]\n[1]:[1]\n[2]:[]\n[]:[0]", 0.5, 0.5, 0.5),
    ],
)
def test_empty_beads_count_for_precision_only(output, precision, recall, lax_precision):
    score = score_beads(beads("[0]:[0]\n[1]:[1]\n[2]:[]"), beads(output))
    assert (score.strict.precision, score.strict.recall, score.lax.precision) == (precision, recall, lax_precision)


def test_content_is_compared_without_white_space():
    gold, output = beads_by_content([("甲 乙。", "A b.")], [("甲乙。", "A  b.")])
    assert score_beads(gold, output).strict.f1 == 1.0


def test_content_that_is_not_there_is_missed():
    gold, output = beads_by_content([("甲。", "A."), ("丙。", "C.")], [("甲。", "A."), ("乙。", "B.")])
    score = score_beads(gold, output)
    assert score.strict.recall == 0.5
    assert score.strict.precision == 0.5


def test_repeated_content_is_found_in_order():
    rows = [("好。", "Good."), ("好。", "Well."), ("好。", "Fine.")]
    gold, output = beads_by_content(rows, rows)
    assert score_beads(gold, output).strict.recall == 1.0


def test_a_line_that_is_no_bead_is_named():
    with pytest.raises(ReadError) as caught:
        parse_beads("[0]:[0]\nhello", "gold.txt")
    assert (caught.value.path, caught.value.line) == ("gold.txt", 2)


def test_error_rate_by_hand():
    # Two proposed, one sure and right, one merely possible; two sure in the gold: 1 - (1 + 2) / (2 + 2).
    assert score_links("0-0 1-1 2-1-P", "0-0 2-1").error_rate == pytest.approx(0.25)


def test_lines_must_be_as_many():
    with pytest.raises(ReadError, match="1 lines against 2"):
        score_links("0-0\n0-0", "0-0")


def test_a_word_that_is_no_link_is_named():
    with pytest.raises(ReadError, match="'0:0' is not a link"):
        parse_links("0:0")


GOLD = [
    {"zh": "省委书记", "en": "Party Secretary|Secretary of the Party Committee", "type": "title", "need": "core"},
    {"zh": "车俊", "en": "Che Jun", "type": "person", "need": "core"},
    {"zh": "基础", "en": "foundation", "type": "policy", "need": "extra"},
]


def test_glossary_figures():
    output = [
        {"zh": "省委书记", "en": "the secretary of the Party Committee", "type": "title"},
        {"zh": "车俊", "en": "Che Jun", "type": "place"},
        {"zh": "基础", "en": "base", "type": "policy"},
        {"zh": "重庆", "en": "Chongqing", "type": "place"},
    ]
    score = score_glossary(GOLD, output)
    assert score.core.recall == 0.5
    assert score.rendering.recall == 1.0
    assert score.inside.precision == pytest.approx(2 / 3)
    assert score.beyond == (("重庆", "Chongqing"),)
    assert score.missed == ("车俊",)
    assert score.wrong == (("基础", "base"),)


def test_overconfidence_is_an_error():
    assert calibration_error([1.0] * 4, [True, True, False, False]) == pytest.approx(0.5)


@pytest.fixture
def files(tmp_path):
    def write(**contents):
        paths = []
        for name, text in contents.items():
            path = tmp_path / f"{name}.tsv"
            path.write_text(text, encoding="utf-8")
            paths.append(str(path))
        return paths

    return write


def test_the_command_compares_by_number_or_by_content(files):
    by_number = CliRunner().invoke(cli, ["eval", "sentences", *files(gold="[0]:[0]\n", out="[0]:[0]:1.0\n")])
    assert "strict F1              1.000" in by_number.output
    tsv = "zh\ten\tscore\n甲。\tA.\t0.9\n"
    by_content = CliRunner().invoke(cli, ["eval", "sentences", *files(gold=tsv, out=tsv), "--json"])
    assert '"strict F1": 1.0' in by_content.output


def test_the_command_counts_verdicts(files):
    gold = "zh\ten\ttype\tneed\n车俊\tChe Jun\tperson\tcore\n"
    out = "zh\ten\ttype\n车俊\tChe Jun\tperson\n重庆\tChongqing\tplace\n建设\tbuild\tpolicy\n"
    verdicts = "zh\ten\tkeep\n重庆\tChongqing\tkeep\n建设\tbuild\tdrop\n"
    gold_file, out_file, verdict_file = files(gold=gold, out=out, verdicts=verdicts)
    result = CliRunner().invoke(cli, ["eval", "terms", gold_file, out_file, "--verdicts", verdict_file])
    assert "core found, rendering and type    1.000" in result.output
    assert "kept of what was judged           0.500" in result.output
