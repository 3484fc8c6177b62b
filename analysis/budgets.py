"""What was proposed and what was decided, as changes on the last enacted budget."""

from __future__ import annotations

import pandas as pd

KEYS = ["agency", "account", "fiscal_year"]


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


def change_ranges(changes: pd.DataFrame, stages: tuple[str, ...]) -> pd.DataFrame:
    """The lowest and the highest change by agency, fiscal year and stage.

    changes: what `yearly_changes` returns. stages: the stages wanted; agency-years that lack one
    of them are left out, so that every pair can be compared. Returns columns agency, fiscal_year,
    stage, low, high (percent), in the order of the table; low and high differ where sources or
    accounts disagree.
    """
    wanted = changes[changes["stage"].isin(stages)]
    ranges = (
        wanted.groupby(["agency", "fiscal_year", "stage"], sort=False)["change"]
        .agg(low="min", high="max")
        .reset_index()
    )
    complete = ranges.groupby(["agency", "fiscal_year"])["stage"].transform("nunique") == len(stages)
    return ranges[complete].reset_index(drop=True)
