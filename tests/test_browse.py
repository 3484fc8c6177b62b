"""Tables to browse: whole and safe as HTML, and searched, filtered and sorted in a real browser."""

import re
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

import charts
from audit.serve import serving
from tests import small_book, test_site

ROOT = Path(__file__).parent.parent
chromium = test_site.chromium

MARKUP = "<script>alert('name')</script> & <b>bold</b>"
PEOPLE = """
from pandas import DataFrame, Categorical, to_datetime
people = DataFrame({
    "name": [
        [("Öhman, Åsa", "https://example.org/?a=1&b=2")],
        [("Ohm, Georg", "http://example.org")],
        [("van Dijk, Ann", "javascript:alert(1)")],
        [("Curie, Marie", None)],
        [(MARKUP, "//a.org")],
    ],
    "grant": [9, 100, None, 25, 25],
    "moved": to_datetime(["2021-03-01", "2019-12-31", "2020-07-15", None, "2021-02-28"]),
    "field": ["physics", "chemistry", "physics", None, '"quoted" <i>'],
    "sure": Categorical(["high", "low", "medium", "low", "high"], ["low", "medium", "high"], ordered=True),
    "note": ["A sentence that is long enough to need a wide column of its own.", "", "b", "c", "d"],
}).astype({"grant": "Int64"})
""".replace("MARKUP", repr(MARKUP))
COLUMNS = {
    "name": "Name",
    "grant": "Grant <$>",
    "moved": "Moved",
    "field": "Field",
    "sure": "How sure",
    "note": "Note",
}
ARGUMENTS = {
    "caption": 'People & <em>"places"</em>',
    "name": "people",
    "filters": ["field", "sure"],
}


def people():
    names = {}
    exec(PEOPLE, names)
    return names["people"]


def table(columns=COLUMNS, frame=None, **changes):
    return charts.browse(people() if frame is None else frame, columns, **ARGUMENTS | changes)


def soup(**changes):
    return BeautifulSoup(table(**changes), "html.parser")


def column(page, number):
    """The texts of a column of the rows shown, in their order."""
    cells = page.locator(f"#people tbody tr:visible > :nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


# ---- as HTML


def test_without_scripts_the_table_is_whole():
    html = soup()
    assert [head.get_text() for head in html.select("thead th[scope=col]")] == list(COLUMNS.values())
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in html.select("tbody tr")]
    assert rows[0][:5] == ["Öhman, Åsa", "9", "2021-03-01", "physics", "high"]
    assert rows[2][1] == rows[3][2] == rows[3][3] == rows[1][5] == ""
    assert len(rows) == len(html.select("tbody th[scope=row]")) == 5
    assert html.output.get_text() == "5 rows"
    assert html.select_one(".browse-controls").has_attr("hidden")
    assert not html.select("tr[hidden], script, [onclick]")


def test_text_is_text_and_not_markup():
    html = soup()
    assert not html.find_all(["script", "b", "em", "i"])
    assert html.select("tbody th")[4].get_text() == MARKUP
    assert html.select_one("#people-caption").get_text() == ARGUMENTS["caption"]
    assert html.select("thead th")[1].get_text() == "Grant <$>"
    assert '"quoted" <i>' in [option.get_text() for option in html.select("option")]


def test_only_web_addresses_become_links():
    links = [(link.get_text(), link["href"]) for link in soup().select("a")]
    assert links == [("Öhman, Åsa", "https://example.org/?a=1&b=2"), ("Ohm, Georg", "http://example.org")]


@pytest.mark.parametrize(
    ("head", "order"),
    [
        ("Name", "4 3 1 0 2|"),  # without regard to case and accents; < stands before letters
        ("Grant <$>", "0 3 4 1|2"),  # 9 before 25 before 100
        ("Moved", "1 2 4 0|3"),
        ("Field", "4 1 0 2|3"),
        ("How sure", "1 3 2 0 4|"),  # low, medium, high
    ],
)
def test_orders_follow_the_type_of_the_column(head, order):
    assert {th.get_text(): th["data-order"] for th in soup().select("thead th")}[head] == order


def test_filters_offer_the_values_of_their_column_in_order():
    fields, sure, sorting = soup().select("select")
    assert [option.get_text() for option in sorting.select("option")] == ["As listed", *COLUMNS.values()]
    assert [option.get_text() for option in fields.select("option")] == [
        "All",
        '"quoted" <i>',
        "chemistry",
        "physics",
    ]
    assert [option.get_text() for option in sure.select("option")] == ["All", "low", "medium", "high"]
    assert [fields["data-column"], sure["data-column"]] == ["3", "4"]


