"""`make audit`: measures the built book, holds it against its budgets, and says what fails and by how much.

Nothing here is installed with the book. A module for each thing measured: `serve` (a host to measure on), `pages`
(weight, accessibility and behavior in a browser), `lighthouse`, `links`, `builds` and `growth` (time); `budgets` is
the one place of the limits, `report` writes what was found.
"""
