"""Percentages of a base level: the line stands at 100, half and double equally far from it."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

import charts
from charts.figure import Panel
from charts.theme import style


@pytest.mark.parametrize("narrow", [False, True])
def test_half_and_double_stand_equally_far_from_the_base(narrow):
    with mpl.rc_context(style(narrow)):
        panel = Panel(Figure(figsize=(3.4 if narrow else 7.2, 3)), narrow)
        rows = pd.DataFrame({"group": "Money", "label": ["a", "b"], "percent": [50.0, 200.0]})
        charts.ratio_rows(panel, rows, xlabel="Percent of the US level")
        left, base, right = panel.axes.transData.transform([(50, 0), (100, 0), (200, 0)])[:, 0]
        assert base - left == pytest.approx(right - base)
        lines = [line for line in panel.axes.lines if set(line.get_xdata()) == {100}]
        assert len(lines) == 1
        printed = [text.get_text() for text in panel.axes.texts]
        assert {"50", "200"} <= set(printed)