def test_yes_and_no_are_words_and_spaces_are_those_a_browser_shows():
    html = soup(frame=people().assign(field=[True, False] * 2 + [True], note=" two\n words  "))
    assert [option.get_text() for option in html.select_one("select").select("option")] == [
        "All",
        "no",
        "yes",
    ]
    assert html.select("tbody td")[4].get_text() == "two words"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"frame": people().head(0)}, ["no rows", "filter"]),
        ({"columns": {"nme": "Name"}}, ["no column 'nme'", "name, grant"]),
        ({"columns": {}}, ["shows no column"]),
        ({"columns": {"name": "A", "field": "A", "sure": "B"}}, ["'A'", "repeated"]),
        ({"columns": {"name": "A", "field": " ", "sure": "B"}}, ["' '", "empty"]),
        ({"filters": ["url"]}, ["filters names 'url'", "not shown", "add it to columns"]),
        ({"name": "Two words"}, ["'Two words'", "small letter"]),
        ({"caption": " "}, ["no caption"]),
    ],
)
def test_an_error_says_what_to_do(changes, words):
    with pytest.raises(ValueError, match=words[0]) as caught:
        table(**changes)
    assert all(word in str(caught.value) for word in words)


# ---- in a browser


def call(**changes):
    arguments = ", ".join(f"{name}={value!r}" for name, value in (ARGUMENTS | changes).items())
    return f"import charts\n{PEOPLE}\ncharts.browse(people, {COLUMNS!r}, {arguments})"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    chapters = {"table": [call()], "plain": ["1 + 1"]}
    return small_book.make_book(tmp_path_factory.mktemp("book"), chapters)


@pytest.fixture(scope="module")
def address(book):
    with serving(book / "_build" / "html") as address:
        yield f"{address}chapters/table.html"


@pytest.fixture
def page(address, chromium, request):
    options = {"viewport": {"width": 1280, "height": 800}} | getattr(request, "param", {})
    page, trouble = test_site.open_page(chromium, address, **options)
    yield page
    # Without scripts a browser does not load those it was told to load early.
    assert not [what for what in trouble if "_static/scripts/" not in what]
    page.context.close()


def told(page):
    return page.locator("#people output").inner_text()


def test_typing_words_leaves_the_rows_that_have_them(page):
    field = page.get_by_label("Search the table")
    field.press_sequentially("ohm")
    assert column(page, 1) == ["Öhman, Åsa", "Ohm, Georg"]
    assert told(page) == "2 of 5 rows"
    field.fill("ohm chem")
    assert column(page, 1) == ["Ohm, Georg"]
    assert told(page) == "1 of 5 rows"
    field.fill("nothing like it")
    assert column(page, 1) == []
    assert told(page) == "0 of 5 rows. Nothing matches: use fewer words or Show all"
    page.get_by_role("button", name="Show all").click()
    assert len(column(page, 1)) == 5
    assert told(page) == "5 rows"
    assert page.locator("#people output").get_attribute("aria-live") == "polite"


def test_a_filter_joins_the_words_and_the_other_filters(page):
    page.locator("select[data-column='3']").select_option("physics")
    assert column(page, 1) == ["Öhman, Åsa", "van Dijk, Ann"]
    page.locator("select[data-column='4']").select_option("medium")
    assert column(page, 1) == ["van Dijk, Ann"]
    page.get_by_label("Search the table").fill("ohm")
    assert told(page) == "0 of 5 rows. Nothing matches: use fewer words or Show all"
    page.get_by_role("button", name="Show all").click()
    page.locator("select[data-column='3']").select_option('"quoted" <i>')
    assert column(page, 1) == [MARKUP]


def test_the_keyboard_sorts_and_the_order_is_told(page):
    page.get_by_role("button", name="Show all").focus()
    page.keyboard.press("Tab")  # the box, which scrolls by the arrow keys
    assert page.evaluate("document.activeElement.className") == "browse-rows"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    head = page.get_by_role("columnheader", name="Grant <$>")
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, 2) == ["9", "25", "25", "100", ""]
    assert told(page) == "5 rows, sorted by Grant <$>, ascending"
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    assert column(page, 2) == ["100", "25", "25", "9", ""]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#people [aria-sort]").count() == 1
    assert column(page, 3) == ["2019-12-31", "2020-07-15", "2021-02-28", "2021-03-01", ""]
    page.locator("select[data-column='3']").select_option("physics")
    assert column(page, 3) == ["2020-07-15", "2021-03-01"]
    page.get_by_role("button", name="Show all").click()
    assert page.locator("#people [aria-sort]").count() == 0
    assert column(page, 1)[0] == "Öhman, Åsa"


def test_markup_in_a_name_is_shown_and_not_run(page):
    assert MARKUP in column(page, 1)
    assert page.locator("#people b").count() == 0


