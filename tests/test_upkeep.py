"""What keeps the book alive: one version everywhere, releases, and what is said of links."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from upkeep import links, release

ROOT = Path(__file__).parent.parent
FILES = (*release.PLACES, release.CHANGES)


# ---- versions


def named_versions(root):
    texts = {name: (root / name).read_text() for name in release.PLACES}
    return {name: re.findall(release.PLACES[name], text, flags=re.MULTILINE) for name, text in texts.items()}


def test_every_file_names_the_version_of_the_project_once():
    assert named_versions(ROOT) == {name: [release.version()] for name in release.PLACES}


def test_the_citation_says_in_both_forms_what_the_book_is_called():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    deposit = json.loads((ROOT / ".zenodo.json").read_text())
    title = yaml.safe_load((ROOT / "_config.yml").read_text())["title"]
    assert citation["title"] == deposit["title"]
    assert citation["title"].startswith(title)
    assert [a["name"] for a in citation["authors"]] == [c["name"] for c in deposit["creators"]]
    assert citation["keywords"] == deposit["keywords"]
    assert citation["abstract"] in deposit["description"]


@pytest.fixture
def project(tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    changes = (tmp_path / release.CHANGES).read_text()
    head = changes[: changes.index(release.NEXT)]
    (tmp_path / release.CHANGES).write_text(
        f"{head}{release.NEXT}\nA new chapter.\n\n## 0.0.1\n\nThe first.\n"
    )
    return tmp_path


def test_a_release_is_written_everywhere_and_dated(project):
    for version, date in (("7.0.0", "2030-01-02"), ("7.0.1", "2030-02-03")):
        release.write_version(version, project, date, "2029-12-31")
        assert named_versions(project) == {name: [version] for name in release.PLACES}
        citation = (project / "CITATION.cff").read_text()
        assert re.findall(r"^date-released: (.*)$", citation, flags=re.MULTILINE) == [date]
        changes = (project / release.CHANGES).read_text()
        assert f"## {version} of {date}, sources read until 2029-12-31\n\nA " in changes
        assert changes.count(release.NEXT) == 1
        (project / release.CHANGES).write_text(changes.replace(release.NONE, "A mended cell.\n"))
    assert "## 0.0.1\n\nThe first.\n" in changes
    assert json.loads((project / "data/datapackage.json").read_text())["version"] == "7.0.1"


@pytest.mark.parametrize("version", ["", "1", "v9.0.0", "9.0", "9.0.0rc1", "0.0.1", "same"])
def test_a_version_that_does_not_rise_is_refused(project, version):
    before = {name: (project / name).read_text() for name in FILES}
    wanted = release.version(project) if version == "same" else version
    with pytest.raises(ValueError, match="give three numbers, higher than"):
        release.write_version(wanted, project, "2030-01-02", "2029-12-31")
    assert before == {name: (project / name).read_text() for name in FILES}


def test_a_release_says_what_is_new(project):
    release.write_version("7.0.0", project, "2030-01-02", "2029-12-31")
    with pytest.raises(ValueError, match=r"CHANGELOG\.md does not say what is new"):
        release.write_version("7.0.1", project, "2030-01-02", "2029-12-31")


# ---- links


def answer(url, text, code=None):
    return {"url": url, "status": {"text": text} | ({"code": code} if code else {})}


FOUND = {
    "success_map": {
        "data/sources.bib": [answer(f"https://{site}.org/", "200 OK", 200) for site in "xyz"],
        "_build/html/chapters/a.html": [answer("https://x.org/", "200 OK", 200)],
    },
    "error_map": {
        "data/sources.bib": [
            answer("https://a.org/gone", "Rejected status code: 404 Not Found", 404),
            answer("https://b.org/", "Network error: Connection failed (error sending request for url (x))"),
            answer("https://c.org/", "Rejected status code: 403 Forbidden", 403),
        ],
        "_build/html/chapters/a.html": [
            answer("https://a.org/gone", "Rejected status code: 404 Not Found", 404)
        ],
    },
    "timeout_map": {"data/sources.bib": [answer("https://d.org/", "Timeout")]},
}


def test_a_refusal_is_no_death():
    assert links.live(FOUND) == {"https://x.org/", "https://y.org/", "https://z.org/"}
    failed = links.failures(FOUND)
    assert [(one.url, one.died) for one in failed] == [
        ("https://a.org/gone", True),
        ("https://b.org/", True),
        ("https://c.org/", False),
        ("https://d.org/", False),
    ]
    assert failed[1].reason == "Network error: Connection failed"


def test_the_report_names_the_source_and_the_copy_of_the_day_it_was_read():
    text = links.report(3, links.failures(FOUND), {"https://a.org/gone": ("a-2020-x", "2026-11-21")})
    assert "7 addresses: 3 live, 2 died, 2 would not say." in text
    died, unsure = text.split("## Would not say")
    assert "<https://a.org/gone>, source `a-2020-x`: Rejected status code: 404 Not Found." in died
    assert "<https://web.archive.org/web/20261121/https://a.org/gone>" in died
    assert "<https://web.archive.org/web/2/https://b.org/>" in died
    assert "<https://c.org/>, data/sources.bib: Rejected" in unsure
    assert "https://c.org/" not in died


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (FOUND, 1),
        (FOUND | {"error_map": {}}, 0),
        (FOUND | {"success_map": {}}, 2),
    ],
)
def test_the_exit_status_tells_live_from_dead_from_nothing_known(
    monkeypatch, tmp_path, capsys, found, status
):
    monkeypatch.setattr(links, "ask", lambda: found)
    monkeypatch.setattr(links, "REPORT", tmp_path / "links.md")
    assert links.main() == status
    assert links.REPORT.exists() == (status != 2)
    assert ("No link was judged" in capsys.readouterr().err) == (status == 2)
