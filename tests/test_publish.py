"""The site made of the pages: lean, strict about what may load, and known to machines."""

import hashlib
import json
from importlib import resources

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from _ext.cards import card
from _ext.head import LONGEST, description
from _ext.publish import publish
from _ext.purge import purge
from charts.svg import to_svg
from tests import small_book


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".here{color:red}", True),
        (".gone{color:red}", False),
        ("p .here{color:red}", True),
        ("p .gone{color:red}", False),
        ("#place{color:red}", True),
        ("#nowhere{color:red}", False),
        ("table{color:red}", False),
        ("p:hover::before{color:red}", True),
        ("p:not(.gone){color:red}", True),
        ("p:is(.gone, .here){color:red}", True),
        ("p:is(.gone){color:red}", False),
        ("p:has(.gone){color:red}", False),
        ("[data-mode=dark] p{color:red}", True),
        ("[data-gone] p{color:red}", False),
        ("details[open] p{color:red}", False),
        ("p[open]{color:red}", True),
        (".set-by-a-script{color:red}", True),
        ("@media print{.here{color:red}}", True),
        ("@media print{.gone{color:red}}", False),
    ],
)
def test_a_rule_stays_if_something_could_match_it(css, kept):
    page = '<html data-mode="light"><p class="here" id="place">table gone</p></html>'
    assert bool(purge(css, [page], 'box.classList.add("set-by-a-script")').strip()) == kept


def test_of_a_list_of_selectors_the_unused_go():
    assert ".gone" not in purge(".gone, p{color:red}", ["<p>"])


