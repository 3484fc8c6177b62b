"""The model of stock and flows: by hand, conservation, properties, its parameters, its hindcast."""

from fractions import Fraction
from itertools import pairwise
from statistics import mean, median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    break_even_exit,
    ceiling,
    degrees_by_year,
    draw_in_step,
    draw_parameters,
    earlier_degrees,
    extend,
    model_degrees,
    model_evidence,
    project,
    share_present,
    simulate,
    stage_rates,
    uniform_exit,
    wilson_interval,
    yearly_exit,
)
from data import load, value

SIMPLE = {"at_degree": 0.8, "early": 0.1, "middle": 0.2, "late": 0.5}


def test_two_cohorts_by_hand():
    # 100 degrees in 2001 and 200 in 2003; 80 percent stay, then a tenth leaves each year.
    found = project({2001: 100, 2002: 0, 2003: 200, 2004: 0}, SIMPLE)
    assert found["arrivals"].tolist() == pytest.approx([80, 0, 160, 0])
    # 8 of 80; 7.2 of 72; 6.48 of 64.8 and 16 of 160
    assert found["exits"].tolist() == pytest.approx([0, 8, 7.2, 22.48])
    assert found["stock"].tolist() == pytest.approx([80, 72, 224.8, 202.32])


def test_a_cohort_passes_through_the_stages_at_five_and_ten_years():
    found = project({2000: 100} | dict.fromkeys(range(2001, 2013), 0), SIMPLE)
    for stage, years in {"early": (2001, 2005), "middle": (2006, 2010), "late": (2011, 2012)}.items():
        assert found.index[found[stage] > 0].tolist() == list(range(years[0], years[1] + 1))
    assert found.loc[2012, "stock"] == pytest.approx(100 * 0.8 * 0.9**5 * 0.8**5 * 0.5**2)


def test_a_change_holds_from_its_year_on_for_everyone():
    changed = {"at_degree": 0.5, "early": 0.5, "middle": 0.5, "late": 0.5}
    found = project({2001: 100, 2002: 100, 2003: 100}, SIMPLE, change_year=2003, changed=changed)
    assert found["stock"].tolist() == pytest.approx([80, 152, 126])


shares = st.fractions(0, 1, max_denominator=1000)
counts = st.lists(st.integers(0, 10**5), min_size=2, max_size=20)
any_rates = st.fixed_dictionaries(dict.fromkeys(SIMPLE, shares))


@given(counts, any_rates, any_rates, st.integers(0, 20))
def test_nobody_appears_or_vanishes(awarded, rates, changed, when):
    """In fractions, which do not round: this year's stock is last year's, plus arrivals, minus exits."""
    doctorates = {2000 + index: Fraction(count) for index, count in enumerate(awarded)}
    found = project(doctorates, rates, change_year=2000 + when, changed=changed)
    before = 0
    for row in found.itertuples():
        assert row.stock == before + row.arrivals - row.exits
        assert row.exits == row.early + row.middle + row.late
        before = row.stock
    assert found["stock"].iloc[-1] == sum(found["arrivals"]) - sum(found["exits"])


@given(counts, any_rates)
def test_the_stock_lies_between_nobody_and_all_degrees(awarded, rates):
    doctorates = {2000 + index: count for index, count in enumerate(awarded)}
    stock = project(doctorates, rates)["stock"]
    assert (stock >= 0).all()
    assert (stock <= pd.Series(doctorates).cumsum()).all()


floats = st.floats(0.01, 0.5)


@given(counts, st.sampled_from(["early", "middle", "late"]), floats, floats)
def test_more_exits_never_raise_the_stock_and_more_degrees_never_lower_it(awarded, stage, rate, more):
    doctorates = {2000 + index: count for index, count in enumerate(awarded)}
    base = project(doctorates, {**SIMPLE, stage: rate})["stock"]
    faster = project(doctorates, {**SIMPLE, stage: rate + more})["stock"]
    larger = project({year: count + 10 for year, count in doctorates.items()}, {**SIMPLE, stage: rate})[
        "stock"
    ]
    assert (faster <= base * (1 + 1e-12)).all()
    assert (larger > base).all()


