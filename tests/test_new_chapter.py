"""A chapter made from the template passes the tests of chapters, runs, and is built without a warning."""

import json
import re

import pytest

from contribute.new_chapter import new_chapter
from tests.copies import ROOT, copy_project, run

NAME = "made-by-a-test"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = copy_project(tmp_path_factory.mktemp("project") / "copy")
    new_chapter(NAME, folder)
    return folder


def test_it_passes_the_tests_of_chapters_and_runs(project):
    parts = ["tests/test_chapters.py", "tests/test_exercises.py", f"chapters/{NAME}.ipynb"]
    done = run(project, "pytest", "-n", "0", "-k", f"{NAME} or contents or Cell", *parts)
    assert done.returncode == 0, done.stdout


def test_the_page_for_instructors_links_to_it_and_to_its_explorer(project):
    was, now = ((root / "chapters/teaching.md").read_text(encoding="utf-8") for root in (ROOT, project))
    (row,) = set(now.splitlines()) - set(was.splitlines())
    assert f"({NAME}.ipynb)" in row
    name, choice = re.search(rf'href="{NAME}\.html#([a-z-]+):kind=([a-z-]+)"', row).groups()
    code = "".join(
        "".join(cell["source"])
        for cell in json.loads(project.joinpath("chapters", f"{NAME}.ipynb").read_text())["cells"]
    )
    assert f'name="{name}"' in code
    assert choice.replace("-", " ") in code.lower()


def test_tables_and_contents_name_it_and_nothing_else_has_changed(project):
    contents = (project / "_toc.yml").read_text()
    assert contents.replace(f"  - file: chapters/{NAME}\n", "") == (ROOT / "_toc.yml").read_text()
    was, now = (json.loads((root / "data/datapackage.json").read_text()) for root in (ROOT, project))
    named = [table for table in now["resources"] if NAME in table["chapters"]]
    assert [table["name"] for table in named] == ["events"]
    named[0]["chapters"].remove(NAME)
    assert now == was


def test_the_book_with_it_is_built(project):
    """Built beside a bare glossary, to which it links: the other chapters take long and do not concern it."""
    for path in (project / "chapters").iterdir():
        if path.stem != NAME:
            path.unlink()
    (project / "chapters" / "glossary.md").write_text("# Glossary\n")
    contents = {"root": "chapters/glossary", "chapters": [{"file": f"chapters/{NAME}"}]}
    (project / "_toc.yml").write_text(json.dumps({"format": "jb-book"} | contents))
    done = run(project, "_ext.build")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (project / "_build/html/chapters" / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Made by a test" in page
    assert f'id="{NAME}-figure"' in page
    assert "new-chapter" not in page


@pytest.mark.parametrize(
    ("name", "word"),
    [("", "name="), ("Housing Costs", "small letters"), ("overview", "there already")],
)
def test_a_name_that_cannot_be_is_told(name, word):
    with pytest.raises(ValueError, match=word):
        new_chapter(name, ROOT)
