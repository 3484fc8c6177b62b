"""`make release VERSION=1.2.0`: write a new version wherever the project names it, and date the changes.

pyproject.toml is where the version lives: the book, its PDFs and the wheel read it there. The files below are
read by others, who want it in their own form; tests/test_upkeep.py holds all in step.
"""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from data import sources

ROOT = Path(__file__).resolve().parent.parent
# The group is the version.
PLACES = {
    "pyproject.toml": r'^version = "([^"]+)"$',
    "CITATION.cff": r"^version: (\S+)$",
    ".zenodo.json": r'^  "version": "([^"]+)",$',
    "data/datapackage.json": r'^  "version": "([^"]+)",$',
}
CHANGES, NEXT, NONE = "CHANGELOG.md", "## Unreleased\n", "Nothing yet.\n"
_RELEASED = re.compile(r"(?m)^(version: \S+)\n(?:date-released: .*\n)?")


def version(root: Path = ROOT) -> str:
    """The version of the project."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def write_version(new: str, root: Path, date: str, vintage: str) -> None:
    """Make `new` the version of the project in `root`.

    date: of the release; vintage: when the newest source was read; both ISO. Raises ValueError with what to
    do, before anything is written, if the version does not rise or nothing is said of what changed.
    """
    texts = {name: (root / name).read_text(encoding="utf-8") for name in (*PLACES, CHANGES)}
    if not re.fullmatch(r"\d+\.\d+\.\d+", new) or _parts(new) <= _parts(version(root)):
        raise ValueError(f"VERSION={new!r}: give three numbers, higher than {version(root)}, such as 1.2.0.")
    if NEXT not in texts[CHANGES] or f"{NEXT}\n{NONE}" in texts[CHANGES]:
        raise ValueError(f"{CHANGES} does not say what is new: write it under '{NEXT.strip()}'.")
    for name, pattern in PLACES.items():
        (found,) = re.finditer(pattern, texts[name], flags=re.MULTILINE)
        texts[name] = texts[name][: found.start(1)] + new + texts[name][found.end(1) :]
    texts["CITATION.cff"] = _RELEASED.sub(rf"\1\ndate-released: {date}\n", texts["CITATION.cff"])
    heading = f"## {new} of {date}, sources read until {vintage}\n"
    texts[CHANGES] = texts[CHANGES].replace(NEXT, f"{NEXT}\n{NONE}\n{heading}", 1)
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")


def _parts(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def main(new: str) -> int | str:
    """Write the version. Returns what is wrong, or 0."""
    try:
        write_version(new, ROOT, datetime.now(UTC).date().isoformat(), max(sources()["urldate"]))
    except ValueError as error:
        return str(error)
    print(f"This is {new} now. Read `git diff`, then go on with the recipe in HOSTING.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
