"""Runs inside a chapter's kernel: on which files of the project does the page depend?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def report() -> str:
    """JSON: the root the kernel works in, and the project's files it imported or read."""
    files = {
        Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)
    }
    modules = sorted(
        str(file.relative_to(ROOT))
        for file in files
        if file.is_relative_to(ROOT) and not file.is_relative_to(ROOT / ".venv")
    )
    read = sys.modules["data"].dependencies() if "data" in sys.modules else []
    return json.dumps({"root": str(ROOT), "files": modules + read})
