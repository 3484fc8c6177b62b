"""The slides of the lecture: opened, and held against the page and the book."""

import io
import json
import re
import zipfile
from datetime import datetime
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image, ImageFont
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu, Pt

from _ext.build import build
from _ext.slides import DRAWING, SHARP, FigureSlide, TextSlide, deck, drawing
from _ext.teaching import SLIDES
from tests.prose import typed_numbers
from tests.small_book import build as build_small
from tests.small_book import make_book

ROOT = Path(__file__).parent.parent
HTML = ROOT / "_build" / "html"
LECTURE = yaml.safe_load(
    re.search(r"```\{lecture\}\n(.*?)```", (ROOT / "chapters/teaching.md").read_text(), re.DOTALL)[1]
)
NAMES = [entry["figure"] for entry in LECTURE if "figure" in entry]
LETTERS = 10  # points: in these the wide figures are drawn (charts.theme)
BACK_ROW = 14  # smaller letters are lost in the last row
WIDER = 1.12  # a font that stands in for the book's may be wider by this


@pytest.fixture(scope="module")
def page():
    assert build(ROOT) == 0
    return BeautifulSoup((HTML / "chapters/teaching.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def file(page):
    return Presentation(HTML / SLIDES)


@pytest.fixture(scope="module")
def figures(page):
    """Every figure of the book by name, as the site has it."""
    found = {}
    for path in sorted((HTML / "chapters").glob("*.html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for figure in soup.select("figure[id]"):
            if figure.img:
                caption = figure.select_one(".caption-text").get_text()
                inches = int(figure.img["height"]) / 96
                found[figure["id"]] = Shown(f"chapters/{path.name}", figure.img["alt"], caption, inches)
    return found


class Shown(NamedTuple):
    chapter: str
    alt: str
    caption: str
    inches: float  # high


def picture(slide):
    return next(shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)


def drawn(file):
    """The slides with a figure."""
    return [slide for slide in file.slides if slide.slide_layout.name == "Figure"]


def notes(slide):
    return slide.notes_slide.notes_text_frame.text


def test_a_slide_for_each_entry_in_its_order_between_title_and_open_questions(file):
    slides = list(file.slides)
    assert len(slides) == len(LECTURE) + 2
    for slide, entry in zip(slides[1:-1], LECTURE, strict=True):
        if "discuss" in entry:
            assert [slide.shapes.title.text, slide.placeholders[1].text] == [entry["discuss"], entry["how"]]
        else:
            assert f"Ask: {entry['ask']}" in notes(slide)
    words = slides[0].shapes.title.text + slides[0].placeholders[1].text
    for part in ("The Reverse Brain Drain", "Newest source read on", "To cite:", "CC BY 4.0"):
        assert part in words
    assert slides[-1].shapes.title.text.startswith("Nobody knows")
    assert len(slides[-1].placeholders[1].text.splitlines()) >= 3


def test_a_figure_has_its_finding_as_title_as_the_page_has_it(file, page):
    listed = [link.get_text() for link in page.select("#lecture li a")]
    assert [slide.shapes.title.text for slide in drawn(file)] == listed
    assert all(listed)


def test_a_figure_has_the_words_of_its_chapter(file, figures):
    for slide, name in zip(drawn(file), NAMES, strict=True):
        chapter, alt, caption, _ = figures[name]
        assert picture(slide)._element.nvPicPr.cNvPr.get("descr") == alt
        said = notes(slide)
        assert f"Caption: {caption}" in said
        assert f"{chapter}#{name}" in said
        assert "Source: " in said
        assert (HTML / re.search(r"Every row drawn, with its source: (\S+)", said)[1]).is_file()
        assert not re.search(r"\{\w+\}|\[\d+\]|None|nan\b", said)
        assert "Source: " in slide.shapes[-1].text_frame.text
        if not name.startswith("overview-"):
            assert "How to read it." in said
            assert "What it cannot show." in said


def test_the_list_on_the_page_leads_to_the_figures_and_the_slides(page, figures):
    links = [link["href"] for link in page.select("#lecture li a")]
    assert links == [f"{Path(figures[name].chapter).name}#{name}" for name in NAMES]
    assert (HTML / "chapters" / page.select_one("#lecture a[download]")["href"]).resolve() == HTML / SLIDES


@cache
def font(points, bold):
    folder = resources.files("font_source_sans_pro") / "files"
    return ImageFont.truetype(str(folder / f"SourceSansPro-{'Bold' if bold else 'Regular'}.ttf"), points)


def lines(text, points, bold, width):
    """How many lines a text takes in a box `width` points wide, in a font somewhat wider than the book's."""
    count = 0
    for paragraph in text.splitlines():
        line = ""
        count += 1
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and WIDER * font(points, bold).getlength(longer) > width:
                count, line = count + 1, word
            else:
                line = longer
    return count


def test_no_text_runs_over(file):
    points = {"Figure": (28, 16), "Question": (40, 26), "Text": (28, 26)}
    for slide in file.slides:
        head, body = points[slide.slide_layout.name]
        foot = [shape for shape in slide.shapes if shape.has_text_frame and shape != slide.shapes.title][-1]
        for shape, size, bold in ((slide.shapes.title, head, True), (foot, body, False)):
            count = lines(shape.text_frame.text, size, bold, Emu(shape.width).pt - 14.4)
            gaps = 10 * shape.text_frame.text.count("\n")
            assert count * 1.2 * size + gaps <= Emu(shape.height).pt, shape.text_frame.text


def test_everything_stands_on_the_slide_and_nothing_on_something_else(file):
    assert round(file.slide_width / file.slide_height, 3) == round(16 / 9, 3)
    for slide in file.slides:
        boxes = sorted((shape.top, shape.top + shape.height, shape) for shape in slide.shapes)
        for _, below, shape in boxes:
            assert 0 <= shape.left <= shape.left + shape.width <= file.slide_width
            assert 0 <= shape.top <= below <= file.slide_height
        for (_, below, _), (top, _, _) in pairwise(boxes):
            assert below <= top


def test_the_last_row_can_read_a_figure(file, figures):
    for slide, name in zip(drawn(file), NAMES, strict=True):
        shape = picture(slide)
        wide = Image.open(io.BytesIO(shape.image.blob)).width
        assert wide / Emu(shape.width).inches > 100  # pixels to an inch, or the wall shows them
        drawn_at = (
            round(SHARP * Emu(DRAWING[3]).inches) / figures[name].inches
        )  # pixels to an inch of the figure
        letters = LETTERS * Emu(shape.width).inches * drawn_at / wide
        assert letters >= BACK_ROW, f"{name}: letters of {letters:.0f} points; take a flatter figure"


def test_the_questions_type_no_number_of_the_data():
    words = [text for entry in LECTURE for key, text in entry.items() if key != "figure"]
    assert not [found for text in words for found in typed_numbers(text)]


# ---- the file


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="200pt" viewBox="0 0 300 200">'
    '<g id="title"><rect width="300" height="40" fill="#000"/></g>'
    '<rect x="50" y="60" width="200" height="100" fill="#0a66ad"/>'
    '<g id="source"><rect y="180" width="300" height="20" fill="#000"/></g></svg>'
)


def small_deck():
    figure = FigureSlide(
        "A finding & <more>",
        drawing(SVG),
        'Bars & "quotes"',
        "Fig. 1. Source: x",
        "https://b.example/c.html#f",
        "Say it.",
    )
    cover = TextSlide("The book", ("A question?",), question=True)
    return deck(cover, [figure, TextSlide("Nobody knows", ("this",))], "Who", datetime(2026, 11, 1))


def test_the_same_slides_give_the_same_bytes():
    assert small_deck() == small_deck()


def test_a_picture_is_the_drawing_alone_and_text_is_text():
    slide = drawn(Presentation(io.BytesIO(small_deck())))[0]
    shown = Image.open(io.BytesIO(picture(slide).image.blob)).convert("RGB")
    assert abs(shown.width / shown.height - 2) < 0.02  # title, source line and edges are gone
    assert shown.getpixel((shown.width // 2, shown.height // 2)) == (10, 102, 173)
    assert slide.shapes.title.text == "A finding & <more>"
    run = slide.shapes[-1].text_frame.paragraphs[0].runs[0]
    assert run.hyperlink.address == "https://b.example/c.html#f"
    assert run.font.size == Pt(16)


def test_the_file_is_in_the_type_and_colors_of_the_book():
    with zipfile.ZipFile(io.BytesIO(small_deck())) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    assert theme.count('<a:latin typeface="Source Sans Pro"/>') == 2
    assert '<a:accent1><a:srgbClr val="0A66AD"/>' in theme
    assert [layout.name for layout in Presentation(io.BytesIO(small_deck())).slide_layouts] == [
        "Question",
        "Text",
        "Figure",
    ]


# ---- a book of its own

FIGURE = """import charts
from data import load
rows = load("nih_inquiries").iloc[:1]
words = {"title": "It rises", "caption": "From one to two.", "alt": "A line rises."}
charts.show(lambda panel: panel.axes.plot([1, 2]), rows=[rows], name="a-figure", height=2, **words)"""
PAGE = "# Teaching\n\n```{{lecture}}\n- discuss: What?\n  how: Alone.\n- figure: {}\n  ask: Why?\n```\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    book = make_book(
        tmp_path_factory.mktemp("book"), {"rising": ["## Up", FIGURE]}, baseurl="https://book.example/"
    )
    (book / "index.md").write_text("# A small book\n\n*What?*\n\n**Nobody knows** who; and why.\n")
    contents = json.loads((book / "_toc.yml").read_text())
    contents["chapters"].append({"file": "chapters/teaching"})
    (book / "_toc.yml").write_text(json.dumps(contents))
    return book


def test_a_book_with_an_address_leads_back_to_its_figures(book):
    (book / "chapters/teaching.md").write_text(PAGE.format("a-figure"))
    done = build_small(book)
    assert done.returncode == 0, done.stdout + done.stderr
    file = Presentation(book / "_build/html" / SLIDES)
    run = drawn(file)[0].shapes[-1].text_frame.paragraphs[0].runs[0]
    assert run.hyperlink.address == "https://book.example/chapters/rising.html#a-figure"
    assert run.text.startswith("Fig. 1 in “rising”. Source: ")
    assert file.slides[len(file.slides) - 1].placeholders[1].text == "… who\n… why"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (
            PAGE.format("a-figur"),
            "line 3: the lecture names the figure 'a-figur', which no chapter has; near it: a-figure",
        ),
        (PAGE.replace("ask", "asks").format("a-figure"), "Entry 2 of the lecture: write `figure` and `ask`"),
        (
            "# Teaching\n\nTakes {minutes}`risen` minutes.\n",
            "line 3: minutes: 'risen' is no chapter with exercises",
        ),
    ],
)
def test_a_mistake_in_the_page_stops_the_build_and_says_where(book, page, told):
    (book / "chapters/teaching.md").write_text(page)
    done = build_small(book)
    assert done.returncode != 0
    assert told in done.stdout + done.stderr
    assert "chapters/teaching.md" in done.stdout + done.stderr
