"""How the book grows: the work of a copy with every chapter twice, and of one with every row twice."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import yaml

from audit import builds
from charts.figure import STATIC_SITE

TWIN = "-twin"
_RUN = """
import sys, nbclient, nbformat
nbclient.NotebookClient(nbformat.read(sys.argv[1], 4), timeout=600).execute()
"""


def times(folder: Path, cold_work: float, largest: str) -> dict:
    """Work of building the grown copies, as a multiple of that of the plain copy in folder/book.

    cold_work: seconds of work of the cold build of that copy. Work is compared, not time on the wall, because
    the machine is never equally busy twice. Chapters are built twice; rows are doubled for the cells of
    the chapters, run without the builder. A chapter that holds its sentences to the facts refuses doubled
    facts, and rightly: it is named and left out.
    """
    book, more_chapters, more_rows = folder / "book", folder / "more-chapters", folder / "more-rows"
    print("Timing a book of twice the chapters", file=sys.stderr, flush=True)
    builds.copy_book(more_chapters)
    double_chapters(more_chapters)
    chapters = builds.build_seconds(more_chapters).work / cold_work
    print("Timing the chapters on twice the rows", file=sys.stderr, flush=True)
    builds.copy_book(more_rows)
    double_rows(more_rows)
    runs = {
        path.stem: (_run_seconds(book, path.name), _run_seconds(more_rows, path.name))
        for path in sorted((book / "chapters").glob("*.ipynb"))
    }
    ran = [pair for pair in runs.values() if pair[1] is not None]
    load = [builds.load_milliseconds(place, largest) for place in (book, more_rows)]
    return {
        "growth_chapters": chapters,
        "growth_rows": sum(double for _, double in ran) / sum(single for single, _ in ran),
        "growth_load": load[1] / load[0],
        "refused": ", ".join(name for name, pair in runs.items() if pair[1] is None) or "none",
    }


def _run_seconds(book: Path, notebook: str) -> float | None:
    """Seconds of work to run the cells of a chapter as the builder runs them, or None if they stop."""
    command = [sys.executable, "-c", _RUN, notebook]
    variables = builds.environment(book) | {STATIC_SITE: "1"}
    taken, done = builds.seconds(command, book / "chapters", variables)
    return None if done.returncode else taken.work


# ---- chapters


def double_chapters(book: Path) -> None:
    """Give every notebook of the book a twin in the contents; the names of its figures differ."""
    path = book / "_toc.yml"
    contents = yaml.safe_load(path.read_text(encoding="utf-8"))
    for notebook in sorted((book / "chapters").glob("*.ipynb")):
        twin = notebook.with_stem(notebook.stem + TWIN)
        twin.write_text(twin_chapter(notebook.read_text(encoding="utf-8")), encoding="utf-8")
        contents["chapters"].append({"file": f"chapters/{twin.stem}"})
    path.write_text(yaml.safe_dump(contents), encoding="utf-8")


def twin_chapter(text: str) -> str:
    """A notebook to one that computes the same under other names of figures, so that no name stands twice."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        source = re.sub(r"""\bname=(["'])([a-z0-9-]+)\1""", rf"name=\1\2{TWIN}\1", source)
        source = re.sub(r"(\{numref\}`(?:[^`]*<)?)([a-z0-9-]+)", rf"\1\2{TWIN}", source)
        # An exercise tells its kind by the end of its label.
        cell["source"] = re.sub(r"(:label: |\{solution-start\} )([a-z0-9-]+)", r"\1twin-\2", source)
    return json.dumps(notebook)


# ---- rows


def double_rows(book: Path) -> None:
    """Give every table of the book each of its rows a second time, under a key of its own."""
    path = book / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for entry in package["resources"]:
        table = book / "data" / entry["path"]
        table.write_text(with_twins(table.read_text(encoding="utf-8"), entry), encoding="utf-8")
        for field in entry["schema"]["fields"]:
            if field["name"] in _renamed(entry):
                for rule in ("enum", "pattern"):
                    field.get("constraints", {}).pop(rule, None)
    path.write_text(json.dumps(package), encoding="utf-8")


def with_twins(text: str, entry: dict) -> str:
    """A table as CSV and its description to the table with a twin below for every row.

    A twin differs in the text columns of the key and in text columns that must be unique: '-twin' is
    appended. Dates and sources stay, so what the rows say and cite stays valid.
    """
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    renamed = [header.index(column) for column in _renamed(entry)]
    twins = [[cell + TWIN if cell and at in renamed else cell for at, cell in enumerate(row)] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *rows, *twins])
    return out.getvalue()


def _renamed(entry: dict) -> list[str]:
    """The text columns that tell a row from its twin."""
    schema = entry["schema"]

    def tells(field: dict) -> bool:
        rules = field.get("constraints", {})
        return (
            field["type"] == "string"
            and (field["name"] in schema["primaryKey"] or rules.get("unique", False))
            and field["name"] != "source_id"
            and not rules.get("pattern", "").startswith("(19|20)")  # a date
        )

    return [field["name"] for field in schema["fields"] if tells(field)]
