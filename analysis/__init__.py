"""Small tested functions of the field: proposals against outcomes, rates, trends and what they hang on."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.lists import two_list_total
from analysis.rates import decompose_change, rate_interval
from analysis.shares import wilson_interval
from analysis.trend import change_of_mean, growth_path, trend_excess, trend_excesses

__all__ = [
    "change_of_mean",
    "change_ranges",
    "decompose_change",
    "growth_path",
    "rate_interval",
    "trend_excess",
    "trend_excesses",
    "two_list_total",
    "wilson_interval",
    "yearly_changes",
]
