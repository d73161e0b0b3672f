"""The strategy tree against a plan: what the plan does about every node of it.

A node stands for its own levers and for those of the nodes below it, each thing once:

    L_n = ∪ { levers of m : m = n or m below n }        P_n = projects that L_n names

so the rows of the table overlap and are never added up. A node that the model has no lever for
says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.energy.from_city import is_added, own_name
from citywright.plan.timing import learnt, running

COLUMNS = (
    "strategy", "parent", "kind", "owner", "depth", "levers", "candidates", "chosen", "committed",
    "investment", "output", "value_added", "people", "capacity", "scarce", "indicator", "target",
    "year", "base", "without", "value", "goal", "shortfall", "reached", "state",
)  # fmt: skip
"""Columns of the table of the strategy, one row per node in the order of the tree.

depth: 1 at the top. levers: number of things in L_n. candidates, committed: projects of P_n; chosen:
candidates that the plan starts. investment, output, value_added: of the chosen ones (money; output
and value added a year, as far as they have come in the last year of the plan). people: brought in or
trained by the programmes of L_n (10 000, all years). capacity: MW that the plan adds with the
technologies of L_n, as they stand in the last planning year of the power system; missing where power
is not planned by the hour. scarce: factors and targets of L_n that have a price. indicator, target, year:
what measures the node itself; base, without, value, goal, shortfall in the unit of the indicator,
missing where there is none; reached: met, missed or empty. state: see STATES.
"""
STATES = ("acts", "unused", "measured only", "no lever")
"""acts: a lever of the node is in the plan; unused: it has levers, the plan uses none; measured
only: an indicator shows how it goes; no lever: the model can say nothing."""
TINY = 1e-9

Lever = tuple[str, str]
"""Kind of lever and code."""
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Moved:
    """What the plan does with things that can be levers.

    projects: one row per project that is not running (candidate, chosen, committed; investment,
    output, value_added of the chosen, else 0); people by programme; capacity by technology, None
    without a power system; used: factors, targets and limits that the plan keeps to; scarce: those
    of them that have a price.
    """

    projects: pd.DataFrame
    people: Mapping[str, float]
    capacity: Mapping[str, float] | None
    used: frozenset[Lever]
    scarce: frozenset[Lever]


def strategy_table(city: City, tables: Tables) -> pd.DataFrame:
    """What the plan does about every node of the strategy; no rows where the city declares none.

    Parameters
    ----------
    city
        A checked city.
    tables
        Tables of its plan: starts, people, factor_use, prices, indicators, targets, and
        power_capacity, which has rows where power is planned by the hour.
    """
    tree = in_order(city.tables["strategy"])
    levers = city.tables["strategy_levers"]
    own = {
        role: rows.groupby("strategy")[["lever", "item"]].apply(_pairs).to_dict()
        for role, rows in levers.groupby("role")
    }
    means, measures = own.get("means", {}), own.get("measures", {})
    moved, touched = moved_by(city, tables), projects_of(city)
    rows = []
    for node in tree.itertuples():
        under = below(tree, node.strategy)
        reach = frozenset().union(*(means.get(n, frozenset()) for n in under))
        is_measured = any(n in measures for n in under)
        done = _done(reach, moved, touched)
        (measure,) = measures.get(node.strategy, [("", "")])
        rows.append({
            "strategy": node.strategy, "parent": node.parent, "kind": node.kind,
            "owner": node.owner, "depth": node.depth, "levers": len(reach), **done,
            **measured(city, tables, measure), "state": _state(reach, done, moved, is_measured),
        })  # fmt: skip
    return _typed(pd.DataFrame(rows, columns=list(COLUMNS)))


def in_order(strategy: pd.DataFrame) -> pd.DataFrame:
    """Rows as one reads a tree: a node, then what is below it; with the column `depth`."""
    ordered = strategy.sort_values(["order", "strategy"])
    children = {parent: list(rows) for parent, rows in ordered.groupby("parent").groups.items()}
    found: list[tuple[object, int]] = []
    waiting = [(row, 1) for row in reversed(children.get("", []))]
    while waiting:
        row, depth = waiting.pop()
        found.append((row, depth))
        under = children.get(strategy["strategy"][row], [])
        waiting += [(other, depth + 1) for other in reversed(under)]
    places = [row for row, _ in found]
    return strategy.loc[places].assign(depth=[depth for _, depth in found]).reset_index(drop=True)


def below(tree: pd.DataFrame, node: str) -> list[str]:
    """The node and all below it, in a tree that is in order."""
    codes, depth = list(tree["strategy"]), tree["depth"].to_numpy()
    first = codes.index(node)
    past = np.flatnonzero(depth[first + 1 :] <= depth[first])
    return codes[first : first + 1 + int(past[0])] if len(past) else codes[first:]


def projects_of(city: City) -> Mapping[Lever, frozenset[str]]:
    """Projects that a chain, chain node, sector or project names, running ones left out."""
    projects = city.tables["projects"]
    projects = projects[projects["status"] != "running"]
    chain = city.tables["chain_nodes"].set_index("node")["chain"]
    named = {
        "chain": projects["node"].map(chain), "node": projects["node"],
        "sector": projects["sector"], "project": projects["project"],
    }  # fmt: skip
    return {
        (lever, str(item)): frozenset(rows)
        for lever, codes in named.items()
        for item, rows in projects["project"].groupby(codes)
    }


def moved_by(city: City, tables: Tables) -> Moved:
    """What the plan does with everything that can be a lever."""
    people, use, prices = tables["people"], tables["factor_use"], tables["prices"]
    people = people[people["path"] == "plan"].groupby("programme")["people"].sum()
    capacity = _capacity(city, tables)
    targets, limits = city.tables["targets"], city.tables["power_limits"]["limit"]
    binding = targets[targets["kind"] == "binding"]["target"]
    priced = prices[(prices["limit"] == "target") & (prices["value"].abs() > TINY)]["item"]
    used = {("factor", f) for f in use[use["used"] > TINY]["factor"]}
    used |= {("target", t) for t in (*binding, *priced)}
    used |= {("limit", limit) for limit in limits if capacity is not None}
    scarce = {("factor", f) for f in use[use["price"].abs() > TINY]["factor"]}
    scarce |= {("target", t) for t in priced}
    return Moved(
        _project_rows(city, tables["starts"]), people.to_dict(), capacity, frozenset(used),
        frozenset(scarce),
    )  # fmt: skip


def _project_rows(city: City, starts: pd.DataFrame) -> pd.DataFrame:
    """What each project is in the plan, and what it has come to in the last year."""
    projects = city.tables["projects"].set_index("project")
    projects = projects[projects["status"] != "running"]
    begun = starts[starts["path"] == "plan"].set_index("project")["start"].reindex(projects.index)
    build, ramp = (projects[c].to_numpy(dtype=float) for c in ("build_years", "ramp_years"))
    share = running(city.years[-1] - begun.to_numpy(dtype=float), build, ramp)
    age = begun.to_numpy(dtype=float) - city.settings.base_year
    cost = learnt(projects["cost_trend"].to_numpy(), age)
    is_candidate = projects["status"].eq("candidate")
    is_chosen = is_candidate & begun.notna()
    output = projects["output"] * np.where(is_chosen, share, 0.0)
    return pd.DataFrame({
        "candidates": is_candidate, "chosen": is_chosen,
        "committed": projects["status"].eq("committed"),
        "investment": (projects["investment"] * cost).where(is_chosen, 0.0), "output": output,
        "value_added": output * projects["sector"].map(_added_per_output(city)).astype(float),
    })  # fmt: skip


def _added_per_output(city: City) -> pd.Series:
    """v_j = V_j / x_j of the base year; sectors without output have none."""
    added = city.tables["value_added"].groupby("sector")["value"].sum()
    inputs = city.tables["flows"].groupby("to_sector")["value"].sum()
    output = added.add(inputs, fill_value=0.0)
    return (added / output)[output > 0]


def _capacity(city: City, tables: Tables) -> Mapping[str, float] | None:
    """MW by technology of what the plan adds, in the last planning year of the power system."""
    table = tables.get("power_capacity", pd.DataFrame())
    if table.empty:
        return None
    last = table[table["path"].eq("plan") & table["power_year"].eq(table["power_year"].max())]
    total: dict[str, float] = {}
    for component, key in (("generators", "generator"), ("storage", "storage")):
        technology = city.tables[f"power_{component}"].set_index(key)["technology"]
        own = last[last["component"].eq(component) & last["name"].map(is_added)]
        for name, capacity in zip(own["name"], own["capacity"], strict=True):
            of = technology[own_name(name)]
            total[of] = total.get(of, 0.0) + float(capacity)
    return total


def _done(
    reach: frozenset[Lever], moved: Moved, touched: Mapping[Lever, frozenset[str]]
) -> dict[str, float]:
    """Sums over the things that the levers name, each counted once."""
    names = sorted(frozenset().union(*(touched.get(lever, frozenset()) for lever in reach)))
    sums: dict[str, float] = moved.projects.loc[names].sum().to_dict()
    sums["people"] = sum(moved.people.get(i, 0.0) for k, i in sorted(reach) if k == "programme")
    technologies = [item for kind, item in sorted(reach) if kind == "technology"]
    built = moved.capacity
    sums["capacity"] = np.nan if built is None else sum(built.get(t, 0.0) for t in technologies)
    sums["scarce"] = len(reach & moved.scarce)
    return sums


def _state(
    reach: frozenset[Lever], done: Mapping[str, float], moved: Moved, is_measured: bool
) -> str:
    amounts = ("chosen", "committed", "people", "capacity")
    if reach & moved.used or any(done[name] > TINY for name in amounts):
        return "acts"
    if reach:
        return "unused"
    return "measured only" if is_measured else "no lever"


def measured(city: City, tables: Tables, measure: Lever) -> dict[str, object]:
    """Where the indicator of a node stands, in the year of its target or the last of the plan.

    A node measured by an indicator takes that one's latest target, the first by code of several.
    """
    kind, code = measure
    if not kind:
        return {"indicator": "", "target": "", "reached": ""}
    goals = tables["targets"].sort_values(["year", "target"], ascending=[False, True])
    goals = goals[goals["target" if kind == "target" else "indicator"] == code]
    goal = next(goals.itertuples(), None)
    indicator = code if goal is None else goal.indicator
    year = city.years[-1] if goal is None else int(goal.year)
    path = tables["indicators"]
    path = path[path["indicator"] == indicator].set_index("year")
    row = {
        "indicator": indicator, "target": "", "year": year, "reached": "",
        "base": path["value"].get(city.settings.base_year, np.nan),
        "without": path["without"][year], "value": path["value"][year],
    }  # fmt: skip
    if goal is None:
        return row
    missing = (goal.goal - row["value"]) * (1 if goal.sense == "at_least" else -1)
    reached = "met" if goal.met else "missed"
    return row | {
        "target": goal.target, "goal": goal.goal, "shortfall": max(0.0, missing),
        "reached": reached,
    }  # fmt: skip


def _pairs(rows: pd.DataFrame) -> frozenset[Lever]:
    return frozenset(rows.itertuples(index=False, name=None))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Words as words, counts as whole numbers, amounts as numbers that may be missing."""
    words = ("strategy", "parent", "kind", "owner", "indicator", "target", "reached", "state")
    counts = ("depth", "levers", "candidates", "chosen", "committed", "scarce")
    kinds = dict.fromkeys(COLUMNS, "float64")
    return table.astype(kinds | dict.fromkeys(words, "str") | dict.fromkeys(counts, "int64"))
