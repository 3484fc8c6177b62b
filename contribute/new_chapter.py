"""`make new-chapter name=housing-costs`: a chapter that passes every test, to be rewritten cell by cell."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = Path(__file__).with_name("chapter.ipynb")
# The template is called so, in the labels of its figures and exercises and in its title.
NAME, TITLE = "new-chapter", "New chapter"
# The new chapter stands before this one, after those that argue.
FOLLOWED_BY = r"^( *)- file: chapters/claims$"
# The last row of the table of the page for instructors that names every chapter stands before this.
AFTER_STATES = "\n\nA figure, a section and a claim have addresses too:"


def new_chapter(name: str, root: Path = ROOT) -> Path:
    """Write chapters/NAME.ipynb in `root`; name it in _toc.yml, in teaching.md and in the tables it loads.

    Raises ValueError if the name is not small words with hyphens or stands for a chapter already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise ValueError(
            f"The name of a chapter has small letters, digits and hyphens, not {name!r}. "
            "For example: make new-chapter name=housing-costs"
        )
    path = root / "chapters" / f"{name}.ipynb"
    if path.exists() or path.with_suffix(".md").exists():
        raise ValueError(f"chapters/{name} is there already: choose another name.")
    text = TEMPLATE.read_text(encoding="utf-8")
    title = name.replace("-", " ").capitalize()
    _list(name, root / "_toc.yml")
    path.write_text(text.replace(NAME, name).replace(TITLE, title), encoding="utf-8")
    _name_for_instructors(name, title, root / "chapters" / "teaching.md")
    _name_in_tables(name, text, root / "data" / "datapackage.json")
    return path


def _list(name: str, contents: Path) -> None:
    text = contents.read_text(encoding="utf-8")
    listed, found = re.subn(
        FOLLOWED_BY, rf"\1- file: chapters/{name}\n\g<0>", text, count=1, flags=re.MULTILINE
    )
    if not found:
        raise ValueError(
            "_toc.yml no longer lists chapters/claims: mend FOLLOWED_BY in contribute/new_chapter.py."
        )
    contents.write_text(listed, encoding="utf-8")


def _name_for_instructors(name: str, title: str, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if AFTER_STATES not in text:
        raise ValueError(
            "chapters/teaching.md has no table of figures with a choice any more: mend AFTER_STATES in "
            "contribute/new_chapter.py."
        )
    address = f"{name}.html#{name}-explorer:kind=easier-to-stay"
    row = f'| What does [{title}]({name}.ipynb) ask? | <a href="{address}">one choice of its figure</a> |'
    page.write_text(text.replace(AFTER_STATES, f"\n{row}{AFTER_STATES}"), encoding="utf-8")


def _name_in_tables(name: str, chapter: str, description: Path) -> None:
    package = json.loads(description.read_text(encoding="utf-8"))
    for table in package["resources"]:
        if f'\\"{table["name"]}\\"' in chapter:
            table["chapters"].append(name)
    description.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        made = new_chapter(sys.argv[1] if len(sys.argv) > 1 else "")
    except ValueError as error:
        sys.exit(str(error))
    print(
        f"Made {made.relative_to(ROOT)}; _toc.yml, chapters/teaching.md and data/datapackage.json name it.\n"
        "Next: make lab (write it), make check (half a minute), make book (see it). CONTRIBUTING.md says "
        "what is expected of its parts."
    )
