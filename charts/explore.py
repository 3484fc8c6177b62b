"""`explore`: one drawing function, its choices, two faces: live widgets, or frames on the static site."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import product
from math import prod

from charts.drawn import rows_behind
from charts.figure import STATIC_SITE, BookFigure

EXPLORER_MIME_TYPE = "application/vnd.reverse-brain-drain.explorer+json"
MOST_FRAMES = 60
_MOST_BUTTONS = 4  # more options than these go into a list or on a slider


@dataclass
class Explorer:
    """A figure with choices, as a notebook shows it and as the site builds it."""

    draw: Callable[..., BookFigure]
    choices: dict[str, Sequence]

    def frame(self, **choice) -> BookFigure:
        """The figure of one choice. Raises ValueError naming the choice if it cannot be drawn."""
        said = ", ".join(f"{label(name)} = {value}" for name, value in choice.items())
        try:
            figure = self.draw(**choice)
        except Exception as error:
            raise ValueError(f"explore: nothing can be drawn for {said}: {error}") from error
        if not isinstance(figure, BookFigure):
            raise ValueError(f"explore: for {said} the function returned no figure; end it with charts.show.")
        return figure

    def frames(self) -> list[tuple[dict, BookFigure]]:
        """Every combination of choices with its figure, the default first."""
        names = list(self.choices)
        combinations = [dict(zip(names, values, strict=True)) for values in product(*self.choices.values())]
        drawn = [(choice, self.frame(**choice)) for choice in combinations]
        if len({figure.name for _, figure in drawn}) > 1:
            raise ValueError("explore: all frames must have the same figure name.")
        return drawn

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return self._static_bundle() if os.environ.get(STATIC_SITE) else self._live_bundle()

    def _static_bundle(self) -> dict:
        drawn = self.frames()
        first = drawn[0][1]
        controls = [
            {
                "name": name.replace("_", "-"),
                "label": label(name),
                "kind": kind(options),
                "options": [{"value": slug(option), "label": str(option)} for option in in_order(options)],
                "default": slug(options[0]),
            }
            for name, options in self.choices.items()
        ]
        frames = [
            {"choice": [slug(value) for value in choice.values()], **figure.face} for choice, figure in drawn
        ]
        return {
            "text/plain": f"{first.title}\n{first.alt}",
            "image/svg+xml": first.wide,
            EXPLORER_MIME_TYPE: {
                "name": first.name,
                "controls": controls,
                "frames": frames,
                "behind": rows_behind(first.name, [rows for _, figure in drawn for rows in figure.rows]),
            },
        }

    def _live_bundle(self) -> dict:
        return self.widget()._repr_mimebundle_()

    def widget(self):
        """Real controls over the figure: an ipywidgets box whose callback draws the choice anew."""
        import ipywidgets

        faces = {
            "buttons": ipywidgets.RadioButtons,
            "slider": ipywidgets.SelectionSlider,
            "list": ipywidgets.Dropdown,
        }
        controls = {
            name: faces[kind(options)](
                options=[(str(option), option) for option in in_order(options)],
                value=options[0],
                description=label(name),
                style={"description_width": "initial"},
            )
            for name, options in self.choices.items()
        }

        def drawn() -> str:
            return _picture(self.frame(**{name: control.value for name, control in controls.items()}))

        def redraw(_change) -> None:
            try:
                picture.value = drawn()
            except ValueError as error:  # it names the choice
                picture.value = f"<p>{escape(str(error))}</p>"

        # Not an output area: one that fills while its cell runs can keep nbclient waiting without end.
        picture = ipywidgets.HTML(drawn())
        for control in controls.values():
            control.observe(redraw, "value")
        return ipywidgets.VBox([*controls.values(), picture])


def _picture(figure: BookFigure) -> str:
    """The wide figure, with its words for those who do not see it, as HTML."""
    svg = base64.b64encode(figure.wide.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{svg}" alt="{escape(figure.alt)}" style="max-width: 100%">'


def explore(draw: Callable[..., BookFigure], **choices: Sequence) -> Explorer:
    """A figure that the reader changes.

    draw: takes the choices by name and returns `charts.show(…)`; the same figure name for all.
    choices: for each argument of draw its options, the default first. The argument's name, with
    spaces for underscores, is the label of the control. Up to four options become buttons, more
    numbers a slider, more words a list. Raises ValueError for a control without two different
    options and for more than sixty combinations: each is a frame of the static page.
    """
    if not choices:
        raise ValueError("explore: give at least one control, as name=[its options].")
    for name, options in choices.items():
        if len(options) < 2 or len({slug(option) for option in options}) < len(options):
            raise ValueError(
                f"explore: control {label(name)!r} needs two or more different options, not {options!r}."
            )
    count = prod(len(options) for options in choices.values())
    if count > MOST_FRAMES:
        sizes = " x ".join(f"{len(options)} {label(name)}" for name, options in choices.items())
        raise ValueError(
            f"explore: {sizes} are {count} frames; a page carries at most {MOST_FRAMES}. Offer fewer options."
        )
    return Explorer(draw, {name: list(options) for name, options in choices.items()})


def label(name: str) -> str:
    """The words of a control: 'break_year' becomes 'Break year'."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def in_order(options: Sequence) -> list:
    """Options as a control lists them: numbers by size, words as given."""
    return sorted(options) if _numbers(options) else list(options)


def kind(options: Sequence) -> str:
    """Which control fits the options: 'buttons', 'slider' or 'list'."""
    if len(options) <= _MOST_BUTTONS:
        return "buttons"
    return "slider" if _numbers(options) else "list"


def _numbers(options: Sequence) -> bool:
    return all(isinstance(option, int | float) for option in options)


def slug(option) -> str:
    """An option as it stands in the address of the page: small letters, digits and hyphens."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in str(option).lower())
    return "-".join(part for part in letters.split("-") if part)
