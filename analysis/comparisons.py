"""One country measured against another."""

from __future__ import annotations

import pandas as pd

from analysis.lookup import single


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
    level, whole = (float(single(frame, column, country=name)) for name in (of, base))
    if whole <= 0:
        raise ValueError(f"the base {base!r} is {whole}; a percentage needs one above zero.")
    return 100 * level / whole
