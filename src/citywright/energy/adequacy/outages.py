"""The capacity outage probability table: how much of a fleet is out, and how often.

Source: Billinton, R. & Allan, R. N. (1996), Reliability Evaluation of Power Systems, 2nd ed.,
Plenum Press, sections 2.2 and 2.3.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from citywright.errors import UsageError

NEAR = 1e-9
"""Capacities nearer than this share of a step are taken as equal (estimated: rounding of sums)."""


@dataclass(frozen=True)
class Unit:
    """A two-state unit: all of `capacity` (MW), or for a share `outage_rate` of time nothing."""

    capacity: float
    outage_rate: float


@dataclass(frozen=True)
class OutageTable:
    """P[k] = probability that exactly k · step MW are out.

    capacity     installed, MW
    step         MW between two rows
    probability  P, from 0 MW out to everything out
    """

    capacity: float
    step: float
    probability: np.ndarray

    @property
    def outage(self) -> np.ndarray:
        """MW out in each row."""
        return np.arange(len(self.probability)) * self.step

    @property
    def cumulative(self) -> np.ndarray:
        """Probability that at least as much is out, per row: sum of P[j], j >= k."""
        return np.asarray(np.cumsum(self.probability[::-1])[::-1])

    def loss_probability(self, load: np.ndarray) -> np.ndarray:
        """P(capacity - outage < load), for loads of any shape (MW)."""
        beyond = np.append(self.cumulative, 0.0)
        return np.asarray(beyond[self._first_short(load)])

    def unserved(self, load: np.ndarray) -> np.ndarray:
        """E max(load - (capacity - outage), 0), MW, for loads of any shape."""
        beyond = np.append(self.cumulative, 0.0)
        moment = np.append(np.cumsum((self.probability * self.outage)[::-1])[::-1], 0.0)
        first = self._first_short(load)
        short = moment[first] - beyond[first] * (self.capacity - np.asarray(load, dtype=float))
        return np.asarray(np.maximum(short, 0.0))

    def _first_short(self, load: np.ndarray) -> np.ndarray:
        """First row whose outage leaves less than the load."""
        margin = (self.capacity - np.asarray(load, dtype=float)) / self.step
        rows = np.floor(margin + NEAR * np.maximum(1.0, np.abs(margin))).astype(int) + 1
        return np.asarray(np.clip(rows, 0, len(self.probability)))


def capacity_outage_table(units: Iterable[Unit], step: float = 1.0) -> OutageTable:
    """P of the fleet, unit by unit: P'(X) = (1 - q) P(X) + q P(X - C)  (Billinton & Allan, eq. 2.1).

    Exact where every capacity is a multiple of `step` (MW). A capacity between two multiples is
    shared between them so that the mean is kept (their rounding, section 2.3.2): its risk is then
    approximate, to the order of the step.

    Raises
    ------
    UsageError
        Where a rate is not between 0 and 1, a capacity is negative, or step is not above 0.
    """
    if step <= 0:
        raise UsageError("energy.adequacy.step", step=step)
    fleet = list(units)
    for unit in fleet:
        if not (0 <= unit.outage_rate <= 1 and 0 <= unit.capacity < np.inf):
            raise UsageError(
                "energy.adequacy.unit", capacity=unit.capacity, outage_rate=unit.outage_rate
            )
    probability = np.array([1.0])
    for unit in sorted(fleet, key=lambda u: (u.capacity, u.outage_rate)):
        probability = _convolved(probability, unit, step)
    return OutageTable(sum(unit.capacity for unit in fleet), step, probability)


def _convolved(probability: np.ndarray, unit: Unit, step: float) -> np.ndarray:
    size = unit.capacity / step
    low = int(np.floor(size + NEAR))
    above = max(size - low, 0.0)
    if above < NEAR:
        above = 0.0
    rows = len(probability)
    made = np.zeros(rows + low + (above > 0))
    made[:rows] = (1 - unit.outage_rate) * probability
    made[low : low + rows] += unit.outage_rate * (1 - above) * probability
    if above:
        made[low + 1 : low + 1 + rows] += unit.outage_rate * above * probability
    return made
