"""From the pages that Sphinx wrote to the site that readers get: the same pages, a tenth of the weight.

Sphinx and its extensions give every page fourteen style sheets, ten scripts and three fonts of icons,
most of which no page uses. Here each page gets one style sheet with the rules that some page needs, one
script with what this page needs, and the few icons the book shows. Files that nothing names any more are
left out.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import posixpath
import re
import shutil
from collections.abc import Collection, Iterable
from functools import cache, partial
from html import unescape
from pathlib import Path

import rcssmin
import rjsmin
from fontTools import subset
from fontTools.ttLib import TTFont

from _ext.facts import fingerprint
from _ext.purge import purge

# Scripts that only some markup needs; a page without it does without the script.
NEEDED_BY = {
    "clipboard.min.js": '<div class="highlight',
    "copybutton.js": '<div class="highlight',
    "togglebutton.js": "admonition dropdown",
    "design-tabs.js": "sd-tab-set",
    "sphinx-thebe.js": "thebe-init",
}
# What the search page runs on its own: other scripts ask whether it is there before it is.
OF_SEARCH = ("_static/searchtools.js", "_static/search.js", "_static/language_data.js")
# The theme asks every block of code whether it scrolls, so that the keyboard reaches it. To answer, the
# browser lays out code that is folded away, most of a chapter. page.js asks when it unfolds.
MENDED = {
    "_static/scripts/pydata-sphinx-theme.js": (
        '("pre, .nboutput',
        '("pre:not(details:not([open]) pre), .nboutput',
    )
}
# Names, commas, brackets and spaces of code have the color of plain text: two of three tags of a chapter.
PLAIN = ("n", "nn", "p", "w")
_PLAIN = re.compile(rf'<span class="(?:{"|".join(PLAIN)})">([^<]*)</span>')
_STYLE = re.compile(r'[ \t]*<link\b[^>]*rel="stylesheet"[^>]*>\n?')
_SCRIPT = re.compile(r'[ \t]*<script\b([^>]*\bsrc="([^"]+)"[^>]*)></script>\n?')
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_NAMED = re.compile(r'(?:href|src|srcset|data-[a-z-]+|content)="([^"]+)"')
_LOOSE = re.compile(r"<script(?![^>]*(?:\bsrc=|ld\+json))[^>]*>(.*?)</script>", flags=re.DOTALL)
_OFFER = re.compile(r'[ \t]*<li data-if-there>.*?href="([^"]+)".*?</li>\n?', flags=re.DOTALL)
# Everything from the site itself; frames of explorers and icons are text in a script or in the style.
_POLICY = (
    "default-src 'none'; script-src 'self'{loose}; style-src 'self'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; base-uri 'self'; form-action 'self'"
)


def publish(built: Path, site: Path, untouched: Collection[str] = ()) -> None:
    """Write the site into `site`, which is replaced, from what Sphinx wrote into `built`.

    untouched: folders of `built` that are taken over as they are. Whoever makes one writes it anew as a
    whole: its files stand under two names.
    """
    new = site.with_name(site.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    pages = _pages(built, untouched)
    shutil.copytree(built, new, ignore=partial(_not_copied, built, untouched))
    for folder in untouched:
        if (built / folder).exists():
            shutil.copytree(built / folder, new / folder, copy_function=_second_name)
    style = _style_sheet(built, new, pages)
    for name, text in pages.items():
        (new / name).write_text(_page(built, new, name, text, style), encoding="utf-8")
    _drop_unnamed(new, untouched)
    old = site.with_name(site.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)  # at once: whoever reads the site meanwhile finds it whole
    shutil.rmtree(old, ignore_errors=True)


def _not_copied(built: Path, untouched: Collection[str], folder: str, names: list[str]) -> list[str]:
    if Path(folder) != built:
        return []
    # .buildinfo and .doctrees are notes of Sphinx to itself.
    return [name for name in names if name.startswith(".") or name in untouched]


def _second_name(source: str, target: str) -> None:
    """The same file under another name: a folder that is only ever replaced as a whole need not be copied."""
    try:
        os.link(source, target)
    except OSError:  # a file system without such names
        shutil.copy2(source, target)


def _pages(built: Path, untouched: Iterable[str]) -> dict[str, str]:
    """Path below the root to the text of each page, without tags that nobody sees."""
    left_out = {"_static", "_sources", *untouched}
    paths = [path.relative_to(built) for path in sorted(built.rglob("*.html"))]
    return {
        path.as_posix(): _PLAIN.sub(r"\1", (built / path).read_text(encoding="utf-8"))
        for path in paths
        if path.parts[0] not in left_out
    }


def _local(page: str, address: str) -> str:
    """The path below the root that an address on a page means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unescape(address).split("?")[0]))


def _relative(page: str, file: str) -> str:
    return posixpath.relpath(file, posixpath.dirname(page) or ".")


def _write(folder: Path, stem: str, suffix: str, content: bytes) -> str:
    """Save under a name that changes with the content, so that hosts may let browsers keep it for good."""
    name = f"_static/{stem}-{fingerprint(content)[:10]}{suffix}"
    (folder / name).write_bytes(content)
    return name


# ---- style


def _style_sheet(built: Path, site: Path, pages: dict[str, str]) -> str:
    """One style sheet for all pages: what any of them loads, in order, less the rules that none uses."""
    names: list[str] = []
    for page, text in pages.items():
        for link in _STYLE.findall(text):
            name = _local(page, re.search(r'href="([^"]+)"', link)[1])
            if name not in names:
                names.append(name)
    words = " ".join(
        (built / _local(page, address)).read_text(encoding="utf-8")
        for page, text in pages.items()
        for _tag, address in _scripts(page, text)
        if _local(page, address).startswith("_static/")
    )
    css = purge("\n".join(_rebased(built, name) for name in names), pages.values(), words)
    css = _few_icons(built, css)
    return _write(site, "book", ".css", rcssmin.cssmin(css).encode())


