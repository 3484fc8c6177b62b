"""`make format`, for tables: undo what spreadsheets do to a CSV file beside its cells."""

from __future__ import annotations

from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "data" / "tables"


def tidy(raw: bytes) -> bytes:
    """The same table without a byte-order mark, with Unix line ends and one at the end of the last row.

    No cell of a table holds a line break, so every one ends a row.
    """
    return (
        raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n") + b"\n"
    )


if __name__ == "__main__":
    for path in sorted(TABLES.glob("*.csv")):
        before = path.read_bytes()
        if (after := tidy(before)) != before:
            path.write_bytes(after)
