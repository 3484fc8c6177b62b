"""What the libraries of the build do again at every use, done once. The pages stay the same."""

from __future__ import annotations

from functools import cache

from pybtex.plugin import find_plugin, register_plugin
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain

_STYLE_OF_CITATIONS = {
    "pybtex.style.formatting": "unsrt",
    "pybtex.style.names": "plain",
    "pybtex.style.labels": "number",
    "pybtex.style.sorting": "none",
}


def setup(app: Sphinx) -> None:
    # For every citation pybtex looks for these in all installed packages, unless they are registered.
    for group, name in _STYLE_OF_CITATIONS.items():
        register_plugin(group, name, find_plugin(group, name), force=True)
    app.add_domain(_Labels, override=True)


class _Labels(StandardDomain):
    """For every reference to a figure Sphinx loads the page that holds the figure. Here it loads it once."""

    def _resolve_numref_xref(self, env, *reference):
        if not hasattr(self, "_pages"):
            self._pages = _PagesReadOnce(env)
        return super()._resolve_numref_xref(self._pages, *reference)


class _PagesReadOnce:
    """The environment of a build, for who looks at pages and changes nothing."""

    def __init__(self, env) -> None:
        self._env = env
        self.get_doctree = cache(env.get_doctree)

    def __getattr__(self, name: str):
        return getattr(self._env, name)
