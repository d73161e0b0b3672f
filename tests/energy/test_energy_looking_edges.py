"""Figures of networks at the edge: capacities without end, labels of hours with a name."""

import numpy as np
import pandas as pd
import pytest

from citywright.energy import Network, Solution, make_network, solve
from citywright.energy.looking.days import day_hour
from citywright.energy.looking.prices import line_use
from citywright.energy.looking.solved import bound_by_hour
from citywright.energy.looking.stock import capacity_table
from citywright.energy.looking.zones import price_zones
from citywright.report.energy import energy_page
from citywright.report.numbers import number


def two_towns(hours: pd.Index) -> Network:
    """A plant in the west feeds a town in the east over a line without a limit."""
    demand = 40.0 + 10.0 * np.sin(np.arange(48) / 4.0)
    return make_network(
        "towns", hours,
        {
            "nodes": pd.DataFrame(index=["west", "east"]),
            "generators": pd.DataFrame(
                {"node": "west", "capacity": 100.0, "marginal_cost": 30.0}, index=["plant"]
            ),
            "lines": pd.DataFrame(
                {"node0": "west", "node1": "east", "capacity": np.inf}, index=["road"]
            ),
            "loads": pd.DataFrame({"node": ["east"]}, index=["all"]),
        },
        {("loads", "demand"): pd.DataFrame({"all": demand}, index=hours)},
    )  # fmt: skip


@pytest.fixture(scope="module", params=["hour", "day", "year", None])
def solved(request: pytest.FixtureRequest) -> Solution:
    hours = pd.date_range("2030-01-01", periods=48, freq="h", name=request.param)
    return solve(two_towns(hours))


def test_a_line_without_a_limit_is_never_full(solved: Solution) -> None:
    """Both ends are one zone in every hour, its use is no share of anything, nothing is added."""
    zones = price_zones(solved)
    assert (zones[:, 0] == zones[:, 1]).all()
    assert (line_use(solved)[["use", "full_hours"]].to_numpy() == 0).all()
    assert (capacity_table(solved)["added"] == 0).all()


def test_nothing_of_a_capacity_without_end_is_nothing(solved: Solution) -> None:
    network = solved.network
    assert np.isinf(bound_by_hour(solved, "lines", "availability")).all()
    network.tables["lines"].loc["road", "availability"] = 0.0
    try:
        assert (bound_by_hour(solved, "lines", "availability") == 0).all()
    finally:
        network.tables["lines"].loc["road", "availability"] = 1.0


def test_names_of_labels_change_no_figure(solved: Solution) -> None:
    """The page is made, and days and hours are those of the calendar whatever the index is called."""
    values = np.arange(48.0)
    sheet = day_hour(values, solved.network, 0)
    np.testing.assert_array_equal(sheet.to_numpy(), values.reshape(2, 24))
    assert "<title>" in energy_page(solved, "en")


def test_what_has_no_end_is_written_as_such() -> None:
    assert (number(float("inf")), number(float("-inf"))) == ("∞", "−∞")
