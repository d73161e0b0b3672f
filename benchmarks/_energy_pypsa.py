"""The case of `energy_year` as a PyPSA user would write it: straight from the data, no exporter.

It is written apart from `_energy_case`, so that equal optima say something about both.
"""

from typing import Any

import numpy as np
import pandas as pd
import pypsa

from benchmarks import _energy_data as d
from benchmarks._energy_data import YearData, year_data


def snapshots(data: YearData) -> tuple[pd.Index, pd.Index]:
    """Hours of one year, and all snapshots: periods x hours where there are several years."""
    stamps = pd.date_range(f"{data.years[0]}-01-01", periods=d.YEAR, freq="h")[data.hours]
    if len(data.years) == 1:
        return stamps, stamps
    return stamps, pd.MultiIndex.from_product([data.years, stamps], names=["period", "timestep"])


def pypsa_case(nodes: int = 8, weeks: int = 52, seed: int = 0, years: int = 1) -> pypsa.Network:
    """The `pypsa.Network` of the case."""
    data = year_data(nodes, weeks, seed, years)
    n = pypsa.Network()
    _, index = snapshots(data)
    n.set_snapshots(index)
    if years > 1:
        n.investment_periods = data.years
        n.investment_period_weightings["objective"] = data.weight
        n.investment_period_weightings["years"] = float(d.STEP)
    kinds = ["AC", "pv", "wind", "battery", "pumped", "response", "shed"]
    n.add("Carrier", kinds)
    n.add("Carrier", list(d.EMISSION), co2_emissions=list(d.EMISSION.values()))
    n.add("Bus", [f"bus{i}" for i in range(nodes)], v_nom=d.KV, carrier="AC")
    _network_and_demand(n, data)
    _power_stations(n, data)
    _what_is_built(n, data)
    _stores(n, data)
    # PyPSA counts the carbon of all years of a period
    span = d.STEP if years > 1 else 1
    for year, cap in zip(data.years, data.cap, strict=True):
        n.add("GlobalConstraint", f"co2 {year}", type="primary_energy", sense="<=",
              constant=span * cap,
              carrier_attribute="co2_emissions",
              investment_period=year if years > 1 else float("nan"))  # fmt: skip
    return n


def _buses(data: YearData, kind: str) -> list[str]:
    """Buses of the sites of a kind."""
    return [f"bus{i}" for i in data.sites[kind]]


def _names(data: YearData, kind: str) -> list[str]:
    """One name for each site of a kind."""
    return [f"{kind}{i}" for i in data.sites[kind]]


def _repeated(
    data: YearData, values: np.ndarray, index: pd.Index, names: list[str]
) -> pd.DataFrame:
    """Hourly values of one year, the same in every planning year."""
    return pd.DataFrame(np.tile(values, (len(data.years), 1)), index, names)


def _network_and_demand(n: pypsa.Network, data: YearData) -> None:
    """Lines, loads, demand response and shedding (the last two as generators)."""
    lines = data.lines
    n.add(
        "Line", [f"line{k}" for k in range(len(lines.km))],
        bus0=[f"bus{a}" for a in lines.ends[:, 0]], bus1=[f"bus{b}" for b in lines.ends[:, 1]],
        x=lines.ohm, length=lines.km, carrier="AC", s_nom_extendable=True, s_nom=lines.least,
        s_nom_min=lines.least, s_nom_max=lines.most, capital_cost=lines.cost * data.share,
    )  # fmt: skip
    buses = n.buses.index
    loads = [f"load{i}" for i in range(len(buses))]
    demand = np.vstack([data.load * growth for growth in data.growth])
    n.add("Load", loads, bus=buses, carrier="AC", p_set=pd.DataFrame(demand, n.snapshots, loads))
    n.add("Generator", [f"response{i}" for i in range(len(buses))], bus=buses, carrier="response",
          p_nom=data.response, marginal_cost=data.response_price)  # fmt: skip
    n.add("Generator", [f"shed{i}" for i in range(len(buses))], bus=buses, carrier="shed",
          p_nom=10 * demand.max(), marginal_cost=d.SHED)  # fmt: skip


def _power_stations(n: pypsa.Network, data: YearData) -> None:
    """Coal with heat, and imports: their capacity is given."""
    coal, imports = _names(data, "coal"), _names(data, "import")
    n.add("Generator", coal, bus=_buses(data, "coal"), carrier="coal", p_nom=d.COAL,
          marginal_cost=d.FUEL["coal"], ramp_limit_up=d.COAL_RAMP, ramp_limit_down=d.COAL_RAMP,
          p_min_pu=_repeated(data, data.must_run, n.snapshots, coal))  # fmt: skip
    n.add("Generator", imports, bus=_buses(data, "import"), carrier="import", p_nom=d.IMPORT,
          marginal_cost=_repeated(data, data.price, n.snapshots, imports))  # fmt: skip


def _vintages(data: YearData, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Ending of the names, and when they run; one entry for each planning year."""
    if len(data.years) == 1:
        return [("", {})]
    return [(f" {y}", {"build_year": y, "lifetime": d.LIFE[kind]}) for y in data.years]


def _what_is_built(n: pypsa.Network, data: YearData) -> None:
    """PV, wind and gas: their capacity is chosen."""
    for kind, profile in (("pv", data.pv), ("wind", data.wind), ("gas", None)):
        for ending, when in _vintages(data, kind):
            names = [name + ending for name in _names(data, kind)]
            most = {} if profile is None else {
                "p_max_pu": _repeated(data, profile, n.snapshots, names)}  # fmt: skip
            n.add("Generator", names, bus=_buses(data, kind), carrier=kind, p_nom_extendable=True,
                  p_nom_max=d.MOST[kind], capital_cost=d.COST[kind] * data.share,
                  marginal_cost=d.FUEL.get(kind, 0.0), **most, **when)  # fmt: skip


def _stores(n: pypsa.Network, data: YearData) -> None:
    """Batteries that are chosen, and pumped hydro that is there."""
    for ending, when in _vintages(data, "battery"):
        names = [name + ending for name in _names(data, "battery")]
        n.add("StorageUnit", names, bus=_buses(data, "battery"), carrier="battery",
              p_nom_extendable=True, p_nom_max=d.MOST["battery"],
              capital_cost=d.COST["battery"] * data.share, marginal_cost=d.WEAR["battery"],
              efficiency_store=d.EFFICIENCY["battery"], efficiency_dispatch=d.EFFICIENCY["battery"],
              max_hours=d.BATTERY_HOURS, cyclic_state_of_charge=True,
              cyclic_state_of_charge_per_period=True, **when)  # fmt: skip
    n.add("StorageUnit", _names(data, "pumped"), bus=_buses(data, "pumped"), carrier="pumped",
          p_nom=d.PUMPED, max_hours=d.PUMPED_HOURS, marginal_cost=d.WEAR["pumped"],
          efficiency_store=d.EFFICIENCY["pumped"], efficiency_dispatch=d.EFFICIENCY["pumped"],
          cyclic_state_of_charge=True, cyclic_state_of_charge_per_period=True)  # fmt: skip
