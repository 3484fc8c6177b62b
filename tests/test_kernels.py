"""Notebooks that run at once must not take each other's ports: their kernels use none."""

import json
import os
from pathlib import Path

import nbformat.v4
import pytest
from nbclient import NotebookClient

from _ext.kernels import use_files

CELL = "import ipykernel; print(open(ipykernel.get_connection_file()).read())"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file transport")
def test_a_kernel_listens_at_files_of_its_own_and_takes_them_away(monkeypatch):
    monkeypatch.setattr(
        NotebookClient, "_kernel_manager_class_default", NotebookClient._kernel_manager_class_default
    )
    use_files()
    addresses = []
    for _ in range(2):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
        NotebookClient(notebook, kernel_name="python3").execute()
        connection = json.loads(notebook.cells[0].outputs[0].text)
        assert connection["transport"] == "ipc"
        addresses.append(connection["ip"])
    assert len(set(addresses)) == 2
    assert not [file for address in addresses for file in Path(address).parent.glob(f"{Path(address).name}*")]
