"""The chart room: same input, same bytes; colors that stay apart; sources on every figure; escaped text."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import charts
from charts.chapter import data_and_sources
from charts.figure import Panel, source_line
from charts.theme import NARROW_INCHES, PALETTE, WIDE_INCHES, style
from data import bibliography, load


def draw_lines(panel):
    charts.columns(
        panel, ["2018", "2019"], [1, 2], color=charts.RELIEF, ylabel="Units of $5 and $6", xlabel="Year"
    )


def shown(**changes):
    arguments = {
        "rows": [load("nih_inquiries")],
        "name": "a-figure",
        "title": "The finding",
        "caption": "How it was made.",
        "alt": "What it shows.",
        "height": 2.0,
    }
    return charts.show(draw_lines, **arguments | changes)


def test_the_same_input_gives_the_same_bytes():
    first, second = shown(), shown()
    assert first.wide == second.wide
    assert first.narrow == second.narrow
    assert first.wide != first.narrow


@pytest.mark.parametrize(("width", "inches"), [("wide", WIDE_INCHES), ("narrow", NARROW_INCHES)])
def test_a_figure_is_valid_svg_of_its_width_without_text_that_needs_a_font(width, inches):
    svg = getattr(shown(), width)
    root = ElementTree.fromstring(svg)
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(72 * inches, abs=0.1)
    tags = {element.tag.rsplit("}")[-1] for element in root.iter()}
    assert "text" not in tags
    assert not re.search(r"\d{4}-\d\d-\d\dT|matplotlib\.org|<!--", svg)


def test_every_color_of_a_figure_is_in_the_palette_and_has_a_dark_twin():
    svg = shown().wide
    used = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", svg.split("</style>")[1]))
    assert used <= {light for light, _ in PALETTE.values()}
    for light, dark in PALETTE.values():
        assert f'[style*="fill: {light}"]{{fill:{dark}' in svg
    assert "@media (prefers-color-scheme: dark)" in svg


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", [0, 1], ids=["light", "dark"])
def test_text_and_marks_stand_out_from_the_page(page):
    paper = PALETTE["paper"][page]
    for name in ("ink", "muted", "pressure", "relief", "pull"):
        assert contrast(PALETTE[name][page], paper) >= 4.5, name  # WCAG 1.4.3, text
    assert contrast(PALETTE["neutral"][page], paper) >= 2.9  # marks beside a label


# Machado, Oliveira and Fernandes (2009), IEEE TVCG 15, 1291-1298, severity 1.
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


def lab(color, matrix):
    rgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(matrix) @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ linear / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("page", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("kind", BLINDNESS)
def test_data_colors_stay_apart_for_color_blind_readers(kind, page):
    colors = {name: lab(PALETTE[name][page], BLINDNESS[kind]) for name in ("pressure", "relief", "neutral")}
    for one, other in combinations(colors, 2):
        assert np.linalg.norm(colors[one] - colors[other]) > 20, (one, other)


def test_a_figure_name_is_an_address():
    with pytest.raises(ValueError, match="small letters"):
        shown(name="../A figure")


def test_rows_without_their_table_are_refused():
    with pytest.raises(ValueError, match="as `load` returned them"):
        shown(rows=[pd.DataFrame({"source_id": ["a"]})])


@pytest.mark.parametrize("missing", ["title", "caption", "alt"])
def test_a_figure_without_words_is_refused(missing):
    with pytest.raises(ValueError, match=f"a-figure.*{missing}"):
        shown(**{missing: " "})


def test_the_source_line_names_publishers_and_tables_of_the_rows_drawn():
    rows = load("nih_inquiries")
    line = source_line([rows[rows["metric"] == "scientists_named_in_letters"]])
    assert line == "Source: Science, National Institutes of Health; table nih_inquiries"
    many = source_line([load("events"), load("nih_inquiries")])
    assert re.fullmatch(r"Source: .+, .+ and \d+ more; tables events, nih_inquiries", many)


def test_the_timeline_draws_every_event_on_its_side():
    from matplotlib.figure import Figure

    events = load("events").query("date >= '2014-01-01'")
    figure = Figure()
    panel = charts.Panel(figure, narrow=False)
    charts.timeline(panel, events)
    heights = np.concatenate(
        [
            line.get_ydata()
            for line in panel.axes.lines
            if line.get_marker() == "o" and line.get_linestyle() == "None"
        ]
    )
    sides = events["direction"].value_counts()
    assert (heights > 0).sum() == sides["relief"]
    assert (heights < 0).sum() == sides["pressure"]
    names = {text.get_text() for text in panel.axes.texts}
    assert set(events.loc[events["direction"].isin(["relief", "pressure"]), "label"].dropna()) <= names


@pytest.mark.parametrize("narrow", [False, True])
def test_the_names_of_a_timeline_do_not_touch(narrow):
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    from charts.theme import style

    with rc_context(style(narrow)):
        figure = Figure(figsize=(NARROW_INCHES if narrow else WIDE_INCHES, 4.5))
        panel = charts.Panel(figure, narrow=narrow)
        charts.timeline(panel, load("events").query("date >= '2018-01-01'"))
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in panel.axes.texts]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_unit_squares_draw_one_square_a_person():
    from matplotlib.figure import Figure

    panel = charts.Panel(Figure(), narrow=True)
    blocks = {"one kind": [(41, charts.RELIEF)], "another": [(3, charts.NEUTRAL), (2, charts.PRESSURE)]}
    charts.unit_squares(panel, blocks, per_row=20)
    assert len(panel.axes.patches) == 46
    assert [text.get_text() for text in panel.axes.texts] == list(blocks)


def test_rows_print_their_values_with_signs_and_ranges():
    from matplotlib.figure import Figure

    panel = charts.Panel(Figure(), narrow=False)
    rows = pd.DataFrame(
        {"group": "G", "label": list("abcd"), "low": [-11.0, 7.0, -0.6, 0.0], "high": [-8.0, 7.0, -0.6, 0.0]}
    )
    charts.value_rows(panel, rows, xlabel="Percent", signs=True)
    texts = {text.get_text() for text in panel.axes.texts}
    assert {"−8 to −11", "+7", "−0.6", "0", "G"} <= texts


def test_words_hold_a_sentence_to_its_direction():
    assert charts.fall(-3.42, 1) == "3.4"
    assert charts.rise(16) == "16"
    assert charts.percent(61.4) == "61"
    for call in (lambda: charts.fall(1), lambda: charts.rise(-1), lambda: charts.percent(-5)):
        with pytest.raises(ValueError, match=r"sentence|share"):
            call()


def test_text_from_the_bibliography_is_escaped(monkeypatch):
    entries = {key: dict(entry) for key, entry in bibliography.read_bibliography().items()}
    load("nih_inquiries")
    key = load("nih_inquiries").attrs["sources"][0]
    entries[key].update(
        title="<script>alert(1)</script>", note='"><b>', publisher="<i>", url="javascript:alert(1)"
    )
    monkeypatch.setattr("charts.chapter.sources", lambda: pd.DataFrame.from_records(list(entries.values())))
    html = data_and_sources()
    assert "&lt;i&gt;" in html
    for markup in ("<script", "<b>", "<i>", 'href="javascript'):
        assert markup not in html


def test_the_box_lists_the_loaded_tables_with_download_and_every_source():
    rows = load("nih_inquiries")
    html = data_and_sources()
    assert "nih_inquiries.csv" in html
    for key in rows.attrs["sources"]:
        assert f'href="bibliography.html#source-{key}"' in html


def yearly(series, values):
    return pd.DataFrame({"series": series, "x": range(2000, 2000 + len(values)), "y": values})


def text_heights(panel):
    panel.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in panel.axes.texts]
    return sorted((box.y0, box.y1) for box in boxes)


@pytest.mark.parametrize("narrow", [False, True])
def test_names_at_the_ends_of_lines_do_not_overlap(narrow):
    rows = pd.concat(yearly(name, [1.0, end]) for name, end in [("One", 5.0), ("Two", 5.01), ("Three", 4.99)])
    with mpl.rc_context(style(narrow)):
        panel = Panel(Figure(figsize=(3.4 if narrow else 7.2, 2.4), layout="constrained"), narrow)
        colors = {"One": charts.US, "Two": charts.CHINA, "Three": charts.NEUTRAL}
        charts.lines(panel, rows, colors=colors, xlabel="Year", ylabel="Moves")
        boxes = text_heights(panel)
    assert len(boxes) == 3
    assert all(upper[0] >= lower[1] - 1 for lower, upper in pairwise(boxes))


def test_an_incomplete_stretch_of_a_line_is_dashed_and_hollow():
    rows = yearly("One", [1.0, 2.0, 3.0]).assign(broken=[False, False, True])
    with mpl.rc_context(style(False)):
        panel = Panel(Figure(figsize=(7.2, 2.4)), False)
        charts.lines(panel, rows, colors={"One": charts.US}, xlabel="Year", ylabel="Moves")
    dashed = [line for line in panel.axes.lines if line.get_linestyle() == "--" or line.is_dashed()]
    assert [list(line.get_ydata()) for line in dashed] == [[2.0, 3.0]]
    hollow = [line for line in panel.axes.lines if line.get_markerfacecolor() == PALETTE["paper"][0]]
    assert [list(line.get_ydata()) for line in hollow if line.get_marker() == "o"] == [[3.0]]


def test_an_estimate_prints_its_interval_and_a_log_scale_its_thousands():
    rows = pd.DataFrame(
        {"group": "", "label": ["A", "B"], "low": [100, 85], "high": [9000, 85], "mid": [300, None]}
    )
    with mpl.rc_context(style(False)):
        panel = Panel(Figure(figsize=(7.2, 2.4)), False)
        charts.value_rows(panel, rows, xlabel="People", log=True)
        panel.figure.draw_without_rendering()
    printed = {text.get_text() for text in panel.axes.texts}
    assert {"300 (100 to 9,000)", "85"} <= printed
    assert "1,000" in {label.get_text() for label in panel.axes.get_xticklabels()}
