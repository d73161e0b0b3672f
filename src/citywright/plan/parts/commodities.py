"""What is used and where it is bought: the commodity balance of each sector."""

import linopy

from citywright.plan.data import PlanData
from citywright.plan.parts.grouping import total_by


def use(m: linopy.Model, data: PlanData) -> None:
    """use[i,t] = Σ_j a_ij · output[j,t] + h_i C_t + κ_i (I_t + spending_t) + G_it + stocks_i.

    Local use, whether bought here or outside; κ is the composition of capital spending.
    """
    e = data.economy
    inputs = (e.a * m["output"].rename(sector="buyer")).sum("buyer")
    fixed = e.government + e.inventories + e.kappa * e.investment
    moving = inputs + e.h * m["consumption"] + e.kappa * m["spending"]
    m.add_constraints(m["use"] - moving == fixed, name="use")


def balance(m: linopy.Model, data: PlanData) -> None:
    """output[i,t] = ρ_i · use[i,t] + Σ_{n in i} replaced[n,t] + outside_sales[i,t] − extra[i,t].

    ρ_i is the share of local use that the city makes itself; extra purchases fill in where it lacks
    the capacity.
    """
    nodes = data.city.tables["chain_nodes"].set_index("node")["sector"]
    sold = data.economy.rho * m["use"] + m["outside_sales"] - m["extra_purchases"]
    if len(nodes):
        sold = sold + total_by(1 * m["replaced"], nodes.to_xarray(), data.economy.output["sector"])
    m.add_constraints(m["output"] - sold == 0, name="balance")
