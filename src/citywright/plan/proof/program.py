"""The rows of the proof as a sparse matrix, with the objective and the bounds of the variables."""

from dataclasses import dataclass
from itertools import chain
from math import inf, isnan
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from citywright.plan.proof.facts import Facts, begun_before, money
from citywright.plan.proof.hour_rows import hour_cost, hour_rows
from citywright.plan.proof.limits import (
    carbon_rows,
    factor_rows,
    people_rows,
    power_rows,
    target_rows,
)
from citywright.plan.proof.links import link_rows
from citywright.plan.proof.rows import Row, Terms, Variable, economy_rows, start_rows

Floats = NDArray[np.float64]
BIG = 1e9
"""No shortfall of an indicator is larger than this, in its unit."""


@dataclass(frozen=True)
class Matrix:
    """low ≤ A v ≤ high and lower ≤ v ≤ upper, with c·v to be maximised."""

    rows: list[Row]
    place: dict[Variable, int]
    A: sp.csr_matrix
    low: Floats
    high: Floats
    c: Floats
    lower: Floats
    upper: Floats


def all_rows(f: Facts, cut: Row | None = None) -> list[Row]:
    """Every row of the plan, written from the tables; `cut`: of power by the hour."""
    by_hour = cut is not None
    power = hour_rows if by_hour else power_rows
    families = (start_rows, link_rows, economy_rows, people_rows, factor_rows, power)
    rows = chain.from_iterable(family(f) for family in families)
    return [*rows, *carbon_rows(f, by_hour), *target_rows(f), *([cut] if cut else [])]


def assemble(f: Facts, cut: Row | None = None) -> Matrix:
    """Matrix of all rows; every variable of the objective and the rows has a column."""
    rows, goal = all_rows(f, cut), objective(f, cut is not None)
    place: dict[Variable, int] = {}
    for variable in chain(*(row.terms for row in rows), goal):
        place.setdefault(variable, len(place))
    at = [(k, place[v], c) for k, row in enumerate(rows) for v, c in row.terms.items()]
    i, j, c = (np.array(part) for part in zip(*at, strict=True))
    weights = np.zeros(len(place))
    for variable, weight in goal.items():
        weights[place[variable]] += weight
    limits = bounds(f)
    pairs = [limits.of(variable) for variable in place]
    return Matrix(
        rows=rows, place=place, A=sp.csr_matrix((c, (i, j)), shape=(len(rows), len(place))),
        low=np.array([row.low for row in rows]), high=np.array([row.high for row in rows]),
        c=weights, lower=np.array([p[0] for p in pairs]), upper=np.array([p[1] for p in pairs]),
    )  # fmt: skip


def objective(f: Facts, by_hour: bool = False) -> Terms:
    """Discounted value added − power cost beyond the accounts − premium − programmes − shortfalls."""
    terms: Terms = {}
    unit = money(f.city.settings.money_unit)
    for t in f.years:
        flow = f.discount(t) * f.weight(t)
        for i in f.sectors:
            added = sum(
                f.value_added[i, k] for k in ("compensation", "taxes", "depreciation", "surplus")
            )
            terms["output", i, t] = flow * added / f.x[i] if f.x[i] > 0 else 0.0
            terms["extra_purchases", i, t] = -flow * f.assumption["outside_premium"]
        for o in () if by_hour else f.rows("power_supply"):
            beyond = o.cost - f.assumption["power_cost_in_accounts"]
            terms["supplied", o.option, t] = -flow * unit * beyond
        for g in f.rows("programmes"):
            terms["people", g.programme, t] = -f.discount(t) * unit * g.cost
    if by_hour:
        terms |= hour_cost(f)
    for r in f.rows("targets"):
        if r.kind == "expected":
            terms["shortfall", r.target] = -f.discount(r.year) * r.penalty
    return terms


@dataclass(frozen=True)
class Bounds:
    """Lower and upper bounds of every variable, wide enough for every plan that meets the rows."""

    starts: dict[Variable, tuple[float, float]]
    most: dict[str, float]

    def of(self, variable: Variable) -> tuple[float, float]:
        """(lower, upper) of one variable."""
        if variable[0] == "start":
            return self.starts[variable]
        if variable[0] == "running":
            return (-1.0, 2.0)
        both = variable[0] in ("use", "consumption", "power_cost")
        most = self.most[variable[0]]
        return (-most if both else 0.0, most)


