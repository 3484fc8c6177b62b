"""Small tested functions of the field: proposals against outcomes, rates, trends and what they hang on."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.rates import decompose_change, rate_interval
from analysis.shares import wilson_interval
from analysis.staying import (
    abroad_from_counts,
    abroad_from_share,
    pooled_share,
    rounding_bounds,
    stay_interval,
)
from analysis.trend import change_of_mean, growth_path, trend_excess, trend_excesses

__all__ = [
    "abroad_from_counts",
    "abroad_from_share",
    "change_of_mean",
    "change_ranges",
    "decompose_change",
    "growth_path",
    "pooled_share",
    "rate_interval",
    "rounding_bounds",
    "stay_interval",
    "trend_excess",
    "trend_excesses",
    "wilson_interval",
    "yearly_changes",
]
