"""How strong is the evidence of an argument? Points for what can be checked, by a stated rule."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
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
    - `confirmed`, +1: data collected separately give the same quantity for the same kind of people.
    - `compared`, +1: held against another group, country or date by the same rule.
    - `counts movers`, +1: it counts people who come, stay or go, not money, papers or opinions.
    - `recent`, +1: the data reach 2023 or later; an unknown year does not count.
    - `disputed`, -1: data collected separately give the opposite, for the same kind of people.
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


def points_why(evidence: pd.DataFrame) -> pd.Series:
    """The sum behind each row's points in words, as 'size known + compared − disputed = 1'."""
    each = argument_points(evidence)

    def words(row: pd.Series) -> str:
        terms = " ".join(f"{'+' if step > 0 else '−'} {name}" for name, step in row[row != 0].items())
        return f"{terms.removeprefix('+ ') or 'nothing'} = {row.sum()}".replace("-", "−")

    return each.apply(words, axis="columns")


def lead_if_misjudged(
    evidence: pd.DataFrame, side: pd.Series, share: float, *, draws: int = 10_000, seed: int = 1
) -> np.ndarray:
    """By how many points one side leads when some cells were judged wrongly, one number a draw.

    evidence: rows of the argument_evidence table. side: for each row 1 if it speaks for the one side, -1
    if for the other, 0 if for none. share: the part of the cells, 0 to 1, that is turned from yes to no or
    from no to yes, each cell by itself. Raises ValueError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share of cells lies between 0 and 1, not at {share}.")
    steps = np.array(list(CRITERIA.values()))
    met = argument_points(evidence).to_numpy() != 0
    turned = np.random.default_rng(seed).random((draws, *met.shape)) < share
    return ((met ^ turned) * steps * side.to_numpy()[:, None]).sum(axis=(1, 2))
