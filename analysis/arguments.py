"""How strong is the evidence of an argument? Points for what can be checked, by a stated rule."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

RECENT = 2023  # the first year that counts as recent
CRITERIA = {"size known": 1, "confirmed": 1, "compared": 1, "counts movers": 1, "recent": 1} | {
    "disputed": -1,
    "press only": -1,
}
STRENGTHS = ("Weak", "Fair", "Strong")
FAIR, STRONG = 2, 4  # the fewest points of each


def argument_points(evidence: pd.DataFrame) -> pd.DataFrame:
    """The points of each criterion, one column a criterion, for rows of the argument_evidence table.

    - `size known`, +1: a full count, or a sample of which the number is stated.
    - `confirmed`, +1: a source with data of its own finds the same.
    - `compared`, +1: held against another group, country or date by the same rule.
    - `counts movers`, +1: it counts people who come, stay or go, not money, papers or opinions.
    - `recent`, +1: the data reach 2023 or later; an unknown year does not count.
    - `disputed`, -1: a source with data of its own finds the opposite.
    - `press only`, -1: nothing but news and commentary was read.
    """
    met = {
        "size known": (evidence["counting"] == "full count") | evidence["n"].notna(),
        "confirmed": evidence["confirming_sources"].notna(),
        "compared": evidence["compared_with"].notna(),
        "counts movers": evidence["counts_movers"],
        "recent": (evidence["data_until"] >= RECENT).fillna(False),
        "disputed": evidence["disputing_sources"].notna(),
        "press only": evidence["press_only"],
    }
    return pd.DataFrame(
        {name: met[name].astype(int) * points for name, points in CRITERIA.items()}, index=evidence.index
    )


def argument_strength(evidence: pd.DataFrame, leave_out: Collection[str] = ()) -> pd.DataFrame:
    """The rows with two more columns: `points` (-2 to 5), and `strength`, Weak, Fair or Strong.

    evidence: rows of the argument_evidence table. leave_out: criteria that shall not count.
    Strong takes 4 points, Fair 2. Raises ValueError for an unknown criterion.
    """
    unknown = set(leave_out) - set(CRITERIA)
    if unknown:
        raise ValueError(f"no criterion {', '.join(sorted(unknown))}; there are {', '.join(CRITERIA)}.")
    points = argument_points(evidence).drop(columns=list(leave_out)).sum(axis="columns")
    strength = pd.cut(
        points, [-float("inf"), FAIR, STRONG, float("inf")], right=False, labels=list(STRENGTHS)
    )
    rated = evidence.assign(points=points, strength=strength)
    rated.attrs = evidence.attrs  # the source line of a figure needs them
    return rated
