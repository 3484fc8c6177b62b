"""What the page for instructors takes from the chapters: what each teaches, how long it takes, and a lecture.

`{class-chapters}` is a table of the chapters with exercises, from the box that opens each. `` {minutes}`…` ``
is the time that chapters (by file name) and exercises (by label) take together. `{lecture}` is a list of
figures and questions in the order of a lecture; the site offers it as slides.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from html import escape
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from _ext import facts, slides
from _ext.behind import FOLDER as ROWS
from _ext.downloads import FOLDER
from _ext.exercises import GUIDE, exercise_minutes
from _ext.rendering import explorer, picture
from _ext.slides import FigureSlide, TextSlide, deck
from _ext.tabular import table

PAGE = "chapters/teaching"
OPEN_QUESTIONS = "Nobody knows"  # how the paragraph of the first page begins that the last slide shows
SLIDES = f"{FOLDER}/reverse-brain-drain-slides.pptx"


class class_chapters(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """Stands where the table of chapters goes until all of them have run."""


class minutes(nodes.Inline, nodes.Element):  # noqa: N801
    """Stands where a number of minutes goes."""


class lecture(nodes.General, nodes.Element):  # noqa: N801
    """Stands where the list of a lecture goes; `entries` are what its directive says."""


class ClassChapters(SphinxDirective):
    """`{class-chapters}`."""

    def run(self) -> list[nodes.Node]:
        return [class_chapters()]


class Minutes(SphinxRole):
    """`` {minutes}`staying staying-read` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [minutes(of=self.text.split(), line=self.lineno)], []


class Lecture(SphinxDirective):
    """`{lecture}` with a list in YAML: `figure` and `ask`, or `discuss` and `how`."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        try:
            entries = yaml.safe_load("\n".join(self.content))
        except yaml.YAMLError as error:
            raise self.error(f"The lecture is no list in YAML: {error}") from None
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
            if not isinstance(entry, dict) or set(entry) not in ({"figure", "ask"}, {"discuss", "how"}):
                raise self.error(
                    f"Entry {number} of the lecture: write `figure` and `ask`, or `discuss` and `how`."
                )
        return [lecture(entries=entries, line=self.lineno)]


def setup(app: Sphinx) -> None:
    for node in (class_chapters, minutes, lecture):
        app.add_node(node)
    app.add_directive("class-chapters", ClassChapters)
    app.add_directive("lecture", Lecture)
    app.add_role("minutes", Minutes())
    app.add_post_transform(Fill)
    app.connect("env-updated", _write_anew)
    app.connect("build-finished", _write_slides)


def _write_anew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    return [PAGE] if PAGE in env.found_docs else []


class Fill(SphinxPostTransform):
    """Puts what the chapters say in the places kept for it, before references are resolved."""

    default_priority = 5

    def run(self, **kwargs) -> None:
        places = list(self.document.findall(lambda node: isinstance(node, class_chapters | minutes)))
        boxes = _boxes(self.env) if places else {}
        for node in places:
            if isinstance(node, minutes):
                node.replace_self(nodes.Text(str(_minutes(self.env, boxes, node))))
            else:
                node.replace_self(_chapter_table(self.env, boxes))
        for node in list(self.document.findall(lecture)):
            node.replace_self(_list(self.env, node))


# ---- chapters


def _boxes(env: BuildEnvironment) -> dict[str, nodes.admonition]:
    """The box of every chapter with exercises, by page, in the order of the book."""
    pages = {entry["docname"] for entry in getattr(env, "sphinx_exercise_registry", {}).values()}
    found = {}
    for page in env.toctree_includes.get(env.config.root_doc, []):
        if page in pages:
            boxes = env.get_doctree(page).findall(nodes.admonition)
            found[page] = next(box for box in boxes if GUIDE in box["classes"])
    return found


def _exercises(env: BuildEnvironment, page: str) -> list[str]:
    """The labels of a page's exercises."""
    entries = env.sphinx_exercise_registry.items()
    return [label for label, entry in entries if entry["docname"] == page and not label.endswith("-solution")]


def _chapter_table(env: BuildEnvironment, boxes: dict[str, nodes.admonition]) -> nodes.table:
    rows = []
    for page, box in boxes.items():
        after, before = (_item(box, head) for head in ("After it you can", "Read first"))
        solve = sum(map(exercise_minutes, _exercises(env, page)))
        title = nodes.paragraph("", "", _reference(env, page))
        rows.append((title, after, before, f"{box['minutes']} + {solve}"))
    head = ("Chapter", "After it students can", "Read first", "Minutes")
    shown = table("The chapters with exercises; minutes to read, and for the exercises", head, rows)
    shown["ids"] = ["class-chapters"]
    return shown


