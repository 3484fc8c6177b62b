"""The visual language of the book: figures, their source lines, and the box of data and sources."""

from charts.catalogue import catalogue
from charts.chapter import data_and_sources
from charts.figure import BookFigure, Panel, show
from charts.forms import columns, paired_ranges, timeline, unit_squares, value_rows
from charts.ledger_table import ledger_table
from charts.theme import CHINA, NEUTRAL, PRESSURE, PULL, RELIEF, US
from charts.trends import dot_rows, lines
from charts.verdicts import claimed_and_found, verdict_grid, verdict_squares
from charts.words import fall, percent, rise

__all__ = [
    "CHINA",
    "NEUTRAL",
    "PRESSURE",
    "PULL",
    "RELIEF",
    "US",
    "BookFigure",
    "Panel",
    "catalogue",
    "claimed_and_found",
    "columns",
    "data_and_sources",
    "dot_rows",
    "fall",
    "ledger_table",
    "lines",
    "paired_ranges",
    "percent",
    "rise",
    "show",
    "timeline",
    "unit_squares",
    "value_rows",
    "verdict_grid",
    "verdict_squares",
]
