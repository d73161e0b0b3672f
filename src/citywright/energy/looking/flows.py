"""Where the energy of a year comes from and where it goes: the flows of a Sankey diagram."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from citywright.energy.looking.solved import (
    SMALL,
    Feed,
    available,
    by_group,
    carriers,
    energy_weights,
    figure,
    kinds,
    line_feeds,
    link_feeds,
    of_year,
    quantity,
    variable,
)
from citywright.energy.solution import Solution

Place = tuple[str, str]
"""A place of the diagram: its role and its key. Roles: source (kind of generator), storage (kind
that gives more than it takes), unserved, ambient (heat that conversion takes from outside), hub
(carrier), conversion (kind of link), back (output of a conversion that would close a circle),
sector, export (kind), storage_loss (kind), line_loss, conversion_loss, curtailed (kind)."""
COLUMNS = ["source_role", "source", "target_role", "target", "value"]


@dataclass
class _Drawing:
    """Flows that are being collected, MWh."""

    values: dict[tuple[Place, Place], float] = field(default_factory=lambda: defaultdict(float))

    def add(self, source: Place, target: Place, value: float) -> None:
        if value > SMALL:
            self.values[source, target] += float(value)


@figure
def energy_flows(solution: Solution, year: int) -> pd.DataFrame:
    """Flows of one planning year in GWh:   Σ into a place = Σ out of it   at every inner place.

    Inner places are hubs and conversions. Storage stands with its net: losses (and what is left in
    the store at the end) where it takes more than it gives, a source where it gives more. A
    conversion that would close a circle (hydrogen made and burnt) is cut in two: what it takes ends
    in it, what it gives comes from a place of the role back.

    Returns
    -------
    source_role, source, target_role, target, value.
    """
    drawing = _Drawing()
    weights = np.where(of_year(solution, year), energy_weights(solution), 0.0)
    carrier = carriers(solution.network)
    _generators(solution, weights, carrier, drawing)
    _storage(solution, weights, carrier, drawing)
    _uses(solution, weights, carrier, drawing)
    _lines(line_feeds(solution), weights, carrier, drawing)
    _links(link_feeds(solution), weights, carrier, drawing)
    rows = [(*a, *b, v / 1e3) for (a, b), v in drawing.values.items()]
    return pd.DataFrame(rows, columns=COLUMNS)


def unbalanced(flows: pd.DataFrame) -> pd.Series:
    """Σ in − Σ out, GWh, of each inner place (0 by the balance of the network)."""
    inner = ["hub", "conversion"]
    into = flows[flows["target_role"].isin(inner)].groupby(["target_role", "target"])["value"].sum()
    out = flows[flows["source_role"].isin(inner)].groupby(["source_role", "source"])["value"].sum()
    into.index.names = out.index.names = ["role", "key"]
    cut = set(flows.loc[flows["source_role"] == "back", "source"])
    whole = into.sub(out, fill_value=0.0)
    kept = [not (role == "conversion" and key in cut) for role, key in whole.index]
    rest: pd.Series = whole[np.array(kept, dtype=bool)]
    return rest


def _generators(
    solution: Solution, weights: np.ndarray, carrier: pd.Series, drawing: _Drawing
) -> None:
    network = solution.network
    table = network.tables["generators"]
    output = quantity(solution, "generators", "output").to_numpy()
    hub = carrier.reindex(table["node"]).to_numpy()
    kind = kinds(network, "generators").to_numpy()
    left = weights @ (available(solution) - output)
    given, taken = weights @ output.clip(min=0), weights @ (-output).clip(min=0)
    weather = variable(network)
    for k in range(len(table)):
        drawing.add(("source", kind[k]), ("hub", hub[k]), given[k])
        drawing.add(("hub", hub[k]), ("export", kind[k]), taken[k])
        if weather[k]:
            drawing.add(("source", kind[k]), ("curtailed", kind[k]), left[k])


def _storage(
    solution: Solution, weights: np.ndarray, carrier: pd.Series, drawing: _Drawing
) -> None:
    """Net of the stores of a kind; what is drawn from a store (driving) is a use, not a loss."""
    network = solution.network
    nets: dict[tuple[str, str], float] = defaultdict(float)
    drawn: dict[tuple[str, str], float] = defaultdict(float)
    given = quantity(solution, "storage", "discharge") - quantity(solution, "storage", "charge")
    stored = {"storage": given, "stores": quantity(solution, "stores", "output")}
    for component, frame in stored.items():
        hub = carrier.reindex(network.tables[component]["node"]).to_numpy()
        kind = kinds(network, component).to_numpy()
        for k, net in enumerate(weights @ frame.to_numpy()):
            nets[kind[k], hub[k]] += float(net)
        if component == "storage":
            used = weights @ (-network.by_hour("storage", "inflow")).clip(min=0)
            for k, amount in enumerate(used):
                drawn[kind[k], hub[k]] += float(amount)
    for key, net in nets.items():
        kind_of, place = key[0], ("hub", key[1])
        use = min(drawn[key], max(0.0, -net))
        drawing.add(place, ("sector", kind_of), use)
        drawing.add(("storage", kind_of), place, net)
        drawing.add(place, ("storage_loss", kind_of), -net - use)


def _uses(
    solution: Solution, weights: np.ndarray, carrier: pd.Series, drawing: _Drawing
) -> None:  # fmt: skip
    table = solution.network.tables["loads"]
    loads = quantity(solution, "loads", "demand").to_numpy()
    used, fed = weights @ loads.clip(min=0), weights @ (-loads).clip(min=0)
    hub = carrier.reindex(table["node"]).to_numpy()
    for k, sector in enumerate(table["sector"]):
        drawing.add(("hub", hub[k]), ("sector", sector), used[k])
        drawing.add(("source", sector or "loads"), ("hub", hub[k]), fed[k])
    shed = weights @ quantity(solution, "nodes", "shed").to_numpy()
    for node, value in zip(carrier.index, shed, strict=True):
        drawing.add(("unserved", ""), ("hub", carrier[node]), value)


def _lines(feed: Feed, weights: np.ndarray, carrier: pd.Series, drawing: _Drawing) -> None:
    for node, value in zip(feed.nodes, weights @ feed.values, strict=True):
        hub = ("hub", str(carrier[node]))
        drawing.values[hub, ("line_loss", "")] -= float(value)
    _drop_nothing(drawing)


def _links(feed: Feed, weights: np.ndarray, carrier: pd.Series, drawing: _Drawing) -> None:
    """Links within a carrier are lines; the others are conversions, by kind and net by carrier."""
    nets: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    value = weights @ feed.values
    for name in dict.fromkeys(feed.names):
        ends = np.flatnonzero(feed.names == name)
        hubs = [str(carrier[feed.nodes[k]]) for k in ends]
        for hub, amount in zip(hubs, value[ends], strict=True):
            if len(set(hubs)) == 1:
                drawing.values[("hub", hub), ("line_loss", "")] -= float(amount)
            else:
                nets[str(feed.kinds[ends][0])][hub] += float(amount)
    _drop_nothing(drawing)
    after: dict[str, set[str]] = defaultdict(set)
    for kind, by_hub in nets.items():
        _convert(kind, by_hub, after, drawing)


def _convert(
    kind: str, by_hub: dict[str, float], after: dict[str, set[str]], drawing: _Drawing
) -> None:
    """Draw one kind of conversion; `after` holds which hubs are fed from which so far."""
    takes = {hub: -v for hub, v in by_hub.items() if v < -SMALL}
    gives = {hub: v for hub, v in by_hub.items() if v > SMALL}
    closes = any(_reaches(after, hub, taken) for hub in gives for taken in takes)
    place: Place = ("conversion", kind)
    out: Place = ("back", kind) if closes else place
    for hub, amount in takes.items():
        drawing.add(("hub", hub), place, amount)
        if not closes:
            after[hub] |= set(gives)
    for hub, amount in gives.items():
        drawing.add(out, ("hub", hub), amount)
    lost = sum(takes.values()) - sum(gives.values())
    if not closes:
        drawing.add(place, ("conversion_loss", ""), lost)
        drawing.add(("ambient", ""), place, -lost)


def _reaches(after: dict[str, set[str]], start: str, end: str) -> bool:
    """Whether energy of hub `start` reaches hub `end` by what is drawn so far."""
    seen, rest = set(), [start]
    while rest:
        hub = rest.pop()
        if hub == end:
            return True
        if hub not in seen:
            seen.add(hub)
            rest += after[hub]
    return False


def _drop_nothing(drawing: _Drawing) -> None:
    """Ends of lossless lines cancel: nothing is left to draw."""
    for key in [key for key, value in drawing.values.items() if value <= SMALL]:
        del drawing.values[key]


@figure
def curtailment(solution: Solution, year: int) -> pd.DataFrame:
    """kind, available, curtailed (GWh), share = curtailed / available: kinds that follow the weather."""
    weights = np.where(of_year(solution, year), energy_weights(solution), 0.0)
    network = solution.network
    chosen = variable(network)
    kind = kinds(network, "generators")[chosen]
    could = pd.DataFrame(available(solution)[:, chosen], columns=kind.index)
    left = could - quantity(solution, "generators", "output").to_numpy()[:, chosen]
    rows = []
    for name in dict.fromkeys(kind):
        total = float(weights @ by_group(could, kind)[name].to_numpy()) / 1e3
        lost = float(weights @ by_group(left, kind)[name].to_numpy()) / 1e3
        rows.append((name, total, lost, lost / total if total > 0 else 0.0))
    return pd.DataFrame(rows, columns=["kind", "available", "curtailed", "share"])
