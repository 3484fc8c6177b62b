"""The visual language of the book: figures, their source lines, and the box of data and sources."""

from charts.chapter import data_and_sources
from charts.figure import BookFigure, Panel, show
from charts.forms import columns, interval_rows, labeled_lines, paired_ranges, timeline, unit_squares
from charts.theme import INK, MUTED, NEUTRAL, PRESSURE, PULL, RELIEF

__all__ = [
    "INK",
    "MUTED",
    "NEUTRAL",
    "PRESSURE",
    "PULL",
    "RELIEF",
    "BookFigure",
    "Panel",
    "columns",
    "data_and_sources",
    "interval_rows",
    "labeled_lines",
    "paired_ranges",
    "show",
    "timeline",
    "unit_squares",
]
