"""Forms for lists of people: from where to where, and when."""

from __future__ import annotations

from textwrap import fill

import matplotlib as mpl
import pandas as pd
from matplotlib.patches import Rectangle

from charts.figure import Panel
from charts.theme import GRID, INK, MUTED


def count_grid(panel: Panel, counts: pd.DataFrame, *, color: str, xlabel: str) -> None:
    """A grid of counts, each printed in its cell, with the sums of rows and columns.

    counts: whole numbers; index and columns are the words a reader sees. xlabel: what the columns
    and the rows are. The tint repeats the printed count: the more, the stronger.
    """
    axes = panel.axes
    size = mpl.rcParams["font.size"]
    height, width = counts.shape
    highest = counts.to_numpy().max()
    for y in range(height):
        for x in range(width):
            count = int(counts.iat[y, x])
            axes.add_patch(Rectangle((x, y), 1, 1, facecolor="none", edgecolor=GRID, linewidth=0.6))
            if count:
                # One color at several strengths, so that it also turns with the dark page.
                axes.add_patch(
                    Rectangle(
                        (x, y), 1, 1, facecolor=color, edgecolor="none", alpha=0.1 + 0.38 * count / highest
                    )
                )
                axes.text(x + 0.5, y + 0.5, str(count), ha="center", va="center", color=INK)
    sums = [(width + 0.5, y + 0.5, counts.iloc[y].sum()) for y in range(height)]
    sums += [(x + 0.5, height + 0.5, counts.iloc[:, x].sum()) for x in range(width)]
    for x, y, total in sums:
        axes.text(x, y, str(int(total)), ha="center", va="center", color=MUTED)
    axes.set(xlim=(0, width + 1), ylim=(height + 1, 0))
    axes.set_yticks([y + 0.5 for y in range(height + 1)], [*counts.index, "All"])
    # Letters that fit over a cell; longer words turn upright.
    letters = int(0.85 * 72 * panel.figure.get_size_inches()[0] / (width + 3) / (0.5 * size))
    words = [fill(str(name), max(letters, 4), break_long_words=False) for name in counts.columns]
    upright = max(len(line) for name in words for line in name.split("\n")) > letters
    axes.set_xticks(
        [x + 0.5 for x in range(width + 1)],
        [*(counts.columns if upright else words), "All"],
        rotation=90 if upright else 0,
    )
    axes.tick_params(axis="both", labelcolor=INK)
    axes.xaxis.tick_top()
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel(fill(xlabel, 34 if panel.narrow else 80))


def two_sided_years(
    panel: Panel,
    counts: pd.DataFrame,
    *,
    colors: tuple[str, str],
    apart: dict[str, tuple[int, int]],
    mark: tuple[int, str],
    xlabel: str,
) -> None:
    """Bars by year, one series upward and one downward, and a bar set apart for what has no year.

    counts: index every year in order, two columns named as the reader sees them: the first upward.
    apart: label to its two counts, to the same scale. mark: a year and words; a line stands after it.
    """
    axes = panel.axes
    places = {year: float(year) for year in counts.index}
    bars = [(places[row[0]], int(row[1]), int(row[2])) for row in counts.itertuples()]
    last = max(places.values())
    for step, (label, (up, down)) in enumerate(apart.items(), start=1):
        places[label] = last + (3 if panel.narrow else 1.6) * step
        bars.append((places[label], up, down))
    for x, up, down in bars:
        for count, side, color in ((up, 1, colors[0]), (down, -1, colors[1])):
            if count:
                axes.bar(x, side * count, width=0.74, color=color)
                axes.annotate(
                    str(count),
                    (x, side * count),
                    xytext=(0, 3 * side),
                    textcoords="offset points",
                    ha="center",
                    va="bottom" if side > 0 else "top",
                    color=INK,
                )
    axes.axhline(0, color=MUTED, linewidth=1)
    year, words = mark
    axes.axvline(year + 0.5, color=MUTED, linewidth=1.2, linestyle=(0, (3, 2)), zorder=0)
    axes.annotate(
        words,
        (year + 0.5, 0.98),
        xycoords=("data", "axes fraction"),
        xytext=(-5, 0),
        textcoords="offset points",
        ha="right",
        va="top",
        color=MUTED,
    )
    for name, color, y, align in zip(counts.columns, colors, (0.62, 0.02), ("center", "bottom"), strict=True):
        axes.text(0.01, y, name, transform=axes.transAxes, color=color, fontweight="bold", va=align)
    ticks = [year for year in counts.index if not year % (5 if panel.narrow else 2)]
    axes.set_xticks(
        [*map(float, ticks), *(places[label] for label in apart)], [*map(str, ticks), *apart], color=INK
    )
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.margins(x=0.02, y=0.16)
    axes.set_xlabel(xlabel)
