"""The report of an audit as Markdown: verdicts first, then the pages, then what to mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from audit.budgets import PAGE_BUDGETS, Verdict
from audit.weight import KINDS

# Column of the table of pages: the measured value, or two joined by a slash.
_COLUMNS = {
    "besides KB": ("besides_kb",),
    "first / all KB": ("first_kb", "all_kb"),
    "Lighthouse P/A/BP/SEO": ("performance", "accessibility", "best-practices", "seo"),
    "axe light / dark": ("axe_light", "axe_dark"),
    "of these contrast": ("contrast",),
    "explorer ms": ("explorer_ms",),
    "shift": ("layout_shift",),
    "overflow px": ("overflow_px",),
    "console": ("console_errors",),
    "other hosts": ("other_hosts",),
    "broken links": ("broken_links",),
}


def markdown(
    heading: str, verdicts: Sequence[Verdict], pages: Mapping[str, Mapping], build: Mapping[str, object]
) -> str:
    """The whole report. pages: page to its measured values; build: words to a measured value, in order."""
    parts = [f"# {heading}", "## Budgets", budget_table(verdicts)]
    if build:
        parts += [
            "## Build",
            table(["what", "measured"], [[what, number(value)] for what, value in build.items()]),
        ]
    parts += ["## Pages", "Bold: over the budget.", page_table(pages)]
    parts += ["## What the pages load (wide screen, light: first view / everything)", kind_table(pages)]
    if faults := fault_lines(pages):
        parts += ["## To mend", "\n".join(f"- {line}" for line in faults)]
    return "\n\n".join(parts) + "\n"


def budget_table(verdicts: Iterable[Verdict]) -> str:
    """One row a budget: limit, worst value, verdict, and where it fails."""
    rows = []
    for verdict in verdicts:
        budget = verdict.budget
        limit = f"{'at least' if budget.at_least else 'at most'} {number(budget.limit)} {budget.unit}".strip()
        places = f"{len(verdict.failing)}, worst {verdict.where}" if verdict.failing and verdict.where else ""
        measured = "" if verdict.worst is None else f"{number(verdict.worst)} {budget.unit}".strip()
        rows.append([budget.what, limit, measured, verdict.word, places])
    return table(["budget", "limit", "worst", "verdict", "pages that fail"], rows)


def page_table(pages: Mapping[str, Mapping]) -> str:
    """One row a page: its measured values, those over a budget in bold."""
    rows = [
        [page, *(" / ".join(_cell(found, measure) for measure in measures) for measures in _COLUMNS.values())]
        for page, found in pages.items()
    ]
    return table(["page", *_COLUMNS], rows)


def kind_table(pages: Mapping[str, Mapping]) -> str:
    """One row a page: requests, and kilobytes of each kind of file, for the first view and in the end."""
    rows = []
    for page, found in pages.items():
        view = found["views"]["wide light"]
        first, everything = view["first"], view["all"]
        kinds = (
            " / ".join(f"{moment['by_kind'][kind]['bytes'] / 1000:.0f}" for moment in (first, everything))
            for kind in KINDS
        )
        rows.append([page, f"{first['requests']} / {everything['requests']}", *kinds])
    return table(["page", "requests", *(f"{kind} KB" for kind in KINDS)], rows)


def fault_lines(pages: Mapping[str, Mapping]) -> list[str]:
    """One line a fault and the pages that have it: rules of axe-core, console, hosts, links, Lighthouse."""
    where: dict[str, dict[str, None]] = {}
    for page, found in pages.items():
        for fault in _faults(found):
            where.setdefault(fault, {})[page] = None
    return [f"{fault}: {_some(list(places))}" for fault, places in sorted(where.items())]


def _faults(found: Mapping) -> Iterable[str]:
    for view in found["views"].values():
        for rules in view["axe"].values():
            yield from (f"axe `{rule}` at `{elements[0]}`" for rule, elements in rules.items())
        yield from (f"console: {message[:200]}" for message in view["console"])
        yield from (f"other host: {url[:200]}" for url in view["other_hosts"])
    yield from (f"broken link: {reference}" for reference in found["broken"])
    yield from (f"Lighthouse {lost}" for lost in found.get("lighthouse_lost", []))


def _some(places: list[str]) -> str:
    return ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")


def _cell(found: Mapping, measure: str) -> str:
    value = found.get(measure)
    if value is None:
        return "–"
    budget = next((one for one in PAGE_BUDGETS if one.measure == measure), None)
    text = number(value)
    return f"**{text}**" if budget and not budget.holds(value) else text


def number(value: object) -> str:
    """A number with the digits it deserves: 3 of them, or all before the point; other things as they are."""
    if not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or float(value).is_integer() or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns line up."""
    lines = [list(head), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    padded = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    ]
    rule = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in [padded[0], rule, *padded[1:]])
