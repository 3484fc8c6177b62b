"""Small tested functions of the field: proposals against outcomes, rates, trends, stocks and flows."""

from analysis.budgets import change_ranges, yearly_changes
from analysis.rates import decompose_change, rate_interval
from analysis.shares import wilson_interval
from analysis.stock_flow import (
    break_even_exit,
    draw_parameters,
    extend,
    project,
    share_present,
    simulate,
    stage_rates,
    uniform_exit,
    yearly_exit,
)
from analysis.trend import change_of_mean, growth_path, trend_excess, trend_excesses

__all__ = [
    "break_even_exit",
    "change_of_mean",
    "change_ranges",
    "decompose_change",
    "draw_parameters",
    "extend",
    "growth_path",
    "project",
    "rate_interval",
    "share_present",
    "simulate",
    "stage_rates",
    "trend_excess",
    "trend_excesses",
    "uniform_exit",
    "wilson_interval",
    "yearly_changes",
    "yearly_exit",
]
