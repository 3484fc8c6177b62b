"""Stay rates: hand-computed cases and what must hold for all."""

import pytest

from analysis import pooled_share, stay_interval, wilson_interval
from data import load


def test_the_interval_of_a_stay_rate():
    low, high = wilson_interval(0.83, 15_800)
    assert stay_interval(83, 83, 15_800) == pytest.approx((100 * low, 100 * high))
    wider = stay_interval(82.9, 83.5, 15_800)
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
    # Each is printed to the nearest fifty, so the three can miss each other by three times 25.
    assert ((single["n"] - single["n_us"] - single["n_abroad"]).abs() <= 75).all()
