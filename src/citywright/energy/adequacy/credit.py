"""What a resource is worth for adequacy: its effective load-carrying capability."""

from collections.abc import Callable
from dataclasses import dataclass

from citywright.energy.adequacy.system import System
from citywright.errors import UsageError

HALVINGS = 200
"""More than any interval of floats can be halved to a tolerance above its rounding."""


@dataclass(frozen=True)
class Credit:
    """load: MW more demand that the resource carries; risk: measure before it (and with both)."""

    load: float
    risk: float


def credit(
    base: System,
    extended: System,
    measure: Callable[[System], float],
    *,
    ceiling: float,
    tolerance: float,
) -> Credit:
    """The largest x with measure(extended + x MW of demand in every hour) <= measure(base).

    By bisection between 0 and `ceiling` MW, to `tolerance` MW; the answer errs downwards. Divided
    by the capacity of the resource it is the `credit` of `components.csv`. The measure may not fall
    with demand, and has to be the same draw for both: `lole_exact(...).eue`, or `lole_sampled` with
    one seed, the resource's units after the others (`System.with_units`).

    Source: Garver, L. L. (1966), Effective load carrying capability of generating units, IEEE
    Transactions on Power Apparatus and Systems PAS-85(8), pp. 910-919.

    Raises
    ------
    UsageError
        Where the base has no risk to compare with, or the ceiling is carried with room to spare.
    """
    risk = measure(base)
    if risk <= 0:
        raise UsageError("energy.adequacy.no_risk")
    if measure(extended.with_load(ceiling)) <= risk:
        raise UsageError("energy.adequacy.ceiling", ceiling=ceiling)
    low, high = 0.0, ceiling
    for _ in range(HALVINGS):
        if high - low <= tolerance:
            break
        middle = (low + high) / 2
        if measure(extended.with_load(middle)) <= risk:
            low = middle
        else:
            high = middle
    return Credit(low, risk)
