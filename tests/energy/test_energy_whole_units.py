"""Whole units and on/off: PyPSA's integer optimum lies in the bracket, and boxes prove it together."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pypsa
import pytest
from made_pypsa import made, optimum

from citywright.energy.certificate import check_certificate
from citywright.energy.errors import EnergySolverError
from citywright.energy.interchange import read_pypsa
from citywright.energy.network import make_network
from citywright.energy.proof import Leaf
from citywright.energy.solving import solve
from citywright.energy.whole_units import broken_units, hold_everything

GAP = 1e-5


@pytest.mark.parametrize("method", ["whole", "weeks"])
@pytest.mark.parametrize(
    ("seed", "features"),
    [
        (1, ["modules"]),
        pytest.param(2, ["modules", "storage"], marks=pytest.mark.nightly),
        (3, ["modules", "carbon"]),
    ],
)
def test_modules_have_pypsas_integer_optimum(
    seed: int, features: list[str], method: str, tmp_path: Path
) -> None:
    """Multiples of p_nom_mod; the certificate of all boxes is accepted by the solver-free check."""
    n = made(seed, features, 24)
    known = read_pypsa(n).network
    solution = solve(
        known, GAP, method=method, block_hours=8, workers=1, certificate=tmp_path / "certificate"
    )
    slack = 1e-6 * abs(optimum(n))
    assert solution.lower_bound - slack <= n.objective <= solution.upper_bound + slack
    assert solution.gap <= GAP
    chosen = solution.capacities.merge(
        _sizes(known), left_on=["component", "name"], right_index=True
    )
    counts = chosen["capacity"] / chosen["unit_size"]
    np.testing.assert_allclose(counts, np.round(counts), atol=1e-6)
    assert check_certificate(tmp_path / "certificate").ok


def _sizes(network: Any) -> pd.DataFrame:
    parts = []
    for component in ("generators", "storage", "stores", "lines", "links"):
        frame = network.tables[component]
        own = frame.loc[(frame["unit_size"] > 0) & frame["expandable"], ["unit_size"]]
        parts.append(own.set_index(pd.MultiIndex.from_product([[component], own.index])))
    return pd.concat(parts)


def committed(seed: int) -> Any:
    """A day of two units that decide on and off, a peaker and a store."""
    rng, hours = np.random.default_rng(seed), 24
    n = pypsa.Network()
    n.set_snapshots(range(hours))
    n.add("Bus", "b")
    wave = 200 + 100 * np.sin(np.arange(hours) / 24 * 2 * np.pi)
    n.add("Load", "l", bus="b", p_set=wave + rng.normal(0, 20, hours))
    ramp = 0.3 if seed % 2 else np.nan
    n.add(
        "Generator", "coal", bus="b", p_nom=250, marginal_cost=20, p_min_pu=0.4, committable=True,
        start_up_cost=5000 * rng.random(), shut_down_cost=500 * rng.random(),
        min_up_time=int(rng.integers(0, 6)), min_down_time=int(rng.integers(0, 6)),
        up_time_before=int(rng.integers(0, 4)), down_time_before=int(rng.integers(0, 3)),
        ramp_limit_up=ramp, ramp_limit_down=ramp,
    )  # fmt: skip
    n.add("Generator", "gas", bus="b", p_nom=120, marginal_cost=60, p_min_pu=0.3,
          committable=True, start_up_cost=800, min_up_time=2)  # fmt: skip
    n.add("Generator", "peak", bus="b", p_nom=400, marginal_cost=150)
    n.add("StorageUnit", "s", bus="b", p_nom=30, max_hours=4, cyclic_state_of_charge=True)
    return n


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(s, marks=pytest.mark.nightly) for s in range(2, 6))]
)
def test_on_and_off_is_pypsas_unit_commitment(seed: int) -> None:
    """The plan costs what PyPSA's does; the certified bound is that of the relaxation, and below."""
    n = committed(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        n.optimize(
            solver_name="highs", log_to_console=False,
            solver_options={"output_flag": False, "mip_rel_gap": 1e-8},
        )  # fmt: skip
    solution = solve(read_pypsa(n).network, 1e-8)
    assert solution.upper_bound == pytest.approx(n.objective, rel=1e-6)
    assert solution.run["tree_bound"] == pytest.approx(n.objective, rel=1e-6)
    assert solution.lower_bound <= n.objective * (1 + 1e-9)
    assert solution.run["violation"] <= 1e-6


def test_on_and_off_goes_whole_with_given_capacities() -> None:
    network = read_pypsa(committed(0)).network
    with pytest.raises(EnergySolverError, match="method whole"):
        solve(network, method="weeks", block_hours=8)
    tables = dict(network.tables)
    tables["generators"] = tables["generators"].assign(expandable=True)
    both = make_network("n", network.hours, tables, network.series)
    with pytest.raises(EnergySolverError, match="coal, gas"):
        solve(both, commitment=True)
    # in a plan they may run at any output
    assert not solve(both).run["commitment"]


CAPACITIES = pd.DataFrame({"unit_size": [10.0, 0.0, 4.0]})


BOX = np.zeros(3), np.array([35.0, 1000.0, 8.0])


def leaf(low: list[float], high: list[float]) -> Leaf:
    return Leaf(np.array(low), np.array(high), (), np.zeros(0))


def test_boxes_have_to_hold_every_count() -> None:
    """0-10 and 20-30 hold all tens up to 30; without the second, 20 and 30 are nowhere."""
    first, second = leaf([0, 0, 0], [10, 1000, 8]), leaf([20, 0, 0], [30, 1000, 8])
    assert hold_everything(CAPACITIES, *BOX, [first, second])
    assert not hold_everything(CAPACITIES, *BOX, [first])
    assert not hold_everything(CAPACITIES, *BOX, [second])
    assert not hold_everything(CAPACITIES, *BOX, [first, leaf([30, 0, 0], [30, 1000, 8])])
    parts = [leaf([20, 0, 0], [30, 1000, 4]), leaf([20, 0, 8], [30, 1000, 8])]
    assert hold_everything(CAPACITIES, *BOX, [first, *parts])
    assert not hold_everything(CAPACITIES, *BOX, [first, parts[0]])
    assert not hold_everything(CAPACITIES, *BOX, [leaf([0, 0, 0], [30, 500.0, 8])])


def test_a_fraction_of_a_unit_is_a_gap_of_the_plan() -> None:
    assert broken_units(CAPACITIES, np.array([20.0, 3.3, 4.0])) == 0.0
    assert broken_units(CAPACITIES, np.array([25.0, 3.3, 4.0])) == pytest.approx(0.5)
