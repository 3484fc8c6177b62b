"""The visual language of the book: figures, their source lines, and the box of data and sources."""

from charts.catalogue import catalogue
from charts.chapter import data_and_sources
from charts.figure import BookFigure, Panel, show
from charts.forms import columns, paired_ranges, timeline, unit_squares, value_rows
from charts.theme import NEUTRAL, PRESSURE, RELIEF
from charts.words import fall, percent, rise

__all__ = [
    "NEUTRAL",
    "PRESSURE",
    "RELIEF",
    "BookFigure",
    "Panel",
    "catalogue",
    "columns",
    "data_and_sources",
    "fall",
    "paired_ranges",
    "percent",
    "rise",
    "show",
    "timeline",
    "unit_squares",
    "value_rows",
]
