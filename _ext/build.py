"""`make book`: configure, build strictly, say where the book is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def build(root: Path = ROOT, output: Path | None = None) -> int:
    """Build the book in `root` into `output` (default: _build/html). Returns the exit status.

    Any warning, failing cell or broken reference is an error. Jupyter Book writes the Sphinx
    configuration from _config.yml; Sphinx then builds it, because its command says plainly what
    is wrong where Jupyter Book's wraps it in a traceback.
    """
    output = output or root / "_build" / "html"
    (root / "conf.py").unlink(missing_ok=True)
    command = "from jupyter_book.cli.main import main; main()"
    configure = [sys.executable, "-c", command, "config", "sphinx", str(root)]
    done = subprocess.run(configure, cwd=root, capture_output=True, text=True, check=False)
    if not (root / "conf.py").exists():
        print(done.stdout, done.stderr, file=sys.stderr)
        return done.returncode or 1
    print("Building the book: every chapter that is not up to date runs from its tables.", flush=True)
    sphinx = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    doctrees = output.parent / "doctrees"
    memory, kept = doctrees / "environment.pickle", output.parent / "last-good-environment.pickle"
    status = subprocess.run([*sphinx, "-d", doctrees, root, output], cwd=root, check=False).returncode
    if status:
        # Sphinx would forget every page, or take the faulty ones for up to date. Remembering the last good
        # build instead makes the next one run the faulty pages again, and only those.
        if kept.exists():
            shutil.copy2(kept, memory)
        else:
            memory.unlink(missing_ok=True)
        print("\nThe book was NOT built: the messages above say where to look.", file=sys.stderr)
        return status
    shutil.copy2(memory, kept)
    print(f"The book is ready: {output / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(build())
