"""What readers take home: the menu names what is there, a notebook runs anywhere, a zip is a Data Package."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from _ext.build import alone, build
from _ext.downloads import WHEEL, first_cell
from tests.test_chapters import CHAPTERS, NOTEBOOKS

ROOT = Path(__file__).parent.parent
CHAPTER = "chapters/staying"  # figures, explorers, links to tables
RUN = """
import nbformat, nbclient
notebook = nbformat.read({name!r}, as_version=4)
notebook.cells.append(nbformat.v4.new_code_cell("import data; print(data.__file__)"))
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
nbformat.write(notebook, "done.ipynb")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A copy of the site: other tests make theirs anew meanwhile."""
    assert build(ROOT) == 0
    copy = tmp_path_factory.mktemp("site") / "html"
    with alone(ROOT):
        shutil.copytree(ROOT / "_build" / "html", copy)
    return copy


def menu(site, page):
    """The words and the file of each item of a page's download menu."""
    soup = BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    return {
        link.get_text(): (site / page).parent.joinpath(link["href"]).resolve()
        for link in soup.select(".downloads a[download]")
    }


@pytest.mark.parametrize("page", [f"chapters/{path.stem}" for path in NOTEBOOKS])
def test_a_chapter_offers_notebook_project_and_tables(site, page):
    offers = menu(site, page)
    assert all(path.is_file() for path in offers.values())
    names = {path.name for path in offers.values()}
    assert {f"{Path(page).name}.ipynb", WHEEL} <= names
    assert sum(name.endswith(".zip") for name in names) == 1
    assert "data-if-there" not in (site / f"{page}.html").read_text(encoding="utf-8")


def test_a_page_of_text_offers_its_text(site):
    offers = menu(site, "chapters/glossary")
    assert offers["Source text (.md)"].read_text(encoding="utf-8").startswith("# Glossary")
    assert not [path for path in offers.values() if path.suffix in (".ipynb", ".whl", ".zip")]


@pytest.mark.parametrize("page", [f"chapters/{path.stem}" for path in CHAPTERS])
def test_the_zip_of_a_chapter_holds_the_tables_it_names(site, page, tmp_path):
    soup = BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    named = {Path(link["href"]).stem for link in soup.select(".table-block a[download]")}
    zipfile.ZipFile(menu(site, page)["Tables of this page (.zip)"]).extractall(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    held = {path.stem for path in (tmp_path / "tables").glob("*.csv")}
    assert named <= held
    assert held == {entry["name"] for entry in package["resources"]}
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:3]
    sources = (tmp_path / "sources.bib").read_text(encoding="utf-8")
    for name in held:
        for key in pd.read_csv(tmp_path / "tables" / f"{name}.csv")["source_id"].dropna().unique():
            assert f"{{{key},\n" in sources


def test_the_zip_of_a_chapter_leaves_out_other_sources(site):
    archive = zipfile.ZipFile(menu(site, CHAPTER)["Tables of this page (.zip)"])
    whole = (ROOT / "data" / "sources.bib").read_text(encoding="utf-8")
    assert 0 < archive.read("sources.bib").decode().count("\n}\n") < whole.count("\n}\n")


def test_the_first_cell_says_what_to_install(site):
    notebook = json.loads(menu(site, CHAPTER)["Notebook (.ipynb)"].read_text(encoding="utf-8"))
    stored = json.loads((ROOT / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))
    assert notebook["cells"][1:] == stored["cells"]
    said = "".join(notebook["cells"][0]["source"])
    assert f"pip install jupyterlab ./{WHEEL}\n" in said
    assert f"`downloads/{WHEEL}`" in said


def test_with_the_address_of_the_site_the_first_cell_is_one_command():
    said = "".join(first_cell("https://example.org/book/")["source"])
    assert f"pip install jupyterlab https://example.org/book/downloads/{WHEEL}\n" in said
    assert "save" not in said


def test_a_downloaded_chapter_runs_where_nothing_else_of_the_book_is(site, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    python = fresh_environment(tmp_path / "environment", site / "downloads" / WHEEL)
    shutil.copy(menu(site, CHAPTER)["Notebook (.ipynb)"], folder / "chapter.ipynb")
    environment = {key: text for key, text in os.environ.items() if not key.startswith(("PYTHON", "REVERSE"))}
    done = subprocess.run(
        [python, "-c", RUN.format(name="chapter.ipynb")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads((folder / "done.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert Path(outputs[-1]["text"][0].strip()).is_relative_to(tmp_path / "environment")
    assert sum("image/svg+xml" in output.get("data", {}) for output in outputs) >= 4
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)


def fresh_environment(folder, wheel):
    """Python of an environment that has this wheel; what the wheel needs it borrows from the tests' own."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    # Names in a .pth are folders to look in; the link to this checkout, which stands in one, is not followed.
    site_packages = next(folder.glob("lib/python*/site-packages"))
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def test_the_wheel_is_the_same_each_time_and_holds_the_data(site):
    archive = zipfile.ZipFile(site / "downloads" / WHEEL)
    names = set(archive.namelist())
    tables = {f"data/tables/{path.name}" for path in (ROOT / "data" / "tables").glob("*.csv")}
    assert tables | {"data/datapackage.json", "data/sources.bib", "charts/__init__.py"} <= names
    assert not [name for name in names if name.startswith(("tests/", "build/")) or "__pycache__" in name]
    assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
