"""A case and its answer on one scale."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import MaxNLocator

from charts.figure import Panel
from charts.rows import first_places, label_rows, row_places, write_heading
from charts.theme import GRID, MUTED


def paired_points(panel: Panel, rows: pd.DataFrame, *, key: dict[str, tuple[str, str]], xlabel: str) -> None:
    """One line an argument, with a mark for each of its series, grouped under headings.

    rows: columns `group`, `label`, `series`, `points`. key: name of a series to its color and marker, the
    same that `show` prints. Diamonds ("D") are drawn hollow and larger, so that two marks at one place
    are both seen. Labels are not wrapped: keep them short enough for a phone.
    """
    axes = panel.axes
    places = row_places(rows, gap=1.3)
    for group, y in first_places(places).items():
        write_heading(panel, group, y - 0.95)
    spans = rows.groupby(["group", "label"], sort=False)["points"].agg(["min", "max"])
    at = [places[pair] for pair in spans.index]
    axes.hlines(at, spans["min"], spans["max"], color=GRID, linewidth=3, zorder=1)
    for series, (color, marker) in key.items():
        one = rows[rows["series"] == series]
        hollow = marker == "D"
        axes.plot(
            one["points"],
            [places[pair] for pair in zip(one["group"], one["label"], strict=True)],
            marker,
            linestyle="",
            color=color,
            markersize=10 if hollow else 6.5,
            markerfacecolor="none" if hollow else color,
            markeredgewidth=1.7 if hollow else 0,
            zorder=4 if hollow else 3,
        )
    label_rows(panel, places, width=None)
    axes.axvline(0, color=MUTED, linewidth=1, zorder=0)
    axes.margins(x=0.07)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_formatter("{x:.0f}")
    axes.set_ylim(max(places.values()) + 0.7, -0.3)
    axes.set_xlabel(xlabel)
