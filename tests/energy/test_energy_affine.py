"""The lower model of the yearly cost holds for every demand and every value of the limits."""

import numpy as np
import pandas as pd
import pytest
from energy_by_hand import network
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import Shape, small_network

from citywright.energy import solve
from citywright.energy.affine import AffineModel, affine_model, node_demand
from citywright.energy.changes import changed
from citywright.energy.network import Network
from citywright.energy.planner.whole import WholeProgram
from citywright.energy.prepare import prepare
from citywright.energy.proof import program_of
from citywright.energy.scale import penalty_of


def model_of(known: Network) -> AffineModel:
    prepared = prepare(known)
    program = program_of(prepared.known, known.size, penalty_of(prepared.known))
    return affine_model(program, WholeProgram(program).solve(), prepared.unit)


def optimum(known: Network) -> float:
    found = solve(known, method="whole")
    return found.upper_bound + found.objective_constant


BASE = small_network(Shape(2, 12, 2, 0.25, False, False, True, False, True, False, 1.0))
MODEL = model_of(BASE)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.floats(0.0, 2.0), st.sampled_from([0.0, 0.2, 0.9]),
    st.floats(0.5, 3.0),
)  # fmt: skip
def test_no_year_costs_less_than_the_model_says(
    seed: int, level: float, silent: float, cap: float
) -> None:
    """Demand anew in every hour, some of it 0, and another cap."""
    rng = np.random.default_rng(seed)
    demand = BASE.series["loads", "demand"]
    load = demand * rng.uniform(0.5, 1.5, demand.shape) * level
    load = load.where(rng.random(demand.shape) >= silent, 0.0)
    value = float(BASE.tables["limits"].loc["cap", "value"]) * cap
    other = changed(BASE, load=load, cap=value)
    true = optimum(other)
    assert MODEL.value(node_demand(other), {"cap": value}) <= true * (1 + 1e-6)


def test_at_its_own_year_the_model_is_the_optimum() -> None:
    value = float(BASE.tables["limits"].loc["cap", "value"])
    assert MODEL.value(node_demand(BASE), {"cap": value}) == pytest.approx(optimum(BASE), rel=1e-6)


@pytest.mark.parametrize("before", [0.0, 5.0])
def test_demand_where_there_was_none_can_be_shed(before: float) -> None:
    """A MW at A is worth 1,000 as long as it helps B; 10 MW more demand at A are shed at 100."""

    def of(demand: float) -> Network:
        return network(
            2, nodes={"A": {"shed_cost": 100.0}, "B": {"shed_cost": 1000.0}},
            loads={"la": {"node": "A"}, "lb": {"node": "B", "demand": 50.0}},
            generators={"g": {"node": "B", "capacity": 20.0, "marginal_cost": 10.0}},
            lines={"k": {"node0": "A", "node1": "B", "capacity": 200.0}},
            series={("loads", "demand"): {"la": [demand, 5.0]}},
        )  # fmt: skip

    model = model_of(of(before))
    assert model.value(node_demand(of(10.0)), {}) <= optimum(of(10.0)) * (1 + 1e-6)
    assert pd.notna(model.constant)
