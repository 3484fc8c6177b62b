"""The lab: JupyterLite in the built site, where a reader runs a chapter without installing anything.

A Sphinx extension of its own. It puts a link under the title of every chapter, and when the pages are
written, the lab into the folder `live` of the site. Nothing of the lab loads before the reader follows the
link. Python itself (Pyodide) then comes from the address `lab_pyodide_url` of _config.yml.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import posixpath
import re
import shutil
import subprocess
import sys
from html import escape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from _ext.lab_copies import lab_copy
from data import sources

FOLDER = "live"  # in the built site
ABOUT = "chapters/run-it"  # the page that explains the lab
MEASURED = Path(__file__).parent / "lab_measured.json"  # written by `make measure-lab`
APPS = ("notebooks", "tree", "edit", "lab")
ROOMS = {"data": ("*.py", "*.json", "*.bib", "tables/*.csv"), "analysis": ("*.py",), "charts": ("*.py",)}
# What the chapters import: packages of Pyodide, and wheels that travel with the lab (requirements.lock).
PYODIDE_PACKAGES = ("pandas", "matplotlib", "ipython", "jedi", "sqlite3")
WHEELS = ("comm", "font-source-sans-pro", "ipywidgets", "seaborn")
# From the script of the kernel to the wheels; Pyodide resolves addresses against that script.
TO_WHEELS = "../../../../pypi"
BUILDERS = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyterlab-myst", "jupyterlab-widgets")
PYTHON_PATHS = (
    # Python looks into every folder of this path for every import, and asking the lab's own files is slow:
    # they come last.
    "/lib/python312.zip",
    "/lib/python3.12",
    "/lib/python3.12/lib-dynload",
    "/lib/python3.12/site-packages",
    "/drive",
)
OVERRIDES = {
    # Light or dark as the system is, like the book.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # All cells stay in the page, so that it does not jump and the browser finds every word.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"},
    # A table opens as text that can be changed, not as a view of it.
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"csv": "Editor"}},
}
GREETING = """You run this chapter in your own browser; nothing is sent to a server.

