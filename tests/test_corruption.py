"""Damage to copies of the tables, the descriptor and the bibliography: each is caught and named."""

import json
import shutil

import pytest

from data import DataError, descriptor, load, sources, tables

BUDGETS = "tables/federal_budgets.csv"
EVENTS = "tables/events.csv"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the data that may be damaged; `load` reads from it."""
    for name in ("datapackage.json", "sources.bib"):
        shutil.copy(descriptor.DATA_DIR / name, tmp_path / name)
    shutil.copytree(descriptor.DATA_DIR / "tables", tmp_path / "tables")
    monkeypatch.setattr(descriptor, "DATA_DIR", tmp_path)
    return tmp_path


def _plain_row() -> int:
    rows = (descriptor.DATA_DIR / BUDGETS).read_text(encoding="utf-8").split("\n")
    return next(n for n, row in enumerate(rows, start=1) if row.startswith("NSF,total,") and '"' not in row)


ROW = _plain_row()  # a row without quoted cells, so that a cell can be damaged by position
NAMED = f"row {ROW}"


def edit(path, change):
    path.write_bytes(change(path.read_bytes()))


def swap(old, new, times=1):
    """A change that replaces `old`, which must be there."""

    def change(raw):
        assert old.encode() in raw, f"{old!r} is not in the file; mend this test"
        return raw.replace(old.encode(), new.encode(), times)

    return change


def line(number, change):
    """A change of one row, counted as a spreadsheet counts."""

    def changed(raw):
        rows = raw.decode().split("\n")
        rows[number - 1] = change(rows[number - 1])
        return "\n".join(rows).encode()

    return changed


def column(number, name, text):
    """A change of the cell under column `name` of a row without quoted cells."""

    def changed(raw):
        rows = raw.decode().split("\n")
        at = rows[0].split(",").index(name)
        cells = rows[number - 1].split(",")
        assert '"' not in rows[number - 1], "take a row without quotes"
        cells[at] = text
        rows[number - 1] = ",".join(cells)
        return "\n".join(rows).encode()

    return changed


DAMAGE = {
    "a word for a number": (
        BUDGETS,
        column(ROW, "billion_usd", "about five"),
        [NAMED, "billion_usd", "number"],
    ),
    "a thousands separator": (
        BUDGETS,
        column(ROW, "billion_usd", '"8,750"'),
        [NAMED, "billion_usd", "number"],
    ),
    "a decimal comma": (BUDGETS, column(ROW, "billion_usd", '"8,75"'), [NAMED, "billion_usd", "number"]),
    "a currency sign": (BUDGETS, column(ROW, "billion_usd", "$8.75"), [NAMED, "billion_usd", "number"]),
    "a percent sign": (BUDGETS, column(ROW, "change_pct", "5%"), [NAMED, "change_pct", "number"]),
    "a typographic minus": (BUDGETS, column(ROW, "change_pct", "−5"), [NAMED, "change_pct", "number"]),
    "NaN": (BUDGETS, column(ROW, "billion_usd", "NaN"), [NAMED, "billion_usd", "Leave the cell empty"]),
    "None in a text": (BUDGETS, column(ROW, "note", "None"), [NAMED, "note", "Leave the cell empty"]),
    "a number with a leading zero": (BUDGETS, column(ROW, "fiscal_year", "02017"), [NAMED, "fiscal_year"]),
    "a number of many digits": (BUDGETS, column(ROW, "billion_usd", "9" * 400), [NAMED, "billion_usd"]),
    "a tab in a text": (BUDGETS, column(ROW, "note", "a\tb"), [NAMED, "note", "invisible"]),
    "a zero-width space": (BUDGETS, column(ROW, "note", "a\u200bb"), [NAMED, "note", "invisible"]),
    "a hard space inside": (BUDGETS, column(ROW, "account", "to\u00a0tal"), [NAMED, "account", "invisible"]),
    "two spaces": (BUDGETS, column(ROW, "account", "total  NSF"), [NAMED, "account", "twice in a row"]),
    "a letter in two parts": (BUDGETS, column(ROW, "note", "e\u0301"), [NAMED, "note", "NFC"]),
    "infinity": (BUDGETS, column(ROW, "billion_usd", "inf"), [NAMED, "billion_usd", "number"]),
    "digits of another script": (
        BUDGETS,
        column(ROW, "billion_usd", "٨"),
        [NAMED, "billion_usd", "number"],
    ),
    "N/A where a number may be missing": (
        BUDGETS,
        column(ROW, "billion_usd", "N/A"),
        [NAMED, "billion_usd"],
    ),
    "millions for billions": (BUDGETS, column(ROW, "billion_usd", "8750"), [NAMED, "above the maximum"]),
    "a negative amount": (BUDGETS, column(ROW, "billion_usd", "-1"), [NAMED, "below the minimum"]),
    "a year with a prefix": (
        BUDGETS,
        column(ROW, "fiscal_year", "FY2017"),
        [NAMED, "fiscal_year", "whole number"],
    ),
    "a year with a fraction": (BUDGETS, column(ROW, "fiscal_year", "2017.0"), [NAMED, "fiscal_year"]),
    "a year of two digits": (BUDGETS, column(ROW, "fiscal_year", "17"), [NAMED, "below the minimum"]),
    "an unknown stage": (BUDGETS, column(ROW, "stage", "enacte"), [NAMED, "stage", "'enacted'"]),
    "another case": (BUDGETS, column(ROW, "stage", "Enacted"), [NAMED, "stage", "allowed values"]),
    "an empty required cell": (BUDGETS, column(ROW, "agency", ""), [NAMED, "agency", "empty"]),
    "space at the edge": (BUDGETS, column(ROW, "agency", "NSF "), [NAMED, "agency", "space"]),
    "a hard space at the edge": (BUDGETS, column(ROW, "agency", "NSF\u00a0"), [NAMED, "agency", "space"]),
    "an unknown source": (
        BUDGETS,
        column(ROW, "source_id", "no-such-source"),
        [NAMED, "source_id", "sources.bib"],
    ),
    "a lost source": (BUDGETS, column(ROW, "source_id", ""), [NAMED, "source_id", "empty"]),
    "a source key in capitals": (BUDGETS, column(ROW, "source_id", "CRS-2020"), [NAMED, "source_id"]),
    "a lost locator": (BUDGETS, column(ROW, "locator", ""), [NAMED, "locator", "empty"]),
    "an unknown basis": (BUDGETS, column(ROW, "basis", "guessed"), [NAMED, "basis", "allowed values"]),
    "a cell too many": (BUDGETS, line(ROW, lambda row: row + ",more"), [NAMED, "14 cells under 13"]),
    "a cell too few": (BUDGETS, line(ROW, lambda row: row.rsplit(",", 1)[0]), [NAMED, "12 cells under 13"]),
    "an empty row": (BUDGETS, line(ROW, lambda row: ""), [NAMED, "blank"]),
    "semicolons for commas": (BUDGETS, lambda raw: raw.replace(b",", b";"), ["row 1", "column"]),
    "an unclosed quote": (
        BUDGETS,
        line(ROW, lambda row: row.replace("NSF", '"NSF')),
        ["not valid CSV", "quote"],
    ),
    "a row twice": (
        BUDGETS,
        line(ROW, lambda row: f"{row}\n{row}"),
        [f"row {ROW + 1}", "agency", "key", "twice"],
    ),
    "a merge conflict": (BUDGETS, line(ROW, lambda row: f"<<<<<<< HEAD\n{row}"), [NAMED, "1 cells"]),
    "a renamed column": (
        BUDGETS,
        swap("billion_usd", "billions"),
        ["row 1", "'billions'", "datapackage.json"],
    ),
    "a missing column": (BUDGETS, swap(",precision,", ","), ["row 1", "'precision' is missing"]),
    "swapped columns": (BUDGETS, swap("agency,account", "account,agency"), ["row 1", "out of order"]),
    "a column twice": (BUDGETS, swap("agency,account", "agency,agency"), ["row 1", "account"]),
    "an empty file": (BUDGETS, lambda raw: b"", ["empty"]),
    "no row but the header": (BUDGETS, lambda raw: raw.split(b"\n")[0] + b"\n", ["no rows"]),
    "a byte-order mark": (BUDGETS, lambda raw: b"\xef\xbb\xbf" + raw, ["byte-order mark"]),
    "Latin-1 letters": (BUDGETS, lambda raw: raw.replace(b"NSF", b"NS\xe9", 1), ["row ", "UTF-8"]),
    "UTF-16": (BUDGETS, lambda raw: raw.decode().encode("utf-16"), ["UTF-8"]),
    "a NUL byte": (BUDGETS, column(ROW, "note", "\0"), [NAMED, "note"]),
    "a date in words": (EVENTS, swap("2022-02-23", "23 February 2022"), ["date", "year-month-day"]),
    "day and month swapped": (EVENTS, swap("2022-02-23", "2022-23-02"), ["date", "calendar"]),
    "a year before records": (EVENTS, swap("2022-02-23", "1022-02-23"), ["date", "year-month-day"]),
    "a day that is not": (EVENTS, swap("2022-02-23", "2022-02-30"), ["date", "calendar"]),
    "an American date": (EVENTS, swap("2022-02-23", "02/23/2022"), ["date", "year-month-day"]),
    "a month 13": ("tables/nih_inquiries.csv", swap("2023-03", "2023-13"), ["as_of", "month"]),
    "yes for true": (
        "datapackage.json",
        swap(
            '"name": "country",\n            "type": "string"',
            '"name": "country",\n            "type": "boolean"',
        ),
        ["row 2", "country", "true or false"],
    ),
    "a title twice": (
        EVENTS,
        swap("Charles Lieber sentenced", "Charles Lieber convicted"),
        ["title", "already"],
    ),
    "a line break in a cell": (
        EVENTS,
        swap("Charles Lieber sentenced", '"Charles\nLieber"'),
        ["title", "line break"],
    ),
    "broken JSON": ("datapackage.json", swap('"name":', '"name"'), ["datapackage.json", "JSON", "line"]),
    "an unknown type": (
        "datapackage.json",
        swap('"type": "integer"', '"type": "int"'),
        ["'int'", "'integer'"],
    ),
    "a table described twice": (
        "datapackage.json",
        swap('"name": "events"', '"name": "federal_budgets"'),
        ["more than once"],
    ),
    "a table without a description": (
        "datapackage.json",
        swap('"name": "events"', '"name": "evnts"'),
        ["evnts"],
    ),
    "an unknown rule": ("datapackage.json", swap('"minimum"', '"minimun"'), ["'minimun'", "'minimum'"]),
    "a field without a type": ("datapackage.json", swap('"type": "string",\n            ', ""), ["type"]),
    "a rule that is no rule": (
        "datapackage.json",
        swap('"required": true', '"required": "yes"'),
        ["'required'", "'yes'"],
    ),
    "a pattern that is none": ("datapackage.json", swap('"[a-z0-9_]+"', '"[a-z"'), ["pattern", "not valid"]),
    "a key that is no column": (
        "datapackage.json",
        swap('"primaryKey": [\n          "date"', '"primaryKey": [\n          "day"'),
        ["unknown column 'day'", "'date'"],
    ),
    "a path elsewhere": ("datapackage.json", swap("tables/events.csv", "../events.csv"), ["path must be"]),
    "a list for a package": ("datapackage.json", lambda raw: b"[]", ["'resources'"]),
    "an unknown type of source": ("sources.bib", swap("@online{", "@onlin{"), ["line", "'onlin'", "online"]),
    "a key with markup": ("sources.bib", swap("@online{", "@online{<b>"), ["line", "start of an entry"]),
    "a TeX command": ("sources.bib", swap("note = {", "note = {\\\\url{x} "), ["line", "TeX"]),
    "a date in words in the bibliography": (
        "sources.bib",
        swap("urldate = {2026-11-21}", "urldate = {yesterday}"),
        ["urldate"],
    ),
    "a paper without a year": (
        "sources.bib",
        swap("  year = {2023},\n  date = {2023-06},\n  url = {https://pmc", "  url = {https://pmc"),
        ["line", "without a year"],
    ),
    "a lost comma": ("sources.bib", swap("},\n  kind", "}\n  kind"), ["line", "one field a line"]),
    "a source twice": ("sources.bib", lambda raw: raw + raw, ["line", "used twice"]),
    "a source without a title": ("sources.bib", swap("  title =", "  titel ="), ["line", "'titel'"]),
    "a source without a kind": ("sources.bib", swap("  kind = {report},\n", ""), ["lacks 'kind'"]),
    "an unknown kind": ("sources.bib", swap("kind = {report}", "kind = {blog}"), ["'blog'", "report"]),
    "an unbalanced brace": ("sources.bib", swap("title = {{", "title = {"), ["line", "braces"]),
    "an entry not closed": ("sources.bib", lambda raw: raw.rstrip().rstrip(b"}"), ["not closed"]),
    "a field over two lines": (
        "sources.bib",
        swap("  url = {", "  url =\n    {"),
        ["line", "one field a line"],
    ),
    "an address of another kind": (
        "sources.bib",
        swap("url = {https:", "url = {javascript:"),
        ["line", "url"],
    ),
    "year and date disagree": ("sources.bib", swap("year = {2015}", "year = {1915}"), ["disagree"]),
    "a lost bibliography": ("sources.bib", None, ["sources.bib", "cannot be read"]),
    "a lost descriptor": ("datapackage.json", None, ["datapackage.json", "cannot be read"]),
    "a lost table": (BUDGETS, None, ["federal_budgets.csv", "cannot be read"]),
}


def read_everything():
    for name in tables()["name"]:
        load(name)
    sources()


def test_the_copy_is_sound_before_it_is_damaged(folder):
    read_everything()


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_caught_and_named(folder, kind):
    name, change, words = DAMAGE[kind]
    if change is None:
        (folder / name).unlink()
    else:
        edit(folder / name, change)
    with pytest.raises(DataError) as caught:
        read_everything()
    message = str(caught.value)
    where = (
        [name.removeprefix("tables/")] if name.endswith(".csv") else [name] if "country" not in words else []
    )
    for word in where + words:
        assert word in message, message


def test_markup_in_a_cell_loads_as_the_text_it_is(folder):
    edit(folder / EVENTS, swap("Charles Lieber sentenced", "<script>alert(1)</script>"))
    assert "<script>alert(1)</script>" in set(load("events")["title"])


def test_an_edited_table_is_read_again(folder):
    before = load("federal_budgets").loc[ROW - 2, "billion_usd"]
    edit(folder / BUDGETS, column(ROW, "billion_usd", "1.25"))
    assert load("federal_budgets").loc[ROW - 2, "billion_usd"] == 1.25 != before


def test_an_edited_bibliography_is_read_again(folder):
    publisher = sources()["publisher"].iloc[0]
    edit(folder / "sources.bib", swap(f"publisher = {{{publisher}}}", "publisher = {Another Publisher}"))
    assert "Another Publisher" in set(sources()["publisher"])


def test_the_descriptor_stays_json_a_person_can_edit(folder):
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
