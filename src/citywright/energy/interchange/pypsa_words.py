"""A network put into what PyPSA knows, still in our words, before it is written out.

What has no counterpart is rebuilt of parts that have one where that is exact, else it is noted.
"""

import numpy as np
import pandas as pd

from citywright.energy.interchange.notes import Notebook
from citywright.energy.network import Network, filled, make_network

Tables = dict[str, pd.DataFrame]
Series = dict[tuple[str, str], pd.DataFrame]
SHED = "shed"
"""Kind of the generators that stand for demand that goes unserved."""


def in_pypsa_words(network: Network, book: Notebook) -> Network:
    """The network without level limits of storage, losses of lines, shedding and carbon prices."""
    tables, series = dict(network.tables), dict(network.series)
    _price_carbon(network, series)
    _split_storage(network, tables, series, book)
    _split_lines(network, tables, series, book)
    _shed(network, tables, series)
    _note_lost(network, book)
    return make_network(
        network.name, network.hours, tables, series, network.weights, network.years,
        network.money, network.reserve,
    )  # fmt: skip


def level_bus(name: str) -> str:
    """Name of the node that stands for what a storage unit holds."""
    return f"{name} level"


def in_and_out(name: str) -> tuple[str, str]:
    """Names of the links into and out of a storage unit that is written as a store."""
    return f"{name} in", f"{name} out"


def there_and_back(name: str) -> tuple[str, str]:
    """Names of the two links that a line with losses is written as."""
    return f"{name} onward", f"{name} back"


def spill_name(name: str) -> str:
    """Name of the generator that takes what a split storage unit spills."""
    return f"{name} spill"


def shed_name(node: str) -> str:
    """Name of the generator that stands for unserved demand at a node."""
    return f"{SHED} {node}"


def split_storage(network: Network) -> list[str]:
    """Storage of given capacity whose level has limits of its own, which PyPSA's has not."""
    table = network.tables["storage"]
    return [n for n in _with_levels(network) if not table["expandable"][n]]


def split_lines(network: Network) -> list[str]:
    """Lines of given capacity with losses that are free of the voltage law."""
    table = network.tables["lines"]
    chosen = (table["loss"] > 0) & ~table["expandable"].astype(bool) & table["reactance"].isna()
    return list(table.index[chosen])


def _with_levels(network: Network) -> list[str]:
    low = network.by_hour("storage", "level_min")
    high = network.by_hour("storage", "level_max")
    return list(network.names("storage")[((low != 0) | (high != 1)).any(axis=0)])


def _price_carbon(network: Network, series: Series) -> None:
    """marginal_cost + carbon price of the hour's year · emission."""
    price = network.years["carbon_price"].reindex(network.weights["year"]).to_numpy(dtype=float)
    if not price.any():
        return
    for component in ("generators", "links"):
        emission = network.of(component, "emission").astype(float)
        cost = network.by_hour(component, "marginal_cost") + price[:, None] * emission
        names = network.names(component)
        series[component, "marginal_cost"] = pd.DataFrame(cost, network.hours, names)


def _split_storage(network: Network, tables: Tables, series: Series, book: Notebook) -> None:
    """A storage unit as a node, a store, a link in, a link out, and its inflow and spill.

    Out of the node goes discharge / efficiency_out, so the link out is that much larger.
    """
    chosen = split_storage(network)
    kept = [n for n in _with_levels(network) if n not in chosen]
    if kept:
        book.approximate("storage", "level_min", kept, "energy.interchange.levels_lost")
    if not chosen:
        return
    own = network.tables["storage"].loc[chosen]
    ins, outs = ([in_and_out(n)[k] for n in chosen] for k in (0, 1))
    buses = [level_bus(n) for n in chosen]
    full, out = own["capacity"].to_numpy(), own["efficiency_out"].to_numpy()
    shared = ["kind", "emission", "standing_loss", "cyclic", "per_year", "initial"]
    store = own[shared].assign(node=buses, capacity=own["hours"] * own["capacity"])
    charge = own[["kind"]].assign(node0=own["node"], node1=buses, capacity=full).set_axis(ins)
    charge["efficiency"] = own["efficiency_in"].to_numpy()
    give = own[["kind"]].assign(node0=buses, node1=own["node"], capacity=full / out).set_axis(outs)
    give["efficiency"] = out
    _append(tables, "nodes", pd.DataFrame({"carrier": "level"}, index=buses))
    _append(tables, "stores", store)
    _append(tables, "links", pd.concat([charge, give]))
    tables["storage"] = tables["storage"].drop(index=chosen)
    at = network.names("storage").get_indexer(pd.Index(chosen))
    hourly = {a: network.by_hour("storage", a)[:, at] for a in _HOURLY}
    _put(network, series, ("stores", "level_min"), hourly["level_min"], chosen)
    _put(network, series, ("stores", "level_max"), hourly["level_max"], chosen)
    _put(network, series, ("stores", "level_cost"), hourly["level_cost"], chosen)
    _put(network, series, ("links", "availability"), hourly["charge_max"], ins)
    _put(network, series, ("links", "availability"), hourly["discharge_max"], outs)
    _put(network, series, ("links", "marginal_cost"), hourly["marginal_cost"] * out, outs)
    _flows(network, tables, series, chosen, (hourly["inflow"], hourly["spill_cost"]))
    for key in [k for k in series if k[0] == "storage"]:
        series[key] = series[key].drop(columns=chosen, errors="ignore")


