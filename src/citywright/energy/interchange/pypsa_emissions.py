"""Carriers of a PyPSA network: kinds, with the emissions that PyPSA keeps by carrier and not by unit."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.interchange.notes import Notebook
from citywright.energy.network import Network

KINDED = ("generators", "storage", "stores", "lines", "links")


@dataclass(frozen=True)
class Carriers:
    """emission of a generator = co2_emissions of its carrier / its efficiency.

    table         carrier -> co2_emissions
    by_component  carrier of each unit
    efficiency    of each generator
    """

    table: pd.DataFrame
    by_component: dict[str, np.ndarray]
    efficiency: np.ndarray

    def of(self, component: str) -> np.ndarray:
        """Carrier of each unit."""
        return self.by_component[component]


def carriers_of(network: Network, book: Notebook | None = None) -> Carriers:
    """Every kind, sector and node's carrier; a kind whose stores hold another amount is split."""
    made = network.tables["generators"]
    per_kind = _per_kind(network)
    own = {c: network.tables[c]["kind"].to_numpy(dtype=object).copy() for c in KINDED}
    for component in ("storage", "stores"):
        table = network.tables[component]
        for k, (kind, emission) in enumerate(zip(table["kind"], table["emission"], strict=True)):
            if table["cyclic"].iloc[k] and emission != per_kind.get(kind, emission):
                continue  # PyPSA does not count what a cyclic store holds
            if per_kind.setdefault(kind, float(emission)) != emission:
                own[component][k] = f"{kind} {emission:g}"
                per_kind[own[component][k]] = float(emission)
                if book is not None:
                    key = "energy.interchange.kind_split"
                    book.approximate(component, "kind", [table.index[k]], key)
    names = [*(k for kinds in own.values() for k in kinds), *network.of("nodes", "carrier")]
    names += [*network.of("loads", "sector")]
    index = pd.Index(sorted({str(n) for n in names if n}), dtype=object)
    amounts = [per_kind.get(n, 0.0) for n in index]
    table = pd.DataFrame({"co2_emissions": amounts}, index=index)
    return Carriers(table, own, _efficiency(made, per_kind))


def _per_kind(network: Network) -> dict[str, float]:
    """What a carrier holds: what is stored of it, else the largest emission per MWh of output."""
    found: dict[str, float] = {}
    for component in ("storage", "stores"):
        table = network.tables[component]
        for kind, emission in zip(table["kind"], table["emission"], strict=True):
            if emission != 0:
                found.setdefault(kind, float(emission))
    stored = set(found)
    made = network.tables["generators"]
    for kind, emission in zip(made["kind"], made["emission"], strict=True):
        if kind not in stored and abs(emission) > abs(found.get(kind, 0.0)):
            found[kind] = float(emission)
    return found


def _efficiency(made: pd.DataFrame, per_kind: dict[str, float]) -> np.ndarray:
    """co2_emissions of the kind over the unit's emission; endless where the unit emits nothing."""
    carrier = np.array([per_kind.get(k, 0.0) for k in made["kind"]], dtype=float)
    emission = made["emission"].to_numpy(dtype=float)
    ratio = carrier / np.where(emission == 0, 1.0, emission)
    return np.where(carrier == 0, 1.0, np.where(emission == 0, np.inf, ratio))
