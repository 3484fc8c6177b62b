"""Charts with one line a label: where the lines stand, and the headings over groups of them."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.transforms import blended_transform_factory

from charts.figure import Panel
from charts.theme import INK, PAPER

CLEAR = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}  # paper behind words that lines would cross


def row_places(rows: pd.DataFrame, gap: float = 1.35) -> dict[tuple[str, str], float]:
    """The height of each line by group and label, downward from zero, in the order of the rows.

    rows: columns `group` and `label`. gap: the room of a heading, before each group that has a name.
    """
    places, y, group = {}, 0.0, None
    for key in dict.fromkeys(zip(rows["group"], rows["label"], strict=True)):
        if key[0] != group:
            y += gap if key[0] else 0
            group = key[0]
        places[key] = y
        y += 1
    return places


def first_places(places: dict[tuple[str, str], float]) -> dict[str, float]:
    """The height of the first line of each group."""
    first: dict[str, float] = {}
    for (group, _), y in places.items():
        first.setdefault(group, y)
    return first


def write_heading(panel: Panel, group: str, y: float, pad: float = CLEAR["pad"]) -> None:
    """The name of a group, in bold, at a height of the chart.

    It starts at the edge of the figure, so that a long one fits on a phone. The patch of paper behind it,
    wider than the words by `pad` points, keeps grid lines from crossing them.
    """
    heading = panel.axes.text(
        0.01,
        y,
        group,
        transform=blended_transform_factory(panel.figure.transFigure, panel.axes.transData),
        va="center",
        fontweight="bold",
        color=INK,
        bbox=CLEAR | {"pad": pad},
    )
    heading.set_in_layout(False)


def label_rows(panel: Panel, places: dict[tuple[str, str], float], *, width: int | None) -> None:
    """The labels at the left of their lines, wrapped to `width` letters; None leaves them whole."""
    axes = panel.axes
    labels = [label if width is None else fill(label, width) for _, label in places]
    axes.set_yticks(list(places.values()), labels)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.grid(axis="y", visible=False)
