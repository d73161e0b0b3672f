"""The quantities that indicators sum, as expressions of the model or as numbers of a solution.

Every function takes the variables by name: those of a model give an expression, the values of a
solution give numbers, by the same formula.
"""

from collections.abc import Callable
from typing import Any

import xarray as xr

from citywright.plan.data import PlanData

Variables = Any
"""A model, or a mapping from the names of its variables to their values."""
Row = Any
"""One row of indicator_terms, with the fields of its declaration."""


def quantity(m: Variables, data: PlanData, row: Row) -> Any:  # noqa: ANN401  (expression or array)
    """Quantity of one indicator term by year, in the plan's units, narrowed by its selectors."""
    return QUANTITIES[row.quantity](m, data, row)


def _sector(data: PlanData, code: str) -> xr.DataArray:
    every = data.economy.output["sector"]
    return xr.ones_like(data.economy.output) if not code else (every == code).astype(float)


def _chosen(data: PlanData, row: Row) -> list[str]:
    """Projects that match the selectors sector, chain and node."""
    table = data.projects.table
    chain = data.city.tables["chain_nodes"].set_index("node")["chain"]
    keep = table["sector"].eq(row.sector) | (row.sector == "")
    keep &= table["node"].eq(row.node) | (row.node == "")
    keep &= table["node"].map(chain).eq(row.chain) | (row.chain == "")
    return list(table.index[keep])


def _nodes(data: PlanData, row: Row) -> list[str]:
    nodes = data.city.tables["chain_nodes"]
    keep = nodes["sector"].eq(row.sector) | (row.sector == "")
    keep &= nodes["node"].eq(row.node) | (row.node == "")
    keep &= nodes["chain"].eq(row.chain) | (row.chain == "")
    return list(nodes["node"][keep])


def _per_output(coefficient: str) -> Callable[[Variables, PlanData, Row], Any]:
    def build(m: Variables, data: PlanData, row: Row) -> Any:  # noqa: ANN401
        rate = getattr(data.economy, coefficient) * _sector(data, row.sector)
        return (rate * m["output"]).sum("sector")

    return build


def _by_sector(variable: str) -> Callable[[Variables, PlanData, Row], Any]:
    def build(m: Variables, data: PlanData, row: Row) -> Any:  # noqa: ANN401
        return (_sector(data, row.sector) * m[variable]).sum("sector")

    return build


def _project_output(m: Variables, data: PlanData, row: Row) -> Any:  # noqa: ANN401
    chosen = _chosen(data, row)
    if not chosen:
        return xr.zeros_like(data.discount)
    made = data.projects.column("output").sel(project=chosen)
    return (made * m["running"].sel(project=chosen)).sum("project")


def _employment(m: Variables, data: PlanData, row: Row) -> Any:  # noqa: ANN401
    existing = (data.satellites.jobs * _sector(data, row.sector) * m["existing"]).sum("sector")
    table = data.projects.table
    inside = list(table.index[table["sector"].eq(row.sector) | (row.sector == "")])
    if not inside:
        return existing
    jobs = data.projects.column("jobs").sel(project=inside)
    return existing + (jobs * m["running"].sel(project=inside)).sum("project")


def _purchases(local: bool) -> Callable[[Variables, PlanData, Row], Any]:
    def build(m: Variables, data: PlanData, row: Row) -> Any:  # noqa: ANN401
        e = data.economy
        a = e.a * _sector(data, row.sector)
        a = a * e.rho if local else a
        if row.buyer:
            a = a * (e.a["buyer"] == row.buyer)
        return (a.sum("sector") * m["output"].rename(sector="buyer")).sum("buyer")

    return build


def _replaced(m: Variables, data: PlanData, row: Row) -> Any:  # noqa: ANN401
    chosen = _nodes(data, row)
    return m["replaced"].sel(node=chosen).sum("node") if chosen else xr.zeros_like(data.discount)


QUANTITIES: dict[str, Callable[[Variables, PlanData, Row], Any]] = {
    "value_added": _per_output("value_added"),
    "taxes": _per_output("taxes"),
    "output": _by_sector("output"),
    "existing_output": _by_sector("existing"),
    "outside_sales": _by_sector("outside_sales"),
    "project_output": _project_output,
    "employment": _employment,
    "electricity": lambda m, data, row: m["load"].sum("zone"),
    "co2": lambda m, data, row: 1 * m["emitted"],
    "investment": lambda m, data, row: m["spending"] + data.economy.investment,
    "purchases": _purchases(local=False),
    "local_purchases": _purchases(local=True),
    "replaced": _replaced,
    "constant": lambda m, data, row: xr.ones_like(data.discount),
}


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
