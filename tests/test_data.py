"""The data room: the package is valid, the sources resolve both ways, the four calls behave."""

import json
import re
import subprocess
import sys
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import frictionless
import jsonschema
import pandas as pd
import pytest
from pybtex.database import parse_file

import data
from data import DataError, load, sources, tables, value
from data.bibliography import read_bibliography
from data.descriptor import DATA_DIR, package

NAMES = [entry["name"] for entry in package()["resources"]]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_loads_with_its_declared_types(name):
    frame = load(name)
    fields = {
        field["name"]: field
        for entry in package()["resources"]
        if entry["name"] == name
        for field in entry["schema"]["fields"]
    }
    assert list(frame.columns) == list(fields)
    kinds = {
        "string": "string",
        "number": "float64",
        "boolean": "boolean",
        "date": "datetime64[ns]",
        "yearmonth": "datetime64[ns]",
    }
    for column, field in fields.items():
        wanted = {kinds.get(field["type"])} - {None} or {"int64", "Int64"}
        assert str(frame[column].dtype) in wanted, column
    assert frame.attrs["name"] == name
    assert frame.attrs["row"].endswith(".")
    assert frame.attrs["caveats"]
    assert len(frame) > 0


def test_the_package_is_valid_for_frictionless():
    report = frictionless.Package(str(DATA_DIR / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])


def test_the_package_is_valid_for_the_data_package_standard():
    """Against the JSON schema of version 2 of the standard, as dplib carries it."""
    schema = json.loads((files("dplib") / "profiles/2.0/datapackage.json").read_text(encoding="utf-8"))
    descriptor = json.loads((DATA_DIR / "datapackage.json").read_text(encoding="utf-8"))
    errors = sorted(jsonschema.Draft7Validator(schema).iter_errors(descriptor), key=str)
    assert not errors, [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors[:5]]


def test_columns_that_all_tables_share_are_described_alike():
    shared: dict[str, dict[str, str]] = {}
    for entry in package()["resources"]:
        for field in entry["schema"]["fields"]:
            if field["name"] in ("source_id", "basis"):
                rules = json.dumps(field.get("constraints"), sort_keys=True)
                shared.setdefault(field["name"], {}).setdefault(rules, entry["name"])
    for name, kinds in shared.items():
        assert len(kinds) == 1, (
            f"data/datapackage.json: 'constraints' of the column {name!r} differ between the tables "
            f"{', '.join(kinds.values())}. Copy them from a table that was there before."
        )


@pytest.mark.parametrize("entry", package()["resources"], ids=NAMES)
def test_every_table_and_field_is_described(entry):
    where = f"data/datapackage.json, table {entry['name']!r}"
    for key in ("title", "description", "row", "caveats"):
        assert entry.get(key), f"{where}: {key!r} is missing or empty."
    assert isinstance(entry.get("chapters"), list), (
        f"{where}: 'chapters' lists the chapters that load it; [] if none."
    )
    names = [field["name"] for field in entry["schema"]["fields"]]
    for name in ("source_id", "locator", "basis", "note"):
        assert name in names, f"{where}: every table has the column {name!r}; copy it from another table."
    for field in entry["schema"]["fields"]:
        assert field.get("title"), (
            f"{where}, column {field['name']!r}: 'title', the words of its heading, is missing."
        )
        assert field["description"].endswith("."), (
            f"{where}, column {field['name']!r}: the description is a sentence with a full stop."
        )


def test_sources_resolve_both_ways():
    used = {key for name in NAMES for key in load(name).attrs["sources"]}
    cited = set()
    for path in (DATA_DIR.parent / "chapters").glob("*.ipynb"):
        for group in re.findall(r"\{(?:foot)?cite:?[a-z]*\}`([^`]+)`", path.read_text(encoding="utf-8")):
            cited |= {key.strip() for key in group.split(",")}
    known = set(read_bibliography())
    assert used | cited <= known, f"add to data/sources.bib, or mend the key: {sorted(used | cited - known)}"
    idle = sorted(known - used - cited)
    assert not idle, (
        f"data/sources.bib: no row names and no chapter cites {', '.join(idle)}. Use the entry or remove it."
    )


# The order in which Zotero and we write the fields of an entry; what BibTeX calls a publisher varies.
FIELD_ORDER = [
    *("author", "title", "journal", "institution", "publisher", "year", "date", "url", "doi", "kind"),
    *("license", "republished", "urldate", "note"),
]


