"""A network as a test of adequacy sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from citywright.energy.adequacy.outages import Unit
from citywright.energy.adequacy.system import Reservoir, System
from citywright.energy.coupling import is_active
from citywright.energy.declaration import PRIMITIVE
from citywright.energy.network import Network
from citywright.errors import UsageError


def adequacy_system(
    network: Network,
    capacities: Mapping[tuple[str, str], float] | None = None,
    *,
    carrier: str = "AC",
    year: int = 0,
    whole: bool = True,
    firm_links: Sequence[str] = (),
) -> System:
    """The system of a network's nodes of one carrier, in the hours of one planning year.

    A generator with an outage_rate is capacity / unit_size units that fail one by one (a rest is
    one smaller unit; without unit_size it is one unit); one without is firm. A store counts with
    `initial` where it is not cyclic, else as full. Links of `firm_links` from another carrier give
    capacity × efficiency, as if their fuel never lacked; other links from another carrier give
    nothing. Loads count with their demand; flexible loads, vehicles and heat pumps have to be
    lowered before.

    Parameters
    ----------
    capacities : (component, name) -> MW, such as the plan has chosen; others as in place
    whole : one area; otherwise each node imports and exports at most the sum of its lines and links

    Raises
    ------
    UsageError
        Where the network is not lowered, has no node of the carrier or no hour of the year.
    """
    for component, frame in network.tables.items():
        if component not in {*PRIMITIVE, "groups", "group_members", "limits"} and len(frame):
            raise UsageError("energy.adequacy.lowered", component=component)
    hours = np.flatnonzero(network.weights["year"].to_numpy() == year)
    nodes = _nodes(network, carrier, whole=whole)
    if not nodes or not len(hours):
        raise UsageError("energy.adequacy.empty", carrier=carrier, year=year)
    view = _View(network, hours, nodes, dict(capacities or {}), year)
    units, unit_node, availability, firm = view.generation()
    imports, exports = view.ties(whole=whole)
    return System(
        view.total("loads", view.by_hour("loads", "demand")),
        firm + view.links(firm_links),
        units, unit_node, availability, imports, exports, view.stores(),
        *(network.weights[w].to_numpy(dtype=float)[hours] for w in ("energy", "state")),
    )  # fmt: skip


def _nodes(network: Network, carrier: str, *, whole: bool) -> dict[str, int]:
    """Place of every node of the carrier: its own, or 0 for all where the area is one."""
    chosen = network.tables["nodes"]["carrier"] == carrier
    names = sorted(str(name) for name in network.names("nodes")[chosen.to_numpy()])
    return {name: 0 if whole else k for k, name in enumerate(names)}


@dataclass(frozen=True)
class _View:
    """The hours and nodes of a network that are looked at; names in order of the alphabet."""

    network: Network
    hours: np.ndarray
    nodes: Mapping[str, int]
    chosen: Mapping[tuple[str, str], float]
    year: int

    @property
    def size(self) -> int:
        """Number of places."""
        return max(self.nodes.values()) + 1

    def order(self, component: str) -> np.ndarray:
        """Rows of a component by name: no answer depends on the order of rows."""
        return np.argsort(self.network.names(component).to_numpy(dtype=str), kind="stable")

    def names(self, component: str) -> list[str]:
        """Names in order."""
        return [str(n) for n in self.network.names(component).to_numpy()[self.order(component)]]

    def of(self, component: str, attribute: str) -> np.ndarray:
        """Values in order of names."""
        return np.asarray(self.network.of(component, attribute)[self.order(component)])

    def by_hour(self, component: str, attribute: str) -> np.ndarray:
        """Values in the hours, in order of names: T × names."""
        whole = self.network.by_hour(component, attribute)
        return np.asarray(whole[self.hours][:, self.order(component)])

    def capacity(self, component: str) -> np.ndarray:
        """MW of each name: as chosen, else as in place; 0 before it is built and after its life."""
        place = self.of(component, "capacity").astype(float)
        named = enumerate(self.names(component))
        found = np.array([self.chosen.get((component, n), place[k]) for k, n in named], dtype=float)
        runs = is_active(self.network.tables[component], self.year)[self.order(component)]
        return np.where(runs, found, 0.0)

    def places(self, component: str, attribute: str = "node") -> list[int | None]:
        """Place of each name, None outside."""
        return [self.nodes.get(node) for node in self.of(component, attribute)]

    def total(self, component: str, values: np.ndarray, attribute: str = "node") -> np.ndarray:
        """Sum of the values of all names at each place: T × places."""
        found = np.zeros((len(self.hours), self.size))
        for k, place in enumerate(self.places(component, attribute)):
            if place is not None:
                found[:, place] += values[:, k]
        return found

    def generation(self) -> tuple[tuple[Unit, ...], np.ndarray, np.ndarray, np.ndarray]:
        """Units that fail with place and availability, and the supply that does not: T × places."""
        rate, size = (self.of("generators", a).astype(float) for a in ("outage_rate", "unit_size"))
        capacity, available = (
            self.capacity("generators"),
            self.by_hour("generators", "availability"),
        )
        firm = self.total("generators", available * np.where(rate > 0, 0.0, capacity))
        units: list[Unit] = []
        at: list[int] = []
        columns: list[np.ndarray] = []
        for k, place in enumerate(self.places("generators")):
            if place is None or rate[k] <= 0:
                continue
            for part in _split(capacity[k], size[k]):
                units.append(Unit(part, rate[k]))
                at.append(place)
                columns.append(available[:, k])
        share = np.stack(columns, axis=1) if columns else np.zeros((len(self.hours), 0))
        return tuple(units), np.array(at, dtype=int), share, firm

    def links(self, firm: Sequence[str]) -> np.ndarray:
        """Supply of the named links from nodes of other carriers: T × places."""
        counts = np.array([
            name in firm and node not in self.nodes
            for name, node in zip(self.names("links"), self.of("links", "node0"), strict=True)
        ], dtype=bool)  # fmt: skip
        capacity = np.where(counts, self.capacity("links"), 0.0)
        if not np.isfinite(capacity).all():
            raise UsageError("energy.adequacy.endless")
        given = self.by_hour("links", "availability") * self.by_hour("links", "efficiency")
        return self.total("links", given * capacity, "node1")

    def ties(self, *, whole: bool) -> tuple[np.ndarray, np.ndarray]:
        """MW that each place can bring in and take out."""
        if whole:
            return np.full(1, np.inf), np.full(1, np.inf)
        inward, outward = np.zeros(self.size), np.zeros(self.size)
        for component in ("lines", "links"):
            capacity = self.capacity(component)
            ends = (self.places(component, "node0"), self.places(component, "node1"))
            both = component == "lines"
            for k, (begin, end) in enumerate(zip(*ends, strict=True)):
                if begin is None or end is None:
                    continue
                outward[begin] += capacity[k]
                inward[end] += capacity[k]
                if both or self.of("links", "must_run")[k] < 0:
                    inward[begin] += capacity[k]
                    outward[end] += capacity[k]
        return inward, outward

    def stores(self) -> tuple[Reservoir, ...]:
        """Storage at the nodes; stores at them give and take any power."""
        found = []
        for component in ("storage", "stores"):
            for k, place in enumerate(self.places(component)):
                if place is not None:
                    found.append(self._store(component, k, place))
        return tuple(found)

    def _store(self, component: str, k: int, place: int) -> Reservoir:
        def value(attribute: str) -> float:
            return float(self.of(component, attribute)[k])

        def hourly(attribute: str) -> np.ndarray:
            return np.asarray(self.by_hour(component, attribute)[:, k])

        capacity, any_power = self.capacity(component)[k], np.full(len(self.hours), np.inf)
        is_storage = component == "storage"
        held = capacity * (value("hours") if is_storage else 1.0)
        energy = held * hourly("level_max")
        full = float(energy[0])
        return Reservoir(
            place,
            capacity * hourly("charge_max") if is_storage else any_power,
            capacity * hourly("discharge_max") if is_storage else any_power,
            held * hourly("level_min"),
            energy,
            full if self.of(component, "cyclic")[k] else min(value("initial"), full),
            value("efficiency_in") if is_storage else 1.0,
            value("efficiency_out") if is_storage else 1.0,
            value("standing_loss"),
            hourly("inflow") if is_storage else np.zeros(len(self.hours)),
        )


def _split(capacity: float, size: float) -> list[float]:
    """Units of a size, and one for the rest."""
    if capacity <= 0:
        return []
    if size <= 0 or size >= capacity:
        return [capacity]
    count = int(capacity / size + 1e-9)
    rest = capacity - count * size
    return [size] * count + ([rest] if rest > 1e-6 * size else [])
