"""Two lists of the same people: Chapman's estimate by hand, and what it never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import two_list_total


@pytest.mark.parametrize(
    ("first", "second", "shared", "total"),
    [
        (9, 9, 4, 19),  # 10 * 10 / 5 - 1
        (85, 33, 33, 85),  # the shorter list lies within the longer one
        (20, 14, 0, 314),  # nothing shared: 21 * 15 - 1
    ],
)
def test_two_list_total_by_hand(first, second, shared, total):
    assert two_list_total(first, second, shared) == pytest.approx(total)


@pytest.mark.parametrize(("first", "second", "shared"), [(5, 3, 4), (5, 3, -1)])
def test_impossible_counts_are_refused(first, second, shared):
    with pytest.raises(ValueError, match="cannot share"):
        two_list_total(first, second, shared)


@given(st.integers(0, 2000), st.integers(0, 2000), st.data())
def test_the_total_covers_the_known_names_and_falls_as_more_are_shared(first, second, data):
    shared = data.draw(st.integers(0, min(first, second)))
    total = two_list_total(first, second, shared)
    assert total >= first + second - shared - 1e-6
    assert total == two_list_total(second, first, shared)
    if shared:
        assert two_list_total(first, second, shared - 1) >= total
