"""The number lint: a digit in a chapter's words is evaluated, a date, or part of a name."""

from __future__ import annotations

import ast
import calendar
import json
import re
from pathlib import Path

# What may be typed, each with its reason. Everything else comes from a table.
ALLOWED = [
    (r"\b(19|20)\d\d\b", "a year"),
    (r"\bFY(19|20)\d\d\b", "a fiscal year"),
    (rf"\b\d{{1,2}} ({'|'.join(calendar.month_name[1:])})\b", "a day"),
    (r"\b(H-1B|F-1|J-1|O-1|R01)\b", "a class of visa or grant"),
    (r"\bProclamation 10043\b", "the name of an order"),
    (r"\b2021–22\b", "a winter"),
    (r"\bCC BY 4\.0\b", "the name of a license"),
]
# Not words of the book: the number of a list's item, what is evaluated, cited, referred to, linked or
# fenced as code.
NOT_PROSE = [
    r"(?m)^\d+\. ",
    r"```.*?```",
    r"\{[a-z:]+\}`[^`]*`",
    r"`[^`]*`",
    r"\]\([^)]*\)",
    r"</?a\b[^>]*>",
    r"https?://\S+",
]
# Arguments of chart functions that a reader reads.
WORDS = {"title", "caption", "alt", "xlabel", "ylabel"}


def typed_numbers(text: str) -> list[str]:
    """Digits in `text` that nothing allows, each with the words around it."""
    for pattern in NOT_PROSE:
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    for pattern, _reason in ALLOWED:
        text = re.sub(pattern, " ", text)
    found = [text[max(0, m.start() - 25) : m.end() + 25] for m in re.finditer(r"\d[\d.,]*", text)]
    return [" ".join(words.split()) for words in found]


def words_of_code(source: str) -> list[str]:
    """The typed parts of titles, captions, alternative texts and axis labels in a code cell."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in WORDS:
            parts = [part for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            formats = {
                id(part)
                for value in ast.walk(node.value)
                if isinstance(value, ast.FormattedValue) and value.format_spec
                for part in ast.walk(value.format_spec)
            }
            # Calls inside an f-string fetch values; their arguments are keys, not words.
            keys = {
                id(part)
                for value in ast.walk(node.value)
                if isinstance(value, ast.FormattedValue)
                for part in ast.walk(value.value)
            }
            texts = [p.value for p in parts if isinstance(p.value, str) and id(p) not in formats | keys]
            found.append(" ".join(texts))
    return found


def check(path: Path) -> list[str]:
    """Typed numbers of a notebook or markdown page: 'chapters/file, cell n: …words…'."""
    where = f"chapters/{path.name}"
    if path.suffix == ".md":
        return [f"{where}: …{words}…" for words in typed_numbers(path.read_text(encoding="utf-8"))]
    problems = []
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        source = "".join(cell["source"])
        texts = [source] if cell["cell_type"] == "markdown" else words_of_code(source)
        problems += [f"{where}, cell {number}: …{words}…" for text in texts for words in typed_numbers(text)]
    return problems
