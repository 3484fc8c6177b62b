"""The forms for issues, against the schemas of the host and against what they ask about."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from data.bibliography import KINDS

FORMS = Path(__file__).parent.parent / ".github" / "ISSUE_TEMPLATE"


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.yml")), ids=lambda path: path.name)
def test_a_form_is_valid(path):
    schema = "github-issue-config" if path.name == "config.yml" else "github-issue-forms"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f".github/ISSUE_TEMPLATE/{path.name}:\n{done.stdout}"


def test_the_form_of_a_source_offers_the_kinds_of_the_bibliography():
    (form,) = FORMS.glob("*-new-source.yml")
    parts = yaml.safe_load(form.read_text(encoding="utf-8"))["body"]
    (kinds,) = (part["attributes"]["options"] for part in parts if part.get("id") == "kind")
    assert kinds == list(KINDS)
