"""A matplotlib figure as SVG text: deterministic, lean, and readable on dark pages."""

from __future__ import annotations

import io
import re

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from charts.theme import PALETTE

# What matplotlib defines for later use: letters and markers, and the edges that cut lines off.
_DEFINITION = re.compile(r"<path [^>]*/>|<clipPath .*?</clipPath>", flags=re.DOTALL)


def to_svg(figure: Figure) -> str:
    """The figure as SVG. The same figure gives the same bytes; no date, no version, no comment."""
    buffer = io.StringIO()
    canvas = FigureCanvasSVG(figure)
    # `savefig` would draw everything once for the layout alone.
    figure.dpi = canvas.fixed_dpi
    if layout := figure.get_layout_engine():
        layout.execute(figure)
        figure.set_layout_engine("none")
    canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"\n\s*", "\n", text)
    # Thousandths of a point are invisible. Numbers below one stay whole: among them are scales.
    text = re.sub(r"\b([1-9]\d*\.\d{2})\d+", r"\1", text)
    return text.replace("<defs>", f"<style>{_dark_rules()}</style>\n<defs>", 1)


def light(svg: str) -> str:
    """A figure of `to_svg` without its rules for dark pages, for programs that draw but know no pages."""
    return re.sub(r"<style>@media.*?</style>", "", svg, flags=re.DOTALL)


def _dark_rules() -> str:
    # An SVG in <img> sees the color scheme of the element that shows it, so the figure follows
    # the page's light and dark switch. Matplotlib writes colors as style="fill: #rrggbb".
    rules = "".join(
        f'[style*="{what}: {light}"]{{{what}:{dark}!important}}'
        for light, dark in PALETTE.values()
        for what in ("fill", "stroke")
    )
    return f"@media (prefers-color-scheme: dark){{{rules}}}"


def bundle(svgs: list[str]) -> dict:
    """Several figures that share what is alike: letters, markers, clip paths and colors.

    svgs: what `to_svg` returned. Returns `style`, `shared` (definitions, each once) and `frames`, each
    with `head` (its opening tag) and `body`. head + style + shared + body + '</svg>' is the figure again.
    """
    shared: dict[str, str] = {}
    frames = []
    for svg in svgs:
        head, rest = re.match(r"(<svg[^>]*>)(.*)</svg>", svg, flags=re.DOTALL).groups()
        style, body = rest.split("</style>\n", 1)

        def keep(block: re.Match) -> str:
            for definition in _DEFINITION.finditer(block[1]):
                name = re.search(r'id="([^"]+)"', definition[0])[1]
                if shared.setdefault(name, definition[0]) != definition[0]:
                    raise ValueError(f"two figures give {name} different shapes.")
            rest = _DEFINITION.sub("", block[1])
            if re.sub(r"<style.*?</style>", "", rest, flags=re.DOTALL).strip():
                raise ValueError(f"a figure defines what frames cannot share: {rest.strip()[:80]}")
            return ""

        body = re.sub(r"<defs>(.*?)</defs>\n?", keep, body, flags=re.DOTALL)
        frames.append({"head": head, "body": re.sub(r'(<g) id="[^"]*"', r"\1", body).strip()})
    joins = "<style>*{stroke-linejoin: round; stroke-linecap: butt}</style>"
    return {
        "style": style.strip() + "</style>" + joins,
        "shared": "<defs>" + "".join(shared.values()) + "</defs>",
        "frames": frames,
    }
