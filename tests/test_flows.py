"""The forms for lists of people: every count drawn, at both widths, in colors of the palette."""

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

import charts
from charts.figure import Panel
from charts.svg import to_svg
from charts.theme import PALETTE


def texts(axes):
    return [text.get_text() for text in axes.texts]


@pytest.fixture(params=[False, True], ids=["wide", "narrow"])
def panel(request):
    return Panel(Figure(figsize=(3.42 if request.param else 7.2, 3)), request.param)


def in_palette(panel):
    used = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", to_svg(panel.figure).split("</style>")[1]))
    return used <= {light for light, _ in PALETTE.values()} | {"#000000"}


def test_a_grid_prints_counts_and_sums(panel):
    counts = pd.DataFrame({"Beijing": [3, 0], "Hong Kong": [1, 2]}, index=["CA", "MA"])
    charts.count_grid(panel, counts, color=charts.RELIEF, xlabel="City across, state down")
    assert texts(panel.axes) == ["3", "1", "2", "4", "2", "3", "3"]
    assert [label.get_text() for label in panel.axes.get_yticklabels()] == ["CA", "MA", "All"]
    assert in_palette(panel)


def test_years_stand_up_and_down_and_the_undated_apart(panel):
    counts = pd.DataFrame({"Mainland": [2, 0, 5], "Hong Kong": [0, 1, 1]}, index=[2019, 2020, 2021])
    charts.two_sided_years(
        panel,
        counts,
        colors=(charts.CHINA, charts.PULL),
        apart={"No date": (4, 0)},
        mark=(2020, "no full year of data"),
        xlabel="Year",
    )
    heights = {(round(p.get_x() + 0.37, 1), p.get_height()) for p in panel.axes.patches}
    assert heights == {(2019, 2), (2020, -1), (2021, 5), (2021, -1), (2021 + (3 if panel.narrow else 1.6), 4)}
    assert texts(panel.axes)[:5] == ["2", "1", "5", "1", "4"]
    assert in_palette(panel)
