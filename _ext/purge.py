"""Rules of a style sheet that no page can use, taken out: by the words that selectors and pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

_NESTED = {"media", "supports", "layer", "container"}
_ALONE = {"checked", "disabled", "hidden", "open", "selected"}  # attributes that stand without a value
_ALTERNATIVES = {"is", "where", "matches"}


def purge(css: str, pages: Iterable[str], words: str = "") -> str:
    """The style sheet less rules, key frames, fonts and variables that are never used.

    pages: the HTML it styles. words: further text whose words count as used names, such as scripts that
    set classes. A selector stays if every tag, class and name in it occurs somewhere; values of
    attributes and the insides of :not() are not looked at. Method: as PurgeCSS.
    """
    used = _names(pages) | set(re.findall(r"[\w-]+", words))
    rules = list(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used))
    return _without_unused("".join(rules))


def _names(pages: Iterable[str]) -> set[str]:
    """Tags, classes, ids and attributes of the pages, and the parts of the document that all have."""
    names = {"html", "body", *_ALONE}
    for text in pages:
        for tag in set(re.findall(r"<[a-zA-Z][^<>]*>", text)):
            names.add(re.match(r"<([\w-]+)", tag)[1].lower())
            names.update(re.findall(r"\s([\w-]+)=", tag))
            for values in re.findall(r'\b(?:class|id)="([^"]*)"', tag):
                names.update(values.split())
    return names


def _kept(nodes: Iterable, used: set[str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            selectors = [tinycss2.serialize(part) for part in _parts(node.prelude) if _matches(part, used)]
            if selectors:
                prelude = ",".join(text.strip() for text in selectors)
                yield f"{prelude}{{{tinycss2.serialize(node.content)}}}\n"
        elif _holds_rules(node):
            inner = "".join(_kept(_inside(node), used))
            if inner:
                yield f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{inner}}}\n"
        else:
            yield node.serialize() + "\n"


def _holds_rules(node: Node) -> bool:
    return isinstance(node, AtRule) and node.content is not None and node.lower_at_keyword in _NESTED


def _inside(rule: AtRule) -> list:
    return tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)


def _parts(tokens: list) -> list[list]:
    """A list of selectors at its commas."""
    parts: list[list] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _matches(selector: list, used: set[str]) -> bool:
    """Does every name in the selector occur?"""
    before = ""
    for token in selector:
        if not (before == ":" and token.type == "ident") and not _occurs(token, used):
            return False
        before = token.value if token.type == "literal" else ""
    return True


def _occurs(token: Node, used: set[str]) -> bool:
    if token.type == "ident":
        return token.value in used or token.lower_value in used
    if token.type == "hash":
        return token.value in used
    if token.type == "[] block":
        return next((part.value for part in token.content if part.type == "ident"), "") in used
    if token.type == "function" and token.lower_name in _ALTERNATIVES:
        return any(_matches(part, used) for part in _parts(token.arguments))
    if token.type == "function" and token.lower_name == "has":
        return _matches(token.arguments, used)
    return True


def _without_unused(css: str) -> str:
    """Variables that nothing reads, key frames that nothing runs and fonts that nothing names go as well."""
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    declarations = [entry for rule in _rules(nodes) for entry in _declarations(rule)]
    values = " ".join(
        tinycss2.serialize(entry.value) for entry in declarations if not entry.name.startswith("--")
    )
    variables: dict[str, str] = {}  # all the values a variable takes in light, in dark, in a component
    for entry in declarations:
        if entry.name.startswith("--"):
            variables[entry.name] = f"{variables.get(entry.name, '')} {tinycss2.serialize(entry.value)}"
    read: set[str] = set()
    new = set(re.findall(r"--[\w-]+", values))
    while new:
        read |= new
        new = set(re.findall(r"--[\w-]+", " ".join(variables.get(name, "") for name in new))) - read
    values += " ".join(variables.get(name, "") for name in read)
    return "".join(_rewritten(nodes, read, values))


def _rules(nodes: Iterable) -> Iterator[QualifiedRule | AtRule]:
    for node in nodes:
        if _holds_rules(node):
            yield from _rules(
                tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            )
        elif isinstance(node, QualifiedRule):
            yield node


def _declarations(rule: QualifiedRule | AtRule) -> list[Declaration]:
    entries = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return [entry for entry in entries if isinstance(entry, Declaration)]


def _rewritten(nodes: Iterable, read: set[str], values: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            kept = [e for e in _declarations(node) if not e.name.startswith("--") or e.name in read]
            if kept:
                body = ";".join(entry.serialize() for entry in kept)
                yield f"{tinycss2.serialize(node.prelude).strip()}{{{body}}}\n"
        elif _holds_rules(node):
            text = "".join(_rewritten(_inside(node), read, values))
            if text:
                yield f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{text}}}\n"
        elif isinstance(node, AtRule) and node.lower_at_keyword.endswith("keyframes"):
            if tinycss2.serialize(node.prelude).strip() in values:
                yield node.serialize() + "\n"
        elif isinstance(node, AtRule) and node.lower_at_keyword == "font-face":
            family = re.search(r"font-family:\s*[\"']?([^\"';}]+)", node.serialize())
            if family and family[1].strip() in values:
                yield node.serialize() + "\n"
        else:
            yield node.serialize() + "\n"
