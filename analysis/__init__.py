"""Small tested functions of the field: rates and intervals, trends, budgets, stays, countries compared."""

from analysis.arguments import argument_points, argument_strength, lead_if_misjudged, points_why
from analysis.budgets import change_ranges, yearly_changes
from analysis.comparisons import percent_of
from analysis.rates import decompose_change, rate_interval
from analysis.shares import wilson_interval
from analysis.staying import (
    abroad_from_counts,
    abroad_from_share,
    pooled_share,
    rounding_bounds,
    stay_interval,
)
from analysis.stock_flow import (
    break_even_exit,
    ceiling,
    draw_in_step,
    draw_parameters,
    extend,
    project,
    share_present,
    simulate,
    stage_rates,
    uniform_exit,
    yearly_exit,
)
from analysis.trend import change_of_mean, growth_path, trend_excess, trend_excesses, trend_path

__all__ = [
    "abroad_from_counts",
    "abroad_from_share",
    "argument_points",
    "argument_strength",
    "break_even_exit",
    "ceiling",
    "change_of_mean",
    "change_ranges",
    "decompose_change",
    "draw_in_step",
    "draw_parameters",
    "extend",
    "growth_path",
    "lead_if_misjudged",
    "percent_of",
    "points_why",
    "pooled_share",
    "project",
    "rate_interval",
    "rounding_bounds",
    "share_present",
    "simulate",
    "stage_rates",
    "stay_interval",
    "trend_excess",
    "trend_excesses",
    "trend_path",
    "uniform_exit",
    "wilson_interval",
    "yearly_changes",
    "yearly_exit",
]
