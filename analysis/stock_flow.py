"""A stock and its flows: graduates who stay, who leave with the degree, and who leave later.

In words: those here at the end of a year are those here a year before, less those who left, plus
those who stayed after a degree of the year. Exits are net: who comes back is one exit fewer.
Source of the method: the cohort-component method, United Nations (1956), Manual III: Methods for
Population Projections by Sex and Age, with years since the degree in place of age.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pandas as pd

# Career stages by years since the degree, each to its last year.
STAGES = {"early": 5, "middle": 10, "late": None}


def stage_rates(five_year_rate, early_exit, middle_exit, late_exit) -> dict:
    """Published percentages as the rates of the model.

    five_year_rate: percent of a cohort that lives in the country five years after the degree. The
    exits: percent a year of those present, by career stage. Each may be a number or an array with one
    value a run. Returns shares between 0 and 1: `at_degree`, the part that stays after the degree so
    that the five-year rate is met, and `early`, `middle`, `late`. Raises ValueError for a percentage
    outside 0 to 100 and where no part can meet the five-year rate.
    """
    percentages = {
        "five_year_rate": five_year_rate,
        "early_exit": early_exit,
        "middle_exit": middle_exit,
        "late_exit": late_exit,
    }
    for name, percentage in percentages.items():
        if np.any(np.asarray(percentage) < 0) or np.any(np.asarray(percentage) > 100):
            raise ValueError(f"{name} must lie between 0 and 100 percent, not {percentage}")
    kept = 1 - early_exit / 100
    if np.any(np.asarray(five_year_rate / 100) > np.asarray(kept ** STAGES["early"])):
        raise ValueError("early_exit leaves fewer than the five-year rate, even if all stay at first")
    return {
        "at_degree": five_year_rate / 100 / kept ** STAGES["early"],
        "early": early_exit / 100,
        "middle": middle_exit / 100,
        "late": late_exit / 100,
    }


def uniform_exit(rates: Mapping, exit_rate) -> dict:
    """The same rates, but everyone leaves at `exit_rate` (percent a year), whatever the career stage."""
    return {**rates, **dict.fromkeys(STAGES, exit_rate / 100)}


def yearly_exit(share_before: float, share_after: float, years: int) -> float:
    """The percentage that leaves each year if `share_before` becomes `share_after` in `years` years.

    Negative where the share rises: then more came back than left. Raises ValueError unless both
    shares and the years are above 0.
    """
    if share_before <= 0 or share_after <= 0 or years <= 0:
        raise ValueError("shares and years must be above 0.")
    return 100 * (1 - (share_after / share_before) ** (1 / years))


def exit_range(low: float, high: float, years: int) -> tuple[float, float]:
    """The lowest and the highest `yearly_exit` of a group of which a share between `low` and `high` stayed.

    low, high: shares between 0 and 1, such as the ends of an interval, in either order. Raises ValueError
    as `yearly_exit` does.
    """
    least, most = sorted(yearly_exit(1, share, years) for share in (low, high))
    return least, most


def project(
    doctorates: Mapping[int, float],
    rates: Mapping,
    *,
    change_year: int | None = None,
    changed: Mapping | None = None,
    earlier: tuple[int, float] | None = None,
) -> pd.DataFrame:
    """The stock and its flows, year by year, from nobody before the first cohort.

    doctorates: degrees awarded by year (a Series or dict), without gaps. rates: what `stage_rates`
    returns. changed: rates that hold from change_year on, for all cohorts. earlier: a year and how many
    persons with older degrees, all past their tenth year, are counted in at its end; they are no
    arrivals. Returns a frame indexed by year with columns doctorates, arrivals (stay after the degree),
    early, middle, late (exits by career stage), exits (their sum) and stock (end of year), in persons.
    """
    records = [
        {"year": year, "doctorates": awarded, "arrivals": arrivals, **exits, "stock": stock}
        for year, awarded, arrivals, exits, stock in _years(doctorates, rates, change_year, changed, earlier)
    ]
    frame = pd.DataFrame(records).set_index("year")
    frame.insert(frame.columns.get_loc("stock"), "exits", frame[list(STAGES)].sum(axis=1))
    return frame


def share_present(doctorates: Mapping[int, float], rates: Mapping, cohorts: tuple[int, int], year: int):
    """The share of the cohorts (first and last year of degree, both in) that lives in the country in `year`.

    It is what a survey of these graduates would find. Cohorts weigh by their doctorates.
    """
    first, last = cohorts
    # The degrees of later years belong to other cohorts.
    own = {when: doctorates[when] if when <= last else 0 for when in range(first, year + 1)}
    return project(own, rates)["stock"].loc[year] / sum(own.values())


def extend(
    doctorates: pd.Series,
    level: float,
    last_year: int,
    *,
    change_year: int | None = None,
    changed_level: float | None = None,
) -> pd.Series:
    """Known yearly doctorates carried on at `level` to last_year, from change_year on at changed_level.

    Known years are never changed.
    """
    ahead = pd.Series(level, index=range(int(doctorates.index[-1]) + 1, last_year + 1), dtype=float)
    if change_year is not None and changed_level is not None:
        ahead.loc[change_year:] = changed_level
    return pd.concat([doctorates.astype(float), ahead]).rename_axis("year")


def draw_parameters(parameters: pd.DataFrame, *, runs: int, seed: int) -> pd.DataFrame:
    """One set of parameters a run, each drawn by itself from the triangle of its low, central and high value.

    parameters: indexed by name, columns low, central, high. Returns a frame with a row a run and a
    column a parameter. The same seed gives the same draws. Raises ValueError where low, central and
    high are not in order.
    """
    if not (
        (parameters["low"] <= parameters["central"]) & (parameters["central"] <= parameters["high"])
    ).all():
        raise ValueError("low, central and high must be in order.")
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            row.Index: generator.triangular(row.low, row.central, row.high, runs)
            if row.low < row.high
            else np.full(runs, float(row.central))
            for row in parameters[["low", "central", "high"]].itertuples()
        }
    )


def draw_in_step(parameters: pd.DataFrame, shares, *, falling: Collection[str]) -> pd.DataFrame:
    """One set of parameters a share, all parameters at the same place of their triangles.

    parameters: as for `draw_parameters`. shares: places between 0 (all at low) and 1 (all at high).
    falling: parameters that run the other way, from high to low. Where `draw_parameters` lets doubts
    cancel, here all are wrong in the same direction. Raises ValueError for a share outside 0 to 1.
    """
    shares = np.asarray(shares, dtype=float)
    if np.any(shares < 0) or np.any(shares > 1):
        raise ValueError(f"shares must lie between 0 and 1, not {shares}")
    return pd.DataFrame(
        {
            row.Index: _triangle(
                row.low, row.central, row.high, 1 - shares if row.Index in falling else shares
            )
            for row in parameters[["low", "central", "high"]].itertuples()
        }
    )


def _triangle(low: float, central: float, high: float, shares: np.ndarray) -> np.ndarray:
    # The inverse of the triangle's distribution function, one side of the peak and the other.
    width = high - low
    rising = low + np.sqrt(shares * width * (central - low))
    sinking = high - np.sqrt((1 - shares) * width * (high - central))
    return np.where(shares * width < central - low, rising, sinking)


def simulate(
    known: pd.Series,
    draws: pd.DataFrame,
    *,
    last_year: int,
    earlier: tuple[int, float] | None = None,
) -> pd.DataFrame:
    """The stock by year (rows) and run (columns) for parameters drawn by `draw_parameters`.

    known: doctorates of the years already counted, which all runs share. draws: columns
    five_year_rate, early_exit, middle_exit, late_exit (percent) and doctorates (a year from then on).
    earlier: as for `project`.
    """
    # One value a run in each year: the model computes all runs at once.
    doctorates = {int(year): float(awarded) for year, awarded in known.items()}
    ahead = range(int(known.index[-1]) + 1, last_year + 1)
    doctorates |= dict.fromkeys(ahead, draws["doctorates"].to_numpy())
    names = ["five_year_rate", "early_exit", "middle_exit", "late_exit"]
    rates = stage_rates(*(draws[name].to_numpy() for name in names))
    stocks = {year: stock for year, _, _, _, stock in _years(doctorates, rates, None, None, earlier)}
    return pd.DataFrame(stocks, index=draws.index).T.rename_axis("year")


def ceiling(doctorates: float, stay_share: float, exit_rate: float) -> float:
    """The stock at which growth ends if everyone leaves at `exit_rate` (percent a year, above 0).

    It needs no opening stock: those who stay each year, divided by the rate.
    """
    if exit_rate <= 0:
        raise ValueError(f"exit_rate must be above 0, not {exit_rate}")
    return 100 * doctorates * stay_share / exit_rate


def break_even_exit(doctorates: float, stay_share: float, stock: float) -> float:
    """The exit rate, in percent a year of everyone present, at which the stock neither grows nor shrinks.

    doctorates: degrees a year. stay_share: the part that stays after the degree, 0 to 1. stock:
    persons present, above 0. As long as degrees and stay share hold, the stock stays where it is.
    """
    if stock <= 0:
        raise ValueError(f"stock must be above 0, not {stock}")
    return 100 * doctorates * stay_share / stock


def _years(
    doctorates: Mapping,
    rates: Mapping,
    change_year: int | None,
    changed: Mapping | None,
    earlier: tuple[int, float] | None,
) -> Iterator[tuple]:
    # Plain arithmetic, so that numbers, fractions and arrays with one value a run all pass through it.
    years = list(doctorates.keys())
    if years != list(range(years[0], years[0] + len(years))):
        raise ValueError("doctorates must hold each year once, in order.")
    if earlier is not None and earlier[0] not in years:
        raise ValueError(f"earlier graduates are counted in at {earlier[0]}, outside the years of the model.")
    older = 0
    present: dict[int, float] = {}
    for year in years:
        current = (
            changed if changed is not None and change_year is not None and year >= change_year else rates
        )
        exits = dict.fromkeys(STAGES, 0)
        for cohort, number in present.items():
            stage = _stage(year - cohort)
            leaving = number * current[stage]
            exits[stage] = exits[stage] + leaving
            present[cohort] = number - leaving
        leaving = older * current["late"]
        exits["late"] = exits["late"] + leaving
        older = earlier[1] if earlier is not None and year == earlier[0] else older - leaving
        present[year] = doctorates[year] * current["at_degree"]
        yield year, doctorates[year], present[year], exits, sum(present.values()) + older


def _stage(years_since_degree: int) -> str:
    return next(name for name, last in STAGES.items() if last is None or years_since_degree <= last)
