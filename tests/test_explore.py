"""Explorers: live widgets that draw, frames that share what is alike, errors that name control and value."""

import base64
import re
from xml.etree import ElementTree

import ipywidgets
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import charts
from charts.explore import EXPLORER_MIME_TYPE, MOST_FRAMES, in_order, kind, label, slug
from charts.figure import STATIC_SITE
from charts.svg import bundle
from data import load

ROWS = load("nih_inquiries")
drawn = []


def figure(year, unit="Moves", name="an-explorer"):
    drawn.append((year, unit))
    rows = pd.DataFrame({"series": "One", "x": [2000, 2001, year], "y": [1.0, 2.0, 3.0]})
    return charts.show(
        lambda panel: charts.lines(
            panel, rows, colors={"One": charts.US}, xlabel="Year", ylabel=unit, label_width=9
        ),
        rows=[ROWS],
        name=name,
        title=f"{unit} to {year}",
        caption=f"Until {year}.",
        alt=f"{unit} rise until {year}.",
        height=1.5,
    )


@pytest.fixture
def static(monkeypatch):
    monkeypatch.setenv(STATIC_SITE, "1")


@pytest.fixture
def live(monkeypatch):
    monkeypatch.delenv(STATIC_SITE, raising=False)


def test_the_site_gets_every_frame_the_default_first(static):
    shown = charts.explore(figure, year=[2010, 2005], unit=["Moves", "Patents & <more>"])
    content = shown._repr_mimebundle_()[EXPLORER_MIME_TYPE]
    assert content["name"] == "an-explorer"
    assert [frame["choice"] for frame in content["frames"]] == [
        ["2010", "moves"],
        ["2010", "patents-more"],
        ["2005", "moves"],
        ["2005", "patents-more"],
    ]
    assert content["frames"][3]["title"] == "Patents & <more> to 2005"
    year, unit = content["controls"]
    assert (year["label"], year["default"]) == ("Year", "2010")
    assert [option["value"] for option in year["options"]] == ["2005", "2010"]
    assert unit["options"][1] == {"value": "patents-more", "label": "Patents & <more>"}


def test_a_notebook_gets_real_controls_whose_callback_draws(live):
    drawn.clear()
    explorer = charts.explore(figure, year=[2010, 2005], unit=["Moves", "Patents"])
    box = explorer.widget()
    *controls, picture = box.children
    assert [control.description for control in controls] == ["Year", "Unit"]
    assert drawn == [(2010, "Moves")]  # the default, and no other frame
    controls[0].value = 2005
    controls[1].value = "Patents"
    assert drawn[-1] == (2005, "Patents")
    shown = BeautifulSoup(picture.value, "html.parser").img
    assert shown["alt"] == figure(2005, "Patents").alt
    assert base64.b64decode(shown["src"].split(",")[1]).decode() == figure(2005, "Patents").wide
    assert "application/vnd.jupyter.widget-view+json" in explorer._repr_mimebundle_()


def test_a_choice_that_cannot_be_drawn_says_so_in_place_of_the_figure(live):
    def broken(year):
        if year == 2005:
            raise KeyError("no <b>row</b>")
        return figure(year)

    control, picture = charts.explore(broken, year=[2010, 2005]).widget().children
    control.value = 2005
    assert "Year = 2005" in picture.value
    assert "<b>" not in picture.value
    control.value = 2010
    assert "<img" in picture.value


def test_live_and_static_draw_the_same_figure(static):
    explorer = charts.explore(figure, year=[2010, 2005])
    frames = explorer._repr_mimebundle_()[EXPLORER_MIME_TYPE]["frames"]
    assert frames[1]["wide"] == figure(2005).wide
    assert frames[1]["alt"] == figure(2005).alt


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([1, 2, 3, 4], "buttons"),
        ([1, 2, 3, 4, 5], "slider"),
        (["a", "b", "c", "d", "e"], "list"),
        ([1, "b", 3, 4, 5], "list"),
    ],
)
def test_the_control_fits_the_options(options, expected):
    assert kind(options) == expected


def test_each_kind_has_a_live_face(live):
    for options in ([2001, 2005], range(2001, 2008), list("abcdef")):
        box = charts.explore(lambda choice: figure(2005, str(choice)), choice=options).widget()
        assert isinstance(
            box.children[0],
            ipywidgets.RadioButtons | ipywidgets.SelectionSlider | ipywidgets.Dropdown,
        )
        assert box.children[0].value == options[0]


def test_words_of_controls():
    assert label("break_year") == "Break year"
    assert slug("Energy, Office of Science") == "energy-office-of-science"
    assert in_order([2018, 2016]) == [2016, 2018]
    assert in_order(["b", "a"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({}, "at least one control"),
        ({"year": []}, "control 'Year' needs two"),
        ({"year": [2005]}, "control 'Year' needs two"),
        ({"unit": ["A b", "a-b"]}, "control 'Unit' needs two or more different"),
        ({"year": range(10), "unit": list("abcdefg")}, f"10 Year x 7 Unit are 70 frames.*{MOST_FRAMES}"),
    ],
)
def test_controls_that_cannot_work_are_refused(choices, message):
    with pytest.raises(ValueError, match=message):
        charts.explore(figure, **choices)


def test_a_frame_that_cannot_be_drawn_names_control_and_value(static):
    def draw(year):
        if year == 2005:
            raise KeyError("no such year")
        return figure(year)

    with pytest.raises(ValueError, match=r"nothing can be drawn for Year = 2005: .*no such year"):
        charts.explore(draw, year=[2010, 2005])._repr_mimebundle_()
    with pytest.raises(ValueError, match=r"Year = 2010 the function returned no figure"):
        charts.explore(lambda year: None, year=[2010, 2005])._repr_mimebundle_()
    with pytest.raises(ValueError, match="same figure name"):
        charts.explore(lambda year: figure(year, name=f"y-{year}"), year=[2010, 2005])._repr_mimebundle_()


def put_together(parts, number):
    frame = parts["frames"][number]
    return f"{frame['head']}{parts['style']}{parts['shared']}{frame['body']}</svg>"


def test_bundled_frames_are_whole_and_lighter_than_apart():
    svgs = [figure(year).wide for year in (2004, 2005, 2006, 2007)]
    parts = bundle(svgs)
    for number, svg in enumerate(svgs):
        together = put_together(parts, number)
        ElementTree.fromstring(together)
        assert together.count("<use ") == svg.count("<use ")
        defined = set(re.findall(r'id="([^"]+)"', parts["shared"]))
        assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', together)) <= defined
        assert parts["frames"][number]["head"] == re.match(r"<svg[^>]*>", svg)[0]
    weight = len(parts["style"] + parts["shared"]) + sum(len(frame["body"]) for frame in parts["frames"])
    assert weight < 0.7 * sum(map(len, svgs))


def test_frames_that_cannot_share_are_refused():
    svg = figure(2004).wide
    with pytest.raises(ValueError, match="cannot share"):
        bundle([svg.replace("<clipPath", "<mask id='m'/><clipPath", 1)])
    other = re.sub(r'(<path id="SourceSansPro[^"]*" d=")M', r"\1M 1 ", svg, count=1)
    with pytest.raises(ValueError, match="different shapes"):
        bundle([svg, other])
