"""Why no plan satisfies all limits: the least change that would mend it.

    min Σ_k slack_k / scale_k   with every limit k widened by slack_k ≥ 0

Balances stay as they are; only what people set can give way: factors, carbon, work, power,
programmes, targets and the links between projects.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from citywright.plan.data import PlanData
from citywright.plan.layout import Layout
from citywright.plan.prices import unit_of
from citywright.plan.program import Floats, Program, solve

SOFT = (
    "factor", "carbon", "work", "power_grid", "power_supply", "programmes", "target",
    "start_excludes", "start_options", "start_requires", "start_after",
)  # fmt: skip
"""Families of limits that can give way."""


@dataclass(frozen=True)
class Clash:
    """One limit that has to give way: by `amount`, from `limit_value`, in `unit`."""

    limit: str
    item: str
    year: int | None
    amount: float
    limit_value: float
    unit: str


def least_change(program: Program, layout: Layout, data: PlanData) -> list[Clash]:
    """Limits that have to give way, largest relative change first; none where that is not enough.

    Where a balance alone cannot hold, as in a city without any supply of power, no limit helps.
    """
    names = layout.family(*SOFT)
    rows = layout.rows_of(names)
    scale = np.maximum(
        np.abs(np.where(np.isinf(program.high), program.low, program.high))[rows], 1.0
    )
    answer = solve(
        elastic_program(program, rows, scale), {"mip_rel_gap": 1e-3, "mip_max_nodes": 2000}
    )
    if not answer.feasible:
        return []
    slack = answer.x[program.A.shape[1] :]
    gave = np.flatnonzero(slack > 1e-6 * scale)
    clashes = [clash_at(data, program, layout, int(rows[k]), float(slack[k])) for k in gave]
    return sorted(clashes, key=lambda c: -c.amount / max(abs(c.limit_value), 1.0))


def clash_at(data: PlanData, program: Program, layout: Layout, row: int, amount: float) -> Clash:
    """The limit of one row, which has to give way by `amount`."""
    name = next(n for n in layout.family(*SOFT) if (layout.rows[n].to_numpy() == row).any())
    places = layout.rows[name]
    (where,) = np.argwhere(places.to_numpy() == row)
    family, *item = name.split("|")
    labels = {d: places[d].to_numpy()[i] for d, i in zip(places.dims, where, strict=True)}
    year = int(labels.pop("year")) if "year" in labels else None
    what = "|".join([*item, *map(str, labels.values())])
    limit = program.high[row] if np.isfinite(program.high[row]) else program.low[row]
    unit = unit_of(data.city, family, what).split("/", 1)[1]
    return Clash(family, what, year, amount, float(limit) + 0.0, unit)


def elastic_program(program: Program, rows: np.ndarray, scale: Floats) -> Program:
    """Program with one slack column per soft row; it minimises the relative slack."""
    n = len(rows)
    sign = np.where(np.isinf(program.high[rows]), 1.0, -1.0)
    slack = sp.csc_matrix((sign, (rows, np.arange(n))), shape=(program.A.shape[0], n))
    return Program(
        A=sp.csc_matrix(sp.hstack([program.A, slack])),
        c=np.concatenate([np.zeros(program.A.shape[1]), -1.0 / scale]),
        low=program.low,
        high=program.high,
        lower=np.concatenate([program.lower, np.zeros(n)]),
        upper=np.concatenate([program.upper, np.full(n, np.inf)]),
        whole=np.concatenate([program.whole, np.zeros(n, dtype=bool)]),
    )
