"""`make check-data`: what is wrong with tables, descriptor or bibliography, a line each."""

from __future__ import annotations

import subprocess
import sys

from data import DataError, load, sources
from data.descriptor import package


def faults() -> list[str]:
    """The first fault of each table, or the one that keeps all of them from being read."""
    try:
        names = [entry["name"] for entry in package()["resources"]]
        sources()
    except DataError as error:
        return [str(error)]
    found = []
    for name in names:
        try:
            load(name)
        except DataError as error:
            found.append(str(error))
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    found = faults()
    for fault in found:
        print(fault)
    if found:
        sys.exit(
            f"{len(found)} to mend: the first of each table, others may follow. "
            "Then run `make check-data` again."
        )
    finer = [sys.executable, "-m", "pytest", "-n", "0", "--tb=no", "tests/test_data.py"]
    status = subprocess.run(finer, check=False).returncode
    if not status:
        print("The data are sound. `make book` runs the chapters that use what has changed.")
    sys.exit(status)
