"""Shares and their uncertainty."""

from __future__ import annotations

from math import sqrt

Z = 1.96  # 95 percent of a normal distribution lie within this many standard deviations


def wilson_interval(share: float, n: int) -> tuple[float, float]:
    """The Wilson score interval of a share.

    share: between 0 and 1. n: number of answers, at least 1. Returns low and high, between 0 and 1,
    which hold the true share in 95 of 100 samples. Raises ValueError outside those ranges.
    It is the sampling error of a random sample: for a survey that is not one, a lower bound
    on the uncertainty. Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must lie between 0 and 1, not {share}")
    if n < 1:
        raise ValueError(f"n must be at least 1, not {n}")
    center = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, center - half), min(1.0, center + half)
