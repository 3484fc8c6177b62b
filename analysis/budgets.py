"""What was proposed and what was decided, as changes on the year before."""

from __future__ import annotations

import pandas as pd

KEYS = ["agency", "account", "fiscal_year"]


def yearly_changes(budgets: pd.DataFrame) -> pd.DataFrame:
    """The change of each amount on the enacted amount of the year before.

    budgets: rows of the federal_budgets table. Returns the rows for which a change is known, with
    two more columns: `change` (percent) and `how`. how is `stated` where the source gives a change
    on the fiscal year before, else `computed` from two amounts of the same agency and account; an
    agency estimate stands in for a year without an enacted amount.
    """
    before = (
        budgets[budgets["stage"].isin(["enacted", "estimate"])]
        .dropna(subset=["billion_usd"])
        .sort_values("stage")  # enacted comes before estimate
        .drop_duplicates(KEYS)
        .assign(fiscal_year=lambda rows: rows["fiscal_year"] + 1)
        .set_index(KEYS)["billion_usd"]
        .rename("before")
    )
    rows = budgets.join(before, on=KEYS)
    year_before = "FY" + (rows["fiscal_year"] - 1).astype(str)
    on_year_before = [
        str(base).startswith(year)
        for base, year in zip(rows["change_base"].fillna(""), year_before, strict=True)
    ]
    stated = rows["change_pct"].where(on_year_before)
    computed = 100 * (rows["billion_usd"] / rows["before"] - 1)
    rows = rows.assign(change=stated.fillna(computed), how="stated")
    rows.loc[stated.isna(), "how"] = "computed"
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
