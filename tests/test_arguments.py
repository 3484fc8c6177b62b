"""The strength of arguments: the rule by hand, its properties, the coded facts against the bibliography."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import argument_points, argument_strength, lead_if_misjudged, points_why
from analysis.arguments import CRITERIA, RECENT, STRENGTHS
from data import load, sources

PRESS = {"news", "commentary"}
BEST = {
    "counting": "sample",
    "n": 100,
    "confirming_sources": "a-2020-b",
    "compared_with": "another country",
    "counts_movers": True,
    "data_until": RECENT,
    "disputing_sources": None,
    "press_only": False,
}
TYPES = {"n": "Int64", "data_until": "Int64", "counts_movers": "boolean", "press_only": "boolean"}


def pieces(*changes):
    frame = pd.DataFrame([BEST | change for change in changes]).astype(dict.fromkeys(BEST, "string") | TYPES)
    frame.attrs = {"name": "argument_evidence"}
    return frame


@pytest.mark.parametrize(
    ("change", "points", "strength"),
    [
        ({}, 5, "Strong"),
        ({"n": None}, 4, "Strong"),  # a sample of unknown size
        ({"n": None, "counting": "full count"}, 5, "Strong"),
        ({"data_until": RECENT - 1}, 4, "Strong"),
        ({"data_until": None}, 4, "Strong"),
        ({"disputing_sources": "c-2021-d", "compared_with": None}, 3, "Fair"),
        ({"counts_movers": False, "press_only": True, "confirming_sources": None}, 2, "Fair"),
        (
            {"n": None, "counting": "judgment", "confirming_sources": None, "compared_with": None}
            | {"counts_movers": False, "data_until": None, "press_only": True},
            -1,
            "Weak",
        ),
    ],
)
def test_points_and_strength_by_hand(change, points, strength):
    rated = argument_strength(pieces(change)).squeeze()
    assert (rated["points"], rated["strength"]) == (points, strength)


def test_a_dropped_question_does_not_count_and_a_wrong_one_is_named():
    assert list(argument_strength(pieces({}, {"n": None}), ["size known"])["points"]) == [4, 4]
    assert list(argument_strength(pieces({"press_only": True}), ["press only"])["points"]) == [5]
    with pytest.raises(ValueError, match="no criterion taste; there are size known"):
        argument_strength(pieces({}), ["taste"])


def test_the_sum_behind_the_points_can_be_read():
    weak = {"n": None, "counting": "list", "counts_movers": False, "data_until": None, "press_only": True}
    nothing = weak | {"confirming_sources": None, "compared_with": None}
    written = points_why(pieces({"n": None, "disputing_sources": "c-2021-d"}, weak, nothing))
    assert list(written) == [
        "confirmed + compared + counts movers + recent − disputed = 3",
        "confirmed + compared − press only = 1",
        "− press only = −1",
    ]
    none = points_why(pieces(nothing | {"press_only": False}))
    assert list(none) == ["nothing = 0"]


def test_the_lead_of_a_side_when_cells_are_misjudged():
    frame, side = pieces({}, {"n": None}, {"n": None}), pd.Series([1, -1, 0])
    assert set(lead_if_misjudged(frame, side, 0, draws=20)) == {1}  # 5 against 4; the third takes no side
    # Every cell turned: the first keeps nothing, the second gains its size; both get both minuses.
    assert set(lead_if_misjudged(frame, side, 1, draws=20)) == {-1}
    some = lead_if_misjudged(frame, side, 0.1)
    assert some.min() < 1 < some.max()
    assert list(some) == list(lead_if_misjudged(frame, side, 0.1))  # the book prints the same every time
    with pytest.raises(ValueError, match="between 0 and 1, not at 2"):
        lead_if_misjudged(frame, side, 2)


facts = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(["full count", "sample", "list", "judgment", "no figure"]),
        "n": st.none() | st.integers(1, 10**6),
        "confirming_sources": st.none() | st.just("a-2020-b"),
        "compared_with": st.none() | st.just("a group"),
        "counts_movers": st.booleans(),
        "data_until": st.none() | st.integers(1990, 2026),
        "disputing_sources": st.none() | st.just("c-2021-d"),
        "press_only": st.booleans(),
    }
)


@given(facts)
def test_points_stay_in_their_bounds_and_every_question_counts_once(change):
    frame = pieces(change)
    each, rated = argument_points(frame), argument_strength(frame)
    total = rated["points"].item()
    assert -2 <= total <= 5
    assert rated["strength"].item() in STRENGTHS
    assert rated.attrs == frame.attrs
    for name in CRITERIA:
        without = argument_strength(frame, [name])["points"].item()
        assert without == total - each[name].item()


def test_every_argument_has_a_rated_case_and_a_rated_answer():
    evidence, arguments = load("argument_evidence"), load("arguments")
    wanted = {(name, part) for name in arguments["argument_id"] for part in ("case", "answer")}
    assert set(zip(evidence["argument_id"], evidence["part"], strict=True)) == wanted


def test_press_only_follows_from_the_kinds_of_the_sources():
    kind = sources().set_index("source_id")["kind"]
    lists = load("arguments").set_index("argument_id")
    columns = {"case": "evidence_sources", "answer": "rebuttal_sources"}
    for row in load("argument_evidence").itertuples():
        named = lists.at[row.argument_id, columns[row.part]]
        assert row.source_id in named.split(";"), (
            f"{row.argument_id}, {row.part}: {row.source_id} is not listed"
        )
        keys = [key for text in (named, row.confirming_sources) if pd.notna(text) for key in text.split(";")]
        expected = all(kind[key] in PRESS for key in keys)
        assert row.press_only == expected, f"{row.argument_id}, {row.part}: press_only should be {expected}"


def test_no_source_confirms_and_disputes_at_once():
    for row in (
        load("argument_evidence").dropna(subset=["confirming_sources", "disputing_sources"]).itertuples()
    ):
        both = set(row.confirming_sources.split(";")) & set(row.disputing_sources.split(";"))
        assert not both, f"{row.argument_id}, {row.part}"


def test_no_source_confirms_or_disputes_itself():
    for row in load("argument_evidence").itertuples():
        for keys in (row.confirming_sources, row.disputing_sources):
            assert pd.isna(keys) or row.source_id not in keys.split(";"), f"{row.argument_id}, {row.part}"
