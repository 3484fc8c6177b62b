"""Lighthouse scores of a page: the mobile profile, the median of several runs, one at a time."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from statistics import median

from audit.pages import OFFLINE
from audit.tools import npm_tool
from tests.browser import FLAGS, find_or_install

RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def scores(url: str, folder: Path) -> dict:
    """Median score, 0 to 100, for each of CATEGORIES, the score of each run, and the audits that cost points.

    folder: where the last full report is kept. Exits with Lighthouse's own words if a run fails.
    """
    runs = [_run(url, folder) for _ in range(RUNS)]
    found = {name: median(_points(run, name) for run in runs) for name in CATEGORIES}
    return {
        **found,
        "lighthouse_performance_runs": [_points(run, "performance") for run in runs],
        "lighthouse_lost": _lost(runs[-1]),
    }


def _run(url: str, folder: Path) -> dict:
    report = folder / "lighthouse.json"
    name, value = OFFLINE.split("=")
    flags = " ".join(["--headless", f'{name}="{value}"', *FLAGS])
    command = [npm_tool("lighthouse"), url, "--quiet", "--output=json", f"--output-path={report}"]
    done = subprocess.run(
        [*command, f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"],
        env=os.environ | {"CHROME_PATH": find_or_install() or "", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse failed on {url}:\n{done.stderr[-2000:]}")
    return json.loads(report.read_text(encoding="utf-8"))


def _points(run: dict, category: str) -> int:
    return round(100 * (run["categories"][category]["score"] or 0))


def _lost(run: dict) -> list[str]:
    """The audits that take points, as 'category: title'."""
    return [
        f"{name}: {run['audits'][part['id']]['title']}"
        for name in CATEGORIES
        for part in run["categories"][name]["auditRefs"]
        if part["weight"]
        and (run["audits"][part["id"]]["score"] or 0) < 0.9
        and run["audits"][part["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]
