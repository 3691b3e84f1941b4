"""The gate of the benchmarks: what falls fails, what cannot be measured does not pass."""

import pytest

from bench.figures import Figure, dump, judge, load, renew, table


@pytest.mark.parametrize(
    ("figure", "floor", "passed"),
    [
        (Figure("F1", 0.95, "high", 0.01), 0.95, True),
        (Figure("F1", 0.945, "high", 0.01), 0.95, True),
        (Figure("F1", 0.93, "high", 0.01), 0.95, False),
        (Figure("F1", 0.99, "high"), 0.95, True),
        (Figure("AER", 0.21, "low", 0.01), 0.20, True),
        (Figure("AER", 0.25, "low", 0.01), 0.20, False),
        (Figure("AER", 0.10, "low"), 0.20, True),
        (Figure("F1", None), 0.95, False),
    ],
)
def test_a_drop_beyond_noise_fails(figure, floor, passed):
    (verdict,) = judge([figure], {figure.name: floor})
    assert verdict.passed is passed


def test_absent_data_never_passes_even_without_baseline():
    (verdict,) = judge([Figure("F1", None, note="data absent: x")], {})
    assert not verdict.passed
    assert "data absent: x" in table([verdict])


def test_a_figure_nobody_measured_fails():
    (verdict,) = judge([], {"F1": 0.9})
    assert not verdict.passed


def test_renewing_keeps_the_floor_unless_told():
    figures = [Figure("F1", 0.8), Figure("AER", 0.1, "low"), Figure("new", 0.5), Figure("gone", None)]
    baseline = {"F1": 0.9, "AER": 0.2, "gone": 0.7}
    assert renew(figures, baseline) == {"F1": 0.9, "AER": 0.1, "new": 0.5, "gone": 0.7}
    assert renew(figures, baseline, lower=True)["F1"] == 0.8


def test_the_file_reads_back():
    assert load(dump({"F1": 0.9})) == {"F1": 0.9}
