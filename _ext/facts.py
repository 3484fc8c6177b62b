"""What a build knows of itself: commit, date, version, and how recent its sources are."""

from __future__ import annotations

import hashlib
import os
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

import yaml

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


def address(root: Path) -> str:
    """Where the book in `root` will live: ADDRESS of make, else `html: baseurl` of _config.yml; or empty."""
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    return os.environ.get("BOOK_ADDRESS") or settings["html"]["baseurl"]


@cache
def vintage() -> str:
    """ISO date on which the newest source was read."""
    return max(sources()["urldate"])


def fingerprint(content: bytes) -> str:
    """What tells that content from any other: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
