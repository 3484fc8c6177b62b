"""Who left and who came: counts and shares by year, as the tables on departures hold them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.lookup import single
from analysis.periods import months_covered


def moves_by_year(
    flows: pd.DataFrame,
    series: str,
    flow: str,
    partner: str | None = "China",
) -> pd.Series:
    """The counts of one series for the United States, indexed by year, in moves or persons.

    flows: rows of the researcher_flows table. flow: 'outflow', 'inflow', 'net' or 'stock'. partner: the
    other country, 'World', or None for a stock. Raises ValueError where no row fits.
    """
    rows = flows[
        (flows["country"] == "United States") & (flows["series"] == series) & (flows["flow"] == flow)
    ]
    rows = rows[rows["partner"].isna() if partner is None else rows["partner"] == partner]
    if rows.empty:
        raise ValueError(f"no {flow} of series {series!r} with partner {partner!r}.")
    return rows.set_index("year")["value"].astype(float)


def exchange_with_china(flows: pd.DataFrame, series: Collection[str]) -> pd.DataFrame:
    """The rows of moves between the United States and China, both ways, in years published as complete.

    flows: rows of the researcher_flows table. series: the databases and editions wanted.
    """
    return flows[
        flows["series"].isin(list(series))
        & (flows["country"] == "United States")
        & (flows["partner"] == "China")
        & flows["flow"].isin(["inflow", "outflow"])
        & (flows["window"] == "published")
    ]


def leavers_in_year(
    estimates: pd.DataFrame, series: str, destination: str, year: int, column: str = "value", **where
) -> float:
    """Persons who left the United States for a destination in one year, by a published estimate.

    estimates: rows of the departure_estimates table. column: 'value', 'low' or 'high'. where: what else
    tells the row apart, such as precision. Raises ValueError unless one row fits.
    """
    return single(
        estimates,
        column,
        series=series,
        destination=destination,
        measure="leavers in the year",
        field="all",
        first_year=year,
        **where,
    )


def destination_share(destinations: pd.DataFrame, series: str, destination: str, year: int) -> float:
    """Percent of those who left the United States in one year that went to a destination.

    destinations: rows of the destinations table. Raises ValueError unless one row fits.
    """
    return single(
        destinations,
        "share",
        series=series,
        breakdown="destination of leavers",
        category=destination,
        first_year=year,
        last_year=year,
    )


def left_within(findings: pd.DataFrame, years: int) -> float:
    """Percent of doctorates of US universities, of any origin, who left the country within so many years.

    findings: rows of the mover_findings table. Raises ValueError for years the study does not state.
    """
    return single(findings, "value", study_id="shvadron2025", measure=f"left the US within {years} years")


def tally_months(tallies: pd.DataFrame, tally_id: str) -> int:
    """How many months a list of named people covers. tallies: rows of the departure_tallies table."""
    return months_covered(
        *(single(tallies, end, tally_id=tally_id) for end in ("period_start", "period_end"))
    )
