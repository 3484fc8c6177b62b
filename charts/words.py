"""Numbers as words of a sentence. A verb promises a direction; these hold it to its promise."""

from __future__ import annotations


def percent(share: float, digits: int = 0) -> str:
    """A share, between 0 and 100, for a sentence without direction: '27', '0.6'."""
    if not 0 <= share <= 100:
        raise ValueError(f"{share} is not a share in percent; for a change use fall or rise.")
    return f"{share:.{digits}f}"


def fall(change: float, digits: int = 0) -> str:
    """A change below zero without its sign, for 'fell by … percent'. Raises ValueError for a rise."""
    if change > 0:
        raise ValueError(f"the sentence says that this fell, but it rose by {change}; mend the sentence.")
    return f"{-change:.{digits}f}"


def rise(change: float, digits: int = 0) -> str:
    """A change above zero, for 'rose by … percent'. Raises ValueError for a fall."""
    if change < 0:
        raise ValueError(f"the sentence says that this rose, but it fell by {-change}; mend the sentence.")
    return f"{change:.{digits}f}"
