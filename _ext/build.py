"""`make book`: configure, build strictly, say where the book is.

A build that fails or is interrupted leaves the last good book as it was, with everything the
builder remembers of it. So a failure is never forgotten: what was faulty runs again next time.
"""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _ext import facts, pdf
from _ext.lab import FOLDER as LAB
from _ext.publish import publish

ROOT = Path(__file__).resolve().parent.parent
PAGES = "pages"  # what Sphinx writes; the site is made from it
PARTS = (PAGES, "doctrees", "jupyter_execute")
# The command of Sphinx. A build ends soon, which frees everything; to look for garbage among the many parts
# of pages meanwhile costs a third of its time.
SPHINX = "import gc, sys; gc.disable(); from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"


def build(root: Path = ROOT) -> int:
    """Build the book in `root` into _build/html. Returns the exit status.

    Any warning, failing cell or broken reference is an error. Jupyter Book writes the Sphinx
    configuration from _config.yml; Sphinx then builds it, because its command says plainly what
    is wrong where Jupyter Book's wraps it in a traceback.
    """
    with alone(root):
        return _build(root)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """One at a time at the built book in `root`: another who comes waits."""
    (root / "_build").mkdir(exist_ok=True)
    with open(root / "_build" / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(root: Path) -> int:
    folder = root / "_build"
    kept = folder / ".last-good"
    if kept.exists():  # the last build was killed
        _restore(folder, kept)
    if not _configure(root):
        return 1
    print("Building the book: every chapter that is not up to date runs from its tables.", flush=True)
    for part in PARTS:
        if (folder / part).exists():
            # Without the lab: it is large, and comes back by itself.
            shutil.copytree(folder / part, kept / part, ignore=shutil.ignore_patterns(LAB))
    # One process more than cores: while one waits for its kernel to start, another draws.
    jobs = (os.cpu_count() or 1) + 1
    command = [sys.executable, "-c", SPHINX, "-W", "--keep-going", "-q", "-b", "html", "-j", str(jobs)]
    command += ["-D", f"html_baseurl={facts.address(root)}"]
    try:
        status = subprocess.run(
            [*command, "-d", folder / "doctrees", root, folder / PAGES], cwd=root, check=False
        ).returncode
    except KeyboardInterrupt:
        status = 130
    if status:
        _restore(folder, kept)
        print("\nThe book was NOT built: the messages above say where to look.", file=sys.stderr)
        return status
    republish(root)
    shutil.rmtree(kept, ignore_errors=True)
    print(f"The book is ready: {folder / 'html' / 'index.html'}")
    return 0


def republish(root: Path) -> None:
    """Make the site anew from the pages, with the PDFs that are as new as they."""
    pages = root / "_build" / PAGES
    pdf.place(root, pages)
    publish(pages, root / "_build" / "html", untouched=[LAB])


def _configure(root: Path) -> bool:
    (root / "conf.py").unlink(missing_ok=True)
    command = "from jupyter_book.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "config", "sphinx", str(root)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if not (root / "conf.py").exists():
        print(done.stdout, done.stderr, "_config.yml could not be read.", sep="\n", file=sys.stderr)
        return False
    return True


def _restore(folder: Path, kept: Path) -> None:
    for part in PARTS:
        shutil.rmtree(folder / part, ignore_errors=True)
        if (kept / part).exists():
            (kept / part).rename(folder / part)
    shutil.rmtree(kept, ignore_errors=True)


if __name__ == "__main__":
    gc.disable()
    sys.exit(build())
