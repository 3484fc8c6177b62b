"""A Chromium for the tests of the site: found, or installed where possible, or asked for in a line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from audit.debian import install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ASK = (
    "The tests of the site need Chromium. On Debian or Ubuntu: sudo apt-get install chromium libatomic1. "
    "Elsewhere: install Chrome or Chromium."
)
FONT = "fonts-droid-fallback"
ASK_FONT = (
    "No font here has Chinese letters, which names in the roster need. On Debian or Ubuntu: "
    f"sudo apt-get install {FONT}."
)


def find() -> str | None:
    """Path of a Chromium, or None."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), None) or next(
        (place for place in PLACES if Path(place).exists()), None
    )


def driver_runs() -> bool:
    """Whether Playwright's own Node.js starts; on a bare Debian it lacks a library."""
    node, *_ = compute_driver_executable()
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


def draws_chinese() -> bool:
    """Whether a font with Chinese letters is installed; other systems than Linux bring one."""
    if not shutil.which("fc-list"):
        return not sys.platform.startswith("linux")
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def find_or_install() -> str | None:
    """Path of a Chromium that can be driven; installs Debian's packages when run as root on such a system."""
    if not (find() and driver_runs() and draws_chinese()):
        install("the tests of the site", "chromium", "libatomic1", FONT)
    return find() if driver_runs() else None


if __name__ == "__main__":
    sys.exit(None if find_or_install() else ASK)
