"""Was there a break? A trend before it, carried on, held against what was counted after."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
import pandas as pd

FORMS = ("straight line", "steady growth")
_FEWEST_YEARS = 3


def trend_excess(counts: pd.Series, *, break_year: int, form: str, first_year: int) -> float:
    """By how many percent the counts from `break_year` on differ from the trend before it.

    counts: indexed by year; all years from break_year to the last count as after the break. form:
    'straight line' (the same number more each year) or 'steady growth' (the same percentage), both by
    ordinary least squares on the years from first_year to the one before break_year. Raises
    ValueError for an unknown form, fewer than three years before the break, none after it, a gap,
    or a trend that falls to zero. The result is arithmetic: it says nothing of causes.
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}, not {form!r}")
    before, after = counts.loc[first_year : break_year - 1], counts.loc[break_year:]
    if len(before) < _FEWEST_YEARS or after.empty:
        raise ValueError(
            f"a trend from {first_year} with a break in {break_year} needs at least {_FEWEST_YEARS} years "
            f"before the break and one after it; there are {len(before)} and {len(after)}."
        )
    if not np.array_equal(counts.loc[first_year:].index, np.arange(first_year, after.index[-1] + 1)):
        raise ValueError(f"the counts from {first_year} on must hold each year once, in order.")
    grows = form == "steady growth"
    line = np.polyfit(before.index, np.log(before) if grows else before, 1)
    expected = np.polyval(line, after.index)
    expected = np.exp(expected) if grows else expected
    if expected.min() <= 0:
        raise ValueError(f"a straight line from {first_year} falls to zero after {break_year}.")
    return float(100 * (after.sum() / expected.sum() - 1))


def trend_excesses(
    counts: pd.Series, *, break_years: Iterable[int], first_years: Iterable[int]
) -> pd.DataFrame:
    """`trend_excess` for every combination of break year, first year and form.

    Returns columns break_year, first_year, form and excess (percent): how far the answer depends
    on choices that the data do not make. Source of the idea: Simonsohn, Simmons and Nelson (2020),
    Specification curve analysis, Nature Human Behaviour 4, 1208-1214.
    """
    choices = pd.DataFrame(
        product(break_years, first_years, FORMS), columns=["break_year", "first_year", "form"]
    )
    excess = [
        trend_excess(counts, break_year=row.break_year, form=row.form, first_year=row.first_year)
        for row in choices.itertuples()
    ]
    return choices.assign(excess=excess)


def growth_path(first: float, last: float, first_year: int, last_year: int, form: str) -> pd.Series:
    """Yearly counts between two known years if nothing but the trend of `form` was at work.

    first, last: the counts of the two years, above 0. Returns a Series indexed by year.
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}, not {form!r}")
    if first <= 0 or last <= 0 or last_year <= first_year:
        raise ValueError("a path needs two counts above zero, the second in a later year.")
    space = np.geomspace if form == "steady growth" else np.linspace
    years = range(first_year, last_year + 1)
    return pd.Series(space(first, last, len(years)), index=pd.Index(years, name="year"))


def change_of_mean(counts: pd.Series, recent: tuple[int, int], base: tuple[int, int]) -> float:
    """The mean of the years `recent` against the mean of the years `base`, both ends included, in percent."""
    means = []
    for start, end in (recent, base):
        years = counts.loc[start:end]
        if len(years) != end - start + 1:
            raise ValueError(f"counts lack years between {start} and {end}.")
        means.append(years.mean())
    return float(100 * (means[0] / means[1] - 1))
