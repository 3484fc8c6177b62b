"""Kernels as a build needs them: they talk over files, not ports, and look for no garbage.

A kernel is told free ports before it takes them. Of two processes that start kernels at once, both
can be told the same, and one kernel dies. Chapters run in several processes, so their kernels use
the file transport of jupyter_client wherever the system has it.

A kernel of the build runs one chapter and ends, which frees everything it left. To look for garbage
among the many parts of figures meanwhile costs a tenth of its time; to take them apart at its end, and
to write what it ran into the history of whoever builds the book, is work for nothing.
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


def use_for_notebooks() -> None:
    """Let every notebook that this process runs with nbclient have such a kernel."""
    manager = over_files(AsyncKernelManager)
    # nbclient takes these from settings that MyST-NB does not pass on; so their defaults are changed.
    NotebookClient._kernel_manager_class_default = lambda self: manager
    NotebookClient._extra_arguments_default = lambda self: [
        "--IPKernelApp.exec_lines=import gc; gc.disable()",
        "--HistoryManager.enabled=False",
    ]
    NotebookClient._shutdown_kernel_default = lambda self: "immediate"