def test_the_bibliography_is_tidy():
    """Entries stand in the order of their keys and fields in one order, so that a change is easy to read."""
    path = DATA_DIR / "sources.bib"
    entries = re.findall(
        r"^@[a-z]+\{([^,]+),\n(.*?)^\}", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    keys = [key for key, _ in entries]
    for before, key in pairwise(keys):
        assert before < key, f"data/sources.bib: move {key!r} up: entries stand in the order of their keys."
    for key, text in entries:
        fields = re.findall(r"^  ([a-z]+) = ", text, re.MULTILINE)
        wanted = [field for field in FIELD_ORDER if field in fields]
        assert fields == wanted, f"data/sources.bib, {key}: order the fields as {', '.join(wanted)}."


def test_sources_at_one_address_are_different_works():
    """A page may hold several editions or tables; the same title at the same address is one source."""
    entries = sources()
    entries["address"] = entries["url"].str.rstrip("/").str.lower()
    shared = entries[(entries["address"] != "") & entries["address"].duplicated(keep=False)]
    assert not shared.duplicated(["address", "title"]).any()
    assert len(shared) < 40


def test_no_work_stands_twice_in_the_bibliography():
    titles = sources()["title"].str.lower().str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip()
    twice = titles[(titles.str.len() > 25) & titles.duplicated(keep=False)]
    assert twice.empty, sorted(twice)


def test_our_bibtex_reader_agrees_with_pybtex():
    ours, theirs = read_bibliography(), parse_file(str(DATA_DIR / "sources.bib")).entries
    assert list(ours) == list(theirs)
    plain = str.maketrans("", "", "{}\\")
    for key, entry in theirs.items():
        assert ours[key]["title"] == entry.fields["title"].translate(plain), key
        assert ours[key]["url"] == entry.fields.get("url", "").replace("\\", ""), key
        assert ours[key]["republished"] == (entry.fields.get("republished") == "yes"), key
        assert len(entry.persons["author"]) == len(ours[key]["author"].split(" and ")) or "{" in str(
            entry.persons["author"]
        ), key


def test_load_gives_a_fresh_copy_each_time():
    first = load("nih_inquiries")
    first.loc[:, "value"] = -1
    first.attrs["caveats"].clear()
    again = load("nih_inquiries")
    assert (again["value"] >= 0).all()
    assert again.attrs["caveats"]
    entries = sources()
    entries.loc[:, "publisher"] = "Somebody"
    assert "Somebody" not in set(sources()["publisher"])


def test_value_gives_one_plain_scalar():
    found = value("nih_inquiries", "value", metric="lost_jobs", as_of="2023-03")
    assert isinstance(found, float)
    assert isinstance(value("china_initiative", "value", metric="defendants_charged"), int)
    assert isinstance(value("events", "title", date="2022-02-23"), str)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: load("federal_budget"), ["no table 'federal_budget'", "'federal_budgets'"]),
        (lambda: value("events", "tittle", date="2022-02-23"), ["events", "no column 'tittle'", "'title'"]),
        (
            lambda: value("events", "title", direktion="relief"),
            ["no column 'direktion'", "'direction'"],
        ),
        (
            lambda: value("nih_inquiries", "value", metric="lost_job"),
            ["'nih_inquiries'", "metric='lost_job'", "0 of", "'lost_jobs'"],
        ),
        (
            lambda: value("nih_inquiries", "value", metric="lost_jobs"),
            ["metric='lost_jobs'", "matches 2 of", "more columns"],
        ),
        (
            lambda: value("nih_inquiries", "value", metric="lost_jobs", as_of="2019-06"),
            ["0 of", "not together"],
        ),
        (lambda: value("events", "title"), ["no filter"]),
        (lambda: value("events", "title", date="March the third"), ["date='March the third'", "0 of"]),
        (lambda: value("events", "title", kind=["law", "visa"]), ["'kind'", "one value, not several"]),
        (
            lambda: value("award_outcomes", "value", metric="success_rate", fiscal_year="2024"),
            ["0 of", "int64", "'2024'"],
        ),
        (lambda: value("events", "label", date="2018-11-01", kind="prosecution"), ["0 of"]),
        (lambda: value("events", "end_date", date="2018-11-01"), ["empty cell", "row "]),
        (lambda: load(["events"]), ["no table ['events']"]),
    ],
)
def test_errors_say_what_is_wrong_and_what_is_near(call, words):
    with pytest.raises(DataError) as caught:
        call()
    for word in words:
        assert word in str(caught.value)


