"""How verdicts are drawn: a letter in a square, so that color is never alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import fill

import matplotlib as mpl
import pandas as pd
from matplotlib.patches import Rectangle

from charts.figure import Panel
from charts.rows import first_places, label_rows, row_places, write_heading
from charts.theme import GRID, INK, MUTED, PAPER, PRESSURE, PULL, RELIEF

# verdict: fill, edge and ink of its square, in the order in which verdicts are drawn.
VERDICTS = {
    "supported": (RELIEF, RELIEF, PAPER),
    "partly": (PAPER, RELIEF, RELIEF),
    "imprecise": (PAPER, PULL, PULL),
    "contradicted": (PRESSURE, PRESSURE, PAPER),
    "open": (PAPER, MUTED, MUTED),
    "uncheckable": (PAPER, GRID, MUTED),
}
_SIDE = 0.84  # of a square, in units of the grid
_POINTS_A_LETTER = 0.46  # width of a letter of the font, in units of its size


def verdict_squares(
    panel: Panel, blocks: dict[str, Sequence[str]], *, per_row: int, beside: bool = False
) -> None:
    """One square a claim with the first letter of its verdict, and above all a key of the letters.

    blocks: label to the verdicts of its claims, drawn in the order of VERDICTS. per_row: squares in
    a row, which sets their size. beside: on a wide page write the labels to the left of the squares;
    they need room for both.
    """
    axes = panel.axes
    unit = 72 * panel.figure.get_size_inches()[0] / per_row
    letters = {"ha": "center", "va": "center_baseline", "fontsize": 0.52 * unit, "fontweight": "bold"}

    def square(x: float, y: float, verdict: str) -> None:
        face, edge, ink = VERDICTS[verdict]
        axes.add_patch(Rectangle((x, y), _SIDE, _SIDE, facecolor=face, edgecolor=edge, linewidth=1.1))
        axes.text(x + _SIDE / 2, y + _SIDE / 2, verdict[0].upper(), color=ink, **letters)

    used = {verdict for verdicts in blocks.values() for verdict in verdicts}
    x = y = 0.0
    for verdict in VERDICTS:
        if verdict not in used:
            continue
        width = 1.2 + len(verdict) * mpl.rcParams["font.size"] * _POINTS_A_LETTER / unit + 0.9
        if x + width > per_row + 0.9:
            x, y = 0.0, y + 1.15
        square(x, y, verdict)
        axes.text(x + 1.1, y + _SIDE / 2, verdict, va="center_baseline", color=MUTED)
        x += width
    beside = beside and not panel.narrow
    letter = mpl.rcParams["font.size"] * _POINTS_A_LETTER / unit
    start = 1.06 * max(map(len, blocks)) * letter if beside else 0
    if start + max(map(len, blocks.values())) > per_row and beside:
        raise ValueError(f"{per_row} squares a row leave no room for labels beside them.")
    y += 1.4 if beside else 0.9
    for label, verdicts in blocks.items():
        if beside:
            axes.text(0, y + _SIDE / 2, label, va="center_baseline", color=INK)
        else:
            y += 1.25 + mpl.rcParams["font.size"] / unit
            axes.text(0, y - 0.3, label, va="bottom", color=INK, fontweight="semibold")
        for index, verdict in enumerate(sorted(verdicts, key=list(VERDICTS).index)):
            square(start + index % per_row, y + index // per_row, verdict)
        y += (len(verdicts) - 1) // per_row + (1.3 if beside else 1)
    axes.set(xlim=(-0.1, per_row + 0.1), ylim=(y + 0.1, -0.2), aspect="equal", anchor="NW")
    axes.axis("off")


def verdict_grid(panel: Panel, groups: dict[str, dict[str, Sequence[str]]]) -> None:
    """How many claims of a row got each verdict: a printed number in a square of that area.

    groups: heading to rows, a row being a label and the verdicts of its claims.
    """
    axes = panel.axes
    counts = [Counter(verdicts) for rows in groups.values() for verdicts in rows.values()]
    most = max(max(count.values()) for count in counts)
    largest = 17 if panel.narrow else 20  # side of the largest square, in points
    y, ticks, labels = 0.0, [], []
    for heading, rows in groups.items():
        axes.text(-0.6, y, heading, ha="right", va="center", color=INK, fontweight="bold")
        y += 1
        for label, verdicts in rows.items():
            count = Counter(verdicts)
            for x, (verdict, (face, edge, ink)) in enumerate(VERDICTS.items()):
                number = count[verdict]
                side = largest * (number / most) ** 0.5
                if number:
                    axes.plot(
                        x, y, "s", color=face, markeredgecolor=edge, markeredgewidth=1.1, markersize=side
                    )
                # A number that its square cannot hold stands beside it.
                outside = 0 < side < 10
                axes.annotate(
                    str(number),
                    (x, y),
                    xytext=(side / 2 + 3 if outside else 0, 0),
                    textcoords="offset points",
                    ha="left" if outside else "center",
                    va="center_baseline",
                    color=MUTED if not number else INK if outside else ink,
                    fontweight="semibold" if number else "normal",
                )
            ticks.append(y)
            labels.append(fill(f"{label} ({len(verdicts)})", 18 if panel.narrow else 40))
            y += 1
        y += 0.3
    axes.set_yticks(ticks, labels)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_xticks(range(len(VERDICTS)), list(VERDICTS), rotation=50 if panel.narrow else 0)
    axes.tick_params(axis="x", top=False, labeltop=True, labelbottom=False, labelcolor=INK)
    if panel.narrow:
        for tick in axes.get_xticklabels():
            tick.set(ha="left", va="bottom", rotation_mode="anchor")
    axes.set(xlim=(-0.55, len(VERDICTS) - 0.45), ylim=(y - 0.6, -0.6))
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def claimed_and_found(panel: Panel, rows: pd.DataFrame, *, xlabel: str) -> None:
    """The claimed number as a percentage of the better one: 100, a line, is a number that was kept.

    rows: columns `group` (headings), `label`, `low`, `high` (percent), `text` (printed beside the
    mark), `color` and `marker`; low and high differ where sources do. `worded_low` and `worded_high`
    are the same for what the claim names, where its number belongs to something else; else empty.
    """
    axes, size = panel.axes, mpl.rcParams["font.size"]
    places = row_places(rows, gap=1.1)
    heads = first_places(places)
    axes.set_xscale("log")
    axes.axvline(100, color=MUTED, linewidth=1.2, zorder=1)
    for row in rows.itertuples():
        y = places[row.group, row.label]
        if y == heads[row.group]:
            write_heading(panel, row.group, y - 0.8, pad=1)
        reach = max(row.high, 100)
        if pd.notna(row.worded_low):
            reach = max(reach, row.worded_high)
            axes.plot([row.high, row.worded_low], [y, y], color=MUTED, linewidth=1, linestyle=":", zorder=2)
            worded = {"marker": "s", "markersize": 6, "markerfacecolor": PRESSURE}
            axes.plot(
                [row.worded_low, row.worded_high], [y, y], color=PRESSURE, linewidth=4, zorder=3, **worded
            )
        hollow = PAPER if row.marker == "D" else row.color
        ends = {"marker": row.marker, "markersize": 6.5, "markerfacecolor": hollow}
        axes.plot([row.low, row.high], [y, y], color=row.color, linewidth=4, zorder=3, **ends)
        axes.annotate(
            fill(row.text, 16 if panel.narrow else 36),
            (reach, y),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=size - 0.5,
        )
    label_rows(panel, places, width=19 if panel.narrow else 44)
    farthest = rows[["high", "worded_high"]].max().max()
    left = 0.85 * rows["low"].min()
    room = 0.42 if panel.narrow else 0.45  # of the width, for the words beside the farthest mark
    right = left * (farthest / left) ** (1 / (1 - room))
    axes.set(xlim=(left, right), ylim=(max(places.values()) + 0.6, -0.3))
    axes.set_xlabel(fill(xlabel, 26) if panel.narrow else xlabel)
    steps = [step for step in (50, 100, 200, 500) if left <= step <= farthest or step == 100]
    axes.set_xticks(steps, [str(step) for step in steps])
    axes.minorticks_off()