@given(st.floats(100, 1e4), st.floats(0.1, 1), st.floats(2e4, 1e6))
def test_at_break_even_the_stock_stands_still(doctorates, stay, stock):
    exit_rate = break_even_exit(doctorates, stay, stock)
    past, ahead = {2000: stock / stay}, dict.fromkeys(range(2001, 2020), doctorates)
    rates = uniform_exit({"at_degree": stay}, exit_rate)
    assert project(past | ahead, rates)["stock"].tolist() == pytest.approx([stock] * 20)
    above, below = (project(past | ahead, uniform_exit(rates, exit_rate * x))["stock"] for x in (1.1, 0.9))
    assert above.is_monotonic_decreasing
    assert below.is_monotonic_increasing


def test_break_even_by_hand():
    # 1,000 degrees, 80 percent stay: 800 arrive; a stock of 10,000 loses as many at 8 percent.
    assert break_even_exit(1000, 0.8, 10_000) == pytest.approx(8)
    with pytest.raises(ValueError, match="above 0"):
        break_even_exit(1000, 0.8, 0)


def test_the_part_that_stays_meets_the_five_year_rate():
    rates = stage_rates(80, 2, 1, 3)
    assert rates["at_degree"] * 0.98**5 == pytest.approx(0.8)
    assert share_present({2000: 50} | dict.fromkeys(range(2001, 2006), 7), rates, (2000, 2000), 2005) == (
        pytest.approx(0.8)
    )


@pytest.mark.parametrize("wrong", [(101, 0, 0, 0), (80, -1, 0, 0), (80, 0, 101, 0), (99, 2, 0, 0)])
def test_rates_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=r"percent|even if all stay"):
        stage_rates(*wrong)


def test_yearly_exit_by_hand():
    assert yearly_exit(100, 81, 2) == pytest.approx(10)
    assert yearly_exit(81, 100, 2) < 0
    with pytest.raises(ValueError, match="above 0"):
        yearly_exit(0, 50, 5)


def test_known_years_stay_and_the_rest_is_carried_on():
    known = pd.Series([10, 20], index=[2001, 2002])
    found = extend(known, 30, 2006, change_year=2005, changed_level=5)
    assert found.to_dict() == {2001: 10, 2002: 20, 2003: 30, 2004: 30, 2005: 5, 2006: 5}
    assert extend(known, 30, 2002).tolist() == [10, 20]


def test_earlier_graduates_join_at_their_year_and_leave_at_the_late_rate():
    found = project({2001: 100, 2002: 0, 2003: 0}, SIMPLE, earlier=(2002, 1000))
    # 80, 72 and 64.8 of the cohort; of the thousand, half are left a year later.
    assert found["stock"].tolist() == pytest.approx([80, 1072, 564.8])
    assert found["late"].tolist() == pytest.approx([0, 0, 500])
    with pytest.raises(ValueError, match="outside the years"):
        project({2001: 100}, SIMPLE, earlier=(2000, 1000))


@given(counts, any_rates, st.integers(0, 10**5))
def test_earlier_graduates_neither_appear_nor_vanish(awarded, rates, older):
    """In fractions: after the year in which they are counted in, the same balance holds."""
    doctorates = {2000 + index: Fraction(count) for index, count in enumerate(awarded)}
    found = project(doctorates, rates, earlier=(2000, Fraction(older)))
    for before, after in pairwise(found.itertuples()):
        assert after.stock == before.stock + after.arrivals - after.exits
    assert found.loc[2000, "stock"] == found.loc[2000, "arrivals"] + older


def test_a_ceiling_needs_no_opening_stock():
    assert ceiling(1000, 0.8, 2) == pytest.approx(40_000)
    ahead = dict.fromkeys(range(2000, 2800), 1000)
    rates = uniform_exit({"at_degree": 0.8}, 2)
    for earlier in (None, (2000, 100_000)):
        assert project(ahead, rates, earlier=earlier).loc[2799, "stock"] == pytest.approx(40_000, rel=1e-4)
    with pytest.raises(ValueError, match="above 0"):
        ceiling(1000, 0.8, 0)


def test_years_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order"):
        project({2001: 1, 2003: 1}, SIMPLE)


PARAMETERS = pd.DataFrame(
    {
        "low": [70, 0, 1, 1, 900],
        "central": [80, 1, 1, 2, 1000],
        "high": [90, 2, 1, 4, 1200],
    },
    index=["five_year_rate", "early_exit", "middle_exit", "late_exit", "doctorates"],
)
KNOWN = pd.Series([900.0, 950.0, 1000.0], index=[2001, 2002, 2003])


def test_the_same_seed_gives_the_same_runs_and_another_seed_others():
    first, again, other = (
        simulate(KNOWN, draw_parameters(PARAMETERS, runs=50, seed=seed), last_year=2020) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, again)
    assert not np.allclose(first, other)


