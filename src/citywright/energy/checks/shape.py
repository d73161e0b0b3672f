"""The shape of the network: loops at a node, reactance, carriers, islands."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from citywright.energy.checks.ground import Ground
from citywright.energy.declaration import components


def check_shape(ground: Ground) -> None:
    """All rules of this file."""
    for component in ("lines", "links"):
        _check_loops(ground, component)
    reactance = ground.values("lines", "reactance")
    ground.report("E751", "lines", "reactance", reactance == 0, reactance)
    _check_carriers(ground)
    _check_islands(ground)


def _check_loops(ground: Ground, component: str) -> None:
    ends = zip(
        ground.names(component), ground.column(component, "node0"),
        ground.column(component, "node1"), strict=True,
    )  # fmt: skip
    for name, begin, end in ends:
        if begin == end and isinstance(end, str) and end.strip():
            ground.findings.note("E752", component, name, "node1", end)


def _check_carriers(ground: Ground) -> None:
    """A line keeps the carrier; only a link converts."""
    carrier = dict(zip(ground.names("nodes"), ground.column("nodes", "carrier"), strict=True))
    for name, begin, end in zip(
        ground.names("lines"), ground.column("lines", "node0"), ground.column("lines", "node1"),
        strict=True,
    ):  # fmt: skip
        if begin in carrier and end in carrier and carrier[begin] != carrier[end]:
            ground.findings.note("W703", "lines", name, "", f"{carrier[begin]} → {carrier[end]}")


def _check_islands(ground: Ground) -> None:
    """A part of the network with demand, but without anything that supplies or sheds."""
    places = {name: k for k, name in enumerate(sorted(set(ground.names("nodes"))))}
    if not places:
        return
    count, label = _parts(ground, places)
    demand, supply = _demand(ground, places), _supply(ground, places)
    for part in range(count):
        inside = label == part
        if demand[inside].any() and not supply[inside].any():
            nodes = sorted(name for name, k in places.items() if inside[k])
            wanting = sorted(name for name, k in places.items() if inside[k] and demand[k])
            ground.findings.note("E753", "nodes", wanting[0], "", ", ".join(nodes))


def _parts(ground: Ground, places: dict[str, int]) -> tuple[int, np.ndarray]:
    """Number of connected parts and the part of each node; what can carry nothing joins nothing."""
    begins, ends = [], []
    for component in ("lines", "links"):
        carries = _has_capacity(ground, component)
        further = [f"node{k}" for k in range(1, 5) if f"node{k}" in components()[component]]
        for other in further:
            pairs = zip(
                ground.column(component, "node0"), ground.column(component, other), carries,
                strict=True,
            )  # fmt: skip
            known = [
                (places[a], places[b]) for a, b, c in pairs if c and a in places and b in places
            ]
            begins += [a for a, _ in known]
            ends += [b for _, b in known]
    n = len(places)
    joined = coo_array((np.ones(len(begins)), (begins, ends)), shape=(n, n))
    count, label = connected_components(joined, directed=False)
    return int(count), label


def _has_capacity(ground: Ground, component: str) -> np.ndarray:
    """Whether there is capacity, or there may be, one per name."""
    chosen = ground.flag(component, "expandable")
    most = ground.values(component, "capacity_max")[0]
    return np.asarray(np.where(chosen, most > 0, ground.values(component, "capacity")[0] > 0))


def _any(ground: Ground, component: str, attribute: str, sign: float = 1.0) -> np.ndarray:
    """Whether the attribute times `sign` is above 0 in any hour, one per name."""
    return np.asarray((ground.values(component, attribute) * sign > 0).any(axis=0))


def _demand(ground: Ground, places: dict[str, int]) -> np.ndarray:
    """Nodes at which something is asked for."""
    asks = np.zeros(len(places), dtype=bool)
    for component, attribute in (("loads", "demand"), ("heat_pumps", "heat")):
        _mark(asks, ground, component, _any(ground, component, attribute), places)
    smart, some = ground.values("vehicles", "smart")[0], _any(ground, "vehicles", "number")
    drives = _any(ground, "vehicles", "driving") & (smart > 0)
    charges = _any(ground, "vehicles", "plain_charging") & (smart < 1)
    _mark(asks, ground, "vehicles", some & (drives | charges), places)
    return asks


def _supply(ground: Ground, places: dict[str, int]) -> np.ndarray:
    """Nodes at which something can supply, be cut or be shed."""
    sheds = np.isfinite(ground.values("nodes", "shed_cost")[0])
    gives = np.zeros(len(places), dtype=bool)
    for name, is_shed in zip(ground.names("nodes"), sheds, strict=True):
        gives[places[name]] |= is_shed
    runs = _has_capacity(ground, "generators") & _any(ground, "generators", "availability")
    _mark(gives, ground, "generators", runs, places)
    for component in ("storage", "stores"):
        holds = ~ground.flag(component, "cyclic") & _any(ground, component, "initial")
        if component == "storage":
            holds |= _any(ground, component, "inflow")
        _mark(gives, ground, component, holds, places)
    _mark(gives, ground, "loads", _any(ground, "loads", "demand", -1.0), places)
    _mark(gives, ground, "flexible_loads", _any(ground, "flexible_loads", "power"), places)
    return gives


def _mark(
    nodes: np.ndarray, ground: Ground, component: str, chosen: np.ndarray, places: dict[str, int]
) -> None:
    """Set the nodes at which a chosen name of the component stands."""
    for node, is_chosen in zip(ground.column(component, "node"), chosen, strict=True):
        if is_chosen and node in places:
            nodes[places[node]] = True
