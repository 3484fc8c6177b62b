"""What README.md and CONTRIBUTING.md tell people to type, typed.

Every line of their `sh` and `python` blocks is run in a copy of the project that shares this environment,
with three exceptions. `make book` and `make test` are not started once more: test_site.py builds the book by
the function behind the first, and continuous integration calls the second, which runs this test. `make lab`
serves until somebody stops it. Of these the test sees only that make knows what to do.
"""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.copies import ROOT, copy_project

GUIDES = ["README.md", "CONTRIBUTING.md"]
NOT_RUN = {"make book", "make test", "make lab"}
SHOWN = {"bibtex"}  # blocks to read, not to type


def blocks(guide):
    """Language and text of each fenced block."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    return re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(guide):
    """The lines of its sh blocks, without their comments."""
    lines = [line for language, text in blocks(guide) if language == "sh" for line in text.splitlines()]
    return [line.split("#")[0].strip() for line in lines]


TYPED = sorted({command for guide in GUIDES for command in commands(guide)})


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy under version control, with the environment of this test in its place."""
    folder = copy_project(tmp_path_factory.mktemp("readme") / "copy")
    (folder / ".venv").symlink_to(sys.prefix)
    for name in ("requirements.lock", "pyproject.toml"):
        os.utime(folder / name, (0, 0))  # else make could renew the environment that others use
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@pytest.mark.skipif(not shutil.which("git"), reason="the copy needs git")
@pytest.mark.parametrize("command", [command for command in TYPED if command not in NOT_RUN])
def test_a_command_works(project, command):
    done = subprocess.run(command.split(), cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", sorted(NOT_RUN))
def test_make_knows_the_commands_that_are_not_run_here(command):
    assert command in TYPED
    done = subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("guide", GUIDES)
def test_python_is_run_as_it_stands(project, guide):
    for language, text in blocks(guide):
        assert language in {"sh", "python", *SHOWN}, f"{guide}: a block is marked {language!r}"
        if language == "python":
            done = subprocess.run([sys.executable, "-c", text], cwd=project, capture_output=True, text=True)
            assert done.returncode == 0, f"{guide}:\n{text}\n{done.stderr}"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_target_that_is_named_is_listed_by_make(guide):
    listed = subprocess.run(["make", "--silent", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    named = set(re.findall(r"`make ([a-z-]+)", (ROOT / guide).read_text(encoding="utf-8")))
    assert named
    assert named <= set(re.findall(r"^make ([a-z-]+)", listed, re.MULTILINE))


@pytest.mark.parametrize("guide", [*GUIDES, "CODE_OF_CONDUCT.md"])
def test_files_and_links_are_there(guide):
    text = (ROOT / guide).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), f"{guide} links to {target}"
    for path in re.findall(r"`([a-z_]+/[A-Za-z_./-]*)`", text):
        assert "NAME" in path or (ROOT / path).exists(), f"{guide} names {path}"
