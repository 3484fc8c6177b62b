"""Links inside a built site: which lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from bs4 import BeautifulSoup

from _ext.behind import FOLDER

_REFERENCES = (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"), ("source", "srcset"))


def read_pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page a reader can open, by its path inside the site; the builder's own files are not pages."""
    paths = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.relative_to(site).parts]
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in paths
    }


def is_door(page: BeautifulSoup) -> bool:
    """Whether a page only leads to another one."""
    return page.select_one("meta[http-equiv=refresh]") is not None


def to_measure(pages: Mapping[str, BeautifulSoup]) -> list[str]:
    """The pages that readers open. Those behind the figures have one form, so the largest stands for all."""
    behind = [name for name in pages if name.startswith(f"{FOLDER}/")]
    largest = max(behind, key=lambda name: len(str(pages[name])), default=None)
    return [
        name for name, page in pages.items() if not is_door(page) and (name not in behind or name == largest)
    ]


def broken(site: Path, pages: Mapping[str, BeautifulSoup]) -> dict[str, list[str]]:
    """For each page its references to files of the site, or to places in its pages, that are not there."""
    anchors = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    return {
        name: [
            reference
            for tag, attribute in _REFERENCES
            for element in page.find_all(tag, **{attribute: True})
            for reference in _addresses(element[attribute], attribute)
            if _leads_nowhere(site, anchors, name, reference)
        ]
        for name, page in pages.items()
    }


def _addresses(value: str, attribute: str) -> list[str]:
    # A srcset lists pictures with their sizes.
    return (
        [part.split()[0] for part in value.split(",") if part.strip()] if attribute == "srcset" else [value]
    )


def _leads_nowhere(site: Path, anchors: Mapping[str, set[str]], page: str, reference: str) -> bool:
    target, anchor = urldefrag(reference)
    target = target.split("?")[0]
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        return False
    path = unquote(urljoin(page, target)) if target else page
    path = f"{path}index.html" if path.endswith("/") or not path else path
    if not (site / path.lstrip("/")).is_file():
        return True
    # `#figure:control=option` names a figure and a choice of its explorer.
    place = unquote(anchor).split(":")[0]
    return bool(place) and path in anchors and not {unquote(anchor), place} & anchors[path]
