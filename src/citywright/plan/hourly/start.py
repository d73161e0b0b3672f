"""A first guess of what power costs, before the partner was ever asked; it proves nothing."""

from dataclasses import dataclass

import xarray as xr

from citywright.plan.hourly.cuts import with_cuts
from citywright.plan.hourly.hours import PowerByHour
from citywright.plan.hourly.partner import PowerCut
from citywright.plan.hourly.roomiest import roomiest
from citywright.plan.layout import Layout
from citywright.plan.program import Floats, Program, open_solver, run

POWER_SHARE = 0.4
"""Share of the plan's tolerance that the bracket of the power system may take."""
FINEST, COARSEST = 1e-4, 0.02
NEAR = 0.1
"""Share of the tolerance within which the first point may be worse than the best."""


@dataclass(frozen=True)
class Begin:
    """Where the partner is asked first, and the gap of its cost that suits the plan's tolerance."""

    x: Floats
    gap: float


def start_cut(hours: PowerByHour, layout: Layout) -> PowerCut:
    """power_cost ≥ Σ W_k · price · demand[z,c,k]: every unit at what the accounts pay for it."""
    demand, emitted = layout.columns["demand"], layout.columns["power_emitted"]
    every = xr.ones_like(demand, dtype=float)
    return PowerCut(
        0.0, hours.price * hours.planning.weight * every, 0.0 * xr.ones_like(emitted, dtype=float)
    )


def begin(program: Program, layout: Layout, hours: PowerByHour, tolerance: float) -> Begin | None:
    """The relaxed optimum where power costs what the accounts pay; None where there is none."""
    guessed, places = with_cuts(program, layout, [start_cut(hours, layout)])
    relaxed = run(open_solver(guessed.relaxed()))
    if not relaxed.feasible:
        return None
    level = relaxed.value - NEAR * tolerance * abs(relaxed.value)
    x = roomiest(guessed.relaxed(), places, level)
    x = relaxed.x if x is None else x
    cost = float(x[int(layout.columns["power_cost"])])
    gap = POWER_SHARE * tolerance * abs(relaxed.value) / max(abs(cost), 1e-9)
    return Begin(x, min(max(gap, FINEST), COARSEST))
