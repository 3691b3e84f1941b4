"""The lexicon: its file, look-up, pieces, and the shipped one."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import DataError, ReadError
from align.lexicon.assemble import Entries, assemble
from align.lexicon.file import MAGIC, dumps, load, loads
from align.lexicon.lexicon import SCALE, Lexicon, to_codes
from align.lexicon.units import best_split, zh_units
from align.model import Span, Token


@pytest.fixture
def small() -> Lexicon:
    """Return three Chinese and three English words: 改革 reform, 开放 open or reform, 水 water."""
    entries = Entries(
        (["改革", "开放", "水"], ["reform", "open", "water"]),
        np.array([0, 1, 1, 2]),
        np.array([0, 0, 1, 2]),
        np.array([[90, 80], [10, 20], [30, 40], [5, 5]], np.float64),
        (np.array([100, 40, 6]), np.array([110, 50, 7])),
    )
    return assemble(entries, np.ones((2, 5)), 2, 0.0, {"sources": ["by hand"]})


def test_translations_come_best_first(small: Lexicon) -> None:
    found = small.translations("开放")
    assert [key for key, _ in found] == ["open", "reform"]
    assert found[0][1] == pytest.approx(0.75, rel=0.05)
    assert small.translations("无") == []


def test_both_directions(small: Lexicon) -> None:
    forward, backward = small.matrix(small.zh_ids(["改革", "开放"]), small.en_ids(["reform"]))
    assert forward[:, 0] == pytest.approx([1.0, 0.25], rel=0.05)
    assert backward[:, 0] == pytest.approx([0.8, 0.2], rel=0.05)
    assert small.probability("水", "water") == pytest.approx(1, rel=0.05)
    assert small.probability("水", "reform") == 0


def test_unknown_words_have_no_place_but_a_prior(small: Lexicon) -> None:
    ids = small.zh_ids(["水", "火", "改", "改革开放" * 20, ""])
    assert ids.tolist()[1:] == [-1, -1, -1, -1]
    prior = small.zh_prior(ids)
    assert prior[0] > prior[1] > 0
    forward, backward = small.matrix(ids, small.en_ids(["water", "fire"]))
    assert forward[1:].sum() == backward[1:].sum() == forward[:, 1].sum() == 0


def test_repeated_words_in_a_matrix(small: Lexicon) -> None:
    forward, _ = small.matrix(small.zh_ids(["水", "水"]), small.en_ids(["water", "open", "water"]))
    assert (forward > 0).tolist() == [[True, False, True]] * 2


def test_sub_table_of_no_words(small: Lexicon) -> None:
    nothing = np.zeros(0, np.int32)
    table = small.sub_table(nothing, nothing)
    assert table.starts.tolist() == [0]
    assert len(table.columns) == 0


@given(st.lists(st.floats(0.02, 2e6), min_size=1))
def test_counts_are_kept_to_four_percent(counts: list[float]) -> None:
    kept = SCALE[to_codes(np.array(counts))]
    assert kept == pytest.approx(counts, rel=0.045)


def test_file_round_trip(small: Lexicon) -> None:
    data = dumps(small)
    again = loads(data)
    assert dumps(again) == data
    assert again.hash == small.hash
    assert again.translations("开放") == small.translations("开放")
    assert again.info["sources"] == ["by hand"]


@pytest.mark.parametrize("keep", [0, 4, 12, 40, 700, -1])
def test_cut_file_is_refused(small: Lexicon, keep: int) -> None:
    with pytest.raises(DataError, match="not a sound lexicon"):
        loads(dumps(small)[:keep])


@given(st.data())
def test_a_changed_byte_is_noticed(data: st.DataObject) -> None:
    whole = bytearray(dumps(load_small()))
    header = len(MAGIC) + 4 + int.from_bytes(whole[len(MAGIC) : len(MAGIC) + 4], "little")
    place = data.draw(st.integers(header, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DataError):
        loads(bytes(whole))


def load_small() -> Lexicon:
    """Return a lexicon of one entry."""
    one = np.array([0])
    entries = Entries((["水"], ["water"]), one, one, np.array([[5.0, 5.0]]), (np.array([5]), np.array([5])))
    return assemble(entries, np.ones((2, 5)), 2, 0.0, {})


def test_absent_file_is_named() -> None:
    with pytest.raises(ReadError, match="lexicon") as caught:
        load("no/such.lexicon")
    assert caught.value.hint


def test_unknown_words_are_cut_to_known_pieces() -> None:
    lexicon = load()
    word = "扶贫协作办公室"
    tokens = [Token("改革", Span(0, 2)), Token(word, Span(2, 9)), Token("VR360", Span(9, 14))]
    units = zh_units(tokens, lexicon)
    assert [unit.text for unit in units] == ["改革", "扶贫", "协作", "办公室", "VR360"]
    assert [unit.span.start for unit in units] == [0, 2, 4, 6, 9]


@given(st.text("改革开放水火", min_size=1, max_size=12))
def test_pieces_tile_the_word(word: str) -> None:
    pieces = best_split(word, {"改革": 9.0, "开放": 9.0, "改革开放": 30.0, "水": 3.0})
    assert "".join(pieces) == word
    assert len(pieces) > 1 or len(word) == 1


@pytest.mark.parametrize(
    ("zh", "en"),
    [("改革", "reform"), ("重庆", "chongq"), ("书记", "secretari"), ("发展", "develop"), ("猫", "cat"), ("。", ".")],
)
def test_the_shipped_lexicon_knows_plain_words(zh: str, en: str) -> None:
    lexicon = load()
    assert lexicon.translations(zh)[0][0] == en
    assert lexicon.probability(zh, en) > 0.4


def test_the_shipped_lexicon_is_whole_and_names_its_content() -> None:
    lexicon = load()
    content = (resources.files("align.lexicon") / "data" / "zh-en.bin").read_bytes()
    assert loads(content).hash == lexicon.hash  # the checksum agrees, which is not looked at when it is loaded
    assert len(lexicon.zh) > 100_000
    assert len(lexicon.hash) == 16
    assert (np.diff(lexicon.starts) > 0).all()
    assert lexicon.columns.max() < len(lexicon.en)
    assert (lexicon.zh[:-1] < lexicon.zh[1:]).all()
