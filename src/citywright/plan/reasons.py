"""Why a project is in the plan, and why not: its worth against the rent of what it uses.

    net(p, τ) = worth(p, τ) − Σ_k price_k · use_k(p, τ)

at the prices of the relaxed program; k runs over the scarce factors and the links to other projects.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.plan.data import PlanData
from citywright.plan.layout import Layout, Resources, resources_of, shared_limits
from citywright.plan.program import Floats, Program
from citywright.plan.search import Found

COLUMNS = ["project", "status", "start", "verdict", "worth", "rent", "net", "limit", "limit_rent"]


MARGIN = 1e-6
"""Below this a net worth is nil (money)."""


@dataclass(frozen=True)
class _Values:
    """Worth, rents and leftovers of every start, as [project, start] arrays."""

    worth: Floats
    rent: Floats
    open: np.ndarray
    years: np.ndarray
    resources: Resources
    names: list[str]
    left: Floats
    priced: Floats


def reason_table(data: PlanData, program: Program, layout: Layout, found: Found) -> pd.DataFrame:
    """One row per project that was open: chosen or rejected, with what decides it.

    verdict: chosen; poor (worth less than what it uses); full (worth it, but what is left of `limit`
    does not hold it); margin (worth just what it uses); excluded (by a chosen project); waits (for a project that is not chosen).
    worth, rent, net: discounted money at the project's best or chosen start. limit: the dearest
    thing it uses, or the thing that is full; limit_rent: its rent.
    """
    values = _values(program, layout, found)
    chosen = np.round(layout.values("start", found.fixed.x).to_numpy())
    rows = []
    for k, (project, row) in enumerate(data.projects.table.iterrows()):
        if row["status"] != "candidate":
            continue
        started = chosen[k].max() > 0.5
        net = np.where(values.open[k], values.worth[k] - values.rent[k], -np.inf)
        best = int(chosen[k].argmax() if started else net.argmax())
        column = k * chosen.shape[1] + best
        verdict = "chosen" if started else _verdict(values, column, float(net[best]))
        limit, limit_rent = _limit(values, column, verdict)
        rows.append((
            project, row["status"], int(values.years[best]), verdict, float(values.worth[k, best]),
            float(values.rent[k, best]), float(net[best]), limit, limit_rent,
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _values(program: Program, layout: Layout, found: Found) -> _Values:
    resources = resources_of(program, layout)
    places = layout.columns["start"]
    shape = places.shape
    columns = places.to_numpy().ravel()
    priced = found.relaxed.prices[resources.rows]
    once = np.ones(len(priced), dtype=bool)
    once[resources.shared] = False
    rent = resources.use.T @ np.where(once, 0.0, priced)
    worth = found.relaxed.reduced[columns] + resources.use.T @ priced
    names = [name for name in shared_limits(layout) for _ in range(layout.rows[name].size)]
    return _Values(
        worth=worth.reshape(shape),
        rent=np.asarray(rent).reshape(shape),
        open=program.upper[columns].reshape(shape) > 0.5,
        years=places["start"].to_numpy(),
        resources=resources,
        names=names,
        left=resources.room - resources.use @ np.round(found.fixed.x[columns]),
        priced=priced,
    )


def _verdict(values: _Values, column: int, net: float) -> str:
    if net < -MARGIN:
        return "poor"
    full = _too_full(values, column)
    families = {values.names[k].split("|")[0] for k in full}
    if "start_excludes" in families:
        return "excluded"
    if "start_requires" in families:
        return "waits"
    if full:
        return "full"
    return "margin"


def _too_full(values: _Values, column: int) -> list[int]:
    """Resource rows that cannot hold the start any more."""
    use = values.resources.use[:, [column]].toarray().ravel()
    short = use > values.left + 1e-9 * (1 + np.abs(values.resources.room))
    return [int(k) for k in np.flatnonzero(short & (use > 0)) if k < len(values.names)]


def _limit(values: _Values, column: int, verdict: str) -> tuple[str, float]:
    """Limit that decides: the one that is full, else the one of the largest rent."""
    use = values.resources.use[:, [column]].toarray().ravel()[: len(values.names)]
    rents = use * values.priced[: len(values.names)]
    if verdict in ("full", "excluded", "waits"):
        rows = _too_full(values, column)
        worst = max(rows, key=lambda k: use[k] - values.left[k])
        return values.names[worst], float(rents[worst])
    totals: dict[str, float] = {}
    for name, rent in zip(values.names, rents, strict=True):
        totals[name] = totals.get(name, 0.0) + float(rent)
    if not totals or max(totals.values()) <= 1e-9:
        return "", 0.0
    dearest = max(sorted(totals), key=lambda name: totals[name])
    return dearest, totals[dearest]
