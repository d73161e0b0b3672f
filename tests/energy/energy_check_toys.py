"""A small sound network as tables that a test can spoil, and random sound networks."""

import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from citywright.energy.check import (
    NetworkError,
    NetworkFindings,
    check_network,
    make_checked_network,
)
from citywright.energy.network import Network, make_network

HOURS = pd.date_range("2030-01-01", periods=24, freq="h")


def frame(rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """A table of objects, one row per name; an attribute that a row leaves out is missing."""
    return pd.DataFrame.from_dict(rows, orient="index").astype(object)


@dataclass
class Given:
    """A network as somebody gives it: everything that `make_network` takes."""

    tables: dict[str, pd.DataFrame]
    series: dict[tuple[str, str], pd.DataFrame]
    weights: pd.DataFrame
    years: pd.DataFrame
    hours: pd.Index
    reserve: float = 0.0

    def put(self, component: str, name: str, attribute: str, value: object) -> "Given":
        self.tables[component][attribute] = self.tables[component][attribute].astype(object)
        self.tables[component].loc[name, attribute] = value
        return self

    def vary(self, component: str, attribute: str, name: str, values: object) -> "Given":
        numbers = np.broadcast_to(np.asarray(values), (len(self.hours),))
        self.series[component, attribute] = pd.DataFrame({name: numbers}, index=self.hours)
        return self

    def parts(self) -> tuple[Any, ...]:
        return self.hours, self.tables, self.series, self.weights, self.years

    def network(self) -> Network:
        """The network without any check."""
        return make_network("toy", *self.parts(), reserve=self.reserve)

    def errors(self) -> NetworkFindings | list[Any]:
        """Findings by both doors: as objects, and (where it can be made) of the network."""
        try:
            made = make_checked_network("toy", *self.parts(), reserve=self.reserve)
        except NetworkError as error:
            return error.findings
        return check_network(made)


def toy() -> Given:
    """Two nodes and a heat node with one of everything; the figures are illustrative."""
    tables = {
        "nodes": {
            "north": {"carrier": "AC", "shed_cost": 5000.0},
            "south": {"carrier": "AC", "shed_cost": np.inf},
            "warm": {"carrier": "heat", "shed_cost": np.inf},
        },
        "generators": {
            "coal": {"node": "north", "kind": "coal", "capacity": 100.0, "expandable": False,
                     "unit_size": 0.0, "capacity_max": np.inf, "marginal_cost": 40.0,
                     "must_run": 0.3, "ramp_up": 0.5, "outage_rate": 0.05},
            "sun": {"node": "south", "kind": "pv", "capacity": 0.0, "expandable": True,
                    "unit_size": 5.0, "capacity_max": 50.0, "marginal_cost": 0.0,
                    "must_run": 0.0, "ramp_up": np.inf, "outage_rate": 0.0},
        },
        "storage": {"cell": {"node": "south", "kind": "battery", "capacity": 10.0, "hours": 4.0,
                             "efficiency_in": 0.95, "efficiency_out": 0.95, "cyclic": False,
                             "initial": 20.0, "level_min": 0.1}},
        "stores": {"tank": {"node": "warm", "kind": "tank", "capacity": 50.0, "initial": 0.0}},
        "lines": {"cable": {"node0": "north", "node1": "south", "kind": "line", "capacity": 80.0,
                            "reactance": 0.1, "loss": 0.01}},
        "links": {"boiler": {"node0": "south", "node1": "warm", "node2": "", "kind": "boiler",
                             "capacity": 20.0, "efficiency": 3.0, "efficiency2": 1.0}},
        "loads": {"town": {"node": "south", "sector": "households", "demand": 30.0},
                  "heat": {"node": "warm", "sector": "heat", "demand": 5.0}},
        "flexible_loads": {"mill": {"node": "north", "kind": "response", "power": 3.0,
                                    "cost": 200.0}},
        "vehicles": {"cars": {"node": "south", "number": 100.0, "battery": 60.0, "charger": 7.0,
                              "smart": 0.5, "v2g": 0.2, "driving": 0.3}},
        "heat_pumps": {"homes": {"node": "north", "heat": 4.0, "cop": 3.2}},
        "groups": {"plant": {"limit_up": 20.0}},
        "group_members": {"1": {"group": "plant", "component": "storage", "member": "cell"}},
        "limits": {"cap": {"kind": "carbon", "subject": "", "node": "", "sense": "<=",
                           "value": 1e5, "year": 0.0}},
    }  # fmt: skip
    weights = pd.DataFrame({"cost": 1.0, "energy": 1.0, "state": 1.0, "year": 0}, index=HOURS)
    years = pd.DataFrame({"weight": [1.0], "carbon_price": [10.0]}, index=[0])
    given = Given({c: frame(rows) for c, rows in tables.items()}, {}, weights, years, HOURS)
    return given.vary("generators", "availability", "sun", np.linspace(0, 1, 24))


def random_network(seed: int) -> Given:
    """A sound network of 2 to 5 nodes in a chain, each with a load and a generator that can run."""
    rng = np.random.default_rng(seed)
    given = copy.deepcopy(toy())
    count = int(rng.integers(2, 6))
    places = [f"n{k}" for k in range(count)]
    u = rng.uniform
    given.tables["nodes"] = pd.concat([
        given.tables["nodes"], frame({p: {"carrier": "AC", "shed_cost": np.inf} for p in places})
    ])  # fmt: skip
    more = {
        "generators": {f"g {p}": {
            "node": p, "kind": str(rng.choice(["gas", "wind"])), "capacity": u(1, 90),
            "expandable": bool(rng.random() < 0.5), "unit_size": 0.0, "capacity_max": u(50, 90),
            "marginal_cost": u(0, 90), "must_run": u(0, 0.4), "ramp_up": u(0.1, 1),
            "outage_rate": u(0, 0.2)} for p in places},
        "loads": {f"l {p}": {"node": p, "sector": "industry", "demand": u(0, 30)} for p in places},
        "lines": {f"{a} {b}": {"node0": a, "node1": b, "kind": "line", "capacity": u(0, 50),
                               "reactance": float(rng.choice([np.nan, 0.2])), "loss": u(0, 0.1)}
                  for a, b in pairwise(places)},
    }  # fmt: skip
    for component, rows in more.items():
        given.tables[component] = pd.concat([given.tables[component], frame(rows)])
    values = rng.uniform(0.4, 1.0, (len(HOURS), count))
    columns = [f"g {p}" for p in places]
    given.series["generators", "availability"] = pd.DataFrame(values, HOURS, columns)
    given.series["loads", "demand"] = pd.DataFrame(
        rng.uniform(0, 30, (len(HOURS), 1)), HOURS, ["town"]
    )
    return given