- **Run it:** Run → Run All Cells; the first time takes longest. Then move the controls above the figures.
- **Change it:** edit a cell, or a table in the folder `data/tables` (File → Open), and run all cells again. \
Tables and figures follow. The numbers in the text are those of the published page.
- **Keep it:** your changes stay in this browser. File → Download saves your copy.
- **Start over:** delete the notebook in the list of files (File → Open); the published one comes back."""


def setup(app: Sphinx) -> dict:
    app.add_config_value("lab_pyodide_url", "", "html", str)
    app.connect("config-inited", _tell_cost)
    app.connect("html-page-context", _add_link)
    app.connect("env-check-consistency", _begin)
    app.connect("build-finished", _put_lab_into_site)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


# ---- what the pages say


def _tell_cost(app: Sphinx, config) -> None:
    """For the text of the page about the lab."""
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    config.myst_substitutions = {
        **config.myst_substitutions,
        "lab_cost": cost(measured, config.lab_pyodide_url),
        "lab_host": urlsplit(config.lab_pyodide_url).hostname or "this site",
        "lab_site_size": _megabytes(measured["site_bytes"]),
        "lab_python_size": _megabytes(measured["pyodide_bytes"]),
    }


def _add_link(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if not _is_chapter(app, pagename):
        return
    root = posixpath.relpath(".", posixpath.dirname(pagename) or ".")
    address = f"{root}/{FOLDER}/notebooks/index.html?path={quote(pagename)}.ipynb"
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    size = _size(measured, app.config.lab_pyodide_url)
    box = (
        f'<div class="run-it"><a class="run-it-launch" href="{escape(address)}">'
        '<i class="fa-solid fa-rocket"></i> Run this chapter in your browser</a>'
        f"<p>Nothing to install. First run: {escape(size)}, then about {measured['first_figure_seconds']} "
        f'seconds to a figure. <a href="{root}/{ABOUT}.html">How it works</a></p></div>'
    )
    # Under the title and the question of the chapter.
    context["body"], count = re.subn(
        r"</h1>\s*(<p>.*?</p>)?", lambda head: head[0] + box, context["body"], count=1, flags=re.DOTALL
    )
    if not count:
        raise ExtensionError(f"{pagename} has no title; the link to the lab stands under it.")


def cost(measured: dict, pyodide_url: str) -> str:
    """What a first run costs, in sentences, from what `make measure-lab` saw."""
    return (
        f"The first time it loads {_size(measured, pyodide_url)}. "
        f"With all of it at hand the first figure came after {measured['first_figure_seconds']} seconds "
        f"on {measured['machine']}."
    )


def _size(measured: dict, pyodide_url: str) -> str:
    host = urlsplit(pyodide_url).hostname
    origin = f", most of it from {host}" if host else ""
    return f"about {_megabytes(measured['site_bytes'] + measured['pyodide_bytes'])}{origin}"


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.0f} MB"


def _is_chapter(app: Sphinx, pagename: str) -> bool:
    return pagename in app.env.found_docs and app.env.doc2path(pagename).endswith(".ipynb")


# ---- the lab


def _begin(app: Sphinx, env) -> None:
    """All chapters are read: build the lab in another process while Sphinx writes the pages."""
    if app.builder.format == "html":
        app.lab = multiprocessing.Process(target=_try_to_put_lab, args=_wanted(app), daemon=True)
        app.lab.start()


def _put_lab_into_site(app: Sphinx, exception: Exception | None) -> None:
    if hasattr(app, "lab"):
        app.lab.join()
    if exception is None and app.builder.format == "html":
        put_lab(*_wanted(app))  # does nothing but after a failure, of which it tells, or if no page was read


def _try_to_put_lab(*wanted) -> None:
    with contextlib.suppress(ExtensionError):
        put_lab(*wanted)


def _wanted(app: Sphinx) -> tuple[Path, Path, dict[str, bytes], str, str]:
    """The arguments of `put_lab`."""
    root, config = Path(app.srcdir), app.config
    return root, Path(app.outdir) / FOLDER, _contents(app, root), config.lab_pyodide_url, config.project


def put_lab(root: Path, target: Path, contents: dict[str, bytes], pyodide_url: str, title: str) -> bool:
    """Write the lab into the folder `target`, unless it stands there, built from the same.

    root: the project, for its lock of versions; _build/lab there keeps what need not be built again.
    contents: the files a reader finds in the lab, name to bytes. pyodide_url: the folder of Pyodide's files.
    Returns whether it wrote. Raises ExtensionError with what pip or JupyterLite said.
    """
    work = root / "_build" / "lab"
    tools = _start_afresh_with_other_tools(work, root, pyodide_url)
    inputs = _hash(
        tools.encode(), *(part for name in sorted(contents) for part in (name.encode(), contents[name]))
    )
    mark = target / "built-from.txt"
    if mark.exists() and mark.read_text() == inputs:
        return False
    for folder in (work / "contents", work / "site" / "files", target):
        shutil.rmtree(folder, ignore_errors=True)
    for name, content in contents.items():
        path = work / "contents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    _build_site(work, pyodide_url, title)
    shutil.copytree(work / "site", target)
    mark.write_text(inputs)
    return True


def _start_afresh_with_other_tools(work: Path, root: Path, pyodide_url: str) -> str:
    """Forget what other versions of the tools, or other settings, have built. Returns their fingerprint."""
    versions = "\n".join(f"{name} {version(name)}" for name in BUILDERS) + _locked(root)
    tools = _hash(Path(__file__).read_bytes(), versions.encode(), pyodide_url.encode())
    mark = work / "tools.txt"
    if not mark.exists() or mark.read_text() != tools:
        shutil.rmtree(work, ignore_errors=True)
        _download_wheels(work / "wheels", _locked(root))
        mark.write_text(tools)
    return tools


def _locked(root: Path) -> str:
    """The lines of requirements.lock for the wheels that travel with the lab, with their hashes."""
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    found = [re.search(rf"^{name}==(?:.*\\\n)+.*$", lock, flags=re.MULTILINE) for name in WHEELS]
    if not all(found):
        raise ExtensionError(f"requirements.lock must pin {', '.join(WHEELS)}: run `make lock`.")
    return "\n".join(match[0] for match in found)


def _download_wheels(folder: Path, locked: str) -> None:
    folder.mkdir(parents=True)
    (folder / "wheels.lock").write_text(locked, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
    _run(
        [*pip, "--only-binary=:all:", "--require-hashes", "-r", folder / "wheels.lock", "-d", folder], folder
    )


def _contents(app: Sphinx, root: Path) -> dict[str, bytes]:
    """The files a reader finds in the lab: name to bytes."""
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for room, patterns in ROOMS.items()
        for pattern in patterns
        for path in (root / room).glob(pattern)
    }
    bibliography = sources()
    figures = {
        name: ".".join(map(str, number))
        for numbers in app.env.toc_fignumbers.values()
        for name, number in numbers.get("figure", {}).items()
    }
    for page in sorted(page for page in app.env.found_docs if _is_chapter(app, page)):
        chapter = json.loads(Path(app.env.doc2path(page)).read_text(encoding="utf-8"))
        try:
            copy = lab_copy(chapter, app.env.book_values.get(page, {}), figures, bibliography, GREETING)
        except KeyError as error:
            raise ExtensionError(f"{page} cannot be copied into the lab: {error} is not known.") from error
        files[f"{page}.ipynb"] = json.dumps(copy, ensure_ascii=False, indent=1).encode()
    return files


def _build_site(work: Path, pyodide_url: str, title: str) -> None:
    """Run `jupyter lite build`, which redoes only what has changed since its last run."""
    wheels = sorted((work / "wheels").glob("*.whl"))
    kernel = {
        "pyodideUrl": f"{pyodide_url}pyodide.js",
        "loadPyodideOptions": {
            "packages": [*PYODIDE_PACKAGES, *(f"{TO_WHEELS}/{wheel.name}" for wheel in wheels)],
            "env": {
                "HOME": "/home/pyodide",
                "PYTHONPATH": ":".join(PYTHON_PATHS),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        },
    }
    settings = {
        "appName": title,
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
    }
    (work / "jupyter-lite.json").write_text(
        json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": settings})
    )
    (work / "overrides.json").write_text(json.dumps(OVERRIDES))
    places = ["--lite-dir", work, "--contents", work / "contents", "--output-dir", work / "site"]
    options = ["--no-sourcemaps", "--no-unused-shared-packages", "--no-libarchive"]
    chosen = [part for app in APPS for part in ("--apps", app)]
    with_wheels = [part for wheel in wheels for part in ("--piplite-wheels", wheel)]
    _run([sys.executable, "-m", "jupyterlite_core", "build", *places, *options, *chosen, *with_wheels], work)


def _run(command: list, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise ExtensionError(f"The lab was not built: {' '.join(map(str, command[1:4]))} says\n{said}")


def _hash(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
