"""Kernels of notebooks that are tested at once do not meet (_ext/kernels.py); failures are told plainly."""

from nbval import kernel

from _ext.kernels import over_files

kernel.KernelManager = over_files(kernel.KernelManager)
pytest_plugins = ["tests.plain_words"]
