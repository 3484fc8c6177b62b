"""How long builds take: of a copy of the book in a folder of its own, and of an empty Jupyter Book."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
REPEATS = 3  # of what is cheap; a cold build is timed once
# What is measured, in words; times are seconds of wall time unless said otherwise.
WORDS = {
    "cold_s": "cold build of the book, s (one run)",
    "cold_cpu_s": "cold build of the book, s of work of all processors",
    "cold_load": "load of the machine when it began",
    "notebooks": "notebooks it runs",
    "notebook_s": "cold build for each notebook, s",
    "load_ms": "`load` of the largest table, warm, ms (median of 30)",
    "largest": "the largest table",
    "empty_s": f"cold build of an empty Jupyter Book, s (median of {REPEATS})",
    "cold_ratio": "cold build, as many times the empty book",
    "unchanged_s": f"build with nothing changed, s (median of {REPEATS})",
    "touched_s": f"build after one touched chapter, the slowest, s (median of {REPEATS})",
    "touched": "that chapter",
    "growth_chapters": "work of a cold build with every chapter twice, times the book",
    "growth_rows": "work of running the chapters on tables with every row twice, times the book",
    "growth_load": "`load` of the largest table with every row twice, times the book",
    "refused": "chapters that stop at doubled rows, because they hold their sentences to the facts",
}
_LOAD = """
import json, sys
from statistics import median
from time import perf_counter
from data import load
name = sys.argv[1]
load(name)
def once():
    start = perf_counter()
    load(name)
    return 1000 * (perf_counter() - start)
print(median(once() for _ in range(30)))
"""


class Seconds(NamedTuple):
    """What a command took: time on the wall, and work of all processors, which other load changes little."""

    wall: float
    work: float


def copy_book(target: Path) -> None:
    """Copy the files of the book as they stand here, without anything built. Git says which those are."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    if (ROOT / "node_modules").exists():  # a part of the environment, as the Python packages are
        (target / "node_modules").symlink_to(ROOT / "node_modules")


def site(book: Path) -> Path:
    """Where the built site of a book lies."""
    return book / "_build" / "html"


def build_seconds(book: Path) -> Seconds:
    """Seconds of `make book` in a folder, the environment being ready. Exits with its words if it fails."""
    taken, done = seconds([sys.executable, "-m", "_ext.build"], book, environment(book))
    _check(done, book)
    return taken


def build_copy(book: Path) -> dict:
    """Copy the book into a new folder and build it cold."""
    load = os.getloadavg()[0]
    print("Building a copy of the book, cold", file=sys.stderr, flush=True)
    copy_book(book)
    cold, notebooks = build_seconds(book), len(_notebooks(book))
    return {
        "cold_s": cold.wall,
        "cold_cpu_s": cold.work,
        "cold_load": load,
        "notebooks": notebooks,
        "notebook_s": cold.wall / notebooks,
    }


def rebuild_times(folder: Path, cold: float) -> dict:
    """Builds of the copy in folder/book with nothing changed and after a touched chapter; an empty book.

    cold: seconds of the cold build of that copy.
    """
    book = folder / "book"
    print("Timing builds of the copy and of an empty book", file=sys.stderr, flush=True)
    empty = median(_empty_book_seconds(folder / f"empty-{run}") for run in range(REPEATS))
    unchanged = median(build_seconds(book).wall for _ in range(REPEATS))
    first = {notebook: _touched_seconds(notebook, book) for notebook in _notebooks(book)}
    slowest = max(first, key=first.__getitem__)
    again = [_touched_seconds(slowest, book) for _ in range(REPEATS - 1)]
    return {
        "empty_s": empty,
        "cold_ratio": cold / empty,
        "unchanged_s": unchanged,
        "touched_s": median([first[slowest], *again]),
        "touched": slowest.stem,
    }


def load_times(book: Path) -> dict:
    """Milliseconds of a second and later `load` of the table with the most bytes."""
    largest = max((book / "data" / "tables").glob("*.csv"), key=lambda path: path.stat().st_size).stem
    return {"load_ms": load_milliseconds(book, largest), "largest": largest}


def load_milliseconds(book: Path, name: str) -> float:
    """Median milliseconds of `load(name)` in a book once it has been called there."""
    command = [sys.executable, "-c", _LOAD, name]
    return float(
        subprocess.run(
            command, cwd=book, env=environment(book), capture_output=True, text=True, check=True
        ).stdout
    )


def environment(book: Path) -> dict[str, str]:
    """Variables under which the packages of that folder are imported, and not those of this one."""
    return os.environ | {"PYTHONPATH": str(book)}


def _notebooks(book: Path) -> list[Path]:
    return sorted((book / "chapters").glob("*.ipynb"))


def _touched_seconds(notebook: Path, book: Path) -> float:
    """Seconds of a build after a sentence was added to a chapter."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cell = next(cell for cell in content["cells"] if cell["cell_type"] == "markdown")
    cell["source"] = "".join(cell["source"]) + "\n\nTouched."
    notebook.write_text(json.dumps(content), encoding="utf-8")
    return build_seconds(book).wall


def _empty_book_seconds(folder: Path) -> float:
    """Seconds of the cold build of a book of one page with the settings Jupyter Book has by default."""
    folder.mkdir()
    (folder / "_config.yml").write_text("title: Empty\n")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    (folder / "intro.md").write_text("# Empty\n\nNothing is here.\n")
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(folder)]
    taken, done = seconds(command, folder, environment(folder))
    _check(done, folder)
    return taken.wall


def seconds(
    command: list[str], folder: Path, variables: dict[str, str]
) -> tuple[Seconds, subprocess.CompletedProcess]:
    """Run a command in a folder. Gives what it took, the processes it started included, and how it ended."""
    start, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Seconds(wall, work), done


def _check(done: subprocess.CompletedProcess, folder: Path) -> None:
    if done.returncode:
        said = f"{done.stdout[-2000:]}{done.stderr[-4000:]}"
        raise SystemExit(f"{' '.join(done.args[1:])} failed in {folder}:\n{said}")
