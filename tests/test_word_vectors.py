"""Word links by an encoder: mutual nearest words, beside the lexicon's links and never against them."""

import models
import numpy as np
import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.encode.load import load
from align.encode.protocol import unit
from align.match.word_vectors import agreement, join_links, link_vectors

ZH, EN = ["曌垚", "翀焱", "彧犇", "喆骉"], ["blor", "fren", "quix", "zam"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    vectors = unit(np.random.default_rng(4).normal(size=(len(ZH), 24)).astype(np.float32))
    return str(models.static_folder(tmp_path_factory.mktemp("words") / "m", [*ZH, *EN], np.tile(vectors, (2, 1))))


def test_nearest_words_are_linked_and_a_word_without_vector_is_not(folder):
    encoder = load(folder)
    source, target = (encoder.encode_words([words])[0] for words in ([*ZH, "无"], [*EN[::-1], "none"]))
    assert [(i, j) for i, j, _ in link_vectors(source, target)] == [(0, 3), (1, 2), (2, 1), (3, 0)]


def test_a_word_that_is_near_two_equally_is_linked_to_neither():
    source = np.eye(2, dtype=np.float32)[:1]
    target = np.eye(2, dtype=np.float32)[[0, 0]]
    assert all(score < 0.75 for _, _, score in link_vectors(source, target))


def test_no_words_no_links():
    assert link_vectors(np.zeros((0, 3), np.float32), np.ones((2, 3), np.float32)) == []


def test_the_encoder_fills_gaps_and_leaves_links_alone(folder):
    pairs = [(ZH, EN)]
    found = [[(0, 0, 0.95), (1, 1, 0.95), (2, 3, 0.5)]]
    joined = join_links(pairs, found, load(folder))
    assert [(i, j) for i, j, _ in joined[0]] == [(0, 0), (1, 1), (2, 3)]
    joined = join_links(pairs, [found[0][:2]], load(folder))
    assert [(i, j) for i, j, _ in joined[0]] == [(0, 0), (1, 1), (2, 2), (3, 3)]


def test_an_encoder_that_contradicts_what_is_sure_is_not_heard(folder):
    found = [[(0, 1, 0.95), (1, 0, 0.95)]]
    assert join_links([(ZH, EN)], found, load(folder)) == found


def test_agreement_counts_sure_links_only():
    assert agreement([[(0, 0, 0.95), (1, 1, 0.95), (2, 2, 0.4)]], [[(0, 0, 1.0)]]) == 0.5
    assert agreement([[(2, 2, 0.4)]], [[]]) == 1.0


@pytest.mark.parametrize("swapped", [False, True])
def test_the_command_takes_an_encoder(folder, tmp_path, swapped):
    sides = [" ".join(ZH), " ".join(EN)]
    (tmp_path / "pairs").write_text(" ||| ".join(sides[::-1] if swapped else sides) + "\n", encoding="utf-8")
    arguments = ["words", str(tmp_path / "pairs"), "--threshold", "1"]  # so that the lexicon links nothing
    assert CliRunner().invoke(cli, arguments, catch_exceptions=False).output == "\n"
    with_encoder = CliRunner().invoke(cli, [*arguments, "--encoder", folder], catch_exceptions=False)
    assert with_encoder.output.split() == ["0-0", "1-1", "2-2", "3-3"]
