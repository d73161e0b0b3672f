"""From evidence to what a reader wants: capacities, every hour, prices, limits."""

import numpy as np
import pandas as pd

from citywright.energy.block import Block
from citywright.energy.coupling import HELD, SIZED, is_active
from citywright.energy.equations.links import ENDS, efficiency_at
from citywright.energy.network import Network
from citywright.energy.part import without_missing
from citywright.energy.proof import Evidence, Program, local

FAMILIES = {
    "generators.output": ("generators", "output"), "storage.charge": ("storage", "charge"),
    "storage.discharge": ("storage", "discharge"), "storage.spill": ("storage", "spill"),
    "nodes.shed": ("nodes", "shed"), "lines.flow": ("lines", "flow"), "lines.back": ("lines", "back"),
    "links.flow": ("links", "flow"),
}  # fmt: skip
Key = tuple[str, str]


def hourly_results(program: Program, evidence: Evidence) -> dict[Key, pd.DataFrame]:
    """Every quantity of `Solution.hourly`, hours × names."""
    network = program.network
    keys = [*FAMILIES.values(), *((c, "level") for c in HELD), ("nodes", "price")]
    whole = {key: np.zeros((network.size, len(network.names(key[0])))) for key in keys}
    whole["stores", "before"] = whole["stores", "level"].copy()
    for number, block in enumerate(program.blocks()):
        span = program.coupling.spans[number]
        z = local(evidence.z, program.coupling.places[number])
        p = without_missing(block, np.clip(evidence.plans[number], *block.column_bounds(z)))
        for family, key in FAMILIES.items():
            if family in block.columns:
                places = block.columns[family].places
                whole[key][span.hours, block.members[family]] = p[places].T
        for component in HELD:
            levels = _levels(program, number, evidence.z, block, p, component)
            whole[component, "level"][span.hours] = levels
        whole["stores", "before"][span.hours] = _before(program, number, evidence.z, whole)
        whole["nodes", "price"][span.hours] = _prices(program, number, evidence).T
    _derive(network, whole)
    return {
        key: pd.DataFrame(values, index=network.hours, columns=network.names(key[0]))
        for key, values in whole.items()
    }


def _levels(
    program: Program, number: int, z: np.ndarray, block: Block, p: np.ndarray, component: str
) -> np.ndarray:
    """Levels at the end of every hour of a block: T × units."""
    span = program.coupling.spans[number]
    found = np.zeros((span.size, len(program.network.names(component))))
    family = f"{component}.level"
    if family in block.columns:
        found[:-1, block.members[family]] = p[block.columns[family].places].T
    part = program.coupling.parts["level_out"]
    own = [k for k, key in enumerate(program.coupling.held) if key[0] == component]
    at = program.coupling.places[number, part][own]
    found[-1] = local(z, at)
    return found


def _before(
    program: Program, number: int, z: np.ndarray, whole: dict[Key, np.ndarray]
) -> np.ndarray:
    """Levels of the stores before every hour of a block: T × units."""
    span, coupling = program.coupling.spans[number], program.coupling
    own = [k for k, key in enumerate(coupling.held) if key[0] == "stores"]
    first = local(z, coupling.places[number, coupling.parts["level_in"]][own])
    return np.vstack([first[None, :], whole["stores", "level"][span.hours][:-1]])


def _store_output(network: Network, whole: dict[Key, np.ndarray]) -> np.ndarray:
    """((1 - standing_loss)^h level[t-1] - level[t]) / h"""
    hours = network.weights["state"].to_numpy(dtype=float)[:, None]
    kept = (1.0 - network.of("stores", "standing_loss").astype(float)) ** hours
    before = whole.pop(("stores", "before"))
    return np.asarray((kept * before - whole["stores", "level"]) / hours)


def _prices(program: Program, number: int, evidence: Evidence) -> np.ndarray:
    """Multipliers of the balance per weighted hour: money/MWh, nodes × T."""
    span = program.coupling.spans[number]
    nodes = len(program.network.names("nodes"))
    y = evidence.multipliers[number][: nodes * span.size].reshape(nodes, span.size)
    weights = program.network.weights["cost"].to_numpy(dtype=float)[span.hours]
    weight = weights * float(program.network.years.loc[span.year, "weight"])
    return np.asarray(np.divide(y, weight, out=np.zeros_like(y), where=weight > 0))


def _derive(network: Network, whole: dict[Key, np.ndarray]) -> None:
    """What follows from the plan's columns: net outputs, arrivals, demand at nodes."""
    loss = network.of("lines", "loss").astype(float)
    onward, back = whole["lines", "flow"], whole.pop(("lines", "back"))
    whole["lines", "arrival"] = onward * (1.0 - loss) - back
    whole["lines", "flow"] = onward - back * (1.0 - loss)
    for end in ENDS:
        there = (network.of("links", f"node{end}") != "").astype(float)
        share = network.by_hour("links", efficiency_at(end)) * there
        whole["links", f"flow{end}"] = whole["links", "flow"] * share
    whole["storage", "output"] = whole["storage", "discharge"] - whole["storage", "charge"]
    demand = network.by_hour("loads", "demand")
    whole["loads", "demand"] = demand
    at_node = np.zeros((network.size, len(network.names("nodes"))))
    np.add.at(at_node.T, network.names("nodes").get_indexer(network.of("loads", "node")), demand.T)
    whole["nodes", "demand"] = at_node
    whole["stores", "output"] = _store_output(network, whole)


def capacity_results(program: Program, evidence: Evidence) -> pd.DataFrame:
    """Capacity of every unit in every planning year in which it runs: MW, MWh of stores."""
    network, units = program.network, program.coupling.capacities
    own = dict(zip(zip(units["component"], units["name"], strict=True), units.index, strict=True))
    rows = []
    for year in network.years.index:
        for component in SIZED:
            frame = network.tables[component]
            kinds, before = frame["kind"].to_numpy(), frame["capacity"].to_numpy(dtype=float)
            node = frame["node" if "node" in frame else "node0"].to_numpy()
            for k in np.flatnonzero(is_active(frame, int(year))):
                at = own.get((component, frame.index[k]))
                size = before[k] if at is None else float(evidence.z[at])
                name = frame.index[k]
                rows.append(
                    (component, name, int(year), kinds[k], node[k], size, before[k], at is not None)
                )
    columns = ["component", "name", "year", "kind", "node", "capacity", "existing", "expandable"]
    return pd.DataFrame(rows, columns=columns)


def limit_results(program: Program, evidence: Evidence) -> pd.DataFrame:
    """Every limit of the outer program: value, what the plan uses, price (money per unit)."""
    outer = program.outer
    used = outer.M @ evidence.z if len(outer.low) else np.zeros(0)
    at_most, at_least = np.isfinite(outer.high), np.isfinite(outer.low)
    sense = np.where(at_most & at_least, "==", np.where(at_most, "<=", ">="))
    return pd.DataFrame({
        "limit": list(outer.names), "sense": sense,
        "value": np.where(at_most, outer.high, outer.low), "used": used,
        "price": np.abs(evidence.outer),
    })  # fmt: skip
