"""The table of the strategy, computed again from the city and from what the plan decides.

Every lever is carried from its node up to all nodes above it; nothing of `plan/strategy` is used.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from citywright.plan.proof.facts import Facts, running_share
from citywright.plan.proof.scale import TOLERANCE, Check, relative, worst_of

Lever = tuple[str, str]
Tables = Mapping[str, pd.DataFrame]
Found = dict[str, Any]
SUMMED = ("candidates", "chosen", "committed", "investment", "output", "value_added")
NUMBERS = (*SUMMED, "depth", "levers", "people", "capacity", "scarce", "year", "base", "without",
           "value", "goal", "shortfall")  # fmt: skip
WORDS = ("parent", "kind", "owner", "indicator", "target", "reached", "state")
SMALL = 1e-9


def check_strategy(f: Facts, tables: Tables) -> list[Check]:
    """Every number and word of every node, and the nodes in the order of the tree."""
    expected = _expected(f, tables)
    table = tables["strategy"]
    stated = {r["strategy"]: r for r in table.to_dict("records")}
    violations, places = [], []
    for code, row in expected.items():
        for name in NUMBERS:
            violations.append(_apart(row[name], stated.get(code, {}).get(name)))
            places.append(f"{code} {name}")
        for name in WORDS:
            violations.append(0.0 if stated.get(code, {}).get(name) == row[name] else np.inf)
            places.append(f"{code} {name}")
    in_order = list(table["strategy"]) == list(expected)
    return [
        worst_of("strategy", violations, places),
        Check("strategy: rows", len(table), 0.0 if in_order else np.inf, "order"),
    ]


def _apart(found: float, stated: Any) -> float:  # noqa: ANN401
    """Relative violation; a number that is missing has to be missing in the table."""
    if stated is None:
        return np.inf
    if math.isnan(found) or pd.isna(stated):
        return 0.0 if math.isnan(found) and pd.isna(stated) else np.inf
    return relative(found, float(stated))


def _expected(f: Facts, tables: Tables) -> dict[str, Found]:
    """Every node in the order of the tree: by the places of all nodes from the top down to it."""
    nodes = {r.strategy: r for r in f.rows("strategy")}
    reach: dict[str, set[Lever]] = {code: set() for code in nodes}
    own: dict[str, Lever] = {}
    looked_at: set[str] = set()
    for r in f.rows("strategy_levers"):
        up = list(_upward(nodes, r.strategy))
        if r.role == "means":
            for code in up:
                reach[code].add((r.lever, r.item))
        else:
            own[r.strategy] = (r.lever, r.item)
            looked_at.update(up)
    places = {
        code: [(nodes[n].order, n) for n in reversed(list(_upward(nodes, code)))] for code in nodes
    }
    moved = _moved(f, tables)
    rows = {}
    for code in sorted(nodes, key=lambda n: places[n]):
        node = nodes[code]
        sums = _sums(reach[code], moved)
        rows[code] = {
            "parent": node.parent, "kind": node.kind, "owner": node.owner,
            "depth": len(places[code]), "levers": len(reach[code]), **sums,
            **_path(f, tables, own.get(code)),
            "state": _word(reach[code], sums, moved, code in looked_at),
        }  # fmt: skip
    return rows


def _upward(nodes: Mapping[str, Any], code: str) -> Iterator[str]:
    """The node, the one above it, and so on to the top."""
    while code:
        yield code
        code = nodes[code].parent


def _moved(f: Facts, tables: Tables) -> Found:
    """What the plan did: amounts by project, programme and technology; what it keeps to."""
    power = tables.get("power_capacity")
    power = None if power is None or power.empty else power
    priced = {
        r.item
        for r in tables["prices"].itertuples()
        if r.limit == "target" and abs(r.value) > SMALL
    }
    used = {("target", t) for t in priced}
    used |= {("target", r.target) for r in f.rows("targets") if r.kind == "binding"}
    used |= {("limit", r.limit) for r in f.rows("power_limits") if power is not None}
    scarce = {("target", t) for t in priced}
    for r in tables["factor_use"].itertuples():
        if r.used > SMALL:
            used.add(("factor", r.factor))
        if abs(r.price) > SMALL:
            scarce.add(("factor", r.factor))
    people: dict[str, float] = {}
    for r in tables["people"].itertuples():
        if r.path == "plan":
            people[r.programme] = people.get(r.programme, 0.0) + r.people
    return {
        "projects": _projects(f, tables["starts"]), "people": people, "used": used,
        "scarce": scarce, "built": None if power is None else _built(f, power),
    }  # fmt: skip


def _projects(f: Facts, starts: pd.DataFrame) -> list[Found]:
    """Each project that is not running: the levers that name it, and its amounts."""
    start = {r.project: int(r.start) for r in starts.itertuples() if r.path == "plan"}
    chain = {r.node: r.chain for r in f.rows("chain_nodes")}
    added: dict[str, float] = {}
    for (sector, _), value in f.value_added.items():
        added[sector] = added.get(sector, 0.0) + value
    rows = []
    for p in f.projects:
        is_chosen = p.status == "candidate" and p.project in start
        share = running_share(p, start[p.project], f.years[-1]) if is_chosen else 0.0
        named = {("project", p.project), ("sector", p.sector)}
        if p.node:
            named |= {("node", p.node), ("chain", chain[p.node])}
        rows.append({
            "named": named, "candidates": p.status == "candidate", "chosen": is_chosen,
            "committed": p.status == "committed", "investment": _cost(f, p, start) if is_chosen else 0.0,
            "output": p.output * share,
            "value_added": p.output * share * added.get(p.sector, 0.0) / f.x[p.sector],
        })  # fmt: skip
    return rows


def _cost(f: Facts, project: Any, start: dict[str, int]) -> float:  # noqa: ANN401
    """Investment of a chosen project at its start."""
    return float(project.investment) * f.trend(project, start[project.project])


def _built(f: Facts, power: pd.DataFrame) -> dict[str, float]:
    """MW by technology of what is added (its name is the unit's, a colon and the year)."""
    technology = {("generators", r.generator): r.technology for r in f.rows("power_generators")}
    technology |= {("storage", r.storage): r.technology for r in f.rows("power_storage")}
    last, total = power["power_year"].max(), dict[str, float]()
    for r in power.itertuples():
        unit, colon, _ = r.name.partition(":")
        of = technology.get((r.component, unit))
        if colon and of is not None and r.power_year == last and r.path == "plan":
            total[of] = total.get(of, 0.0) + r.capacity
    return total


def _sums(reach: set[Lever], moved: Found) -> Found:
    touched = [p for p in moved["projects"] if p["named"] & reach]
    sums: Found = {name: float(sum(p[name] for p in touched)) for name in SUMMED}
    sums["people"] = sum(moved["people"].get(i, 0.0) for k, i in reach if k == "programme")
    built = moved["built"]
    sums["capacity"] = (
        math.nan
        if built is None
        else sum(built.get(item, 0.0) for kind, item in reach if kind == "technology")
    )
    sums["scarce"] = len(moved["scarce"] & reach)
    return sums


def _word(reach: set[Lever], sums: Found, moved: Found, is_looked_at: bool) -> str:
    if not reach:
        return "measured only" if is_looked_at else "no lever"
    moves = sums["chosen"] + sums["committed"] > 0 or sums["people"] > SMALL
    moves = moves or sums["capacity"] > SMALL or bool(moved["used"] & reach)
    return "acts" if moves else "unused"


def _path(f: Facts, tables: Tables, own: Lever | None) -> Found:
    """Where the node's own indicator stands, and how far from its target."""
    row: Found = dict.fromkeys(("year", "base", "without", "value", "goal", "shortfall"), math.nan)
    row |= {"indicator": "", "target": "", "reached": ""}
    if own is None:
        return row
    kind, code = own
    known = [
        r for r in f.rows("targets") if code == (r.target if kind == "target" else r.indicator)
    ]
    goal = min(known, key=lambda r: (-r.year, r.target)) if known else None
    row["indicator"] = code if goal is None else goal.indicator
    row["year"] = float(f.years[-1] if goal is None else goal.year)
    for r in tables["indicators"].itertuples():
        if r.indicator == row["indicator"] and r.year == f.base:
            row["base"] = r.value
        if r.indicator == row["indicator"] and r.year == row["year"]:
            row |= {"value": r.value, "without": r.without}
    if goal is not None:
        above = 1.0 if goal.sense == "at_least" else -1.0
        missing = above * (goal.value - row["value"])
        is_met = missing <= TOLERANCE * max(1.0, abs(goal.value))
        row |= {
            "target": goal.target, "goal": goal.value, "shortfall": max(0.0, missing),
            "reached": "met" if is_met else "missed",
        }  # fmt: skip
    return row
