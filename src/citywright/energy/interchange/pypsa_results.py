"""Results of a solution put into a live PyPSA network, as `n.optimize` would leave them."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from citywright.energy.interchange.pypsa_capacity import PREFIX
from citywright.energy.interchange.pypsa_lines import branch_names
from citywright.energy.interchange.pypsa_links import ENDS
from citywright.energy.interchange.pypsa_words import (
    in_and_out,
    shed_name,
    spill_name,
    there_and_back,
)  # fmt: skip
from citywright.energy.lowering import lowered
from citywright.energy.network import Network
from citywright.energy.solution import Solution

if TYPE_CHECKING:
    import pypsa

OURS = {
    "generators": "generators", "storage_units": "storage", "stores": "stores", "lines": "lines",
    "transformers": "lines", "links": "links",
}  # fmt: skip
FLOWS = (
    ("storage_units", "p", "storage", "output", 1.0),
    ("storage_units", "p_dispatch", "storage", "discharge", 1.0),
    ("storage_units", "p_store", "storage", "charge", 1.0),
    ("storage_units", "state_of_charge", "storage", "level", 1.0),
    ("storage_units", "spill", "storage", "spill", 1.0),
    ("stores", "p", "stores", "output", 1.0),
    ("stores", "e", "stores", "level", 1.0),
    ("lines", "p0", "lines", "flow", 1.0),
    ("lines", "p1", "lines", "arrival", -1.0),
    ("transformers", "p0", "lines", "flow", 1.0),
    ("transformers", "p1", "lines", "arrival", -1.0),
    ("links", "p0", "links", "flow", 1.0),
    *(("links", f"p{k}", "links", f"flow{k}", -1.0) for k in range(1, ENDS + 1)),
    ("buses", "marginal_price", "nodes", "price", 1.0),
)
"""PyPSA's component and attribute, our component and quantity, the sign between them."""


def fill_results(network: "pypsa.Network", solution: Solution) -> None:
    """Fill p_nom_opt, p, state_of_charge, e, p0, p1, ..., marginal_price and the objective.

    `network` is the PyPSA network that was read, or the one that `to_pypsa` made. Units that the
    solution does not know (inactive ones) keep what they have.
    """
    for component, prefix in PREFIX.items():
        _fill_capacities(network, solution, component, prefix)
    for component, attribute, ours, quantity, sign in FLOWS:
        frame = solution.hourly.get((ours, quantity))
        if frame is not None:
            _fill(network, component, attribute, _renamed(network, component, frame) * sign)
    _fill_generators(network, solution)
    _fill_split(network, solution)
    demand = network.c.loads.dynamic["p_set"]
    part = network.c.loads
    fixed = pd.DataFrame([part.static["p_set"]] * len(network.snapshots), index=network.snapshots)
    fixed[demand.columns] = demand
    _fill(network, "loads", "p", fixed)
    network._objective = solution.objective  # noqa: SLF001 (PyPSA's own importer sets it so)
    network._objective_constant = solution.objective_constant  # noqa: SLF001


def _fill_capacities(
    network: "pypsa.Network", solution: Solution, component: str, prefix: str
) -> None:
    """The capacity chosen; of what is not expandable, the capacity in place."""
    static = getattr(network.c, component).static
    if not len(static):
        return
    given = solution.capacities
    own = given[given["component"] == OURS[component]].groupby("name")["capacity"].max()
    names = _our_names(network, component)
    chosen = np.array([own.get(n, np.nan) for n in names])
    fixed = static[f"{prefix}_nom"].to_numpy(dtype=float)
    static[f"{prefix}_nom_opt"] = np.where(np.isnan(chosen), fixed, chosen)


def _fill_generators(network: "pypsa.Network", solution: Solution) -> None:
    """p = output / sign; unserved demand where it has a generator."""
    output = solution.hourly["generators", "output"].copy()
    shed = solution.hourly.get(("nodes", "shed"))
    if shed is not None:
        named = shed.set_axis([shed_name(str(n)) for n in shed.columns], axis=1)
        output = pd.concat([output, named.drop(columns=output.columns, errors="ignore")], axis=1)
    sign = network.c.generators.static["sign"].reindex(output.columns).fillna(1.0)
    _fill(network, "generators", "p", output * sign.to_numpy())