_HOURLY = (
    "level_min", "level_max", "level_cost", "charge_max", "discharge_max", "marginal_cost",
    "inflow", "spill_cost",
)  # fmt: skip


def _flows(
    network: Network, tables: Tables, series: Series, names: list[str],
    flows: tuple[np.ndarray, np.ndarray],
) -> None:  # fmt: skip
    """Inflow as a negative load, spill as a generator that takes at most the inflow."""
    inflow, cost = flows
    wet = [k for k in range(len(names)) if inflow[:, k].any()]
    if not wet:
        return
    buses = [level_bus(names[k]) for k in wet]
    loads = [f"{names[k]} inflow" for k in wet]
    _append(tables, "loads", pd.DataFrame({"node": buses}, index=loads))
    _put(network, series, ("loads", "demand"), -inflow[:, wet], loads)
    spills = [spill_name(names[k]) for k in wet]
    most = np.maximum(inflow[:, wet].max(axis=0), 1e-9)
    spill = pd.DataFrame({"node": buses, "kind": "spill", "capacity": most}, index=spills)
    _append(tables, "generators", spill.assign(availability=0.0))
    share = -np.maximum(inflow[:, wet], 0.0) / most
    _put(network, series, ("generators", "must_run"), share, spills)
    _put(network, series, ("generators", "marginal_cost"), -cost[:, wet], spills)


def _split_lines(network: Network, tables: Tables, series: Series, book: Notebook) -> None:
    """A line with losses as two links, there and back, each delivering 1 - loss."""
    table = network.tables["lines"]
    chosen = split_lines(network)
    lossy = list(table.index[(table["loss"] > 0).to_numpy()])
    rest = [n for n in lossy if n not in chosen]
    if rest:
        book.approximate("lines", "loss", rest, "energy.interchange.losses_lost")
    if not chosen:
        return
    own = table.loc[chosen]
    at = network.names("lines").get_indexer(pd.Index(chosen))
    share = network.by_hour("lines", "availability")[:, at]
    columns = ["kind", "capacity", "length", "build_year", "lifetime"]
    for k, (begin, end) in enumerate((("node0", "node1"), ("node1", "node0"))):
        names = [there_and_back(n)[k] for n in chosen]
        link = own[columns].assign(node0=own[begin], node1=own[end]).set_axis(names)
        _append(tables, "links", link.assign(efficiency=1.0 - own["loss"].to_numpy()))
        _put(network, series, ("links", "availability"), share, names)
    tables["lines"] = tables["lines"].drop(index=chosen)
    if ("lines", "availability") in series:
        left = series["lines", "availability"].drop(columns=chosen, errors="ignore")
        series["lines", "availability"] = left


def _shed(network: Network, tables: Tables, series: Series) -> None:
    """Unserved demand as a generator of at most the node's demand at its price."""
    nodes = network.names("nodes")
    price = network.of("nodes", "shed_cost").astype(float)
    demand = np.zeros((network.size, len(nodes)))
    where = nodes.get_indexer(pd.Index(network.of("loads", "node")))
    np.add.at(demand.T, where, network.by_hour("loads", "demand").T)
    demand = np.maximum(demand, 0.0)
    peak = demand.max(axis=0, initial=0.0)
    chosen = np.flatnonzero(np.isfinite(price) & (peak > 0))
    if not len(chosen):
        return
    names = [shed_name(str(n)) for n in nodes[chosen]]
    frame = {
        "node": nodes[chosen], "kind": SHED, "capacity": peak[chosen],
        "marginal_cost": price[chosen],
    }  # fmt: skip
    _append(tables, "generators", pd.DataFrame(frame, index=names))
    share = demand[:, chosen] / peak[chosen]
    _put(network, series, ("generators", "availability"), share, names)


def _note_lost(network: Network, book: Notebook) -> None:
    """What PyPSA has no word for at all."""
    groups = network.names("groups")
    if len(groups):
        book.approximate("groups", "", groups, "energy.interchange.groups_lost")
    if network.reserve > 0:
        book.approximate("network", "reserve", (), "energy.interchange.reserve_lost")
    links = network.tables["links"]
    emitting = links.index[links["emission"] != 0]
    if len(emitting) and (network.tables["limits"]["kind"] == "carbon").any():
        book.approximate("links", "emission", emitting, "energy.interchange.link_carbon_lost")
    table = network.tables["generators"]
    limited = np.isfinite(table[["energy_min", "energy_max"]].to_numpy(dtype=float)).any(axis=1)
    if limited.any() and len(network.years) > 1:
        key = "energy.interchange.yearly_energy_lost"
        book.approximate("generators", "energy_max", table.index[limited], key)


def _append(tables: Tables, component: str, rows: pd.DataFrame) -> None:
    tables[component] = pd.concat([tables[component], filled(component, rows)])


def _put(
    network: Network, series: Series, key: tuple[str, str], values: np.ndarray, names: list[str]
) -> None:
    frame = pd.DataFrame(values, index=network.hours, columns=names)
    before = series.get(key)
    series[key] = frame if before is None else pd.concat([before, frame], axis=1)
