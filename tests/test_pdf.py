"""The book and its chapters as PDF: printed once from the built site, then opened and read."""

import re
import shutil
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from _ext import paper, pdf
from _ext.build import alone, build, republish
from _ext.downloads import BOOK
from data import load

ROOT = Path(__file__).parent.parent
PAGES = paper.contents(ROOT)
CHAPTER = "chapters/push-factors"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The built book at a place of its own, where it is printed: other tests read the site meanwhile."""
    copy = tmp_path_factory.mktemp("book")
    assert build(ROOT) == 0
    for name in ("_config.yml", "_toc.yml", "requirements.lock", "_ext"):
        (copy / name).symlink_to(ROOT / name)
    with alone(ROOT):
        for part in ("html", "pages", "pdf"):  # PDFs that are up to date are not printed again
            if (ROOT / "_build" / part).exists():
                shutil.copytree(ROOT / "_build" / part, copy / "_build" / part)
    assert pdf.main(copy) == 0
    return copy


@pytest.fixture(scope="module")
def printed(root):
    return root / "_build" / "pdf"


@pytest.fixture(scope="module")
def book(printed):
    return PdfReader(printed / BOOK)


@pytest.fixture(scope="module")
def chapter(printed):
    return PdfReader(printed / f"{CHAPTER}.pdf")


@pytest.fixture(scope="module")
def articles(root):
    downloads = "" if pdf.book_of(ROOT).address else ", a[download]"  # without an address they lead nowhere
    found = {}
    for page in PAGES:
        soup = BeautifulSoup(
            (root / "_build" / "html" / f"{page}.html").read_text(encoding="utf-8"), "html.parser"
        )
        for mark in soup.select(f"a.headerlink, .filter, details{downloads}"):
            mark.decompose()
        found[page] = soup.select_one("article.bd-article")
    return found


def letters(text):
    """Text in small letters without spaces and hyphens, as a line may break anywhere, without numbers of
    notes, which stand on a line of their own, with ligatures and apostrophe of the font undone."""
    plain = unicodedata.normalize("NFKC", text).replace("ʼ", "’").casefold()
    return re.sub(r"\[\d+\]", "", re.sub(r"[\s\u00ad‐-]+", "", plain))


@cache
def page_letters(reader, number):
    return letters(reader.pages[number - 1].extract_text())


def words(reader, first=1, last=None):
    """What stands on the pages from `first` to `last`, without their feet, which come first in the file."""
    title = letters(pdf.book_of(ROOT).title)
    chapters = [re.escape(letters(entry.title)) for entry in reader.outline if not isinstance(entry, list)]
    foot, told = rf"{title}(·({'|'.join(chapters)}))?", ""
    for number in range(first, (last or len(reader.pages)) + 1):
        told += re.sub(f"^({number}({foot})?)?", "", page_letters(reader, number))
    return told


def outline(reader):
    """(level, title, page number) of every bookmark."""

    def below(entries, level):
        for entry in entries:
            if isinstance(entry, list):
                yield from below(entry, level + 1)
            else:
                yield level, entry.title, reader.get_destination_page_number(entry) + 1

    return list(below(reader.outline, 1))


def links(reader):
    """(page number, annotation) of every link."""
    for number, page in enumerate(reader.pages, start=1):
        for annotation in page.get("/Annots", []):
            if annotation.get_object()["/Subtype"] == "/Link":
                yield number, annotation.get_object()


def outward(reader):
    return {link["/A"]["/URI"] for _, link in links(reader) if "/URI" in link.get("/A", {})}


def inward(reader):
    """Names of the places that links within the file lead to."""
    targets = [link.get("/Dest") or link.get("/A", {}).get("/D") for _, link in links(reader)]
    return {str(target).lstrip("/") for target in targets if target is not None}


def test_cover_and_imprint_say_what_the_book_is(book, articles):
    told = pdf.book_of(ROOT)
    cover, imprint = words(book, 1, 1), words(book, 2, 2)
    question = articles[PAGES[0]].select_one("h1 + p").get_text()
    for text in (told.title, question, told.version, told.vintage, told.author):
        assert letters(text) in cover
    for text in ("How to cite", told.vintage, "CC BY 4.0", "MIT License"):
        assert letters(text) in imprint
    assert book.metadata.title == told.title
    assert book.metadata.author == told.author
    assert book.root_object["/Lang"] == "en"


def test_bookmarks_are_the_headings_of_the_book(book, articles):
    wanted = [
        (int(head.name[1]), " ".join(head.get_text().split()))
        for page in PAGES
        for head in articles[page].select("h1, h2, h3, h4")
    ]
    assert [(level, " ".join(title.split())) for level, title, _ in outline(book)] == wanted
    assert book.page_mode == "/UseOutlines"


def test_links_within_the_book_lead_to_their_place(book, printed, articles):
    places = pdf.places(printed / BOOK)
    assert inward(book) <= set(places)
    starts = {title: number for level, title, number in outline(book) if level == 1}
    for page in PAGES:
        anchor = page.replace("/", "-")
        assert places[anchor] == starts[articles[page].h1.get_text()]
    # A claim named in another chapter, and a figure named in its own.
    assert any(name.startswith("chapters-claims--claim-") for name in inward(book))
    wanted = {
        f"{page.replace('/', '-')}--{link['href'].lstrip('#')}"
        for page, article in articles.items()
        for link in article.select("a.reference.internal[href^='#']")
    }
    assert wanted <= set(places)
    assert len(wanted) > 50


def test_links_to_sources_are_kept(book, chapter, articles):
    for reader, pages in ((book, PAGES), (chapter, [CHAPTER])):
        wanted = {
            link["href"].rstrip("/")
            for page in pages
            for link in articles[page].select(".footnote a[href^='http'], .source-entry a[href^='http']")
        }
        assert wanted
        assert not wanted - {address.rstrip("/") for address in outward(reader)}
        assert not [address for address in outward(reader) if not re.match(r"https?://|mailto:", address)]


def test_every_figure_is_drawn_where_its_caption_is(book, articles):
    texts = {number: words(book, number, number) for number in range(1, len(book.pages) + 1)}
    captions = [
        letters(caption.get_text()) for page in PAGES for caption in articles[page].select("figcaption > p")
    ]
    assert len(captions) > 60
    for caption in captions:
        found = [number for number, text in texts.items() if caption in text]
        assert len(found) == 1, caption
        assert drawing(book.pages[found[0] - 1]) > 100, caption


def drawing(page):
    """How many lines and curves a page has, those of its figures included."""
    resources = page["/Resources"].get("/XObject", {})
    streams = [page.get_contents().get_data()]
    streams += [entry.get_object().get_data() for entry in resources.values()]
    return sum(len(re.findall(rb"\s[lc]\n", stream)) for stream in streams)


def test_no_page_is_blank_and_every_one_but_the_cover_is_numbered(book):
    for number in range(2, len(book.pages) + 1):
        assert page_letters(book, number).startswith(str(number))
        assert len(words(book, number, number)) > 60, f"page {number} is nearly blank"


def test_nothing_of_the_screen_is_left(book):
    text = words(book)
    for phrase in (
        "Show code",
        "Hide code",
        "import charts",
        "Show all",
        "Search the table",
        "scripts",
        "Not this one.",
    ):
        assert letters(phrase) not in text
    assert "{eval}" not in text


def test_names_in_chinese_are_drawn(book):
    names = "".join(load("returnees")["chinese_name"].dropna())
    chinese = set(re.findall(r"[\u4e00-\u9fff]", names))
    assert len(chinese) > 20
    assert chinese <= set(words(book))


def test_a_chapter_stands_alone(chapter, printed, articles):
    text = words(chapter)
    told = pdf.book_of(ROOT)
    for phrase in ("A chapter of", told.title, told.version, told.vintage, "How to cite", "CC BY 4.0"):
        assert letters(phrase) in text
    assert letters("On the site: Solution to Exercise") in text
    assert 5 < len(chapter.pages) < 40
    assert outline(chapter)[0][:2] == (1, articles[CHAPTER].h1.get_text())
    assert [title for level, title, _ in outline(chapter) if level == 2] == [
        head.get_text() for head in articles[CHAPTER].select("h2")
    ]
    assert inward(chapter) <= set(pdf.places(printed / f"{CHAPTER}.pdf"))


def offered(root, page):
    """The PDFs in the menu of a page."""
    text = (root / "_build" / "html" / f"{page}.html").read_text(encoding="utf-8")
    links = BeautifulSoup(text, "html.parser").select(".downloads a[href$='.pdf']")
    return {Path(link["href"]).name for link in links}


def test_the_menu_offers_a_pdf_until_its_page_changes(root, printed):
    page = root / "_build" / "pages" / f"{CHAPTER}.html"
    whole = page.read_text(encoding="utf-8")
    assert offered(root, CHAPTER) == {"push-factors.pdf", BOOK}
    page.write_text(whole.replace("</article>", "<p>Anew.</p></article>"), encoding="utf-8")
    republish(root)
    assert offered(root, CHAPTER) == set()
    assert not (root / "_build" / "html" / "downloads" / f"{CHAPTER}.pdf").exists()
    assert offered(root, "chapters/staying") == {"staying.pdf"}
    page.write_text(whole, encoding="utf-8")
    republish(root)
    assert offered(root, CHAPTER) == {"push-factors.pdf", BOOK}


def test_what_is_up_to_date_is_not_printed_again(root, printed):
    before = {path: path.stat().st_mtime_ns for path in printed.rglob("*.pdf")}
    assert pdf.make(root) == []
    assert {path: path.stat().st_mtime_ns for path in printed.rglob("*.pdf")} == before
