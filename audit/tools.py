"""What `make audit` needs besides Python: Node.js with the packages of package-lock.json."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from audit.debian import install

ROOT = Path(__file__).parent.parent
LOCK, INSTALLED = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
ASK = (
    "Lighthouse needs Node.js 18 or newer with npm. On Debian or Ubuntu: sudo apt-get install nodejs npm. "
    "Elsewhere: https://nodejs.org. `make audit QUICK=1` does without."
)


def npm_tool(name: str) -> Path:
    """Path of a command of the pinned packages, installed if need be. Exits with what to do otherwise."""
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        _find_or_install_node()
        print("Installing the pinned packages of package-lock.json", flush=True)
        done = subprocess.run(
            ["npm", "ci", "--silent"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"npm could not install package-lock.json:\n{done.stderr or done.stdout}")
    return ROOT / "node_modules" / ".bin" / name


def _find_or_install_node() -> None:
    if not _has_node():
        install("Lighthouse", "nodejs", "npm")
    if not _has_node():
        raise SystemExit(ASK)


def _has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))
