"""What a page weighs: bytes as they travel (compressed), and which of them are not the page's own.

A page's own are its text (the main part of its HTML), its figures and the frames of its explorers, and on the
page of the search the index of the book's words. All else it carries besides: the rest of the HTML, styles,
scripts, fonts, every other file it asks for. What the search box loads once it is opened counts among
everything on the page, but not here.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import NamedTuple

from bs4 import BeautifulSoup

KINDS = ("document", "style", "script", "font", "image", "data")
# Where the builder puts what belongs to a page: figures, frames of explorers, tables; words for the search.
OWN = ("/_images/", "/_static/frames/", "/_static/data/", "/searchindex.js")
_KIND_OF = {
    "document": "document",
    "stylesheet": "style",
    "script": "script",
    "font": "font",
    "image": "image",
}


class Request(NamedTuple):
    """One answered request: its address, its kind (one of KINDS) and the bytes of the body as sent."""

    url: str
    kind: str
    sent: int


def kind(resource_type: str) -> str:
    """The kind of a request, from the browser's name for it."""
    return _KIND_OF.get(resource_type, "data")


def by_kind(requests: Iterable[Request]) -> dict[str, dict[str, int]]:
    """Requests and bytes for each of KINDS: {"style": {"requests": 2, "bytes": 5310}, …}."""
    requests = list(requests)
    return {
        name: {
            "requests": sum(one.kind == name for one in requests),
            "bytes": sum(one.sent for one in requests if one.kind == name),
        }
        for name in KINDS
    }


def besides(requests: Iterable[Request], html: str) -> int:
    """Bytes a page carries besides its own text and figures. `html` is its document as the host holds it."""
    files = sum(
        one.sent for one in requests if one.kind != "document" and not any(part in one.url for part in OWN)
    )
    return files + around_main(html)


def around_main(html: str) -> int:
    """Compressed bytes of a document around its main part: head, navigation, inlined style and script."""
    soup = BeautifulSoup(html, "html.parser")
    main = soup.select_one("article, main, [role=main]")
    return _compressed(html) - (_compressed(str(main)) if main else 0)


def _compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), compresslevel=6))
