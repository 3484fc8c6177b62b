"""The built site: built strictly from this checkout, read as HTML, and opened in a real browser."""

import io
import json
import re
import zipfile
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl

import matplotlib.image as image
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from _ext.behind import FOLDER
from _ext.build import build
from _ext.publish import PLAIN
from _ext.zip import zip_site
from audit import links
from audit.serve import serving
from data import load
from tests import lab
from tests.test_chapters import CHAPTERS as CHAPTER_FILES
from tests.test_chapters import MAIN as MAIN_FILES
from tests.test_chapters import NOTEBOOKS

ROOT = Path(__file__).parent.parent
HTML = ROOT / "_build" / "html"
CHAPTERS = [f"chapters/{path.stem}.html" for path in CHAPTER_FILES]
MAIN = [f"chapters/{path.stem}.html" for path in MAIN_FILES]
PAGES = [f"chapters/{path.stem}.html" for path in (*NOTEBOOKS, *sorted((ROOT / "chapters").glob("*.md")))]


@pytest.fixture(scope="module")
def site():
    assert build(ROOT) == 0
    return HTML


@pytest.fixture(scope="module")
def soups(site):
    return links.read_pages(site)


@pytest.fixture(scope="module")
def address(site):
    with serving(site) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with lab.chromium() as browser:
        yield browser


def wait_until(page, expression, arg=None, seconds=20):
    """Until the expression is true on the page. Playwright's own wait runs text as code within the page,
    which the content policy forbids."""
    for _ in range(20 * seconds):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true on {page.url}: {expression}")


def open_page(chromium, url, **options):
    """The page, scrolled through so that late pictures load, and what went wrong or elsewhere meanwhile."""
    context = chromium.new_context(**options)
    page = context.new_page()
    trouble = []
    own = url[: url.index("/", 8) + 1] if url.startswith("http") else "file://"
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith((own, "data:")) else trouble.append(sent.url))
    page.on("requestfailed", lambda sent: trouble.append(f"failed: {sent.url} ({sent.failure})"))
    page.goto(url)
    for picture in page.query_selector_all("picture img"):
        picture.scroll_into_view_if_needed()
    if options.get("java_script_enabled", True):
        wait_until(page, "[...document.images].every(i => !i.loading || i.complete || !i.offsetParent)")
    return page, trouble


def test_the_picture_of_the_readme_is_the_card_of_the_overview(site):
    (built,) = (site / "_static/cards").glob("overview-*.png")
    shown, now = (image.imread(path) for path in (ROOT / ".github/overview.png", built))
    same = shown.shape == now.shape and (abs(shown - now) > 0.3).mean() < 1e-5  # seven of its pixels
    assert same, (
        ".github/overview.png shows another figure than the overview: run `make picture` and commit it."
    )


# ---- as HTML


def test_every_page_of_the_contents_is_there(soups):
    assert set(PAGES) <= set(soups)


def test_internal_links_and_anchors_resolve(site, soups):
    found = links.broken(site, soups)
    assert not [f"{page}: {reference}" for page, broken in found.items() for reference in broken]


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_figure_has_words(soups, name):
    figures = soups[name].select("figure")
    assert figures, f"{name}: has no figure; draw one with charts.show."
    seen = set()
    for figure in figures:
        alt = figure.img["alt"]
        assert len(alt) > 60, (
            f"{name}, figure {figure['id']}: say in alt what the figure shows; {alt!r} does not."
        )
        assert not re.search(r"\.(svg|png)|<|nan\b|None", alt), alt
        assert alt not in seen
        seen.add(alt)
        assert figure.figcaption.select_one(".caption-number").get_text().startswith("Fig.")
        assert len(figure.figcaption.select_one(".caption-text").get_text()) > 40
        assert figure.img["width"]
        assert figure.img["height"]