def test_draws_stay_in_their_range_and_average_to_the_mean_of_the_triangle():
    draws = draw_parameters(PARAMETERS, runs=20_000, seed=3)
    for name, row in PARAMETERS.iterrows():
        assert draws[name].between(row["low"], row["high"]).all()
        assert draws[name].mean() == pytest.approx(row.mean(), rel=0.02)
    with pytest.raises(ValueError, match="in order"):
        draw_parameters(PARAMETERS.assign(low=5000), runs=2, seed=1)


def test_in_step_all_parameters_stand_at_the_same_place():
    ends = draw_in_step(PARAMETERS, [0, 1], falling=["late_exit"])
    for name, row in PARAMETERS.iterrows():
        wanted = [row["high"], row["low"]] if name == "late_exit" else [row["low"], row["high"]]
        assert ends[name].tolist() == pytest.approx(wanted), name
    # By hand: the triangle 70, 80, 90 has an eighth of its area below 75.
    assert draw_in_step(PARAMETERS, [0.125, 0.5], falling=[])["five_year_rate"].tolist() == [75, 80]
    drawn = draw_parameters(PARAMETERS, runs=20_000, seed=5)
    for name in PARAMETERS.index:
        places = draw_in_step(PARAMETERS, [0.1, 0.9], falling=[])[name]
        assert drawn[name].quantile([0.1, 0.9]).tolist() == pytest.approx(places.tolist(), rel=0.03), name
    with pytest.raises(ValueError, match="between 0 and 1"):
        draw_in_step(PARAMETERS, [1.2], falling=[])


def test_a_run_of_the_simulation_is_the_model_with_its_parameters():
    draws = draw_parameters(PARAMETERS, runs=5, seed=4)
    stocks = simulate(KNOWN, draws, last_year=2025)
    for run, drawn in draws.iterrows():
        rates = stage_rates(*drawn[["five_year_rate", "early_exit", "middle_exit", "late_exit"]])
        alone = project(extend(KNOWN, drawn["doctorates"], 2025), rates)["stock"]
        assert stocks[run].tolist() == pytest.approx(alone.tolist())


# What the model counts.


def counted(recipients, first, last, persons, field="All S&E", measure="doctorates_awarded"):
    return {
        "recipients": recipients,
        "field": field,
        "measure": measure,
        "first_year": first,
        "last_year": last,
        "value": persons,
    }


VISA, CITIZENS = "temporary-visa holders from China", "citizens of China, any visa"


def test_no_degree_counts_twice_and_none_of_another_kind():
    table = pd.DataFrame(
        [
            counted(VISA, 2017, 2017, 30),
            counted(VISA, 2016, 2016, 20),
            counted(VISA, 2018, 2018, 40),
            counted(VISA, 2000, 2017, 170),
            counted(CITIZENS, 1986, 1998, 90),
            # None of these belongs to the model.
            counted(VISA, 2001, 2020, 1000),
            counted(VISA, 2018, 2018, 1000, field="Engineering"),
            counted(VISA, 2018, 2018, 1000, measure="share_of_doctorates"),
            counted(CITIZENS, 1995, 1995, 1000),
            counted("all recipients", 2018, 2018, 1000),
        ]
    )
    degrees = model_degrees(table)
    assert degrees["value"].sum() == 30 + 20 + 40 + 170 + 90
    assert degrees_by_year(degrees).to_dict() == {2016: 20, 2017: 30, 2018: 40}
    # Of the sum to 2017, all but the 50 of 2016 and 2017.
    assert earlier_degrees(degrees) == (120, 90)


def test_a_year_without_parameters_says_which_there_are():
    with pytest.raises(ValueError, match=r"up to 1999; there are \[.*2015.*2025"):
        model_evidence(load("model_parameters"), 1999)


# The parameters of the book: each is computed again from the rows it rests on.


def rate(first, last, horizon, database="Survey of Doctorate Recipients", **where):
    return value(
        "stay_rates",
        "percent",
        measure="residence",
        origin="China",
        field="All S&E",
        database=database,
        cohort_first=first,
        cohort_last=last,
        horizon_high=horizon,
        **where,
    )


def plans(first, last, field="All S&E"):
    return value(
        "stay_rates",
        "percent",
        measure="intent",
        origin="China",
        field=field,
        cohort_first=first,
        cohort_last=last,
    )


def tax_records(observed, horizon):
    editions = load("stay_rates").query(
        "database == 'Finn/ORISE tax records' and origin == 'China' and horizon_high == @horizon "
        "and observed_first == @observed"
    )
    return editions["percent"].max()  # the later edition, where two differ


