"""One country measured against another."""

from __future__ import annotations

import pandas as pd


def percent_of(
    frame: pd.DataFrame,
    column: str = "value",
    *,
    of: str = "China",
    base: str = "United States",
) -> float:
    """The value of one country in percent of the value of another.

    frame: rows of one measure, year, source and definition, with a column `country`. column: holds
    the values. of, base: the two countries; each must stand in exactly one row. Raises ValueError where
    a country has no row or several, where a value is missing, and where the base is not above zero.
    """
    values = []
    for name in (of, base):
        found = frame.loc[(frame["country"] == name).fillna(False), column]
        if len(found) != 1 or found.isna().any():
            raise ValueError(
                f"{name!r} has {len(found)} rows with {found.count()} values; it needs one of each."
            )
        values.append(float(found.iloc[0]))
    if values[1] <= 0:
        raise ValueError(f"the base {base!r} is {values[1]}; a percentage needs one above zero.")
    return 100 * values[0] / values[1]
