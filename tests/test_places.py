"""Every state of the United States may stand in the roster and has its name."""

import charts
from data.descriptor import package


def test_every_state_has_a_name():
    table = next(entry for entry in package()["resources"] if entry["name"] == "returnees")
    codes = next(field for field in table["schema"]["fields"] if field["name"] == "us_state")
    assert set(charts.STATES) == set(codes["constraints"]["enum"])
    assert len(set(charts.STATES.values())) == len(charts.STATES)
