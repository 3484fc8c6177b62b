"""The bibliography page: every source once, under its kind, as text."""

import pytest
from bs4 import BeautifulSoup

import charts
from charts import library
from data import bibliography, sources


@pytest.fixture(scope="module")
def page():
    return BeautifulSoup(charts.bibliography(), "html.parser")


def test_every_source_stands_once_under_its_kind(page):
    entries = sources().set_index("source_id")
    found = {item["id"].removeprefix("source-"): item for item in page.select("li.source-entry")}
    assert set(found) == set(entries.index)
    assert len(page.select("li.source-entry")) == len(entries)
    for key, item in found.items():
        heading = item.find_parent("section").h3.get_text()
        assert heading == library.KINDS[entries.at[key, "kind"]][0]


def test_copies_are_flagged_and_tables_named(page):
    entries = sources().set_index("source_id")
    flagged = {item["id"].removeprefix("source-") for item in page.select("li:has(.flag)")}
    assert flagged == set(entries.index[entries["republished"]])
    assert "researcher_flows" in page.select_one("#source-mpidr-2024-smd-scopus").get_text()


def test_addresses_are_of_the_web_and_text_stays_text(monkeypatch):
    entries = sources().head(3).copy()
    entries.loc[entries.index[0], "title"] = "<script>alert(1)</script>"
    entries.loc[entries.index[1], "url"] = "javascript:alert(1)"
    monkeypatch.setattr(library, "sources", lambda: entries)
    page = BeautifulSoup(charts.bibliography(), "html.parser")
    assert not page.select("script")
    assert "<script>alert(1)</script>" in page.get_text()
    assert all(link["href"].startswith("http") for link in page.select("a"))


def test_a_kind_without_a_heading_is_refused(monkeypatch):
    entries = sources().head(2).assign(kind="rumor")
    monkeypatch.setattr(library, "sources", lambda: entries)
    with pytest.raises(ValueError, match="rumor"):
        charts.bibliography()


def test_kinds_are_those_of_the_bibliography():
    assert set(library.KINDS) == set(bibliography.KINDS)
