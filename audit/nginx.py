"""The server that the project offers to hosts (hosting/nginx.conf), started on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.debian import install

HOSTING = Path(__file__).parent.parent / "hosting"
PACKAGES = ("nginx", "libnginx-mod-http-brotli-static", "brotli")
_PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))  # where Debian keeps servers
_BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
ASK = f"This needs nginx with brotli. On Debian or Ubuntu: sudo apt-get install {' '.join(PACKAGES)}."


def find_or_install() -> str:
    """Path of nginx, installed if possible. Exits with what to do otherwise."""
    if not _ready():
        install("the tests of the server", *PACKAGES)
    if not _ready():
        raise SystemExit(ASK)
    return shutil.which("nginx", path=_PLACES)


def _ready() -> bool:
    return bool(shutil.which("nginx", path=_PLACES) and shutil.which("brotli") and _BROTLI.exists())


def compress(site: Path) -> None:
    """Put compressed copies beside the files of the site, as the container image does."""
    subprocess.run([HOSTING / "compress", site], check=True)


@contextmanager
def serving(site: Path, folder: Path) -> Iterator[str]:
    """Serves the site on a free port while the block runs. Gives the address, which ends in a slash.

    folder: an empty one for what nginx writes. Only the port and the places of files differ from hosting/.
    """
    nginx = find_or_install()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "html").symlink_to(site.resolve())
    settings = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    for words, others in (("listen 8080", f"listen 127.0.0.1:{port}"), ("/tmp/", f"{folder}/")):
        assert words in settings, f"hosting/nginx.conf no longer says {words!r}"
        settings = settings.replace(words, others)
    (folder / "nginx.conf").write_text(settings, encoding="utf-8")
    # Started by root, nginx would read files as a user who may not enter private folders.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen([nginx, "-p", folder, "-c", folder / "nginx.conf", *user]) as process:
        try:
            _wait(address, process)
            yield address
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError("nginx ended at once; its message stands above.")
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nginx does not answer at {address}.")
