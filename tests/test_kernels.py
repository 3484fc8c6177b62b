"""Notebooks that run at once must not take each other's ports: their kernels use none."""

import json
import os
from pathlib import Path

import nbformat.v4
import pytest
from nbclient import NotebookClient

from _ext.kernels import use_for_notebooks

CELL = "import ipykernel; print(open(ipykernel.get_connection_file()).read())"


@pytest.fixture
def notebooks_of_the_build(monkeypatch):
    for name in ("_kernel_manager_class_default", "_extra_arguments_default", "_shutdown_kernel_default"):
        monkeypatch.setattr(NotebookClient, name, getattr(NotebookClient, name, None), raising=False)
    use_for_notebooks()


def run(code):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name="python3").execute()
    return notebook.cells[0].outputs[0].text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file transport")
def test_a_kernel_listens_at_files_of_its_own_and_takes_them_away(notebooks_of_the_build):
    addresses = []
    for _ in range(2):
        connection = json.loads(run(CELL))
        assert connection["transport"] == "ipc"
        addresses.append(connection["ip"])
    assert len(set(addresses)) == 2
    assert not [file for address in addresses for file in Path(address).parent.glob(f"{Path(address).name}*")]


def test_a_kernel_looks_for_no_garbage(notebooks_of_the_build):
    assert run("import gc; print(gc.isenabled())") == "False\n"


def test_a_kernel_leaves_the_history_of_the_user_alone(notebooks_of_the_build):
    assert run("print(get_ipython().history_manager.enabled)") == "False\n"


def test_a_kernel_ends_at_once(notebooks_of_the_build, tmp_path):
    tidied = tmp_path / "tidied"
    run(f"import atexit, pathlib; atexit.register(pathlib.Path({str(tidied)!r}).touch); print()")
    assert not tidied.exists()
