"""The visual language of the book: font, palette (light and dark), sizes.

Every color has a light and a dark value. Figures are drawn with the light ones; the SVG
carries a style rule that swaps them where the page is dark (see charts.svg). The four data
colors keep their contrast for all common kinds of color blindness (tests/test_charts.py).
"""

from __future__ import annotations

from importlib import resources

import matplotlib as mpl
from matplotlib import font_manager

FONT = "Source Sans Pro"
WIDE_INCHES = 7.2  # 691 CSS pixels: the text column on a laptop
NARROW_INCHES = 3.42  # 328 CSS pixels: the text column of a phone 360 pixels wide

# name: (light page, dark page)
PALETTE = {
    "paper": ("#ffffff", "#121212"),
    "ink": ("#1f2933", "#e4e7ea"),
    "muted": ("#56626c", "#a7b1b9"),
    "grid": ("#d5dbe0", "#3b434a"),
    "pressure": ("#bf4a0a", "#f2945a"),
    "relief": ("#0a66ad", "#62aef0"),
    "pull": ("#7a4a9e", "#c39be6"),
    "neutral": ("#8c979f", "#8b969e"),
}
INK, MUTED, GRID, PAPER = (PALETTE[name][0] for name in ("ink", "muted", "grid", "paper"))
PRESSURE, RELIEF, PULL, NEUTRAL = (PALETTE[name][0] for name in ("pressure", "relief", "pull", "neutral"))
# The two countries, wherever they stand side by side.
US, CHINA = RELIEF, PRESSURE


def words_color(color: str) -> str:
    """The color of words about something drawn in `color`: gray is fit for a line, too pale for words."""
    return MUTED if color == NEUTRAL else color


def style(narrow: bool) -> dict:
    """The matplotlib settings of one figure; `narrow` is the phone-sized variant."""
    _add_fonts()
    size = 9.5 if narrow else 10
    return {
        "font.family": FONT,
        "font.size": size,
        "text.parse_math": False,  # a dollar sign is a dollar
        "axes.labelsize": size,
        "xtick.labelsize": size,
        "ytick.labelsize": size,
        "text.color": INK,
        "axes.labelcolor": MUTED,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "axes.edgecolor": GRID,
        "axes.facecolor": PAPER,
        "figure.facecolor": PAPER,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "lines.linewidth": 1.8,
        "lines.solid_capstyle": "round",
        "figure.constrained_layout.h_pad": 0.04,
        "figure.constrained_layout.w_pad": 0.04,
        # The same input gives the same bytes: ids come from this salt, not from chance.
        "svg.hashsalt": "reverse-brain-drain",
        # Letters are outlines, so the font ships with the figure.
        "svg.fonttype": "path",
    }


def _add_fonts() -> None:
    if FONT in mpl.rcParams["font.family"] or FONT in font_manager.fontManager.get_font_names():
        return
    files = resources.files("font_source_sans_pro") / "files"
    for weight in ("Regular", "Semibold", "Bold"):
        font_manager.fontManager.addfont(str(files / f"SourceSansPro-{weight}.ttf"))
