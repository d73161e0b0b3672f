"""Storage units and stores of a PyPSA network in our words."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.interchange.frames import PypsaFrames
from citywright.energy.interchange.notes import Notebook
from citywright.energy.interchange.pypsa_capacity import Family, capacities, constant
from citywright.energy.interchange.pypsa_generators import counted_column, of_carrier


@dataclass(frozen=True)
class _Names:
    """PyPSA's names for how a level begins and ends."""

    initial: str
    cyclic: str

    @property
    def initial_each(self) -> str:
        return f"{self.initial}_per_period"

    @property
    def cyclic_each(self) -> str:
        return f"{self.cyclic}_per_period"


LEVELS = {
    "storage_units": _Names("state_of_charge_initial", "cyclic_state_of_charge"),
    "stores": _Names("e_initial", "e_cyclic"),
}


def storage_units(frames: PypsaFrames, book: Notebook) -> Family:
    """charge_max = -p_min_pu, discharge_max = p_max_pu, hours = max_hours."""
    component = "storage_units"
    table = capacities(frames, component, book)
    table.insert(0, "node", frames.column(component, "bus"))
    table.insert(1, "kind", frames.column(component, "carrier"))
    table["hours"] = frames.column(component, "max_hours")
    table["efficiency_in"] = constant(frames, component, "efficiency_store", book)
    table["efficiency_out"] = constant(frames, component, "efficiency_dispatch", book)
    _levels(frames, component, table, book)
    family = Family(table)
    for ours, theirs, sign in (
        ("marginal_cost", "marginal_cost", 1.0), ("spill_cost", "spill_cost", 1.0),
        ("level_cost", "marginal_cost_storage", 1.0), ("inflow", "inflow", 1.0),
        ("charge_max", "p_min_pu", -1.0), ("discharge_max", "p_max_pu", 1.0),
    ):  # fmt: skip
        values = sign * frames.by_snapshot(component, theirs)
        if theirs.startswith("p_"):
            below = table.index[(values < 0).any(axis=0)]
            book.refuse_units(component, theirs, below, "energy.interchange.storage_range")
        family.by_hour(ours, values, frames.snapshots)
    return family


def stores(frames: PypsaFrames, book: Notebook) -> Family:
    """level_min = e_min_pu, level_max = e_max_pu; the power of a store is not limited."""
    component = "stores"
    table = capacities(frames, component, book)
    table.insert(0, "node", frames.column(component, "bus"))
    table.insert(1, "kind", store_carriers(frames))
    _levels(frames, component, table, book)
    family = Family(table)
    for ours, theirs in (
        ("marginal_cost", "marginal_cost"), ("level_cost", "marginal_cost_storage"),
        ("level_min", "e_min_pu"), ("level_max", "e_max_pu"),
    ):  # fmt: skip
        values = frames.by_snapshot(component, theirs)
        if theirs == "e_min_pu":
            below = table.index[(values < 0).any(axis=0)]
            book.refuse_units(component, theirs, below, "energy.interchange.below_zero")
        family.by_hour(ours, values, frames.snapshots)
    return family


def store_carriers(frames: PypsaFrames) -> np.ndarray:
    """Carriers of stores; where empty, that of the bus (PyPSA fills it before it optimises)."""
    return carrier_or_bus(frames, "stores", "bus")


def carrier_or_bus(frames: PypsaFrames, component: str, bus: str) -> np.ndarray:
    """Carriers of a component; where empty, that of the bus at which it begins."""
    own = frames.column(component, "carrier")
    of_bus = pd.Series(frames.column("buses", "carrier"), index=frames.names("buses"))
    there = [of_bus.get(b, "") for b in frames.column(component, bus)]
    return np.where(own == "", np.array(there, dtype=object), own)


def _levels(frames: PypsaFrames, component: str, table: pd.DataFrame, book: Notebook) -> None:
    """Begin and end of the level, its loss, its carbon.

    With investment periods a level closes or begins anew in each of them if PyPSA's flags say so,
    cyclic before initial; else it runs on. Without, the flags per period are not read.
    """
    names = LEVELS[component]
    table["standing_loss"] = constant(frames, component, "standing_loss", book)
    cyclic = frames.column(component, names.cyclic)
    table["per_year"] = True
    if frames.has_periods:
        closes = frames.column(component, names.cyclic_each)
        begins = frames.column(component, names.initial_each)
        table["per_year"] = closes | begins
        cyclic = closes | (cyclic & ~begins)
    table["cyclic"] = cyclic
    initial = frames.column(component, names.initial)
    kept, uneven = first_kept(table, frames.period_of, frames.weightings["stores"].to_numpy())
    wrong = table.index[uneven & ~cyclic & (initial != 0)]
    book.refuse_units(component, names.initial, wrong, "energy.interchange.initial_periods")
    table["initial"] = np.where(cyclic, initial, initial / kept)
    carrier = (
        store_carriers(frames) if component == "stores" else frames.column(component, "carrier")
    )
    table["emission"] = of_carrier(frames, carrier, counted_column(frames))


def first_kept(
    table: pd.DataFrame, years: np.ndarray, hours: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(1 - standing_loss)^h of the hour in which a level begins, and where that is not one number.

    Our level before the first hour loses during that hour; PyPSA's does not. A level begins in the
    first planning year in which its store runs; with per_year in each of them.

    Parameters
    ----------
    table : standing_loss, per_year, build_year, lifetime of the stores
    years, hours : planning year and length of every hour (T)
    """
    begins = np.flatnonzero(np.r_[True, years[1:] != years[:-1]])
    built = table["build_year"].to_numpy(dtype=float)[:, None]
    until = built + table["lifetime"].to_numpy(dtype=float)[:, None]
    # year 0 stands for a network without planning years, in which everything runs
    runs = (years[begins] == 0) | ((built <= years[begins]) & (years[begins] < until))
    loss = table["standing_loss"].to_numpy(dtype=float)[:, None]
    kept = (1.0 - loss) ** hours[begins]
    first = kept[np.arange(len(table)), runs.argmax(axis=1)]
    differs = (runs & (kept != first[:, None])).any(axis=1)
    return first, differs & table["per_year"].to_numpy(dtype=bool)
