"""Rates, decomposition and trends: against hand-computed and published values, and properties."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    change_of_mean,
    decompose_change,
    growth_path,
    rate_interval,
    trend_excess,
    trend_excesses,
    trend_path,
)
from analysis.trend import FORMS


@pytest.mark.parametrize(
    ("events", "low", "high"),
    # Exact Poisson limits of 95 percent, any statistical table; Byar's approximation is close to them.
    [(5, 1.62, 11.67), (10, 4.80, 18.39), (100, 81.36, 121.63)],
)
def test_rate_interval_is_close_to_the_exact_limits(events, low, high):
    assert rate_interval(events, 1000) == pytest.approx((low, high), rel=0.01)


@given(st.integers(5, 10**6), st.floats(1, 1e9))
def test_rate_interval_holds_the_rate_and_scales(events, population):
    low, high = rate_interval(events, population)
    assert 0 <= low < 1000 * events / population < high
    assert rate_interval(events, population / 2) == pytest.approx((2 * low, 2 * high))


@pytest.mark.parametrize(("events", "population"), [(4, 10), (7.5, 10), (30, 0), (30, float("nan"))])
def test_rate_interval_refuses_what_is_no_rate(events, population):
    with pytest.raises(ValueError, match=r"events|population"):
        rate_interval(events, population)


def test_decomposition_by_hand():
    # 100 moves, 20 percent of them here, become 200 with 40 percent: from 20 to 80.
    found = decompose_change((100, 200), (0.2, 0.4), rounding=0.005)
    assert found["effect"].to_dict() == pytest.approx({"volume": 30, "share": 30})
    # volume: 100 x (0.295 to 0.305); share: (0.19 to 0.21) x 150
    assert found.loc["volume", ["low", "high"]].tolist() == pytest.approx([29.5, 30.5])
    assert found.loc["share", ["low", "high"]].tolist() == pytest.approx([28.5, 31.5])
    # Without the 20 that both make together, and with them.
    assert found[["least", "most"]].to_numpy().tolist() == [pytest.approx([20, 40])] * 2


def test_rounding_never_leaves_the_range_of_a_share():
    found = decompose_change((100, 100), (0.0, 1.0), rounding=0.005)
    assert found.loc["share", ["low", "high"]].tolist() == pytest.approx([99, 100])


amounts, shares = st.floats(1, 1e6), st.floats(0, 1)


@given(amounts, amounts, shares, shares, st.floats(0, 0.05))
def test_the_parts_sum_to_the_change_and_lie_in_their_bounds(before, after, first, last, rounding):
    found = decompose_change((before, after), (first, last), rounding)
    assert found["effect"].sum() == pytest.approx(after * last - before * first, abs=1e-6, rel=1e-9)
    assert (found["low"] <= found["effect"] + 1e-6).all()
    assert (found["effect"] <= found["high"] + 1e-6).all()
    assert ((found["least"] + found["most"]) / 2).tolist() == pytest.approx(
        found["effect"].tolist(), abs=1e-6
    )


def test_decomposition_refuses_percents():
    with pytest.raises(ValueError, match="between 0 and 1"):
        decompose_change((1, 2), (48, 67))


YEARS = range(2000, 2012)
LINE = pd.Series(range(10, 22), index=YEARS, dtype=float)
GROWTH = pd.Series([100 * 1.1**step for step in range(12)], index=YEARS)


@pytest.mark.parametrize(("counts", "form"), [(LINE, "straight line"), (GROWTH, "steady growth")])
def test_a_series_on_its_trend_has_no_excess(counts, form):
    found = trend_excesses(counts, break_years=[2006, 2008], first_years=[2000, 2002])
    assert found[found["form"] == form]["excess"].abs().max() < 1e-6
    assert len(found) == 8


def test_an_excess_by_hand():
    counts = pd.Series([10.0, 20.0, 30.0, 60.0], index=range(2000, 2004))
    assert trend_excess(counts, break_year=2003, form="straight line", first_year=2000) == pytest.approx(50)


def test_a_path_runs_through_the_years_before_and_goes_on():
    path = trend_path(LINE, break_year=2006, form="straight line", first_year=2002)
    assert path.tolist() == pytest.approx(LINE.loc[2002:].tolist())
    assert path.index[0] == 2002
    assert path.index[-1] == 2011


def test_the_form_alone_decides_the_sign():
    middle = (LINE + GROWTH / 10) / 2
    signs = {form: trend_excess(middle, break_year=2008, form=form, first_year=2000) for form in FORMS}
    assert signs["straight line"] > 0 > signs["steady growth"]


@given(st.floats(0.1, 1e5), st.sampled_from(FORMS))
def test_the_unit_of_the_counts_does_not_matter(unit, form):
    one, other = (
        trend_excess(counts, break_year=2008, form=form, first_year=2001)
        for counts in (GROWTH, unit * GROWTH)
    )
    assert one == pytest.approx(other, abs=1e-6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"form": "curve"}, "form must be"),
        ({"first_year": 2006}, "at least 3 years"),
        ({"break_year": 2030}, "and 0"),
        ({"counts": LINE.drop(2004)}, "each year once"),
        ({"counts": LINE.where(LINE.index != 2009)}, "empty year"),
        ({"counts": LINE.where(LINE.index != 2004, 0.0), "form": "steady growth"}, "above zero"),
        ({"counts": pd.Series(np.linspace(100, 1, 12) ** 2, index=YEARS)}, "falls to zero"),
    ],
)
def test_a_trend_that_cannot_be_drawn_is_refused(changes, message):
    arguments = {"counts": LINE, "break_year": 2008, "form": "straight line", "first_year": 2000} | changes
    with pytest.raises(ValueError, match=message):
        trend_excess(arguments.pop("counts"), **arguments)


def test_growth_paths_meet_their_ends():
    for form in FORMS:
        path = growth_path(900, 2621, 2010, 2021, form)
        assert path.loc[[2010, 2021]].tolist() == pytest.approx([900, 2621])
    steady = growth_path(100, 121, 2000, 2002, "steady growth")
    assert steady.tolist() == pytest.approx([100, 110, 121])
    with pytest.raises(ValueError, match="above zero"):
        growth_path(0, 5, 2000, 2002, "steady growth")


def test_change_of_mean_by_hand():
    counts = pd.Series([10.0, 20.0, 45.0], index=[2000, 2001, 2002])
    assert change_of_mean(counts, recent=(2002, 2002), base=(2000, 2001)) == pytest.approx(200)
    with pytest.raises(ValueError, match="lack years between 1999 and 2001"):
        change_of_mean(counts, recent=(2002, 2002), base=(1999, 2001))
