"""Why people went, by the reasons that they or their institutions gave."""

from __future__ import annotations

import pandas as pd

KINDS = ("pull", "personal", "push")


def people_by_reason(kinds: pd.Series) -> dict[str, int]:
    """How many people name a pull, a personal reason, a push. One may name several.

    kinds: the column reason_kind of the returnees, of those with a reason: kinds joined by ';'.
    """
    return {kind: int(kinds.str.contains(kind).sum()) for kind in KINDS}


def people_by_push(kinds: pd.Series) -> tuple[int, int, int]:
    """Each person once: who names any push, who a pull and no push, who personal reasons only.

    kinds: as for `people_by_reason`. Raises ValueError if somebody belongs to none of the three.
    """
    push = kinds.str.contains("push")
    groups = push, kinds.str.contains("pull") & ~push, kinds == "personal"
    counts = tuple(int(group.sum()) for group in groups)
    if sum(counts) != len(kinds):
        missed = len(kinds) - sum(counts)
        raise ValueError(f"{missed} of {len(kinds)} people have reasons of none of the kinds {KINDS}.")
    return counts
