"""A case and its answer on one scale: every mark in its line, and both seen where they meet."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

import charts
from charts import PRESSURE, RELIEF
from charts.figure import Panel
from charts.theme import style

KEY = {"For": (PRESSURE, "o"), "Against": (RELIEF, "D")}
ROWS = pd.DataFrame(
    [
        ("One", "first", "For", 3),
        ("One", "first", "Against", 5),
        ("Two", "second", "For", 2),
        ("Two", "second", "Against", 2),
    ],
    columns=["group", "label", "series", "points"],
)


@pytest.mark.parametrize("narrow", [False, True])
def test_each_series_has_a_mark_in_each_line(narrow):
    with mpl.rc_context(style(narrow)):
        panel = Panel(Figure(figsize=(3.4 if narrow else 7.2, 3)), narrow)
        charts.paired_points(panel, ROWS, key=KEY, xlabel="Points")
        disks, diamonds = (
            next(line for line in panel.axes.lines if line.get_marker() == marker) for marker in ("o", "D")
        )
        assert list(disks.get_xdata()) == [3, 2]
        assert list(diamonds.get_xdata()) == [5, 2]
        assert list(disks.get_ydata()) == list(diamonds.get_ydata())
        assert diamonds.get_markerfacecolor() == "none"
        assert diamonds.get_markersize() > disks.get_markersize()
        assert [tick.get_text() for tick in panel.axes.get_yticklabels()] == ["first", "second"]
        assert {"One", "Two"} <= {text.get_text() for text in panel.axes.texts}
