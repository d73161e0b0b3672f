"""Adequacy without sampling: every state of the fleet, by convolution."""

from dataclasses import dataclass

import numpy as np

from citywright.energy.adequacy.outages import Unit, capacity_outage_table
from citywright.energy.adequacy.system import System
from citywright.errors import UsageError


@dataclass(frozen=True)
class Exact:
    """lole: hours a year; eue: MWh a year; lolp: probability of loss in each hour, T."""

    lole: float
    eue: float
    lolp: np.ndarray


def lole_exact(system: System, step: float = 1.0) -> Exact:
    """LOLE = sum over hours of weight · P(available < demand); EUE = sum of weight · E(shortfall).

    For one area without stores. Supply that does not fail is taken off the demand. `step` (MW) is
    that of the capacity outage table, which is exact where capacities are multiples of it. One
    table serves all hours with the same availabilities.

    Raises
    ------
    UsageError
        Where the system has stores or more than one node: those need sampling.
    """
    if system.reservoirs or system.demand.shape[1] != 1:
        raise UsageError("energy.adequacy.thermal_only")
    net = (system.demand - system.firm)[:, 0]
    lolp, unserved = np.empty(len(net)), np.empty(len(net))
    kinds, which = np.unique(system.availability, axis=0, return_inverse=True)
    for k, shares in enumerate(kinds):
        fleet = [
            Unit(unit.capacity * share, unit.outage_rate)
            for unit, share in zip(system.units, shares, strict=True)
        ]
        table = capacity_outage_table(fleet, step)
        here = which.ravel() == k
        lolp[here] = table.loss_probability(net[here])
        unserved[here] = table.unserved(net[here])
    return Exact(float(system.weight @ lolp), float(system.weight @ unserved), lolp)
