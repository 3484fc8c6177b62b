"""Small tested functions of the field: proposals held against outcomes."""

from analysis.budgets import change_ranges, yearly_changes

__all__ = ["change_ranges", "yearly_changes"]
