"""Lines over time stop where the data stop."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

import charts
from charts.figure import Panel
from charts.theme import style


def drawn(broken, y):
    rows = pd.DataFrame({"series": "One", "x": range(2018, 2018 + len(y)), "y": y, "broken": broken})
    with mpl.rc_context(style(False)):
        panel = Panel(Figure(figsize=(7.2, 2.4)), False)
        charts.lines(panel, rows, colors={"One": charts.US}, xlabel="Year", ylabel="Moves")
    paths = [line for line in panel.axes.lines if line.get_marker() in ("None", None, "")]
    solid = [list(line.get_ydata()) for line in paths if not line.is_dashed() and len(line.get_ydata()) > 1]
    dashed = [list(line.get_ydata()) for line in paths if line.is_dashed()]
    return solid, dashed


def test_no_solid_line_bridges_a_broken_stretch():
    solid, dashed = drawn([False, False, True, False, False], [1.0, 2.0, 5.0, 6.0, 7.0])
    assert solid == [[1.0, 2.0], [5.0, 6.0, 7.0]]
    assert dashed == [[2.0, 5.0]]


def test_a_missing_value_breaks_the_line():
    solid, dashed = drawn([False] * 5, [1.0, 2.0, None, 4.0, 5.0])
    assert solid == [pytest.approx([1.0, 2.0, float("nan"), 4.0, 5.0], nan_ok=True)]  # no number, no ink
    assert dashed == []
