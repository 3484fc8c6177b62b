"""Who stays: what rounded counts and rounded shares allow."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.shares import wilson_interval


def rounding_bounds(value: float, step: float) -> tuple[float, float]:
    """The lowest and the highest true value behind one printed to the nearest `step`, never below zero.

    Raises ValueError unless step is above zero.
    """
    if step <= 0:
        raise ValueError(f"step must be above zero, not {step}")
    return max(0.0, value - step / 2), value + step / 2


def abroad_from_counts(n: float, n_us: float, n_abroad: float, step: float = 50) -> tuple[float, float]:
    """How many live abroad, when all, residents and absent are printed to the nearest `step`.

    n: everybody; n_us: those in the country; n_abroad: the others; persons. Returns low and high: the
    printed number abroad must agree with what the other two leave over. Raises ValueError when no
    true counts fit all three.
    """
    all_low, all_high = rounding_bounds(n, step)
    us_low, us_high = rounding_bounds(n_us, step)
    printed_low, printed_high = rounding_bounds(n_abroad, step)
    low, high = max(printed_low, all_low - us_high), min(printed_high, all_high - us_low)
    if low > high:
        raise ValueError(f"{n_us} and {n_abroad} cannot add up to {n}, each to the nearest {step}")
    return low, high


def abroad_from_share(
    percent: float, n: float, percent_step: float = 1, step: float = 50
) -> tuple[float, float]:
    """How many live abroad, from a printed stay rate and a printed number of people.

    percent: share in the country, to the nearest `percent_step`; n: everybody, to the nearest `step`.
    Returns low and high in persons. Raises ValueError for a share outside 0 to 100.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"percent must lie between 0 and 100, not {percent}")
    stay_low, stay_high = rounding_bounds(percent, percent_step)
    n_low, n_high = rounding_bounds(n, step)
    return n_low * (100 - min(100, stay_high)) / 100, n_high * (100 - stay_low) / 100


def stay_interval(
    percent: float, n: int, low: float | None = None, high: float | None = None
) -> tuple[float, float]:
    """The least uncertainty of a stay rate in percent: Wilson interval, widened by rounding.

    percent: the rate; n: the people it stands for; low, high: the rates that rounded counts allow, by
    default the rate itself. A survey asks only some of the people it stands for, so the true
    interval is wider. Raises ValueError as `wilson_interval` does.
    """
    from_low, _ = wilson_interval((percent if low is None else low) / 100, n)
    _, from_high = wilson_interval((percent if high is None else high) / 100, n)
    return 100 * from_low, 100 * from_high


def pooled_share(shares: Sequence[float], sizes: Sequence[float]) -> float:
    """The share of several groups together: the mean of their shares, weighted by their sizes.

    Raises ValueError without a group or when a share has no size.
    """
    total = sum(sizes)
    if len(shares) != len(sizes) or total <= 0:
        raise ValueError("give one size for each share, and at least one above zero")
    return sum(share * size for share, size in zip(shares, sizes, strict=True)) / total
