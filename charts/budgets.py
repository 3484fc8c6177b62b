"""Requests and laws, the same words, colors and marks in every chapter."""

from __future__ import annotations

import pandas as pd

from charts.theme import PRESSURE, RELIEF

REQUESTED, ENACTED = "Requested by the President", "Enacted into law"
REQUEST_KEY = {REQUESTED: (PRESSURE, "D"), ENACTED: (RELIEF, "o")}


def request_rows(pairs: pd.DataFrame, agencies: dict[str, str]) -> pd.DataFrame:
    """Rows for `paired_ranges`: one small chart an agency, by fiscal year, with REQUEST_KEY as its key.

    pairs: what `analysis.request_and_law` returns. agencies: name in the table to the heading, in order.
    """
    rows = pd.concat(pairs[pairs["agency"] == agency].assign(group=name) for agency, name in agencies.items())
    series = rows["stage"].map({"request": REQUESTED, "enacted": ENACTED})
    return rows.assign(x=rows["fiscal_year"], series=series)
