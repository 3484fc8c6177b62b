"""The forms of chart the chapters share. Each draws on `panel.axes` and holds no number of its own."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from charts.figure import Panel
from charts.theme import GRID, INK, MUTED, PAPER, PRESSURE, PULL, RELIEF

DIRECTION_COLOR = {"pressure": PRESSURE, "relief": RELIEF, "pull": PULL}


def paired_ranges(
    panel: Panel, rows: pd.DataFrame, *, series: dict[str, str], marks: dict[str, str], ylabel: str
) -> None:
    """Small multiples: by year, two values a year and the gap between them.

    rows: columns `group` (one small chart each), `x`, `series`, `low`, `high`. series: name to
    color, in the order of the key. marks: name to marker shape, so that color is never alone.
    """
    groups = list(dict.fromkeys(rows["group"]))
    all_axes = panel.small_multiples(len(groups))
    for axes, group in zip(all_axes, groups, strict=True):
        part = rows[rows["group"] == group]
        ends = part.groupby("x").agg(low=("low", "min"), high=("high", "max"))
        axes.vlines(ends.index, ends["low"], ends["high"], color=GRID, linewidth=3)
        for name, color in series.items():
            one = part[part["series"] == name]
            axes.vlines(one["x"], one["low"], one["high"], color=color, linewidth=3)
            for edge in ("low", "high"):
                axes.plot(one["x"], one[edge], marks[name], color=color, markersize=6.5, markeredgecolor=PAPER)
        axes.axhline(0, color=MUTED, linewidth=1)
        axes.set_title(group, loc="left", fontweight="bold", fontsize=mpl.rcParams["font.size"], color=INK)
        axes.grid(axis="x", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        axes.yaxis.set_major_formatter(signed)
    all_axes[0].set_ylabel(ylabel, loc="top")
    _key(panel, all_axes[0], series, marks)


def interval_rows(panel: Panel, rows: pd.DataFrame, *, xlabel: str, color: str = RELIEF, zero: bool = False):
    """Points with intervals, one line a row, grouped under headings.

    rows: columns `group`, `label`, `point`, `low`, `high` (low and high missing: no interval),
    optionally `color`.
    """
    axes = panel.axes
    rows = rows.assign(series="")
    places = _places(rows)
    for row in rows.itertuples():
        y, shade = places[row.group, row.label], getattr(row, "color", color)
        if not np.isnan(row.low):
            axes.hlines(y, row.low, row.high, color=shade, linewidth=3)
        axes.plot(row.point, y, "o", color=shade, markersize=7, markeredgecolor=PAPER)
        axes.annotate(
            f"{row.point:.0f}".replace("-", "−"),
            (max(row.point, row.high) if not np.isnan(row.high) else row.point, y),
            xytext=(6, 0), textcoords="offset points", va="center", color=INK,
        )  # fmt: skip
    if zero:
        axes.axvline(0, color=MUTED, linewidth=1)
    _row_axis(axes, places, panel.narrow)
    axes.set_xlabel(xlabel)


def unit_squares(panel: Panel, groups: Sequence[tuple[str, int, str]], *, per_row: int) -> None:
    """One square a person or case. groups: (label, count, color), stacked from the top with a gap.

    The label stands above its squares, so the chart reads without a legend.
    """
    axes = panel.axes
    y = 0.0
    for label, count, color in groups:
        y += 1.9
        axes.text(0, y - 0.45, f"{count}  {label}", va="bottom", color=INK, fontweight="semibold")
        for index in range(count):
            place = (index % per_row, y + index // per_row)
            axes.add_patch(Rectangle(place, 0.82, 0.82, facecolor=color, edgecolor="none"))
        y += (count - 1) // per_row + 1
    axes.set(xlim=(0, per_row), ylim=(y + 0.2, 0.4), aspect="equal", anchor="W")
    axes.axis("off")


def labeled_lines(
    panel: Panel,
    lines: dict[str, tuple[Sequence, Sequence, str]],
    *,
    ylabel: str,
    ymin: float | None = 0,
    values: bool = False,
) -> None:
    """Lines with their names at the right end. lines: name to (x, y, color); values: print each y."""
    axes = panel.axes
    for name, (x, y, color) in lines.items():
        axes.plot(x, y, marker="o", markersize=5, color=color, markeredgecolor=PAPER)
        last = list(y)[-1]
        axes.annotate(
            name, (list(x)[-1], last), xytext=(7, 0), textcoords="offset points",
            va="center", color=color, fontweight="semibold", annotation_clip=False,
        )  # fmt: skip
        if values:
            for at, height in zip(x, y, strict=True):
                axes.annotate(
                    f"{height:,.0f}", (at, height), xytext=(0, 7), textcoords="offset points",
                    ha="center", color=color,
                )  # fmt: skip
    axes.grid(axis="x", visible=False)
    axes.set_title(ylabel, loc="left", color=MUTED, fontsize=axes.yaxis.label.get_fontsize())
    if ymin is not None:
        axes.set_ylim(bottom=ymin)


def columns(panel: Panel, labels: Sequence[str], heights: Sequence[float], *, color: str, ylabel: str) -> None:
    """Vertical bars with their value on top. labels: below the bars."""
    axes = panel.axes
    at = np.arange(len(labels))
    axes.bar(at, heights, width=0.72, color=color)
    for x, height in zip(at, heights, strict=True):
        axes.annotate(
            f"{height:,.0f}", (x, height), xytext=(0, 3), textcoords="offset points", ha="center", color=INK
        )
    axes.set_xticks(at, labels)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.set_title(ylabel, loc="left", color=MUTED, fontsize=axes.yaxis.label.get_fontsize())


def timeline(panel: Panel, events: pd.DataFrame, *, above: str = "relief", below: str = "pressure") -> None:
    """One dot an event, stacked by quarter: `above` over the axis, `below` under it, key events named.

    events: rows of the events table. Events with a `label` are filled and named.
    """
    axes = panel.axes
    events = events[events["direction"].isin([above, below])].sort_values("date")
    quarter = events["date"].dt.to_period("Q").dt.to_timestamp()
    level = events.groupby([quarter, events["direction"]]).cumcount() + 1
    sign = events["direction"].map({above: 1, below: -1})
    height = level * sign
    named = events["label"].notna()
    for direction in (above, below):
        color = DIRECTION_COLOR[direction]
        rows = events["direction"] == direction
        for chosen, face in ((rows & ~named, PAPER), (rows & named, color)):
            axes.plot(quarter[chosen], height[chosen], "o", markersize=6, color=color, markerfacecolor=face)
    axes.axhline(0, color=MUTED, linewidth=1)
    _name_events(panel, events[named], quarter[named], height)
    deepest = int(height.abs().max())
    axes.set_ylim(-deepest - 5.5, deepest + 5.5)
    axes.set_yticks([])
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_locator(mdates.YearLocator(2 if panel.narrow else 1))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    for direction, y, align in ((above, 0.985, "top"), (below, 0.015, "bottom")):
        axes.text(
            0.01, y, direction.capitalize(), transform=axes.transAxes, va=align,
            color=DIRECTION_COLOR[direction], fontweight="bold",
        )  # fmt: skip


def _name_events(panel: Panel, named: pd.DataFrame, quarter: pd.Series, height: pd.Series) -> None:
    # Names stand on levels beyond the dots, taking turns so that neighbors do not touch.
    deepest = int(height.abs().max())
    middle = quarter.min() + (quarter.max() - quarter.min()) / 2
    turns = {"relief": 0, "pressure": 0}
    for index, row in named.iterrows():
        side = 1 if height[index] > 0 else -1
        turn = turns[row["direction"]]
        turns[row["direction"]] += 1
        y = side * (deepest + 0.7 + 1.5 * (turn % 3))
        panel.axes.plot([quarter[index]] * 2, [height[index], y - side * 0.5], color=GRID, linewidth=0.8, zorder=0)
        panel.axes.text(
            quarter[index], y, row["label"], va="center", color=INK,
            ha="left" if quarter[index] < middle else "right",
        )  # fmt: skip


def _places(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    # One line a label, and a line for each heading that is not empty.
    places, y, group = {}, 0.0, None
    for key in dict.fromkeys(zip(rows["group"], rows["label"], strict=True)):
        if key[0] != group:
            y += 1.35 if key[0] else 0
            group = key[0]
        places[key] = y
        y += 1
    return places


def _row_axis(axes, places: dict[tuple[str, str], float], narrow: bool) -> None:
    axes.set_yticks(list(places.values()), [label for _, label in places])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(max(places.values()) + 0.7, min(places.values()) - (1.6 if next(iter(places))[0] else 0.7))
    heads = {}
    for (group, _), y in places.items():
        heads.setdefault(group, y)
    for group, y in heads.items():
        axes.annotate(
            group, (0, y - 0.95), xycoords=("axes fraction", "data"), xytext=(4, 0),
            textcoords="offset points", va="center", ha="left", fontweight="bold", color=INK,
        )  # fmt: skip
    axes.grid(axis="y", visible=False)


@FuncFormatter
def signed(value: float, _position: int) -> str:
    """A number with its sign and a true minus: +16, −57, 0."""
    return f"{value:+.0f}".replace("-", "−") if round(value) else "0"


def _key(panel: Panel, axes, series: dict[str, str], marks: dict[str, str]) -> None:
    handles = [
        Line2D([], [], color=color, marker=marks[name], linestyle="", markersize=7, label=name)
        for name, color in series.items()
    ]
    panel.figure.legend(
        handles=handles, loc="outside upper left", ncols=1 if panel.narrow else len(handles), frameon=False,
        labelcolor="linecolor", handletextpad=0.1, borderpad=0, columnspacing=1.2,
    )  # fmt: skip
