"""Rows, words and links that several chapters give to their charts and tables."""

import pandas as pd
import pytest

import charts
from data import sources


def test_line_rows_are_the_series_one_after_the_other():
    rows = charts.line_rows({"A": pd.Series([1, 2], [2019, 2020]), "B": pd.Series([3.5], [2020])})
    assert rows.to_numpy().tolist() == [["A", 2019, 1], ["A", 2020, 2], ["B", 2020, 3.5]]
    assert list(rows.columns) == ["series", "x", "y"]


def test_request_rows_have_the_agencies_in_order_and_the_words_of_the_key():
    pairs = pd.DataFrame(
        {
            "agency": ["NIH", "NIH", "NSF"],
            "fiscal_year": [2020, 2020, 2021],
            "stage": ["request", "enacted", "request"],
            "low": [-1.0, 2.0, -3.0],
            "high": [-1.0, 2.5, -3.0],
        }
    )
    rows = charts.request_rows(pairs, {"NSF": "Science Foundation", "NIH": "NIH"})
    assert rows[["group", "x", "low"]].to_numpy().tolist() == [
        ["Science Foundation", 2021, -3],
        ["NIH", 2020, -1],
        ["NIH", 2020, 2],
    ]
    assert set(rows["series"]) == set(charts.REQUEST_KEY)


def test_exchange_rows_name_database_and_direction():
    flows = pd.DataFrame(
        {"series": ["a", "b"], "flow": ["outflow", "inflow"], "year": [2019, 2020], "value": [5, 7]}
    )
    rows = charts.exchange_rows(flows, {"a": "Alpha", "b": "Beta"})
    assert rows[["group", "series", "x", "y"]].to_numpy().tolist() == [
        ["Beta", "China to US", 2020, 7],
        ["Alpha", "US to China", 2019, 5],
    ]


def test_every_person_stands_in_one_block():
    blocks = charts.reason_blocks(2, 5, 1, no_reason=9)
    assert [pieces[0][0] for pieces in blocks.values()] == [2, 5, 1, 9]
    assert all(label.startswith(f"{pieces[0][0]} ") for label, pieces in blocks.items())
    assert len({pieces[0][1] for pieces in blocks.values()}) == 4


def test_source_links_are_in_order_once_and_dated_where_asked():
    known = sources().query("year != '' and url != ''").iloc[:2]
    one, two = known["source_id"]
    rows = pd.DataFrame({"main": [one, two], "further": [f"{two};{one}", None]}, index=["r", "s"])
    first, second = known[["publisher", "url"]].itertuples(index=False, name=None)
    found = charts.source_links(rows, "main", "further")
    assert found.to_dict() == {"r": [first, second], "s": [second]}
    dated = charts.source_links(rows, "further", dated=True)
    assert dated["r"][1] == (f"{first[0]}, {known['year'].iloc[0]}", first[1])
    assert dated["s"] == []
    with pytest.raises(KeyError, match="nobody-2020"):
        charts.source_links(pd.DataFrame({"main": ["nobody-2020"]}), "main")
