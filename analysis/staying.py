"""Who stays: the interval of a stay rate, and the rate of several groups together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.shares import wilson_interval

SURVEY, TAX = "Survey of Doctorate Recipients", "Finn/ORISE tax records"
# The tables in which the agency, NCSES, holds its series of residence.
AGENCY = ("ncses-2019-indicators-labor", "ncses-2024-indicators-labor", "ncses-2025-nsf25325")


def five_year_rates(stay: pd.DataFrame, database: str = SURVEY) -> pd.DataFrame:
    """The agency's rows on who lives in the United States five years after the degree.

    stay: rows of the stay_rates table. database: SURVEY or TAX. Science and engineering, all fields; the
    year of observation is `observed_last`.
    """
    return stay[
        (stay["measure"] == "residence")
        & (stay["statistic"] == "rate")
        & (stay["field"] == "All S&E")
        & (stay["database"] == database)
        & stay["source_id"].isin(AGENCY)
        & (stay["horizon_low"] == 5)
        & (stay["horizon_high"] == 5)
    ]


def stay_interval(low: float, high: float, n: int) -> tuple[float, float]:
    """The least uncertainty of a stay rate in percent: Wilson interval, widened by rounding.

    low, high: the lowest and the highest rate that rounded counts allow; n: the people it stands
    for. A survey asks only some of the people it stands for, so the true interval is wider. Raises
    ValueError as `wilson_interval` does.
    """
    from_low, _ = wilson_interval(low / 100, n)
    _, from_high = wilson_interval(high / 100, n)
    return 100 * from_low, 100 * from_high


def pooled_share(shares: Sequence[float], sizes: Sequence[float]) -> float:
    """The share of several groups together: the mean of their shares, weighted by their sizes.

    Raises ValueError without a group or when a share has no size.
    """
    total = sum(sizes)
    if len(shares) != len(sizes) or total <= 0:
        raise ValueError("give one size for each share, and at least one above zero")
    return sum(share * size for share, size in zip(shares, sizes, strict=True)) / total
