"""Series over time, named at the end of their lines instead of in a legend."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from charts.figure import Panel
from charts.theme import INK, MUTED, PAPER, words_color

MARKERS = ("o", "s", "^", "D", "v", "P")


def lines(
    panel: Panel,
    rows: pd.DataFrame,
    *,
    colors: dict[str, str],
    xlabel: str,
    ylabel: str,
    from_zero: bool = True,
    label_width: int = 16,
) -> None:
    """One line a series, with its own marker, and its name at its last point.

    rows: columns `series`, `x` (a year), `y`; optionally `group` (one small chart each) and
    `broken` (true where a stretch to this point is incomplete or uncertain: drawn dashed, hollow
    marker). A year without a value breaks no line; a missing `y` does. colors: name of a series to
    its color, in the order of the markers. from_zero: let the scale start at zero.
    label_width: letters a line of a name may take.
    """
    names = list(dict.fromkeys(rows["group"])) if "group" in rows else [""]
    all_axes = panel.small_multiples(len(names)) if "group" in rows else [panel.axes]
    for axes, name in zip(all_axes, names, strict=True):
        part = rows[rows["group"] == name] if "group" in rows else rows
        draw_series(axes, part, colors)
        if name:
            axes.set_title(name, loc="left", fontweight="bold", fontsize=mpl.rcParams["font.size"], color=INK)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5 if panel.narrow else 7))
        axes.yaxis.set_major_formatter(thousands)
        axes.grid(axis="x", visible=False)
        axes.set(xlabel="", ylabel="")
    if from_zero:
        # Shared scales are set once for all.
        low = min(0, rows["y"].min())
        all_axes[0].set_ylim(bottom=low * 1.08)
    if rows["y"].min() < 0:
        for axes in all_axes:
            axes.axhline(0, color=MUTED, linewidth=1)
    for axes, name in zip(all_axes, names, strict=True):
        _name_lines(panel, axes, rows[rows["group"] == name] if name else rows, colors, label_width)
    where = "left" if len(all_axes) == 1 else "right"
    all_axes[0].set_title(ylabel, loc=where, fontsize=mpl.rcParams["font.size"], color=MUTED)
    all_axes[-1].set_xlabel(xlabel)


def line_rows(series: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Rows for `lines`: columns `series`, `x`, `y`, from values by name and indexed by year."""
    return pd.concat(
        pd.DataFrame({"series": name, "x": values.index, "y": values.array})
        for name, values in series.items()
    )


def dot_rows(panel: Panel, rows: pd.DataFrame, *, xlabel: str) -> None:
    """All values of a group on one line each, darker where they crowd, with their range in words.

    rows: columns `label` (one line each, in order), `value` and `color`. Zero is marked.
    """
    import seaborn as sns  # a third of what importing the charts takes, for one form of them

    axes = panel.axes
    labels = list(dict.fromkeys(rows["label"]))
    colors = dict(zip(rows["label"], rows["color"], strict=True))
    sns.stripplot(
        rows,
        x="value",
        y="label",
        hue="label",
        order=labels,
        palette=colors,
        size=7,
        alpha=0.4,
        jitter=False,
        legend=False,
        ax=axes,
    )
    axes.axvline(0, color=MUTED, linewidth=1, zorder=1)
    for place, label in enumerate(labels):
        values = rows.loc[rows["label"] == label, "value"]
        span = " to ".join(f"{end:+.0f}" if round(end) else "0" for end in (values.min(), values.max()))
        axes.annotate(
            span.replace("-", "−"),
            (values.max(), place),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    axes.set_yticks(range(len(labels)), [fill(label, 16 if panel.narrow else 40) for label in labels])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.2 if panel.narrow else 0.1)
    axes.xaxis.set_major_formatter(thousands)
    axes.set(xlabel=xlabel, ylabel="")


def draw_series(axes: Axes, rows: pd.DataFrame, colors: dict[str, str]) -> None:
    """The lines and markers of one chart: rows and colors as for `lines`."""
    for marker, (series, color) in zip(MARKERS, colors.items(), strict=False):
        one = rows[rows["series"] == series].sort_values("x")
        if one.empty:
            continue
        broken = one["broken"].astype(bool) if "broken" in one else pd.Series(False, index=one.index)
        firm = one[~broken]
        # A solid line ends before a broken stretch and starts anew after it.
        for _, run in one.groupby(broken.cumsum()):
            axes.plot(run["x"], run["y"], color=color)
        for end in [place for place, dashed in enumerate(broken) if dashed and place]:
            stretch = one.iloc[end - 1 : end + 1]
            axes.plot(stretch["x"], stretch["y"], color=color, linestyle=(0, (3, 2)))
        size = 5 if len(one) < 16 else 3.6
        for chosen, face in ((firm, color), (one[broken], PAPER)):
            axes.plot(
                chosen["x"], chosen["y"], marker, color=color, markersize=size, markerfacecolor=face, zorder=3
            )


def _name_lines(panel: Panel, axes: Axes, rows: pd.DataFrame, colors: dict[str, str], width: int) -> None:
    ends = rows.dropna(subset=["y"]).sort_values("x").groupby("series").last()
    ends = ends.loc[[name for name in colors if name in ends.index]].sort_values("y")
    size = mpl.rcParams["font.size"]
    labels = {name: fill(name, width) for name in ends.index}
    # Height of a line of text in units of the y axis, from the height the axes will roughly have.
    low, high = axes.get_ylim()
    rows_of_charts = axes.get_subplotspec().get_gridspec().nrows
    inches = 0.78 * panel.figure.get_size_inches()[1] / rows_of_charts
    line = (high - low) * size * 1.2 / 72 / inches
    places = _spread(
        [(ends.at[name, "y"], line * (labels[name].count("\n") + 1)) for name in ends.index], high
    )
    for name, y in zip(ends.index, places, strict=True):
        axes.annotate(
            labels[name],
            (rows["x"].max(), y),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=words_color(colors[name]),
            fontweight="semibold",
            linespacing=1.05,
            annotation_clip=False,
        )


def _spread(wanted: list[tuple[float, float]], high: float) -> list[float]:
    # From below, each label at least its height above the one before; then the stack slides into the scale.
    places: list[float] = []
    top = float("-inf")
    for y, height in wanted:
        place = max(y, top + height / 2)
        places.append(place)
        top = place + height / 2
    for index in range(len(places) - 1, -1, -1):
        height = wanted[index][1]
        limit = (
            high + height / 2 if index == len(places) - 1 else places[index + 1] - wanted[index + 1][1] / 2
        )
        places[index] = min(places[index], limit - height / 2)
    return places


@FuncFormatter
def thousands(value: float, _position: int) -> str:
    """A tick of an axis: 1,500, −200, 0.5."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
    return text.replace("-", "−")
