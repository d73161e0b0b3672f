"""What proves the power of a plan, and the one cut of the bound, computed without a solver.

The bound of the relaxation rests on several answers of the partner. Their multipliers, in the shares
that the relaxation gives their cuts, make one set of multipliers, and any multipliers prove a cut.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from citywright.energy.affine import affine_model, node_demand
from citywright.energy.certificate import write_certificate
from citywright.energy.planner.ladder import WEEKS
from citywright.energy.proof import Evidence, Program, constant_of
from citywright.energy.service import Resolved
from citywright.plan.hourly.network import TONNES, PlanNetwork, budget_name
from citywright.plan.hourly.partner import PowerAnswer, PowerCut
from citywright.plan.program import Floats
from citywright.plan.proof.operated import FOLDER, Hours, Operated, write_bound


@dataclass(frozen=True)
class PowerEvidence:
    """plan, without: the certified system of each path; cut: the bound's; multipliers, outer prove it."""

    plan: Resolved
    without: Resolved
    cut: PowerCut
    multipliers: tuple[np.ndarray, ...]
    outer: np.ndarray

    def of(self, path: str) -> Resolved:
        """The system of one path."""
        return self.plan if path == "plan" else self.without


def hours_of(evidence: PowerEvidence) -> Hours:
    """The evidence as the proof takes it."""
    paths = {
        path: Operated(found.prepared, found.program, found.evidence)
        for path, found in (("plan", evidence.plan), ("without", evidence.without))
    }
    return Hours(paths, evidence.multipliers, evidence.outer)


def write_power(evidence: PowerEvidence, folder: Path) -> None:
    """Write `power/` into a folder that is being made: two certificates, and the bound's multipliers."""
    (folder / FOLDER).mkdir()
    for path, found in (("plan", evidence.plan), ("without", evidence.without)):
        constant = constant_of(found.program) * found.prepared.unit
        extra = {"objective_constant": constant, "method": WEEKS}
        write_certificate(
            folder / FOLDER / path, found.prepared, found.evidence, found.bounds, extra
        )
    write_bound(folder / FOLDER, hours_of(evidence))


def blended(
    answers: list[PowerAnswer], shares: Floats
) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Multipliers of all blocks, and of what ties them, as the mean of several answers'."""
    used = [(a, s) for a, s in zip(answers, shares, strict=True) if s > 0.0]
    count = len(used[0][0].multipliers)
    blocks = tuple(sum(s * a.multipliers[n] for a, s in used) for n in range(count))
    return blocks, np.asarray(sum(s * a.outer for a, s in used))


def certified_cut(
    plan: PlanNetwork, program: Program, multipliers: tuple[np.ndarray, ...], outer: np.ndarray,
    unit: float, demand: xr.DataArray, emitted: xr.DataArray, money: float,
) -> PowerCut:  # fmt: skip
    """The cut that the multipliers prove; `program` is the system at this demand and these budgets.

    unit: how much of the network's money is one of the program's; money: how much of the plan's money
    is one of the network's.
    """
    bare = Evidence(program.block_hours, program.penalty, np.zeros(0), (), multipliers, outer)
    model = affine_model(program, bare, unit)
    values = {budget.name: budget.value for budget in program.coupling.budgets}
    here = model.value(node_demand(program.network), values) - constant_of(program) * unit
    slope = plan.worth(model.demand, demand) * money
    prices = model.limits.loc[[budget_name(year) for year in plan.years]].to_numpy()
    budget = xr.DataArray(prices * TONNES * money, coords=[emitted["power_year"]])
    drawn = float((slope * demand).sum()) + float((budget * emitted).sum())
    return PowerCut(here * money - drawn, slope, budget)


def certified_cost(resolved: Resolved, money: float) -> float:
    """Discounted cost of a certified system, in the plan's money; without what is in place."""
    return (resolved.cost - constant_of(resolved.program) * resolved.prepared.unit) * money
