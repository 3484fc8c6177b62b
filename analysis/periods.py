"""Months and fiscal years."""

from __future__ import annotations

import pandas as pd


def months_covered(start: str, end: str) -> int:
    """The calendar months from `start` to `end`, both counted.

    Each is a year or a month, such as '2011' or '2025-06'; a year begins in January and ends in December.
    Raises ValueError where the end lies before the start.
    """
    first, last = pd.Period(start).asfreq("M", "start"), pd.Period(end).asfreq("M", "end")
    if last < first:
        raise ValueError(f"the period ends in {end}, before it starts in {start}.")
    return (last - first).n + 1


def fiscal_year(dates: pd.Series) -> pd.Series:
    """The US fiscal year of each date: it begins in October of the year before."""
    return dates.dt.year + (dates.dt.month >= 10)
