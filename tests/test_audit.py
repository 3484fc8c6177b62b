"""The audit's own sums: verdicts, weight, links, the report, twins of rows and chapters, the server."""

import csv
import gzip
import json
import urllib.error
import urllib.request

import pytest
from bs4 import BeautifulSoup

from audit import links, report, weight
from audit.budgets import BOOK_BUDGETS, PAGE_BUDGETS, Budget, book_verdicts, page_verdicts
from audit.growth import double_rows, twin_chapter, with_twins
from audit.serve import serving

# ---- budgets


def verdict(measure, values):
    pages = {page: {measure: value} for page, value in values.items()}
    return next(one for one in page_verdicts(pages) if one.budget.measure == measure)


def test_every_budget_has_its_own_measure_and_words():
    budgets = [*PAGE_BUDGETS, *BOOK_BUDGETS]
    assert len({one.measure for one in budgets}) == len({one.what for one in budgets}) == len(budgets)


def test_a_value_at_the_limit_holds_and_one_beyond_it_fails():
    most, least = Budget("a", "a", 10), Budget("b", "b", 98, at_least=True)
    assert [most.holds(value) for value in (9.9, 10, 10.1)] == [True, True, False]
    assert [least.holds(value) for value in (97, 98, 99)] == [False, True, True]


def test_the_worst_page_decides_and_the_failing_pages_are_named():
    found = verdict("first_kb", {"a.html": 149.0, "b.html": 151.0, "c.html": 900.0})
    assert (found.word, found.worst, found.where) == ("FAILS", 900.0, "c.html")
    assert found.failing == ["b.html", "c.html"]
    assert verdict("first_kb", {"a.html": 150.0}).word == "holds"
    found = verdict("performance", {"a.html": 99, "b.html": 60})
    assert (found.word, found.worst, found.where) == ("FAILS", 60, "b.html")


def test_a_page_without_a_value_is_not_judged():
    assert verdict("explorer_ms", {"a.html": None, "b.html": 20.0}).word == "holds"
    assert verdict("explorer_ms", {"a.html": None}).word == "not measured"
    assert {one.word for one in book_verdicts({})} == {"not measured"}


# ---- weight

SHELL = "<html><head><title>T</title>{head}</head><body><nav>Menu</nav><main>{text}</main></body></html>"


def test_styles_scripts_fonts_and_shared_files_count_as_carried_but_figures_and_frames_do_not():
    site = "http://127.0.0.1:1/"
    own = [
        weight.Request(f"{site}_images/a-figure.svg", "image", 5000),
        weight.Request(f"{site}_static/frames/a.js", "script", 7000),
        weight.Request(f"{site}a.html", "document", 9000),
    ]
    carried = [
        weight.Request(f"{site}_static/a.css", "style", 10),
        weight.Request(f"{site}_static/a.js", "script", 200),
        weight.Request(f"{site}_static/a.woff2", "font", 3000),
        weight.Request(f"{site}_static/logo.svg", "image", 40000),
    ]
    html = SHELL.format(head="", text="Words")
    assert weight.besides([*own, *carried], html) == 43210 + weight.around_main(html)
    kinds = weight.by_kind([*own, *carried])
    assert kinds["script"] == {"requests": 2, "bytes": 7200}
    assert sum(kind["bytes"] for kind in kinds.values()) == 64210


def test_of_a_document_what_stands_around_its_main_part_is_carried():
    long = " ".join(f"w{number * number}" for number in range(2000))
    plain = weight.around_main(SHELL.format(head="", text="Words"))
    in_text = weight.around_main(SHELL.format(head="", text=long))
    in_head = weight.around_main(SHELL.format(head=f"<style>{long}</style>", text="Words"))
    assert abs(in_text - plain) < 150
    assert in_head > plain + 2000


# ---- links


