"""One country against another, by hand and by property."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import percent_of

amounts = st.floats(min_value=1e-6, max_value=1e9)


def two(china, us):
    return pd.DataFrame({"country": ["China", "United States", "Japan"], "value": [china, us, 7.0]})


def test_a_level_in_percent_of_another():
    assert percent_of(two(48.0, 96.0)) == 50
    assert percent_of(two(66, 8)) == 825
    renamed = two(13, 37).rename(columns={"value": "universities"})
    assert percent_of(renamed, "universities") == pytest.approx(35.135, abs=0.001)


@given(amounts, amounts)
def test_exchanging_the_two_gives_the_inverse(one, other):
    there = percent_of(two(one, other))
    back = percent_of(two(one, other), of="United States", base="China")
    assert there * back == pytest.approx(10_000)


@given(amounts, amounts, st.floats(min_value=0.01, max_value=100))
def test_the_unit_does_not_matter(one, other, factor):
    assert percent_of(two(one * factor, other * factor)) == pytest.approx(percent_of(two(one, other)))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (two(1, 2).iloc[[0]], "'United States': 0 rows"),
        (pd.concat([two(1, 2), two(1, 3)]), "'China': 2 rows"),
        (two(None, 2), "'China': 1 rows with 0 values"),
        (two(1, 0), "above zero"),
    ],
)
def test_what_cannot_be_compared_stops(frame, words):
    with pytest.raises(ValueError, match=words):
        percent_of(frame)
