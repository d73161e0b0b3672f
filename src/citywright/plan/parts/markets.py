"""How much can be sold: outside the city, and at home in place of purchases outside."""

import linopy
import pandas as pd
import xarray as xr

from citywright.plan.data import PlanData
from citywright.plan.parts.grouping import total_by
from citywright.plan.parts.learning import cost_of_begun, cost_of_start


def markets(m: linopy.Model, data: PlanData) -> None:
    """outside_sales[i,t] ≤ market_it + Σ_{p in i} outside_share_p · output_p · running[p,t]."""
    projects = data.projects
    brought = projects.column("outside_share") * projects.column("output") * m["running"]
    new = total_by(brought, projects.column("sector"), data.economy.output["sector"])
    m.add_constraints(m["outside_sales"] - new <= data.economy.market, name="markets")


def replacement_gap(m: linopy.Model, data: PlanData) -> None:
    """replaced[n,t] ≤ gap_n · (1 − ρ_i) · use[i,t] for the node n of sector i.

    A chain cannot be mended further than its gap: what the city buys outside of that node's goods.
    """
    nodes = data.city.tables["chain_nodes"].set_index("node")
    if nodes.empty:
        return
    sector = nodes["sector"].to_xarray()
    gap = nodes["gap_share"].to_xarray() * (1 - data.economy.rho.sel(sector=sector)).drop_vars(
        "sector"
    )
    used = (1 * m["use"]).sel(sector=sector).drop_vars("sector")
    m.add_constraints(m["replaced"] - gap * used <= 0, name="replacement_gap")


def replacement_supply(m: linopy.Model, data: PlanData) -> None:
    """replaced[n,t] ≤ Σ_{p at n} local_share_p · output_p · running[p,t]."""
    nodes = pd.Series(data.city.tables["chain_nodes"]["node"].to_numpy(), name="node")
    if nodes.empty:
        return
    projects = data.projects
    at_node = projects.table.index[projects.table["node"] != ""]
    if at_node.empty:
        m.add_constraints(m["replaced"] <= 0, name="replacement_supply")
        return
    offered = projects.column("local_share") * projects.column("output")
    made = offered.sel(project=at_node) * m["running"].sel(project=at_node)
    node = projects.column("node").sel(project=at_node)
    supply = total_by(made, node, nodes.rename("node").to_xarray())
    m.add_constraints(m["replaced"] - supply <= 0, name="replacement_supply")


def households(m: linopy.Model, data: PlanData) -> None:
    """consumption[t] = C⁰_t + β · Σ_i wages_i · output[i,t].

    β is the share of labour income that is spent; 0 makes households exogenous.
    """
    e = data.economy
    earned = e.spending_share * (e.wages * m["output"]).sum("sector")
    m.add_constraints(m["consumption"] - earned == e.consumption, name="households")


def spending(m: linopy.Model, data: PlanData) -> None:
    """spending[t] = Σ_p Σ_τ cost_p,τ · spread_p(t−τ) · start[p,τ] + what was begun before.

    cost_p,τ = investment_p · (1 + g_p)^(τ − t₀), the cost of the start (`learning`).
    """
    projects = data.projects
    amount = projects.column("investment")
    new = (amount * cost_of_start(data) * projects.spend * m["start"]).sum(["project", "start"])
    begun: xr.DataArray = (amount * cost_of_begun(data) * projects.already_spent).sum("project")
    m.add_constraints(m["spending"] - new == begun, name="spending")
