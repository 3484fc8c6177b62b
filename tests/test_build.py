"""The build: strict, and a page runs again exactly when something it depends on has changed.

A small book of two chapters stands in a folder of its own, with copies of the rooms.
"""

import json
import shutil

import frictionless
import pytest
from bs4 import BeautifulSoup

from tests import small_book
from tests.small_book import build

CHAPTERS = {"letters": "nih_inquiries", "timeline": "events"}


FIGURE = (
    "import charts\n"
    "charts.show(lambda panel: panel.axes.plot([1, 2]), rows=[rows], name='a-figure', title='A $5 title', "
    "caption='Quotes <script>alert(1)</script> and *stars*', alt='A \"line\" < a curve', height=2.0)"
)


def cells_of(name, *extra):
    first = f"import analysis\nfrom data import load\nrows = load('{CHAPTERS[name]}')\nn = str(len(rows))"
    return first, "Rows: {eval}`n`.", *extra


def write_chapter(book, name, *extra):
    small_book.write_chapter(book, name, *cells_of(name, *extra))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    chapters = {"letters": cells_of("letters", FIGURE), "timeline": cells_of("timeline")}
    return small_book.make_book(tmp_path_factory.mktemp("book"), chapters)


def ran(book):
    """The chapters that run in the next build. Each run writes its notebook anew."""
    outputs = {name: book / "_build" / "jupyter_execute" / "chapters" / f"{name}.ipynb" for name in CHAPTERS}
    before = {name: path.stat().st_mtime_ns for name, path in outputs.items()}
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return {name for name, path in outputs.items() if path.stat().st_mtime_ns != before[name]}


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def page(book, name):
    html = (book / "_build" / "html" / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser").get_text()


def test_nothing_runs_when_nothing_changed(book):
    assert ran(book) == set()


def test_touching_a_table_without_changing_it_runs_nothing(book):
    (book / "data/tables/events.csv").touch()
    assert ran(book) == set()


def test_an_edited_table_runs_the_pages_that_load_it_and_their_sentences_change(book):
    table = book / "data/tables/nih_inquiries.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    assert f"Rows: {len(rows) - 1}." in page(book, "letters")
    table.write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    assert ran(book) == {"letters"}
    assert f"Rows: {len(rows) - 2}." in page(book, "letters")


def test_the_description_of_a_table_counts_as_the_table(book):
    descriptor = book / "data/datapackage.json"
    edit(descriptor, "Timeline of policy and its reversals", "Timeline")
    assert ran(book) == {"timeline"}


def test_a_figure_leads_to_the_rows_behind_it_even_when_its_chapter_did_not_run(book):
    folder = book / "_build" / "html"
    shutil.rmtree(folder)
    assert ran(book) == set()
    chapter = BeautifulSoup((folder / "chapters/letters.html").read_text(encoding="utf-8"), "html.parser")
    behind = folder / "chapters" / chapter.select_one("figure .figure-data a")["href"]
    soup = BeautifulSoup(behind.read_text(encoding="utf-8"), "html.parser")
    assert soup.title.get_text().startswith("Data behind: A $5 title")
    assert soup.article.h1.get_text().startswith("Behind the figure")
    assert soup.select_one("article h1 + p").get_text().startswith("A $5 title")
    assert soup.select_one("article p a")["href"] == "../chapters/letters.html#a-figure"
    rows = len(soup.select("tbody tr"))
    assert chapter.select_one(".figure-data").get_text() == f"Data behind this figure: {rows} rows"
    assert sorted(path.name for path in behind.parent.iterdir()) == [
        "a-figure-nih_inquiries.csv",
        "a-figure.html",
    ]


def test_the_bibliography_runs_every_page_with_tables(book):
    edit(book / "data/sources.bib", "% The only list", "% The one list")
    assert ran(book) == set(CHAPTERS)


def test_imported_code_runs_the_pages_that_import_it(book):
    edit(book / "analysis/budgets.py", "What was proposed and what was decided", "Proposals and decisions")
    assert ran(book) == set(CHAPTERS)


def test_code_that_a_page_does_not_import_does_not_run_it(book):
    edit(book / "charts/theme.py", "The visual language of the book", "The look of the book")
    assert ran(book) == {"letters"}


def test_an_edited_notebook_runs_alone(book):
    write_chapter(book, "timeline", "1 + 1")
    assert ran(book) == {"timeline"}


def test_a_lost_output_folder_comes_back_without_running(book):
    shutil.rmtree(book / "_build" / "html")
    assert ran(book) == set()
    assert "Rows:" in page(book, "letters")


def test_a_lost_picture_comes_back_and_an_old_one_goes(book):
    pictures = book / "_build" / "html" / "_images"
    lost = next(pictures.glob("a-figure-wide-*.svg"))
    lost.unlink()
    (pictures / "old.svg").write_text("<svg/>")
    assert build(book).returncode == 0
    assert lost.exists()
    assert not (pictures / "old.svg").exists()


def test_figure_words_are_text_not_markup(book):
    html = (book / "_build" / "html" / "chapters" / "letters.html").read_text(encoding="utf-8")
    figure = BeautifulSoup(html, "html.parser").find("figure", id="a-figure")
    assert "<script>alert(1)</script> and *stars*" in figure.figcaption.get_text()
    assert not figure.find("script")
    assert figure.img["alt"] == 'A "line" < a curve'
    assert figure.source["srcset"] != figure.img["src"]


def test_the_published_data_are_valid_where_they_lie(book):
    published = book / "_build" / "html" / "_static" / "data"
    assert frictionless.Package(str(published / "datapackage.json")).validate().valid
    link = BeautifulSoup(charts_box(), "html.parser").find("a", download=True)["href"]
    assert (book / "_build" / "html" / "chapters" / link).resolve().exists()


def charts_box():
    from charts import data_and_sources
    from data import load

    load("events")
    return data_and_sources()


def test_a_new_chapter_reaches_every_sidebar_and_a_removed_one_leaves_nothing(book):
    toc = json.loads((book / "_toc.yml").read_text())
    (book / "chapters" / "extra.md").write_text("# Extra chapter\n")
    longer = toc | {"chapters": [*toc["chapters"], {"file": "chapters/extra"}]}
    (book / "_toc.yml").write_text(json.dumps(longer))
    assert ran(book) == set()
    assert "Extra chapter" in page(book, "letters")
    (book / "_toc.yml").write_text(json.dumps(toc))
    (book / "chapters" / "extra.md").unlink()
    assert ran(book) == set()
    assert "Extra chapter" not in page(book, "letters")
    assert not list((book / "_build" / "html").rglob("extra.*"))


def test_a_moved_page_leads_on_and_a_door_to_nowhere_stops_the_build(book):
    settings = book / "_config.yml"
    edit(settings, "book_moved_pages: {}", "book_moved_pages: {older/post: chapters/letters}")
    assert ran(book) == set()
    door = BeautifulSoup((book / "_build/html/older/post.html").read_text(encoding="utf-8"), "html.parser")
    assert door.find("link", rel="canonical")["href"] == "../chapters/letters.html"
    assert door.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=../chapters/letters.html"
    assert door.a["href"] == "../chapters/letters.html"
    for wrong, said in {
        "older/post: chapters/lettres": "older/post leads to chapters/lettres, which is no page",
        "chapters/timeline: chapters/letters": "chapters/timeline is still a page",
    }.items():
        text = settings.read_text(encoding="utf-8")
        edit(settings, "older/post: chapters/letters", wrong)
        done = build(book)
        assert done.returncode
        assert said in done.stderr
        settings.write_text(text, encoding="utf-8")
    edit(settings, "book_moved_pages: {older/post: chapters/letters}", "book_moved_pages: {}")
    assert ran(book) == set()
    assert not (book / "_build/html/older/post.html").exists()


def test_a_table_edited_while_the_book_is_built_makes_the_page_stale(book):
    table = book / "data/tables/events.csv"
    whole = table.read_text(encoding="utf-8")
    shorter = "\n".join(whole.splitlines()[:-1]) + "\n"
    write_chapter(book, "timeline", f"from pathlib import Path\nPath({str(table)!r}).write_text({shorter!r})")
    assert ran(book) == {"timeline"}
    assert f"Rows: {len(load_rows(whole))}." in page(book, "timeline")
    assert ran(book) == {"timeline"}
    assert f"Rows: {len(load_rows(shorter))}." in page(book, "timeline")
    table.write_text(whole, encoding="utf-8")
    write_chapter(book, "timeline")
    assert ran(book) == {"timeline"}


def load_rows(text):
    return text.splitlines()[1:]


def test_two_chapters_may_cite_the_same_source(book):
    cite = "# More\n\nSays {footcite:p}`crs-2025-r48694`.\n\n```{footbibliography}\n```"
    for name in CHAPTERS:
        write_chapter(book, name, cite)
    assert ran(book) == set(CHAPTERS)
    for name in CHAPTERS:
        assert "Congressional Research Service" in page(book, name)
    write_chapter(book, "letters", FIGURE)
    write_chapter(book, "timeline")
    assert ran(book) == set(CHAPTERS)


def test_a_broken_cell_of_a_table_stops_the_build_until_it_is_mended(book):
    table = book / "data/tables/nih_inquiries.csv"
    whole = table.read_text(encoding="utf-8")
    table.write_text(whole.replace(",103,", ",about a hundred,"), encoding="utf-8")
    for _ in range(2):  # a failure must not be forgotten by the next build
        done = build(book)
        assert done.returncode != 0
        for word in (
            "chapters/letters.ipynb",
            "code cell 1",
            "nih_inquiries.csv, row",
            "column value",
            "not a number",
        ):
            assert word in done.stderr, done.stderr
        assert "NOT built" in done.stderr
        assert "Rows:" in page(book, "letters"), "the last good page must stay"
    table.write_text(whole, encoding="utf-8")
    assert ran(book) == set(), "the mended table is the one of the last good build"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1 / 0", ["chapters/timeline.ipynb", "code cell 2", "1 / 0", "ZeroDivisionError", "make lab"]),
        ("Missing: {eval}`no_such_name`.", ["timeline.ipynb, cell 4, line 1", "no_such_name", "mend either"]),
        ("# A\n\nSee {numref}`nowhere`.", ["timeline.ipynb, cell 4, line 3", "nowhere", "has this name"]),
        ("# A\n\nSays {footcite:p}`nobody-1900`.", ["cell 4, line 3", "nobody-1900", "data/sources.bib"]),
        ("# A\n\n[gone](gone.ipynb)", ["timeline.ipynb, cell 4, line 3", "gone.ipynb", "mend the link"]),
        ("import warnings; warnings.warn('careful')", ["timeline.ipynb", "stderr", "mend its cause"]),
    ],
)
def test_the_build_is_strict(book, cell, words):
    write_chapter(book, "timeline", cell)
    for _ in range(2):
        done = build(book)
        assert done.returncode != 0, done.stdout + done.stderr
        for word in words:
            assert word in done.stderr, done.stderr
    write_chapter(book, "timeline")
    assert build(book).returncode == 0


def test_a_chapter_that_is_not_in_the_contents_stops_the_build(book):
    small_book.write_chapter(book, "forgotten")
    done = build(book)
    assert done.returncode != 0
    for word in ("chapters/forgotten.ipynb is not in _toc.yml", "- file: chapters/forgotten", "NOT built"):
        assert word in done.stderr, done.stderr
    (book / "chapters" / "forgotten.ipynb").unlink()
    assert build(book).returncode == 0


def test_a_chapter_that_fails_among_several_processes_is_named(book):
    write_chapter(book, "timeline", "1 / 0")
    shutil.rmtree(book / "_build")
    done = build(book)
    assert done.returncode != 0
    for word in ("chapters/timeline.ipynb", "code cell 2", "ZeroDivisionError", "NOT built"):
        assert word in done.stderr, done.stderr
    write_chapter(book, "timeline")
    assert build(book).returncode == 0
    assert ran(book) == set(), "what each page depends on is remembered from every process"
