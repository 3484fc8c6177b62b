"""What the search of the site finds: the words that readers see, each by itself."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import sphinx.search
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder, WordStore

# Sources are found in the bibliography.
_NOT_INDEXED = re.compile(r'<(style|script|template)\b.*?</\1>|<ul class="sources">.*?</ul>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def setup(app: Sphinx) -> None:
    # Sphinx takes no other class by a setting.
    sphinx.search.IndexBuilder = WordsOfReaders


class WordsOfReaders(IndexBuilder):
    """An index without code, in which cells of a table stand apart: Sphinx alone joins their words."""

    def __init__(self, *settings) -> None:
        super().__init__(*settings)
        self.lang.stem = cache(self.lang.stem)  # most words come back on every page

    def _word_collector(self, doctree: nodes.document) -> WordStore:
        kept = [(node, node.children) for node in doctree.findall(_to_change)]
        for node, _children in kept:
            node.children = [nodes.Text(_words(node))] if isinstance(node, nodes.raw) else []
        try:
            return super()._word_collector(doctree)
        finally:
            for node, children in kept:
                node.children = children


def _to_change(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) or (
        isinstance(node, nodes.Element) and "cell_input" in node.get("classes", ())
    )


def _words(node: nodes.raw) -> str:
    # Sphinx takes what still looks like a tag for one.
    return unescape(_TAG.sub(" ", _NOT_INDEXED.sub(" ", node.astext()))).replace("<", " ")
