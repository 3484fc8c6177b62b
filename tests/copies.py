"""A copy of the project that a test may change, and commands run in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_LEFT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "node_modules", "__pycache__", ".*_cache", "conf.py"
)


def copy_project(folder):
    """The project as it stands, without its history and what its commands have made. Returns the folder."""
    shutil.copytree(ROOT, folder, ignore=_LEFT)
    return folder


def run(folder, *command):
    """`python -m COMMAND` in the copy; returns what it said and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
