"""The book for paper: from pages of the built site to one HTML document that a browser prints.

The document has the style of _ext/paper.css alone. On paper nothing unfolds, so what is folded on the site
(code, columns of tables, solutions) stays there, and of the widest tables the columns that hold most words.
"""

from __future__ import annotations

import base64
import importlib
import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag
from sphinx_external_toc.parsing import parse_toc_yaml

STYLE = Path(__file__).with_name("paper.css")
# About this build and this repository; on paper both would be old the next day.
LEFT_TO_THE_SITE = ("chapters/status", "chapters/contributing")
# Tables too wide for paper: the headings of the columns that are printed. The site has them all.
PRINTED_COLUMNS = {
    "roster": ("Name", "From", "To", "Year", "Field"),
    "counterexamples": ("Name", "From", "To", "Year", "Case"),
    "ledger": ("Id", "Verdict", "Claim", "Better figure or fact", "Article"),
    "balance-sheet": ("Argument", "Part", "Figure rated", "Points, why", "Strength", "Speaks"),
}
# Every chapter begins or ends with them, so the printed contents do without.
_IN_EVERY_CHAPTER = ("In short", "How sure are we", "Data and sources of this chapter")
# What only a screen has a use for.
_ON_SCREEN = (
    "a.headerlink, details.hide, .cell_input, .filter, .browse-controls, .browse output, .explorer-controls, "
    ".explorer-said, .figure-data, .footnote .backrefs, picture > source, .toctree-wrapper, script, "
    "template, .table-block > details, .table-entry > details"
)
_FOLDED = "details, .admonition.dropdown"
_FONTS = {  # family in paper.css: module, then style and weight of each of its files
    "Source Serif Pro": (
        "font_source_serif_pro",
        {
            ("normal", 400): "SourceSerifPro-Regular.ttf",
            ("italic", 400): "SourceSerifPro-It.ttf",
            ("normal", 600): "SourceSerifPro-Semibold.ttf",
            ("italic", 600): "SourceSerifPro-SemiboldIt.ttf",
        },
    ),
    "Source Sans Pro": (
        "font_source_sans_pro",
        {
            ("normal", 400): "SourceSansPro-Regular.ttf",
            ("italic", 400): "SourceSansPro-It.ttf",
            ("normal", 600): "SourceSansPro-Semibold.ttf",
        },
    ),
}


@dataclass(frozen=True)
class Book:
    """What stands on cover and imprint."""

    title: str
    author: str
    version: str
    vintage: str  # ISO date on which the newest source was read
    origin: str  # the commit, in words, or ''
    address: str  # of the site, or ''


@dataclass(frozen=True)
class Chapter:
    """A page of the site, made fit for paper."""

    page: str  # as 'chapters/overview'
    title: str
    question: str
    html: str
    sections: tuple[tuple[str, str], ...]  # anchor and title of each second heading

    @property
    def anchor(self) -> str:
        return _anchor(self.page)


def contents(root: Path) -> list[str]:
    """The pages of the book in their order, less those that are left to the site."""
    toc = parse_toc_yaml(root / "_toc.yml")

    def below(page: str) -> list[str]:
        return [page, *(each for child in toc[page].child_files() for each in below(child))]

    pages = [page.removesuffix(".md").removesuffix(".ipynb") for page in below(toc.root.docname)]
    return [page for page in pages if page not in LEFT_TO_THE_SITE]


def chapter(site: Path, page: str, together: Sequence[str], address: str) -> Chapter:
    """The page of `site`, made fit for a document in which the pages `together` stand.

    Links lead to their place in the document; to pages and files that are not in it, to the site if its
    address is known, else they become plain text. Raises ValueError for a page without an article.
    """
    soup = BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    article = soup.select_one("article.bd-article")
    if article is None or article.h1 is None:
        raise ValueError(f"{page}.html has no article with a title; build the book anew (`make book`).")
    for element in article.select(_ON_SCREEN):
        element.decompose()
    _say_what_is_folded(article)
    for table in article.select(".browse"):
        _print_columns(table)
    for note in article.select(".explorer-note"):
        note.string = note.get_text().replace("On a screen with scripts", "On the site")
    for image in article.select("img"):
        image["src"] = (site / _below(page, image["src"])).resolve().as_uri()
        del image["loading"]
    _move_links(article, page, together, address)
    for heading in article.select("h2"):
        heading.parent.attrs.setdefault("id", f"{_anchor(page)}--{len(heading.find_all_previous('h2'))}")
    sections = tuple((heading.parent["id"], heading.get_text()) for heading in article.select("h2"))
    question = article.select_one("h1 + p > em:only-child")
    title = article.h1.get_text()
    return Chapter(page, title, question.get_text() if question else "", article.decode_contents(), sections)


