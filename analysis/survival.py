"""What a share that stayed for some years means for one year."""

from __future__ import annotations


def yearly_exit(stayed: float, years: float) -> float:
    """The share that leaves in a year, if the same share of those present leaves every year.

    stayed: share still there at the end, between 0 and 1. years: how long, above 0. Returns a share
    between 0 and 1. People leave early rather than late, so it levels out what happens first.
    Raises ValueError outside those ranges.
    """
    if not 0 <= stayed <= 1:
        raise ValueError(f"stayed must lie between 0 and 1, not {stayed}")
    if not years > 0:
        raise ValueError(f"years must be above 0, not {years}")
    return 1 - stayed ** (1 / years)
