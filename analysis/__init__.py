"""Small tested functions of the field: proposals against outcomes, rates and their intervals."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.shares import wilson_interval
from analysis.staying import (
    abroad_from_counts,
    abroad_from_share,
    base_and_rate,
    pooled_share,
    rounding_bounds,
    stay_interval,
)

__all__ = [
    "abroad_from_counts",
    "abroad_from_share",
    "base_and_rate",
    "change_ranges",
    "pooled_share",
    "rounding_bounds",
    "stay_interval",
    "wilson_interval",
    "yearly_changes",
]
