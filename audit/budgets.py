"""The budgets of the book: the one place of every limit, and how a measured value is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Budget(NamedTuple):
    """One limit. `measure` names the measured value; `at_least` turns an upper limit into a lower one."""

    measure: str
    what: str
    limit: float
    unit: str = ""
    at_least: bool = False

    def holds(self, value: float) -> bool:
        """Whether a measured value keeps within the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


# Sizes are compressed, 1 KB = 1,000 bytes. A page's value is the worst of its views (audit/pages.py).
PAGE_BUDGETS = (
    Budget("besides_kb", "what a page carries besides its own text and figures", 60, "KB"),
    Budget("first_kb", "first view of a page", 150, "KB"),
    Budget("all_kb", "everything on a page, explorers and search included", 400, "KB"),
    Budget("other_hosts", "requests to another host", 0),
    Budget("performance", "Lighthouse performance, mobile", 98, at_least=True),
    Budget("accessibility", "Lighthouse accessibility", 100, at_least=True),
    Budget("best-practices", "Lighthouse best practices", 100, at_least=True),
    Budget("seo", "Lighthouse SEO", 100, at_least=True),
    Budget("axe_light", "elements that break a rule of axe-core, light", 0),
    Budget("axe_dark", "elements that break a rule of axe-core, dark", 0),
    Budget("explorer_ms", "explorer: choice to new frame, median", 50, "ms"),
    Budget("dead_choices", "explorer: choices without a new frame", 0),
    Budget("console_errors", "errors in the console", 0),
    Budget("overflow_px", "wider than the screen, 360 px and 1280 px", 0, "px"),
    Budget("layout_shift", "layout shift while loading and scrolling", 0.1),  # "good": web.dev/articles/cls
    Budget("broken_links", "links inside the site that lead nowhere", 0),
)
BOOK_BUDGETS = (
    Budget("cold_s", "cold build, environment ready", 60, "s"),
    Budget("touched_s", "build after one touched chapter, the slowest one", 12, "s"),
    Budget("load_ms", "`load` of the largest table, warm", 10, "ms"),
    Budget("growth_chapters", "twice the chapters: work of a cold build", 2, "times"),
    Budget("growth_rows", "twice the rows: work of running the chapters", 2, "times"),
)
SERVER_BUDGETS = (
    Budget(
        "requests_per_second", "requests a second that the server of hosting/ answers", 5000, at_least=True
    ),
    Budget("failed_requests", "requests that it failed", 0),
)


class Verdict(NamedTuple):
    """A budget, the worst measured value (None: not measured), where that was, and where the budget fails."""

    budget: Budget
    worst: float | None
    where: str
    failing: list[str]

    @property
    def word(self) -> str:
        if self.worst is None:
            return "not measured"
        return "FAILS" if self.failing else "holds"


def page_verdicts(pages: Mapping[str, Mapping[str, float | None]]) -> list[Verdict]:
    """Each page budget against all pages. pages: page to its measured values; a missing one is not judged."""
    return [
        _verdict(budget, {page: found.get(budget.measure) for page, found in pages.items()})
        for budget in PAGE_BUDGETS
    ]


def book_verdicts(
    found: Mapping[str, float | None], budgets: Iterable[Budget] = BOOK_BUDGETS
) -> list[Verdict]:
    """Each budget of the whole book, or of its server, against what was measured."""
    return [_verdict(budget, {"": found.get(budget.measure)}) for budget in budgets]


def _verdict(budget: Budget, values: Mapping[str, float | None]) -> Verdict:
    known = {where: value for where, value in values.items() if value is not None}
    if not known:
        return Verdict(budget, None, "", [])
    where = (min if budget.at_least else max)(known, key=known.__getitem__)
    failing = [place for place, value in known.items() if not budget.holds(value)]
    return Verdict(budget, known[where], where, failing)
