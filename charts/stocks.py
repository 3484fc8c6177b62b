"""Forms for stocks and flows: paths with their bands, a curve with what was observed, forecasts against
outcomes, and rates over time with single estimates beside them."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from charts.figure import Panel
from charts.theme import GRID, INK, MUTED, PAPER
from charts.trends import lines


def lines_with_bands(
    panel: Panel,
    rows: pd.DataFrame,
    bands: dict[str, pd.DataFrame],
    *,
    colors: dict[str, str],
    xlabel: str,
    ylabel: str,
) -> None:
    """`lines`, some over a shaded band of their own color.

    rows: as for `lines`. bands: name of a series to its band, indexed by x, columns low, mid (dotted)
    and high.
    """
    for name, band in bands.items():
        panel.axes.fill_between(
            band.index, band["low"], band["high"], color=colors[name], alpha=0.18, linewidth=0, zorder=1
        )
        panel.axes.plot(band.index, band["mid"], color=colors[name], linestyle=":", linewidth=1.4)
    lines(panel, rows, colors=colors, xlabel=xlabel, ylabel=ylabel)


def lines_with_spans(
    panel: Panel,
    rows: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    colors: dict[str, str],
    xlabel: str,
    ylabel: str,
) -> None:
    """`lines` with single estimates as upright bars from their lowest to their highest value.

    rows: as for `lines`. spans: columns label, x, low, high, color; the label stands right of the bar.
    """
    for row in spans.itertuples():
        panel.axes.vlines(row.x, row.low, row.high, color=row.color, linewidth=6, zorder=2)
        panel.axes.annotate(
            row.label,
            (row.x, row.low + 0.3 * (row.high - row.low)),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    lines(panel, rows, colors=colors, xlabel=xlabel, ylabel=ylabel)


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


def forecast_rows(panel: Panel, rows: pd.DataFrame, *, key: dict[str, tuple[str, str]], xlabel: str) -> None:
    """One line a forecast: what was predicted, what came, and the miss to a tenth.

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
        miss = f"{row.predicted - row.observed:+.1f}".replace("-", "−")
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
