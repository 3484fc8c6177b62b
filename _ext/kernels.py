"""Kernels that talk to the build over files, not ports.

A kernel is told free ports before it takes them. Of two processes that start kernels at once, both
can be told the same, and one kernel dies. Chapters run in several processes, so their kernels use
the file transport of jupyter_client wherever the system has it.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from pathlib import Path
from typing import TypeVar

from jupyter_client import AsyncKernelManager, KernelManager
from nbclient import NotebookClient
from traitlets import default

Manager = TypeVar("Manager", bound=type[KernelManager])


def over_files(manager: Manager) -> Manager:
    """The class of kernel managers `manager`, with kernels that listen at files (Windows: as before)."""
    if os.name == "nt":
        return manager

    class FileKernelManager(manager):
        @default("transport")
        def _transport_default(self) -> str:
            return "ipc"

        @default("ip")
        def _ip_default(self) -> str:
            # Kernel and manager agree on a path; a name of its own keeps kernels apart.
            return str(Path(tempfile.gettempdir()) / f"kernel-{uuid.uuid4().hex[:12]}")

    return FileKernelManager


def use_files() -> None:
    """Let every notebook that this process runs with nbclient have such a kernel."""
    manager = over_files(AsyncKernelManager)
    # nbclient takes the class from a setting that MyST-NB does not pass on; so its default is changed.
    NotebookClient._kernel_manager_class_default = lambda self: manager
