"""Generators and loads of a PyPSA network in our words."""

import numpy as np
import pandas as pd

from citywright.energy.interchange.frames import PypsaFrames
from citywright.energy.interchange.notes import Notebook
from citywright.energy.interchange.pypsa_capacity import Family, capacities, constant

TURNED = {
    "availability": "must_run", "must_run": "availability", "ramp_up": "ramp_down",
    "ramp_down": "ramp_up", "energy_min": "energy_max", "energy_max": "energy_min",
}  # fmt: skip
"""What becomes of a bound when the sign of the output is turned around."""


def generators(frames: PypsaFrames, book: Notebook) -> Family:
    """must_run = p_min_pu, availability = p_max_pu, or both p_set / p_nom where p_set is given."""
    component = "generators"
    table = capacities(frames, component, book)
    table.insert(0, "node", frames.column(component, "bus"))
    table.insert(1, "kind", frames.column(component, "carrier"))
    ramps(frames, component, table, book)
    for ours, theirs in (("energy_min", "e_sum_min"), ("energy_max", "e_sum_max")):
        table[ours] = frames.column(component, theirs)
        if frames.has_periods:
            limited = table.index[np.isfinite(table[ours])]
            book.refuse_units(component, theirs, limited, "energy.interchange.energy_periods")
    table["emission"] = _emissions(frames, book)
    commitment(frames, table, book)
    family = Family(table)
    low, high = operation(frames, component, family, book)
    family.by_hour("must_run", low, frames.snapshots)
    family.by_hour("availability", high, frames.snapshots)
    cost = frames.by_snapshot(component, "marginal_cost")
    family.by_hour("marginal_cost", cost, frames.snapshots)
    _turn(frames, family, book)
    return family


def ramps(frames: PypsaFrames, component: str, table: pd.DataFrame, book: Notebook) -> None:
    """ramp_up and ramp_down: what is missing is no limit.

    PyPSA reads a limit of starts or stops on a unit that is not committed as a ramp limit of 1.
    """
    start_limited = np.zeros(len(table), dtype=bool)
    for ours, theirs, start in (
        ("ramp_up", "ramp_limit_up", "ramp_limit_start_up"),
        ("ramp_down", "ramp_limit_down", "ramp_limit_shut_down"),
    ):
        limit = constant(frames, component, theirs, book)
        whole = np.where(np.isnan(frames.column(component, start)), np.inf, 1.0)
        table[ours] = np.where(np.isnan(limit), whole, limit)
        start_limited |= np.isfinite(table[ours].to_numpy())
    known = ~np.isnan(frames.column(component, "p_init"))
    book.refuse_units(component, "p_init", table.index[known & start_limited])


def commitment(frames: PypsaFrames, table: pd.DataFrame, book: Notebook) -> None:
    """On and off: costs of starts and stops, least hours, the hours before."""
    component = "generators"
    chosen = frames.column(component, "committable")
    table["committable"] = chosen
    has_modules = frames.column(component, "p_nom_mod") > 0
    mixed = table.index[chosen & (table["expandable"].to_numpy() | has_modules)]
    book.refuse_units(component, "committable", mixed, "energy.interchange.committed_choice")
    for ours, theirs in (("start_cost", "start_up_cost"), ("stop_cost", "shut_down_cost")):
        table[ours] = constant(frames, component, theirs, book)
    for ours, theirs in (
        ("min_up", "min_up_time"), ("min_down", "min_down_time"),
        ("up_before", "up_time_before"), ("down_before", "down_time_before"),
    ):  # fmt: skip
        table[ours] = frames.column(component, theirs)


def operation(
    frames: PypsaFrames, component: str, family: Family, book: Notebook
) -> tuple[np.ndarray, np.ndarray]:
    """Least and largest output per unit of capacity, T × names, with p_set put in."""
    low = frames.by_snapshot(component, "p_min_pu")
    high = frames.by_snapshot(component, "p_max_pu")
    fixed = frames.by_snapshot(component, "p_set")
    is_set = ~np.isnan(fixed)
    if not is_set.any():
        return low, high
    capacity = family.table["capacity"].to_numpy(dtype=float)
    given = ~family.table["expandable"].to_numpy() & (capacity > 0) & np.isfinite(capacity)
    share = fixed / np.where(given, capacity, np.nan)
    # a share may miss its limit by the rounding of the division
    inside = (share >= low - 1e-12) & (share <= high + 1e-12)
    wrong = family.table.index[(is_set & ~inside).any(axis=0)]
    book.refuse_units(component, "p_set", wrong, "energy.interchange.p_set")
    return np.where(is_set, share, low), np.where(is_set, share, high)


