"""The quantities that indicators sum, as expressions of the model or as numbers of a solution.

Every function takes the variables by name: those of a model give an expression, the values of a
solution give numbers, by the same formula. It takes all terms of one quantity at once and gives
Σ_r weight_r · quantity_r: what the selectors of a term narrow becomes a weight of each sector,
project or node, so that twenty sectors are one sum and not twenty.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from citywright.plan.data import PlanData

Variables = Any
"""A model, or a mapping from the names of its variables to their values."""
Row = Any
"""One row of indicator_terms, with the fields of its declaration."""
Weighted = Callable[[Variables, PlanData, pd.DataFrame], Any]


def weighted(m: Variables, data: PlanData, rows: pd.DataFrame) -> Any:  # noqa: ANN401  (expression or array)
    """Σ weight · quantity of terms of one quantity by year, in the plan's units."""
    (name,) = rows["quantity"].unique()
    return QUANTITIES[name](m, data, rows)


def _matches(rows: pd.DataFrame, selector: str, codes: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
    """[term, member]: 1 where the selector of the term is empty or names the member."""
    wanted = rows[selector].to_numpy()[:, None]
    found: np.ndarray[Any, Any] = (wanted == "") | (wanted == np.asarray(codes)[None, :])
    return found


def _weights(rows: pd.DataFrame, members: pd.DataFrame, selectors: tuple[str, ...]) -> xr.DataArray:
    """Σ_r weight_r · [member k matches all selectors of r], by k; a member has a row of `members`."""
    match = np.ones((len(rows), len(members)), dtype=bool)
    for selector in selectors:
        match &= _matches(rows, selector, members[selector])
    return xr.DataArray(rows["weight"].to_numpy() @ match, coords=[members.index])


def _of_sectors(data: PlanData, rows: pd.DataFrame) -> xr.DataArray:
    sectors = pd.Index(data.economy.output["sector"].to_numpy(), name="sector")
    return _weights(rows, pd.DataFrame({"sector": sectors}, index=sectors), ("sector",))


def _of_projects(data: PlanData, rows: pd.DataFrame, selectors: tuple[str, ...]) -> xr.DataArray:
    chain = data.city.tables["chain_nodes"].set_index("node")["chain"]
    table = data.projects.table[["sector", "node"]]
    return _weights(rows, table.assign(chain=table["node"].map(chain).fillna("")), selectors)


def _sum(data: PlanData, weights: xr.DataArray, variable: Any) -> Any:  # noqa: ANN401
    """Σ_k w_k · variable[k, t] over the members that have a weight; 0 where none has.

    A weight may depend on the year as well.
    """
    member = str(weights.dims[0])
    kept = weights[member].to_numpy()[(weights != 0).any(weights.dims[1:]).to_numpy()]
    if not kept.size:
        return xr.zeros_like(data.discount)
    chosen = {member: kept}
    return (weights.sel(chosen) * variable.sel(chosen)).sum(member)


def _per_output(coefficient: str) -> Weighted:
    def build(m: Variables, data: PlanData, rows: pd.DataFrame) -> Any:  # noqa: ANN401
        rate = getattr(data.economy, coefficient) * _of_sectors(data, rows)
        return _sum(data, rate, m["output"])

    return build


def _by_sector(variable: str) -> Weighted:
    def build(m: Variables, data: PlanData, rows: pd.DataFrame) -> Any:  # noqa: ANN401
        return _sum(data, _of_sectors(data, rows), m[variable])

    return build


def _project_output(m: Variables, data: PlanData, rows: pd.DataFrame) -> Any:  # noqa: ANN401
    weights = _of_projects(data, rows, ("sector", "chain", "node"))
    return _sum(data, weights * data.projects.column("output"), m["running"])


def _employment(m: Variables, data: PlanData, rows: pd.DataFrame) -> Any:  # noqa: ANN401
    existing = _sum(data, _of_sectors(data, rows) * data.satellites.jobs, m["existing"])
    jobs = _of_projects(data, rows, ("sector",)) * data.projects.column("jobs")
    return existing + _sum(data, jobs, m["running"])


def _purchases(local: bool) -> Weighted:
    def build(m: Variables, data: PlanData, rows: pd.DataFrame) -> Any:  # noqa: ANN401
        a = data.economy.a * data.economy.rho if local else data.economy.a
        sold = _matches(rows, "sector", a["sector"]) * rows["weight"].to_numpy()[:, None]
        bought = _matches(rows, "buyer", a["buyer"])
        share = xr.DataArray(sold.T @ bought, coords=[a["sector"], a["buyer"]])
        return _sum(data, (a * share).sum("sector").rename(buyer="sector"), m["output"])

    return build


def _replaced(m: Variables, data: PlanData, rows: pd.DataFrame) -> Any:  # noqa: ANN401
    nodes = data.city.tables["chain_nodes"].set_index("node", drop=False)
    return _sum(data, _weights(rows, nodes, ("sector", "chain", "node")), m["replaced"])


def _plain(quantity: Callable[[Variables, PlanData], Any]) -> Weighted:
    """A quantity that no selector narrows."""
    return lambda m, data, rows: float(rows["weight"].sum()) * quantity(m, data)


QUANTITIES: dict[str, Weighted] = {
    "value_added": _per_output("value_added"),
    "taxes": _per_output("taxes"),
    "output": _by_sector("output"),
    "existing_output": _by_sector("existing"),
    "outside_sales": _by_sector("outside_sales"),
    "project_output": _project_output,
    "employment": _employment,
    "electricity": _plain(lambda m, data: m["load"].sum("zone")),
    "co2": _plain(lambda m, data: m["emitted"]),
    "investment": _plain(lambda m, data: m["spending"] + data.economy.investment),
    "purchases": _purchases(local=False),
    "local_purchases": _purchases(local=True),
    "replaced": _replaced,
    "constant": _plain(lambda m, data: xr.ones_like(data.discount)),
}


def _sector(data: PlanData, code: str) -> xr.DataArray:
    every = data.economy.output["sector"]
    return xr.ones_like(data.economy.output) if not code else (every == code).astype(float)


def base_quantity(data: PlanData, row: Row) -> float:
    """Same quantity in the base year, from the accounts and satellites."""
    e, x = data.economy, data.economy.output
    narrowed = _sector(data, row.sector)
    if row.quantity in ("value_added", "taxes"):
        return float((getattr(e, row.quantity) * x * narrowed).sum())
    if row.quantity in ("output", "existing_output"):
        return float((x * narrowed).sum())
    if row.quantity == "outside_sales":
        return float((e.sales * narrowed).sum())
    if row.quantity in ("purchases", "local_purchases"):
        share = e.rho if row.quantity == "local_purchases" else 1.0
        buyer = (e.a["buyer"] == row.buyer) if row.buyer else 1.0
        return float((e.a * x.rename(sector="buyer") * buyer * narrowed * share).sum())
    if row.quantity == "employment":
        table = data.city.tables["satellites"].set_index("sector")["employment"]
        return float(table.sum() if not row.sector else table[row.sector])
    known = {
        "investment": e.base_investment,
        "constant": 1.0,
        "electricity": data.satellites.base["electricity"],
    }
    if row.quantity == "co2":
        return data.satellites.base["co2"] + base_power_co2(data)
    return known.get(row.quantity, 0.0)


def base_power_co2(data: PlanData) -> float:
    """CO2 of the base year's power (10 000 t): its load met by the supply mix open in that year.

    The load and the losses of the grid, met by the options open in the first year, cheapest first; of
    an hourly system as its table says.
    """
    if data.hours is not None:
        return data.hours.base_co2
    options = data.city.tables["power_supply"]
    first = data.city.settings.first_year
    open_ = options[(options["first_year"] <= first) & (options["last_year"] >= first)]
    left = data.satellites.base["electricity"] * (1.0 + data.city.assumption("power_losses"))
    emitted = 0.0
    for row in open_.sort_values(["cost", "option"]).itertuples():
        taken = min(left, row.energy)
        emitted += 10.0 * taken * row.co2
        left -= taken
    return emitted
