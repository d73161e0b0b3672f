"""The case of `energy_year` as a network of this library.

Eight nodes: PV everywhere, wind and gas at three, coal with heat at two (seasonal must-run, ramps),
imports by hourly price at two, a battery at every node, one pumped hydro, demand response and load
shedding everywhere, ten lines in three cycles that can be expanded, and a carbon cap: 32 capacities.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from benchmarks import _energy_data as d
from benchmarks._energy_data import YearData, year_data
from citywright.energy.network import Network, filled, make_network

Series = dict[tuple[str, str], pd.DataFrame]


def year_network(nodes: int = 8, weeks: int = 52, seed: int = 0, years: int = 1) -> Network:
    """The network of the case.

    nodes  a multiple of 4; weeks  at most 52 (52: all 8,760 hours); years  planning years, with
    growing demand, a falling cap and assets by vintage
    """
    data = year_data(nodes, weeks, seed, years)
    hours = pd.DatetimeIndex(np.concatenate([_stamps(year, data.hours) for year in data.years]))
    planning = data.years if years > 1 else [0]
    weights = pd.DataFrame(
        {"cost": 1.0, "energy": 1.0, "state": 1.0, "year": np.repeat(planning, len(data.hours))},
        index=hours,
    )
    tables = {
        "nodes": pd.DataFrame({"shed_cost": d.SHED}, index=[f"n{i}" for i in range(nodes)]),
        "generators": _together("generators", [*_chosen(data), *_given(data)]),
        "storage": _storage(data),
        "lines": _lines(data),
        "loads": pd.DataFrame(
            {"node": [f"n{i}" for i in range(nodes)], "sector": "all"},
            index=[f"load {i}" for i in range(nodes)],
        ),
        "flexible_loads": pd.DataFrame(
            {
                "node": [f"n{i}" for i in range(nodes)], "kind": "response",
                "power": data.response, "cost": data.response_price,
            },
            index=[f"response {i}" for i in range(nodes)],
        ),
        "limits": pd.DataFrame(
            {"kind": "carbon", "sense": "<=", "value": data.cap, "year": planning},
            index=[f"carbon {year}" for year in data.years],
        ),
    }  # fmt: skip
    return make_network(
        f"year {nodes} nodes {weeks} weeks {years} years seed {seed}", hours, tables,
        _series(data, hours, tables["generators"]), weights,
        pd.DataFrame({"weight": data.weight, "carbon_price": 0.0}, index=pd.Index(planning)),
        money="kEUR",
    )  # fmt: skip


def _stamps(year: int, hours: np.ndarray) -> np.ndarray:
    """Time stamps of the hours of a year."""
    start = np.datetime64(f"{year}-01-01T00", "ns")
    return start + hours.astype("timedelta64[h]")


def _vintages(data: YearData, kind: str, columns: Mapping[str, object]) -> pd.DataFrame:
    """Assets that the plan chooses: a row for each site and, with several years, each vintage."""
    sites = data.sites[kind]
    common = {
        "node": [f"n{i}" for i in sites], "kind": kind, "expandable": True,
        "capacity_max": d.MOST[kind], "capital_cost": d.COST[kind] * data.share, **columns,
    }  # fmt: skip
    if len(data.years) == 1:
        return pd.DataFrame(common, index=[f"{kind} {i}" for i in sites])
    when = [{"build_year": float(year), "lifetime": d.LIFE[kind]} for year in data.years]
    return pd.concat(
        pd.DataFrame(
            {**common, **one}, index=[f"{kind} {i} of {one['build_year']:.0f}" for i in sites]
        )
        for one in when
    )


def _together(component: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Frames below each other; what one of them does not say takes its default there."""
    return pd.concat([filled(component, frame) for frame in frames])


def _chosen(data: YearData) -> list[pd.DataFrame]:
    """PV, wind and gas."""
    gas = {"marginal_cost": d.FUEL["gas"], "emission": d.EMISSION["gas"]}
    return [
        _vintages(data, "pv", {"green": True}),
        _vintages(data, "wind", {"green": True}),
        _vintages(data, "gas", gas),
    ]


def _given(data: YearData) -> list[pd.DataFrame]:
    """Coal with heat, and imports."""
    coal, imports = data.sites["coal"], data.sites["import"]
    first = {
        "node": [f"n{i}" for i in coal], "kind": "coal", "capacity": d.COAL,
        "marginal_cost": d.FUEL["coal"], "emission": d.EMISSION["coal"],
        "ramp_up": d.COAL_RAMP, "ramp_down": d.COAL_RAMP,
    }  # fmt: skip
    second = {
        "node": [f"n{i}" for i in imports], "kind": "import", "capacity": d.IMPORT,
        "emission": d.EMISSION["import"],
    }  # fmt: skip
    return [
        pd.DataFrame(first, index=[f"coal {i}" for i in coal]),
        pd.DataFrame(second, index=[f"import {i}" for i in imports]),
    ]


def _storage(data: YearData) -> pd.DataFrame:
    """Batteries that are chosen, and pumped hydro that is there."""
    battery = {
        "hours": d.BATTERY_HOURS, "marginal_cost": d.WEAR["battery"],
        "efficiency_in": d.EFFICIENCY["battery"], "efficiency_out": d.EFFICIENCY["battery"],
    }  # fmt: skip
    sites = data.sites["pumped"]
    pumped = {
        "node": [f"n{i}" for i in sites], "kind": "pumped", "capacity": d.PUMPED,
        "hours": d.PUMPED_HOURS, "marginal_cost": d.WEAR["pumped"],
        "efficiency_in": d.EFFICIENCY["pumped"], "efficiency_out": d.EFFICIENCY["pumped"],
    }  # fmt: skip
    there = pd.DataFrame(pumped, index=[f"pumped {i}" for i in sites])
    return _together("storage", [_vintages(data, "battery", battery), there])


def _lines(data: YearData) -> pd.DataFrame:
    """Lines that can be expanded from what is in place."""
    lines = data.lines
    return pd.DataFrame(
        {
            "node0": [f"n{a}" for a in lines.ends[:, 0]],
            "node1": [f"n{b}" for b in lines.ends[:, 1]],
            "kind": "line", "capacity": lines.least, "expandable": True,
            "capacity_min": lines.least, "capacity_max": lines.most,
            "capital_cost": lines.cost * data.share, "reactance": lines.ohm / d.KV**2,
            "length": lines.km,
        },
        index=[f"line {k}" for k in range(len(lines.km))],
    )  # fmt: skip


def _series(data: YearData, hours: pd.Index, generators: pd.DataFrame) -> Series:
    """What varies by hour: demand, and what the weather, the heat and the market do."""
    times = len(data.years)

    def frame(kind: str, values: np.ndarray) -> pd.DataFrame:
        names = generators.index[generators["kind"] == kind]
        vintages = len(names) // values.shape[1]
        return pd.DataFrame(np.tile(values, (times, vintages)), hours, names)

    demand = np.concatenate([data.load * growth for growth in data.growth])
    weather = [frame("pv", data.pv), frame("wind", data.wind)]
    loads = [f"load {i}" for i in range(demand.shape[1])]
    return {
        ("loads", "demand"): pd.DataFrame(demand, hours, loads),
        ("generators", "availability"): pd.concat(weather, axis=1),
        ("generators", "must_run"): frame("coal", data.must_run),
        ("generators", "marginal_cost"): frame("import", data.price),
    }
