"""Moves between two countries as rows of a chart."""

from __future__ import annotations

import pandas as pd

DIRECTIONS = {"outflow": "US to China", "inflow": "China to US"}


def exchange_rows(exchange: pd.DataFrame, databases: dict[str, str]) -> pd.DataFrame:
    """The rows with what `lines` draws: one small chart a database, one line a direction.

    exchange: what `analysis.exchange_with_china` returns. databases: series to the name of its database.
    """
    return exchange.assign(
        group=exchange["series"].map(databases),
        series=exchange["flow"].map(DIRECTIONS),
        x=exchange["year"],
        y=exchange["value"],
    ).sort_values("group", ascending=False)