SCREENS = [
    {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    for width in (360, 1280)
    for scheme in ("light", "dark")
]


@pytest.mark.parametrize("page", SCREENS, indirect=True, ids=str)
def test_every_screen_is_accessible_and_does_not_scroll_sideways(page):
    width = page.viewport_size["width"]
    if width < 576:  # rows are cards there, and the head is gone
        page.locator("select[data-sort]").select_option(label="Moved")
        name = page.locator("#people tbody th").first.bounding_box()
        cell = page.locator("#people tbody td").first.bounding_box()
        assert cell["y"] >= name["y"] + name["height"] - 1
        assert page.locator("#people tbody td").first.get_attribute("data-title") == "Grant <$>"
    else:
        page.get_by_role("button", name="Moved").click()
    assert column(page, 3)[0] == "2019-12-31"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".browse-controls").bounding_box()["width"] <= width
    found = Axe().run(page, context="#people", options={"preload": False})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_all_rows_show_and_no_dead_control(page):
    assert len(column(page, 1)) == 5
    assert not page.locator(".browse-controls").is_visible()
    assert page.locator("#people button:visible").count() == 0


def test_it_works_from_a_folder(book, chromium):
    page, trouble = test_site.open_page(chromium, (book / "_build/html/chapters/table.html").as_uri())
    page.get_by_label("Search the table").fill("curie")
    assert column(page, 1) == ["Curie, Marie"]
    assert not [what for what in trouble if "webfonts" not in what and "ERR_FAILED" not in what]
    page.context.close()


def test_a_strict_policy_lets_it_work(book, address, chromium):
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:"
    (book / "_build/html/strict.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Strict</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="_static/browse.css">'
        f'<script defer src="_static/browse.js"></script><main>{table()}</main></html>'
    )
    page, trouble = test_site.open_page(chromium, address.replace("chapters/table", "strict"))
    page.get_by_role("button", name="Grant").click()
    page.get_by_label("Search the table").fill("ohm")
    assert column(page, 2) == ["9", "100"]
    assert not trouble
    page.context.close()


def test_on_paper_nothing_is_cut_and_a_filtered_table_says_so(page):
    page.get_by_label("Search the table").fill("ohm")
    page.emulate_media(media="print")
    assert not page.locator(".browse-controls").is_visible()
    assert told(page) == "2 of 5 rows"
    box = page.locator(".browse-rows")
    assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_only_pages_with_such_a_table_load_its_script(book):
    pages = {
        name: BeautifulSoup((book / f"_build/html/chapters/{name}.html").read_text(), "html.parser")
        for name in ("table", "plain")
    }
    (script,) = pages["table"].select('script[src*="browse.js"]')
    assert script.has_attr("defer")
    assert pages["table"].select_one('link[href*="browse.css"]')
    assert not pages["plain"].select('[src*="browse"], [href*="browse.css"]')


def test_a_repeated_name_stops_the_build(book):
    small_book.write_chapter(book, "plain", call(), call(caption="Another"))
    done = small_book.build(book)
    assert done.returncode != 0
    assert re.search("chapters/plain.*'people'.*another name", done.stderr), done.stderr
    small_book.write_chapter(book, "plain", "1 + 1")
    assert small_book.build(book).returncode == 0


def test_a_table_of_one_row_says_so():
    assert BeautifulSoup(table(frame=people().head(1)), "html.parser").output.get_text() == "1 row"


def test_a_notebook_shows_it():
    assert table()._repr_html_() == table()


def test_a_cell_may_hold_several_links():
    frame = pd.DataFrame(
        {
            "name": ["A"],
            "sources": [[(MARKUP, "https://example.org/?a=1&b"), ("Plain", "javascript:alert(1)")]],
        }
    )
    page = BeautifulSoup(
        charts.browse(
            frame,
            {"name": "Name", "sources": "Sources"},
            caption="Names",
            name="names",
        ),
        "html.parser",
    )
    (cell,) = page.select("tbody td")
    assert [link["href"] for link in cell.select("a")] == ["https://example.org/?a=1&b"]
    assert cell.get_text() == f"{MARKUP}; Plain"
    assert not page.select("script, b")


def test_a_table_may_keep_to_the_width_of_the_page():
    frame = pd.DataFrame({"id": ["C1"], "claim": ["A"]})
    for fit, classes in ((False, ["browse-rows"]), (True, ["browse-rows", "is-fit"])):
        page = charts.browse(frame, {"id": "Id", "claim": "Claim"}, caption="Claims", name="claims", fit=fit)
        assert BeautifulSoup(page, "html.parser").select_one(".browse-rows")["class"] == classes


def test_rows_may_have_addresses_of_their_own():
    frame = pd.DataFrame({"id": ["C1", "C2"], "claim": ["A", "B"]})
    arguments = {"caption": "Claims", "name": "claims", "row_ids": "claim"}
    page = BeautifulSoup(charts.browse(frame, {"id": "Id", "claim": "Claim"}, **arguments), "html.parser")
    assert [row["id"] for row in page.select("tbody tr")] == ["claim-C1", "claim-C2"]
    for bad in (["C1", "C1"], ["C1", "<C2>"]):
        with pytest.raises(ValueError, match="cannot be the address of a row"):
            charts.browse(frame.assign(id=bad), {"id": "Id", "claim": "Claim"}, **arguments)
