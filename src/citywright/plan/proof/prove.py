"""Hold a plan against the city: recompute everything, and say how far it is from the optimum."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.plan.proof.claims import (
    check_belonging,
    check_claims,
    check_document,
    check_whole,
)
from citywright.plan.proof.facts import Facts, begun_before, gather, running_share
from citywright.plan.proof.hour_cut import cut_row
from citywright.plan.proof.hour_tables import check_hour_tables
from citywright.plan.proof.hours import check_hours, stated_hours
from citywright.plan.proof.operated import Hours
from citywright.plan.proof.program import Floats, Matrix, assemble, upper_bound
from citywright.plan.proof.published import (
    check_factor_use,
    check_indicators,
    check_prices,
    check_quality,
    check_targets,
)
from citywright.plan.proof.rows import Row, Variable
from citywright.plan.proof.scale import TOLERANCE, Check, relative, worst_of
from citywright.plan.proof.strategy import check_strategy
from citywright.plan.proof.why import check_reasons

LABELS = (
    "sector", "node", "programme", "zone", "used_by", "option", "target", "year", "power_year",
)  # fmt: skip
PATHS = ("plan", "without")
VARIABLES = (
    "sectors", "nodes", "city", "people", "zones", "grid", "supply", "drawn", "demand", "power_years",
    "power_cost", "shortfalls",
)  # fmt: skip
"""Tables that hold the variables of the plan, by their labels."""


@dataclass(frozen=True)
class Proof:
    """What the proof found.

    ok: no check fails; checks: every check with its count and worst relative violation; worst: the
    largest of them; bound, proven_gap: from the plan's prices, without a solver; gap: to the lower of
    that bound and the one that the plan states, which may be the solver's word; power: "yearly" or
    "hourly", as power was checked.
    """

    ok: bool
    checks: tuple[Check, ...]
    worst: float
    bound: float
    proven_gap: float
    gap: float
    power: str

    def as_dict(self) -> dict[str, Any]:
        """Proof for `plan.json`."""
        return {
            "ok": self.ok, "worst": self.worst, "tolerance": TOLERANCE, "bound": self.bound,
            "proven_gap": self.proven_gap, "gap": self.gap, "power": self.power,
            "count": sum(check.count for check in self.checks),
            "checks": [check.as_dict() for check in self.checks],
        }  # fmt: skip


def prove(
    city: City, head: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], city_hash: str,
    hours: Hours | None = None,
) -> Proof:  # fmt: skip
    """Proof of a plan (its head and tables) of a city whose fingerprint is `city_hash`.

    `hours` is its power system in all hours, where it has one.

    Nothing of the model is used: every balance, limit, indicator, price and the gap are computed
    again from the tables of the city.
    """
    facts = gather(city, hours is not None)
    cut = None if hours is None else cut_row(facts, tables, hours)
    matrix = assemble(facts, cut)
    checks = [*check_belonging(head, city, city_hash), check_whole(matrix, tables)]
    points: dict[str, Floats] = {}
    for path in PATHS:
        point, missing = _point(facts, matrix, tables, path)
        points[path] = point
        checks.append(Check(f"{path}: complete", len(point), np.inf if missing else 0.0, missing))
        checks += _row_checks(matrix, point, path)
        checks.append(_bound_check(matrix, point, path))
        checks.append(_shortfall_check(facts, matrix, point, path))
    checks.append(_start_check(facts, tables))
    checks.append(
        Check("power", 1, 0.0 if stated_hours(tables) == facts.by_hour else np.inf, "power")
    )
    if hours is not None and cut is not None:
        checks += check_hours(facts, tables, hours)
        checks += check_hour_tables(facts, tables, hours, cut)
    values = {path: float(matrix.c @ points[path]) for path in PATHS}
    prices = _prices(matrix, tables["multipliers"])
    bound = upper_bound(matrix, prices)
    checks += check_claims(head, values, bound)
    checks += check_document(head, tables)
    checks += check_indicators(facts, matrix, points, tables["indicators"])
    checks += check_targets(facts, tables)
    checks += check_factor_use(matrix, points["plan"], prices, tables["factor_use"], facts)
    checks += check_prices(facts, tables)
    checks += check_reasons(facts, matrix, prices, points["plan"], tables["reasons"])
    checks += check_strategy(facts, tables)
    checks += check_quality(facts, tables["starts"], head["quality"])
    worst = max(check.worst for check in checks)
    value = values["plan"]
    proven, known = (
        max(0.0, limit - value) / max(abs(value), 1e-9)
        for limit in (bound, min(bound, head["bound"]))
    )
    power = "yearly" if hours is None else "hourly"
    return Proof(worst <= TOLERANCE, tuple(checks), worst, bound, proven, known, power)


def _point(
    f: Facts, m: Matrix, tables: Mapping[str, pd.DataFrame], path: str
) -> tuple[Floats, str]:
    """Plan's variables in the order of the matrix; and the first one that its tables lack."""
    found: dict[Variable, float] = {}
    for name in VARIABLES:
        frame = tables[name][tables[name]["path"] == path]
        labels = [label for label in LABELS if label in frame]
        for column in frame.columns.difference([*labels, "path"]):
            keys = (
                zip(*(frame[label] for label in labels), strict=True)
                if labels
                else [()] * len(frame)
            )
            found.update(
                {(column, *key): float(v) for key, v in zip(keys, frame[column], strict=True)}
            )
    starts = tables["starts"]
    begun = starts[starts["path"] == path].set_index("project")["start"].astype(int).to_dict()
    for p in f.projects:
        start, before = begun.get(p.project), begun_before(f, p)
        for t in f.years:
            found["start", p.project, t] = float(start == t)
            share = running_share(p, start, t) if start is not None else 0.0
            found["running", p.project, t] = share - (
                running_share(p, before, f.base) if before is not None else 0.0
            )
    missing = [v for v in m.place if not np.isfinite(found.get(v, np.nan))]
    point = np.array([found.get(v, 0.0) for v in m.place])
    return np.nan_to_num(point), " ".join(map(str, missing[0])) if missing else ""


