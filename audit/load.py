"""`make load`: how many readers the server of hosting/ bears on this machine, held against its budgets.

wrk asks for everything that first visits of all pages load, compressed, over 64 connections at once.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from audit import nginx, report
from audit.budgets import SERVER_BUDGETS, book_verdicts
from audit.debian import install

ROOT = Path(__file__).parent.parent
SECONDS = 10
ASK = "`make load` needs wrk. On Debian or Ubuntu: sudo apt-get install wrk."
_SCRIPT = """
local paths, turn = {%s}, 0
request = function()
  turn = turn %% #paths + 1
  return wrk.format("GET", paths[turn], {["Accept-Encoding"] = "br, gzip"})
end
done = function(summary)
  local e = summary.errors
  io.stderr:write(string.format('{"requests": %%d, "seconds": %%f, "failed": %%d}',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def measure(site: Path) -> dict[str, float]:
    """Requests a second and failed requests of a compressed copy of the site."""
    if not shutil.which("wrk"):
        install("`make load`", "wrk")
    if not shutil.which("wrk"):
        raise SystemExit(ASK)
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        folder = Path(name)
        copy = shutil.copytree(site, folder / "site")
        nginx.compress(copy)
        script = folder / "wrk.lua"
        script.write_text(_SCRIPT % ", ".join(f'"{path}"' for path in _paths(copy)), encoding="utf-8")
        (folder / "nginx").mkdir()
        with nginx.serving(copy, folder / "nginx") as address:
            wrk = ["wrk", "-t2", "-c64", f"-d{SECONDS}s", "-s", script, address]
            done = subprocess.run(wrk, check=True, text=True, stdout=subprocess.DEVNULL, stderr=-1)
    found = json.loads(done.stderr)
    return {
        "requests_per_second": found["requests"] / found["seconds"],
        "failed_requests": found["failed"],
    }


def _paths(site: Path) -> list[str]:
    """Addresses of the pages, each followed by its style, scripts and pictures."""
    paths = []
    for page in sorted(site.glob("chapters/*.html")):
        name = page.relative_to(site).as_posix()
        files = re.findall(r'(?:src|srcset|href)="\.\./((?:_static|_images)/[^"]+)"', page.read_text("utf-8"))
        paths += [f"/{path}" for path in (name, *files) if (site / path).is_file()]
    return paths


def main() -> int:
    """Measure the built site. Returns the exit status."""
    verdicts = book_verdicts(measure(ROOT / "_build" / "html"), SERVER_BUDGETS)
    print(report.budget_table(verdicts))
    return int(any(one.failing for one in verdicts))


if __name__ == "__main__":
    sys.exit(main())
