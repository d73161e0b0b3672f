"""How fast units change from one hour to the next."""

import numpy as np

from citywright.energy.builder import Builder, Units
from citywright.energy.coupling import RAMPED
from citywright.energy.equations.commitment import committed

COLUMNS = {"generators": "generators.output", "links": "links.flow"}


def ramps(b: Builder) -> None:
    """-ramp_down · capacity <= p[t] - p[t-1] <= ramp_up · capacity

    (ramp_up.component[unit, hour], ramp_down.component[unit, hour]); p before the block is its
    carry_in, p in its last hour is its carry_out (carry.component[unit]).
    """
    for component in RAMPED:
        units = b.units(component)
        for attribute, sign in (("ramp_up", 1.0), ("ramp_down", -1.0)):
            limit = units.numbers(attribute)
            ordinary = np.isfinite(limit)
            if component == "generators":
                ordinary[committed(units)] = False
            limited = np.flatnonzero(ordinary)
            if len(limited):
                _ramp(b, units, limited, limit[limited], attribute, sign)
        _carry(b, units)


def _ramp(
    b: Builder, units: Units, limited: np.ndarray, limit: np.ndarray, attribute: str, sign: float
) -> None:
    """sign · (p[t] - p[t-1]) <= limit · capacity; the first hour against the carry, if any."""
    p = b.columns[COLUMNS[units.component]].places[limited]
    most = np.minimum(limit * units.capacity[limited], b.reach)
    name = f"{attribute}.{units.component}"
    rows = b.add_rows(name, p.shape, -np.inf, most[:, None])
    b.members[name] = units.index[limited]
    b.put(rows[:, 1:], p[:, 1:], sign)
    b.put(rows[:, 1:], p[:, :-1], -sign)
    chosen = units.variable[limited] >= 0
    if chosen.any():
        at = units.variable[limited][chosen]
        b.move(rows[chosen], "capacities", at[:, None], limit[chosen, None])
    carried, position = _carried(b, units, limited, "carry_in")
    b.put(rows[carried, 0], p[carried, 0], sign)
    b.move(rows[carried, 0], "carry_in", position, sign)
    # a carry may be tried from which the first hour's must-run cannot be reached
    b.add_missing(f"missing.{name}", rows[carried, :1], -1.0)


def _carry(b: Builder, units: Units) -> None:
    """p[last] = carry_out, with slack at the penalty so that every carry can be tried."""
    everyone = np.arange(len(units))
    carried, position = _carried(b, units, everyone, "carry_out")
    if not len(carried):
        return
    last = b.columns[COLUMNS[units.component]].places[carried, -1:]
    rows = b.add_rows(f"carry.{units.component}", last.shape, 0.0, 0.0)
    b.put(rows, last, 1.0)
    b.move(rows, "carry_out", position[:, None], 1.0)
    for sign in (1.0, -1.0):
        b.add_missing(f"missing.carry.{units.component}.{sign:+.0f}", rows, sign)


def _carried(
    b: Builder, units: Units, among: np.ndarray, part: str
) -> tuple[np.ndarray, np.ndarray]:
    """Which of the units have a carry at this end of the block, and its position in the part."""
    places = {key: k for k, key in enumerate(b.coupling.ramped)}
    own = np.array(
        [places.get((units.component, units.frame.index[k]), -1) for k in among], dtype=int
    )
    there = b.z[b.parts[part].start + np.maximum(own, 0)] >= 0 if places else own >= 0
    kept = np.flatnonzero((own >= 0) & there)
    return kept, own[kept]