def _rebased(built: Path, name: str) -> str:
    """A style sheet with what it imports in it, and with addresses as from `_static`."""
    folder = posixpath.dirname(name)

    def imported(found: re.Match) -> str:
        return _rebased(built, posixpath.normpath(posixpath.join(folder, found[1])))

    def moved(found: re.Match) -> str:
        address = found[1]
        if re.match(r"(?:[a-z]+:|/|#)", address):
            return found[0]
        return f'url("{posixpath.relpath(posixpath.join(folder, address), "_static")}")'

    text = (built / name).read_text(encoding="utf-8").removeprefix("\ufeff")
    text = re.sub(r"""@import\s+(?:url\()?["']([^"']+)["']\)?\s*;""", imported, text)
    text = re.sub(r'@charset "[^"]*";|/\*# sourceMappingURL=.*?\*/', "", text)
    return _URL.sub(moved, text)


def _few_icons(built: Path, css: str) -> str:
    """The fonts of icons, each cut down to the icons that are left in the style and put into it."""
    # Icons are letters of the private range.
    shown = frozenset(ord(letter) for letter in re.findall("[\ue000-\uf8ff]", css))

    def smaller(found: re.Match) -> str:
        source = re.search(r'url\("([^"]+\.woff2)[^"]*"\)', found[0])
        if not source:
            return found[0]
        font = _subset(built / "_static" / source[1], shown)
        if font is None:
            return ""
        data = base64.b64encode(font).decode()
        return re.sub(
            r"src:[^;}]*", f'src:url("data:font/woff2;base64,{data}") format("woff2")', found[0], count=1
        )

    return re.sub(r"@font-face\s*\{[^}]*\}", smaller, css)


@cache
def _subset(path: Path, codes: frozenset[int]) -> bytes | None:
    font = TTFont(path, recalcTimestamp=False)  # the same icons give the same bytes
    if not codes & set(font.getBestCmap()):
        return None
    cut = subset.Subsetter(subset.Options(desubroutinize=True, hinting=False, notdef_outline=False))
    cut.populate(unicodes=codes)
    cut.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


# ---- scripts


def _scripts(page: str, text: str) -> list[tuple[str, str]]:
    """The whole tag and the address of every script file that the page has use for, in order, each once."""
    found = {}
    for match in _SCRIPT.finditer(text):
        markup = NEEDED_BY.get(posixpath.basename(_local(page, match[2])), "")
        if markup in text:
            found.setdefault(match[2], match[0])
    return [(tag, address) for address, tag in found.items()]


def _page(built: Path, site: Path, name: str, text: str, style: str) -> str:
    """The page with one style sheet and one script."""
    scripts = [_local(name, address) for _tag, address in _scripts(name, text)]
    head = f'<link rel="stylesheet" href="{_relative(name, style)}">\n' if _STYLE.search(text) else ""
    bundles = [
        [script for script in scripts if script.startswith("_static/") and script not in OF_SEARCH],
        [script for script in scripts if script in OF_SEARCH],
    ]
    files = [_write(site, "book", ".js", _joined(built, tuple(bundle))) for bundle in bundles if bundle]
    files += [script for script in scripts if not script.startswith("_static/")]  # the index of the search
    head += "".join(f'<script defer src="{_relative(name, file)}"></script>\n' for file in files)
    text = _OFFER.sub(partial(_offer, built, name), _SCRIPT.sub("", _STYLE.sub("", text)))
    text = text.replace("</head>", f"{head}</head>", 1)
    return re.sub(r"(<meta charset=[^>]*>)", rf"\1\n{_policy(text)}", text, count=1)


def _offer(built: Path, page: str, item: re.Match) -> str:
    """An item of the download menu, or nothing where its file is not there."""
    there = (built / _local(page, item[1])).is_file()
    return item[0].replace(" data-if-there", "") if there else ""


def _policy(text: str) -> str:
    """The content policy of a page: nothing from elsewhere, and of scripts in the page just those it has."""
    loose = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in dict.fromkeys(_LOOSE.findall(text))
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(loose=loose)}" />'


@cache
def _joined(built: Path, names: tuple[str, ...]) -> bytes:
    """Scripts one after another. Each keeps its names to itself but for those it gives to the others."""
    parts = [rjsmin.jsmin(_script(built, name)) for name in names]
    parts = [re.sub(r"//# sourceMappingURL=\S+", "", part) for part in parts]
    return ";\n".join(parts).encode()


def _script(built: Path, name: str) -> str:
    text = (built / name).read_text(encoding="utf-8")
    as_it_is, mended = MENDED.get(name, ("", ""))
    if as_it_is not in text:
        raise ValueError(f"{name} is not the script that MENDED in _ext/publish.py knows. Look there again.")
    return text.replace(as_it_is, mended) if as_it_is else text


# ---- what is left


def _drop_unnamed(site: Path, untouched: Iterable[str]) -> None:
    """Remove the files of themes and extensions that no page and no style sheet names."""
    named: set[str] = set()
    for page, text in _pages(site, untouched).items():
        for addresses in _NAMED.findall(text):
            named.update(_local(page, address) for address in addresses.split())
    for sheet in site.glob("_static/*.css"):
        named.update(
            _local("_static/x", address) for address in _URL.findall(sheet.read_text(encoding="utf-8"))
        )
    # A preview names its picture with the host before it.
    named.update(address[address.index("_static/") :] for address in list(named) if "_static/" in address)
    for path in sorted((site / "_static").rglob("*"), reverse=True):
        name = path.relative_to(site).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in named and not name.startswith("_static/data/"):
            path.unlink()
