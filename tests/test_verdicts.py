"""Verdicts as drawn: a letter with every color."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import charts
from charts.figure import Panel
from charts.theme import NARROW_INCHES, WIDE_INCHES, style
from charts.verdicts import VERDICTS
from data import load


def drawn(draw, narrow=False):
    with mpl.rc_context(style(narrow)):
        figure = Figure(figsize=(NARROW_INCHES if narrow else WIDE_INCHES, 4), layout="constrained")
        panel = Panel(figure, narrow)
        draw(panel)
        figure.draw_without_rendering()
    return panel.axes


def words(axes):
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("narrow", [False, True])
def test_each_claim_is_a_square_with_the_letter_of_its_verdict(narrow):
    blocks = {"First": ["open", "supported"], "Second": ["contradicted"] * 5}
    axes = drawn(lambda panel: charts.verdict_squares(panel, blocks, per_row=4), narrow)
    squares = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(squares) == 7 + 3  # the claims and the key
    letters = [text for text in words(axes) if len(text) == 1]
    assert letters == ["S", "C", "O", "S", "O", "C", "C", "C", "C", "C"]
    assert {"supported", "contradicted", "open", "First", "Second"} <= set(words(axes))


def test_labels_beside_squares_need_room():
    blocks = {"A label": ["open"] * 9}
    assert drawn(lambda panel: charts.verdict_squares(panel, blocks, per_row=20, beside=True))
    with pytest.raises(ValueError, match="no room"):
        drawn(lambda panel: charts.verdict_squares(panel, blocks, per_row=9, beside=True))


@pytest.mark.parametrize("narrow", [False, True])
def test_the_grid_prints_every_count(narrow):
    groups = {"Kind": {"Event": ["supported"] * 9 + ["open"], "Cause": ["partly"]}}
    axes = drawn(lambda panel: charts.verdict_grid(panel, groups), narrow)
    assert [text for text in words(axes) if text.isdigit()] == [*"900010", *"010000"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Event (10)", "Cause (1)"]


def test_a_number_that_was_kept_stands_on_the_line():
    rows = pd.DataFrame(
        {
            "group": ["Same", "Off"],
            "label": ["One", "Two"],
            "low": [100.0, 20.0],
            "high": [100.0, 60.0],
            "worded_low": [160.0, None],
            "worded_high": [600.0, None],
            "text": ["same", "less"],
            "color": [charts.RELIEF, charts.PRESSURE],
            "marker": ["o", "s"],
        }
    )
    axes = drawn(lambda panel: charts.claimed_and_found(panel, rows, xlabel="Percent"))
    line, leader, worded, same, off = axes.lines
    assert list(line.get_xdata()) == [100, 100]
    assert list(leader.get_xdata()) == [100, 160]
    assert list(worded.get_xdata()) == [160, 600]
    assert list(same.get_xdata()) == [100, 100]
    assert list(off.get_xdata()) == [20, 60]
    assert {"Same", "Off", "same", "less"} <= set(words(axes))


def test_letters_tell_all_verdicts_of_the_table_apart():
    assert len({verdict[0] for verdict in VERDICTS}) == len(VERDICTS)
    assert set(load("claims")["verdict"]) <= set(VERDICTS)
