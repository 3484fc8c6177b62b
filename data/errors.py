"""The one error of the data module, and the words that help to mend it."""

from __future__ import annotations

from difflib import get_close_matches


class DataError(ValueError):
    """Something in the tables, the descriptor or the bibliography is not as declared."""


def did_you_mean(wanted, known, otherwise: str | None = None) -> str:
    """' Did you mean …?' with near misses among `known`; without any, `otherwise` or ' Known: …'."""
    names = [str(item) for item in known]
    near = get_close_matches(str(wanted), names, n=3, cutoff=0.6)
    if near:
        return f" Did you mean {' or '.join(map(repr, near))}?"
    if otherwise is not None:
        return otherwise
    return f" Known: {', '.join(map(repr, names))}."
