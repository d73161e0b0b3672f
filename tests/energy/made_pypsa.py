"""Random PyPSA networks for comparison: small, feasible, each with the features asked for."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pypsa

SHED = 5000.0
"""Price of unserved energy in the made networks, so that every one of them is feasible."""
Rng = np.random.Generator
pypsa.options.general.allow_network_requests = False
# PyPSA warns that it will change this default; the tests hold for both
pypsa.options.api.legacy_string_dtype = True


def made(seed: int, features: Sequence[str], hours: int = 24) -> Any:
    """A `pypsa.Network` with some features, the same for the same seed."""
    rng = np.random.default_rng(seed)
    n = pypsa.Network(name=f"made-{seed}")
    if "periods" in features:
        _set_periods(n, hours)
    else:
        n.set_snapshots(pd.date_range("2030-01-01", periods=hours, freq="h"))
    _base(n, rng)
    for feature in features:
        if feature in FEATURES:
            FEATURES[feature](n, rng)
    return n


def optimum(n: Any) -> float:
    """The optimum that PyPSA finds with HiGHS; `n` holds the results afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        status, condition = n.optimize(
            solver_name="highs",
            multi_investment_periods=isinstance(n.snapshots, pd.MultiIndex),
            log_to_console=False,
            include_objective_constant=True,
            io_api="direct",
        )
    assert (status, condition) == ("ok", "optimal"), condition
    return float(n.objective)


