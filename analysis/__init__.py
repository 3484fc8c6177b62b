"""Small tested functions: shares with intervals, and proposals held against outcomes."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.shares import wilson_interval

__all__ = ["change_ranges", "wilson_interval", "yearly_changes"]
