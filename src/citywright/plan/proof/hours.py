"""The power system of a plan, hour by hour: that it is the city's, that it runs, what it costs.

Loads, budgets and weights are written from the tables and the plan's own demand and compared with the
system that was operated; its bracket is computed again by the energy room's proof, which knows no
solver.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from citywright.energy.scale import TOLERANCE as OPERABLE
from citywright.energy.scale import penalty_of
from citywright.plan.proof.facts import Facts
from citywright.plan.proof.hour_loads import TONNES, expected_loads, money_of_network, of_path
from citywright.plan.proof.hour_rows import planned
from citywright.plan.proof.operated import Hours, Operated
from citywright.plan.proof.scale import Check, relative, worst_of

Tables = Mapping[str, pd.DataFrame]
SAME = ("nodes", "generators", "storage", "stores", "lines", "links", "groups", "group_members",
        "flexible_loads", "vehicles", "heat_pumps")  # fmt: skip
"""Components that the plan's network has from the city as they are."""


def check_hours(f: Facts, tables: Tables, hours: Hours) -> list[Check]:
    """Every check of the power system of both paths."""
    checks = []
    for path, operated in hours.paths.items():
        checks += _network_checks(f, tables, operated, path)
        checks += _operation_checks(f, tables, operated, path)
    return checks


def _network_checks(f: Facts, tables: Tables, operated: Operated, path: str) -> list[Check]:
    """The network operated is the city's, with the loads, budgets and weights of the plan."""
    network = operated.prepared.network
    plan = planned(f)
    city = f.power_system
    same = [c for c in SAME if c in city.tables and not city.tables[c].equals(network.tables[c])]
    same += [
        " ".join(key) for key, frame in city.series.items()
        if key != ("loads", "demand") and not frame.equals(network.series.get(key))
    ]  # fmt: skip
    if not city.weights.equals(network.weights) or city.reserve != network.reserve:
        same.append("hours")
    weights = network.years["weight"].to_numpy(dtype=float)
    prices = network.years["carbon_price"].to_numpy(dtype=float)
    if not np.array_equal(prices, city.years["carbon_price"].to_numpy(dtype=float)):
        same.append("carbon_price")
    known = city.tables["limits"]
    if not known.equals(network.tables["limits"].loc[known.index]):
        same.append("limits")
    count, wrong = len(SAME) + len(city.series), np.inf if same else 0.0
    return [
        Check(f"{path}: power system of the city", count, wrong, " ".join(same)),
        worst_of(
            f"{path}: weights of planning years",
            [relative(plan.weight[k], w) for k, w in zip(plan.years, weights, strict=True)],
            [str(k) for k in plan.years],
        ),
        _load_check(f, tables, operated, path),
        _budget_check(f, tables, operated, path),
    ]  # fmt: skip


def _budget_check(f: Facts, tables: Tables, operated: Operated, path: str) -> Check:
    """Each planning year has its carbon budget as a limit, and there is no other limit of the plan."""
    limits = operated.prepared.network.tables["limits"]
    years = planned(f).years
    emitted = of_path(tables["power_years"], path).set_index("power_year")["power_emitted"]
    added = limits.drop(f.power_system.tables["limits"].index)
    violations, places = [], []
    for label, k in zip(operated.prepared.network.years.index, years, strict=True):
        own = added[
            (added["year"] == label) & (added["kind"] == "carbon") & (added["sense"] == "<=")
        ]
        right = len(own) == 1 and own["subject"].iloc[0] == "" and own["node"].iloc[0] == ""
        stated = float(emitted.get(k, np.nan)) * TONNES
        violations.append(relative(stated, float(own["value"].iloc[0])) if right else np.inf)
        places.append(str(k))
    if len(added) != len(years):
        violations[0] = np.inf
    return worst_of(f"{path}: carbon budgets", violations, places)


def _load_check(f: Facts, tables: Tables, operated: Operated, path: str) -> Check:
    """Demand of every load in every hour: the plan's by class and area, the city's elsewhere."""
    network = operated.prepared.network
    given = network.series["loads", "demand"]
    wanted = expected_loads(f, of_path(tables["demand"], path), given.index)
    city = f.power_system.series["loads", "demand"]
    violations, places = [], []
    for name in sorted(set(given.columns) | set(wanted) | set(city.columns)):
        right = wanted.get(name, city[name].to_numpy() if name in city else None)
        places.append(name)
        if right is None or name not in given:
            violations.append(np.inf)
            continue
        size = max(1.0, float(np.abs(right).max(initial=0.0)))
        violations.append(float(np.abs(given[name].to_numpy() - right).max(initial=0.0)) / size)
    flat = bool(network.tables["loads"]["node"].equals(_nodes_of_loads(network.tables["loads"])))
    if not flat:
        violations[0] = np.inf
    return worst_of(f"{path}: loads by hour", violations, places)


def _nodes_of_loads(loads: pd.DataFrame) -> pd.Series:
    """Every load stands at the node that its name says."""
    nodes = [str(name).rsplit("/", 1)[0] for name in loads.index]
    return pd.Series(nodes, index=loads.index, name="node", dtype=loads["node"].dtype)


def _operation_checks(f: Facts, tables: Tables, operated: Operated, path: str) -> list[Check]:
    """All hours of all planning years hold, and cost what the plan says."""
    bounds = operated.bounds
    cost = float(bounds.upper) * operated.prepared.unit - operated.constant
    cost *= money_of_network(f)
    stated = of_path(tables["power_cost"], path)["power_cost"]
    hours = operated.prepared.network.size
    fair = operated.evidence.penalty >= penalty_of(operated.prepared.known)
    violation = float(bounds.violation) if fair else np.inf
    # the energy room holds a row to a share of what goes through it; a plan that passes there holds here
    held = 0.0 if violation <= OPERABLE else violation
    wrong = relative(cost, float(stated.iloc[0])) if len(stated) == 1 else np.inf
    return [
        Check(f"{path}: every hour", hours, held, "power"),
        Check(f"{path}: cost of power", 1, wrong, "power_cost"),
    ]  # fmt: skip


def stated_hours(tables: Tables) -> bool:
    """Whether the tables of a plan say that its power was planned by the hour."""
    return bool(len(tables["power_cost"]))
