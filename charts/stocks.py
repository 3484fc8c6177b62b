"""Forms for stocks and flows: a path with its band, a curve with what was observed, forecasts against
outcomes, and the plane that a line of break-even divides."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from charts.figure import Panel
from charts.theme import GRID, INK, MUTED, PAPER
from charts.trends import lines, thousands


def lines_with_band(
    panel: Panel,
    rows: pd.DataFrame,
    band: pd.DataFrame,
    *,
    colors: dict[str, str],
    band_color: str,
    xlabel: str,
    ylabel: str,
    label_width: int = 16,
) -> None:
    """`lines` over a shaded band. rows: as for `lines`; band: indexed by x, columns low and high."""
    panel.axes.fill_between(
        band.index, band["low"], band["high"], color=band_color, alpha=0.18, linewidth=0, zorder=1
    )
    lines(panel, rows, colors=colors, xlabel=xlabel, ylabel=ylabel, label_width=label_width)


def curve_with_points(
    panel: Panel,
    curve: pd.DataFrame,
    points: pd.DataFrame,
    *,
    key: dict[str, tuple[str, str]],
    color: str,
    xlabel: str,
    ylabel: str,
    bottom: float,
) -> None:
    """A computed curve with its band, and observed values as points.

    curve: indexed by x, columns low, central, high. points: columns series, x, y. key: name of a
    series to its color and marker, the same that `show` prints; diamonds ("D") are drawn hollow.
    bottom: where the scale starts.
    """
    axes = panel.axes
    axes.fill_between(curve.index, curve["low"], curve["high"], color=color, alpha=0.18, linewidth=0)
    axes.plot(curve.index, curve["central"], color=color)
    for name, (point_color, marker) in key.items():
        one = points[points["series"] == name]
        face = {"markerfacecolor": PAPER, "markeredgewidth": 1.6} if marker == "D" else {}
        axes.plot(one["x"], one["y"], marker, color=point_color, markersize=6, zorder=3, **face)
    axes.set_ylim(bottom, 100)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="x", visible=False)
    axes.set_xlabel(xlabel)
    axes.set_title(ylabel, loc="left", color=MUTED, fontsize=axes.xaxis.label.get_size())


def forecast_rows(
    panel: Panel, rows: pd.DataFrame, *, key: dict[str, tuple[str, str]], xlabel: str, digits: int = 0
) -> None:
    """One line a forecast: what was predicted, what came, and the miss in words.

    rows: columns label, predicted, observed. key: the names of the two, in this order, to color and
    marker, the same that `show` prints.
    """
    axes = panel.axes
    places = np.arange(len(rows))
    axes.hlines(places, rows["predicted"], rows["observed"], color=GRID, linewidth=4)
    for column, (color, marker) in zip(("predicted", "observed"), key.values(), strict=True):
        face = {"markerfacecolor": PAPER, "markeredgewidth": 1.6} if marker == "D" else {}
        # The hollow mark on top, so that both are seen where they meet.
        order = 4 if marker == "D" else 3
        axes.plot(rows[column], places, marker, color=color, markersize=7, zorder=order, **face)
    for place, row in zip(places, rows.itertuples(), strict=True):
        miss = f"{row.predicted - row.observed:+.{digits}f}".replace("-", "−")
        axes.annotate(
            miss,
            (max(row.predicted, row.observed), place),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    axes.set_yticks(places, [fill(label, 17 if panel.narrow else 40) for label in rows["label"]])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.2 if panel.narrow else 0.12)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.set_xlabel(xlabel)


def break_even_plane(
    panel: Panel,
    borders: pd.DataFrame,
    points: pd.DataFrame,
    *,
    xlabel: str,
    ylabel: str,
    x_max: float,
    y_max: float,
) -> None:
    """The plane of a flow in (x) and a rate out (y): above a border the stock shrinks, below it grows.

    borders: columns label, slope (y for one unit of x), color; each border is a straight line from
    the origin, named at its end. points: columns label, x, y, color, marker, side (where
    the name stands: 'left', 'right', or to the right 'above' or 'below').
    """
    axes = panel.axes
    for row in borders.itertuples():
        end = min(x_max, y_max / row.slope)
        axes.plot([0, end], [0, row.slope * end], color=row.color)
        axes.annotate(
            fill(row.label, 12 if panel.narrow else 18),
            (end, row.slope * end),
            xytext=(5, 0),
            textcoords="offset points",
            # A line that ends at the top is named under it, clear of the words above the plane.
            va="top" if end < x_max else "center",
            color=row.color,
            fontweight="semibold",
            annotation_clip=False,
            linespacing=1.05,
        )
    for row in points.itertuples():
        axes.plot(row.x, row.y, row.marker, color=row.color, markersize=7.5, zorder=4, clip_on=False)
        vertical = {"above": 7, "below": -7}.get(row.side, 0)
        axes.annotate(
            fill(row.label, 16 if panel.narrow else 30),
            (row.x, row.y),
            xytext=(-9 if row.side == "left" else 9, vertical),
            textcoords="offset points",
            ha="right" if row.side == "left" else "left",
            va={7: "bottom", -7: "top", 0: "center"}[vertical],
            color=INK,
            linespacing=1.05,
        )
    # Over the first border and under the second: the corners that stay free.
    for word, x, y, align in (("Stock shrinks", 0.02, 0.97, "left"), ("Stock grows", 0.99, 0.5, "right")):
        axes.text(x, y, word, transform=axes.transAxes, ha=align, va="top", color=MUTED, fontweight="bold")
    axes.set(xlim=(0, x_max), ylim=(0, y_max))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4 if panel.narrow else 7))
    axes.xaxis.set_major_formatter(thousands)
    axes.yaxis.set_major_formatter(thousands)
    axes.set_xlabel(xlabel)
    axes.set_title(ylabel, loc="left", color=MUTED, fontsize=axes.xaxis.label.get_size())
