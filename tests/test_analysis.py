"""The analysis room, against published and hand-computed values, and properties."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import change_ranges, wilson_interval, yearly_changes


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_gives_the_published_values(part, whole, low, high):
    found = wilson_interval(part / whole, whole)
    assert found == pytest.approx((low, high), abs=0.00006)


@given(st.floats(0, 1), st.integers(1, 10**6))
def test_wilson_interval_holds_the_share_and_stays_in_range(share, n):
    low, high = wilson_interval(share, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


@given(st.floats(0, 1), st.integers(1, 10**5))
def test_wilson_interval_narrows_with_more_answers_and_mirrors(share, n):
    low, high = wilson_interval(share, n)
    closer = wilson_interval(share, 2 * n)
    assert closer[1] - closer[0] <= high - low + 1e-9
    mirrored = wilson_interval(1 - share, n)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("share", "n"), [(-0.1, 10), (1.1, 10), (0.5, 0)])
def test_wilson_interval_refuses_what_is_no_share(share, n):
    with pytest.raises(ValueError, match=r"share|n must"):
        wilson_interval(share, n)


def budget_rows(*rows):
    columns = ["agency", "account", "fiscal_year", "stage", "billion_usd", "change_pct", "change_base"]
    frame = pd.DataFrame(rows, columns=columns).astype({"billion_usd": float, "change_pct": float})
    frame.attrs["name"] = "federal_budgets"
    return frame


def test_changes_are_computed_within_one_account_from_the_year_before():
    rows = budget_rows(
        ("A", "total", 2018, "enacted", 10.0, None, None),
        ("A", "total", 2019, "request", 8.0, None, None),
        ("A", "total", 2019, "enacted", 11.0, None, None),
        ("A", "wider", 2019, "request", 12.0, None, None),
        ("A", "total", 2021, "request", 5.0, None, None),
    )
    found = yearly_changes(rows)
    assert found["change"].tolist() == pytest.approx([-20.0, 10.0])
    assert set(found["how"]) == {"computed"}
    assert found.attrs["name"] == "federal_budgets"


def test_a_stated_change_counts_only_on_the_year_before():
    rows = budget_rows(
        ("A", "total", 2026, "request", None, -57.0, "FY2025"),
        ("A", "total", 2026, "enacted", None, -3.4, "FY2024"),
    )
    found = yearly_changes(rows)
    assert found["change"].tolist() == [-57.0]
    assert found["how"].tolist() == ["stated"]


def test_an_estimate_is_the_base_only_without_an_enacted_amount():
    rows = budget_rows(
        ("A", "total", 2016, "estimate", 10.0, None, None),
        ("A", "total", 2017, "estimate", 50.0, None, None),
        ("A", "total", 2017, "enacted", 20.0, None, None),
        ("A", "total", 2018, "request", 30.0, None, None),
    )
    found = yearly_changes(rows).set_index(["fiscal_year", "stage"])["change"]
    assert found[2018, "request"] == pytest.approx(50.0)
    assert found[2017, "enacted"] == pytest.approx(100.0)


def test_ranges_span_disagreement_and_need_every_stage():
    changes = budget_rows(
        ("A", "x", 2020, "request", None, None, None),
        ("A", "y", 2020, "request", None, None, None),
        ("A", "x", 2020, "enacted", None, None, None),
        ("A", "x", 2021, "request", None, None, None),
    ).assign(change=[-10.0, -6.0, 2.0, 4.0])
    found = change_ranges(changes, ("request", "enacted"))
    assert found.to_dict("records") == [
        {"agency": "A", "fiscal_year": 2020, "stage": "request", "low": -10.0, "high": -6.0},
        {"agency": "A", "fiscal_year": 2020, "stage": "enacted", "low": 2.0, "high": 2.0},
    ]
