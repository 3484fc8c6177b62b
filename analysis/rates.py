"""Departures as rates, and what a change in their number is made of."""

from __future__ import annotations

from itertools import product

import pandas as pd

from analysis.shares import Z

_FEWEST_EVENTS = 5


def rate_interval(events: int, population: float) -> tuple[float, float]:
    """The 95 percent interval of a rate of rare events: what chance alone would do to their number.

    events: how many were counted, at least 5; below, the approximation is too rough. population:
    among how many, above 0. Returns low and high, events per thousand of the population. Raises
    ValueError outside those ranges. It holds no error of counting: a mover missed or a name confused
    is not in it. Source: Byar's approximation to the exact Poisson limits, in Breslow and Day (1987),
    Statistical Methods in Cancer Research, volume II, chapter 2.
    """
    if events < _FEWEST_EVENTS or events != int(events):
        raise ValueError(f"events must be a whole number of at least {_FEWEST_EVENTS}, not {events}")
    if not population > 0:
        raise ValueError(f"population must be above 0, not {population}")
    above = events + 1
    low = events * (1 - 1 / (9 * events) - Z / (3 * events**0.5)) ** 3
    high = above * (1 - 1 / (9 * above) + Z / (3 * above**0.5)) ** 3
    return 1000 * low / population, 1000 * high / population


def decompose_change(
    volume: tuple[float, float], share: tuple[float, float], rounding: float = 0.0
) -> pd.DataFrame:
    """Split a change in volume x share into the part of each factor.

    volume: all moves before and after. share: the part that goes to one place, before and after,
    between 0 and 1. rounding: half a step of the last printed digit of the shares (0.005 for whole
    percents). Returns one row a factor ('volume', 'share'), in moves:

    - `effect`: the factor's change at the mean of the other. The two effects sum to the change.
    - `low`, `high`: the effect's bounds within the rounding of the shares.
    - `least`, `most`: the effect if the part that both factors make together goes to the other
      factor, or to this one.

    Raises ValueError for shares outside 0 to 1 or a negative rounding. Source: Kitagawa (1955), J. Am.
    Stat. Assoc. 50, 1168-1194.
    """
    if not all(0 <= part <= 1 for part in share):
        raise ValueError(f"shares must lie between 0 and 1, not {share}")
    if rounding < 0:
        raise ValueError(f"rounding must not be negative, not {rounding}")
    more, other = volume[1] - volume[0], share[1] - share[0]

    def effects(before: float, after: float) -> tuple[float, float]:
        return more * (before + after) / 2, (after - before) * sum(volume) / 2

    # Both effects are linear in the shares, so their extremes lie at the corners.
    ends = [(max(0, part - rounding), min(1, part + rounding)) for part in share]
    corners = pd.DataFrame([effects(*corner) for corner in product(*ends)])
    dealt = pd.DataFrame([[more * part for part in share], [other * moves for moves in volume]])
    return pd.DataFrame(
        {
            "effect": effects(*share),
            "low": corners.min().array,
            "high": corners.max().array,
            "least": dealt.min(axis="columns").array,
            "most": dealt.max(axis="columns").array,
        },
        index=pd.Index(["volume", "share"], name="factor"),
    )
