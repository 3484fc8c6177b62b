"""One cell of a frame, or an error: what `data.value` is for a table, for rows already loaded."""

from __future__ import annotations

import pandas as pd


def single(frame: pd.DataFrame, column: str, /, **where):
    """The one cell of `column` in the row that has every `where` column=value, as a plain scalar.

    Raises ValueError when no row or several match, and for an empty cell; the message names the filter.
    """
    match = pd.Series(True, index=frame.index)
    for name, wanted in where.items():
        match &= (frame[name] == wanted).fillna(False).astype(bool)
    found = frame.loc[match, column]
    if len(found) != 1 or found.isna().any():
        named = ", ".join(f"{name}={wanted!r}" for name, wanted in where.items())
        raise ValueError(
            f"{column!r} with {named}: {len(found)} rows with {found.count()} values; it needs one of each."
        )
    cell = found.iloc[0]
    return cell.item() if hasattr(cell, "item") else cell
