"""Typical mistakes of a newcomer: each gets one message that names the place and leads to the fix.

Mistakes in tables beyond these are in test_corruption.py; those that stop the build, such as a broken
reference, in test_build.py.
"""

import json
import re

import pytest

from contribute.new_chapter import new_chapter
from contribute.tidy import tidy
from tests.copies import ROOT, copy_project, run

CHAPTER = "made-by-a-test"


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}; mend this test"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def broken_rows(tmp_path_factory):
    """`make check-data` after a mistake in each of four tables: its lines."""
    project = copy_project(tmp_path_factory.mktemp("rows") / "copy")
    tables = project / "data" / "tables"
    change(tables / "events.csv", ",xinhua-2024-sta,", ",,")
    change(tables / "visas_by_month.csv", "2017-03", "March 2017")
    change(tables / "china_initiative.csv", ",mittr-2021-reworded-copy,", ",mittr-2021-reworded,")
    change(
        tables / "returnees.csv",
        '"Institute of Chemistry, Chinese Academy of Sciences"',
        "Institute of Chemistry, CAS",
    )
    done = run(project, "tests.check_data")
    assert done.returncode != 0
    return (done.stdout + done.stderr).splitlines()


@pytest.fixture(scope="module")
def doubtful_rows(tmp_path_factory):
    """`make check-data` after mistakes that each row alone does not show: what it says to mend."""
    project = copy_project(tmp_path_factory.mktemp("doubt") / "copy")
    returnees = project / "data/tables/returnees.csv"
    *_, last = returnees.read_text(encoding="utf-8").splitlines()
    twin = f"lei-fu,Lei Fu,,,{last.split(',', 4)[4]}"
    returnees.write_text(returnees.read_text(encoding="utf-8") + twin + "\n", encoding="utf-8")
    sources = project / "data/sources.bib"
    entry = re.search(r"@online\{.*?^\}\n", sources.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[0]
    unused = re.sub(r"\{[^,]+,\n", "{zzz-2026-unused,\n", entry, count=1).replace(
        "title = {{", "title = {{Not used: "
    )
    sources.write_text(sources.read_text(encoding="utf-8") + "\n" + unused, encoding="utf-8")
    return to_mend(run(project, "tests.check_data"))


@pytest.fixture(scope="module")
def broken_chapters(tmp_path_factory):
    """The tests of chapters after a mistake in several of them: what they say to mend."""
    project = copy_project(tmp_path_factory.mktemp("chapters") / "copy")
    path = new_chapter(CHAPTER, project)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][2]["source"].append("\n\nOf 148 people 12 percent left.")
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    for source in (
        'load("event")',
        "1 / 0",
        'charts.show(print, rows=[listed], name="a", title="T", caption="C", alt=" ", height=2)',
    ):
        notebook["cells"].append(first | {"id": f"c{len(source)}", "source": [source]})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    stored = project / "chapters/glossary-run.ipynb"
    first["execution_count"] = 1
    stored.write_text(json.dumps(notebook), encoding="utf-8")
    wanted = "typed or outputs or contents or Cell"
    return to_mend(
        run(
            project,
            "pytest",
            "-n",
            "0",
            "--tb=no",
            "-k",
            wanted,
            "tests/test_chapters.py",
            f"chapters/{CHAPTER}.ipynb",
        )
    )


def to_mend(done):
    """The numbered points at the end of a command that failed."""
    assert done.returncode != 0
    return re.split(r"\n\d+\. ", done.stdout.split("what to mend")[1])[1:]


def only(points, *words):
    """The one point that holds all these words."""
    found = [point for point in points if all(word in point for word in words)]
    assert len(found) == 1, "\n\n".join(points)
    return found[0]


@pytest.mark.parametrize(
    "words",
    [
        ("events.csv, row 2, column source_id", "is empty, but every row needs a value", "sources.bib"),
        ("visas_by_month.csv, row", "column month", "'March 2017' is not a month", "such as 2022-02"),
        ("china_initiative.csv, row", "column source_id", "Add its entry", "or mend the key", "Did you mean"),
        (
            "returnees.csv, row 2",
            "stands in double quotes",
            'phd_institution may be "Institute of Chemistry, CAS"',
        ),
    ],
    ids=["no source", "a date in words", "an unknown source", "a comma without quotes"],
)
def test_a_wrong_cell_is_found_with_its_row_and_column(broken_rows, words):
    only(broken_rows, *words)


def test_every_table_tells_its_mistake_and_nothing_else_is_said(broken_rows):
    assert len(broken_rows) == 5, broken_rows
    assert broken_rows[-1] == (
        "4 to mend: the first of each table, others may follow. Then run `make check-data` again."
    )


@pytest.mark.parametrize(
    "words",
    [
        ("returnees.csv, row", "'Lei Fu' is 'Fu Lei' of row 2", "keep one row", "other_name"),
        ("sources.bib", "zzz-2026-unused", "Use the entry or remove it"),
    ],
    ids=["a person twice", "a source that nothing uses"],
)
def test_rows_that_do_not_fit_together_are_told(doubtful_rows, words):
    assert "make check-data" in only(doubtful_rows, *words)


@pytest.mark.parametrize(
    "words",
    [
        (f"chapters/{CHAPTER}.ipynb, cell 3", "148", "{eval}"),
        (f"chapters/{CHAPTER}.ipynb, code cell", 'load("event")', "Did you mean 'events'"),
        (f"chapters/{CHAPTER}.ipynb, code cell", "begins '1 / 0'", "ZeroDivisionError", "make lab"),
        (f"chapters/{CHAPTER}.ipynb, code cell", "has no alt", "make lab"),
        ("chapters/glossary-run.ipynb, cell 2", "`make format` removes them"),
        ("chapters/glossary-run.ipynb", "_toc.yml", "- file: chapters/glossary-run"),
    ],
    ids=[
        "typed number",
        "unknown table",
        "failing cell",
        "no alternative text",
        "outputs",
        "not in the contents",
    ],
)
def test_a_mistake_in_a_chapter_is_found_with_its_cell(broken_chapters, words):
    only(broken_chapters, *words)


def test_what_a_spreadsheet_does_to_a_file_is_undone():
    saved = b'\xef\xbb\xbfname,count\r\n"A, B",1\r\nC,2'
    assert tidy(saved) == b'name,count\n"A, B",1\nC,2\n'
    for path in (ROOT / "data" / "tables").glob("*.csv"):
        assert tidy(path.read_bytes()) == path.read_bytes(), path.name
