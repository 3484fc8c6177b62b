"""What machines read of a page: description, preview, citation tags and structured data; and its picture.

Addresses of the host appear only when one is given (`ADDRESS`, or `html: baseurl` in _config.yml).
"""

from __future__ import annotations

import json
import posixpath
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from _ext import facts
from _ext.cards import HEIGHT, WIDTH, card
from _ext.rendering import picture
from charts.catalogue import ARCHIVE
from charts.chapter import DATA

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
LONGEST = 160  # letters of a description that search engines show
CARDS = "_static/cards"
_OTHERS = {"search": "Search the text, the tables and the sources", "404": "A page that is not part"}


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _date)
    app.connect("html-page-context", _describe)


def _date(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    # Both change only with the bibliography or the installed project, so no page keeps an older one.
    context |= {"vintage": facts.vintage(), "version_of_book": facts.VERSION, "author": app.config.author}


def _describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is None:  # a page without a text of its own, such as that of the search
        said = (
            context.get("page_description")
            or f"{_OTHERS.get(pagename, 'A page')} of {app.config.html_title}."
        )
        context["metatags"] = context.get("metatags", "") + _meta("name", "description", said)
        return
    title, said = context["title"], description(doctree)
    base = app.config.html_baseurl.rstrip("/")
    address = f"{base}/{pagename}.html" if base else ""
    image = _image(app, pagename, title, doctree)
    tags = {
        "description": said,
        "citation_title": title,
        "citation_inbook_title": app.config.html_title,
        "citation_author": app.config.author,
        "citation_publication_date": facts.vintage().replace("-", "/"),
        "citation_language": "en",
        "citation_public_url": address,
        "twitter:card": "summary_large_image" if image else "summary",
    }
    properties = {
        "og:type": "article",
        "og:title": title,
        "og:description": said,
        "og:site_name": app.config.html_title,
        "og:url": address,
    }
    if image:
        # Previews want a whole address. Without one a path is all that can be said.
        root = f"{base}/" if base else posixpath.relpath(".", posixpath.dirname(pagename) or ".") + "/"
        properties |= {
            "og:image": f"{root}{image}",
            "og:image:width": str(WIDTH),
            "og:image:height": str(HEIGHT),
            "og:image:alt": next(iter(doctree.findall(picture))).children[0]["alt"],
        }
    # A "</" within would end the script.
    data = json.dumps(_structured(app, pagename, title, said, address)).replace("</", "<\\/")
    lines = [_meta("name", name, text) for name, text in tags.items() if text]
    lines += [_meta("property", name, text) for name, text in properties.items() if text]
    lines.append(f'<script type="application/ld+json">{data}</script>\n')
    context["metatags"] = context.get("metatags", "") + "".join(lines)


def _meta(kind: str, name: str, text: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(text)}" />\n'


def description(doctree: nodes.document) -> str:
    """The page's first paragraph, and as many of the findings in short as a search result has room for."""
    section = next(iter(doctree.findall(nodes.section)), doctree)
    first = next((node for node in section.children if isinstance(node, nodes.paragraph)), None)
    text = " ".join(first.astext().split()) if first else ""
    for finding in _findings(doctree):
        if len(text) + len(finding) + 1 <= LONGEST:
            text = f"{text} {finding}".strip()
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _findings(doctree: nodes.document) -> list[str]:
    for section in doctree.findall(nodes.section):
        if "in-short" in section["ids"]:
            return [" ".join(node.astext().split()) for node in section.findall(nodes.strong)]
    return []


def _image(app: Sphinx, pagename: str, title: str, doctree: nodes.document) -> str | None:
    """The card of a page that has a figure, drawn anew when title, question or figure have changed."""
    first = next(iter(doctree.findall(picture)), None)
    if first is None:
        return None
    figure = Path(app.srcdir, first.children[0]["uri"]).read_text(encoding="utf-8")
    words = (app.config.html_title, title, _question(doctree))
    name = facts.fingerprint("\n".join((*words, figure)).encode())[:10]
    path = posixpath.join(CARDS, f"{posixpath.basename(pagename)}-{name}.png")
    target = Path(app.outdir, path)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(card(*words, figure))
    return path


def _question(doctree: nodes.document) -> str:
    first = next(iter(doctree.findall(nodes.emphasis)), None)
    return " ".join(first.astext().split()) if first else ""


def _structured(app: Sphinx, pagename: str, title: str, said: str, address: str) -> dict:
    """Schema.org: a chapter is an article of the book; the catalogue is also the data."""
    author = {"@type": "Organization", "name": app.config.author}
    book = {"@type": "Book", "name": app.config.html_title, "version": facts.VERSION, "author": author}
    entry = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": title,
        "description": said,
        "author": author,
        "isPartOf": book,
        "inLanguage": app.config.language,
        "license": LICENSE,
        "isAccessibleForFree": True,
        "dateModified": facts.vintage(),
        "url": address,
    }
    if posixpath.basename(pagename) == "data-catalogue":
        package = json.loads(Path(app.srcdir, "data/datapackage.json").read_text(encoding="utf-8"))
        entry |= {
            "@type": "Dataset",
            "name": package["title"],
            "hasPart": [
                {"@type": "Dataset", "name": table["title"], "description": table["description"]}
                for table in package["resources"]
            ],
        }
        if address:
            root = address.removesuffix(f"{pagename}.html")
            entry["distribution"] = {
                "@type": "DataDownload",
                "encodingFormat": "application/zip",
                "contentUrl": f"{root}{DATA.removeprefix('../')}/{ARCHIVE}",
            }
    return {key: value for key, value in entry.items() if value}
