"""The analysis room, against hand-computed cases, and properties."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    after_deep_cuts,
    award_change,
    request_and_law,
    requested_change,
    requests_and_laws,
    wilson_interval,
    yearly_changes,
)
from data import load


def budget_rows(*rows):
    columns = ["agency", "account", "fiscal_year", "stage", "billion_usd", "change_pct", "base_year"]
    types = {"billion_usd": float, "change_pct": float, "base_year": "Int64"}
    frame = pd.DataFrame(rows, columns=columns).astype(types).assign(basis="reported")
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
        ("A", "total", 2026, "request", None, -57.0, 2025),
        ("A", "total", 2026, "enacted", None, -3.4, 2024),
    )
    found = yearly_changes(rows)
    assert found["change"].tolist() == [-57.0]
    assert found["how"].tolist() == ["stated"]


def test_a_request_is_held_against_the_base_its_source_names():
    # FY2019 was requested before FY2018 was law: the source compares with FY2017.
    rows = budget_rows(
        ("A", "total", 2017, "enacted", 10.0, None, None),
        ("A", "total", 2018, "enacted", 15.0, None, None),
        ("A", "total", 2019, "request", 10.0, 0.0, 2017),
        ("A", "total", 2019, "enacted", 16.5, 9.0, 2018),
    )
    found = yearly_changes(rows).set_index(["fiscal_year", "stage"])[["change", "how"]]
    assert found.loc[(2019, "request")].tolist() == [0.0, "stated"]
    # A law is computed from its amounts: the stated change is rounded.
    assert found.loc[(2019, "enacted"), "change"] == pytest.approx(10.0)
    assert found.loc[(2019, "enacted"), "how"] == "computed"


def test_the_base_does_not_depend_on_the_order_of_rows():
    rows = budget_rows(
        ("A", "total", 2025, "enacted", 48.3, None, None),
        ("A", "total", 2025, "enacted", 40.0, None, None),
        ("A", "total", 2026, "enacted", 48.3, None, None),
    )
    rows["basis"] = ["reported", "derived", "reported"]
    for order in (rows, rows.iloc[::-1]):
        order.attrs = rows.attrs
        found = yearly_changes(order).query("fiscal_year == 2026")
        assert found["change"].tolist() == [0.0]


@given(st.floats(0.1, 1000), st.floats(0.1, 1000))
def test_a_computed_change_turns_the_base_into_the_amount(before, after):
    rows = budget_rows(
        ("A", "total", 2018, "enacted", before, None, None),
        ("A", "total", 2019, "enacted", after, None, None),
    )
    change = yearly_changes(rows)["change"].iloc[0]
    assert before * (1 + change / 100) == pytest.approx(after)


def test_the_budget_record_agrees_with_a_count_by_hand():
    """Deep cuts were requested in four budget years; two agencies ended lower, both in FY2026."""
    budgets = load("federal_budgets")
    changes = yearly_changes(budgets[budgets["agency"] != "All agencies"])
    requests, enacted = requests_and_laws(request_and_law(changes, first_year=2017))
    laws = after_deep_cuts(requests, enacted)
    assert sorted(set(laws.index.get_level_values("fiscal_year"))) == [2018, 2020, 2021, 2026]
    lower = laws.query("low < 0")
    assert sorted(lower.index) == [("NASA", 2026), ("NSF", 2026)]
    assert enacted.loc[("NSF", 2026), "low"] == pytest.approx(100 * (8.75 / 9.06 - 1))


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


def test_ranges_span_disagreement_and_need_a_request_and_a_law():
    changes = budget_rows(
        ("A", "x", 2020, "request", None, None, None),
        ("A", "y", 2020, "request", None, None, None),
        ("A", "x", 2020, "enacted", None, None, None),
        ("A", "x", 2021, "request", None, None, None),
        ("A", "x", 2019, "request", None, None, None),
        ("A", "x", 2019, "enacted", None, None, None),
        ("A", "x", 2020, "house", None, None, None),
    ).assign(change=[-10.0, -6.0, 2.0, 4.0, 5.0, 5.0, -1.0])
    found = request_and_law(changes, first_year=2020)
    assert found.to_dict("records") == [
        {"agency": "A", "fiscal_year": 2020, "stage": "request", "low": -10.0, "high": -6.0},
        {"agency": "A", "fiscal_year": 2020, "stage": "enacted", "low": 2.0, "high": 2.0},
    ]


def test_a_cut_is_deep_only_by_every_source():
    changes = budget_rows(
        ("A", "x", 2020, "request", None, None, None),
        ("A", "x", 2020, "enacted", None, None, None),
        ("A", "x", 2021, "request", None, None, None),
        ("A", "y", 2021, "request", None, None, None),
        ("A", "x", 2021, "enacted", None, None, None),
    ).assign(change=[-5.0, 3.0, -20.0, -4.0, -2.0])
    requests, laws = requests_and_laws(request_and_law(changes, first_year=2020))
    assert requests.loc[("A", 2021), ["low", "high"]].tolist() == [-20.0, -4.0]
    assert laws["low"].tolist() == [3.0, -2.0]
    deep = after_deep_cuts(requests, laws)
    assert deep.index.tolist() == [("A", 2020)]
    assert deep["low"].tolist() == [3.0]


def test_a_requested_change_is_the_one_stated():
    rows = budget_rows(
        ("A", "total", 2026, "request", None, -57.0, 2025),
        ("A", "total", 2026, "enacted", None, -3.4, 2025),
        ("A", "part", 2026, "request", 8.0, None, None),
    )
    assert requested_change(rows, "total", 2026) == -57
    with pytest.raises(ValueError, match=r"'part'.*1 rows with 0 values"):
        requested_change(rows, "part", 2026)


def test_the_change_of_awards_is_on_the_year_before():
    rows = pd.DataFrame(
        {
            "metric": ["grants"] * 3 + ["people"],
            "fiscal_year": [2023, 2024, 2025, 2025],
            "value": [90, 80, 60, 7],
        }
    )
    assert award_change(rows, "grants", 2025) == pytest.approx(-25)
    with pytest.raises(ValueError, match="fiscal_year=2024: 0 rows"):
        award_change(rows, "people", 2025)


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


@given(st.floats(0, 1), st.integers(1, 10**5))
def test_wilson_interval_holds_the_share_narrows_with_more_answers_and_mirrors(share, n):
    low, high = wilson_interval(share, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    closer = wilson_interval(share, 2 * n)
    assert closer[1] - closer[0] <= high - low + 1e-9
    assert wilson_interval(1 - share, n) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("share", "n"), [(-0.1, 10), (1.1, 10), (0.5, 0)])
def test_wilson_interval_refuses_what_is_no_share(share, n):
    with pytest.raises(ValueError, match=r"share|n must"):
        wilson_interval(share, n)
