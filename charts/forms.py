"""The forms of chart the chapters share. Each draws on its panel and holds no number of its own."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from charts.figure import Panel
from charts.rows import CLEAR, first_places, label_rows, row_places, write_heading
from charts.theme import GRID, INK, MUTED, PAPER, PRESSURE, RELIEF
from charts.trends import thousands

DIRECTION_COLOR = {"relief": RELIEF, "pressure": PRESSURE}


def paired_ranges(
    panel: Panel, rows: pd.DataFrame, *, key: dict[str, tuple[str, str]], xlabel: str, ylabel: str
) -> None:
    """Small multiples: by year, the values of some series and the gap between them.

    rows: columns `group` (one small chart each), `x`, `series`, `low`, `high`; low and high differ
    where sources disagree. key: name of a series to its color and marker, the same that `show`
    prints, so that color is never alone. Diamonds ("D") are drawn hollow and on top, so that both
    marks are seen where they meet.
    """
    groups = list(dict.fromkeys(rows["group"]))
    all_axes = panel.small_multiples(len(groups))
    for axes, group in zip(all_axes, groups, strict=True):
        part = rows[rows["group"] == group]
        ends = part.groupby("x").agg(low=("low", "min"), high=("high", "max"))
        axes.vlines(ends.index, ends["low"], ends["high"], color=GRID, linewidth=3)
        for name, (color, marker) in key.items():
            one = part[part["series"] == name]
            hollow = marker == "D"
            axes.vlines(one["x"], one["low"], one["high"], color=color, linewidth=1.5)
            for edge in ("low", "high"):
                axes.plot(
                    one["x"],
                    one[edge],
                    marker,
                    color=color,
                    markersize=6 if hollow else 6.5,
                    markerfacecolor="none" if hollow else color,
                    markeredgecolor=color if hollow else PAPER,
                    markeredgewidth=1.6 if hollow else 1,
                    zorder=4 if hollow else 3,
                )
        axes.axhline(0, color=MUTED, linewidth=1)
        axes.set_title(group, loc="left", fontweight="bold", fontsize=mpl.rcParams["font.size"], color=INK)
        axes.grid(axis="x", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        axes.yaxis.set_major_formatter(signed)
    all_axes[0].set_title(ylabel, loc="right", fontsize=mpl.rcParams["font.size"], color=MUTED)
    all_axes[-1].set_xlabel(xlabel)


def value_rows(
    panel: Panel,
    rows: pd.DataFrame,
    *,
    xlabel: str,
    signs: bool = False,
    stems: bool = False,
    log: bool = False,
    digits: int | None = None,
) -> None:
    """Values one below the other, grouped under headings, each printed beside its mark.

    rows: columns `group`, `label`, `low`, `high`, optionally `color`, `mid` and `text`. Equal low and
    high make a dot, others a bar from end to end; a bar with a `mid` is an estimate, a dot with its
    interval. text: what to print instead of the value. signs: mark zero and print plus and minus;
    otherwise the scale starts at zero. stems: draw a line from zero to the dot. log: every step of
    the scale is ten times the one before. digits: decimals printed; by default one below one.
    """
    axes = panel.axes
    places = row_places(rows)
    for row in rows.itertuples():
        y, color = places[row.group, row.label], getattr(row, "color", RELIEF)
        if stems:
            axes.hlines(y, min(0, row.low), max(0, row.high), color=color, linewidth=2)
        if row.low < row.high:
            estimate = pd.notna(getattr(row, "mid", None))
            axes.hlines(y, row.low, row.high, color=color, linewidth=1.8 if estimate else 7)
            if estimate:
                axes.plot(row.mid, y, "o", color=color, markersize=7.5, markeredgecolor=PAPER)
        else:
            axes.plot(row.low, y, "o", color=color, markersize=7.5, markeredgecolor=PAPER)
        # The value stands on the side away from zero, clear of the line that marks it.
        outward = -1 if round(row.low, 6) < 0 else 1
        axes.annotate(
            _printed(row, signs, digits),
            (row.low if outward < 0 else row.high, y),
            xytext=(8 * outward, 0),
            textcoords="offset points",
            ha="right" if outward < 0 else "left",
            va="center",
            color=INK,
            bbox=CLEAR,
        )
    label_rows(panel, places, width=17 if panel.narrow else 40)
    for group, y in first_places(places).items():
        write_heading(panel, group, y - 0.95)
    top = 1.5 if next(iter(places))[0] else 0.7
    axes.set_ylim(max(places.values()) + 0.7, min(places.values()) - top)
    # Room for the values printed beside the outermost marks, which takes more of a phone.
    axes.margins(x=0.36 if panel.narrow and signs else 0.13)
    if signs:
        axes.axvline(0, color=MUTED, linewidth=1, zorder=1)
        axes.xaxis.set_major_formatter(signed)
    elif log:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(thousands)
        axes.minorticks_off()
    else:
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(thousands)
    axes.set_xlabel(xlabel)


def unit_squares(panel: Panel, blocks: dict[str, Sequence[tuple[int, str]]], *, per_row: int) -> None:
    """One square a person or case. blocks: label to pieces (count, color), which follow one another.

    The label stands above its block, so the chart reads without a legend.
    """
    axes = panel.axes
    y = 0.0
    for label, pieces in blocks.items():
        y += 1.9
        axes.text(0, y - 0.45, label, va="bottom", color=INK, fontweight="semibold")
        colors = [color for count, color in pieces for _ in range(count)]
        for index, color in enumerate(colors):
            place = (index % per_row, y + index // per_row)
            axes.add_patch(Rectangle(place, 0.82, 0.82, facecolor=color, edgecolor="none"))
        y += (len(colors) - 1) // per_row + 1
    axes.set(xlim=(0, per_row), ylim=(y + 0.2, 0.4), aspect="equal", anchor="W")
    axes.axis("off")


def columns(
    panel: Panel, labels: Sequence[str], heights: Sequence[float], *, color: str, ylabel: str, xlabel: str
) -> None:
    """Vertical bars with their value on top. labels: below the bars; xlabel: what they are."""
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
    axes.margins(y=0.12)
    axes.set_xlabel(xlabel)
    # The unit stands over the axis, where it is read first and takes no width.
    axes.set_title(ylabel, loc="left", color=MUTED, fontsize=mpl.rcParams["font.size"])


def timeline(panel: Panel, events: pd.DataFrame) -> None:
    """One dot a step, stacked by quarter: relief over the axis, pressure under it, key steps named.

    events: rows of the events table; other directions are left out. Steps with a `label` are filled
    and named. A step of which only the year is known stands in the middle of its year.
    """
    axes = panel.axes
    events = events[events["direction"].isin(DIRECTION_COLOR)].sort_values("date")
    middle_of_year = pd.Timedelta(days=183)
    date = events["date"].where(events["date_precision"] != "year", events["date"] + middle_of_year)
    quarter = date.dt.to_period("Q").dt.to_timestamp()
    level = events.groupby([quarter, events["direction"]]).cumcount() + 1
    height = level * events["direction"].map({"relief": 1, "pressure": -1})
    named = events["label"].notna()
    for direction, color in DIRECTION_COLOR.items():
        rows = events["direction"] == direction
        for chosen, face in ((rows & ~named, PAPER), (rows & named, color)):
            axes.plot(quarter[chosen], height[chosen], "o", markersize=6, color=color, markerfacecolor=face)
    axes.axhline(0, color=MUTED, linewidth=1)
    highest = int(height.abs().max())
    levels = _name_events(panel, events[named], quarter[named], height[named], highest)
    axes.set_ylim(-highest - 1.4 * levels["pressure"] - 1.6, highest + 1.4 * levels["relief"] + 1.6)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.xaxis.set_major_locator(mdates.YearLocator(2 if panel.narrow else 1))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    for direction, y, align in (("relief", 0.985, "top"), ("pressure", 0.015, "bottom")):
        axes.text(
            0.01,
            y,
            direction.capitalize(),
            transform=axes.transAxes,
            va=align,
            color=DIRECTION_COLOR[direction],
            fontweight="bold",
        )


def _name_events(
    panel: Panel, named: pd.DataFrame, quarter: pd.Series, height: pd.Series, highest: int
) -> dict[str, int]:
    """Write each name on the first level beyond the dots where it touches no other; returns levels used."""
    width_points = 72 * panel.figure.get_size_inches()[0]
    span = (quarter.max() - quarter.min()).days or 1
    days_per_letter = 0.56 * mpl.rcParams["font.size"] / width_points * span
    middle = quarter.min() + (quarter.max() - quarter.min()) / 2
    taken: dict[str, list[list[tuple]]] = {direction: [] for direction in DIRECTION_COLOR}
    for index, row in named.iterrows():
        at, side = quarter[index], 1 if height[index] > 0 else -1
        length = pd.Timedelta(days=days_per_letter * (len(row["label"]) + 2))
        start, end = (at, at + length) if at < middle else (at - length, at)
        levels = taken[row["direction"]]
        free = (
            n for n, spans in enumerate(levels) if all(end < left or right < start for left, right in spans)
        )
        level = next(free, len(levels))
        if level == len(levels):
            levels.append([])
        levels[level].append((start, end))
        y = side * (highest + 1.2 + 1.4 * level)
        panel.axes.plot([at, at], [height[index], y - side * 0.5], color=GRID, linewidth=0.8, zorder=0)
        align = "left" if at < middle else "right"
        panel.axes.text(at, y, row["label"], va="center", color=INK, ha=align, bbox=CLEAR)
    return {direction: len(levels) for direction, levels in taken.items()}


def _printed(row, signs: bool, digits: int | None) -> str:
    if pd.notna(getattr(row, "text", None)):
        return row.text
    span = _span(row.low, row.high, signs, digits)
    mid = getattr(row, "mid", None)
    return f"{_span(mid, mid, signs, digits)} ({span})" if pd.notna(mid) and row.low < row.high else span


def _span(low: float, high: float, signs: bool, digits: int | None = None) -> str:
    ends = [low] if low == high else sorted((low, high), key=abs)
    if digits is None:
        digits = 1 if any(0.05 <= abs(end) < 1 for end in ends) else 0
    sign = "+" if signs else ""
    texts = [f"{end:{sign},.{digits}f}" if round(end, digits) else "0" for end in ends]
    return " to ".join(texts).replace("-", "−")


@FuncFormatter
def signed(value: float, _position: int) -> str:
    """A number with its sign and a true minus: +16, −57, 0."""
    return f"{value:+,.0f}".replace("-", "−") if round(value) else "0"
