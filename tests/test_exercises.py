"""The exercises of the main chapters as files, and the part of the site builder that shows them."""

import json
import re
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

from _ext import exercises
from tests.test_chapters import MAIN, cells

MOST_WORDS = 350  # of the section, without the solutions
STEPS = ["Read a figure", "Compute", "Change an assumption", "Argue"]  # in rising order
DIRECTIVE = r"```\{exercise\} ([^\n]+)\n:label: (\S+)\n\n(.+?)\n```"
SOLUTION = r"```\{solution-start\} (\S+)\n:label: (\S+)\n```(.*?)```\{solution-end\}\n```"
IDS = pytest.mark.parametrize("path", MAIN, ids=lambda path: path.stem)


def section(path):
    """The cells of the section: (kind, text) of each, in order."""
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(path.read_text())["cells"]]
    starts = [text.split("\n")[0] if kind == "markdown" else "" for kind, text in found]
    for head in ("## Exercises", "## Data and sources of this chapter"):
        assert head in starts, f"chapters/{path.name}: {head!r} begins a cell of its own."
    return found[starts.index("## Exercises") : starts.index("## Data and sources of this chapter")]


def joined(path):
    """The section as one text, its code marked as code."""
    return "\n\n".join(text if kind == "markdown" else f"~~~\n{text}\n~~~" for kind, text in section(path))


def test_the_main_chapters_are_found():
    assert len(MAIN) >= 7


@IDS
def test_a_chapter_has_three_to_five_exercises_in_rising_order(path):
    found = re.findall(DIRECTIVE, joined(path), flags=re.DOTALL)
    titles = [title for title, _, _ in found]
    where = f"chapters/{path.name}"
    assert 3 <= len(found) <= 5, f"{where}: has {len(found)} exercises; three to five are asked for."
    in_order = sorted(titles, key=lambda title: STEPS.index(title) if title in STEPS else -1)
    assert titles == in_order, f"{where}: the exercises are called {', '.join(STEPS)}, in that order."
    assert set(titles) == set(STEPS), f"{where}: no exercise is called {set(STEPS) - set(titles)}."
    for _, label, _ in found:
        assert label.startswith(f"{path.stem}-"), f"{where}: call the exercise {label!r} {path.stem}-{label}."


@IDS
def test_every_exercise_has_a_solution_with_code_that_runs_and_words(path):
    text = joined(path)
    exercise_labels = [label for _, label, _ in re.findall(DIRECTIVE, text, flags=re.DOTALL)]
    solutions = re.findall(SOLUTION, text, flags=re.DOTALL)
    solved, where = [label for label, _, _ in solutions], f"chapters/{path.name}"
    assert solved == exercise_labels, f"{where}: exercises {exercise_labels} have solutions {solved}."
    for label, own, inside in solutions:
        where = f"chapters/{path.name}, solution of {label}"
        assert own == f"{label}-solution", f"{where}: its label is {label}-solution, not {own}."
        code, words = re.search(r"~~~\n(.*)\n~~~(.*)", inside, flags=re.DOTALL).groups()
        assert "print(" in code, f"{where}: its cell prints what it has computed."
        assert len(words.split()) > 30, f"{where}: explain it in more than thirty words."
        assert re.search(r"\{eval\}`\w+`", words), (
            f"{where}: its words show what was computed, with {{eval}}."
        )
        if label.endswith("argue"):
            assert inside.count("\n*") >= 2, f"{where}: a model answer gives both sides."


@IDS
def test_the_section_is_short_but_for_the_solutions(path):
    text = re.sub(SOLUTION, " ", joined(path), flags=re.DOTALL)
    text = re.sub(r"~~~.*?~~~", " ", text, flags=re.DOTALL)
    count = len(text.split())
    assert count < MOST_WORDS, (
        f"chapters/{path.name}: the exercises have {count} words; cut below {MOST_WORDS}."
    )


@IDS
def test_a_chapter_has_two_or_three_questions_about_its_figures(path):
    code = "\n".join(cells(path, "code"))
    figures = set(re.findall(r'name="([a-z0-9-]+)"', code))
    asked = [text for kind, text in section(path) if kind == "code" and "charts.quiz(" in text]
    where = f"chapters/{path.name}"
    assert 2 <= len(asked) <= 3, (
        f"{where}: has {len(asked)} questions (charts.quiz); two or three are asked for."
    )
    for text in asked:
        figure = re.search(r'figure="([a-z0-9-]+)"', text)[1]
        assert figure in figures, f"{where}: a question names the figure {figure!r}, which is not there."


@IDS
def test_a_box_at_the_top_says_what_to_do(path):
    first = cells(path, "markdown")[0]
    box = re.search(
        r"```\{admonition\} For students and instructors\n:class: guide\n\n(.+)\n```", first, flags=re.DOTALL
    )
    where = f"chapters/{path.name}, first cell"
    assert box, f"{where}: has no box 'For students and instructors'; copy one from another chapter."
    heads = re.findall(r"^- \*\*(.+?)[.:]?\*\*", box[1], flags=re.MULTILINE)
    first = ["After it you can", "Read first", "Then do"]
    assert heads[:3] == first, f"{where}: the box begins with {', '.join(first)}."
    assert '<a href="#exercises">' in box[1], f"{where}: the box links to the exercises."
    exploring = "\n".join(text for text in cells(path, "code") if "charts.explore(" in text)
    assert exploring, f"chapters/{path.name}: has no explorer; make one with charts.explore."
    doing = re.search(r"Then do:\*\*.*?\{numref\}`([a-z0-9-]+)`", box[1])
    assert doing, f"{where}: 'Then do' names the explorer, with {{numref}}."
    assert f'name="{doing[1]}"' in exploring, f"{where}: {doing[1]!r} is no explorer of the chapter."


# ---- the site builder


def test_words_of_exercises_code_and_lists_are_not_read():
    page = nodes.section()
    page += nodes.paragraph("", "four words of text")
    page += nodes.literal_block("", "some code")
    page += nodes.raw("", "<table>a table</table>", format="html")
    page += nodes.footnote("", nodes.paragraph("", "a source"))
    page += exercise_enumerable_node("", nodes.paragraph("", "a question"))
    page += solution_node("", nodes.paragraph("", "an answer"))
    page += nodes.caption("", "and a caption")
    assert exercises.count_words(page) == 7


def test_gates_of_a_page_that_is_read_again_are_forgotten():
    env = SimpleNamespace(sphinx_exercise_gated_registry={"one": {"start": [1]}, "two": {}})
    exercises._forget_gates(None, env, "one")
    assert env.sphinx_exercise_gated_registry == {"two": {}}
    exercises._forget_gates(None, SimpleNamespace(), "one")


def test_of_an_exercise_the_builder_remembers_its_title_and_not_its_page():
    page = new_document("page")
    exercise = exercise_enumerable_node("", nodes.title("", "Compute"), nodes.section("", nodes.paragraph()))
    exercise.document = page
    registry = {
        "one": {"docname": "here", "node": exercise},
        "two": {"docname": "elsewhere", "node": exercise},
    }
    app = SimpleNamespace(env=SimpleNamespace(docname="here", sphinx_exercise_registry=registry))
    exercises._remember_titles_only(app, page)
    assert registry["one"]["node"].astext() == "Compute"
    assert isinstance(registry["one"]["node"], exercise_enumerable_node)
    assert registry["one"]["node"].document is None
    assert registry["two"]["node"] is exercise