def test_variables_key_frames_and_fonts_stay_while_something_reads_them():
    css = """
    :root{--read:var(--through);--through:red;--unread:blue}
    p{color:var(--read);animation:turn 1s;font-family:Shown}
    @keyframes turn{to{opacity:0}} @keyframes still{to{opacity:1}}
    @font-face{font-family:Shown;src:url(a)} @font-face{font-family:Hidden;src:url(b)}
    """
    kept = purge(css, ["<p>"])
    for word in ("--read:", "--through:", "turn{", "Shown;src"):
        assert word in kept.replace(" ", ""), word
    for word in ("--unread", "still", "Hidden"):
        assert word not in kept, word


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8" />
<link rel="stylesheet" href="../_static/a.css?v=1" />
<link rel="stylesheet" href="../_static/b.css" />
<script>first()</script>
<script src="../_static/one.js?v=2"></script>
<script src="../_static/design-tabs.js"></script>
<script type="application/ld+json">{}</script>
</head><body><p class="x"><img src="../_static/seen.png" alt=""></p>
<script src="../_static/two.js"></script></body></html>"""


def test_another_version_of_a_script_that_is_mended_stops_the_build(tmp_path):
    script = tmp_path / "pages" / "_static/scripts/pydata-sphinx-theme.js"
    script.parent.mkdir(parents=True)
    script.write_text("const another = 1;")
    (tmp_path / "pages/page.html").write_text(
        '<html><head><script src="_static/scripts/pydata-sphinx-theme.js"></script></head><body></html>'
    )
    with pytest.raises(ValueError, match=r"pydata-sphinx-theme\.js is not the script that MENDED"):
        publish(tmp_path / "pages", tmp_path / "site")


@pytest.fixture(scope="module")
def lean(tmp_path_factory):
    built = tmp_path_factory.mktemp("built") / "pages"
    static = built / "_static"
    (built / "chapters").mkdir(parents=True)
    (static / "data").mkdir(parents=True)
    (built / "chapters" / "page.html").write_text(PAGE)
    files = {
        "a.css": "p{color:red}.unused{color:blue}",
        "b.css": ".x{background:url(seen-in-style.png)}",
        "one.js": "const one = 1;",
        "two.js": "const two = 2;",
        "design-tabs.js": "const tabs = 3;",
        "data/kept.csv": "a",
        **dict.fromkeys(("seen.png", "seen-in-style.png", "unnamed.png"), "x"),
    }
    for name, text in files.items():
        (static / name).write_text(text)
    (built / ".buildinfo").write_text("for Sphinx")
    site = built.with_name("html")
    publish(built, site)
    return site


def test_a_page_has_one_style_sheet_and_one_script(lean):
    soup = BeautifulSoup((lean / "chapters" / "page.html").read_text(), "html.parser")
    (sheet,) = soup.find_all("link", rel="stylesheet")
    (script,) = soup.find_all("script", src=True)
    assert script.has_attr("defer")
    style = (lean / "chapters" / sheet["href"]).read_text()
    assert "color:red" in style
    assert "unused" not in style
    code = (lean / "chapters" / script["src"]).read_text()
    assert code.index("one=1") < code.index("two=2")
    assert "tabs" not in code, "no tabs on the page"


def test_only_what_something_names_is_published(lean):
    names = {path.relative_to(lean / "_static").as_posix() for path in (lean / "_static").rglob("*.*")}
    assert {"seen.png", "seen-in-style.png", "data/kept.csv"} <= names
    assert len([name for name in names if name.endswith((".css", ".js"))]) == 2
    assert "unnamed.png" not in names
    assert not (lean / ".buildinfo").exists()


def test_the_policy_names_the_scripts_within_the_page_and_nothing_from_elsewhere(lean):
    soup = BeautifulSoup((lean / "chapters" / "page.html").read_text(), "html.parser")
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.count("'sha256-") == 1, "structured data is no script"
    assert "default-src 'none'" in policy
    for word in ("unsafe", "http", "*"):
        assert word not in policy


def paragraph(text):
    return nodes.section("", nodes.title("", "T"), nodes.paragraph("", text))


def test_a_description_is_the_question_and_the_findings_that_fit():
    findings = nodes.section("", ids=["in-short"])
    findings += [nodes.paragraph("", "", nodes.strong("", text)) for text in ("Short.", "x" * 200, "Last.")]
    page = paragraph("Who  went?")
    page += findings
    document = nodes.document(None, None)
    document += page
    assert description(document) == "Who went? Short. Last."


def test_a_long_first_paragraph_is_cut_at_a_word():
    document = nodes.document(None, None)
    document += paragraph("word " * 60)
    text = description(document)
    assert len(text) <= LONGEST
    assert text.endswith("word…")


def test_a_card_is_a_picture_of_the_size_previews_want():
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 3))
    figure.add_subplot().plot([1, 2])
    image = card("Book & more", "A <title>", "A question?", to_svg(figure))
    assert image.startswith(b"\x89PNG")
    assert [int.from_bytes(image[at : at + 4], "big") for at in (16, 20)] == [1200, 630]
    assert (resources.files("font_source_sans_pro") / "files" / "SourceSansPro-Bold.ttf").is_file()


@pytest.fixture(scope="module")
def addressed(tmp_path_factory):
    """A book that knows its address."""
    folder = tmp_path_factory.mktemp("addressed")
    cells = (
        "from data import load\nimport charts\nrows = load('events')\n"
        "charts.show(lambda panel: panel.axes.plot([1, 2]), rows=[rows], name='f', title='T', "
        "caption='C', alt='The finding', height=2.0)",
    )
    small_book.make_book(folder, {"first": cells}, baseurl="https://example.org/book/")
    return folder / "_build" / "html"


def test_addresses_are_whole_once_the_host_is_known(addressed):
    soup = BeautifulSoup((addressed / "chapters" / "first.html").read_text(encoding="utf-8"), "html.parser")
    address = "https://example.org/book/chapters/first.html"
    assert soup.find("link", rel="canonical")["href"] == address
    assert soup.find("meta", property="og:url")["content"] == address
    image = soup.find("meta", property="og:image")["content"]
    assert (addressed / image.removeprefix("https://example.org/book/")).is_file()
    assert soup.find("meta", property="og:image:alt")["content"] == "The finding"
    assert json.loads(soup.find("script", type="application/ld+json").string)["url"] == address
    assert address in (addressed / "sitemap.xml").read_text()
    assert "https://example.org/book/sitemap.xml" in (addressed / "robots.txt").read_text()
    assert '<base href="/book/" />' in (addressed / "404.html").read_text()


def test_the_policy_holds_for_each_script_within_a_page(addressed):
    import base64
    import re

    html = (addressed / "chapters" / "first.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    loose = re.findall(r"<script(?![^>]*(?:src=|ld\+json))[^>]*>(.*?)</script>", html, flags=re.DOTALL)
    assert loose
    for code in loose:
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