def _item(box: nodes.admonition, head: str) -> nodes.paragraph:
    """The paragraph of the box that begins with `head`, without it, for the page of instructors."""
    found = next(node for node in box.findall(nodes.paragraph) if node.astext().startswith(head))
    copy = found.deepcopy()
    copy.children = copy.children[copy.index(next(copy.findall(nodes.strong))) + 1 :]
    copy.replace(copy[0], nodes.Text(copy[0].astext().lstrip()))
    for reference in copy.findall(lambda node: "refdoc" in getattr(node, "attributes", {})):
        reference["refdoc"] = PAGE
    return copy


def _reference(env: BuildEnvironment, page: str, anchor: str = "", text: str = "") -> nodes.reference:
    """A link from the page of instructors to another of the same folder."""
    address = f"{page.removeprefix('chapters/')}.html{'#' if anchor else ''}{anchor}"
    return nodes.reference("", text or env.titles[page].astext(), refuri=address, internal=True)


def _minutes(env: BuildEnvironment, boxes: dict[str, nodes.admonition], node: minutes) -> int:
    known = {page.removeprefix("chapters/"): box["minutes"] for page, box in boxes.items()}
    for page in boxes:
        known |= {label: exercise_minutes(label) for label in _exercises(env, page)}
    for name in node["of"]:
        if name not in known:
            raise _unknown(
                env, node, f"minutes: {name!r} is no chapter with exercises and no exercise", name, known
            )
    return sum(known[name] for name in node["of"])


def _unknown(env, node: nodes.Element, what: str, name: str, known) -> ExtensionError:
    near = difflib.get_close_matches(name, known, n=3)
    hint = f"; near it: {', '.join(near)}" if near else ""
    return ExtensionError(f"{env.doc2path(PAGE, False)}, line {node['line']}: {what}{hint}.")


# ---- the lecture


def _figures(env: BuildEnvironment, node: lecture) -> dict[str, tuple[str, nodes.figure]]:
    """The page and the node of each figure of a lecture, by name."""
    labels = env.get_domain("std").anonlabels
    names = [entry["figure"] for entry in node["entries"] if "figure" in entry]
    found = {}
    for page in {labels[name][0] for name in names if name in labels} - {""}:
        for figure in env.get_doctree(page).findall(nodes.figure):
            if next(iter(figure.findall(picture)), None):
                found |= dict.fromkeys(figure["ids"], (page, figure))
    for name in names:
        if name not in found:
            what = f"the lecture names the figure {name!r}, which no chapter has"
            raise _unknown(env, node, what, name, labels)
    return found


def _number(env: BuildEnvironment, page: str, anchor: str) -> str:
    number = env.toc_fignumbers[page]["figure"][anchor]
    return env.config.numfig_format["figure"] % ".".join(map(str, number))


def _list(env: BuildEnvironment, node: lecture) -> nodes.Element:
    """The lecture as a numbered list, and where its slides are."""
    items = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".")
    figures = _figures(env, node)
    for entry in node["entries"]:
        if "discuss" in entry:
            end = "" if entry["discuss"].endswith("?") else "."
            words = [nodes.strong("", f"Discuss: {entry['discuss']}{end}"), nodes.Text(f" {entry['how']}")]
        else:
            anchor = entry["figure"]
            page, figure = figures[anchor]
            shown = next(iter(figure.findall(picture)))
            place = f" ({_number(env, page, anchor)}). "
            words = [
                _reference(env, page, anchor, shown["title"]),
                nodes.Text(place),
                nodes.emphasis("", entry["ask"]),
            ]
        items += nodes.list_item("", nodes.paragraph("", "", *words))
    offer = f'<p><a href="../{escape(SLIDES)}" download>Download the slides (.pptx)</a></p>'
    return nodes.container("", nodes.raw("", offer, format="html"), items, ids=["lecture"])


