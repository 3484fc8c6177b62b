"""`make zip`: the built site as one file, to be read from a folder without a network."""

from __future__ import annotations

from pathlib import Path

from _ext.downloads import write_zip
from _ext.lab import FOLDER as LAB

ROOT = Path(__file__).resolve().parent.parent
NAME = "the-reverse-brain-drain"


def zip_site(site: Path, target: Path) -> Path:
    """Write every file of the site into `target`, under one folder, but for the lab, which needs a host.

    The same site gives the same bytes.
    """
    lab = site / LAB
    files = sorted(path for path in site.rglob("*") if path.is_file() and lab not in path.parents)
    write_zip(target, {f"{NAME}/{path.relative_to(site).as_posix()}": path.read_bytes() for path in files})
    return target


if __name__ == "__main__":
    made = zip_site(ROOT / "_build" / "html", ROOT / "_build" / f"{NAME}.zip")
    print(f"The site is in {made}: {made.stat().st_size / 1e6:.1f} MB. Unpack it and open index.html.")
