"""What any multipliers and any plan prove: the law on which certificates rest.

Whoever changes the multipliers of a certificate and its claims alike has another certificate that is
true, perhaps of a weaker bound. No multipliers prove a bound above the optimum, and no plan that
holds costs less than it.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
from energy_worked import worked
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.energy.network import Network, make_network
from citywright.energy.planner.whole import WholeProgram
from citywright.energy.proof import Evidence, bounds_of, program_of
from citywright.energy.scale import TOLERANCE


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from((4, 5, 6)), st.integers(0, 2**32 - 1), st.floats(-1.5, 1.5),
    st.floats(-6, 2), st.booleans(),
)  # fmt: skip
def test_no_multipliers_prove_a_bound_above_the_optimum(
    seed: int, drawn: int, share: float, noise: float, sparse: bool
) -> None:
    """Weak duality: whatever the multipliers are, what they prove is at most the optimum."""
    _, program, best, bounds = worked(seed)
    rng = np.random.default_rng(drawn)

    def other(y: np.ndarray) -> np.ndarray:
        added = rng.normal(size=len(y)) * 10**noise * max(1.0, np.abs(y).max(initial=0.0))
        return share * y + (added * (rng.random(len(y)) < 0.05) if sparse else added)

    tried = replace(
        best, multipliers=tuple(other(y) for y in best.multipliers), outer=other(best.outer)
    )
    assert bounds_of(program, tried).lower <= bounds.upper + 1e-9 * abs(bounds.upper)


@cache
def other_plan(seed: int, drawn: int) -> Evidence:
    """The best plan at other prices: one that the network can carry out."""
    prepared, program, _, _ = worked(seed)
    rng = np.random.default_rng(drawn)
    tables = dict(prepared.known.tables)
    for component in ("generators", "storage", "lines", "nodes"):
        frame = tables[component].copy()
        for cost in {"capital_cost", "marginal_cost", "shed_cost"} & set(frame):
            frame[cost] *= rng.uniform(0.0, 3.0, len(frame))
        tables[component] = frame
    dearer = priced(prepared.known, tables)
    return WholeProgram(program_of(dearer, 12, program.penalty)).solve()


def priced(network: Network, tables: dict[str, pd.DataFrame]) -> Network:
    return make_network(
        network.name, network.hours, tables, network.series, network.weights, network.years
    )


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from((4, 5, 6)), st.integers(0, 5), st.floats(0, 1), st.integers(0, 2**32 - 1),
    st.floats(-9, -4),
)  # fmt: skip
def test_no_plan_that_holds_costs_less_than_the_optimum(
    seed: int, drawn: int, share: float, noise_seed: int, noise: float
) -> None:
    """Mixtures of plans that can be carried out, each missed by a little: at least the optimum.

    Gaps within the tolerance are paid for at a price above that of any energy, so that they save
    nothing.
    """
    _, program, best, bounds = worked(seed)
    theirs = other_plan(seed, drawn)
    rng = np.random.default_rng(noise_seed)

    def mixed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return share * a + (1 - share) * b + rng.normal(size=len(a)) * 10**noise

    plans = tuple(mixed(a, b) for a, b in zip(best.plans, theirs.plans, strict=True))
    tried = replace(best, z=mixed(best.z, theirs.z), plans=plans)
    found = bounds_of(program, tried)
    if found.violation <= TOLERANCE:
        assert found.upper >= bounds.lower - 1e-9 * abs(bounds.upper)
    # without a plan nothing is delivered, and the price of that is above every plan
    nothing = replace(best, plans=tuple(np.zeros_like(p) for p in best.plans))
    assert bounds_of(program, nothing).upper > found.upper
