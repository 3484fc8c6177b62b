"""What countries publish, and how much of it the world cites most."""

from __future__ import annotations

import pandas as pd

TOP_SHARE = "top1pct_cited_share_of_own_articles"


def output_by_country(indicators: pd.DataFrame) -> pd.DataFrame:
    """One row a country, way of counting and year, one column a measure, and `top_articles`.

    indicators: rows of one edition in the publications table, with the measures `articles` and TOP_SHARE
    (percent of a country's own articles). top_articles, the number among the world's one percent cited
    most, is derived: articles times that share.
    """
    output = indicators.pivot_table(
        index=["country", "counting", "first_year"], columns="measure", values="value"
    ).reset_index()
    return output.assign(top_articles=output["articles"] * output[TOP_SHARE] / 100)
