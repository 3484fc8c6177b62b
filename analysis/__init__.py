"""Small tested functions of the field: proposals against outcomes, rates and their intervals."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.shares import wilson_interval

__all__ = ["change_ranges", "wilson_interval", "yearly_changes"]