def degrees():
    return degrees_by_year(model_degrees(load("doctorates_by_year")))


def test_the_parameters_follow_from_the_tables():
    pairs = [
        yearly_exit(plans(*planned), rate(*resident, 5), 5)
        for planned, resident in {
            (2006, 2009): (2007, 2009),
            (2008, 2011): (2009, 2011),
            (2010, 2013): (2011, 2013),
            (2014, 2017): (2015, 2017),
            (2016, 2019): (2017, 2019),
        }.items()
    ]
    middle = yearly_exit(mean([rate(2009, 2011, 5), rate(2011, 2013, 5)]), rate(2010, 2012, 10), 5)
    assert rate(2006, 2008, 10) > rate(2007, 2009, 5)  # hence a low of zero
    # Two databases: the survey counts the classes of these years only after ten years.
    ten_years = value("stay_rates", "percent", origin="China", observed_first=2013, horizon_high=10)
    across_databases = yearly_exit(mean([tax_records(2007, 5), tax_records(2009, 5)]), ten_years, 5)
    gone = {
        years: value(
            "mover_findings", "value", study_id="shvadron2025", measure=f"left the US within {years} years"
        )
        for years in (5, 15)
    }
    returned = value("mover_findings", "value", study_id="gaule2013")
    kept = value("inflows", "value", measure="of_these_still_at_us_institutions")
    lowest_kept, _ = wilson_interval(
        kept / 100, int(value("inflows", "out_of", measure="of_these_still_at_us_institutions"))
    )
    late = (
        yearly_exit(100, 100 - returned, 10),
        yearly_exit(100 - gone[5], 100 - gone[15], 10),
        yearly_exit(1, lowest_kept, 6),
    )
    newest_plans = [plans(year, year, "All fields") for year in (2021, 2022, 2023)]
    gap_of_ten_year_rates = yearly_exit(rate(2006, 2008, 10), rate(2010, 2012, 10), 5)
    awarded = degrees()
    enrolled = value(
        "students_by_year",
        "value",
        measure="f1_students_enrolled",
        level="doctoral",
        field="All S&E",
        nationality="China",
    )
    three_years = awarded.loc[2021:2023]
    fives = [
        rate(*cohorts, 5)
        for cohorts in [(2007, 2009), (2009, 2011), (2011, 2013), (2015, 2017), (2017, 2019)]
    ]
    wanted = {
        ("five_year_rate", 2025): (mean(newest_plans), fives[-1], max(fives)),
        ("early_exit", 2025): (max(0, min(pairs)), median(pairs), max(pairs)),
        ("middle_exit", 2025): (0, middle, round(gap_of_ten_year_rates)),
        ("late_exit", 2025): late,
        ("doctorates", 2025): (
            awarded.loc[2014:2023].min(),
            awarded.loc[2019:2023].mean(),
            awarded.loc[2014:2023].max(),
        ),
        ("years_in_program", 2025): tuple(
            enrolled / count for count in (three_years.max(), three_years.mean(), three_years.min())
        ),
        ("five_year_rate", 2015): (fives[0], mean(fives[:2]), fives[1]),
        ("early_exit", 2015): (pairs[1], mean(pairs[:2]), pairs[0]),
        ("middle_exit", 2015): (across_databases,) * 3,
        ("late_exit", 2015): (late[0],) * 3,
    }
    table = load("model_parameters").set_index(["parameter", "evidence_to"])
    assert set(table.index) == set(wanted)
    for key, numbers in wanted.items():
        assert table.loc[key, ["low", "central", "high"]].tolist() == pytest.approx(numbers, abs=0.0051), key


def parameters(evidence_to):
    return model_evidence(load("model_parameters"), evidence_to)


def rates_of(evidence_to):
    central = parameters(evidence_to)["central"]
    return stage_rates(*central[["five_year_rate", "early_exit", "middle_exit", "late_exit"]])


def test_the_break_even_of_the_book_holds_its_stock():
    rates, level = rates_of(2025), parameters(2025).loc["doctorates", "central"]
    path = project(extend(degrees(), level, 2024), rates)
    exit_rate = break_even_exit(level, rates["at_degree"], path.loc[2024, "stock"])
    held = project(
        extend(degrees(), level, 2040), rates, change_year=2025, changed=uniform_exit(rates, exit_rate)
    )["stock"]
    assert all(after == pytest.approx(before) for before, after in pairwise(held.loc[2024:]))