def _say_what_is_folded(article: Tag) -> None:
    for folded in article.select(_FOLDED):
        if folded.parent is None or not folded.find_parent("article"):
            continue  # went with the one it stood in
        head = folded.select_one("summary, .admonition-title")
        words = head.get_text().strip() if head else "more"
        choice = folded.find_parent(class_="quiz")  # an answer to tick; whether it is right the site says
        folded.clear()
        folded.name, folded.attrs = "p", {"class": "choice" if choice else "on-the-site"}
        folded.string = words if choice else f"On the site: {words}"


def _print_columns(browse: Tag) -> None:
    """Leave out the columns of a wide table that are not for paper, and say so under its caption."""
    printed = PRINTED_COLUMNS.get(browse["id"])
    if printed is None:
        return
    headings = [head.get_text() for head in browse.select("thead th")]
    if unknown := set(printed) - set(headings):
        raise ValueError(
            f"table {browse['id']!r} has no column {sorted(unknown)}; mend PRINTED_COLUMNS in _ext/paper.py."
        )
    for row in browse.select("tr"):
        for heading, cell in zip(headings, row.find_all(["th", "td"], recursive=False), strict=True):
            if heading not in printed:
                cell.decompose()
    left = [heading for heading in headings if heading not in printed]
    if left:
        note = BeautifulSoup("", "html.parser").new_tag("p", attrs={"class": "on-the-site"})
        note.string = f"On the site each row also has: {', '.join(left)}."
        browse.select_one(".browse-caption").insert_after(note)


# ---- links


def _anchor(page: str) -> str:
    return page.replace("/", "-")


