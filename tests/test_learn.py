"""Learning: what expectation maximisation finds in a small text, with a base and without, and the command."""

from __future__ import annotations

import gzip
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from align.cli.learn import command
from align.errors import ReadError
from align.language.english import key
from align.lexicon.cedict import clean, entries
from align.lexicon.corpus import from_pairs, is_fit
from align.lexicon.em import variational
from align.lexicon.file import dumps, load, loads
from align.lexicon.learn import Options, learn
from align.match.words import link_words

WHO = {"老师": "teacher", "医生": "doctor", "农民": "farmer", "工人": "worker"}
DOES = {"看见": "sees", "帮助": "helps", "喜欢": "likes"}
# Every sentence of this little world: 4 * 3 * 3 pairs.
PAIRS = [
    (f"{a}{verb}{b}。", f"The {WHO[a]} {DOES[verb]} the {WHO[b]}.")
    for (a, b), verb in product(permutations(WHO, 2), DOES)
]
# Words of a trade that no dictionary gives: the memory of one translator.
COINED = [
    (f"{a}{verb}蓝皋纱，也{verb}银髭叶。", f"The {WHO[a]} {DOES[verb]} quillon and {DOES[verb]} marrowick.")
    for a, verb in product(WHO, DOES)
] + [(f"{a}{verb}蓝皋纱。", f"The {WHO[a]} {DOES[verb]} quillon.") for a, verb in product(WHO, DOES)]


def test_learns_who_translates_whom() -> None:
    lexicon = learn(from_pairs(PAIRS))
    best = {zh: lexicon.translations(zh)[0][0] for zh in [*WHO, *DOES]}
    assert best == {
        "老师": "teacher", "医生": "doctor", "农民": "farmer", "工人": "worker",
        "看见": "see", "帮助": "help", "喜欢": "like",
    }  # fmt: skip


def test_same_text_same_bytes() -> None:
    first, second = (dumps(learn(from_pairs(PAIRS), options=Options(seed=3))) for _ in range(2))
    assert first == second


def test_two_processes_read_as_one() -> None:
    many = [(f"{zh}{number}", f"{en} {number}") for number in range(140) for zh, en in PAIRS]
    one, two = from_pairs(many), from_pairs(many, processes=2)
    assert one.zh.vocabulary == two.zh.vocabulary
    assert np.array_equal(one.en.words, two.en.words)


def test_a_memory_teaches_its_words_and_the_base_keeps_the_rest() -> None:
    base = load()
    lexicon = learn(from_pairs(COINED), base=base)
    assert base.translations("蓝皋纱") == []
    sentence = ["工人", "喜欢", "蓝皋纱", "，", "也", "喜欢", "银髭叶", "。"]
    english = ["Quillon", "and", "marrowick", "are", "liked", "by", "the", "worker", "."]

    def score(known: object) -> float:
        return sum(p for i, j, p in link_words(sentence, english, known) if (i, j) in {(2, 0), (6, 2)})  # type: ignore[arg-type]

    assert score(lexicon) > score(base) + 0.3
    assert lexicon.translations("重庆")[0] == base.translations("重庆")[0]
    assert lexicon.probability("老师", "teacher") > 0.5


def test_a_memory_teaches_how_common_its_words_are() -> None:
    base = load()
    lexicon = learn(from_pairs(COINED), base=base)
    words = ["quillon", "sees", "government"]
    before, after = (one.en_prior(one.en_ids([key(word) for word in words])) for one in (base, lexicon))
    assert after[0] > 1e-4 > before[0]
    assert after[1] > 1.2 * before[1]
    assert after[2] == pytest.approx(before[2], rel=0.02)  # it does not stand there


def test_a_base_of_little_strength_gives_way_sooner() -> None:
    base = learn(from_pairs([(f"{zh}又{number}", f"{en} again {number}") for number in range(9) for zh, en in PAIRS]))
    masters = [(zh, en.replace("teacher", "master")) for zh, en in PAIRS]
    firm, weak = (learn(from_pairs(masters), base=base, options=Options(strength=n)) for n in (300.0, 3.0))
    assert weak.probability("老师", "master") > 2 * firm.probability("老师", "master") > 0


@pytest.mark.parametrize(
    ("zh", "en", "fit"),
    [
        ("改革开放四十年来，中国发展很快。", "In forty years of reform and opening up China has grown fast.", True),
        ("改革", "Reform", True),
        ("改革开放四十年来，中国发展很快。", "", False),
        ("Reform and opening up", "Reform and opening up", False),
        ("改革开放四十年来，中国发展很快。", "改革开放", False),
        ("改革开放四十年来，中国发展很快，人民生活一天比一天好。", "Yes.", False),
    ],
)
def test_pairs_that_are_no_translation_are_left_out(zh: str, en: str, fit: bool) -> None:
    assert is_fit(zh, en) is fit
    assert len(from_pairs([(zh, en), (zh, en)])) == int(fit)


def test_variational_estimate_discounts_what_is_rare() -> None:
    rare, common = (variational(np.array([count]), np.array([2 * count + 0.02]), 0.01)[0] for count in (1.0, 1000.0))
    assert rare < 0.42
    assert common == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("gloss", "wanted"),
    [("to help", "help"), ("CL:個|个[ge4]", ""), ("surname Li", "Li"), ("(coll.) good", "good"), ("see 改革", "")],
)
def test_glosses_are_cleaned(gloss: str, wanted: str) -> None:
    assert clean(gloss) == wanted


def test_cedict_gives_pairs() -> None:
    found = dict(pair for pair in entries() if pair[0] in ("猫", "改革"))
    assert set(found) == {"猫", "改革"}


def test_command_learns_from_a_compressed_table(tmp_path: Path) -> None:
    table, output = tmp_path / "memory.tsv.gz", tmp_path / "mine.lexicon"
    table.write_bytes(gzip.compress("".join(f"{zh}\t{en}\n" for zh, en in PAIRS).encode()))
    result = CliRunner().invoke(command, [str(table), "-o", str(output)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "learnt from 36 sentence pairs" in result.output
    lexicon = loads(output.read_bytes())
    assert lexicon.info["pairs"] == 36
    assert lexicon.translations("医生")[0][0] == "doctor"


def test_command_says_when_there_is_nothing_to_learn(tmp_path: Path) -> None:
    table = tmp_path / "wrong.tsv"
    table.write_text("zh\ten\nThis is English\tand this, too\n", encoding="utf-8")
    with pytest.raises(ReadError):
        CliRunner().invoke(command, [str(table), "-o", str(tmp_path / "x")], catch_exceptions=False)
    assert not (tmp_path / "x").exists()