def bounds(f: Facts) -> Bounds:
    """Bounds from all plants and projects at once."""
    plants = {r.sector: r for r in f.rows("sectors")}
    last = f.years[-1] - f.base
    grown = {
        i: f.x[i] * plants[i].headroom * max(1.0, 1 + plants[i].organic_growth) ** last for i in f.sectors
    }  # fmt: skip
    output = sum(grown.values()) + sum(p.output for p in f.projects)
    money = 10.0 * (
        output + sum(_dearest(f, p) for p in f.projects) + sum(abs(v) for v in f.final.values())
    )
    energy = sum(o.energy for o in f.rows("power_supply")) + sum(
        r.energy for r in f.rows("power_grid")
    )
    load = energy + sum(z.household_electricity for z in f.rows("zones")) * 10
    emitted = 10.0 * max([r.cap for r in f.rows("carbon")], default=inf)
    most = dict.fromkeys(
        ("output", "existing", "idle", "use", "outside_sales", "extra_purchases", "replaced",
         "consumption", "spending"), money,
    )  # fmt: skip
    most |= {
        "load": load,
        "delivered": load,
        "supplied": energy,
        "emitted": emitted,
        "shortfall": BIG,
    }
    most |= _hour_bounds(f, load)
    most["people"] = max([g.people for g in f.rows("programmes")], default=0.0)
    return Bounds(_start_bounds(f), most)


def _hour_bounds(f: Facts, load: float) -> dict[str, float]:
    """All plants in all hours; a cost beyond what it costs to serve nobody."""
    tall = [(r.capacity, r.potential, r.co2) for r in f.rows("power_generators")]
    power = sum(sum(v for v in pair if not isnan(v)) * co2 for *pair, co2 in tall)
    emitted = 10.0 * power * f.city.settings.hours_per_year / 1e4
    shed = max([r.shed_cost for r in f.rows("power_nodes")], default=0.0)
    counted = sum(f.discount(t) * f.weight(t) for t in f.years)
    draw = 10.0 * (load + sum(p.electricity for p in f.projects) / 100 + _used(f))
    cost = 100.0 * counted * shed * draw * money(f.city.settings.money_unit)
    return {"drawn": draw, "demand": draw, "power_emitted": emitted, "power_cost": cost}


def _dearest(f: Facts, project: Any) -> float:  # noqa: ANN401
    """Investment of a project at its dearest start."""
    before = begun_before(f, project)
    starts = f.years if before is None else (before,)
    return float(project.investment) * max(f.trend(project, s) for s in starts)


def _used(f: Facts) -> float:
    """Electricity of the base year (100 GWh)."""
    return float(sum(r.electricity for r in f.rows("satellites")))


def _start_bounds(f: Facts) -> dict[Variable, tuple[float, float]]:
    found: dict[Variable, tuple[float, float]] = {}
    for p in f.projects:
        for s in f.years:
            if p.status == "committed":
                fixed = 1.0 if begun_before(f, p) is None and int(p.start) == s else 0.0
                found["start", p.project, s] = (fixed, fixed)
            else:
                found["start", p.project, s] = (0.0, float(p.earliest <= s <= p.latest))
    return found


def upper_bound(m: Matrix, prices: Floats) -> float:
    """Upper bound on every plan, whatever the prices (row limits and bounds alone make it hold).

    Σ_i max(π_i low_i, π_i high_i) + Σ_j max(r_j lower_j, r_j upper_j),   r = c − A'π
    """
    pi = np.where((prices > 0) & np.isinf(m.high), 0.0, prices)
    pi = np.where((pi < 0) & np.isinf(m.low), 0.0, pi)
    limit = np.where(pi > 0, m.high, m.low)
    rows = float(np.where(pi == 0, 0.0, pi * np.where(np.isinf(limit), 0.0, limit)).sum())
    r = m.c - m.A.T @ pi
    return rows + float(np.maximum(r * m.lower, r * m.upper).sum())