def test_links_to_nothing_are_found_and_others_are_not(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static/fragment.html").write_text("<a href='gone'>not a page</a>")
    (tmp_path / "a b.svg").write_text("<svg/>")
    (tmp_path / "index.html").write_text("<h1 id='top'>Home</h1><a href='sub/page.html#here'>x</a>")
    good = [
        "#here",
        "../index.html#top",
        "../",
        "https://example.org/gone",
        "mailto:a@example.org",
        "../a%20b.svg",
    ]
    good += ["#here:year=2020", "../index.html?query#top", "//example.org/x"]
    bad = ["gone.html", "#nowhere", "../index.html#nowhere", "../sub/"]
    anchors = "".join(f"<a href='{address}'>x</a>" for address in [*good, *bad])
    pictures = "<img src='gone.svg' srcset='../a%20b.svg 1x, gone-2.svg 2x'><source srcset='gone-3.svg 2x'>"
    (tmp_path / "sub/page.html").write_text(f"<p id='here'>{anchors}{pictures}</p>")
    pages = links.read_pages(tmp_path)
    assert list(pages) == ["index.html", "sub/page.html"]
    assert links.broken(tmp_path, pages) == {
        "index.html": [],
        "sub/page.html": [*bad, "gone.svg", "gone-3.svg"],
    }


def test_a_page_that_leads_on_at_once_is_a_door():
    door = BeautifulSoup('<meta http-equiv="refresh" content="0; url=a.html">', "html.parser")
    assert links.is_door(door)
    assert not links.is_door(BeautifulSoup("<p>text</p>", "html.parser"))


def test_of_the_pages_behind_figures_the_largest_is_measured():
    door = '<meta http-equiv="refresh" content="0; url=a.html">'
    texts = {"index.html": door, "a.html": "a", "figures/b.html": "b", "figures/c.html": "longer"}
    pages = {name: BeautifulSoup(text, "html.parser") for name, text in texts.items()}
    assert links.to_measure(pages) == ["a.html", "figures/c.html"]


# ---- the report


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0123, "0.012"),
        (3.14159, "3.1"),
        (42.26, "42.3"),
        (1234.5, "1,234"),
        (100.0, "100"),
        ("a", "a"),
    ],
)
def test_numbers_have_the_digits_they_deserve(value, text):
    assert report.number(value) == text


def test_a_table_lines_up_and_escapes_its_bars():
    assert report.table(["page", "KB"], [["a|b", "1"]]).splitlines() == [
        "| page | KB |",
        "| ---- | -- |",
        "| a\\|b | 1  |",
    ]


def page_found(**changes):
    view = {
        "first": {"requests": 3, "by_kind": weight.by_kind([weight.Request("a", "style", 2000)])},
        "all": {"requests": 9, "by_kind": weight.by_kind([weight.Request("a", "style", 5000)])},
        "axe": {"as loaded": {"region": [".a-box", ".b"]}},
        "console": ["boom"],
        "other_hosts": [],
    }
    return {
        "views": {"wide light": view},
        "broken": ["gone.html"],
        "first_kb": 151.0,
        "all_kb": 10.0,
    } | changes


def test_the_report_says_verdict_page_and_fault():
    pages = {"a.html": page_found(), "b.html": page_found(first_kb=20.0, broken=[])}
    text = report.markdown("Audit", page_verdicts(pages), pages, {"cold build, s": 61.26})
    assert "| first view of a page " in text
    assert "1, worst a.html" in text
    assert "**151** / 10" in text
    assert "3 / 9" in text
    assert "2 / 5" in text
    assert "- axe `region` at `.a-box`: a.html, b.html" in text
    assert "- broken link: gone.html: a.html\n" in text
    assert "| cold build, s | 61.3" in text


# ---- twice the size

