"""How MyST-NB renders a chapter: book figures, and the report of what the page depends on.

MyST-NB asks for this class under the name given in pyproject.toml (entry point
myst_nb.renderers) and in _config.yml (nb_render_plugin).
"""

from __future__ import annotations

import json

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, create_figure_context
from sphinx.errors import ExtensionError

from _ext.behind import link
from _ext.facts import fingerprint
from _ext.running import ChapterClient
from charts.explore import EXPLORER_MIME_TYPE
from charts.figure import MIME_TYPE
from charts.svg import bundle


class picture(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """Two images of one figure, wide and narrow; the browser takes the one that fits the page.

    Its `title` and `source` are the words drawn in them.
    """


class explorer(nodes.General, nodes.Element):  # noqa: N801
    """A picture of the default choice, the controls over it, and where the frames of both widths lie."""


class BookRenderer(NbElementRenderer):
    """The default renderer, plus figures of the book and the dependency report."""

    def render_mime_type(self, data: MimeData) -> list[nodes.Element]:
        if data.mime_type == MIME_TYPE:
            return [self._figure(data.content, self._picture(data.content), data)]
        if data.mime_type == EXPLORER_MIME_TYPE:
            default = data.content["frames"][0]
            return [self._figure(default, self._explorer(data.content), data)]
        return super().render_mime_type(data)

    def render_nb_finalise(self, metadata: dict) -> None:
        super().render_nb_finalise(metadata)
        client = self.renderer.nb_client
        if not isinstance(client, ChapterClient):  # a page without code
            return
        env, reported = self.renderer.sphinx_env, client.report()
        if reported["root"] != str(env.srcdir):
            raise ExtensionError(
                f"{env.docname} runs with tables and code of {reported['root']}, not of {env.srcdir}. "
                "Install this checkout (`make book` does) or set PYTHONPATH to it."
            )
        env.book_dependencies[env.docname] = env.book_prints.of_page(reported["files"])
        env.book_values[env.docname] = reported["values"]

    def _figure(self, content: dict, shown: nodes.Element, data: MimeData) -> nodes.Element:
        holder = nodes.container()
        with (
            self.renderer.current_node_context(holder),
            create_figure_context(self.renderer, {"name": content["name"]}, data.line),
        ):
            self.renderer.current_node.append(shown)
            # The caption is text, not markup: it may quote a cell of a table.
            self.renderer.current_node.append(nodes.caption("", content["caption"]))
            self.renderer.current_node.append(self._link_behind(content, data.content["behind"]))
        return holder.children[0]

    def _link_behind(self, content: dict, behind: dict) -> nodes.Element:
        env, name = self.renderer.sphinx_env, content["name"]
        text = json.dumps({"name": name, "title": content["title"], **behind}, ensure_ascii=False)
        uri = self.write_file([f"{name}-rows.json"], text.encode(), overwrite=True)
        env.book_behind.setdefault(env.docname, []).append(uri.lstrip("/"))
        return link(env.docname, name, behind["rows"])

    def _picture(self, content: dict) -> nodes.Element:
        images = []
        for width in ("wide", "narrow"):
            svg = content[width].encode()
            file_name = f"{content['name']}-{width}-{fingerprint(svg)[:8]}.svg"
            uri = self.write_file([file_name], svg, overwrite=True)
            images.append(nodes.image(uri=uri, alt=content["alt"]))
        return picture("", *images, title=content["title"], source=content["source"])

    def _explorer(self, content: dict) -> nodes.Element:
        env = self.renderer.sphinx_env
        uris = {width: self._write_frames(content, width) for width in ("wide", "narrow")}
        env.book_frames.setdefault(env.docname, []).extend(uris.values())
        picture = self._picture(content["frames"][0])
        return explorer("", picture, figure=content["name"], controls=content["controls"], uris=uris)

    def _write_frames(self, content: dict, width: str) -> str:
        """All frames of one width as a script, which a page can load from a folder as from a host."""
        parts = bundle([frame[width] for frame in content["frames"]])
        for part, frame in zip(parts["frames"], content["frames"], strict=True):
            part.update({key: frame[key] for key in ("choice", "title", "alt", "caption")})
        key = json.dumps(f"{content['name']}-{width}")
        text = f"(window.bookFrames ??= {{}})[{key}] = {json.dumps(parts, ensure_ascii=False)};\n"
        file_name = f"{content['name']}-{width}-{fingerprint(text.encode())[:8]}.js"
        return self.write_file([file_name], text.encode(), overwrite=True).lstrip("/")
