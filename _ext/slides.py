"""An editable file of slides (.pptx): 16:9, in the type and colors of the book, with notes for the speaker.

Figures are pictures; titles, source lines and questions are text. The same slides give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import resvg_py
from PIL import Image, ImageChops
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from charts.svg import light
from charts.theme import CHINA, FONT, INK, MUTED, PULL, RELIEF, US

WIDTH, HEIGHT = Inches(40 / 3), Inches(7.5)
_EDGE = Inches(0.55)
_WHOLE = WIDTH - 2 * _EDGE
_BAR = Inches(0.1)
# Left, top, width, height of what stands on a slide.
_HEAD = (_EDGE, Inches(0.3), _WHOLE, Inches(1.1))
_BODY = (_EDGE, Inches(1.7), _WHOLE, Inches(4.8))
DRAWING = (_EDGE, Inches(1.45), _WHOLE, Inches(5.15))
_FOOT = (_EDGE, Inches(6.72), _WHOLE - Inches(0.8), Inches(0.62))
_NUMBER = (WIDTH - _EDGE - Inches(0.7), Inches(6.9), Inches(0.7), Inches(0.4))
# What slides are made of: the name of a layout in python-pptx's template, and what we call it.
_LAYOUTS = {"Title Slide": "Question", "Title and Content": "Text", "Title Only": "Figure"}
_QUESTION_POINTS, _HEAD_POINTS, _BODY_POINTS, _FOOT_POINTS = 40, 28, 26, 16
SHARP = 150  # pixels to an inch of the slide: all of 2000 across it


@dataclass(frozen=True)
class FigureSlide:
    """One figure of the book. png: as `drawing` makes it. source: the line below it, which leads to `link`
    if that is not empty."""

    title: str
    png: bytes
    alt: str
    source: str
    link: str
    notes: str


@dataclass(frozen=True)
class TextSlide:
    """A title over some lines of text, or, as a `question`, a large title in the middle of the slide."""

    title: str
    lines: tuple[str, ...]
    notes: str = ""
    question: bool = False


def deck(cover: TextSlide, slides: Iterable[FigureSlide | TextSlide], author: str, date: datetime) -> bytes:
    """The file. cover: the first slide, whose title is that of the file.

    author, date: who made the file and when, as the program that opens it tells.
    """
    file = _template()
    layouts = {layout.name: layout for layout in file.slide_layouts}
    for slide in (cover, *slides):
        if isinstance(slide, FigureSlide):
            _write_figure(file.slides.add_slide(layouts["Figure"]), slide)
        else:
            _write_text(file.slides.add_slide(layouts["Question" if slide.question else "Text"]), slide)
    about = file.core_properties
    about.title, about.author, about.last_modified_by = cover.title, author, author
    about.created = about.modified = date
    buffer = io.BytesIO()
    file.save(buffer)
    return _without_clock(buffer.getvalue())


def _write_text(page, slide: TextSlide) -> None:
    page.shapes.title.text = slide.title
    page.placeholders[1].text = "\n".join(slide.lines)
    if slide.notes:
        page.notes_slide.notes_text_frame.text = slide.notes


def _write_figure(page, slide: FigureSlide) -> None:
    page.shapes.title.text = slide.title
    _place(page, slide.png, slide.alt)
    frame = page.shapes.add_textbox(*_FOOT).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
    run = frame.paragraphs[0].add_run()
    run.text, run.font.size = slide.source, Pt(_FOOT_POINTS)
    if slide.link:
        run.hyperlink.address = slide.link
    page.notes_slide.notes_text_frame.text = slide.notes


def _place(page, png: bytes, alt: str) -> None:
    """The drawing as large as it can be, in the middle of its place."""
    left, top, width, height = DRAWING
    picture = page.shapes.add_picture(io.BytesIO(png), left, top)
    scale = min(width / picture.width, height / picture.height)
    picture.width, picture.height = Emu(int(scale * picture.width)), Emu(int(scale * picture.height))
    picture.left, picture.top = left + (width - picture.width) // 2, top + (height - picture.height) // 2
    picture.name = "Figure"
    picture._element.nvPicPr.cNvPr.set("descr", alt)  # python-pptx has no name for alternative text


def drawing(svg: str) -> bytes:
    """A figure of `charts.svg.to_svg` as PNG: without title and source line, which the slide says in words,
    and without empty edges."""
    png = resvg_py.svg_to_bytes(
        svg_string=light(svg),
        style_sheet="#title, #source { display: none }",
        background="#ffffff",
        dpi=96,  # without it a size in points is none
        height=round(SHARP * DRAWING[3] / Inches(1)),
        skip_system_fonts=True,
    )
    image = Image.open(io.BytesIO(bytes(png))).convert("RGB")
    drawn = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    buffer = io.BytesIO()
    image.crop(drawn).quantize(128).save(buffer, "PNG")
    return buffer.getvalue()


# ---- the template


def _template() -> Presentation:
    """python-pptx's own template, made wide, in the book's type and colors, with three layouts."""
    file = Presentation()
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    master = file.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = _themed(theme.blob.decode()).encode()
    _style(master)
    for layout in list(file.slide_layouts):
        if layout.name in _LAYOUTS:
            _lay_out(layout)
        else:
            file.slide_layouts.remove(layout)
    return file


def _themed(theme: str) -> str:
    colors = {
        "dk1": INK,
        "dk2": MUTED,
        "accent1": US,
        "accent2": CHINA,
        "accent3": PULL,
        "hlink": RELIEF,
        "folHlink": RELIEF,
    }
    for name, color in colors.items():
        theme = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{color[1:].upper()}"/></a:{name}>',
            theme,
        )
    return theme.replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>')


def _style(master) -> None:
    """Places and sizes that all layouts inherit, and the bar of two colors at the top."""
    head, body, *others = master.placeholders
    _move(head, _HEAD)
    _move(body, _BODY)
    for shape in others:
        shape._element.getparent().remove(shape._element)
    head.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    styles = master._element.find(qn("p:txStyles"))
    for kind, points, bold in (("titleStyle", _HEAD_POINTS, "1"), ("bodyStyle", _BODY_POINTS, "0")):
        level = styles.find(f"{qn(f'p:{kind}')}/{qn('a:lvl1pPr')}")
        level.attrib.update({"algn": "l", "marL": "0", "indent": "0"})
        level.find(qn("a:defRPr")).attrib.update({"sz": str(100 * points), "b": bold})
        for old in ("a:spcBef", "a:buFont", "a:buChar"):
            for part in level.findall(qn(old)):
                level.remove(part)
        level.insert(0, parse_xml(f'<a:spcBef {nsdecls("a")}><a:spcPts val="1000"/></a:spcBef>'))
    tree = master.shapes._spTree
    for number, color in enumerate(("accent1", "accent2")):
        tree.insert(2, _bar(20 + number, number * WIDTH // 2, color))


def _bar(number: int, left: int, color: str):
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Bar {number}"/><p:cNvSpPr/>'
        f'<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="0"/>'
        f'<a:ext cx="{WIDTH // 2}" cy="{_BAR}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill></p:spPr></p:sp>'
    )


def _lay_out(layout) -> None:
    layout.name = _LAYOUTS[layout.name]
    for shape in list(layout.placeholders):
        mark = shape._element.find(f".//{qn('p:ph')}")
        if mark.get("type") in ("dt", "ftr"):
            shape._element.getparent().remove(shape._element)
        elif mark.get("type") == "sldNum":
            # No longer a placeholder, it shows on every slide by itself.
            _move(shape, _NUMBER)
            mark.getparent().remove(mark)
    if layout.name == "Question":
        head, body = layout.placeholders
        _move(head, (_EDGE, Inches(1), _WHOLE, Inches(1.7)))
        _move(body, (_EDGE, Inches(2.9), _WHOLE, Inches(3.4)))
        head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        for style in layout._element.iter(qn("a:lstStyle")):
            style.clear()  # centered and gray
        size = f'<a:lvl1pPr {nsdecls("a")}><a:defRPr sz="{100 * _QUESTION_POINTS}"/></a:lvl1pPr>'
        head._element.find(f".//{qn('a:lstStyle')}").append(parse_xml(size))


def _move(shape, place: tuple[int, int, int, int]) -> None:
    shape.left, shape.top, shape.width, shape.height = place


def _without_clock(content: bytes) -> bytes:
    """The archive with a fixed date on its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name)  # of 1980, the first date a zip can have
            new.writestr(part, old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
