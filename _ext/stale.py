"""Which pages must run again: those that depend on a file whose bytes have changed.

A page depends on the tables it loaded and their description, the bibliography, the project's code it
imported, this extension and the lock of installed versions. Its own notebook Sphinx watches by itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from _ext.facts import fingerprint

ALWAYS = (
    "requirements.lock",
    "_ext/book.py",
    "_ext/exercises.py",
    "_ext/parsing.py",
    "_ext/rendering.py",
    "_ext/report.py",
    "_ext/running.py",
    "_ext/stale.py",
)
# What stands on every page: when one of them changes all pages are written anew, and none runs.
ON_EVERY_PAGE = (
    "_toc.yml",
    "_ext/downloads.py",
    "_ext/findable.py",
    "_ext/head.py",
    "_ext/lab.py",
    "_ext/tabular.py",
)
# What the environment keeps of each page from build to build: the fingerprints of what the page depends
# on, the scripts that hold the frames of its explorers, the rows behind its figures, how long it ran, and
# the values its text may show.
MEMORIES = ("book_dependencies", "book_frames", "book_behind", "book_seconds", "book_values")


def setup(app: Sphinx) -> None:
    app.connect("env-get-outdated", _stale_pages)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _take_over)
    app.connect("env-updated", _write_moved)


def _stale_pages(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    # Fingerprints are taken before the first chapter runs: an edit during the build makes a page stale
    # again instead of being mistaken for what the page has read.
    env.book_prints = Prints(Path(app.srcdir))
    for memory in MEMORIES:
        if not hasattr(env, memory):
            setattr(env, memory, {})
    return [
        page
        for page, seen in env.book_dependencies.items()
        if page in env.found_docs and env.book_prints.of(seen) != seen
    ]


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for memory in MEMORIES:
        getattr(env, memory, {}).pop(docname, None)


def _take_over(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """What the process that ran some chapters remembers of them."""
    for memory in MEMORIES:
        found = getattr(other, memory)
        getattr(env, memory).update({page: found[page] for page in docnames if page in found})


def _write_moved(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Another order or another chapter is written to the contents of every page."""
    contents = env.book_prints.of(ON_EVERY_PAGE)
    moved = getattr(env, "book_contents", contents) != contents
    env.book_contents = contents
    del env.book_prints
    return env.found_docs if moved else []


class Prints:
    """Fingerprints of the project's files as they stood when the build began."""

    def __init__(self, root: Path):
        self.root = root
        self.known: dict[str, str] = _descriptions(root / "data/datapackage.json")
        rooms = [*root.glob("data/tables/*.csv"), *root.glob("data/*.*"), *root.glob("_ext/*.py")]
        rooms += [*root.glob("analysis/**/*.py"), *root.glob("charts/**/*.py")]
        self.of([*ALWAYS, *ON_EVERY_PAGE, *(str(path.relative_to(root)) for path in rooms)])

    def of_page(self, files: Iterable[str]) -> dict[str, str]:
        """The fingerprints of all that a page depends on that read or imported these files."""
        return self.of([*ALWAYS, *files])

    def of(self, names: Collection[str]) -> dict[str, str]:
        """Name to fingerprint. `data/datapackage.json#TABLE` is the description of that table."""
        for name in names:
            if name not in self.known:
                self.known[name] = _print(self.root / name)
        return {name: self.known[name] for name in names}


def _descriptions(path: Path) -> dict[str, str]:
    """The fingerprint of each table's description; none where the file cannot be read."""
    try:
        resources = json.loads(path.read_bytes())["resources"]
        return {
            f"data/{path.name}#{entry['name']}": fingerprint(json.dumps(entry).encode())
            for entry in resources
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # the chapters say what is wrong with it


def _print(path: Path) -> str:
    try:
        return fingerprint(path.read_bytes())
    except OSError:
        return "unreadable"  # differs from what was seen, so the page runs and its error speaks