def _below(page: str, address: str) -> str:
    """The path below the root of the site that an address on the page means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), address))


def _move_links(article: Tag, page: str, together: Sequence[str], address: str) -> None:
    prefix = _anchor(page)
    for element in article.find_all(id=True):
        element["id"] = f"{prefix}--{element['id']}"
    for element in article.find_all(attrs={"aria-labelledby": True}):
        element["aria-labelledby"] = f"{prefix}--{element['aria-labelledby']}"
    for link in article.select("a[href]"):
        target = _target(link["href"], page, together, address)
        if target is None and link.has_attr("download"):
            link.decompose()
        elif target is None:
            link.unwrap()
        else:
            link["href"] = target


def _target(href: str, page: str, together: Sequence[str], address: str) -> str | None:
    if re.match(r"(?:https?|mailto):", href):
        return href
    file, fragment = urldefrag(href)
    path = _below(page, unquote(file)) if file else f"{page}.html"
    other = path.removesuffix(".html")
    if other in together:
        return f"#{_anchor(other)}--{fragment}" if fragment else f"#{_anchor(other)}"
    return urljoin(f"{address.rstrip('/')}/{page}.html", href) if address else None


# ---- the document


def whole(book: Book, chapters: Sequence[Chapter], numbers: Mapping[str, int]) -> str:
    """The whole book. numbers: on which page each anchor stands, for the contents; {} if not known yet."""
    question = chapters[0].question
    front = (
        '<section class="cover"><div class="cover-mark"><i></i><i></i></div>'
        f'<p class="cover-title">{escape(book.title)}</p><p class="cover-question">{escape(question)}</p>'
        f'<p class="cover-foot">{escape(book.author)}<br>Version {escape(book.version)}. '
        f"Sources read until {escape(book.vintage)}.</p></section>"
        f"{_imprint(book, f'{_authors(book)} {_cited(book)}')}{_contents(chapters, numbers)}"
    )
    return _document(book, book.title, question, front + "".join(map(_body, chapters)), chapters)


def alone(book: Book, chapter: Chapter) -> str:
    """One chapter, with what a reader needs who holds nothing else of the book."""
    slip = (
        f'<p class="slip">A chapter of <em>{escape(book.title)}</em>, version {escape(book.version)}. '
        f"Sources read until {escape(book.vintage)}.</p>"
    )
    cited = f"{_authors(book)} {escape(chapter.title)}. In {_cited(book)}"
    # Within the chapter: what stands outside it would be another kind of page, and so a page of its own.
    body = _body(chapter, slip, _imprint(book, cited))
    return _document(book, chapter.title, chapter.question, body, [chapter])


def _authors(book: Book) -> str:
    return f"{escape(book.author)} ({book.vintage[:4]})."


def _cited(book: Book) -> str:
    where = f" {escape(book.address)}" if book.address else ""
    return (
        f"<cite>{escape(book.title)}</cite>, version {escape(book.version)}, sources read until "
        f"{escape(book.vintage)}.{where}"
    )


def _imprint(book: Book, cited: str) -> str:
    origin = f" It was made from {escape(book.origin)}." if book.origin else ""
    site = f'<a href="{escape(book.address)}">{escape(book.address)}</a>' if book.address else "the site"
    return (
        '<section class="imprint"><p><strong>How it is made.</strong> Every number in the text is computed, '
        "while the book is built, from an open table whose every row names its source. "
        f"This is version {escape(book.version)}; the newest source was read on {escape(book.vintage)}."
        f"{origin}</p><p><strong>What paper cannot hold.</strong> Figures with choices are printed with "
        "their first choice. Code, the tables as files, the sources of each table and whatever else unfolds "
        f"stand on {site}, where every chapter can be run again.</p>"
        f"<p><strong>How to cite.</strong> {cited}</p>"
        "<p><strong>License.</strong> Text, tables and figures: Creative Commons Attribution 4.0 "
        'International (<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>). Code: MIT '
        "License. Facts remain facts: the sources keep their own terms.</p></section>"
    )


def _contents(chapters: Sequence[Chapter], numbers: Mapping[str, int]) -> str:
    def line(kind: str, anchor: str, title: str) -> str:
        return (
            f'<li class="{kind}"><a href="#{anchor}"><span>{escape(title)}</span><i></i>'
            f"<b>{numbers.get(anchor, '')}</b></a></li>"
        )

    lines = "".join(
        line("chapter-line", each.anchor, each.title)
        + "".join(
            line("section-line", anchor, title)
            for anchor, title in each.sections
            if title not in _IN_EVERY_CHAPTER
        )
        for each in chapters
    )
    return f'<nav class="contents"><p class="contents-title">Contents</p><ul>{lines}</ul></nav>'


def _body(chapter: Chapter, before: str = "", after: str = "") -> str:
    return f'<article class="chapter" id="{chapter.anchor}">{before}{chapter.html}{after}</article>'


def _document(book: Book, title: str, about: str, body: str, chapters: Sequence[Chapter]) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="author" content="{escape(book.author)}">'
        f'<meta name="description" content="{escape(about)}">'
        f"<style>{_fonts()}{STYLE.read_text(encoding='utf-8')}{_feet(book, chapters)}</style></head>"
        f"<body>{body}</body></html>\n"
    )


def _feet(book: Book, chapters: Sequence[Chapter]) -> str:
    """The foot of a page names its chapter. Browsers have no running titles, so each is a kind of page."""
    return "".join(
        f"@page {each.anchor} {{ @bottom-left {{ content: {_css_text(_foot(book, each))}; }} }}\n"
        f"#{each.anchor} {{ page: {each.anchor}; }}\n"
        for each in chapters
    )


def _foot(book: Book, chapter: Chapter) -> str:
    return book.title if chapter.title == book.title else f"{book.title}  ·  {chapter.title}"


def _css_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("</", "<\\/")


def _fonts() -> str:
    """The fonts within the document: a browser takes none from a file beside it."""
    rules = []
    for family, (module, files) in _FONTS.items():
        folder = resources.files(importlib.import_module(module)) / "files"
        for (style, weight), name in files.items():
            data = base64.b64encode((folder / name).read_bytes()).decode()
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight}; '
                f'src: url("data:font/ttf;base64,{data}"); }}\n'
            )
    return "".join(rules)
