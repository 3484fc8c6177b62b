"""Counts of departures, periods, reasons and output of countries: against hand-made tables."""

import pandas as pd
import pytest

from analysis import (
    destination_share,
    exchange_with_china,
    exit_range,
    fiscal_year,
    five_year_rates,
    leavers_in_year,
    left_within,
    moves_by_year,
    output_by_country,
    people_by_push,
    people_by_reason,
    tally_months,
)
from analysis.lookup import single
from analysis.periods import months_covered
from analysis.staying import TAX
from data import load

FLOWS = pd.DataFrame(
    [
        ("a", 2019, "United States", "China", "outflow", 5, "published"),
        ("a", 2020, "United States", "China", "outflow", 7, "published"),
        ("a", 2021, "United States", "China", "outflow", 2, "incomplete"),
        ("a", 2020, "United States", "China", "inflow", 9, "published"),
        ("a", 2020, "United States", "World", "outflow", 70, "published"),
        ("a", 2020, "United States", None, "stock", 900, "published"),
        ("a", 2020, "China", "United States", "outflow", 9, "published"),
        ("b", 2020, "United States", "China", "outflow", 1, "published"),
    ],
    columns=["series", "year", "country", "partner", "flow", "value", "window"],
).astype({"partner": "string", "value": "Int64"})


def test_one_cell_or_an_error_that_names_the_filter():
    frame = pd.DataFrame({"who": pd.array(["a", "b", "b", None], dtype="string"), "n": [1, 2, 3, 4]})
    assert single(frame, "n", who="a") == 1
    assert type(single(frame, "n", who="a")) is int
    for who, words in (("b", "who='b': 2 rows"), ("c", "who='c': 0 rows")):
        with pytest.raises(ValueError, match=words):
            single(frame, "n", who=who)


def test_moves_by_year_are_those_of_one_series_flow_and_partner():
    assert moves_by_year(FLOWS, "a", "outflow").to_dict() == {2019: 5, 2020: 7, 2021: 2}
    assert moves_by_year(FLOWS, "a", "outflow", "World").to_dict() == {2020: 70}
    assert moves_by_year(FLOWS, "a", "stock", None).to_dict() == {2020: 900}
    with pytest.raises(ValueError, match="no inflow of series 'b' with partner 'China'"):
        moves_by_year(FLOWS, "b", "inflow")


def test_the_exchange_is_both_ways_and_complete():
    assert exchange_with_china(FLOWS, ["a"])["value"].tolist() == [5, 7, 9]
    assert exchange_with_china(FLOWS, {"a": "A", "b": "B"})["value"].tolist() == [5, 7, 9, 1]


def test_leavers_are_of_one_year_and_all_fields():
    columns = ["series", "destination", "measure", "field", "first_year", "value", "low", "precision"]
    rows = [
        ("x", "China", "leavers in the year", "all", 2021, 1500, 1400, "exact"),
        ("x", "China", "leavers in the year", "life sciences", 2021, 900, None, "exact"),
        ("x", "China", "leavers in the period", "all", 2021, 9000, None, "exact"),
        ("x", "China", "leavers in the year", "all", 2010, 400, None, "exact"),
        ("x", "China", "leavers in the year", "all", 2010, 500, None, "about"),
    ]
    estimates = pd.DataFrame(rows, columns=columns)
    assert leavers_in_year(estimates, "x", "China", 2021) == 1500
    assert leavers_in_year(estimates, "x", "China", 2021, "low") == 1400
    assert leavers_in_year(estimates, "x", "China", 2010, precision="about") == 500
    with pytest.raises(ValueError, match="2 rows"):
        leavers_in_year(estimates, "x", "China", 2010)