def saved(n: Any, path: Path) -> Path:
    """The network in a netCDF file (.nc) or a folder of CSV files, without PyPSA's own warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        n.export_to_netcdf(str(path)) if path.suffix == ".nc" else n.export_to_csv_folder(str(path))
    return path


def _set_periods(n: Any, hours: int) -> None:
    each = pd.date_range("2030-01-01", periods=hours // 2, freq="h")
    n.set_snapshots(pd.MultiIndex.from_product([[2030, 2040], each], names=["period", "timestep"]))
    n.investment_periods = [2030, 2040]
    n.investment_period_weightings["years"] = [10.0, 10.0]
    n.investment_period_weightings["objective"] = [7.7, 4.7]


def _day(n: Any, rng: Rng, low: float, high: float) -> np.ndarray:
    """A daily shape between two values, with noise, one per snapshot."""
    t = np.arange(len(n.snapshots))
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * (t - rng.integers(0, 24)) / 24)
    return low + (high - low) * np.clip(wave + rng.normal(0, 0.1, len(t)), 0, 1)


def _base(n: Any, rng: Rng) -> None:
    """Three buses in a row, loads, gas, wind, sun, and load shedding."""
    n.add(
        "Carrier",
        ["gas", "coal", "wind", "solar", "shed", "battery", "hydro", "AC", "DC", "H2", "heat"],
        co2_emissions=[0.2, 0.34, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    )
    for k, bus in enumerate(("a", "b", "c")):
        n.add("Bus", bus, v_nom=110.0, x=float(k), y=30.0, location=f"zone {k % 2}")
        n.add("Load", f"load {bus}", bus=bus, carrier="homes", p_set=_day(n, rng, 40, 100))
        n.add("Generator", f"shed {bus}", bus=bus, carrier="shed", p_nom=1e4, marginal_cost=SHED)
        n.add(
            "Generator",
            f"gas {bus}",
            bus=bus,
            carrier="gas",
            p_nom=float(rng.uniform(20, 60)),
            efficiency=0.5,
            p_nom_extendable=bool(k % 2),
            p_nom_max=300,
            capital_cost=float(rng.uniform(20, 50)),
            marginal_cost=float(rng.uniform(40, 70)),
        )
    n.add(
        "Generator",
        "wind a",
        bus="a",
        carrier="wind",
        p_nom_extendable=True,
        p_nom_min=10,
        capital_cost=150.0,
        marginal_cost=0.1,
        p_max_pu=np.clip(rng.beta(1.5, 2, len(n.snapshots)), 0, 1),
    )
    n.add("Generator", "sun b", bus="b", carrier="solar", p_nom=30.0, p_max_pu=_day(n, rng, 0, 0.9))
    n.add("Line", "a-b", bus0="a", bus1="b", x=3.0, r=0.4, s_nom=35.0, carrier="AC", length=40)
    n.add(
        "Line",
        "b-c",
        bus0="b",
        bus1="c",
        x=5.0,
        r=0.5,
        s_nom=20.0,
        s_nom_extendable=True,
        s_nom_min=20,
        s_nom_max=90,
        capital_cost=3.0,
        carrier="AC",
        length=60,
    )


def _coal(n: Any, rng: Rng) -> None:
    n.add(
        "Generator",
        "coal c",
        bus="c",
        carrier="coal",
        p_nom=60.0,
        efficiency=0.4,
        marginal_cost=25.0,
        p_min_pu=_day(n, rng, 0.1, 0.4),
        ramp_limit_up=0.15,
        ramp_limit_down=0.2,
    )
    n.add(
        "Generator",
        "coal a",
        bus="a",
        carrier="coal",
        p_nom_extendable=True,
        capital_cost=90.0,
        efficiency=0.42,
        marginal_cost=22.0,
        ramp_limit_up=0.1,
        p_nom_max=80,
    )


def _storage(n: Any, rng: Rng) -> None:
    each = isinstance(n.snapshots, pd.MultiIndex)
    n.add(
        "StorageUnit",
        "battery b",
        bus="b",
        carrier="battery",
        p_nom_extendable=True,
        capital_cost=12.0,
        max_hours=4,
        efficiency_store=0.93,
        efficiency_dispatch=0.95,
        standing_loss=0.001,
        cyclic_state_of_charge=not each,
        cyclic_state_of_charge_per_period=each,
        marginal_cost=0.3,
    )
    n.add(
        "StorageUnit",
        "hydro c",
        bus="c",
        carrier="hydro",
        p_nom=25.0,
        max_hours=10,
        inflow=_day(n, rng, 0, 15),
        p_min_pu=-0.5,
        state_of_charge_initial=120.0,
        standing_loss=0.01,
        efficiency_dispatch=0.9,
        state_of_charge_initial_per_period=each,
        spill_cost=1.5,
        marginal_cost_storage=0.01,
        p_max_pu=_day(n, rng, 0.7, 1.0),
    )


def _hydrogen(n: Any, rng: Rng) -> None:
    each = isinstance(n.snapshots, pd.MultiIndex)
    n.add("Bus", "h2", carrier="H2")
    n.add("Bus", "warm", carrier="heat")
    n.add("Load", "warm", bus="warm", p_set=_day(n, rng, 5, 15))
    n.add("Link", "boiler", bus0="a", bus1="warm", p_nom=40.0, efficiency=0.98, carrier="boiler")
    n.add(
        "Link",
        "electrolyser",
        bus0="a",
        bus1="h2",
        bus2="warm",
        efficiency=0.68,
        efficiency2=0.15,
        p_nom_extendable=True,
        capital_cost=30.0,
        carrier="electrolyser",
        ramp_limit_up=0.5,
    )
    n.add(
        "Link",
        "fuel cell",
        bus0="h2",
        bus1="b",
        efficiency=0.5,
        p_nom=20.0,
        marginal_cost=0.7,
        carrier="fuel cell",
        p_max_pu=_day(n, rng, 0.6, 1.0),
    )
    n.add(
        "Link",
        "compressor",
        bus0="h2",
        bus1="c",
        bus2="a",
        efficiency=0.3,
        efficiency2=-0.02,
        p_nom=9.0,
        carrier="compressor",
        ramp_limit_down=0.4,
    )
    n.add("Load", "trucks", bus="h2", p_set=2.0)
    n.add(
        "Store",
        "cavern",
        bus="h2",
        carrier="H2",
        e_nom_extendable=True,
        capital_cost=0.2,
        e_cyclic=not each,
        e_cyclic_per_period=each,
        e_nom_max=600,
        standing_loss=0.002,
    )
    n.add(
        "Store",
        "tank",
        bus="warm",
        carrier="heat",
        e_nom=60.0,
        e_initial=20.0,
        e_initial_per_period=each,
        standing_loss=0.02,
        e_min_pu=0.1,
        marginal_cost=0.05,
        marginal_cost_storage=0.003,
    )


def _mesh(n: Any, rng: Rng) -> None:
    """Cycles of lines, of a typed line, of transformers; a second cycle of direct current."""
    n.add(
        "Line",
        "a-c",
        bus0="a",
        bus1="c",
        x=4.0,
        s_nom=30.0,
        s_max_pu=_day(n, rng, 0.7, 1.0),
        length=70,
    )
    n.add(
        "Line",
        "c-a typed",
        bus0="c",
        bus1="a",
        type="Al/St 240/40 2-bundle 220.0",
        length=30.0,
        num_parallel=2,
        s_nom=25.0,
    )
    n.add("Bus", "low a", v_nom=20.0)
    n.add("Bus", "low c", v_nom=20.0)
    n.add("Load", "low c", bus="low c", p_set=_day(n, rng, 5, 25))
    n.add("Transformer", "a", bus0="a", bus1="low a", x=0.1, r=0.01, s_nom=40.0, tap_ratio=1.05)
    n.add("Transformer", "c", bus0="low c", bus1="c", type="40 MVA 110/20 kV", s_nom=40.0)
    n.transformers.loc["c", "type"] = ""
    n.transformers.loc["c", ["x", "r"]] = [0.16, 0.003]
    n.add(
        "Line",
        "low",
        bus0="low a",
        bus1="low c",
        x=0.7,
        r=0.2,
        s_nom=15.0,
        s_nom_extendable=True,
        s_nom_max=40,
        capital_cost=2.0,
        v_ang_max=np.inf,
    )
    for bus in ("dc a", "dc b", "dc c"):
        n.add("Bus", bus, carrier="DC", v_nom=100.0)
        n.add(
            "Link",
            f"converter {bus}",
            bus0=bus[-1],
            bus1=bus,
            p_nom=25.0,
            p_min_pu=-1,
            efficiency=1.0,
            carrier="DC",
        )
    for k, (x, y) in enumerate((("dc a", "dc b"), ("dc b", "dc c"), ("dc c", "dc a"))):
        n.add("Line", f"{x}-{y}", bus0=x, bus1=y, r=0.5 + 0.3 * k, s_nom=15.0, carrier="DC")


def _carbon(n: Any, rng: Rng) -> None:
    amount = 0.15 * float(n.loads_t.p_set.to_numpy().sum())
    each = isinstance(n.snapshots, pd.MultiIndex)
    if not each:
        n.add("GlobalConstraint", "co2", type="primary_energy", sense="<=", constant=amount)
        return
    n.add(
        "GlobalConstraint",
        "co2 2030",
        type="primary_energy",
        sense="<=",
        constant=4 * amount,
        investment_period=2030,
    )
    n.add(
        "GlobalConstraint",
        "co2 2040",
        type="primary_energy",
        sense="<=",
        constant=2 * amount,
        investment_period=2040,
    )


def _stored_carbon(n: Any, rng: Rng) -> None:
    """Gas in a store, which counts by the change of its level; non-cyclic, with a loss."""
    n.add("Bus", "gas", carrier="gas")
    n.add(
        "Store",
        "gas",
        bus="gas",
        carrier="gas",
        e_nom=4000.0,
        e_initial=3000.0,
        standing_loss=0.001,
    )
    n.add("Link", "turbine", bus0="gas", bus1="b", efficiency=0.45, p_nom=60.0, carrier="turbine")


def _energy(n: Any, rng: Rng) -> None:
    T = len(n.snapshots)
    n.generators.loc["gas a", "e_sum_max"] = 8.0 * T
    n.generators.loc["gas c", "e_sum_min"] = 3.0 * T
    n.add(
        "GlobalConstraint",
        "wind at least",
        type="operational_limit",
        carrier_attribute="wind",
        sense=">=",
        constant=4.0 * T,
    )


def _capacity(n: Any, rng: Rng) -> None:
    n.add(
        "Generator", "wind c", bus="c", carrier="wind", p_nom=5.0, p_max_pu=_day(n, rng, 0.2, 0.9)
    )
    n.add(
        "GlobalConstraint",
        "wind cap",
        type="tech_capacity_expansion_limit",
        carrier_attribute="wind",
        sense="<=",
        constant=40.0,
    )
    n.add(
        "GlobalConstraint",
        "gas at b",
        type="tech_capacity_expansion_limit",
        carrier_attribute="gas",
        bus="b",
        sense=">=",
        constant=12.0,
    )
    n.add(
        "GlobalConstraint",
        "km",
        type="transmission_volume_expansion_limit",
        carrier_attribute="AC, DC",
        sense="<=",
        constant=2000.0,
    )
    n.add(
        "GlobalConstraint",
        "money",
        type="transmission_expansion_cost_limit",
        carrier_attribute="AC",
        sense="<=",
        constant=200.0,
    )


def _weights(n: Any, rng: Rng) -> None:
    """Three different weightings, as after a clustering of hours; the same in every period."""
    periods = max(1, len(n.investment_periods))
    each = len(n.snapshots) // periods
    for column, low, high in (
        ("objective", 0.5, 3.0),
        ("stores", 1.0, 3.0),
        ("generators", 0.5, 4.0),
    ):
        n.snapshot_weightings[column] = np.tile(rng.uniform(low, high, each), periods)


def _odd(n: Any, rng: Rng) -> None:
    """What is seldom: turned signs, fixed output and capacity, overnight cost, what is not active."""
    T = len(n.snapshots)
    n.add(
        "Generator",
        "sale",
        bus="a",
        sign=-1,
        p_nom=12.0,
        marginal_cost=-18.0,
        ramp_limit_up=0.4,
        carrier="sale",
        p_max_pu=_day(n, rng, 0.3, 1.0),
    )
    n.add("Load", "roof", bus="b", sign=1, p_set=_day(n, rng, 0, 10))
    n.add(
        "Generator",
        "waste",
        bus="c",
        p_nom=8.0,
        carrier="waste",
        marginal_cost=60.0,
        p_set=np.where(np.arange(T) % 3 == 0, 6.0, np.nan),
    )
    n.add(
        "Link",
        "trade",
        bus0="a",
        bus1="c",
        p_nom=10.0,
        p_min_pu=-1.0,
        carrier="trade",
        p_set=np.where(np.arange(T) % 5 == 0, -4.0, np.nan),
    )
    n.add(
        "Generator",
        "set",
        bus="b",
        p_nom_extendable=True,
        p_nom_set=9.0,
        capital_cost=11.0,
        marginal_cost=30.0,
        carrier="set",
    )
    # PyPSA annuitises overnight costs only where all periods are equally long
    each = isinstance(n.snapshots, pd.MultiIndex)
    paid = (
        {"capital_cost": 21.0}
        if each
        else {"overnight_cost": 9e5, "discount_rate": 0.07, "lifetime": 25}
    )
    n.add(
        "Generator",
        "paid",
        bus="c",
        p_nom_extendable=True,
        fom_cost=3.0,
        marginal_cost=20.0,
        carrier="paid",
        p_nom_max=30,
        **paid,
    )
    n.add("Generator", "closed", bus="a", p_nom=500.0, marginal_cost=1.0, active=False)
    n.add("Line", "closed", bus0="a", bus1="c", x=1.0, s_nom=500.0, active=False)
    n.add(
        "Link",
        "endless",
        bus0="b",
        bus1="c",
        p_nom=np.inf,
        marginal_cost=4.0,
        efficiency=0.9,
        carrier="endless",
    )


def _modules(n: Any, rng: Rng) -> None:
    n.generators.loc["gas b", ["p_nom_mod", "p_nom_max"]] = [17.0, 170.0]
    n.lines.loc["b-c", ["s_nom_mod", "s_nom_min"]] = [15.0, 0.0]


def _vintages(n: Any, rng: Rng) -> None:
    """Builds of two periods, a plant that closes, a line that comes later (needs `periods`)."""
    n.generators.loc["gas c", ["build_year", "lifetime"]] = [2010, 25]
    for year in (2030, 2040):
        n.add(
            "Generator",
            f"wind c {year}",
            bus="c",
            carrier="wind",
            p_nom_extendable=True,
            build_year=year,
            lifetime=15,
            capital_cost=170.0 - (year - 2030),
            p_max_pu=_day(n, rng, 0.1, 0.9),
        )
        n.add(
            "StorageUnit",
            f"battery c {year}",
            bus="c",
            carrier="battery",
            p_nom_extendable=True,
            build_year=year,
            lifetime=12,
            capital_cost=9.0,
            max_hours=3,
            efficiency_store=0.95,
            cyclic_state_of_charge_per_period=True,
        )
    n.add("Line", "later", bus0="a", bus1="c", x=2.0, s_nom=30.0, build_year=2040, carrier="AC")


FEATURES: dict[str, Callable[[Any, Rng], None]] = {
    "coal": _coal, "storage": _storage, "hydrogen": _hydrogen, "mesh": _mesh, "stored_carbon": _stored_carbon,
    "carbon": _carbon, "energy": _energy, "capacity": _capacity, "weights": _weights, "odd": _odd,
    "modules": _modules, "vintages": _vintages,
}  # fmt: skip
