"""What hosts get: workflows, configurations of services, and the server of hosting/, started and asked."""

import gzip
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import brotli
import pytest
import yaml

from _ext import facts
from _ext.build import build
from audit import nginx, serve
from tests import lab
from tests.browser import FONT

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
HASHED = "figure-0123456789ab.svg"
PAGE = "<!doctype html><title>A page</title>" + "<p>many words" * 200
LAB = "live/lab/index.html"


# ---- workflows and services


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.dependabot", [ROOT / ".github/dependabot.yml"]),
        ("vendor.readthedocs", [ROOT / ".readthedocs.yaml"]),
        ("vendor.citation-file-format", [ROOT / "CITATION.cff"]),
    ],
)
def test_configurations_follow_their_schemas(schema, files):
    command = [BIN / "check-jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert files
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_no_weakness_in_the_workflows():
    command = [BIN / "zizmor", "--offline", "--pedantic", "--no-progress", ROOT / ".github"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "completed" in done.stderr


def test_workflows_pin_actions_know_no_secret_and_may_write_pages_alone():
    writes = []
    for path in WORKFLOWS:
        text = path.read_text()
        for action in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), f"{path.name}: {action}"
        assert "secrets." not in text
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {}
        for name, job in workflow["jobs"].items():
            writes += [(name, what) for what, right in job["permissions"].items() if right == "write"]
    assert writes == [("publish", "pages"), ("publish", "id-token")]


def commands(settings):
    """Every shell line of a workflow or of a service's configuration."""
    if isinstance(settings, dict):
        for key, value in settings.items():
            if key in ("run", "commands"):
                yield from value if isinstance(value, list) else value.splitlines()
            else:
                yield from commands(value)
    elif isinstance(settings, list):
        for value in settings:
            yield from commands(value)


def test_workflows_services_and_documents_name_commands_that_there_are():
    makefile = (ROOT / "Makefile").read_text()
    lines = [
        line
        for path in (*WORKFLOWS, ROOT / ".readthedocs.yaml")
        for line in commands(yaml.safe_load(path.read_text()))
    ]
    targets = {line.split()[1] for line in lines if line.startswith("make ")}
    assert targets == {"test", "pdf", "book", "links", "outdated", "sbom", "advisories"}
    documents = "".join((ROOT / name).read_text() for name in ("HOSTING.md", "SECURITY.md"))
    told = re.findall(r"(?:^|`)make ([a-z-]+)", documents, flags=re.MULTILINE)
    for target in targets.union(told):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
    installed = {word for line in lines if "apt-get install" in line for word in line.split()}
    assert {*nginx.PACKAGES, FONT} <= installed


def test_binder_gets_the_versions_of_the_lock():
    pins = [
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), flags=re.MULTILINE))
        for name in (".binder/requirements.txt", "requirements.lock")
    ]
    assert {"pandas", "matplotlib", "ipywidgets", "seaborn"} <= pins[0].keys()
    assert pins[0].items() <= pins[1].items()
    assert "--hash=sha256:" in (ROOT / ".binder/requirements.txt").read_text()


def test_the_image_runs_the_files_that_are_tested_here():
    container = (ROOT / "Containerfile").read_text()
    for source in re.findall(r"^COPY (?!--from)(\S+)", container, flags=re.MULTILINE):
        assert source == "_build/html" or (ROOT / source).is_file(), source
    assert "COPY hosting/nginx.conf /etc/nginx/nginx.conf" in container
    assert {"nginx", "libnginx-mod-http-brotli-static", "brotli"} == set(nginx.PACKAGES)
    for package in nginx.PACKAGES:
        assert package in container
    assert "USER www-data" in container


# ---- the server


@pytest.fixture(scope="module")
def installed():
    """nginx is there. Where Debian's packages are not to be had, its tests are skipped."""
    try:
        nginx.find_or_install()
    except SystemExit as missing:
        if shutil.which("apt-get"):
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def server(installed, tmp_path_factory):
    """The address of a small site, compressed, on the server of hosting/."""
    site = tmp_path_factory.mktemp("site")
    for name in ("index.html", "404.html", "chapters/a.html", LAB):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(PAGE.replace("A page", name))
    (site / HASHED).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" * 100)
    (site / "table.csv").write_text("name,count\nÅ,1\n" * 100)
    (site / ".hidden").write_text("not for readers")
    nginx.compress(site)
    with nginx.serving(site, tmp_path_factory.mktemp("nginx")) as address:
        yield address


def get(url, method="GET", **headers):
    """Status, headers and body of an answer, an error's too."""
    request = urllib.request.Request(url, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
)
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("chapters/a.html", "text/html; charset=utf-8"),
        ("table.csv", "text/csv; charset=utf-8"),
        (HASHED, "image/svg+xml"),
    ],
)
def test_files_come_packed_as_the_reader_can_unpack_them(server, name, kind, accepted, encoding, unpack):
    plain = get(server + name)[2]
    status, headers, body = get(server + name, **{"Accept-Encoding": accepted})
    assert (status, headers["Content-Encoding"], headers["Content-Type"]) == (200, encoding, kind)
    assert headers["Vary"] == "Accept-Encoding"
    assert unpack(body) == plain
    assert encoding is None or len(body) < len(plain) / 2


