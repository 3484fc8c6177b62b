"""What two incomplete lists of the same people tell about those on neither."""

from __future__ import annotations


def two_list_total(first: int, second: int, shared: int) -> float:
    """Chapman's estimate of how many people there are, from two lists of them.

    first, second: names on each list. shared: names on both, at least 0 and at most the shorter
    list. Returns the estimated number of people, never below the names known from the two lists
    together. It holds if the lists are drawn independently from one population; lists that
    draw on the same reports share more names than chance would give, and the estimate is then too low.
    Raises ValueError for impossible counts. Source: Chapman (1951), Univ. Calif. Publ. Stat. 1, 131-160.
    """
    if not 0 <= shared <= min(first, second):
        raise ValueError(f"lists of {first} and {second} names cannot share {shared}")
    return (first + 1) * (second + 1) / (shared + 1) - 1
