"""The picture that goes with a link to a chapter: its title over its first figure."""

from __future__ import annotations

import re
import textwrap
from html import escape
from importlib import resources

import resvg_py

from charts.svg import light
from charts.theme import CHINA, INK, MUTED, PAPER, US

WIDTH, HEIGHT = 1200, 630  # what sites that preview links ask for
_EDGE, _HEAD, _FOOT = 60, 118, 64


def card(book: str, title: str, question: str, figure: str) -> bytes:
    """A PNG of 1200 by 630 pixels.

    book, title, question: plain text. figure: the SVG of the chapter's first figure, as `charts.svg.to_svg`
    writes it.
    """
    lines = textwrap.wrap(question, 92)[:2]
    texts = [
        _text(_EDGE, 78, title, 44, INK, 'font-weight="bold"'),
        _text(WIDTH - _EDGE, 78, book, 26, MUTED, 'text-anchor="end"'),
        *(_text(_EDGE, _HEAD + 34 * number, line, 27, MUTED) for number, line in enumerate(lines)),
    ]
    top = _HEAD + 34 * len(lines)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{WIDTH}" height="{HEIGHT}"><rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<rect width="{WIDTH // 2}" height="12" fill="{US}"/>'
        f'<rect x="{WIDTH // 2}" width="{WIDTH // 2}" height="12" fill="{CHINA}"/>'
        f"{''.join(texts)}{_placed(figure, top)}</svg>"
    )
    folder = resources.files("font_source_sans_pro") / "files"
    fonts = [str(folder / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Bold")]
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True))


def _text(x: int, y: int, text: str, size: int, color: str, more: str = "") -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="Source Sans Pro" font-size="{size}" fill="{color}" {more}>'
        f"{escape(text)}</text>"
    )


def _placed(figure: str, top: int) -> str:
    """The figure as large as fits below the text, in light colors."""
    head, body = re.match(r"(<svg[^>]*>)(.*)</svg>", light(figure), flags=re.DOTALL).groups()
    box = re.search(r'viewBox="([^"]+)"', head)[1]
    return (
        f'<svg x="{_EDGE}" y="{top}" width="{WIDTH - 2 * _EDGE}" height="{HEIGHT - top - _FOOT // 2}" '
        f'viewBox="{box}" preserveAspectRatio="xMidYMid meet">{body}</svg>'
    )
