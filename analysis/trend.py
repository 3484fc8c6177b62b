"""Was there a break? A trend before it, carried on, held against what was counted after."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
import pandas as pd

FORMS = ("straight line", "steady growth")
_FEWEST_YEARS = 3


def trend_path(counts: pd.Series, *, break_year: int, form: str, first_year: int) -> pd.Series:
    """The trend through the years before a break, carried on to the last count.

    counts: indexed by year. form: 'straight line' (the same number more each year) or 'steady
    growth' (the same percentage), both by ordinary least squares on the years from first_year to
    the one before break_year. Returns a Series indexed by year, from first_year on. Raises ValueError
    for an unknown form, fewer than three years before the break, none after it, a gap, or a trend
    that falls to zero; for steady growth also a count that is not above zero.
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}, not {form!r}")
    before, after = counts.loc[first_year : break_year - 1], counts.loc[break_year:]
    if len(before) < _FEWEST_YEARS or after.empty:
        raise ValueError(
            f"a trend from {first_year} with a break in {break_year} needs at least {_FEWEST_YEARS} years "
            f"before the break and one after it; there are {len(before)} and {len(after)}."
        )
    years = counts.loc[first_year:].index
    if not np.array_equal(years, np.arange(first_year, years[-1] + 1)):
        raise ValueError(f"the counts from {first_year} on must hold each year once, in order.")
    if counts.loc[first_year:].isna().any():
        raise ValueError(f"the counts from {first_year} on have an empty year.")
    grows = form == "steady growth"
    if grows and before.min() <= 0:
        raise ValueError("steady growth needs counts above zero.")
    line = np.polyfit(before.index, np.log(before) if grows else before, 1)
    path = np.polyval(line, years)
    path = pd.Series(np.exp(path) if grows else path, index=years)
    if path.min() <= 0:
        raise ValueError(f"a straight line from {first_year} with a break in {break_year} falls to zero.")
    return path


def trend_excess(counts: pd.Series, *, break_year: int, form: str, first_year: int) -> float:
    """By how many percent the counts from `break_year` on differ from the trend before it.

    Arguments and errors as in `trend_path`; all years from the break to the last count as after it.
    The result is arithmetic: it says nothing of causes.
    """
    path = trend_path(counts, break_year=break_year, form=form, first_year=first_year)
    return float(100 * (counts.loc[break_year:].sum() / path.loc[break_year:].sum() - 1))


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
