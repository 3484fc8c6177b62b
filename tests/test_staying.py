"""Stay rates: hand-computed cases and what must hold for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    abroad_from_counts,
    abroad_from_share,
    pooled_share,
    rounding_bounds,
    stay_interval,
    wilson_interval,
)
from data import load


def to_nearest(value, step):
    return step * int(value / step + 0.5)


def test_rounding_bounds():
    assert rounding_bounds(2700, 50) == (2675, 2725)
    assert rounding_bounds(10, 50) == (0, 35)
    with pytest.raises(ValueError, match="above zero"):
        rounding_bounds(10, 0)


def test_three_rounded_counts_bound_the_absent():
    # Absent: 2675 to 2725 as printed, and 15775 - 13175 = 2600 to 15825 - 13125 = 2700 by difference.
    assert abroad_from_counts(15800, 13150, 2700) == (2675, 2700)
    with pytest.raises(ValueError, match="cannot add up"):
        abroad_from_counts(1000, 500, 200)


def test_a_rounded_share_bounds_the_absent():
    # 16.5 percent of 10975, 17.5 percent of 11025.
    assert abroad_from_share(83, 11000) == pytest.approx((1810.875, 1929.375))
    assert abroad_from_share(100, 1000) == pytest.approx((0, 5.125))
    with pytest.raises(ValueError, match="between 0 and 100"):
        abroad_from_share(101, 1000)


@given(st.integers(1000, 50_000), st.floats(0, 1))
def test_the_true_number_abroad_lies_within_the_bounds(n, share):
    us = round(n * share)
    abroad = n - us
    low, high = abroad_from_counts(to_nearest(n, 50), to_nearest(us, 50), to_nearest(abroad, 50))
    assert low <= abroad <= high
    low, high = abroad_from_share(to_nearest(100 * us / n, 1), to_nearest(n, 50))
    assert low - 1e-6 <= abroad <= high + 1e-6


def test_the_interval_of_a_stay_rate():
    low, high = wilson_interval(0.83, 15_800)
    assert stay_interval(83, 15_800) == pytest.approx((100 * low, 100 * high))
    wider = stay_interval(83, 15_800, 82.9, 83.5)
    assert wider[0] < 100 * low
    assert wider[1] > 100 * high


def test_pooled_share():
    assert pooled_share([80, 90], [100, 300]) == 87.5
    with pytest.raises(ValueError, match="one size"):
        pooled_share([80], [100, 300])
    with pytest.raises(ValueError, match="one size"):
        pooled_share([], [])


def test_every_row_with_three_counts_adds_up():
    rows = load("stay_rates").dropna(subset=["n", "n_us", "n_abroad"])
    # Sums of several origins carry several roundings; the rows of one origin carry one.
    single = rows[~rows["note"].str.startswith("Sum of")]
    assert len(single) > 5
    for row in single.itertuples():
        low, high = abroad_from_counts(row.n, row.n_us, row.n_abroad)
        assert 0 <= low <= high
