"""A form for rates known at few points: every value is printed, one group above the other."""

from __future__ import annotations

from textwrap import fill

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from charts.figure import Panel
from charts.theme import INK, MUTED, PAPER, words_color
from charts.trends import draw_series


def lines_with_values(
    panel: Panel, rows: pd.DataFrame, *, colors: dict[str, str], xlabel: str, ylabel: str
) -> None:
    """One chart a group, one below the other on shared scales, each point with its value.

    rows: columns `group`, `series`, `x`, `y`, optionally `broken`, as for `lines`. colors: name of a
    series to its color, in the order of the markers. A series is named in the first chart, above
    its highest point. A value stands above its point where the line bends down, otherwise below.
    """
    groups = list(dict.fromkeys(rows["group"]))
    charts = panel.figure.subplots(len(groups), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, group in zip(charts, groups, strict=True):
        part = rows[rows["group"] == group]
        draw_series(axes, part, colors)
        for series, color in colors.items():
            one = part[part["series"] == series].sort_values("x")
            _print_values(axes, one, words_color(color))
        axes.set_title(group, loc="left", fontweight="bold", fontsize=mpl.rcParams["font.size"], color=INK)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5 if panel.narrow else 8))
        axes.grid(axis="x", visible=False)
    first = rows[rows["group"] == groups[0]]
    span = first["x"].min(), first["x"].max()
    for series, color in colors.items():
        one = first[first["series"] == series]
        if not one.empty:
            _name(charts[0], one.loc[one["y"].idxmax()], words_color(color), span)
    # Room for the values and, above, for the names.
    low, high = rows["y"].min(), rows["y"].max()
    charts[0].set_ylim(low - 0.17 * (high - low), high + 0.32 * (high - low))
    charts[0].margins(x=0.05)
    charts[0].set_title(ylabel, loc="right", fontsize=mpl.rcParams["font.size"], color=MUTED)
    charts[-1].set_xlabel(xlabel)


def _print_values(axes: Axes, one: pd.DataFrame, color: str) -> None:
    ends = pd.concat([one["y"].shift(), one["y"].shift(-1)], axis="columns").mean(axis="columns")
    for (_, row), around in zip(one.iterrows(), ends, strict=True):
        above = not row["y"] < around
        axes.annotate(
            f"{row['y']:.0f}",
            (row["x"], row["y"]),
            xytext=(0, 5 if above else -6),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            color=color,
            # Paper behind a value that the line of another series would cross.
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
        )


def _name(axes: Axes, top: pd.Series, color: str, span: tuple[float, float]) -> None:
    size = mpl.rcParams["font.size"]
    place = (top["x"] - span[0]) / (span[1] - span[0])
    axes.annotate(
        fill(top["series"], 16),
        (top["x"], top["y"]),
        xytext=(0, 7 + 1.1 * size),
        textcoords="offset points",
        ha="left" if place < 0.15 else "right" if place > 0.75 else "center",
        va="bottom",
        color=color,
        fontweight="semibold",
        linespacing=1.05,
    )
