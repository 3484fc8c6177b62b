"""At the end of the tests: what failed, where, and what to do, in plain words and each cause once.

A plugin of pytest (conftest.py names it). A broken row of a table stops a hundred tests; here it is one line.
"""

from __future__ import annotations

import re

import pytest
from nbval.plugin import IPyNbCell, NbCellError

MOST_LINES, MOST_LETTERS = 12, 400  # of one message, of one line of it
CAUSE = "cause"  # under this name a report carries what failed, from the process that ran the test
# Where a message or a test belongs, and what to do next. The first that fits is taken.
NEXT_STEPS = [
    (r"data/(tables/|sources\.bib|datapackage\.json)", "Mend it, then: make check-data"),
    (r"^chapters/\S+\.ipynb, code cell", "Mend the cell (make lab opens the chapter), then: make test"),
    (r"make format", "Then: make check"),
    (
        r"chapters/\S+\.(ipynb|md)\b|^tests/test_(chapters|exercises)\.py",
        "Mend the chapter (make lab opens it), then: make check",
    ),
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.excinfo is not None and report.failed:
        report.user_properties.append((CAUSE, _cause(item, call.excinfo.value)))
    return report


def _cause(item, error: BaseException) -> str:
    if isinstance(item, IPyNbCell) and isinstance(error, NbCellError):
        first = next(iter(error.source.strip().splitlines()), "")
        said = [line for line in _plain(error.inner_traceback).splitlines() if line.strip()] or [str(error)]
        number = error.cell_num + 1  # nbval counts from nought
        return f"chapters/{item.path.name}, code cell {number} (it begins {first!r}): {said[-1]}"
    return _message(error)


def _message(error: BaseException) -> str:
    """The words of an error; of an assertion the words that its author gave, else what was compared."""
    lines = [line[:MOST_LETTERS] for line in str(error).splitlines()] or [type(error).__name__]
    if not isinstance(error, AssertionError):
        kind = "" if type(error).__name__ == "DataError" else f"{type(error).__name__}: "
        return kind + "\n".join(lines[:MOST_LINES])
    compared = next((n for n, line in enumerate(lines) if line.startswith("assert ")), len(lines))
    return "\n".join((lines[:compared] or lines)[:MOST_LINES]).removeprefix("AssertionError: ")


def _plain(text: str | None) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text or "")


def causes(reports) -> dict[str, list[str]]:
    """What failed to the tests that it stops ('tests/test_data.py::test_name'), in the order of the reports.

    A message stands as it is where it names a file of the project; else under the name of its test.
    An error of a cell and the same error of a test are one cause, and a name that a cell misses is none
    where an earlier cell of the notebook has failed.
    """
    found: dict[str, list[str]] = {}
    first_of: dict[str, str] = {}
    for report in reports:
        cause = dict(getattr(report, "user_properties", [])).get(CAUSE) or _collected(report)
        data = re.search(r"data/tables/\S+\.csv, row .*|data/sources\.bib.*|data/datapackage\.json.*", cause)
        if data and "::Cell" in report.nodeid:
            cause = data[0]
        elif not re.search(r"\b(data|chapters)/\S+\.(csv|bib|json|ipynb|md)\b", cause):
            cause = f"{report.nodeid}: {cause}"
        notebook, _, cell = report.nodeid.partition("::Cell")
        if cell and "NameError" in cause:
            cause = first_of.get(notebook, cause)
        first_of.setdefault(notebook, cause)
        found.setdefault(cause, []).append(report.nodeid)
    return found


def _collected(report) -> str:
    """The last words of a file of tests that cannot be read at all."""
    lines = _plain(str(report.longrepr)).strip().splitlines()
    told = [line.removeprefix("E").strip() for line in lines if line.startswith("E ")]
    return (told or lines)[-1].removeprefix("data.errors.DataError: ")


def next_step(cause: str, tests: list[str]) -> str:
    """The command that comes after the mending."""
    for where in (cause, tests[0]):
        for pattern, step in NEXT_STEPS:
            if re.search(pattern, where):
                return step
    return f"Look at it alone: .venv/bin/python -m pytest -n 0 '{tests[0]}'"


def pytest_terminal_summary(terminalreporter) -> None:
    reports = [*terminalreporter.stats.get("failed", []), *terminalreporter.stats.get("error", [])]
    if not reports:
        return
    found = causes(reports)
    write = terminalreporter.write_line
    terminalreporter.section("what to mend", bold=True)
    for number, (cause, tests) in enumerate(found.items(), start=1):
        others = f" (it stops {len(tests)} tests)" if len(tests) > 1 else ""
        write("")
        write(f"{number}. {cause}{others}", bold=True)
        write(f"   {next_step(cause, tests)}")
