"""`show`: one drawing function, two widths, and everything a reader needs around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from charts.svg import to_svg
from charts.theme import INK, MUTED, NARROW_INCHES, PAPER, WIDE_INCHES, style
from data import sources

MIME_TYPE = "application/vnd.reverse-brain-drain.figure+json"
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

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            "text/plain": f"{self.title}\n{self.alt}",
            "image/svg+xml": self.wide,
            MIME_TYPE: dict(vars(self)),
        }


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
    for label, text in {"title": title, "caption": caption, "alt": alt}.items():
        if not text.strip():
            raise ValueError(f"figure {name!r} has no {label}; a reader needs one.")
    source = source_line(rows)
    svgs = []
    for narrow in (False, True):
        inches = narrow_height if narrow and narrow_height else height
        with mpl.rc_context(style(narrow)):
            svgs.append(_render(draw, title, source, key or {}, inches, narrow))
    return BookFigure(name, title, caption, alt, source, *svgs)


def source_line(rows: Iterable[pd.DataFrame]) -> str:
    """'Source: publisher, publisher and n more; table a, b', the publishers of most rows first."""
    frames = list(rows)
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
    head = _wrap(figure, title, size + 2.5, "bold", width - 2 * _EDGE)
    foot = _wrap(figure, source, size - 1.5, "normal", width - 2 * _EDGE)
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
        text = figure.text(
            (x + 0.1) / width, y, label, color=color, fontweight="semibold", va="center_baseline"
        )
        x += 0.1 + text.get_window_extent().width / figure.dpi + 0.22


def _wrap(figure: Figure, text: str, size: float, weight: str, inches: float) -> str:
    def width_of(line: str) -> float:
        probe = figure.text(0, 0, line, fontsize=size, fontweight=weight)
        extent = probe.get_window_extent().width / figure.dpi
        probe.remove()
        return extent

    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer) > inches:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)
