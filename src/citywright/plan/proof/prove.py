"""Hold a plan against the city: recompute everything, and say how far it is from the optimum."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.plan.proof.facts import Facts, begun_before, gather, running_share
from citywright.plan.proof.program import Floats, Matrix, assemble, upper_bound
from citywright.plan.proof.published import (
    check_factor_use,
    check_indicators,
    check_prices,
    check_quality,
    check_reasons,
    check_targets,
)
from citywright.plan.proof.rows import Variable
from citywright.plan.proof.scale import TOLERANCE, Check, compare, worst_of

LABELS = ("sector", "node", "programme", "zone", "option", "target", "year")
PATHS = ("plan", "without")


@dataclass(frozen=True)
class Proof:
    """What the proof found.

    ok: no check fails; checks: every check with its count and worst relative violation; worst: the
    largest of them; bound, gap: proven from the plan's prices without a solver; years: how power was
    checked.
    """

    ok: bool
    checks: tuple[Check, ...]
    worst: float
    bound: float
    gap: float
    power: str

    def as_dict(self) -> dict[str, Any]:
        """Proof for `plan.json`."""
        return {
            "ok": self.ok, "worst": self.worst, "tolerance": TOLERANCE, "bound": self.bound,
            "gap": self.gap, "power": self.power,
            "count": sum(check.count for check in self.checks),
            "checks": [check.as_dict() for check in self.checks],
        }  # fmt: skip


def prove(
    city: City, head: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], city_hash: str
) -> Proof:
    """Proof of a plan (its head and tables) of a city whose fingerprint is `city_hash`.

    Nothing of the model is used: every balance, limit, indicator, price and the gap are computed
    again from the tables of the city.
    """
    facts = gather(city)
    matrix = assemble(facts)
    checks = [Check("city", 1, 0.0 if head["city_hash"] == city_hash else np.inf, "city_hash")]
    points: dict[str, Floats] = {}
    for path in PATHS:
        point, missing = _point(facts, matrix, tables, path)
        points[path] = point
        checks.append(Check(f"{path}: complete", len(point), np.inf if missing else 0.0, missing))
        checks += _row_checks(matrix, point, path)
        checks.append(_bound_check(matrix, point, path))
    checks.append(_no_candidate(facts, tables))
    values = {path: float(matrix.c @ points[path]) for path in PATHS}
    prices = _prices(matrix, tables["multipliers"])
    bound = upper_bound(matrix, prices)
    checks += _claims(head, values, bound)
    checks += check_indicators(facts, matrix, points, tables["indicators"])
    checks += check_targets(facts, tables)
    checks += check_factor_use(matrix, points["plan"], prices, tables["factor_use"], facts)
    checks += check_prices(facts, tables)
    checks += check_reasons(facts, matrix, prices, points["plan"], tables["reasons"])
    checks += check_quality(facts, tables["starts"], head["quality"])
    worst = max(check.worst for check in checks)
    gap = max(0.0, min(bound, head["bound"]) - values["plan"]) / max(abs(values["plan"]), 1e-9)
    return Proof(worst <= TOLERANCE, tuple(checks), worst, bound, gap, "yearly")


def _point(
    f: Facts, m: Matrix, tables: Mapping[str, pd.DataFrame], path: str
) -> tuple[Floats, str]:
    """Plan's variables in the order of the matrix; and the first one that its tables lack."""
    found: dict[Variable, float] = {}
    for name in ("sectors", "nodes", "city", "people", "zones", "supply", "shortfalls"):
        frame = tables[name][tables[name]["path"] == path]
        labels = [label for label in LABELS if label in frame]
        for column in frame.columns.difference([*labels, "path"]):
            keys = zip(*(frame[label] for label in labels), strict=True)
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


def _bound_check(m: Matrix, point: Floats, path: str) -> Check:
    """Starts lie in their windows, committed ones are fixed, no quantity is below its bound."""
    size = np.maximum(1.0, np.abs(point))
    violation = np.maximum(np.maximum(point - m.upper, m.lower - point), 0.0) / size
    return worst_of(f"{path}: bounds", violation, [" ".join(map(str, v)) for v in m.place])


def _no_candidate(f: Facts, tables: Mapping[str, pd.DataFrame]) -> Check:
    """Path without the plan starts no candidate and runs no programme."""
    status = {p.project: p.status for p in f.projects}
    starts = tables["starts"]
    chosen = [
        p for p in starts[starts["path"] == "without"]["project"] if status.get(p) != "committed"
    ]
    people = tables["people"]
    used = float(people[people["path"] == "without"]["people"].abs().sum())
    return Check("without: no plan", 1, np.inf if chosen or used > TOLERANCE else 0.0, "starts")


def _prices(m: Matrix, table: pd.DataFrame) -> Floats:
    year = [None if pd.isna(y) else int(y) for y in table["year"]]
    known = dict(
        zip(zip(table["constraint"], table["item"], year, strict=True), table["price"], strict=True)
    )
    return np.array([float(known.get((row.family, row.item, row.year), 0.0)) for row in m.rows])


def _claims(head: Mapping[str, Any], values: dict[str, float], bound: float) -> list[Check]:
    """Objective, path without, bound and gap as the head of the plan states them.

    A bound that branch and bound has found is the solver's word: it may lie below the bound proven
    here and is then named in `steps`; a bound of the relaxation has to be met.
    """
    by_solver = bool({"close", "branch"} & set(head["steps"]))
    stated = float(head["bound"])
    above = stated - bound if not by_solver else max(0.0, values["plan"] - stated)
    gap = max(0.0, stated - values["plan"]) / max(abs(values["plan"]), 1e-9)
    return [
        compare("objective", values["plan"], head["objective"]),
        compare("objective without", values["without"], head["without"]),
        Check("bound", 1, abs(above) / max(1.0, abs(bound)), "bound"),
        Check("gap", 1, abs(gap - head["gap"]), "gap"),
    ]