def test_a_share_of_destinations_is_of_one_year():
    rows = [
        ("x", "destination of leavers", "China", 2020, 2020, 18.0),
        ("x", "destination of leavers", "China", 2010, 2020, 12.0),
        ("x", "destination of leavers", "China", 2010, 2010, 10.0),
        ("x", "origin of arrivals", "China", 2020, 2020, 33.0),
    ]
    columns = ["series", "breakdown", "category", "first_year", "last_year", "share"]
    shares = pd.DataFrame(rows, columns=columns)
    assert [destination_share(shares, "x", "China", year) for year in (2010, 2020)] == [10, 18]


def test_left_within_takes_only_the_years_the_study_states():
    findings = pd.DataFrame(
        {
            "study_id": ["shvadron2025"] * 2,
            "measure": ["left the US within 5 years", "left the US within 15 years"],
            "value": [12.0, 25.0],
        }
    )
    assert [left_within(findings, years) for years in (5, 15)] == [12, 25]
    with pytest.raises(ValueError, match=r"within 10 years'.*0 rows"):
        left_within(findings, 10)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2024-01", "2025-09", 21), ("2011", "2025-06", 174), ("2024", "2024", 12), ("2025-03", "2025-03", 1)],
)
def test_months_are_counted_from_the_first_to_the_last(start, end, months):
    assert months_covered(start, end) == months
    tallies = pd.DataFrame({"tally_id": ["one"], "period_start": [start], "period_end": [end]})
    assert tally_months(tallies, "one") == months


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="ends in 2019, before it starts in 2020-02"):
        months_covered("2020-02", "2019")


def test_a_fiscal_year_begins_in_october():
    dates = pd.Series(pd.to_datetime(["2023-09-30", "2023-10-01", "2024-01-15"]))
    assert fiscal_year(dates).tolist() == [2023, 2024, 2024]


def test_reasons_overlap_and_groups_do_not():
    kinds = pd.Series(["pull", "pull;push", "personal", "push;personal", "pull;personal"], dtype="string")
    assert people_by_reason(kinds) == {"pull": 3, "personal": 3, "push": 2}
    assert people_by_push(kinds) == (2, 2, 1)
    with pytest.raises(ValueError, match="1 of 2 people"):
        people_by_push(pd.Series(["pull", "chance"]))


def test_most_cited_articles_are_articles_times_their_share():
    rows = [
        ("A", "whole", 2020, "articles", 1000.0),
        ("A", "whole", 2020, "top1pct_cited_share_of_own_articles", 1.5),
        ("B", "whole", 2020, "articles", 200.0),
        ("B", "whole", 2020, "top1pct_cited_share_of_own_articles", 2.0),
    ]
    indicators = pd.DataFrame(rows, columns=["country", "counting", "first_year", "measure", "value"])
    output = output_by_country(indicators).set_index("country")
    assert output["top_articles"].to_dict() == {"A": 15, "B": 4}
    assert output.at["A", "articles"] == 1000


def test_an_exit_range_starts_with_the_lower_exit():
    # 0.9 x 0.9 = 0.81 stay after two years at ten percent a year, 0.8 x 0.8 = 0.64 at twenty.
    assert exit_range(0.64, 0.81, 2) == pytest.approx((10, 20))
    assert exit_range(0.81, 0.64, 2) == pytest.approx((10, 20))
    with pytest.raises(ValueError, match="above 0"):
        exit_range(0, 0.5, 2)


def test_the_five_year_rates_are_those_of_the_survey():
    right = {
        "measure": "residence",
        "statistic": "rate",
        "field": "All S&E",
        "database": "Survey of Doctorate Recipients",
        "horizon_low": 5,
        "horizon_high": 5,
        "source_id": "ncses-2025-nsf25325",
    }
    wrong = {"measure": "intent", "field": "Engineering", "database": TAX, "horizon_low": 2, "source_id": "a"}
    rows = [right, *({**right, column: other} for column, other in wrong.items())]
    assert five_year_rates(pd.DataFrame(rows)).index.tolist() == [0]
    assert five_year_rates(pd.DataFrame(rows), TAX).index.tolist() == [3]
    rates = five_year_rates(load("stay_rates")).query("origin in ['China', 'India']")
    assert not rates.duplicated(["origin", "observed_last"]).any()
