"""Where the search of a changed year begins: cuts of the old year hold, its plan may not.

Demand that grew leaves peaks unserved, a cap that fell leaves single blocks without the budget they
need, and both cost many times any plan. So where the old cuts say that the old plan will not do, all
blocks are looked at once with the limits at prices, near the old plan, and what they use becomes
their budgets.
"""

import numpy as np

from citywright.energy.coupled import Survey
from citywright.energy.planner.descent import Search
from citywright.energy.planner.master import Master
from citywright.energy.planner.start import limit_prices, priced

PROMISING = 2.0
"""Times the gap by which the cuts may leave the cost of the old plan open for it to be looked at first."""
NEAR = 0.005
"""Share of the cost above the lower bound of the cuts within which the next point is sought: old cuts
are that near (0.2-0.7 % measured)."""
PRICED_WAY, FIRST_WAY = 0.3, 0.5
"""Shares of the way to such a point: from the old plan to where limits are at prices, and from there,
with the budgets found, to the first whole round. Against the first round at once: two thirds of the
simplex iterations (52 weeks, demand 2 % up, cap 5 % down: 489 in place of 751 thousand in three years)."""


def first_point(search: Search, old: np.ndarray, surveys: list[Survey]) -> np.ndarray:
    """The first point of a changed year, from the old plan put within the new bounds."""
    master = search.master
    assert master is not None
    value, _, _, _ = master.lowest()
    promised = master.promise(old)
    if promised - value <= PROMISING * search.aim.gap * abs(promised):
        return old
    z = _nearer(master, old, value, PRICED_WAY)
    prices = limit_prices(master)
    if not np.isfinite(prices).any():
        return z
    known = len(search.cuts)
    z = master.settled(priced(search, z, prices, surveys))
    for number, cut in search.cuts[known:]:
        master.add(number, cut)
    value, _, _, _ = master.lowest()
    return _nearer(master, z, value, FIRST_WAY)


def _nearer(master: Master, z: np.ndarray, value: float, way: float) -> np.ndarray:
    """A share of the way from z to a point that the cuts say costs little more than `value`."""
    point = master.inner(value + NEAR * abs(value))
    return z if point is None else master.settled(z + way * (point - z))
