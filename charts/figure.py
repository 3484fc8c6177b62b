"""`show`: one drawing function, two widths, and everything a reader needs around it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import text_to_path

from charts.drawn import rows_behind
from charts.svg import to_svg
from charts.theme import INK, MUTED, NARROW_INCHES, PAPER, WIDE_INCHES, style
from data import sources

MIME_TYPE = "application/vnd.reverse-brain-drain.figure+json"
# Set by the site builder: only there does a figure carry its rows, and an explorer all its frames.
STATIC_SITE = "REVERSE_BRAIN_DRAIN_STATIC_SITE"
_IN_BROWSER = sys.platform == "emscripten"
_EDGE = 0.06  # inches of paper around everything


@dataclass
class Panel:
    """What a drawing function gets: the figure, and whether it is phone-sized."""

    figure: Figure
    narrow: bool

    @cached_property
    def axes(self) -> Axes:
        """The one pair of axes of the drawing."""
        return self.figure.add_subplot()

    def small_multiples(self, count: int) -> list[Axes]:
        """`count` axes with shared scales: two columns on a wide page, one on a phone."""
        columns = 1 if self.narrow or count == 1 else 2
        grid = self.figure.subplots(-(-count // columns), columns, sharex=True, sharey=True, squeeze=False)
        return list(grid.flat)[:count]


@dataclass
class BookFigure:
    """A figure of the book, as a notebook shows it and as the site builds it."""

    name: str
    title: str
    caption: str
    alt: str
    source: str
    wide: str
    narrow: str
    rows: list[pd.DataFrame] = field(repr=False)

    @property
    def face(self) -> dict[str, str]:
        """What is seen of it, by name of the field."""
        return {name: text for name, text in vars(self).items() if name != "rows"}

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {"text/plain": f"{self.title}\n{self.alt}", "image/svg+xml": self.wide}
        if os.environ.get(STATIC_SITE):
            bundle[MIME_TYPE] = self.face | {"behind": rows_behind(self.name, self.rows)}
        return bundle


def show(
    draw: Callable[[Panel], None],
    *,
    rows: Iterable[pd.DataFrame],
    name: str,
    title: str,
    caption: str,
    alt: str,
    height: float,
    narrow_height: float | None = None,
    key: dict[str, tuple[str, str]] | None = None,
) -> BookFigure:
    """Draw one figure for a wide and for a phone-sized page.

    draw: puts the data on the panel. It is called twice and must not change its data.
    rows: the frames drawn, with their `source_id` column and `.attrs`; the source line names them.
    name: what `{numref}` refers to. title: the finding, in a line. caption: how it was made.
    alt: the finding for those who do not see it. height: inches of the drawing itself,
    without title, key and source line. key: name of a series to its color and marker, printed under
    the title; for charts that cannot carry their labels beside the data.
    """
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"figure name {name!r}: use small letters, digits and hyphens.")
    for label, text, purpose in (
        ("title", title, "what it finds"),
        ("caption", caption, "what is counted and how to tell the marks apart"),
        ("alt", alt, "what it finds, to a reader who does not see it"),
    ):
        if not text.strip():
            raise ValueError(f"figure {name!r} has no {label}; give it one that tells {purpose}.")
    rows = list(rows)
    source = source_line(rows)
    svgs = []
    # Python in the browser is slow, and a notebook shows the wide figure only.
    for narrow in (False,) if _IN_BROWSER else (False, True):
        inches = narrow_height if narrow and narrow_height else height
        with mpl.rc_context(style(narrow)):
            svgs.append(_render(draw, title, source, key or {}, inches, narrow))
    return BookFigure(name, title, caption, alt, source, svgs[0], svgs[-1], rows)


def source_line(frames: list[pd.DataFrame]) -> str:
    """'Source: publisher, publisher and n more; table a, b', the publishers of most rows first."""
    if not frames or not all("name" in frame.attrs and "source_id" in frame for frame in frames):
        raise ValueError("rows: give the frames drawn, as `load` returned them or filtered from that.")
    publisher = sources().set_index("source_id")["publisher"]
    keys = pd.concat([frame["source_id"] for frame in frames])
    counts = keys.map(publisher).value_counts(sort=False)
    ranked = sorted(counts.index, key=lambda who: (-counts[who], who))
    named, rest = ranked[:2], len(ranked) - 2
    text = ", ".join(named) + (f" and {rest} more" if rest > 0 else "")
    names = sorted({frame.attrs["name"] for frame in frames})
    return f"Source: {text}; table{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _render(draw: Callable, title: str, source: str, key: dict, inches: float, narrow: bool) -> str:
    width = NARROW_INCHES if narrow else WIDE_INCHES
    figure = Figure(figsize=(width, inches), layout="constrained")
    size = mpl.rcParams["font.size"]
    head = _wrap(title, size + 2.5, "bold", width - 2 * _EDGE, even=True)
    foot = _wrap(source, size - 1.5, "normal", width - 2 * _EDGE)
    head_inches = _lines_inches(head, size + 2.5)
    key_inches = size * 1.7 / 72 if key else 0
    foot_inches = _lines_inches(foot, size - 1.5)
    total = inches + head_inches + key_inches + foot_inches
    figure.set_size_inches(width, total)
    figure.get_layout_engine().set(rect=(0, foot_inches / total, 1, inches / total))
    left, line = _EDGE / width, _EDGE / total
    bold = {"fontsize": size + 2.5, "fontweight": "bold", "linespacing": 1.12}
    small = {"fontsize": size - 1.5, "linespacing": 1.15}
    # Named, so that slides can leave them out and say them in words of their own size.
    figure.text(left, 1 - line, head, va="top", color=INK, gid="title", **bold)
    figure.text(left, line, foot, va="bottom", color=MUTED, gid="source", **small)
    _draw_key(figure, key, 1 - (head_inches + key_inches / 2) / total)
    draw(Panel(figure, narrow))
    return to_svg(figure)


def _lines_inches(text: str, size: float) -> float:
    return (text.count("\n") * 1.22 + 1.9) * size / 72


def _draw_key(figure: Figure, key: dict[str, tuple[str, str]], y: float) -> None:
    width = figure.get_size_inches()[0]
    x = _EDGE + 0.06
    for label, (color, marker) in key.items():
        hollow = {"markerfacecolor": PAPER, "markeredgewidth": 1.6} if marker == "D" else {}
        mark = Line2D([x / width], [y], color=color, marker=marker, markersize=6.5, linestyle="", **hollow)
        figure.add_artist(mark)
        figure.text((x + 0.1) / width, y, label, color=color, fontweight="semibold", va="center_baseline")
        x += 0.1 + _inches(label, mpl.rcParams["font.size"], "semibold") + 0.22


@cache
def _wrap(text: str, size: float, weight: str, inches: float, even: bool = False) -> str:
    """The text in as few lines of at most `inches` as it takes; `even`: of about the same length."""
    words = text.split()
    widths = [_inches(word, size, weight) for word in words]
    space = _inches("a a", size, weight) - _inches("aa", size, weight)
    lines = _lines(widths, space, inches)
    low = max(widths)
    while even and inches - low > 0.02:
        middle = (low + inches) / 2
        narrower = _lines(widths, space, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, inches = narrower, middle
    return "\n".join(" ".join(words[line]) for line in lines)


def _lines(widths: list[float], space: float, inches: float) -> list[slice]:
    """Which words stand on each line, if a line takes what fits it, one word at least."""
    lines, begin, used = [], 0, 0.0
    for place, width in enumerate(widths):
        if place > begin and used + space + width > inches:
            lines.append(slice(begin, place))
            begin, used = place, width
        else:
            used += width + (space if place > begin else 0)
    return [*lines, slice(begin, len(widths))]


@cache
def _inches(text: str, size: float, weight: str) -> float:
    font = FontProperties(size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72
