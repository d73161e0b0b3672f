"""From a program to a plan with its power system by the hour, and the evidence for both paths."""

from dataclasses import dataclass, replace

from citywright.energy.service import Resolved
from citywright.plan.data import PlanData
from citywright.plan.hourly.cuts import with_cuts
from citywright.plan.hourly.evidence import (
    PowerEvidence,
    blended,
    certified_cost,
    certified_cut,
)
from citywright.plan.hourly.joint import (
    VERIFIED_SHARE,
    Joint,
    Powered,
    plan_with_power,
    settle,
)
from citywright.plan.hourly.network import plan_network
from citywright.plan.hourly.partner import PowerPartner, Say
from citywright.plan.hourly.start import begin
from citywright.plan.layout import Layout
from citywright.plan.program import Floats, Program, Solution, open_solver, run
from citywright.plan.search import Found, gap_of
from citywright.plan.without import without_program


@dataclass(frozen=True)
class PoweredPlan:
    """A plan, its path without, and what proves them.

    program, layout: with the one cut that the evidence proves; found: prices are those of this program.
    """

    program: Program
    layout: Layout
    found: Found
    without: Solution
    evidence: PowerEvidence


def powered_plan(
    data: PlanData, program: Program, layout: Layout, tolerance: float, say: Say,
    workers: int | None = None, cluster: str | None = None,
) -> PoweredPlan | None:  # fmt: skip
    """Best plan within the tolerance; None where no plan meets all limits."""
    assert data.hours is not None
    say("power", 1.0)
    first = begin(program, layout, data.hours, tolerance)
    if first is None:
        return None
    at = layout.values("demand", first.x), layout.values("power_emitted", first.x)
    network = plan_network(data.city, data.hours)
    with PowerPartner(
        network, data.hours, first.gap, at, workers=workers, cluster=cluster
    ) as partner:
        joint = Joint(program, layout, partner, tolerance, say)
        joint.paid = joint.ask(first.x)
        powered = plan_with_power(joint)
        if powered is None:
            return None
        x, plan = _certified(joint, powered.found.fixed.x, powered.answer is joint.answers[-1])
        say("without", powered.found.gap)
        _, paid = settle(
            joint, lambda: without_program(joint.program, joint.layout, data), VERIFIED_SHARE
        )
        assert paid is not None
        other, without = _certified(joint, paid.x, paid.answer is joint.answers[-1])
        return _with_bound(joint, (program, layout), powered, (x, plan), (other, without))


def _certified(joint: Joint, x: Floats, stands: bool) -> tuple[Floats, Resolved]:
    """x with the certified cost of its power; asked again where the system stands elsewhere."""
    if not stands:
        joint.partner.ask(joint.layout.values("demand", x), joint.layout.values("power_emitted", x))
    resolved = joint.partner.certify()
    paid = x.copy()
    paid[int(joint.layout.columns["power_cost"])] = certified_cost(resolved, joint.partner.money)
    return paid, resolved


def _with_bound(
    joint: Joint, bare: tuple[Program, Layout], powered: Powered, plan: tuple[Floats, Resolved],
    without: tuple[Floats, Resolved],
) -> PoweredPlan:  # fmt: skip
    """Everything in terms of the program with the one cut that proves the bound of the relaxation."""
    partner, (x, system), (program, layout) = joint.partner, plan, bare
    multipliers, outer = blended(joint.answers[: len(powered.blend)], powered.blend)
    cut = certified_cut(
        partner.plan, system.program, multipliers, outer, system.prepared.unit,
        layout.values("demand", x), layout.values("power_emitted", x), partner.money,
    )  # fmt: skip
    whole, places = with_cuts(program, layout, [cut])
    # prices of the very program that the proof writes again: with this cut alone
    relaxed, found, value = run(open_solver(whole.relaxed())), powered.found, whole.value(x)
    found = Found(
        relaxed, replace(found.fixed, x=x, value=value), found.bound, gap_of(found.bound, value),
        found.steps,
    )  # fmt: skip
    less = replace(found.fixed, x=without[0], value=whole.value(without[0]))
    evidence = PowerEvidence(system, without[1], cut, multipliers, outer)
    return PoweredPlan(whole, places, found, less, evidence)
