"""One country as a percentage of another, by many yardsticks on one scale."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import FixedLocator

from charts.figure import Panel
from charts.forms import value_rows
from charts.theme import INK


def ratio_rows(panel: Panel, rows: pd.DataFrame, *, xlabel: str) -> None:
    """Percentages of a base level, one below the other, with a line at the base.

    rows: columns `group`, `label`, `percent`, optionally `color` and `text`. Each step of the scale is
    twice the one before, so that half and double stand equally far from the line at 100.
    """
    drawn = rows.assign(low=rows["percent"], high=rows["percent"])
    value_rows(panel, drawn, xlabel=xlabel, log=True, digits=0)
    axes = panel.axes
    axes.axvline(100, color=INK, linewidth=1, zorder=1)
    low, high = min(rows["percent"].min(), 50), max(rows["percent"].max(), 200)
    # Room at both ends: for the outermost dot, and for the value printed beside it.
    axes.set_xlim(low / 1.25, high * (2.2 if panel.narrow else 1.5))
    axes.xaxis.set_major_locator(FixedLocator([12.5, 25, 50, 100, 200, 400, 800]))