def _row_checks(m: Matrix, point: Floats, path: str) -> list[Check]:
    """Each family: the worst violation of its rows, relative to the largest term of the row."""
    activity = m.A @ point
    size = np.maximum(1.0, abs(m.A).multiply(abs(point)[None, :]).max(axis=1).toarray().ravel())
    over = np.maximum(activity - m.high, m.low - activity)
    if path == "without":  # it owes nothing to binding targets
        over[[_is_binding(row) for row in m.rows]] = 0.0
    violation = np.maximum(over, 0.0) / size
    families: dict[str, list[int]] = {}
    for k, row in enumerate(m.rows):
        families.setdefault(row.family.split("|")[0], []).append(k)
    checks = []
    for family, rows in families.items():
        k = max(rows, key=lambda k: violation[k])
        row = m.rows[k]
        where = " ".join(
            str(part) for part in (row.family, row.item, row.year) if part not in ("", None)
        )
        checks.append(Check(f"{path}: {family}", len(rows), float(violation[k]), where))
    return checks


def _is_binding(row: Row) -> bool:
    target = row.family.split("|")[0] == "target"
    return target and not any(variable[0] == "shortfall" for variable in row.terms)


def _bound_check(m: Matrix, point: Floats, path: str) -> Check:
    """Starts lie in their windows, committed ones are fixed, no quantity is below its bound."""
    size = np.maximum(1.0, np.abs(point))
    violation = np.maximum(np.maximum(point - m.upper, m.lower - point), 0.0) / size
    return worst_of(f"{path}: bounds", violation, [" ".join(map(str, v)) for v in m.place])


def _shortfall_check(f: Facts, m: Matrix, point: Floats, path: str) -> Check:
    """What falls short of an expected target is just what is missing, wherever it has a price."""
    priced = {r.target for r in f.rows("targets") if r.kind == "expected" and r.penalty > 0}
    activity = m.A @ point
    violations, places = [], []
    for k, row in enumerate(m.rows):
        column = m.place.get(("shortfall", row.family.removeprefix("target|")))
        if column is not None and row.family.removeprefix("target|") in priced:
            missing = max(0.0, float(m.low[k] - activity[k] + point[column]))
            violations.append(relative(missing, float(point[column])))
            places.append(row.family)
    return worst_of(f"{path}: shortfalls", violations, places)


def _start_check(f: Facts, tables: Mapping[str, pd.DataFrame]) -> Check:
    """Starts are of projects of the city and have their status; without the plan none is new.

    Nor does the path without the plan run a programme.
    """
    status = {p.project: p.status for p in f.projects}
    starts, people = tables["starts"], tables["people"]
    right = all(
        status.get(r.project) == r.status and (r.path == "plan" or r.status == "committed")
        for r in starts.itertuples()
    )
    used = float(people[people["path"] == "without"]["people"].abs().sum())
    return Check("starts", len(starts), 0.0 if right and used <= TOLERANCE else np.inf, "status")


def _prices(m: Matrix, table: pd.DataFrame) -> Floats:
    year = [None if pd.isna(y) else int(y) for y in table["year"]]
    known = dict(
        zip(zip(table["constraint"], table["item"], year, strict=True), table["price"], strict=True)
    )
    return np.array([float(known.get((row.family, row.item, row.year), 0.0)) for row in m.rows])