ENTRY = {
    "name": "t",
    "path": "tables/t.csv",
    "schema": {
        "primaryKey": ["agency", "as_of", "year", "source_id"],
        "fields": [
            {"name": "agency", "type": "string", "constraints": {"enum": ["NIH"], "required": True}},
            {"name": "as_of", "type": "string", "constraints": {"pattern": "(19|20)[0-9]{2}"}},
            {"name": "year", "type": "integer"},
            {"name": "name", "type": "string", "constraints": {"unique": True}},
            {"name": "note", "type": "string"},
            {"name": "source_id", "type": "string", "constraints": {"pattern": "[a-z]+"}},
        ],
    },
}
TABLE = 'agency,as_of,year,name,note,source_id\nNIH,2020,2020,"A, B",same,s\nNIH,2021,2021,,same,s\n'


def test_twins_of_rows_differ_in_key_and_unique_text_alone():
    _, first, second, *twins = csv.reader(with_twins(TABLE, ENTRY).splitlines())
    assert first == ["NIH", "2020", "2020", "A, B", "same", "s"]
    assert second[3] == ""
    assert twins == [
        ["NIH-twin", "2020", "2020", "A, B-twin", "same", "s"],
        ["NIH-twin", "2021", "2021", "", "same", "s"],
    ]


def test_the_description_of_doubled_tables_lets_the_twins_in(tmp_path):
    (tmp_path / "data/tables").mkdir(parents=True)
    (tmp_path / "data/tables/t.csv").write_text(TABLE)
    (tmp_path / "data/datapackage.json").write_text(json.dumps({"resources": [ENTRY]}))
    double_rows(tmp_path)
    assert len((tmp_path / "data/tables/t.csv").read_text().splitlines()) == 5
    agency, as_of, *_ = json.loads((tmp_path / "data/datapackage.json").read_text())["resources"][0][
        "schema"
    ]["fields"]
    assert agency["constraints"] == {"required": True}
    assert "pattern" in as_of["constraints"]


def test_a_twin_of_a_chapter_has_figures_exercises_and_references_of_its_own():
    source = [
        "charts.show(draw, name='a-figure')\n",
        'load("a-figure")',
        "See {numref}`a-figure` and {numref}`it <a-figure>`.\n",
        "```{exercise} Read it\n:label: a-read\n```\n",
        "```{solution-start} a-read\n:label: a-read-solution\n```",
    ]
    twin = json.loads(twin_chapter(json.dumps({"cells": [{"source": source}]})))["cells"][0]["source"]
    assert twin == (
        "charts.show(draw, name='a-figure-twin')\n"
        'load("a-figure")See {numref}`a-figure-twin` and {numref}`it <a-figure-twin>`.\n'
        "```{exercise} Read it\n:label: twin-a-read\n```\n"
        "```{solution-start} twin-a-read\n:label: twin-a-read-solution\n```"
    )


# ---- the server


def get(url, **headers):
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers))


def test_the_server_compresses_and_says_how_long_a_file_may_be_kept(tmp_path):
    text = "<p>many words</p>" * 200
    (tmp_path / "index.html").write_text(text)
    (tmp_path / "figure-0a1b2c3d.svg").write_text("<svg/>" * 300)
    (tmp_path / "a.css").write_text("p { color: red }" * 100)
    (tmp_path / "a.woff2").write_bytes(b"x" * 3000)
    packed = {"Accept-Encoding": "gzip"}
    with serving(tmp_path) as address:
        answer = get(address, **packed)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.read()).decode() == text
        assert get(address).read().decode() == text
        assert answer.headers["Cache-Control"] == "no-cache"
        with pytest.raises(urllib.error.HTTPError) as same:
            get(address, **{"If-None-Match": answer.headers["Etag"]})
        assert same.value.code == 304
        assert "immutable" in get(address + "figure-0a1b2c3d.svg").headers["Cache-Control"]
        assert "immutable" in get(address + "a.css?digest=1").headers["Cache-Control"]
        assert get(address + "a.css").headers["Cache-Control"] == "no-cache"
        font = get(address + "a.woff2", **packed)
        assert (font.headers["Content-Type"], font.headers["Content-Encoding"]) == ("font/woff2", None)
        for missing in ("gone.html", "../secret"):
            with pytest.raises(urllib.error.HTTPError) as lost:
                get(address + missing)
            assert lost.value.code in (403, 404)
