"""A matplotlib figure as SVG text: deterministic, lean, and readable on dark pages."""

from __future__ import annotations

import io
import re

from matplotlib.figure import Figure

from charts.theme import PALETTE


def to_svg(figure: Figure) -> str:
    """The figure as SVG. The same figure gives the same bytes; no date, no version, no comment."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"\n\s*", "\n", text)
    # Thousandths of a point are invisible. Numbers below one stay whole: among them are scales.
    text = re.sub(r"\b([1-9]\d*\.\d{2})\d+", r"\1", text)
    return text.replace("<defs>", f"<style>{_dark_rules()}</style>\n<defs>", 1)


def _dark_rules() -> str:
    # An SVG in <img> sees the color scheme of the element that shows it, so the figure follows
    # the page's light and dark switch. Matplotlib writes colors as style="fill: #rrggbb".
    rules = "".join(
        f'[style*="{what}: {light}"]{{{what}:{dark}!important}}'
        for light, dark in PALETTE.values()
        for what in ("fill", "stroke")
    )
    return f"@media (prefers-color-scheme: dark){{{rules}}}"
