"""The page for instructors: what it names is there, and what it counts follows from the chapters."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from _ext.build import build
from tests.test_chapters import CHAPTERS, MAIN, cells

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "chapters" / "teaching.md").read_text(encoding="utf-8")
SECTION = r"\[[^\]]+\]\(([a-z-]+)\.ipynb\),\s\*([^*]+)\*"  # [Chapter](file.ipynb), *Section*


def heads(name):
    """The headings of a chapter's sections."""
    text = "\n".join(cells(ROOT / "chapters" / f"{name}.ipynb", "markdown"))
    return [line[3:] for line in text.splitlines() if line.startswith("## ")]


@pytest.fixture(scope="module")
def page():
    assert build(ROOT) == 0
    text = (ROOT / "_build/html/chapters/teaching.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_is_named(path):
    assert f"({path.name})" in TEXT, f"chapters/teaching.md: add a link to the chapter, [Title]({path.name})."


def test_every_section_named_with_its_chapter_is_there():
    named = re.findall(SECTION, TEXT)
    assert len(named) > 10
    for name, head in named:
        assert " ".join(head.split()) in heads(name)


def test_the_debate_names_sections_of_its_chapter():
    debate = TEXT[TEXT.index("## Hold a debate") : TEXT.index("## Grade")]
    rows = [line for line in debate.splitlines() if line.startswith("|")]
    named = re.findall(r"\*([^*]+)\*", "\n".join(rows))
    assert len(named) >= 6
    assert set(named) <= set(heads("counterarguments"))


def test_the_table_of_chapters_repeats_their_boxes(page):
    rows = page.select("#class-chapters tbody tr")
    assert len(rows) == len(MAIN)
    for row in rows:
        chapter, after, before, time = row.find_all("td")
        text = (ROOT / "_build/html/chapters" / chapter.a["href"]).read_text(encoding="utf-8")
        box = BeautifulSoup(text, "html.parser").select_one(".guide").get_text(" ", strip=True)
        minutes, solve = re.search(r"about (\d+) minutes to read .*?, (\d+) for", box).groups()
        assert time.get_text(strip=True) == f"{minutes} + {solve}"
        for head, cell in (("After it you can", after), ("Read first:", before)):
            assert f"{head} {cell.get_text(' ', strip=True)}" in box


def test_no_place_is_left_unfilled(page):
    words = page.select_one("article").get_text()
    assert not re.search(r"\{\w+\}|\?\?", words)
    assert len(re.findall(r"\b\d+ (?:or \d+ )?minutes", words)) == len(
        re.findall(r"\{minutes\}`[^`]+`\sminutes", TEXT)
    )
