"""One plan of Toytown for all tests of reports."""

import pytest

from citywright.city import City
from citywright.plan.planning import make_plan
from citywright.plan.result import Plan


@pytest.fixture(scope="session")
def plan(toy: City) -> Plan:
    """The plan of Toytown."""
    return make_plan(toy)
