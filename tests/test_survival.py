"""Yearly exits: by hand, and back to the share they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import yearly_exit


@pytest.mark.parametrize(
    ("stayed", "years", "rate"), [(0.81, 2, 0.1), (1, 5, 0), (0, 3, 1), (0.87, 6, 0.0229)]
)
def test_yearly_exit_by_hand(stayed, years, rate):
    assert yearly_exit(stayed, years) == pytest.approx(rate, abs=5e-5)


@given(st.floats(0, 1), st.floats(0.5, 40))
def test_the_rate_compounds_to_the_share_that_stayed(stayed, years):
    rate = yearly_exit(stayed, years)
    assert 0 <= rate <= 1
    assert (1 - rate) ** years == pytest.approx(stayed, abs=1e-6)


@pytest.mark.parametrize(
    ("stayed", "years", "words"), [(1.1, 5, "between 0 and 1"), (-0.1, 5, "between"), (0.5, 0, "above 0")]
)
def test_impossible_values_stop(stayed, years, words):
    with pytest.raises(ValueError, match=words):
        yearly_exit(stayed, years)
