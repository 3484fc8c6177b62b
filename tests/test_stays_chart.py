"""Every point of the form carries its value, and a series is named once."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

import charts
from charts.figure import Panel
from charts.theme import style


@pytest.fixture
def panel():
    rows = pd.DataFrame(
        {
            "group": ["China"] * 3 + ["India"] * 3,
            "series": "Survey",
            "x": [2008, 2010, 2012] * 2,
            "y": [84.0, 88.0, 83.0, 85.0, 79.0, 86.0],
        }
    )
    with mpl.rc_context(style(False)):
        panel = Panel(Figure(figsize=(7.2, 4)), False)
        charts.lines_with_values(panel, rows, colors={"Survey": charts.US}, xlabel="Year", ylabel="Percent")
    return panel


def test_every_value_is_printed_and_a_series_named_once(panel):
    texts = [[text.get_text() for text in axes.texts] for axes in panel.figure.axes]
    assert texts == [["84", "88", "83", "Survey"], ["85", "79", "86"]]


def test_a_peak_has_its_value_above_and_a_trough_below(panel):
    china, india = (
        {text.get_text(): text.get_verticalalignment() for text in axes.texts} for axes in panel.figure.axes
    )
    assert (china["84"], china["88"], china["83"]) == ("top", "bottom", "top")
    assert (india["85"], india["79"], india["86"]) == ("bottom", "top", "bottom")


def test_both_charts_share_their_scales(panel):
    first, second = panel.figure.axes
    assert first.get_ylim() == second.get_ylim()
    assert first.get_xlim() == second.get_xlim()
