"""`make audit`: measures the built book, holds it against its budgets, and says what fails and by how much.

Nothing here is installed with the book. A module for each thing measured: `pages` (behavior and accessibility
in a browser), `weight`, `links`, `lighthouse`, `builds` and `growth` (time), on a site that `serve` hosts.
`budgets` is the one place of the limits, `report` writes what was found, `tools` gets what comes from npm.
"""
