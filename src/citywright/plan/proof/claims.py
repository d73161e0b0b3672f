"""What the head of a plan claims: whose plan it is, its objective and bound, and that it is whole."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.plan.proof.program import Matrix
from citywright.plan.proof.scale import Check, compare

PATHS = {"plan", "without"}
OF_BOTH_PATHS = (
    "starts", "sectors", "nodes", "city", "people", "zones", "grid", "supply", "drawn", "demand",
    "power_years", "power_cost", "power_capacity", "power_mix", "shortfalls",
)  # fmt: skip


def _all(name: str, checks: Mapping[str, bool]) -> Check:
    """A check of several facts that are right or wrong."""
    wrong = [what for what, right in checks.items() if not right]
    return Check(name, len(checks), np.inf if wrong else 0.0, " ".join(wrong))


def check_belonging(head: Mapping[str, Any], city: City, city_hash: str) -> list[Check]:
    """The plan is of this city in this state, its years and its money."""
    s = city.settings
    facts = {
        "city": head["city"] == s.code,
        "city_hash": head["city_hash"] == city_hash,
        "years": list(head["years"]) == list(s.years),
        "money_unit": head["money_unit"] == s.money_unit,
    }
    return [_all("city", facts)]


def check_whole(m: Matrix, tables: Mapping[str, pd.DataFrame]) -> Check:
    """Every row of a table says something of its own: no row twice, no path but the two.

    Multipliers have one row for each row of the matrix; a factor that nothing uses may lack it.
    """
    facts = {}
    for name in OF_BOTH_PATHS:
        frame = tables[name]
        keys = frame.columns.intersection([
            "project", "sector", "node", "programme", "zone", "option", "target", "path",
            "used_by", "power_year", "component", "name", *(["year"] if "year" in frame else []),
        ])  # fmt: skip
        facts[name] = set(frame["path"]) <= PATHS and not frame.duplicated(list(keys)).any()
    known = {(row.family, row.item, row.year) for row in m.rows}
    bare = {(row.family, row.item, row.year) for row in m.rows if not row.terms}
    rows = tables["multipliers"]
    year = [None if pd.isna(y) else int(y) for y in rows["year"]]
    stated = list(zip(rows["constraint"], rows["item"], year, strict=True))
    once = len(stated) == len(set(stated))
    facts["multipliers"] = once and known - bare <= set(stated) <= known
    return _all("tables", facts)


def check_claims(head: Mapping[str, Any], values: Mapping[str, float], bound: float) -> list[Check]:
    """Objective, path without, bounds and gaps as the head of the plan states them.

    The bound of the relaxation follows from the multipliers and has to be met. A bound that branch
    and bound has found is the solver's word: it lies between the plan and that of the relaxation,
    and is named in `steps`.
    """
    by_solver = bool({"root", "branch"} & set(head["steps"]))
    stated, objective = float(head["bound"]), values["plan"]
    above = min(max(stated, objective), bound) if by_solver else bound
    gap = max(0.0, stated - objective)
    gain = objective - values["without"]
    return [
        compare("objective", objective, head["objective"]),
        compare("objective without", values["without"], head["without"]),
        compare("bound of the relaxation", bound, head["relaxed_bound"]),
        compare("bound", above, stated),
        Check("gap", 1, abs(gap / max(abs(objective), 1e-9) - head["gap"]), "gap"),
        compare("gap of the gain", gap / max(abs(gain), 1e-9), head["gap_of_gain"]),
    ]


def check_document(head: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> list[Check]:
    """What plan.json says beside its head is what the tables say, to the last digit."""
    if "chosen" not in head:  # a plan that is not on disk
        return []
    facts = {
        "chosen": _chosen(tables["starts"]),
        "rejected": _rejected(tables["reasons"]),
        "indicators": _paths(tables["indicators"], "value"),
        "indicators_without": _paths(tables["indicators"], "without"),
        "targets": _targets(tables["targets"]),
        "prices": _prices(tables["prices"]),
    }
    return [_all("plan.json", {name: head.get(name) == said for name, said in facts.items()})]


def _chosen(starts: pd.DataFrame) -> list[dict[str, Any]]:
    rows = starts[starts["path"] == "plan"].itertuples()
    return [{"project": r.project, "start": int(r.start), "status": r.status} for r in rows]


def _rejected(reasons: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"project": r.project, "reason": r.verdict, "limit": r.limit, "net": float(r.net)}
        for r in reasons.itertuples()
        if r.verdict != "chosen"
    ]


def _paths(indicators: pd.DataFrame, column: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, year, value in zip(
        indicators["indicator"], indicators["year"], indicators[column], strict=True
    ):
        found.setdefault(name, {})[str(year)] = float(value)
    return found


def _targets(targets: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "name": r.target, "indicator": r.indicator, "year": int(r.year), "sense": r.sense,
            "kind": r.kind, "target": float(r.goal), "value": float(r.value), "met": bool(r.met),
            "shortfall": float(r.shortfall),
        }
        for r in targets.itertuples()
    ]  # fmt: skip


def _prices(prices: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "limit": r.limit, "item": r.item, "year": None if pd.isna(r.year) else int(r.year),
            "value": float(r.value), "unit": r.unit,
        }
        for r in prices.itertuples()
    ]  # fmt: skip
