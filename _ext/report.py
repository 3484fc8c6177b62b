"""Runs inside a chapter's kernel: which files does the page depend on, and what may its text show?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def report() -> str:
    """JSON: the root the kernel works in, the project's files it imported or read, and the words and whole
    numbers it holds, by name."""
    files = {
        Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)
    }
    modules = sorted(
        str(file.relative_to(ROOT))
        for file in files
        if file.is_relative_to(ROOT) and not file.is_relative_to(ROOT / ".venv")
    )
    read = sys.modules["data"].dependencies() if "data" in sys.modules else []
    names = vars(sys.modules["__main__"])
    values = {
        name: str(value) for name, value in names.items() if isinstance(value, (str, int)) and name[0] != "_"
    }
    return json.dumps({"root": str(ROOT), "files": modules + read, "values": values})
