"""The words at the end of the tests: each cause once, in the order in which it was met, with what to do."""

from types import SimpleNamespace

from tests.plain_words import CAUSE, causes, next_step

ROW = "data/tables/events.csv, row 5, column date: 'May' is not a date."


def report(test, cause=None, shown=""):
    return SimpleNamespace(nodeid=test, user_properties=[(CAUSE, cause)] if cause else [], longrepr=shown)


def test_a_row_that_stops_tests_and_cells_is_one_cause():
    reports = [
        report("tests/test_data.py::test_one", ROW),
        report(
            "chapters/staying.ipynb::Cell 0",
            f"chapters/staying.ipynb, code cell 1 (it begins 'x'): DataError: {ROW}",
        ),
        report("tests/test_analysis.py", shown=f"tests/x.py:3: in load\nE   data.errors.DataError: {ROW}"),
    ]
    found = causes(reports)
    assert list(found) == [ROW]
    assert found[ROW] == [one.nodeid for one in reports]
    assert next_step(ROW, found[ROW]) == "Mend it, then: make check-data"


def test_a_cause_that_names_no_file_stands_under_its_test():
    found = causes(
        [
            report("tests/test_site.py::test_a", "assert 1 == 2"),
            report("tests/test_site.py::test_b", "assert 1 == 2"),
        ]
    )
    first, second = found
    assert first == "tests/test_site.py::test_a: assert 1 == 2"
    assert next_step(second, found[second]).endswith("-n 0 'tests/test_site.py::test_b'")


def test_a_failing_cell_leads_to_the_chapter():
    cause = "chapters/staying.ipynb, code cell 3 (it begins 'x = 1'): NameError: name 'y' is not defined"
    assert list(causes([report("chapters/staying.ipynb::Cell 2", cause)])) == [cause]
    assert "make lab" in next_step(cause, ["chapters/staying.ipynb::Cell 2"])


def test_a_name_that_an_earlier_cell_should_have_made_is_no_cause_of_its_own():
    broken = (
        "chapters/staying.ipynb, code cell 1 (it begins 'y = 1 / 0'): ZeroDivisionError: division by zero"
    )
    missed = "chapters/staying.ipynb, code cell 2 (it begins 'y'): NameError: name 'y' is not defined"
    cells = [
        report("chapters/staying.ipynb::Cell 0", broken),
        report("chapters/staying.ipynb::Cell 1", missed),
    ]
    assert causes(cells) == {broken: ["chapters/staying.ipynb::Cell 0", "chapters/staying.ipynb::Cell 1"]}
    assert list(causes(cells[1:])) == [missed]
