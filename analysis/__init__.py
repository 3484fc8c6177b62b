"""Small tested functions of the field: proposals and outcomes, rates and intervals, trends, countries compared."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.comparisons import percent_of
from analysis.rates import decompose_change, rate_interval
from analysis.shares import wilson_interval
from analysis.trend import change_of_mean, growth_path, trend_excess, trend_excesses, trend_path

__all__ = [
    "change_of_mean",
    "change_ranges",
    "decompose_change",
    "growth_path",
    "percent_of",
    "rate_interval",
    "trend_excess",
    "trend_excesses",
    "trend_path",
    "wilson_interval",
    "yearly_changes",
]
