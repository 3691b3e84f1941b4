"""Word links by an encoder: mutual nearest words, beside the lexicon's links and never against them."""

import models
import numpy as np
import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.encode.load import load
from align.encode.protocol import unit
from align.lexicon.file import load as load_lexicon
from align.match import word_vectors
from align.match.word_texts import joined
from align.match.word_vectors import agreement, link_by_both, link_vectors
from align.match.words import link_texts

ZH, EN = ["曌垚", "翀焱", "彧犇", "喆骉"], ["blor", "fren", "quix", "zam"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    vectors = unit(np.random.default_rng(4).normal(size=(len(ZH), 24)).astype(np.float32))
    return str(models.static_folder(tmp_path_factory.mktemp("words") / "m", [*ZH, *EN], np.tile(vectors, (2, 1))))


class Partial:
    """An encoder that also knows some words of a little dictionary of its own."""

    def __init__(self, encoder, pairs):
        self.encoder = encoder
        axes = np.eye(len(pairs), dtype=np.float32)
        self.vectors = {word: axes[n] for n, pair in enumerate(pairs.items()) for word in pair}

    def encode_words(self, sentences):
        known = self.encoder.encode_words(sentences)
        width = len(self.vectors) // 2
        own = [[self.vectors.get(word, np.zeros(width, np.float32)) for word in words] for words in sentences]
        return [
            np.concatenate((vectors, np.array(more, np.float32).reshape(-1, width)), axis=1)
            for vectors, more in zip(known, own, strict=True)
        ]


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


def texts(zh, en):
    return joined(zh), joined(en, " ")


def numbers(links):
    return [(i, j) for i, j, _ in links]


def test_the_encoder_links_what_nothing_else_explains(folder):
    """The lexicon knows none of the words; it can only go by their order, and the encoder says that it is turned."""
    pairs = [texts(["我们", "学习", "经济", ZH[0], ZH[1]], ["we", "study", "economy", EN[1], EN[0]])]
    by_lexicon = link_texts(pairs, load_lexicon())[0]
    assert {(3, 3), (4, 4)} <= set(numbers(by_lexicon))
    [found], heard = link_by_both(
        pairs, load_lexicon(), Partial(load(folder), {"我们": "we", "学习": "study", "经济": "economy"})
    )
    assert heard
    assert numbers(found) == [(0, 0), (1, 1), (2, 2), (3, 4), (4, 3)]


def test_the_encoder_leaves_alone_what_the_lexicon_knows(folder):
    """However sure the encoder is that 经济 is study and 学习 economy."""
    pairs = [texts(["学习", "经济"], ["study", "economy"])]
    turned = Partial(load(folder), {"学习": "economy", "经济": "study"})
    [found] = link_texts(pairs, load_lexicon(), offers=[[(0, 1, 1.0), (1, 0, 1.0)]])
    assert numbers(found) == [(0, 0), (1, 1)]
    links, heard = link_by_both(pairs, load_lexicon(), turned)
    assert not heard
    assert links == link_texts(pairs, load_lexicon())


def test_a_hint_explains_words_too():
    """陈敏尔 is spelt out in pinyin; nobody needs to offer him another rendering."""
    pairs = [texts(["陈敏尔", "指出"], ["Chen", "Min'er", "quix"])]
    plain, offered = (link_texts(pairs, load_lexicon(), offers=offers)[0] for offers in (None, [[(0, 2, 1.0)]]))
    assert offered == plain


def test_few_vectors_are_in_memory_at_a_time(folder, monkeypatch):
    pairs = [texts([ZH[n % 4], ZH[(n + 1) % 4]], [EN[n % 4], EN[(n + 1) % 4]]) for n in range(10)]
    whole = link_by_both(pairs, load_lexicon(), load(folder))
    monkeypatch.setattr(word_vectors, "AT_ONCE", 3)
    sizes = []
    encoder = load(folder)
    monkeypatch.setattr(
        encoder, "encode_words", lambda some, f=encoder.encode_words: sizes.append(len(some)) or f(some)
    )
    assert link_by_both(pairs, load_lexicon(), encoder) == whole
    assert sizes == [3, 3, 3, 3, 3, 3, 1, 1]


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
