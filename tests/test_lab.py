"""The lab: every chapter runs to its end in a browser, from a folder of a host, with explorers live."""

import json
import shutil

import pytest
from playwright.sync_api import expect

from _ext.build import build
from _ext.lab import FOLDER, MEASURED, put_lab
from _ext.lab_copies import lab_copy
from data import sources
from tests import lab
from tests.test_chapters import NOTEBOOKS

HTML = lab.ROOT / "_build" / "html"
NAMES = [path.stem for path in NOTEBOOKS]
WITH_EXPLORERS = {path.stem for path in NOTEBOOKS if "charts.explore(" in path.read_text(encoding="utf-8")}


@pytest.fixture(scope="module")
def site():
    assert build(lab.ROOT) == 0
    with lab.served(HTML) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with lab.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def visit(chromium):
    """One visitor for all chapters."""
    return lab.visitor(chromium, viewport={"width": 1280, "height": 900})


def open_chapter(visit, site, name):
    """The notebook that the link on the chapter's page opens."""
    page = visit.new_page()
    page.goto(f"{site}chapters/{name}.html")
    page.get_by_role("link", name="Run this chapter in your browser").click()
    lab.wait_for_chapter(page)
    return page


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_runs_to_its_end(site, visit, name):
    page = open_chapter(visit, site, name)
    lab.run_all(page)
    unfold_solutions(page)
    expect(page.locator(".jp-CodeCell .jp-InputPrompt")).to_have_text(
        ["" if hides_itself(cell) else f"[{number}]:" for number, cell in enumerate(code_of(name), 1)],
        timeout=lab.MINUTES,
    )
    assert not page.locator(
        "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
    ).all_text_contents()
    if name in WITH_EXPLORERS:
        change_every_control(page)
    assert page.locator(".jp-Dialog").count() == 0
    page.close()


def unfold_solutions(page):
    """Cells below a folded heading do not tell whether they ran."""
    folded = page.locator(".jp-showHiddenCellsButton:visible")
    while folded.count():
        folded.first.click()


def change_every_control(page):
    for box in page.locator(".widget-vbox:has(.widget-html img)").all():
        box.scroll_into_view_if_needed()
        picture = box.locator(".widget-html img")
        controls = box.locator("select, .widget-slider .noUi-handle, .widget-radio-box")
        assert controls.count()
        for control in controls.all():
            before = picture.get_attribute("src")
            change(control)
            page.wait_for_function(
                "([box, old]) => (box.querySelector('img')?.getAttribute('src') ?? old) !== old",
                arg=[box.element_handle(), before],
                timeout=lab.MINUTES,
            )


def change(control):
    kind = control.evaluate("element => element.tagName")
    if kind == "SELECT":
        control.select_option(index=1)
    elif "noUi-handle" in control.get_attribute("class"):
        # A slider begins at its default, which may be its end.
        end = control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax")
        track = control.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]")
        track.click(position={"x": 20 if end else track.bounding_box()["width"] - 20, "y": 3})
    else:
        control.locator("input:not(:checked)").first.check()


def test_pages_tell_what_a_first_run_loads(site, chromium):
    """Nothing before the link is followed; then what the page says, and from where."""
    page = lab.visitor(chromium).new_page()
    asked = lab.requests_of(page.context)
    page.goto(f"{site}chapters/{lab.MEASURED_CHAPTER}.html", wait_until="networkidle")
    assert not [url for url in asked if f"/{FOLDER}/" in url or not url.startswith((site, "data:"))]
    said = page.locator(".run-it").inner_text()
    asked.clear()
    page.locator(".run-it-launch").click()
    lab.wait_for_chapter(page)
    lab.wait_for_figure(page)
    host = site[: site.index("/", 8)]
    elsewhere = {url for url in asked if not url.startswith((host, "data:", "blob:"))}
    assert all(url.startswith(lab.PYODIDE_URL) for url in elsewhere), elsewhere
    loaded, measured = lab.loaded_bytes(asked, site), json.loads(MEASURED.read_text(encoding="utf-8"))
    assert loaded["pyodide_bytes"] == pytest.approx(measured["pyodide_bytes"], rel=0.1)
    assert loaded["site_bytes"] == pytest.approx(measured["site_bytes"], rel=0.2)
    total = measured["pyodide_bytes"] + measured["site_bytes"]
    assert f"about {total / 1e6:.0f} MB, most of it from cdn.jsdelivr.net" in said
    page.context.close()


def test_a_change_is_kept_and_a_deleted_copy_gives_the_published_one_back(site, visit):
    name = "bibliography"
    page = open_chapter(visit, site, name)
    page.locator(".jp-MarkdownCell").first.click()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+End")
    page.keyboard.type(" My own words.")
    save(page)
    page = open_chapter(visit, site, name)
    assert "My own words." in page.locator(".jp-MarkdownCell").first.inner_text()
    files = open_files(visit, page, "chapters")
    files.locator(".jp-DirListing-item", has_text=f"{name}.ipynb").click()
    files.keyboard.press("Delete")
    files.locator(".jp-Dialog").get_by_role("button", name="Delete").click()
    files.wait_for_selector(".jp-Dialog", state="detached")
    files.wait_for_timeout(1_000)  # the deletion is done in the background
    files.close()
    page = open_chapter(visit, site, name)
    assert "My own words." not in page.locator(".jp-MarkdownCell").first.inner_text()
    page.close()


