"""Why a project is in the plan, and why not: its worth against the rent of what it uses.

    net(p, τ) = worth(p, τ) − Σ_k price_k · use_k(p, τ)

at the prices of the relaxed program; k runs over the scarce factors. Links between projects are no
rent: they decide by themselves, and are named where they do.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.plan.data import PlanData
from citywright.plan.layout import Layout, Places, Resources, resources_of, shared_limits
from citywright.plan.program import Floats, Program
from citywright.plan.search import Found

COLUMNS = ["project", "status", "start", "verdict", "worth", "rent", "net", "limit", "limit_rent"]
MARGIN = 1e-6
"""Below this a net worth is nil (money)."""
LINKS = {
    "start_options": "replaced", "start_excludes": "excluded", "start_requires": "waits",
    "start_after": "waits",
}  # fmt: skip
"""Verdicts of the links that a project fails."""


@dataclass(frozen=True)
class _Values:
    """Worth and rent of every start, as [project, start] arrays; what each uses and what is left.

    names: the limit of every row of `use`; left: what the plan leaves of it; priced: its price.
    """

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

    verdict: chosen; poor (worth less than the rent of what it uses); replaced (by another variant,
    chosen or decided before); excluded (by a chosen project); waits (for a project that is not
    chosen in time); full (what is left of `limit` does not hold it); near (it fits and is worth its
    rent: the plan is about as good without it).
    worth, rent, net: discounted money at the project's best or chosen start. limit: the link or the
    full factor that decides, else the dearest factor that it uses; limit_rent: price · use of it.
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
    names = [name for name in shared_limits(layout) for _ in range(layout.rows[name].size)]
    factor = np.zeros(len(priced), dtype=bool)
    factor[: len(names)] = [name.startswith("factor|") for name in names]
    rent = resources.use.T @ np.where(factor, priced, 0.0)
    worth = found.relaxed.reduced[columns] + resources.use.T @ priced
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
    families = {values.names[k].split("|")[0] for k in _too_full(values, column)}
    for link, verdict in LINKS.items():
        if link in families:
            return verdict
    return "full" if families else "near"


def _use(values: _Values, column: int) -> Floats:
    use: Floats = values.resources.use[:, [column]].toarray().ravel()[: len(values.names)]
    return use


def _too_full(values: _Values, column: int) -> Places:
    """Resource rows that cannot hold the start any more."""
    use, n = _use(values, column), len(values.names)
    short = use > values.left[:n] + 1e-9 * (1 + np.abs(values.resources.room[:n]))
    return np.flatnonzero(short & (use > 0))


def _limit(values: _Values, column: int, verdict: str) -> tuple[str, float]:
    """Limit that decides and its rent: the link, the fullest factor, or the dearest factor."""
    use = _use(values, column)
    totals: dict[str, float] = {}
    for name, rent in zip(values.names, use * values.priced[: len(use)], strict=True):
        totals[name] = totals.get(name, 0.0) + float(rent)
    if verdict in ("full", *LINKS.values()):
        deciding = {link for link, v in LINKS.items() if v == verdict} or {"factor"}
        rows = [k for k in _too_full(values, column) if values.names[k].split("|")[0] in deciding]
        worst = max(rows, key=lambda k: (use[k] - values.left[k]) / use[k])
        return values.names[worst], totals[values.names[worst]]
    dear = {name: rent for name, rent in totals.items() if name.startswith("factor|")}
    if not dear or max(dear.values()) <= 1e-9:
        return "", 0.0
    dearest = max(sorted(dear), key=lambda name: dear[name])
    return dearest, dear[dearest]
