"""`make pdf`: the whole book and every chapter as PDF, printed by Chromium from the built site.

A PDF is kept with a fingerprint of what it was made from. `make book` offers it to readers for as long
as the page has not changed; `make pdf` makes anew what is missing or old.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from _ext import facts, paper
from _ext.downloads import BOOK
from _ext.downloads import FOLDER as DOWNLOADS

_FOLDER = "pdf"  # within _build
_NOTES = "made-from.json"
_ARTICLE = re.compile(r"<article.*</article>", flags=re.DOTALL)
# Beside the pages, what a PDF is made from.
_MAKERS = ("_ext/paper.py", "_ext/paper.css", "_ext/pdf.py", "requirements.lock")


def make(root: Path) -> list[Path]:
    """Print what is missing or old into _build/pdf; returns the PDFs printed.

    Raises RuntimeError if there is no Chromium, or no font for a letter of the book.
    """
    folder = root / "_build" / _FOLDER
    folder.mkdir(exist_ok=True)
    made, wanted = _made(folder), _fingerprints(root)
    old = [name for name in wanted if made.get(name) != wanted[name] or not (folder / name).exists()]
    if old:
        with _chromium() as browser:
            for name in old:
                _print(browser, root, folder / name, name)
                made[name] = wanted[name]
    for path in folder.rglob("*.pdf"):
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    notes = json.dumps({name: made[name] for name in wanted}, indent=1)
    (folder / _NOTES).write_text(notes + "\n", encoding="utf-8")
    return [folder / name for name in old]


def place(root: Path, pages: Path) -> None:
    """Put the PDFs that are as new as the pages below `pages` among their downloads; take old ones away."""
    folder, target = root / "_build" / _FOLDER, pages / DOWNLOADS
    for path in target.rglob("*.pdf"):
        path.unlink()
    made = _made(folder)
    for name, fingerprint in (_fingerprints(root) if made else {}).items():
        if made.get(name) == fingerprint and (folder / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, target / name)


# ---- what a PDF was made from


def _made(folder: Path) -> dict[str, str]:
    notes = folder / _NOTES
    return json.loads(notes.read_text(encoding="utf-8")) if notes.exists() else {}


def _fingerprints(root: Path) -> dict[str, str]:
    """Path of each PDF below its folder to the fingerprint of what it has to be made from, the book first."""
    makers = [facts.fingerprint((root / name).read_bytes()) for name in _MAKERS]
    common = [*makers, (root / "_config.yml").read_text(encoding="utf-8"), facts.VERSION, facts.vintage()]
    pages = paper.contents(root)
    articles = {page: _article(root / "_build" / "pages" / f"{page}.html") for page in pages}
    prints = {BOOK: facts.fingerprint(json.dumps([common, articles]).encode())}
    return prints | {
        f"{page}.pdf": facts.fingerprint(json.dumps([common, articles[page]]).encode()) for page in pages
    }


def _article(path: Path) -> str:
    # Names of figures tell their content, so the text of the article tells all that is printed.
    return facts.fingerprint(_ARTICLE.search(path.read_text(encoding="utf-8"))[0].encode())


# ---- printing


@contextmanager
def _chromium() -> Iterator:
    from playwright.sync_api import sync_playwright

    # The tests of the site know where a Chromium is and how to get one.
    from tests.browser import ASK, ASK_FONT, FLAGS, draws_chinese, find_or_install

    path = find_or_install()
    if not path:
        raise RuntimeError(ASK)
    if not draws_chinese():
        raise RuntimeError(ASK_FONT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def book_of(root: Path) -> paper.Book:
    """What stands on cover and imprint of the book in `root`."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    commit = facts.commit()
    origin = ""
    if commit:
        origin = f"commit {commit[0][:12]} of {commit[1]}" + (", with changes not in it" if commit[2] else "")
    return paper.Book(
        title=config["title"],
        author=config["author"],
        version=facts.VERSION,
        vintage=facts.vintage(),
        origin=origin,
        address=facts.address(root),
    )


def _print(browser, root: Path, target: Path, name: str) -> None:
    site, book, pages = root / "_build" / "html", book_of(root), paper.contents(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    if name == BOOK:
        chapters = [paper.chapter(site, page, pages, book.address) for page in pages]
        # The contents need the numbers of the pages, and only a printed book has pages.
        _print_document(browser, paper.whole(book, chapters, {}), target)
        _print_document(browser, paper.whole(book, chapters, places(target)), target)
        title = book.title
    else:
        page = name.removesuffix(".pdf")
        chapter = paper.chapter(site, page, [page], book.address)
        _print_document(browser, paper.alone(book, chapter), target)
        title = f"{chapter.title}. {book.title}" if chapter.title != book.title else book.title
    _finish(target, title, book)


def _print_document(browser, html: str, target: Path) -> None:
    source = target.with_suffix(".html")
    source.write_text(html, encoding="utf-8")
    page = browser.new_page(color_scheme="light")
    try:
        page.goto(source.as_uri())
        page.pdf(path=target, prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
    finally:
        page.close()
        source.unlink()


def places(path: Path) -> dict[str, int]:
    """Anchor to number of the page on which it stands, for all that links of the PDF lead to."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    found = reader.named_destinations.items()
    return {name.lstrip("/"): reader.get_destination_page_number(place) + 1 for name, place in found}


def _finish(path: Path, title: str, book: paper.Book) -> None:
    """Say in the file who wrote what, and let readers see its bookmarks."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=path)
    writer.add_metadata({"/Title": title, "/Author": book.author, "/Subject": f"Version {book.version}"})
    writer.page_mode = "/UseOutlines"
    writer.write(path)


def main(root: Path) -> int:
    from _ext.build import alone, republish

    with alone(root):
        try:
            printed = make(root)
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
        republish(root)
    for path in printed:
        print(f"Printed {path.relative_to(root)} ({path.stat().st_size / 1e6:.1f} MB)")
    print(f"The PDFs are in {root / '_build' / _FOLDER}, and offered on the pages of the site.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
