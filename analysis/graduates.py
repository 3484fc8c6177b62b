"""What the tables give the model of stock and flows: China's graduates, and rates by period of evidence."""

from __future__ import annotations

import pandas as pd


def model_degrees(doctorates: pd.DataFrame) -> pd.DataFrame:
    """The degrees that the model counts: in science and engineering, China's graduates on temporary visas.

    doctorates: rows of the doctorates_by_year table. Returns its rows of single years, of the sum from
    2000 to 2017, and of the sum from 1986 to 1998, which is of any visa: no table splits it.
    """
    awarded = doctorates[(doctorates["field"] == "All S&E") & (doctorates["measure"] == "doctorates_awarded")]
    on_visas = awarded["recipients"] == "temporary-visa holders from China"
    single_years = on_visas & (awarded["first_year"] == awarded["last_year"])
    since_2000 = on_visas & (awarded["first_year"] == 2000) & (awarded["last_year"] == 2017)
    before_2000 = (
        (awarded["recipients"] == "citizens of China, any visa")
        & (awarded["first_year"] == 1986)
        & (awarded["last_year"] == 1998)
    )
    return awarded[single_years | since_2000 | before_2000]


def degrees_by_year(degrees: pd.DataFrame) -> pd.Series:
    """Degrees by year, in order, from the rows of `model_degrees`."""
    single_years = degrees[degrees["first_year"] == degrees["last_year"]]
    return single_years.set_index("first_year")["value"].sort_index()


def earlier_degrees(degrees: pd.DataFrame) -> tuple[float, float]:
    """Degrees before the first single year of `model_degrees`: those since 2000, and those before.

    The sum since 2000 runs into the single years; these are taken off, so that no degree counts twice.
    No row holds 1999.
    """
    sums = degrees[degrees["first_year"] < degrees["last_year"]].set_index("first_year")
    counted_by_year = degrees_by_year(degrees).loc[: sums.loc[2000, "last_year"]].sum()
    return sums.loc[2000, "value"] - counted_by_year, sums.loc[1986, "value"]


def model_evidence(model_parameters: pd.DataFrame, up_to: int) -> pd.DataFrame:
    """The parameters that follow from what was observed up to one year, indexed by parameter.

    model_parameters: rows of the table of that name. Raises ValueError for a year without parameters.
    """
    found = model_parameters[model_parameters["evidence_to"] == up_to].set_index("parameter")
    if found.empty:
        held = sorted(map(int, model_parameters["evidence_to"].unique()))
        raise ValueError(f"no parameters rest on evidence up to {up_to}; there are {held}")
    return found