def test_every_figure_leads_to_a_page_with_its_rows_and_every_such_page_is_led_to(soups, site):
    led_to = {}
    for name in CHAPTERS:
        for figure in soups[name].select("figure"):
            (link,) = figure.select(".figure-data a")
            led_to[link["href"].removeprefix("../")] = (figure["id"], link.get_text())
    assert set(led_to) == {name for name in soups if name.startswith(f"{FOLDER}/")}
    for page, (figure, words) in led_to.items():
        assert page == f"{FOLDER}/{figure}.html"
        rows = len(soups[page].select("tbody tr"))
        assert rows
        assert f": {rows:,} row" in words
        files = [site / FOLDER / link["href"] for link in soups[page].select("article a[download]")]
        assert sum(len(pd.read_csv(file)) for file in files) == rows


@pytest.mark.parametrize("name", [*PAGES, f"{FOLDER}/state-city.html"])
def test_headings_are_in_order_and_the_language_is_told(soups, name):
    soup = soups[name]
    assert soup.html["lang"] == "en"
    levels = [int(head.name[1]) for head in soup.select("article h1, article h2, article h3, article h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("name", PAGES)
def test_no_machine_words_reach_the_reader(soups, name):
    article = BeautifulSoup(str(soups[name].article), "html.parser")
    for hidden in article.select("pre, .cell_input, code"):
        hidden.decompose()
    words = article.get_text(" ")
    found = re.findall(r"np\.\w+|<NA>|\bnan\b|\bNaT\b|Traceback|\{eval\}|Timestamp\(|\bdtype\b", words)
    assert not found


def test_the_chapter_lists_the_tables_it_loaded_and_they_can_be_downloaded(soups, site):
    descriptor = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for name in CHAPTERS:
        links = {Path(a["href"]).stem: a["href"] for a in soups[name].select(".table-block a[download]")}
        wanted = {entry["name"] for entry in descriptor["resources"] if Path(name).stem in entry["chapters"]}
        assert set(links) == wanted
        for table, link in links.items():
            rows = pd.read_csv((site / name).parent / link)
            assert list(rows.columns) == [
                field["name"]
                for entry in descriptor["resources"]
                if entry["name"] == table
                for field in entry["schema"]["fields"]
            ]


# ---- in a browser

SCREENS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_a_page_opens_without_other_hosts_errors_or_sideways_scrolling(
    address, chromium, name, width, scheme
):
    page, trouble = open_page(
        chromium, address + name, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    assert not trouble
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    for picture in page.query_selector_all("picture img"):
        assert picture.evaluate("i => i.naturalWidth") > 100
        assert ("narrow" if width < 576 else "wide") in picture.evaluate("i => i.currentSrc")
    page.context.close()


@pytest.mark.parametrize("name", ["chapters/teaching.html", "chapters/scenarios.html"])
def test_on_a_phone_a_row_of_a_wide_table_is_a_card_that_names_its_columns(address, chromium, soups, name):
    tables = [table for table in soups[name].select("table:has(thead)") if table.select_one("td[data-title]")]
    assert tables
    for table in tables:
        headings = [heading.get_text(" ", strip=True) for heading in table.select("thead th")]
        for row in table.select("tbody tr"):
            assert [cell["data-title"] for cell in row.select("td")] == headings
    page, _ = open_page(chromium, address + name, viewport={"width": 360, "height": 800})
    for cell in page.query_selector_all("td[data-title]"):
        box = cell.bounding_box()
        assert box is None or 0 <= box["x"] <= box["x"] + box["width"] <= 360
    said = page.evaluate(
        "getComputedStyle(document.querySelector('td[data-title] + td'), '::before').content"
    )
    assert said == f'"{tables[0].select_one("td + td")["data-title"]}: "'
    page.context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_follow_the_switch_of_the_page_not_only_the_system(address, chromium, name):
    brightness = {}
    for scheme in ("light", "dark"):
        page, _ = open_page(
            chromium, address + name, viewport={"width": 1280, "height": 800}, color_scheme="light"
        )
        page.evaluate("scheme => { document.documentElement.dataset.theme = scheme }", scheme)
        shot = page.query_selector("picture img").screenshot()
        brightness[scheme] = image.imread(io.BytesIO(shot))[..., :3].mean()
        page.context.close()
    assert brightness["light"] > 0.85
    assert brightness["dark"] < 0.3


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_page_opens_from_a_folder_and_without_scripts(site, chromium, name, scripts):
    page, trouble = open_page(
        chromium, (site / name).as_uri(), java_script_enabled=scripts, viewport={"width": 1280, "height": 800}
    )
    # A browser does not load the icon fonts of the theme from a folder; text and figures need none.
    # Without scripts it does not load the scripts it was told to load early.
    harmless = ("webfonts", "ERR_FAILED") if scripts else ("webfonts", "ERR_FAILED", "_static/scripts/")
    assert not [what for what in trouble if not any(word in what for word in harmless)]
    assert page.locator("article h1").is_visible()
    for picture in page.query_selector_all("picture img"):
        assert picture.bounding_box()["height"] > 100
    page.context.close()


def test_search_finds_a_word_of_a_chapter(address, chromium):
    page, trouble = open_page(chromium, address + "search.html?q=Proclamation")
    found = page.locator("#search-results li", has=page.locator("a", has_text="Push factors")).first
    told = found.locator("p.context").inner_text()
    assert "Proclamation" in told
    body, ends = re.fullmatch(r"(?:… )?(.*?)( …)?", told).groups()
    page.goto(address + found.locator("a").first.get_attribute("href"))
    words = page.locator(".bd-article").text_content()
    assert ends
    assert body.split()[0] in words.split(), "the words begin and end whole"
    assert body.split()[-1] in words.split()
    assert not trouble
    page.context.close()


def test_code_in_the_color_of_text_has_no_tags(site, soups):
    css = (site.parent / "pages/_static/pygments.css").read_text(encoding="utf-8")
    for mode in ("light", "dark"):
        rule = rf'\[data-theme="{mode}"\] \.highlight '
        color = re.search(rule + r"\{[^}]*;\s*color:\s*(#\w+)", css)[1]
        for name in PLAIN:
            assert re.search(rule + rf"\.{name} \{{ color: {color} \}}", css), (mode, name)
    code = soups[CHAPTERS[0]].select_one(".cell_input pre")
    assert code.select("span.k")
    assert not code.select(", ".join(f"span.{name}" for name in PLAIN))


def test_code_is_laid_out_and_reached_by_the_keyboard_once_it_unfolds(address, chromium):
    page, trouble = open_page(chromium, address + CHAPTERS[1], viewport={"width": 360, "height": 800})
    page.wait_for_timeout(500)
    code = page.locator("details .cell_input pre, details pre").first
    assert code.get_attribute("tabindex") is None
    page.locator("details:has(pre) > summary").first.click()
    wait_until(page, "document.querySelector('details[open] pre').tabIndex === 0")
    assert not trouble
    page.context.close()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["search.html", "chapters/glossary.html"], ids=["its page", "its dialog"])
def test_the_sign_of_the_search_stands_beside_its_words(address, chromium, name, width):
    page, trouble = open_page(chromium, address + name, viewport={"width": width, "height": 800})
    page.keyboard.press("Control+k")
    field = page.locator("form.bd-search:visible").first
    field.wait_for()
    sign, words = field.locator("i").bounding_box(), field.locator("input").bounding_box()
    begin = float(field.locator("input").evaluate("it => parseFloat(getComputedStyle(it).paddingLeft)"))
    assert sign["x"] + sign["width"] < words["x"] + begin
    assert not trouble
    page.context.close()


@pytest.mark.parametrize("name", ["search.html", "404.html"])
def test_a_page_without_a_text_of_its_own_says_how_to_cite_the_book(soups, name):
    told = soups[name].select_one(".bd-footer-content details").get_text(" ", strip=True)
    assert told.startswith("Cite this book")
    assert not re.search(r"\. *\.", told)
    page = soups[CHAPTERS[0]].select_one(".bd-footer-content details").get_text(" ", strip=True)
    assert soups[CHAPTERS[0]].h1.get_text(strip=True).rstrip("#") in page


def test_the_search_knows_the_words_that_readers_see_and_not_those_of_the_code(site):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    pages = {name: number for number, name in enumerate(index["docnames"])}
    # Chinese names stand in cells of a table, each a word that no stemmer changes.
    for name in load("returnees")["chinese_name"].dropna():
        found = index["terms"][name]
        assert pages["chapters/notable-returnees"] in (found if isinstance(found, list) else [found])
    shown = set()
    for page in PAGES:
        soup = BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser")
        for code in soup.select(".cell_input"):
            code.decompose()
        shown |= set(re.findall(r"\w+", soup.get_text(" ").casefold()))
    of_code = {
        name.casefold()
        for path in NOTEBOOKS
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for name in re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", "".join(cell["source"]))
    }
    assert len(of_code - shown) > 500
    assert not index["terms"].keys() & (of_code - shown)


def test_the_zip_of_the_site_works_from_a_folder_search_included(site, chromium, tmp_path):
    packed = zip_site(site, tmp_path / "site.zip")
    again = zip_site(site, tmp_path / "again.zip")
    assert packed.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    root = (tmp_path / "the-reverse-brain-drain").as_uri()
    page, trouble = open_page(chromium, f"{root}/search.html?q=Proclamation")
    link = page.locator("#search-results a", has_text="Push factors").first
    link.click()
    assert page.locator("h1").first.inner_text().startswith("Push factors")
    page.goto(f"{root}/index.html")
    page.wait_for_url("**/overview.html")
    # The first page leads on at once: what it still asked for ends with it.
    assert not [words for words in trouble if not words.endswith("favicon.svg (net::ERR_ABORTED)")]
    page.context.close()


# ---- rows with an address


@pytest.mark.parametrize("width", [1280, 360])
def test_a_link_to_a_claim_shows_its_row_whatever_is_filtered(address, chromium, width):
    page, trouble = open_page(
        chromium, address + "chapters/claims.html", viewport={"width": width, "height": 800}
    )
    page.evaluate("location.hash = 'claim-C017'")
    row = page.locator("#claim-C017")
    in_sight = """() => {
        const { top, height } = document.querySelector("#claim-C017").getBoundingClientRect();
        return height > 0 && top >= 0 && top < innerHeight;
    }"""
    wait_until(page, in_sight)  # the page scrolls smoothly
    page.locator("#ledger input[type=search]").fill("no claim says this")
    assert not row.is_visible()
    page.evaluate("location.hash = 'ledger'")
    page.evaluate("location.hash = 'claim-C017'")
    wait_until(page, in_sight)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not trouble
    page.context.close()


# ---- explorers

WITH_EXPLORERS = [
    f"chapters/{path.stem}.html"
    for path in CHAPTER_FILES
    if "charts.explore(" in path.read_text(encoding="utf-8")
]


def choice_of(box):
    """What the page shows of an explorer: its picture, words and announcement."""
    figure = box.locator("xpath=ancestor::figure")
    return {
        "picture": box.locator("img").get_attribute("src"),
        "alt": box.locator("img").get_attribute("alt"),
        "caption": figure.locator(".caption-text").inner_text(),
        "said": box.locator(".explorer-said").inner_text(),
    }


def press(page, control):
    """Change a control from the keyboard; returns whether it was a slider, a list or buttons."""
    field = control.locator("input:checked, input[type=range], select").first
    field.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp"):
        before = page.url
        page.keyboard.press(key)
        if page.url != before:
            return
    raise AssertionError(f"no key changes {control.inner_text()!r}")


@pytest.mark.parametrize("name", WITH_EXPLORERS)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_every_control_shows_its_frame_and_the_address_keeps_it(address, chromium, name, width, scheme):
    page, trouble = open_page(
        chromium, address + name, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    for box in page.locator(".explorer").all():
        assert not box.locator(".explorer-note").is_visible()
        for control in box.locator("[data-control]").all():
            before = choice_of(box)
            press(page, control)
            wait_until(
                page,
                "([box, src]) => box.querySelector('img').src !== src",
                arg=[
                    box.element_handle(),
                    page.evaluate("s => new URL(s, location).href", before["picture"]),
                ],
            )
            now = choice_of(box)
            assert now["alt"] != before["alt"]
            assert now["said"]
            assert box.locator("img").evaluate("i => i.decode().then(() => i.naturalWidth)") > 100
        shared = page.url
        assert f"#{box.get_attribute('data-explorer')}:" in shared
        again, _ = open_page(chromium, shared, viewport={"width": width, "height": 800}, color_scheme=scheme)
        other = again.locator(f"[data-explorer={box.get_attribute('data-explorer')}]")
        wait_until(
            again, "box => box.querySelector('img').src.startsWith('data:')", arg=other.element_handle()
        )
        assert choice_of(other)["alt"] == now["alt"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        again.context.close()
    assert not trouble
    page.context.close()


TEACHING = (ROOT / "chapters" / "teaching.md").read_text(encoding="utf-8")
STATES = [unescape(link) for link in re.findall(r'href="([^"]+#[a-z0-9-]+:[^"]+)"', TEACHING)]


def test_the_page_for_instructors_links_to_every_explorer_of_a_main_chapter():
    linked = {f"chapters/{link.split('#')[0]}" for link in STATES}
    assert linked == set(MAIN), (
        "chapters/teaching.md, 'Link to a figure as you set it': one row for a figure with choices of every "
        f"main chapter. Too many or missing: {', '.join(sorted(linked ^ set(MAIN)))}."
    )


@pytest.mark.parametrize("link", STATES)
def test_a_link_to_a_state_of_a_figure_shows_that_state(address, chromium, link):
    name, _, choices = link.split("#")[1].partition(":")
    page, trouble = open_page(
        chromium, f"{address}chapters/{link}", viewport={"width": 1280, "height": 800}, color_scheme="light"
    )
    box = page.locator(f"[data-explorer={name}]")
    wait_until(page, "box => box.querySelector('img').src.startsWith('data:')", arg=box.element_handle())
    for control, wanted in parse_qsl(choices, strict_parsing=True):
        field = box.locator(f"[data-control={control}]")
        shown = field.evaluate(
            "c => { const s = c.querySelector('input[type=range]');"
            "return s ? JSON.parse(c.dataset.options)[s.value].value"
            " : c.querySelector('select, input:checked').value; }"
        )
        assert shown == wanted
    assert box.locator("img").is_visible()
    assert not trouble
    page.context.close()


@pytest.mark.parametrize("name", WITH_EXPLORERS)
def test_an_explorer_works_from_a_folder_and_stands_still_without_scripts(site, chromium, name):
    page, _ = open_page(chromium, (site / name).as_uri(), viewport={"width": 1280, "height": 800})
    box = page.locator(".explorer").first
    press(page, box.locator("[data-control]").first)
    wait_until(page, "box => box.querySelector('img').src.startsWith('data:')", arg=box.element_handle())
    page.emulate_media(media="print")
    assert not box.locator("form").is_visible()
    page.context.close()
    page, _ = open_page(
        chromium, (site / name).as_uri(), java_script_enabled=False, viewport={"width": 1280, "height": 800}
    )
    box = page.locator(".explorer").first
    assert not box.locator("form").is_visible()
    assert box.locator(".explorer-note").is_visible()
    assert box.locator("img").bounding_box()["height"] > 100
    page.context.close()


@pytest.mark.parametrize("name", WITH_EXPLORERS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_explorers_break_no_rule_of_accessibility(address, chromium, name, scheme):
    page, _ = open_page(chromium, address + name, color_scheme=scheme)
    axe = Axe()
    for step in ("before", "after"):
        found = axe.run(page, context=".explorer", options={"preload": False})
        assert not found.response["violations"], f"{step} use"
        press(page, page.locator(".explorer [data-control]").first)
        page.wait_for_timeout(200)
    page.context.close()


# ---- exercises


def test_exercises_are_numbered_through_the_book_and_each_has_a_folded_solution(soups):
    contents = [link["href"] for link in soups["search.html"].select(".bd-sidebar-primary a[href]")]
    numbers = []
    for name in sorted(MAIN, key=contents.index):
        found = soups[name].select("#exercises > .exercise")
        solutions = soups[name].select("#exercises > details.solution")
        assert 3 <= len(found) == len(solutions) <= 5
        for exercise, solution in zip(found, solutions, strict=True):
            number = exercise.select_one(".caption-number").get_text(strip=True)
            numbers.append(number)
            assert solution["id"] == f"{exercise['id']}-solution"
            assert solution.summary.get_text().startswith(f"Solution to {number} (")
            assert not solution.has_attr("open")
            assert solution.select_one(".cell_input pre")
            assert solution.select_one(".cell_output pre").get_text(strip=True)
    assert numbers == [f"Exercise {n}" for n in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("name", MAIN)
def test_questions_have_one_right_answer_and_the_box_tells_the_time(soups, name):
    quizzes = soups[name].select("fieldset.quiz")
    assert 2 <= len(quizzes) <= 3
    for quiz in quizzes:
        assert len(quiz.select(".quiz-right")) == 1
        assert len(quiz.select(".quiz-wrong")) == len(quiz.select(".quiz-wrong a[href^='#']")) >= 2
    said = soups[name].select_one(".guide").get_text(" ", strip=True)
    minutes, words = map(
        int, re.search(r"about (\d+) minutes to read \(([\d,]+) words\)", said.replace(",", "")).groups()
    )
    assert 2000 < words < 6000
    assert words / 250 < minutes < words / 150
    labels = [exercise["id"] for exercise in soups[name].select("#exercises > .exercise")]
    solve = sum(
        {"read": 10, "compute": 15, "change": 15, "argue": 30}[label.split("-")[-1]] for label in labels
    )
    assert f"{solve} for the {len(labels)} exercises" in said


@pytest.mark.parametrize("name", PAGES)
def test_an_id_stands_once_on_a_page(soups, name):
    ids = [tag["id"] for tag in soups[name].select("article [id]")]
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})


@pytest.mark.parametrize("name", MAIN)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_solutions_and_answers_unfold_from_the_keyboard(site, chromium, name, scripts):
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto((site / name).as_uri())
    for folded in page.locator("#exercises :is(details.solution, .quiz details)").all():
        inside = folded.locator("p").last
        assert not inside.is_visible()
        folded.locator("summary").first.press("Enter")
        assert inside.is_visible()
    assert page.locator("#exercises").bounding_box()["width"] <= 360
    context.close()


@pytest.mark.parametrize("name", MAIN)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_unfolded_exercises_break_no_rule_of_accessibility(address, chromium, name, width, scheme):
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(address + name)
    page.evaluate("document.querySelectorAll('#exercises details').forEach(part => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#exercises", ".guide"):
        found = Axe().run(page, context=part, options={"preload": False})
        assert not found.response["violations"], [
            (rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]
        ]
    page.close()


# ---- the data catalogue


def test_the_catalogue_shows_every_table_and_its_archive_is_whole(soups, site):
    descriptor = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    soup = soups["chapters/data-catalogue.html"]
    names = [entry["name"] for entry in descriptor["resources"]]
    assert [section["id"] for section in soup.select(".table-entry")] == names
    for entry, section in zip(descriptor["resources"], soup.select(".table-entry"), strict=True):
        text = section.get_text(" ")
        assert entry["row"] in text
        assert all(caveat in text for caveat in entry["caveats"])
        assert len(section.select("tbody tr")) == len(entry["schema"]["fields"])
        assert section.select_one("svg[role=img]")["aria-label"]
    archive = zipfile.ZipFile(site / "_static" / "data" / "reverse-brain-drain-data.zip")
    assert {f"tables/{name}.csv" for name in names} | {"datapackage.json", "sources.bib"} == set(
        archive.namelist()
    )


def test_a_table_is_found_by_part_of_a_word(address, chromium):
    page, trouble = open_page(chromium, address + "chapters/data-catalogue.html")
    page.locator(".filter input").fill("quarant")
    assert page.locator(".table-entry:visible").count() == 0
    page.locator(".filter input").fill("budg")
    assert page.locator(".table-entry#federal_budgets").is_visible()
    assert page.locator(".table-entry:visible").count() < page.locator(".table-entry").count()
    assert re.fullmatch(r"\d+ of \d+ tables", page.locator(".filter output").inner_text())
    page.locator(".filter input").fill("")
    assert page.locator(".table-entry:visible").count() == page.locator(".table-entry").count()
    assert not trouble
    page.context.close()
