"""People by the reason of their move, the same words and colors in every chapter."""

from __future__ import annotations

from charts.theme import NEUTRAL, PRESSURE, PULL, RELIEF


def reason_blocks(
    push: int, pull_no_push: int, personal: int, *, no_reason: int
) -> dict[str, list[tuple[int, str]]]:
    """Blocks for `unit_squares`: what `analysis.people_by_push` counts, and those without a reason."""
    return {
        f"{push} name a push, alone or with other reasons": [(push, PRESSURE)],
        f"{pull_no_push} name a pull and no push": [(pull_no_push, PULL)],
        f"{personal} name personal reasons only": [(personal, RELIEF)],
        f"{no_reason} for whom the book holds no reason": [(no_reason, NEUTRAL)],
    }
