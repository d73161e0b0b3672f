"""Capacities in whole units: the bound is that of whole numbers, and no boxes prove more than it.

Four hours of 60 MW by units of 30 MW at 100 per MW and 10 per MWh; what is lacking costs 1,000 per
MWh. By hand: no unit 240,000, one 124,200, two 8,400, three 11,400.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from energy_by_hand import cost, network, size
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citywright.energy import solve
from citywright.energy.certificate import check_certificate, write_certificate
from citywright.energy.network import Network
from citywright.energy.planner.whole import WholeProgram
from citywright.energy.prepare import Prepared, prepare
from citywright.energy.proof import Evidence, Leaf, Program, bounds_of, program_of
from citywright.energy.scale import penalty_of

UNIT, BEST = 30.0, 8400.0


def plants(most: float, demand: float = 60.0, unit: float = UNIT) -> Network:
    return network(
        4, nodes={"a": {"shed_cost": 1000.0}}, loads={"l": {"node": "a", "demand": demand}},
        generators={"g": {"node": "a", "expandable": True, "capacity_max": most, "unit_size": unit,
                          "capital_cost": 100.0, "marginal_cost": 10.0}},
    )  # fmt: skip


@pytest.mark.parametrize("method", ["whole", "weeks"])
@pytest.mark.parametrize(
    ("most", "demand", "built", "best"),
    [
        (90.0, 60.0, 60.0, 8400.0),
        # the fourth unit does not fit into 100 MW
        (100.0, 60.0, 60.0, 8400.0),
        (np.inf, 60.0, 60.0, 8400.0),
        # 50 MW of demand: two units all the same
        (100.0, 50.0, 60.0, 8000.0),
        # 61 MW: a third unit for the last one
        (100.0, 61.0, 90.0, 9000.0 + 61 * 40),
    ],
)  # fmt: skip
def test_whole_units_are_built_and_proven(
    tmp_path: Path, method: str, most: float, demand: float, built: float, best: float
) -> None:
    folder = tmp_path / "c"
    found = solve(
        plants(most, demand), 1e-6, method=method, block_hours=2, workers=1, certificate=folder
    )
    assert size(found, "g") == pytest.approx(built)
    assert cost(found) == pytest.approx(best)
    assert found.gap <= 1e-6
    verdict = check_certificate(folder)
    assert verdict.ok, verdict.faults


@cache
def worked(most: float, unit: float) -> tuple[Prepared, Program, WholeProgram]:
    prepared = prepare(plants(most, unit=unit))
    program = program_of(prepared.known, 4, penalty_of(prepared.known))
    return prepared, program, WholeProgram(program)


def claimed(most: float, unit: float, boxes: list[tuple[float, float]]) -> Evidence:
    """Evidence with a leaf for each box, each with the best multipliers there are in it."""
    _, _, whole = worked(most, unit)
    leaves = []
    for low, high in boxes:
        box = np.array([low]), np.array([high])
        found = whole.solve(*box)
        leaves.append(Leaf(*box, found.multipliers, found.outer))
    plan = whole.solve(np.array([90.0]), np.array([90.0]))
    return replace(plan, leaves=tuple(leaves))


CEILING = 1e-6
EDGES = st.one_of(st.sampled_from([0.0, 30.0, 60.0, 90.0]), st.floats(0.0, 100.0))
BOXES = st.lists(st.tuples(EDGES, EDGES).map(sorted).map(tuple), min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([90.0, 100.0, np.inf]), BOXES)
# between 45 and 75 lies 60
@example(90.0, [(0.0, 45.0), (75.0, 90.0)])
# without a limit of the network's own, a box with one holds not everything
@example(np.inf, [(0.0, 30.0)])
@example(np.inf, [(0.0, 30.0), (90.0, 100.0)])
def test_no_boxes_prove_more_than_the_best_whole_number(
    most: float, boxes: list[tuple[float, float]]
) -> None:
    prepared, program, _ = worked(most, UNIT)
    bounds = bounds_of(program, claimed(most, UNIT, boxes))
    assert bounds.lower * prepared.unit <= BEST * (1 + CEILING)


def test_boxes_that_leave_something_out_are_no_certificate(tmp_path: Path) -> None:
    """Any amount may be built without limit: a box up to 20 MW proves nothing."""
    prepared, program, whole = worked(np.inf, 0.0)
    box = np.array([0.0]), np.array([20.0])
    found = whole.solve(*box)
    forged = replace(found, leaves=(Leaf(*box, found.multipliers, found.outer),))
    bounds = bounds_of(program, forged)
    assert bounds.lower * prepared.unit <= BEST * (1 + CEILING)
    write_certificate(tmp_path / "c", prepared, forged, bounds, {"objective_constant": 0.0})
    assert not check_certificate(tmp_path / "c").ok
