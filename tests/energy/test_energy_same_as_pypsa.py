"""Same network, same optimum as PyPSA 1.4 with HiGHS: the certified bracket contains it.

PyPSA states its objective without `objective_constant`, and so does a solution.
"""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pypsa
import pytest
from made_pypsa import made, optimum

from citywright.energy import Solution, solve
from citywright.energy.errors import EnergyInfeasibleError
from citywright.energy.interchange import read_pypsa

PEERS = Path(__file__).parent / "peers"
PRINTED = {"ac-dc-meshed": -3474256.04055}
"""Optimum that PyPSA has printed for its example (test/data/ac-dc-meshed/results-lopf/network.csv)."""
EVERYTHING = [
    "coal",
    "storage",
    "hydrogen",
    "mesh",
    "carbon",
    "energy",
    "capacity",
    "weights",
    "odd",
]
NIGHTLY = [pytest.mark.nightly]
SMALL = [
    ["coal"], ["storage"], ["hydrogen"], ["mesh"], ["carbon"], ["energy"], ["capacity"], ["odd"],
    ["weights", "storage"], ["weights", "hydrogen", "coal"], ["stored_carbon", "carbon"],
    ["weights", "stored_carbon", "carbon", "storage"], ["mesh", "odd", "weights"],
    ["mesh", "capacity", "carbon"], ["coal", "energy", "carbon", "odd"], EVERYTHING,
    ["periods", "coal", "storage"], ["periods", "vintages", "carbon"],
    ["periods", "vintages", "mesh"], ["periods", "vintages", "hydrogen", "storage", "weights"],
]  # fmt: skip
UNIQUE = (1, 2, 9)
"""Seeds of made networks whose prices are unique, so that they have to agree too."""
DAILY = {*UNIQUE, 3, 13, 15, 19}
"""Seeds that `make test` looks at; the other networks are looked at every night."""
LARGE = [
    EVERYTHING,
    ["coal", "storage", "stored_carbon", "carbon", "mesh"],
    ["periods", "vintages", "coal", "storage", "hydrogen", "mesh", "carbon", "odd"],
]


def peers(name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pypsa.Network(str(PEERS / name))


def assert_same_optimum(n: Any, gap: float = 1e-7) -> Solution:
    """lower - slack <= PyPSA's objective <= upper + slack, slack a millionth of the whole cost."""
    read = read_pypsa(n)
    solution = solve(read.network, gap)
    found = optimum(n)
    slack = 1e-6 * max(1.0, abs(found + n.objective_constant))
    assert solution.lower_bound - slack <= found <= solution.upper_bound + slack
    assert solution.objective_constant == pytest.approx(n.objective_constant, abs=slack)
    assert read.objective_constant == pytest.approx(n.objective_constant, abs=slack)
    return solution


@pytest.mark.parametrize(
    ("seed", "features"),
    [
        pytest.param(seed, features, id="-".join(features), marks=[] if seed in DAILY else NIGHTLY)
        for seed, features in enumerate(SMALL)
    ],
)
def test_made_networks(seed: int, features: list[str]) -> None:
    """PyPSA's price is its multiplier over the weight of the hour, money per MWh; so is ours."""
    n = made(seed, features, 24)
    solution = assert_same_optimum(n)
    if seed in UNIQUE:
        ours = solution.hourly["nodes", "price"]
        np.testing.assert_allclose(ours, n.buses_t.marginal_price[ours.columns], atol=1e-4)


@pytest.mark.parametrize("name", ["ac-dc-meshed", "storage-hvdc"])
def test_peers_networks(name: str) -> None:
    solution = assert_same_optimum(peers(name))
    if name in PRINTED:
        assert solution.objective == pytest.approx(PRINTED[name], rel=1e-8)


@pytest.mark.nightly
@pytest.mark.parametrize("weeks", [1, 2, 4])
@pytest.mark.parametrize(
    ("seed", "features"), list(enumerate(LARGE)), ids=["all", "stored", "pathway"]
)
def test_made_networks_of_weeks(seed: int, features: list[str], weeks: int) -> None:
    assert_same_optimum(made(100 + seed, features, 168 * weeks), 1e-5)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(200, 230))
def test_many_made_networks(seed: int) -> None:
    """Thirty more, of features drawn by their seed; where we find no plan, PyPSA finds none."""
    rng = np.random.default_rng(seed)
    several = bool(rng.integers(0, 4) == 0)
    every = ["coal", "storage", "hydrogen", "mesh", "carbon", "weights", "odd"]
    every += ["vintages"] if several else ["energy", "capacity", "stored_carbon"]
    chosen = [f for f in every if rng.random() < 0.5]
    n = made(seed, ["periods", *chosen] if several else chosen, 48)
    try:
        assert_same_optimum(n)
    except EnergyInfeasibleError:
        with pytest.raises(AssertionError, match="infeasible"):
            optimum(n)
