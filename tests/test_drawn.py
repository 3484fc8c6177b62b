"""The rows behind a figure: what was drawn, each row once, in the columns of its table."""

import io

import pandas as pd
from bs4 import BeautifulSoup

from charts.drawn import drawn_rows, rows_behind
from data import load


def test_rows_of_several_frames_stand_once_and_without_the_columns_of_the_chapter():
    letters = load("nih_inquiries")
    first, second = letters.head(4).assign(color="red"), letters.iloc[2:6].set_index("metric", drop=False)
    found = drawn_rows([first, second])
    expected = letters.head(6).dropna(axis="columns", how="all")
    pd.testing.assert_frame_equal(found["nih_inquiries"], expected, check_like=True)


def test_an_index_that_is_a_column_comes_back():
    claims = load("claims").head(3)
    assert drawn_rows([claims.set_index("claim_id")])["claims"]["claim_id"].tolist() == [
        "C001",
        "C002",
        "C003",
    ]


def test_tables_stand_under_their_titles_and_the_files_hold_the_same_rows():
    letters, events = load("nih_inquiries"), load("events").head(2)
    events.loc[events.index[0], "note"] = "<b>bold</b>"
    behind = rows_behind("a-figure", [letters, events])
    assert behind["rows"] == len(letters) + 2
    soup = BeautifulSoup(behind["html"], "html.parser")
    assert [len(table.select("tbody tr")) for table in soup.select("table")] == [len(letters), 2]
    assert not soup.select("b")
    assert "<b>bold</b>" in soup.get_text()
    assert soup.select(".browse-caption")[1].get_text().endswith(f": 2 of {len(load('events'))} rows")
    written = {name: pd.read_csv(io.StringIO(text)) for name, text in behind["files"].items()}
    assert {name: len(rows) for name, rows in written.items()} == {
        "a-figure-nih_inquiries.csv": len(letters),
        "a-figure-events.csv": 2,
    }
    assert written["a-figure-events.csv"]["source_id"].tolist() == events["source_id"].tolist()
    linked = [link["href"] for link in soup.select("a[download]")]
    assert linked == list(written)
    assert soup.select('tbody a[href^="http"]')
