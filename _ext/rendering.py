"""How MyST-NB renders a chapter: book figures, and the report of what the page depends on.

MyST-NB asks for this class under the name given in pyproject.toml (entry point
myst_nb.renderers) and in _config.yml (nb_render_plugin).
"""

from __future__ import annotations

import json
from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, create_figure_context

from charts.figure import MIME_TYPE

# Runs in the kernel when the last cell is done: the modules imported and the tables loaded.
_REPORT = "__import__('_ext.report', fromlist=['report']).report()"


class picture(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """Two images of one figure; the browser takes the one that fits the page."""


class BookRenderer(NbElementRenderer):
    """The default renderer, plus figures of the book and the dependency report."""

    dependencies: ClassVar[dict[str, dict]] = {}  # docname: what the kernel reported

    def render_mime_type(self, data: MimeData) -> list[nodes.Element]:
        if data.mime_type == MIME_TYPE:
            return [self._figure(data)]
        return super().render_mime_type(data)

    def render_nb_finalise(self, metadata: dict) -> None:
        super().render_nb_finalise(metadata)
        client = getattr(self.renderer.nb_client, "_client", None)
        if client is None:  # a page without code
            return
        for output in client.eval_expression(_REPORT):
            if output.output_type == "error":
                raise RuntimeError(f"the kernel could not report its dependencies: {output.evalue}")
            text = output["data"]["text/plain"]
            self.dependencies[self.renderer.sphinx_env.docname] = json.loads(text[1:-1])

    def _figure(self, data: MimeData) -> nodes.Element:
        content = data.content
        holder = nodes.container()
        options = {"name": content["name"], "caption": content["caption"]}
        with (
            self.renderer.current_node_context(holder),
            create_figure_context(self.renderer, options, data.line),
        ):
            self.renderer.current_node.append(self._picture(content))
        return holder.children[0]

    def _picture(self, content: dict) -> nodes.Element:
        images = []
        for width in ("wide", "narrow"):
            file_name = [f"{content['name']}-{width}.svg"]
            uri = self.write_file(file_name, content[width].encode(), overwrite=True)
            images.append(nodes.image(uri=uri, alt=content["alt"]))
        return picture("", *images)
