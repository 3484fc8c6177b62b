"""`make audit`: measure everything, print the report, exit with 0 only if every budget holds.

python -m audit [--quick] [--peer FOLDER] [PAGE …]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from audit import builds, growth, lighthouse, links, report
from audit.budgets import book_verdicts, page_verdicts
from audit.pages import FEW_VIEWS, VIEWS, browser, measure
from audit.serve import serving

ROOT = Path(__file__).parent.parent
OUTPUT = ROOT / "_build"


def main() -> int:
    """Run the audit. Returns the exit status. What was measured is reported even if a later part stops."""
    wanted = _arguments()
    pages: dict[str, dict] = {}
    times: dict = {}
    stopped = None
    with tempfile.TemporaryDirectory(prefix="audit-") as name:
        try:
            _measure_all(wanted, Path(name), pages, times)
        except SystemExit as error:
            stopped = error.code
    return _conclude(wanted, pages, times, stopped)


def _measure_all(wanted: argparse.Namespace, folder: Path, pages: dict, times: dict) -> None:
    book = folder / "book"
    if not wanted.peer:
        times |= builds.build_copy(book)
        times |= builds.load_times(book)
    measure_pages(wanted.peer or builds.site(book), wanted.pages, wanted.quick, folder, pages)
    if not wanted.peer and not wanted.quick:
        times |= builds.rebuild_times(folder, times["cold_s"])
        times |= growth.times(folder, times["cold_cpu_s"], times["largest"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make audit", description="Hold the built book against its budgets."
    )
    parser.add_argument("--quick", action="store_true", help="no Lighthouse, no growth, half of the views")
    parser.add_argument("--peer", type=Path, help="audit this built site instead of the book")
    parser.add_argument(
        "pages", nargs="*", help="paths of pages, such as chapters/staying.html; default: all"
    )
    wanted = parser.parse_args()
    if wanted.peer and not wanted.peer.is_dir():
        parser.error(f"there is no folder {wanted.peer}; give the one with the site's index.html")
    return wanted


def measure_pages(site: Path, names: list[str], quick: bool, folder: Path, pages: dict) -> None:
    """Fill `pages` (page to all that was measured) for the pages named, or all. Exits if one is not there."""
    found = links.read_pages(site)
    if missing := [name for name in names if name not in found]:
        raise SystemExit(f"No page {', '.join(missing)} in {site}. There are: {', '.join(found)}")
    broken = links.broken(site, found)
    chosen = names or links.to_measure(found)
    with serving(site) as address:
        with browser() as chromium:
            for number, name in enumerate(chosen, start=1):
                _say(f"page {number} of {len(chosen)}: {name}")
                pages[name] = measure(chromium, address + name, FEW_VIEWS if quick else VIEWS)
                pages[name] |= {"broken": broken[name], "broken_links": len(broken[name])}
        for name in [] if quick else chosen:
            _say(f"Lighthouse, {lighthouse.RUNS} runs: {name}")
            pages[name] |= lighthouse.scores(address + name, folder)


def _conclude(wanted: argparse.Namespace, pages: dict, times: dict, stopped: str | int | None) -> int:
    verdicts = [*page_verdicts(pages), *([] if wanted.peer else book_verdicts(times))]
    what = f"Audit of {wanted.peer or 'the book'}"
    OUTPUT.mkdir(exist_ok=True)
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    words = {builds.WORDS[key]: value for key, value in times.items()} | {
        f"load of the machine in the last 1, 5 and 15 minutes ({os.cpu_count()} cores)": load
    }
    text = report.markdown(what, verdicts, pages, words)
    (OUTPUT / "audit.md").write_text(text, encoding="utf-8")
    whole = {"pages": pages, "build": times, "load": load}
    whole["verdicts"] = [
        {"measure": one.budget.measure, "limit": one.budget.limit, "worst": one.worst, "verdict": one.word}
        for one in verdicts
    ]
    (OUTPUT / "audit.json").write_text(json.dumps(whole, indent=1), encoding="utf-8")
    print(text)
    failing = sum(bool(one.failing) for one in verdicts)
    print(
        f"{failing} of {len(verdicts)} budgets fail. The report: {OUTPUT / 'audit.md'}, all of it: audit.json"
    )
    if stopped:
        print(f"The audit stopped before its end: {stopped}", file=sys.stderr)
    return int(failing > 0 or stopped is not None)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