def _fill_split(network: "pypsa.Network", solution: Solution) -> None:
    """Storage that became a store between two links, lines that became two links."""
    known = lowered(solution.network)
    links, units = network.c.links.static.index, network.c.storage_units.static.index
    for name in known.names("storage"):
        if in_and_out(name)[0] in links and name not in units:
            _fill_storage(network, solution, known, name)
    for name in known.names("lines"):
        if there_and_back(name)[0] in links:
            _fill_line(network, solution, float(known.tables["lines"]["loss"][name]), name)


def _fill_storage(network: "pypsa.Network", solution: Solution, known: Network, name: str) -> None:
    """What leaves the store: discharge / efficiency_out - charge · efficiency_in - inflow + spill."""
    quantities = ("charge", "discharge", "level", "spill")
    charge, give, level, spill = (solution.hourly["storage", q][name] for q in quantities)
    row, place = known.tables["storage"].loc[name], known.names("storage").get_loc(name)
    inflow = known.by_hour("storage", "inflow")[:, place]
    taken, stored = give / row["efficiency_out"], charge * row["efficiency_in"]
    into, out = in_and_out(name)
    _fill(network, "links", "p0", pd.DataFrame({into: charge, out: taken}))
    _fill(network, "links", "p1", pd.DataFrame({into: -stored, out: -give}))
    _fill(network, "stores", "e", level.to_frame(name))
    _fill(network, "stores", "p", (taken - stored - inflow + spill).to_frame(name))
    _fill(network, "generators", "p", -spill.to_frame(spill_name(name)))


def _fill_line(network: "pypsa.Network", solution: Solution, loss: float, name: str) -> None:
    """`flow` leaves node0; where it is negative, that much arrives there."""
    flow, onward, back = solution.hourly["lines", "flow"][name], *there_and_back(name)
    left = {onward: flow.clip(lower=0), back: (-flow).clip(lower=0) / (1.0 - loss)}
    _fill(network, "links", "p0", pd.DataFrame(left))
    _fill(network, "links", "p1", -(1.0 - loss) * pd.DataFrame(left))


def _our_names(network: "pypsa.Network", component: str) -> list[str]:
    lines, transformers = (getattr(network.c, c).static.index for c in ("lines", "transformers"))
    if component in ("lines", "transformers"):
        return branch_names(lines, transformers)[component == "transformers"]
    return [str(n) for n in getattr(network.c, component).static.index]


def _renamed(network: "pypsa.Network", component: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns by PyPSA's names; those that it has not are left out."""
    if component == "buses":
        return frame[[c for c in frame.columns if c in network.c.buses.static.index]]
    names = getattr(network.c, component).static.index
    ours = dict(zip(_our_names(network, component), names, strict=True))
    own = [c for c in frame.columns if c in ours]
    return frame[own].set_axis([ours[c] for c in own], axis=1)


def _fill(network: "pypsa.Network", component: str, attribute: str, frame: pd.DataFrame) -> None:
    """Put columns into a frame of results, beside those that are there."""
    dynamic = getattr(network.c, component).dynamic
    names = getattr(network.c, component).static.index
    known = frame[[c for c in frame.columns if c in names]]
    placed = pd.DataFrame(
        known.to_numpy(dtype=float), index=network.snapshots, columns=known.columns.astype(str)
    )
    before = dynamic.get(attribute, pd.DataFrame(index=network.snapshots))
    rest = before[[c for c in before.columns if c not in placed.columns]]
    # PyPSA puts 0 for what took no part
    whole = pd.concat([rest, placed], axis=1).reindex(columns=names).fillna(0.0)
    dynamic[attribute] = whole.rename_axis(columns="name")