def test_hashed_files_are_kept_and_pages_asked_for_again(server):
    assert get(server + HASHED)[1]["Cache-Control"] == "public, max-age=31536000, immutable"
    for name in ("", "chapters/a.html", "table.csv", LAB):
        _, headers, _ = get(server + name)
        assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
        assert get(server + name, **{"If-None-Match": headers["ETag"]})[0] == 304


def test_a_lost_reader_gets_the_page_for_that_and_no_cache_keeps_it(server):
    for name in ("nowhere", "chapters/", "404.html", ".hidden", "_images/0123456789ab.svg"):
        status, headers, body = get(server + name)
        assert (status, b"<title>404.html" in body) == (404, True), name
        assert "immutable" not in headers["Cache-Control"]


def test_the_server_takes_nothing_in_and_says_little_of_itself(server):
    for method in ("POST", "PUT", "DELETE"):
        status, headers, _ = get(server, method=method)
        assert status == 405
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert get(server)[1]["Server"] == "nginx"
    assert get(server + "%2e%2e/%2e%2e/etc/passwd")[0] == 400


@pytest.mark.parametrize("name", ["", "chapters/a.html", HASHED, LAB, "nowhere"])
def test_every_answer_carries_the_headers_that_protect_readers(server, name):
    _, headers, _ = get(server + name)
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    for name in {*headers}:
        assert len(headers.get_all(name)) == 1, name


def policy(text):
    """A content policy as directive to its sources."""
    return {name: sources for name, *sources in (part.split() for part in text.split(";") if part.strip())}


def test_the_lab_may_run_python_and_load_it_from_its_host_and_pictures_may_run_nothing(server):
    allowed = policy(get(server + LAB)[1]["Content-Security-Policy"])
    assert {"'self'", "'wasm-unsafe-eval'", "https://cdn.jsdelivr.net"} <= {*allowed["script-src"]}
    assert {"'self'", "https://cdn.jsdelivr.net"} <= {*allowed["connect-src"]}
    assert allowed["worker-src"] == ["'self'", "blob:"]
    assert allowed["object-src"] == ["'none'"]
    picture = policy(get(server + HASHED)[1]["Content-Security-Policy"])
    assert picture["default-src"] == ["'none'"]
    assert "script-src" not in picture


# ---- the book on the server


@pytest.fixture(scope="module")
def site():
    assert build(ROOT) == 0
    return ROOT / "_build" / "html"


@pytest.fixture(scope="module")
def book(installed, site, tmp_path_factory):
    with nginx.serving(site, tmp_path_factory.mktemp("nginx")) as address:
        yield address


def test_page_and_server_together_leave_nothing_open(site, book):
    """What the page's own policy cannot say, the header says, and the header takes nothing from the page."""
    for path in site.glob("chapters/*.html"):
        own = policy(
            re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', path.read_text())[1]
        )
        name = path.relative_to(site).as_posix()
        header = policy(get(book + name)[1]["Content-Security-Policy"])
        assert own["default-src"] == ["'none'"]
        assert "'unsafe-inline'" not in own["script-src"] + own["style-src"]
        assert header == {"frame-ancestors": ["'self'"]}


def test_both_servers_keep_the_same_files(site, book):
    kept = []
    with serve.serving(site) as audit:
        for path in sorted(path for path in site.rglob("*") if path.is_file()):
            name = urllib.request.quote(path.relative_to(site).as_posix())
            answers = [get(server + name, method="HEAD")[1]["Cache-Control"] for server in (book, audit)]
            immutable = ["immutable" in answer for answer in answers]
            assert immutable[0] == immutable[1], name
            kept += [name] if immutable[0] else []
    assert {name.split("/")[0] for name in kept} <= {"_images", "_static", "live"}
    assert any(name.endswith(".css") for name in kept)
    assert any(name.startswith("_images/") for name in kept)


def test_a_chapter_works_on_the_server(book):
    trouble = []
    with lab.chromium() as browser:
        page = browser.new_page()
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("requestfailed", lambda request: trouble.append(request.url))
        page.goto(book + "chapters/scenarios.html", wait_until="networkidle")
        choices = page.locator(".explorer").first.locator("select, input")
        assert choices.count()
        assert page.locator(".explorer-controls").first.is_visible()
    assert trouble == []


def test_a_chapter_runs_in_the_lab_under_the_policy_of_the_server(book):
    with lab.chromium() as browser:
        page = lab.visitor(browser).new_page()
        refused = []
        page.on("console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None)
        page.goto(book + "chapters/staying.html")
        page.locator(".run-it-launch").click()
        lab.wait_for_chapter(page)
        lab.wait_for_figure(page)
    assert refused == []


def test_an_address_given_to_make_goes_before_the_one_of_the_settings(monkeypatch):
    settings = yaml.safe_load((ROOT / "_config.yml").read_text())
    monkeypatch.delenv("BOOK_ADDRESS", raising=False)
    assert facts.address(ROOT) == settings["html"]["baseurl"]
    monkeypatch.setenv("BOOK_ADDRESS", "https://example.org/book/")
    assert facts.address(ROOT) == "https://example.org/book/"
    asked = [
        "make",
        "--silent",
        "--eval",
        "show: ; @echo $$BOOK_ADDRESS",
        "show",
        "ADDRESS=https://example.org/",
    ]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "https://example.org/"
