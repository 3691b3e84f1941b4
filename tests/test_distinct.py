"""Distinct values are found as numpy finds them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.distinct import distinct


@given(st.lists(st.integers(0, 2**62), max_size=30), st.integers(1, 2**62))
def test_distinct_values_are_those_of_numpy(values, most):
    codes = np.array(values, np.int64) % most
    for ours, theirs in zip(distinct(codes), np.unique(codes, return_inverse=True, return_counts=True), strict=True):
        assert ours.tolist() == theirs.tolist()


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint8])
def test_codes_may_be_of_any_width(kind):
    values, places, counts = distinct(np.array([200, 3, 3, 0], kind))
    assert (values.tolist(), places.tolist(), counts.tolist()) == ([0, 3, 200], [2, 1, 1, 0], [1, 2, 1])
