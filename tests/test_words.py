"""Word links: the HMM against brute force, what the links show, and the command."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from align.cli.words import command
from align.errors import ReadError
from align.lexicon.file import load
from align.match.hmm import move_weights, posteriors
from align.match.pharaoh import parse_pairs
from align.match.word_texts import joined
from align.match.words import link_pairs, link_words, links
from align.model import Alignment, Bead, Document, Paragraph, Sentence, Span


def brute_force(emission: np.ndarray, empty: np.ndarray, jumps: np.ndarray, p: float) -> np.ndarray:
    """Sum over every walk: for each word its state, or none (which leaves the walk where it was)."""
    length, states = emission.shape
    move = move_weights(states, jumps)
    move = move / move.sum(axis=1, keepdims=True)
    found, total = np.zeros((length, states)), 0.0
    for walk in product([None, *range(states)], repeat=length):
        place, chance = 0, 1.0
        for j, state in enumerate(walk):
            if state is None:
                chance *= p * empty[j]
            else:
                chance *= (1 - p) * move[place, state] * emission[j, state]
                place = state + 1
        total += chance
        for j, state in enumerate(walk):
            if state is not None:
                found[j, state] += chance
    return found / total


@pytest.mark.parametrize(("length", "states", "seed"), [(1, 1, 1), (3, 2, 2), (4, 3, 3), (2, 4, 4)])
def test_posteriors_equal_the_sum_over_all_walks(length: int, states: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    jumps = random.random(7).astype(np.float32)
    emission = random.random((length, states)).astype(np.float32)
    empty = random.random(length).astype(np.float32)
    # The pair stands in a batch beside a larger one, so that it is padded.
    wide = np.ones((2, length + 2, states + 1), np.float32)
    wide[0, :length, :states] = emission
    emptied = np.ones((2, length + 2), np.float32)
    emptied[0, :length] = empty
    observed = np.ones((2, length + 2), bool)
    observed[0, length:] = False
    there = np.ones((2, states + 1), bool)
    there[0, states:] = False
    found = posteriors(wide, emptied, observed, there, jumps, p_empty=0.3)
    assert found[0, :length, :states] == pytest.approx(brute_force(emission, empty, jumps, 0.3), abs=1e-5)
    assert found[0, length:].sum() == 0


def linked(zh: str, en: str) -> set[tuple[str, str]]:
    left, right = zh.split(), en.split()
    return {(left[i], right[j]) for i, j, _ in link_words(left, right, load())}


@pytest.mark.parametrize(
    ("zh", "en", "wanted"),
    [
        ("中国 经济 发展", "China 's economy develops", {("中国", "China"), ("经济", "economy")}),
        ("改革 开放", "reform and opening up", {("改革", "reform"), ("开放", "opening")}),
        ("投资 90亿 元", "an investment of 9 billion yuan", {("90亿", "9"), ("90亿", "billion")}),
        ("麦棠源 说", "Mai Tangyuan said", {("麦棠源", "Mai"), ("麦棠源", "Tangyuan"), ("说", "said")}),
        ("采用 VR360 技术", "VR360 technology is used", {("VR360", "VR360"), ("技术", "technology")}),
        ("印 尼 总统", "the president of Indonesia", {("印", "Indonesia"), ("尼", "Indonesia"), ("总统", "president")}),
    ],
)  # fmt: skip
def test_links(zh: str, en: str, wanted: set[tuple[str, str]]) -> None:
    assert wanted <= linked(zh, en)


def test_marks_and_particles_link_to_nothing_they_cannot_render() -> None:
    found = linked("中国 的 经济 ， 发展 很 快 。", "The economy of China , which grows the fastest .")
    assert ("的", "The") not in found
    assert ("，", "which") not in found
    assert ("，", ",") in found


def test_a_text_teaches_its_own_words() -> None:
    crossed = (["银髭叶", "蓝皋纱"], ["Quillon", "Marrowick"])
    text = [
        crossed,
        (["老师", "看见", "银髭叶"], ["The", "teacher", "sees", "marrowick"]),
        (["我们", "种植", "银髭叶"], ["We", "plant", "marrowick"]),
        (["我们", "喜欢", "蓝皋纱"], ["We", "like", "quillon"]),
    ]

    def score(pairs: list[tuple[list[str], list[str]]]) -> float:
        found = {(i, j): p for i, j, p in link_pairs(pairs, load())[0]}
        return found.get((0, 1), 0) + found.get((1, 0), 0) - found.get((0, 0), 0) - found.get((1, 1), 0)

    assert score(text) > 0 > score([crossed])


def test_empty_sides() -> None:
    assert link_pairs([([], []), (["水"], []), ([], ["water"]), (["水"], ["water"])], load())[:3] == [[], [], []]


def test_links_carry_offsets_into_the_documents() -> None:
    zh, en = "好。改革开放。", "Good. Reform goes on."
    source = Document("zh", "zh", zh, (Paragraph(Span(0, 7), "body", range(2)),), tuple(
        Sentence(span, 0) for span in (Span(0, 2), Span(2, 7))))  # fmt: skip
    target = Document("en", "en", en, (Paragraph(Span(0, 21), "body", range(2)),), tuple(
        Sentence(span, 0) for span in (Span(0, 5), Span(6, 21))))  # fmt: skip
    beads = (Bead(range(1), range(0), 1.0), Bead(range(1, 2), range(1, 2), 1.0))
    found = links(Alignment(source, target, sentences=beads), load())
    words = {(link.source.of(zh), link.target.of(en)) for link in found}
    assert words <= {("改革开放", "Reform"), ("。", ".")}
    assert ("改革开放", "Reform") in words
    assert all(0 < link.score <= 1 and link.source.start >= 2 and link.target.start >= 6 for link in found)


def test_joined_words_keep_their_places() -> None:
    text = joined(["-LRB-", "NATO", "-RRB-"], " ")
    assert text.text == "( NATO )"
    assert [span.of(text.text) for span in text.words] == ["(", "NATO", ")"]


@pytest.mark.parametrize("line", ["改革 reform", "改革 ||| reform ||| x"])
def test_a_line_without_its_bars_is_named(line: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse_pairs(f"水 ||| water\n{line}", "a.txt")
    assert (caught.value.path, caught.value.line) == ("a.txt", 2)


def test_command_in_either_order(tmp_path: Path) -> None:
    forth, back = tmp_path / "zh-en", tmp_path / "en-zh"
    forth.write_text("中国 经济 ||| economy of China\n\n水 ||| water\n", encoding="utf-8")
    back.write_text("economy of China ||| 中国 经济\n\nwater ||| 水\n", encoding="utf-8")
    one, other = (CliRunner().invoke(command, [str(path)], catch_exceptions=False).output for path in (forth, back))
    assert one.splitlines() == ["0-2 1-0", "", "0-0"]
    assert other.splitlines() == ["0-1 2-0", "", "0-0"]
