"""Small tested functions of the field: counts, rates and intervals, trends, budgets, stays, comparisons."""

from analysis.arguments import argument_points, argument_strength, lead_if_misjudged, points_why
from analysis.budgets import (
    after_deep_cuts,
    award_change,
    request_and_law,
    requested_change,
    requests_and_laws,
    yearly_changes,
)
from analysis.comparisons import percent_of
from analysis.departures import (
    destination_share,
    exchange_with_china,
    leavers_in_year,
    left_within,
    moves_by_year,
    tally_months,
)
from analysis.graduates import degrees_by_year, earlier_degrees, model_degrees, model_evidence
from analysis.periods import fiscal_year
from analysis.publications import output_by_country
from analysis.rates import decompose_change, rate_interval
from analysis.reasons import people_by_push, people_by_reason
from analysis.shares import wilson_interval
from analysis.staying import five_year_rates, pooled_share, stay_interval
from analysis.stock_flow import (
    break_even_exit,
    ceiling,
    draw_in_step,
    draw_parameters,
    exit_range,
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
    "after_deep_cuts",
    "argument_points",
    "argument_strength",
    "award_change",
    "break_even_exit",
    "ceiling",
    "change_of_mean",
    "decompose_change",
    "degrees_by_year",
    "destination_share",
    "draw_in_step",
    "draw_parameters",
    "earlier_degrees",
    "exchange_with_china",
    "exit_range",
    "extend",
    "fiscal_year",
    "five_year_rates",
    "growth_path",
    "lead_if_misjudged",
    "leavers_in_year",
    "left_within",
    "model_degrees",
    "model_evidence",
    "moves_by_year",
    "output_by_country",
    "people_by_push",
    "people_by_reason",
    "percent_of",
    "points_why",
    "pooled_share",
    "project",
    "rate_interval",
    "request_and_law",
    "requested_change",
    "requests_and_laws",
    "share_present",
    "simulate",
    "stage_rates",
    "stay_interval",
    "tally_months",
    "trend_excess",
    "trend_excesses",
    "trend_path",
    "uniform_exit",
    "wilson_interval",
    "yearly_changes",
    "yearly_exit",
]