def test_catalogue_and_bibliography_as_tables():
    catalogue = tables()
    assert list(catalogue["name"]) == NAMES
    assert (catalogue["rows"] > 0).all()
    bibliography = sources()
    assert bibliography["source_id"].is_unique
    assert set(bibliography["republished"]) <= {True, False}
    assert (bibliography["title"] != "").all()


def test_load_works_from_another_folder(tmp_path):
    code = "from data import load; print(len(load('federal_budgets')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == str(len(load("federal_budgets"))), done.stderr


def test_the_module_needs_pandas_alone():
    # In the browser nothing else is there: importing data must not pull in more than pandas does.
    code = (
        "import sys, pandas; before = set(sys.modules); import data; data.sources(); "
        "print(*{m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=DATA_DIR.parent, capture_output=True, text=True)
    assert done.stdout.split() == ["data"], done.stdout + done.stderr


# ---- statements that two rows or two tables make must agree


def test_budget_changes_agree_with_their_amounts():
    """Where a row has an amount, a stated change and a base with an amount, they fit within rounding."""
    rows = load("federal_budgets")
    enacted = rows[rows["stage"].isin(["enacted", "estimate"])].dropna(subset=["billion_usd"])
    checked = 0
    for row in rows.dropna(subset=["billion_usd", "change_pct", "base_year"]).itertuples():
        same = enacted[
            (enacted["agency"] == row.agency)
            & (enacted["account"] == row.account)
            & (enacted["fiscal_year"] == row.base_year)
        ]
        if same.empty:
            continue
        changes = 100 * (row.billion_usd / same["billion_usd"] - 1)
        assert (changes - row.change_pct).abs().min() < 1.1, (row.agency, row.fiscal_year, row.source_id)
        checked += 1
    assert checked > 30


def test_china_initiative_outcomes_sum_to_the_charged():
    count = {row.metric: row.value for row in load("china_initiative").itertuples(index=False)}
    parts = (
        "defendants_guilty",
        "defendants_still_facing_charges",
        "defendants_dismissed_acquitted_or_other",
    )
    assert sum(count[part] for part in parts) == count["defendants_charged"]
    assert count["defendants_not_actively_prosecuted"] < count["defendants_still_facing_charges"]


def test_nih_outcomes_of_2020_sum_to_the_scientists_of_concern():
    at = {"as_of": "2020-06"}
    parts = [
        value("nih_inquiries", "value", metric=metric, **at)
        for metric in ("warranting_further_scrutiny", "exonerated", "pending")
    ]
    assert sum(parts) == value("nih_inquiries", "value", metric="scientists_of_possible_concern", **at)


def test_running_totals_do_not_fall():
    rows = load("nih_inquiries")
    for metric in ("scientists_named_in_letters", "lost_jobs", "institutions_contacted"):
        assert rows[rows["metric"] == metric].sort_values("as_of")["value"].is_monotonic_increasing, metric


def test_monthly_visas_agree_with_the_reported_ones():
    monthly = load("visas_by_month").query("visa_class == 'F-1' and nationality == 'China'")
    by_month = monthly.set_index("month")["issued"]
    reported = load("visa_measures").query("metric == 'issuances' and nationality == 'China'")
    assert len(reported) == 2
    for row in reported.itertuples():
        # The agency revises its months a little; the reported figures are older.
        assert by_month[pd.Timestamp(f"{row.period}-01")] == pytest.approx(row.value, rel=0.001)


def test_house_vote_of_2024_is_the_roll_call():
    rows = load("events")
    vote = rows[rows["date"] == "2024-09-11"].iloc[0]
    assert "237 to 180" in vote["title"]
    assert 214 + 23 == 237
    assert "214 Republicans" in vote["what"]
    assert "23 Democrats" in vote["what"]


def test_surveys_state_one_size_each():
    rows = load("survey_answers")
    assert (rows.groupby("survey")["n"].nunique(dropna=False) == 1).all()
    assert value("survey_answers", "n", short_name="Xie et al.", theme="considers leaving") == 1304


def test_events_have_dates_in_order_and_month_dates_on_the_first():
    rows = load("events")
    ended = rows.dropna(subset=["end_date"])
    assert (ended["end_date"] >= ended["date"]).all()
    assert (rows.loc[rows["date_precision"] != "day", "date"].dt.day == 1).all()
    assert (rows.loc[rows["date_precision"] == "year", "date"].dt.month == 1).all()


def test_estimates_have_their_ends_in_order():
    rows = load("effect_estimates")
    assert (rows["low"] <= rows["high"]).all()


def test_percentages_are_percentages():
    for name in NAMES:
        rows = load(name)
        if "unit" in rows.columns and "value" in rows.columns:
            in_percent = rows.loc[rows["unit"] == "percent", "value"]
            # Nothing falls by more than all of it; only a growth over years may exceed a hundred.
            assert in_percent.dropna().between(-100, 400).all(), name


def test_the_base_year_of_a_budget_row_is_the_one_its_words_name():
    rows = load("federal_budgets").dropna(subset=["change_base"])
    named = rows["change_base"].str.extract(r"^FY(\d{4})")[0].astype("Int64")
    assert (named.isna() == rows["base_year"].isna()).all()
    assert (named.dropna() == rows["base_year"].dropna()).all()


def test_what_was_read_is_remembered_for_the_build():
    code = (
        "import data; data.load('events');"
        "data.value('nih_inquiries', 'value', metric='lost_jobs', as_of='2023-03');"
        "print(*data.dependencies()); data.tables();"
        "print(*data.loaded_tables()); print(*data.dependencies())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=DATA_DIR.parent, capture_output=True, text=True)
    few, loaded, everything = done.stdout.splitlines()
    assert few.split() == [
        "data/tables/events.csv",
        "data/tables/nih_inquiries.csv",
        "data/datapackage.json#events",
        "data/datapackage.json#nih_inquiries",
        "data/sources.bib",
    ]
    assert loaded == "events nih_inquiries"
    assert "data/datapackage.json" in everything.split()
    assert all(f"data/tables/{name}.csv" in everything for name in NAMES)


def departures(destination, year):
    rows = load("departure_estimates")
    match = (
        (rows["series"] == "xie_2023") & (rows["destination"] == destination) & (rows["last_year"] == year)
    )
    return rows[match & (rows["first_year"] == year)]["value"].iloc[0]


def test_departures_of_2010_and_2021_add_up_wherever_they_stand():
    rows = load("departure_estimates")
    period = rows[(rows["series"] == "xie_2023") & (rows["measure"] == "leavers in the period")]
    assert period.loc[period["destination"] == "all countries", "value"].item() == 19955
    destinations = load("destinations").query("series == 'xie_2023'")
    stated = destinations.set_index(["first_year", "category"])["share"]
    shares = {2010: 48, 2021: 67}
    for year, share in shares.items():
        to_china, elsewhere = departures("China incl. Hong Kong", year), departures("outside China", year)
        assert to_china + elsewhere == departures("all countries", year)
        assert round(100 * to_china / (to_china + elsewhere)) == share
        assert stated[year, "China incl. Hong Kong"] == share
        assert stated[year, "elsewhere"] == 100 - share
    changes = rows[(rows["series"] == "xie_2023") & (rows["measure"] == "change")]
    for row in changes.itertuples():
        before, after = departures(row.destination, 2010), departures(row.destination, 2021)
        assert row.value == pytest.approx(100 * (after / before - 1), abs=0.06)
    # The author-level table is wider: it starts earlier and takes in the social sciences.
    tallies = load("departure_tallies").set_index("tally_id")["value"]
    assert tallies["xie_author_table"] > 19955


def test_no_person_stands_twice():
    """The columns person_id, name and chinese_name are unique by description; this is the rest."""
    seen = {}
    for row, name in enumerate(load("returnees")["name"], start=2):
        key = frozenset(name.lower().replace("-", "").split())
        before, other = seen.setdefault(key, (row, name))
        assert before == row, (
            f"data/tables/returnees.csv, row {row}, column name: {name!r} is {other!r} of row {before} "
            "in another order. If they are one person, keep one row and put the other form into other_name."
        )


def test_cells_of_a_person_fit_together():
    for row, person in enumerate(load("returnees").to_dict("records"), start=2):
        known = {column for column, cell in person.items() if pd.notna(cell)}
        where = f"data/tables/returnees.csv, row {row}, column"
        assert "stated_reason" in known or "reason_kind" not in known, (
            f"{where} reason_kind: a kind without a reason. Fill stated_reason, or leave both empty."
        )
        if "move_month" in known:
            assert "move_year" in known, (
                f"{where} move_year: empty beside a month. Write the year of the month."
            )
            assert person["move_month"].year == person["move_year"], (
                f"{where} move_month: {person['move_month']:%Y-%m} is not in {person['move_year']}. Mend one."
            )
        assert (person["move_precision"] == "month") == ("move_month" in known), (
            f"{where} move_precision: 'month' goes with a move_month, and only with one."
        )
        assert (person["move_precision"] == "unknown") == ("move_year" not in known), (
            f"{where} move_precision: 'unknown' goes with an empty move_year, and only with one."
        )
        assert ("date_refers_to" in known) == ("move_year" in known), (
            f"{where} date_refers_to: says what the date is the date of, where there is one, and only there."
        )


def test_every_claim_has_a_verdict_and_its_evidence():
    claims = load("claims")
    assert claims.iloc[:, 0].is_unique
    judged = claims[claims["verdict"].isin(["supported", "partly", "contradicted"])]
    assert judged["reasoning"].notna().all()
    faulted = claims["verdict"].isin(["partly", "imprecise", "contradicted"])
    assert (claims["shortfall"].notna() == faulted).all()


def test_better_figures_of_claims_stand_beside_a_single_number():
    claims = load("claims")
    measured = claims[claims["better_low"].notna() | claims["better_high"].notna()]
    assert len(measured) > 10
    assert (measured["better_low"] <= measured["better_high"]).all()
    assert measured["claimed_value"].str.fullmatch(r"\d+").all()
    assert not measured["claimed_unit"].isin(["date", "year"]).any()
    for row in measured.itertuples():
        words = f"{row.better_figure} {row.reasoning}"
        assert all(f"{end:g}" in words for end in (row.better_low, row.better_high)), row.claim_id


def test_shares_of_a_whole_sum_to_it():
    sectors = load("rd_by_sector")
    shares = sectors[~sectors["measure"].str.startswith("relative")]
    assert len(shares) > 20
    sums = shares.groupby(["country", "year", "role", "measure", "vintage"])["percent"].sum()
    assert sums.between(96, 100.6).all(), sums[~sums.between(96, 100.6)]


def test_nothing_internal_is_published():
    words = re.compile(r"\b([Ss]eed (text|article|\d)|push folder|before print)\b")
    for path in [
        *(DATA_DIR / "tables").glob("*.csv"),
        DATA_DIR / "datapackage.json",
        DATA_DIR / "sources.bib",
    ]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            assert not words.search(line), f"{path.name}, row {number}: {line[:200]}"


BRITISH = re.compile(
    r"\b(programmes?|centres?|behaviou?ral(?<!behavioral)|labour|licence|favour|defence|organisation)\b"
)


def test_our_own_words_are_american():
    """Titles of sources keep their spelling; descriptions are ours."""
    text = (DATA_DIR / "datapackage.json").read_text(encoding="utf-8")
    assert not BRITISH.findall(text)


def test_derived_rows_say_how():
    for name in NAMES:
        rows = load(name)
        bare = ", ".join(map(str, rows.index[(rows["basis"] == "derived") & rows["note"].isna()] + 2))
        assert not bare, (
            f"data/tables/{name}.csv, row {bare}, column note: is empty, but the value is derived. Say "
            "in the note from what and how."
        )


def test_tables_are_stored_as_one_would_write_them():
    for path in (DATA_DIR / "tables").glob("*.csv"):
        raw = path.read_bytes()
        assert b"\r" not in raw, f"data/tables/{path.name} has Windows line ends: `make format` mends them"
        assert raw.endswith(b"\n"), f"data/tables/{path.name} does not end with a line break: add one"
        assert path.stem in NAMES, (
            f"data/tables/{path.name} is not described: add it to data/datapackage.json"
        )
    text = (DATA_DIR / "datapackage.json").read_text(encoding="utf-8")
    assert json.loads(text)["$schema"].endswith("/2.0/datapackage.json")


def test_data_is_the_one_of_this_checkout():
    assert Path(data.__file__).parent == Path(__file__).parent.parent / "data"
