"""What a build knows of itself: commit, date, version, and how recent its sources are."""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

from data import sources

ROOT = Path(__file__).resolve().parent.parent
VERSION = version("reverse-brain-drain")


@cache
def commit() -> tuple[str, str, bool] | None:
    """The commit, its ISO date, and whether files differ from it; None outside a repository."""
    try:
        name, date = _git("log", "-1", "--format=%H %cs").split()
        return name, date, bool(_git("status", "--porcelain", "--untracked-files=no"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def _git(*words: str) -> str:
    done = subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@cache
def vintage() -> str:
    """ISO date on which the newest source was read."""
    return max(sources()["urldate"])