def _emissions(frames: PypsaFrames, book: Notebook) -> np.ndarray:
    """Emission per MWh of output: that of the carrier over the efficiency."""
    component = "generators"
    names, counted = frames.names(component), counted_column(frames)
    per_fuel = of_carrier(frames, frames.column(component, "carrier"), counted)
    efficiency = frames.by_snapshot(component, "efficiency")
    moving = ~(efficiency == efficiency[:1]).all(axis=0) & (per_fuel != 0)
    if moving.any():
        limited = "primary_energy" in frames.column("global_constraints", "type")
        write = book.refuse if limited else book.approximate
        write(component, "efficiency", names[moving], "energy.interchange.efficiency_varies")
    mean = np.where(moving, efficiency.mean(axis=0), efficiency[0])
    zero = (mean == 0) & (per_fuel != 0)
    book.refuse_units(component, "efficiency", names[zero], "energy.interchange.efficiency_zero")
    return np.asarray(per_fuel / np.where(mean == 0, 1.0, mean))


def counted_column(frames: PypsaFrames) -> str:
    """The column of carriers that limits of primary energy count; PyPSA's default is CO2."""
    kinds = frames.column("global_constraints", "type")
    counted = frames.column("global_constraints", "carrier_attribute")[kinds == "primary_energy"]
    return str(counted[0]) if len(counted) else "co2_emissions"


def of_carrier(frames: PypsaFrames, carriers: np.ndarray, attribute: str) -> np.ndarray:
    """A number of each carrier, 0 where it is not given."""
    table = frames.static.get("carriers", pd.DataFrame())
    if attribute not in table:
        return np.zeros(len(carriers))
    given = pd.to_numeric(table[attribute]).fillna(0.0)
    return np.array([float(given.get(c, 0.0)) for c in carriers])


def _turn(frames: PypsaFrames, family: Family, book: Notebook) -> None:
    """A generator of sign -1 takes: its output is turned around, -max <= output <= -min."""
    sign = frames.column("generators", "sign")
    table = family.table
    wrong = (np.abs(sign) != 1) | ((sign == -1) & table["committable"].to_numpy())
    book.refuse_units("generators", "sign", table.index[wrong], "energy.interchange.sign")
    names = table.index[sign == -1]
    if not len(names):
        return
    before = {a: table.loc[names, a].to_numpy() for a in TURNED}
    hourly = {a: family.series.pop(a, pd.DataFrame()) for a in ("availability", "must_run")}
    for attribute, source in TURNED.items():
        is_ramp = attribute.startswith("ramp")
        table.loc[names, attribute] = before[source] * (1.0 if is_ramp else -1.0)
    for attribute, frame in hourly.items():
        other = hourly[TURNED[attribute]]
        kept = frame[[n for n in frame.columns if n not in names]]
        taken = -other[[n for n in other.columns if n in names]]
        if len(kept.columns) + len(taken.columns):
            family.series[attribute] = pd.concat([kept, taken], axis=1)
    for attribute in ("marginal_cost", "emission"):
        table.loc[names, attribute] *= -1.0
    if "marginal_cost" in family.series:
        moving = [n for n in family.series["marginal_cost"].columns if n in names]
        family.series["marginal_cost"][moving] *= -1.0


def loads(frames: PypsaFrames, _: Notebook) -> Family:
    """demand = -sign · p_set."""
    table = pd.DataFrame(
        {"node": frames.column("loads", "bus"), "sector": frames.column("loads", "carrier")},
        index=frames.names("loads"),
    )
    family = Family(table)
    taken = -frames.by_snapshot("loads", "p_set") * frames.column("loads", "sign")
    family.by_hour("demand", taken, frames.snapshots)
    return family