def _write_slides(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html" or PAGE not in app.env.found_docs:
        return
    for node in app.env.get_doctree(PAGE).findall(lecture):
        Path(app.outdir, SLIDES).write_bytes(_deck(app, node))


def _deck(app: Sphinx, node: lecture) -> bytes:
    config, read = app.config, datetime.fromisoformat(facts.vintage())
    place = f", {config.html_baseurl}" if config.html_baseurl else ""
    first = app.env.get_doctree(config.root_doc)
    cover = TextSlide(
        config.html_title,
        (
            " ".join(next(iter(first.findall(nodes.emphasis))).astext().split()),
            f"Newest source read on {read.day} {read:%B %Y}, version {facts.VERSION}",
            f"To cite: {config.author} ({read.year}), {config.html_title}, with the chapter and your date of "
            f"reading{place}",
            "Text, tables and figures: CC BY 4.0",
        ),
        "Made with the book from its tables: the next build of the book makes the slides anew. "
        "Each figure's notes say how to read it, what it cannot show, and what to ask.",
        question=True,
    )
    figures = _figures(app.env, node)
    named = [entry["figure"] for entry in node["entries"] if "figure" in entry]
    drawings = _drawings(app, {anchor: figures[anchor][1] for anchor in named})
    shown = [_slide(app, figures, drawings, entry) for entry in node["entries"]]
    return deck(cover, [*shown, _last_slide(app, first)], config.author, read)


def _slide(
    app: Sphinx, figures: dict[str, tuple[str, nodes.figure]], drawings: dict[str, bytes], entry: dict
) -> FigureSlide | TextSlide:
    if "discuss" in entry:
        return TextSlide(entry["discuss"], (entry["how"],), question=True)
    env = app.env
    anchor = entry["figure"]
    page, figure = figures[anchor]
    shown = next(iter(figure.findall(picture)))
    wide, _narrow = shown.children
    address = f"{page}.html#{anchor}"
    base = app.config.html_baseurl.rstrip("/")
    link = f"{base}/{address}" if base else ""
    where = f"{_number(env, page, anchor)} in “{env.titles[page].astext()}”"
    said = [
        f"Ask: {entry['ask']}",
        *_remarks(env, figure),
        f"Caption: {next(iter(figure.findall(nodes.caption))).astext()}",
        f"In the book: {where}, {link or address}",
        f"{shown['source']}. Every row drawn, with its source: {ROWS}/{anchor}.html",
    ]
    if list(figure.findall(explorer)):
        said.insert(1, "Live: the page lets the class choose what is drawn; open it beside the slides.")
    source = f"{where}. {shown['source']}"
    return FigureSlide(shown["title"], drawings[anchor], wide["alt"], source, link, "\n\n".join(said))


def _drawings(app: Sphinx, figures: dict[str, nodes.figure]) -> dict[str, bytes]:
    """The figures as slides show them, kept from build to build: drawing takes most of the time of a deck,
    so all processors draw."""
    code, folder = Path(slides.__file__).read_bytes(), Path(app.doctreedir, "slides")
    folder.mkdir(exist_ok=True)
    kept, missing = {}, {}
    for anchor, figure in figures.items():
        wide, _narrow = next(iter(figure.findall(picture))).children
        svg = Path(app.srcdir, wide["uri"]).read_text(encoding="utf-8")
        kept[anchor] = folder / f"{facts.fingerprint(code + svg.encode())[:20]}.png"
        if not kept[anchor].exists():
            missing[kept[anchor]] = svg
    if missing:
        with ProcessPoolExecutor() as processors:
            for path, png in zip(missing, processors.map(slides.drawing, missing.values()), strict=True):
                path.write_bytes(png)
    return {anchor: path.read_bytes() for anchor, path in kept.items()}


def _remarks(env: BuildEnvironment, figure: nodes.figure) -> Iterator[str]:
    """What the section of a figure says on how to read it and on what it cannot show: the next such words.

    A page without such words, as the first one, says what stands below the figure.
    """
    section = figure.parent
    while not isinstance(section, nodes.section):
        section = section.parent
    here = list(section.findall())
    after = here[here.index(figure) :]
    texts = [node for node in (*after, *here) if isinstance(node, nodes.paragraph)]
    heads = ("How to read it.", "What it cannot show.")
    found = [next((node for node in texts if node.astext().startswith(head)), None) for head in heads]
    for node in found if any(found) else texts[:1]:
        if node:
            text = _plain(env, node)
            yield f"{text.removesuffix(':')}; see the chapter." if text.endswith(":") else text


def _plain(env: BuildEnvironment, node: nodes.paragraph) -> str:
    return re.sub(r"\s+(?=[.,;:)])", "", " ".join("".join(_words(env, node)).split()))


def _words(env: BuildEnvironment, node: nodes.Node) -> Iterator[str]:
    """The text of a node: no footnotes, figures by their number."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif getattr(node, "get", {}.get)("reftype") == "numref":
        page, anchor = env.get_domain("std").anonlabels[node["reftarget"]]
        yield _number(env, page, anchor)
    elif not isinstance(node, nodes.footnote_reference | nodes.raw):
        for child in node.children:
            yield from _words(env, child)


def _last_slide(app: Sphinx, first: nodes.document) -> TextSlide:
    said = [node for node in first.findall(nodes.paragraph) if node.astext().startswith(OPEN_QUESTIONS)]
    if not said:
        raise ExtensionError(
            f"{app.env.doc2path(app.config.root_doc, False)}: no paragraph begins with {OPEN_QUESTIONS!r}; "
            "the last slide of the lecture shows it."
        )
    text = _plain(app.env, said[0]).removeprefix(OPEN_QUESTIONS)
    questions = [part.strip().removeprefix("and ").rstrip(".") for part in text.split(";")]
    return TextSlide(f"{OPEN_QUESTIONS} …", tuple(f"… {question}" for question in questions))
