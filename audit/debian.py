"""Programs that a command needs from Debian or Ubuntu: installed where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(purpose: str, *packages: str) -> None:
    """Install the packages if this is Debian or Ubuntu and the user is root; elsewhere do nothing.

    purpose: what they are for, said to the user. The caller looks whether they are there now: no network
    and no package raise nothing here.
    """
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        return
    print(f"Installing {packages[0]} for {purpose} (a minute)", flush=True)
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*apt, *command], check=False, stdout=subprocess.DEVNULL, env=environment)
