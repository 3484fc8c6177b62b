"""Charts with one line a label: their places and headings."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from charts.figure import Panel
from charts.rows import first_places, label_rows, row_places, write_heading

ROWS = pd.DataFrame({"group": ["", "A", "A", "A", "B"], "label": ["x", "y", "y", "z", "y"]})


def test_a_line_a_label_and_room_for_each_named_heading():
    places = row_places(ROWS, gap=0.5)
    assert places == {("", "x"): 0, ("A", "y"): 1.5, ("A", "z"): 2.5, ("B", "y"): 4.0}
    assert first_places(places) == {"": 0, "A": 1.5, "B": 4.0}


@pytest.mark.parametrize(("width", "label"), [(None, "one two three"), (8, "one two\nthree")])
def test_labels_are_wrapped_where_asked(width, label):
    panel = Panel(Figure(), narrow=False)
    label_rows(panel, {("A", "one two three"): 1.0}, width=width)
    assert [text.get_text() for text in panel.axes.get_yticklabels()] == [label]
    assert list(panel.axes.get_yticks()) == [1.0]


def test_a_heading_starts_at_the_edge_of_the_figure():
    panel = Panel(Figure(), narrow=True)
    write_heading(panel, "A group", 2.0)
    (heading,) = panel.axes.texts
    assert heading.get_text() == "A group"
    assert heading.get_transform().transform((0, 2.0)).tolist() == [
        0.0,
        panel.axes.transData.transform((0, 2.0))[1],
    ]
