"""Small tested functions of the field: proposals and outcomes, rates and intervals, countries compared."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.comparisons import percent_of
from analysis.shares import wilson_interval

__all__ = ["change_ranges", "percent_of", "wilson_interval", "yearly_changes"]
