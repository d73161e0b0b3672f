"""Capacity and its cost, alike in all components that have one."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from citywright.energy.interchange.frames import PypsaFrames
from citywright.energy.interchange.notes import Notebook

HOURS_PER_YEAR = 8760.0
"""Hours by which PyPSA counts how many years the snapshots make (`Network.nyears`)."""
PREFIX = {
    "generators": "p", "storage_units": "p", "stores": "e", "lines": "s", "transformers": "s",
    "links": "p",
}  # fmt: skip
"""First letter of the capacity's attributes: p_nom, e_nom, s_nom."""


@dataclass
class Family:
    """One component in our words: its table and what varies by hour (attribute -> T × names)."""

    table: pd.DataFrame
    series: dict[str, pd.DataFrame] = field(default_factory=dict)

    def by_hour(self, attribute: str, values: np.ndarray, index: pd.Index) -> None:
        """Put T × names: into the table what stays the same, into the series what varies."""
        names = self.table.index
        same = (
            (values == values[:1]).all(axis=0) if len(values) else np.ones(len(names), dtype=bool)
        )
        self.table[attribute] = values[0] if len(values) else np.zeros(len(names))
        if not same.all():
            moving = names[~same]
            self.series[attribute] = pd.DataFrame(values[:, ~same], index=index, columns=moving)


def capacities(frames: PypsaFrames, component: str, book: Notebook) -> pd.DataFrame:
    """capacity, expandable, capacity_min, capacity_max, unit_size, capital_cost, build_year, lifetime."""
    p, names = PREFIX[component], frames.names(component)
    expandable = frames.column(component, f"{p}_nom_extendable")
    low, high = (frames.column(component, f"{p}_nom_{end}") for end in ("min", "max"))
    fixed = frames.column(component, f"{p}_nom_set")
    is_set = ~np.isnan(fixed)
    key = "energy.interchange.nom_set"
    book_names = names[is_set & ~(expandable & (fixed >= low) & (fixed <= high))]
    book.refuse_units(component, f"{p}_nom_set", book_names, key)
    book.refuse_units(
        component, f"{p}_nom_min", names[expandable & (low < 0)], "energy.interchange.negative"
    )
    nominal = frames.column(component, f"{p}_nom")
    book.refuse_units(component, f"{p}_nom", names[nominal < 0], "energy.interchange.negative")
    module = frames.column(component, f"{p}_nom_mod")
    return pd.DataFrame(
        {
            "capacity": nominal,
            "expandable": expandable,
            "capacity_min": np.where(is_set, fixed, low),
            "capacity_max": np.where(is_set, fixed, high),
            "unit_size": np.where(expandable, module, 0.0),
            "capital_cost": capital_cost(frames, component, book),
            "build_year": frames.column(component, "build_year"),
            "lifetime": frames.column(component, "lifetime"),
        },
        index=names,
    )


def capital_cost(frames: PypsaFrames, component: str, book: Notebook) -> np.ndarray:
    """capital_cost + fom_cost, or overnight_cost · annuity · years of the snapshots + fom_cost.

    PyPSA 1.4, `pypsa.costs.periodized_cost`.
    """
    given = frames.column(component, "capital_cost")
    overnight = frames.column(component, "overnight_cost")
    yearly = frames.column(component, "fom_cost")
    is_overnight = ~np.isnan(overnight)
    if not is_overnight.any():
        return np.asarray(given + yearly)
    names = frames.names(component)
    rate = frames.column(component, "discount_rate")
    missing = names[is_overnight & np.isnan(rate)]
    book.refuse_units(component, "discount_rate", missing, "energy.interchange.no_rate")
    spans = frames.weightings["objective"].groupby(frames.period_of).sum() / HOURS_PER_YEAR
    if (spans != spans.iloc[0]).any():
        book.refuse_units(
            component, "overnight_cost", names[is_overnight], "energy.interchange.unequal_periods"
        )
    paid = overnight * annuity(rate, frames.column(component, "lifetime")) * float(spans.iloc[0])
    return np.asarray(np.where(is_overnight, paid, given) + yearly)


def annuity(rate: np.ndarray, lifetime: np.ndarray) -> np.ndarray:
    """r / (1 - (1 + r)^-n); 1 / n where r = 0; max(r, 0) where n is infinite."""
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = rate / (1.0 - (1.0 + rate) ** -lifetime)
        flat = 1.0 / lifetime
    forever = np.where(np.isinf(lifetime), np.maximum(rate, 0.0), usual)
    return np.asarray(np.where((rate == 0) & np.isfinite(lifetime), flat, forever))


def active_by_period(frames: PypsaFrames, component: str) -> np.ndarray:
    """build_year <= period < build_year + lifetime: periods × names."""
    built = frames.column(component, "build_year")
    until = built + frames.column(component, "lifetime")
    years = frames.periods.index.to_numpy(dtype=float)[:, None]
    return np.asarray((built <= years) & (years < until))


def constant(frames: PypsaFrames, component: str, attribute: str, book: Notebook) -> np.ndarray:
    """An attribute that may not change from snapshot to snapshot, one value per name."""
    values = frames.by_snapshot(component, attribute)
    same = (values == values[:1]) | (np.isnan(values) & np.isnan(values[:1]))
    moving = frames.names(component)[~same.all(axis=0)]
    book.refuse_units(component, attribute, moving, "energy.interchange.varies")
    return np.asarray(values[0])
