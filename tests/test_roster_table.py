"""The table of people: complete, accessible, and text stays text."""

from html.parser import HTMLParser

import pandas as pd

from charts import browse_table

ATTACK = '<script>alert("x")</script> & <b>bold</b>'


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def table(**columns):
    return browse_table(pd.DataFrame(columns), caption="People & posts", languages={"In Chinese": "zh"})


def test_markup_in_a_name_is_shown_as_text():
    html = table(Name=[ATTACK], Sources=[[(ATTACK, 'https://example.org/?a="b"&c')]])
    page = Reader(html)
    assert {tag for tag, _ in page.tags} == {
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
    }
    assert page.words.count(ATTACK) == 2
    assert dict(page.tags)["a"]["href"] == 'https://example.org/?a="b"&c'


def test_only_web_addresses_become_links():
    html = table(Name=["A"], Sources=[[("bad", "javascript:alert(1)"), ("good", "http://example.org/")]])
    links = [attrs["href"] for tag, attrs in Reader(html).tags if tag == "a"]
    assert links == ["http://example.org/"]
    assert "bad" in html
    assert "javascript" not in html


def test_headers_caption_and_empty_cells():
    html = table(**{"Name": ["Liu", "Vu"], "In Chinese": ["刘", pd.NA], "Year": [2025, float("nan")]})
    page = Reader(html)
    heads = [attrs["scope"] for tag, attrs in page.tags if tag == "th"]
    assert heads == ["col", "col", "col", "row", "row"]
    assert "People & posts" in page.words
    assert '<td lang="zh">刘</td>' in html
    assert "<td></td>" in html
    assert "nan" not in html.lower()
    assert "<na>" not in html.lower()
    box = page.tags[0][1]
    assert (box["role"], box["tabindex"], box["aria-label"]) == ("region", "0", "People & posts")
