"""Exercises as the book shows them: numbered, solutions folded without a script, and the time they take.

sphinx-exercise numbers exercises and gathers what stands between the gates of a solution.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import ceil

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

GUIDE = "guide"  # the class of the box that opens a chapter
WORDS_A_MINUTE = 200  # chosen somewhat below the 238 of Brysbaert (2019), J. Mem. Lang. 109, 104047
# Minutes by the end of an exercise's label, as a teacher may plan them: our judgment, not measured.
_MINUTES = {"read": 10, "compute": 15, "change": 15, "argue": 30}
# What is no running text: code, what cells print, the lists at the end, exercises with their solutions.
_NOT_READ = (
    nodes.literal_block,
    nodes.raw,
    nodes.footnote,
    nodes.comment,
    exercise_enumerable_node,
    solution_node,
)


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinx_exercise")
    app.add_node(solution_node, override=True, html=(_open_solution, _close_solution))
    app.connect("env-purge-doc", _forget_gates)
    app.connect("doctree-read", _tell_time)
    app.connect("doctree-read", _remember_titles_only)
    app.connect("doctree-resolved", _drop_repeated_ids)


def _forget_gates(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    # sphinx-exercise counts the gates of a page that is read again once more.
    getattr(env, "sphinx_exercise_gated_registry", {}).pop(docname, None)


def _tell_time(app: Sphinx, doctree: nodes.document) -> None:
    """Put into the box of a chapter how long it takes, from its words and its exercises."""
    box = next((node for node in doctree.findall(nodes.admonition) if GUIDE in node["classes"]), None)
    if box is None:
        return
    words = count_words(doctree)
    labels = [node["label"] for node in doctree.findall(exercise_enumerable_node)]
    box["minutes"] = 5 * ceil(words / WORDS_A_MINUTE / 5)  # the page for instructors repeats it
    text = f" about {box['minutes']} minutes to read ({round(words, -2):,} words)"
    if labels:
        solve = sum(map(exercise_minutes, labels))
        text += (
            f", {solve} for the {len(labels)} exercises. To compute, run the chapter in your "
            "browser, or take the notebook from the menu above"
        )
    line = nodes.paragraph("", "", nodes.strong("", "Time:"), nodes.Text(f"{text}."))
    next(box.findall(nodes.bullet_list)).append(nodes.list_item("", line))


def exercise_minutes(label: str) -> int:
    """Minutes to plan for the exercise with that label."""
    return _MINUTES.get(label.rpartition("-")[2], 15)


def count_words(node: nodes.Node) -> int:
    """How many words of running text there are in a page or a part of it, captions and tables included."""
    return sum(len(text.split()) for text in _texts(node))


def _texts(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif not isinstance(node, _NOT_READ):
        for child in node.children:
            yield from _texts(child)


def _remember_titles_only(app: Sphinx, doctree: nodes.document) -> None:
    # sphinx-exercise keeps the whole page with each exercise from build to build, and uses its title.
    for entry in getattr(app.env, "sphinx_exercise_registry", {}).values():
        if entry["docname"] == app.env.docname:
            node = entry["node"].copy()
            node += entry["node"].children[0].deepcopy()
            for part in node.findall():
                part.document = None
            entry["node"] = node


def _drop_repeated_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    # sphinx-exercise names the inside of every exercise alike; an id may stand on a page only once.
    for node in doctree.findall(lambda node: isinstance(node, exercise_enumerable_node | solution_node)):
        for section in node.findall(nodes.section):
            section["ids"] = []


def _open_solution(translator, node: solution_node) -> None:
    title = node.pop(0).astext()
    translator.body.append(f"{translator.starttag(node, 'details')}<summary>{escape(title)}</summary>\n")


def _close_solution(translator, node: solution_node) -> None:
    translator.body.append("</details>\n")
