"""The ladder and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import ladders, shapes

from align.errors import ReadError
from align.export.ladder import dump_ladder, load_ladder


@given(shapes.flatmap(ladders))
def test_ladder_is_read_as_it_was_written(beads):
    read = load_ladder(dump_ladder(beads))
    assert [(b.source, b.target) for b in read] == [(b.source, b.target) for b in beads]
    assert [(b.source.start, b.target.start) for b in read] == [(b.source.start, b.target.start) for b in beads]


def test_costs_of_other_aligners_are_passed_over():
    assert [bead.shape for bead in load_ladder("[0]:[0]:0.31\n\n[1,2]:[]:1e-05\n")] == [(1, 1), (2, 0)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0-0", "f:1: not a bead"),
        ("[0]:[0]\n[a]:[1]", "f:2: not a bead"),
        ("[0, 2]:[0]", "do not follow one another"),
        ("[0,,1]:[0]", "f:1: "),
        ("[1, 0]:[0]", "do not follow one another"),
    ],
)
def test_broken_ladder(text, message):
    with pytest.raises(ReadError, match=message):
        load_ladder(text, path="f")
