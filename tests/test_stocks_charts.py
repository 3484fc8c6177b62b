"""The forms for stocks and flows: what is drawn is what was given, and names do not touch."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

import charts
from charts.figure import Panel
from charts.theme import PALETTE, style

KEY = {"Predicted": (charts.PULL, "D"), "Observed": (charts.US, "o")}


@pytest.fixture(params=[False, True], ids=["wide", "narrow"])
def panel(request):
    with mpl.rc_context(style(request.param)):
        yield Panel(Figure(figsize=(3.4 if request.param else 7.2, 3.4), layout="constrained"), request.param)


def test_a_forecast_row_prints_its_miss_with_sign(panel):
    rows = pd.DataFrame({"label": ["Over", "Under"], "predicted": [84.4, 79.5], "observed": [83.0, 90.0]})
    charts.forecast_rows(panel, rows, key=KEY, xlabel="Percent")
    assert [text.get_text() for text in panel.axes.texts] == ["+1.4", "−10.5"]
    drawn = {line.get_marker(): list(line.get_xdata()) for line in panel.axes.lines}
    assert drawn == {"D": [84.4, 79.5], "o": [83.0, 90.0]}


def test_a_span_stands_where_it_was_estimated_with_its_name_beside(panel):
    rows = pd.DataFrame({"series": "Rate", "x": [2020, 2030], "y": [6.0, 3.0]})
    spans = pd.DataFrame(
        [("First", 2020, 1.0, 4.0, charts.PRESSURE), ("Second", 2024, 2.0, 5.0, charts.PULL)],
        columns=["label", "x", "low", "high", "color"],
    )
    charts.lines_with_spans(panel, rows, spans, colors={"Rate": charts.US}, xlabel="Year", ylabel="Percent")
    drawn = [part.get_segments()[0].tolist() for part in panel.axes.collections]
    assert drawn == [[[2020, 1], [2020, 4]], [[2024, 2], [2024, 5]]]
    panel.figure.draw_without_rendering()
    for name, (year, low, high) in {"First": (2020, 1, 4), "Second": (2024, 2, 5)}.items():
        place = next(text for text in panel.axes.texts if text.get_text() == name).get_window_extent()
        (left, bottom), (_, top) = panel.axes.transData.transform([(year, low), (year, high)])
        assert place.x0 > left
        assert bottom < place.y0 < place.y1 < top


def test_a_curve_has_its_band_and_every_point(panel):
    curve = pd.DataFrame({"low": [80, 70], "central": [85, 78], "high": [90, 82]}, index=[0, 10])
    points = pd.DataFrame(
        {"series": ["Predicted", "Observed", "Observed"], "x": [0, 5, 10], "y": [84, 83, 81]}
    )
    charts.curve_with_points(
        panel, curve, points, key=KEY, color=charts.US, xlabel="Years", ylabel="Percent", bottom=60
    )
    assert sum(len(line.get_xdata()) for line in panel.axes.lines[1:]) == len(points)
    assert panel.axes.get_ylim() == (60, 100)
    hollow = [line for line in panel.axes.lines if line.get_marker() == "D"]
    assert [line.get_markerfacecolor() for line in hollow] == [PALETTE["paper"][0]]


def test_a_band_lies_under_its_line_with_its_middle(panel):
    rows = pd.DataFrame({"series": "Path", "x": [2020, 2030], "y": [10.0, 20.0]})
    band = pd.DataFrame({"low": [9.0, 15.0], "mid": [9.5, 19.0], "high": [11.0, 25.0]}, index=[2020, 2030])
    charts.lines_with_bands(
        panel, rows, {"Path": band}, colors={"Path": charts.US}, xlabel="Year", ylabel="Persons"
    )
    corners = panel.axes.collections[0].get_paths()[0].vertices
    assert {tuple(corner) for corner in corners} >= {(2020, 9), (2030, 15), (2030, 25), (2020, 11)}
    assert panel.axes.lines[0].get_xydata().tolist() == [[2020, 9.5], [2030, 19]]
    assert panel.axes.get_ylim()[0] == 0
