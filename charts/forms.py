"""The forms of chart the chapters share. Each draws on `panel.axes` and holds no number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory

from charts.figure import Panel
from charts.theme import GRID, INK, MUTED, PAPER, PRESSURE, PULL, RELIEF

DIRECTION_COLOR = {"pressure": PRESSURE, "relief": RELIEF, "pull": PULL}


def paired_ranges(panel: Panel, rows: pd.DataFrame, *, key: dict[str, tuple[str, str]], ylabel: str) -> None:
    """Small multiples: by year, two values a year and the gap between them.

    rows: columns `group` (one small chart each), `x`, `series`, `low`, `high`. key: name of a series
    to its color and marker, the same that `show` prints, so that color is never alone.
    """
    groups = list(dict.fromkeys(rows["group"]))
    all_axes = panel.small_multiples(len(groups))
    for axes, group in zip(all_axes, groups, strict=True):
        part = rows[rows["group"] == group]
        ends = part.groupby("x").agg(low=("low", "min"), high=("high", "max"))
        axes.vlines(ends.index, ends["low"], ends["high"], color=GRID, linewidth=3)
        for name, (color, marker) in key.items():
            one = part[part["series"] == name]
            axes.vlines(one["x"], one["low"], one["high"], color=color, linewidth=3)
            for edge in ("low", "high"):
                axes.plot(one["x"], one[edge], marker, color=color, markersize=6.5, markeredgecolor=PAPER)
        axes.axhline(0, color=MUTED, linewidth=1)
        axes.set_title(group, loc="left", fontweight="bold", fontsize=mpl.rcParams["font.size"], color=INK)
        axes.grid(axis="x", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        axes.yaxis.set_major_formatter(signed)
    all_axes[0].set_ylabel(ylabel, loc="top")


def interval_rows(
    panel: Panel,
    rows: pd.DataFrame,
    *,
    xlabel: str,
    zero: bool = False,
    stems: bool = False,
    start: float | None = None,
) -> None:
    """Points with intervals and their values, one line a row, grouped under headings.

    rows: columns `group`, `label`, `point`, `low`, `high` (low and high missing: no interval),
    optionally `color`, and `text` to print instead of the point. zero: mark zero. stems: draw a
    line from zero to the point. start: where the scale begins.
    """
    axes = panel.axes
    places = _places(rows)
    for row in rows.itertuples():
        y, color = places[row.group, row.label], getattr(row, "color", RELIEF)
        if stems:
            axes.hlines(y, min(0, row.point), max(0, row.point), color=color, linewidth=2)
        if not np.isnan(row.low):
            axes.hlines(y, row.low, row.high, color=color, linewidth=3)
        axes.plot(row.point, y, "o", color=color, markersize=7, markeredgecolor=PAPER)
        # The value stands on the side away from zero, clear of the line that marks it.
        outward = -1 if zero and row.point < 0 else 1
        end = np.nanmin([row.point, row.low]) if outward < 0 else np.nanmax([row.point, row.high])
        axes.annotate(
            getattr(row, "text", None) or _rounded(row.point),
            (end, y),
            xytext=(8 * outward, 0),
            textcoords="offset points",
            ha="right" if outward < 0 else "left",
            va="center",
            color=INK,
        )
    if zero:
        axes.axvline(0, color=MUTED, linewidth=1)
        axes.xaxis.set_major_formatter(signed)
    _row_axis(panel, places)
    # Room for the values printed beside the outermost points, which takes more of a phone.
    axes.margins(x=0.3 if panel.narrow and zero else 0.12)
    if start is not None:
        axes.set_xlim(left=start)
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
        end = f"{last:,.0f}  {name}" if values else name
        axes.annotate(
            end, (list(x)[-1], last), xytext=(7, 0), textcoords="offset points",
            va="center", color=color, fontweight="semibold", annotation_clip=False,
        )  # fmt: skip
        if values:
            for at, height in list(zip(x, y, strict=True))[:-1]:
                axes.annotate(
                    f"{height:,.0f}", (at, height), xytext=(0, 7), textcoords="offset points",
                    ha="center", color=color,
                )  # fmt: skip
    axes.grid(axis="x", visible=False)
    _say_unit(axes, ylabel)
    if pd.api.types.is_datetime64_any_dtype(x):
        axes.xaxis.set_major_locator(mdates.YearLocator())
        axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    if ymin is not None:
        axes.set_ylim(bottom=ymin)


def columns(
    panel: Panel, labels: Sequence[str], heights: Sequence[float], *, color: str, ylabel: str
) -> None:
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
    _say_unit(axes, ylabel)


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
    highest = int(height.abs().max())
    levels = _name_events(panel, events[named], quarter[named], height[named], highest)
    axes.set_ylim(-highest - 1.4 * levels[below] - 1.6, highest + 1.4 * levels[above] + 1.6)
    axes.set_yticks([])
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_locator(mdates.YearLocator(2 if panel.narrow else 1))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    for direction, y, align in ((above, 0.985, "top"), (below, 0.015, "bottom")):
        axes.text(
            0.01, y, direction.capitalize(), transform=axes.transAxes, va=align,
            color=DIRECTION_COLOR[direction], fontweight="bold",
        )  # fmt: skip


def _name_events(
    panel: Panel, named: pd.DataFrame, quarter: pd.Series, height: pd.Series, highest: int
) -> dict[str, int]:
    """Write each name on the first level beyond the dots where it touches no other; returns levels used."""
    width_points = 72 * panel.figure.get_size_inches()[0]
    span = (quarter.max() - quarter.min()).days or 1
    days_per_letter = 0.5 * mpl.rcParams["font.size"] / width_points * span * 1.12
    middle = quarter.min() + (quarter.max() - quarter.min()) / 2
    taken: dict[str, list[list[tuple]]] = {}
    for index, row in named.iterrows():
        at, side = quarter[index], 1 if height[index] > 0 else -1
        length = pd.Timedelta(days=days_per_letter * (len(row["label"]) + 2))
        start, end = (at, at + length) if at < middle else (at - length, at)
        levels = taken.setdefault(row["direction"], [])
        free = (
            n for n, level in enumerate(levels) if all(end < left or right < start for left, right in level)
        )
        level = next(free, len(levels))
        if level == len(levels):
            levels.append([])
        levels[level].append((start, end))
        y = side * (highest + 1.2 + 1.4 * level)
        panel.axes.plot([at, at], [height[index], y - side * 0.5], color=GRID, linewidth=0.8, zorder=0)
        align = "left" if at < middle else "right"
        panel.axes.text(at, y, row["label"], va="center", color=INK, ha=align)
    return {direction: len(taken.get(direction, [])) for direction in DIRECTION_COLOR}


def _say_unit(axes, text: str) -> None:
    # The unit stands over the axis, where it is read first and takes no width.
    axes.set_title(text, loc="left", color=MUTED, fontsize=mpl.rcParams["font.size"], wrap=True)


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


def _row_axis(panel: Panel, places: dict[tuple[str, str], float]) -> None:
    axes = panel.axes
    width = 17 if panel.narrow else 40
    axes.set_yticks(list(places.values()), [fill(label, width) for _, label in places])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.grid(axis="y", visible=False)
    first: dict[str, float] = {}
    for (group, _), y in places.items():
        first.setdefault(group, y)
    # Headings start at the edge of the figure, so that long ones fit on a phone.
    across = blended_transform_factory(panel.figure.transFigure, axes.transData)
    for group, y in first.items():
        heading = axes.text(0.01, y - 0.9, group, transform=across, va="center", fontweight="bold", color=INK)
        heading.set_in_layout(False)
    axes.set_ylim(max(places.values()) + 0.7, min(places.values()) - 1.5)


def _rounded(number: float) -> str:
    digits = 1 if 0 < abs(number) < 1 else 0
    return f"{number:.{digits}f}".replace("-", "−")


@FuncFormatter
def signed(value: float, _position: int) -> str:
    """A number with its sign and a true minus: +16, −57, 0."""
    return f"{value:+.0f}".replace("-", "−") if round(value) else "0"
