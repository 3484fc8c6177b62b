"""The visual language of the book: figures, their source lines, and the box of data and sources."""

import logging

# In the browser, which has no threads, Matplotlib warns at once, in red, that it looks through the fonts.
logging.getLogger("matplotlib.font_manager").addFilter(
    lambda record: not record.getMessage().startswith("Matplotlib is building the font cache")
)

from charts.balance import paired_points
from charts.browse import browse
from charts.budgets import REQUEST_KEY, request_rows
from charts.catalogue import catalogue
from charts.chapter import data_and_sources
from charts.exchange import DIRECTIONS, exchange_rows
from charts.explore import explore
from charts.figure import BookFigure, Panel, show
from charts.flows import count_grid, two_sided_years
from charts.forms import columns, paired_ranges, timeline, unit_squares, value_rows
from charts.library import bibliography, source_links
from charts.places import STATES
from charts.quiz import quiz
from charts.ratios import ratio_rows
from charts.reasons import reason_blocks
from charts.stays import lines_with_values
from charts.stocks import (
    curve_with_points,
    forecast_rows,
    lines_with_bands,
    lines_with_spans,
)
from charts.theme import CHINA, NEUTRAL, PRESSURE, PULL, RELIEF, US
from charts.trends import dot_rows, line_rows, lines
from charts.verdicts import claimed_and_found, verdict_grid, verdict_squares
from charts.words import fall, percent, rise

__all__ = [
    "CHINA",
    "DIRECTIONS",
    "NEUTRAL",
    "PRESSURE",
    "PULL",
    "RELIEF",
    "REQUEST_KEY",
    "STATES",
    "US",
    "BookFigure",
    "Panel",
    "bibliography",
    "browse",
    "catalogue",
    "claimed_and_found",
    "columns",
    "count_grid",
    "curve_with_points",
    "data_and_sources",
    "dot_rows",
    "exchange_rows",
    "explore",
    "fall",
    "forecast_rows",
    "line_rows",
    "lines",
    "lines_with_bands",
    "lines_with_spans",
    "lines_with_values",
    "paired_points",
    "paired_ranges",
    "percent",
    "quiz",
    "ratio_rows",
    "reason_blocks",
    "request_rows",
    "rise",
    "show",
    "source_links",
    "timeline",
    "two_sided_years",
    "unit_squares",
    "value_rows",
    "verdict_grid",
    "verdict_squares",
]