def test_a_changed_table_reaches_the_chapter(site, visit):
    page = open_chapter(visit, site, "bibliography")
    lab.run_all(page)
    page.locator(".jp-CodeCell .jp-InputArea-editor").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        "from data import value\nvalue('nih_inquiries', 'value', metric='lost_jobs', as_of='2023-03')"
    )
    result = page.locator(".jp-CodeCell").first.locator(".jp-OutputArea-output")
    page.keyboard.press("Control+Enter")
    result.get_by_text("103.0", exact=True).wait_for(timeout=lab.MINUTES)
    table = (lab.ROOT / "data" / "tables" / "nih_inquiries.csv").read_text(encoding="utf-8")
    assert ",lost_jobs,103," in table
    files = open_files(visit, page, "data", "tables")
    with visit.expect_page() as opened:
        files.locator(".jp-DirListing-item", has_text="nih_inquiries.csv").dblclick()
    opened.value.locator(".cm-content").click()
    opened.value.keyboard.press("Control+a")
    opened.value.keyboard.insert_text(table.replace(",lost_jobs,103,", ",lost_jobs,104,"))
    save(opened.value)
    files.close()
    page.bring_to_front()
    page.locator(".jp-CodeCell .jp-InputArea-editor").first.click()
    page.keyboard.press("Control+Enter")
    result.get_by_text("104.0", exact=True).wait_for(timeout=lab.MINUTES)
    page.close()


def save(page):
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2_000)  # nothing on the page tells when the browser has stored it
    page.close()


def open_files(visit, page, *folders):
    """The list of files, as File → Open shows it, with this folder open."""
    with visit.expect_page() as opened:
        lab.choose(page, "File", "^Open")
    for folder in folders:
        opened.value.locator(".jp-DirListing-item", has_text=folder).first.dblclick()
        opened.value.locator(".jp-BreadCrumbs-item", has_text=folder).wait_for()
    return opened.value


# ---- what the lab is built from


def test_a_copy_says_what_the_page_says():
    text = (
        "Of {eval}`people`, see {numref}`ladder`, {term}`stay rate`s {footcite:p}`crs-2025-r48694`.\n"
        "See the [glossary](glossary.md).\n```{footbibliography}\n```\n"
    )
    exercise = (
        "```{exercise} Argue\n:label: argue\n\nWhy {eval}`people`?\n```\n\n"
        "```{solution-start} argue\n:label: argue-solution\n```\n"
    )
    solution = "Because.\n\n```{solution-end}\n```\n"
    hidden = {"jupyter": {"source_hidden": True, "outputs_hidden": True}}
    chapter = {
        "metadata": {"kernelspec": {"name": "python3"}},
        "cells": [
            {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Title"]},
            {"cell_type": "code", "id": "b", "metadata": {}, "source": ["people = '{eval}`x`'"]},
            {"cell_type": "markdown", "id": "c", "metadata": {}, "source": [text]},
            {"cell_type": "markdown", "id": "d", "metadata": {}, "source": [exercise]},
            {"cell_type": "code", "id": "f", "metadata": hidden | {"tags": ["t"]}, "source": ["1 + 1"]},
            {"cell_type": "markdown", "id": "e", "metadata": {}, "source": [solution]},
        ],
    }
    values, figures = {"people": "1,304 *people*"}, {"ladder": "8"}
    copy = lab_copy(chapter, values, figures, sources(), "Hello")
    told = [cell["source"] for cell in copy["cells"]]
    assert told[:2] == ["# Title", "Hello"]
    assert told[2] == ["people = '{eval}`x`'"]
    assert told[3].startswith(
        r"Of 1,304 \*people\*, see Fig. 8, stay rates ([Congressional Research Service 2025](<https://"
    )
    assert told[3].endswith("See the glossary.")
    assert told[4:6] == [r"### Exercise: Argue" "\n\n" r"Why 1,304 \*people\*?", "### Solution"]
    assert told[6:] == [["1 + 1"], "Because."]
    assert copy["cells"][5]["metadata"] == {"jp-MarkdownHeadingCollapsed": True}
    assert copy["cells"][6]["metadata"] == {"tags": ["t"]}
    assert len({cell["id"] for cell in copy["cells"]}) == len(copy["cells"])
    assert copy["metadata"]["kernelspec"]["name"] == "python"
    for lost in ({"values": {}}, {"figures": {}}):
        with pytest.raises(KeyError, match=r"people|ladder"):
            lab_copy(
                chapter, **{"values": values, "figures": figures, "sources": sources(), "greeting": ""} | lost
            )


@pytest.mark.usefixtures("site")
def test_the_lab_is_built_anew_exactly_when_its_files_changed(tmp_path):
    (tmp_path / "_build").mkdir()
    shutil.copytree(lab.ROOT / "_build" / "lab", tmp_path / "_build" / "lab")
    shutil.copy(lab.ROOT / "requirements.lock", tmp_path)
    target, contents = tmp_path / "site", {"data/a.csv": b"1", "data/b.csv": b"2"}

    def put(files):
        return put_lab(tmp_path, target, files, lab.PYODIDE_URL, "A book")

    def listed():
        listing = json.loads((target / "api" / "contents" / "data" / "all.json").read_text())["content"]
        return {entry["name"] for entry in listing}

    assert put(contents)
    assert listed() == {"a.csv", "b.csv"}
    assert not put(contents)
    assert put({"data/a.csv": b"3"})
    assert listed() == {"a.csv"}
    assert (target / "files" / "data" / "a.csv").read_bytes() == b"3"
    shutil.rmtree(target)
    assert put({"data/a.csv": b"3"})
    assert listed() == {"a.csv"}


def code_of(name):
    """The cells of code in the lab's copy."""
    copy = json.loads((HTML / FOLDER / "files" / "chapters" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in copy["cells"] if cell["cell_type"] == "code"]


def hides_itself(cell):
    """A cell that shows neither its code nor its number, such as one that holds the answers of a quiz."""
    return cell["metadata"].get("jupyter", {}).get("source_hidden", False)
