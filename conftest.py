"""For tests and notebooks: kernels of notebooks that run at once must not meet (see _ext/kernels.py)."""

from nbval import kernel

from _ext.kernels import over_files

kernel.KernelManager = over_files(kernel.KernelManager)
