"""What was proposed and what was decided, as changes on the last enacted budget, and what it paid for."""

from __future__ import annotations

import pandas as pd

from analysis.lookup import single

KEYS = ["agency", "account", "fiscal_year"]
STAGES = ("request", "enacted")
DEEP_CUT = -5  # percent: a request this low or lower is a deep cut


def yearly_changes(budgets: pd.DataFrame) -> pd.DataFrame:
    """The change of each amount on the budget enacted last, in percent.

    budgets: rows of the federal_budgets table. Returns the rows for which a change is known, with
    two more columns, `change` and `how`:

    - A request is held against the base its source names (`stated`), because that is the budget
      known when the request was made: for FY2019 it was FY2017. Without one, against the year before.
    - Any other stage is held against the enacted amount of the year before in the same account
      (`computed`), because stated changes are rounded. Without amounts, the stated change counts
      if its base is the year before.

    An agency estimate stands in for a year without an enacted amount.
    """
    before = (
        budgets[budgets["stage"].isin(["enacted", "estimate"])]
        .dropna(subset=["billion_usd"])
        # enacted before estimate, reported before derived; stable, so that the table decides ties
        .sort_values(["stage", "basis"], ascending=[True, False], kind="stable")
        .drop_duplicates(KEYS)
        .assign(fiscal_year=lambda rows: rows["fiscal_year"] + 1)
        .set_index(KEYS)["billion_usd"]
        .rename("before")
    )
    rows = budgets.join(before, on=KEYS)
    computed = 100 * (rows["billion_usd"] / rows["before"] - 1)
    on_year_before = (rows["base_year"] == rows["fiscal_year"] - 1).fillna(False)
    request = rows["stage"] == "request"
    stated = rows["change_pct"].where(on_year_before | (request & rows["base_year"].notna()))
    change = stated.fillna(computed).where(request, computed.fillna(stated))
    rows = rows.assign(change=change, how="computed")
    rows.loc[stated.notna() & (request | computed.isna()), "how"] = "stated"
    known = rows.dropna(subset=["change"]).drop(columns="before")
    known.attrs = budgets.attrs  # a join forgets them; the source line of a figure needs them
    return known


def request_and_law(changes: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """The lowest and the highest change that was requested, and that became law, by agency and fiscal year.

    changes: what `yearly_changes` returns, of single agencies. first_year: the first fiscal year wanted.
    Years that lack a request or a law are left out, so that every pair can be compared. Returns columns
    agency, fiscal_year, stage ('request' or 'enacted'), low, high (percent), in the order of the table;
    low and high differ where sources or accounts disagree.
    """
    wanted = changes[changes["stage"].isin(STAGES) & (changes["fiscal_year"] >= first_year)]
    ranges = (
        wanted.groupby(["agency", "fiscal_year", "stage"], sort=False)["change"]
        .agg(low="min", high="max")
        .reset_index()
    )
    complete = ranges.groupby(["agency", "fiscal_year"])["stage"].transform("nunique") == len(STAGES)
    return ranges[complete].reset_index(drop=True)


def requests_and_laws(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs of `request_and_law` apart: requests and laws, each indexed by agency and fiscal year."""
    requests, laws = (pairs[pairs["stage"] == stage].set_index(["agency", "fiscal_year"]) for stage in STAGES)
    return requests, laws


def after_deep_cuts(requests: pd.DataFrame, laws: pd.DataFrame) -> pd.DataFrame:
    """The laws of the agencies and years for which a deep cut was requested, by every source and account.

    requests, laws: what `requests_and_laws` returns. A cut is deep from DEEP_CUT percent on.
    """
    return laws.loc[requests.index[requests["high"] <= DEEP_CUT]]


def requested_change(budgets: pd.DataFrame, account: str, fiscal_year: int) -> float:
    """The change that a request names for one account, in percent, as its source states it.

    budgets: rows of the federal_budgets table. Raises ValueError unless one row states it.
    """
    return single(budgets, "change_pct", account=account, fiscal_year=fiscal_year, stage="request")


def award_change(awards: pd.DataFrame, metric: str, fiscal_year: int) -> float:
    """The change of one count of grants or people funded on the year before, in percent.

    awards: rows of the award_outcomes table. Raises ValueError unless each of the two years has one row.
    """
    this, before = (
        single(awards, "value", metric=metric, fiscal_year=year) for year in (fiscal_year, fiscal_year - 1)
    )
    return 100 * (this / before - 1)
