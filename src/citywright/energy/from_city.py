"""The power system of a city as a network: its tables, put into the network's components and units.

Powers in MW, energies in MWh, costs in CNY. Plants and storage that may be added have a name of
their own for each planning year (`pv_south:2026`), because their costs fall; what is in place keeps
its name. Loads are those of the base year, grown by the rates of the tables: whoever knows better
(the plan, from the economy) replaces them by node and class (`load_name`).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from citywright.city.city import City
from citywright.city.rules.power import LIMIT_UNITS
from citywright.energy.city_costs import PER_MW, PER_MWH, Costs, costs_of, year_weights
from citywright.energy.city_use import (
    Series,
    fleet_parts,
    flexible_parts,
    heat_parts,
    load_parts,
)
from citywright.energy.network import Network, make_network
from citywright.errors import InputError
from citywright.units import factor

SENSES = {"at_most": "<=", "at_least": ">=", "equal": "=="}
MEMBERS = {
    "power_generators": "generators", "power_storage": "storage",
    "power_flexible": "flexible_loads", "power_fleets": "vehicles",
}  # fmt: skip
"""Component of the network that a table of the city becomes."""
MONEY = "CNY"
ADDED = ":"
"""Stands between the code of a plant and the year of an addition; no code has it."""
YEARLY_ENERGY = factor("100 GWh/year", "MWh/year")


def network_of(city: City, years: int | Iterable[int]) -> Network:
    """The network of a city in one planning year, or in several at once (a pathway).

    Each year has all hours of the profiles; costs of several years are weighted by `year_weights`.
    Demand at a node is what users take, times 1 + power_losses (the assumption of the city).

    Raises
    ------
    InputError
        The city has no power system by the hour, or a year is not in its table power_years.
    """
    chosen = tuple(sorted({years} if isinstance(years, int) else set(years)))
    _check(city, chosen)
    costs = costs_of(city)
    hours, weights = _hours(city, chosen)
    series = Series(city, chosen, hours)
    nodes = city.tables["power_nodes"].set_index("node")
    parts = [
        _generators(city, chosen, costs, series), _storage(city, chosen, costs),
        load_parts(city, series), flexible_parts(city, series), fleet_parts(city, series),
        heat_parts(city, series),
    ]  # fmt: skip
    tables = {name: frame for part in parts for name, frame in part.items()}
    tables |= {
        "nodes": pd.DataFrame(
            {
                "x": nodes["longitude"].fillna(0.0), "y": nodes["latitude"].fillna(0.0),
                "zone": nodes["zone"], "shed_cost": nodes["shed_cost"] * PER_MWH,
            }
        ),
        "lines": _lines(city, chosen, costs), "groups": _groups(city),
        "group_members": _members(city, tables), "limits": _limits(city, chosen),
    }  # fmt: skip
    return make_network(
        city.settings.code, hours, tables, series.frames(), weights, _years(city, chosen), MONEY,
        _reserve(city),
    )  # fmt: skip


def _check(city: City, chosen: Sequence[int]) -> None:
    if city.tables["power_nodes"].empty:
        raise InputError("energy.city_without", city=city.settings.code)
    known = set(city.tables["power_years"]["year"])
    unknown = [year for year in chosen if year not in known]
    if unknown or not chosen:
        shown = ", ".join(map(str, unknown)) or "-"
        raise InputError("energy.city_year", years=shown, known=", ".join(map(str, sorted(known))))


def _hours(city: City, chosen: Sequence[int]) -> tuple[pd.Index, pd.DataFrame]:
    """Labels of all hours (those of 29 February only where the profiles have them) and weights."""
    length = city.settings.hours_per_year
    labels = []
    for year in chosen:
        index = pd.date_range(f"{year}-01-01", periods=8784, freq="h")
        if length == 8760:
            index = index[~((index.month == 2) & (index.day == 29))]
        labels.append(index[:length])
    hours = labels[0].append(labels[1:])
    planning = np.repeat(chosen, length) if len(chosen) > 1 else np.zeros(length, dtype=int)
    return hours, pd.DataFrame(
        {"cost": 1.0, "energy": 1.0, "state": 1.0, "year": planning}, index=hours
    )


def _years(city: City, chosen: tuple[int, ...]) -> pd.DataFrame:
    price = city.tables["power_years"].set_index("year")["carbon_price"]
    weight = year_weights(city, chosen)
    labels = chosen if len(chosen) > 1 else (0,)
    rows = {"weight": [weight[y] for y in chosen], "carbon_price": [price[y] for y in chosen]}
    return pd.DataFrame(rows, index=pd.Index(labels), dtype=float)


def _reserve(city: City) -> float:
    limits = city.tables["power_limits"]
    rows = limits[limits["kind"] == "reserve"]
    pairs = zip(rows["value"], rows["unit"], strict=True)
    return float(sum(value * factor(unit, "ratio") for value, unit in pairs))


def _generators(
    city: City, chosen: Sequence[int], costs: Costs, series: Series
) -> dict[str, pd.DataFrame]:
    table = city.tables["power_generators"]
    made = pd.DataFrame(
        {
            "node": table["node"], "kind": table["kind"],
            "marginal_cost": table["cost"] * PER_MWH, "emission": table["co2"],
            "must_run": table["must_run"].fillna(0.0),
            "ramp_up": table["ramp"].fillna(np.inf), "ramp_down": table["ramp"].fillna(np.inf),
            "energy_max": (table["energy_max"] * YEARLY_ENERGY).fillna(np.inf),
            "green": table["green"] == "yes", "credit": table["credit"],
            "outage_rate": table["outage_rate"], "committable": table["start_cost"].notna(),
            "start_cost": table["start_cost"].fillna(0.0) * PER_MW * table["capacity"],
            "min_up": table["min_up"].fillna(0.0), "min_down": table["min_down"].fillna(0.0),
        }
    ).set_axis(table["generator"])  # fmt: skip
    frame = _placed_and_added(table.set_index("generator"), made, chosen, costs)
    rows = table.set_index("generator")
    for attribute, column, base in (
        ("marginal_cost", "cost_profile", made["marginal_cost"]),
        ("availability", "availability", None),
        ("must_run", "must_run_profile", made["must_run"]),
    ):
        for name in frame.index:
            own = own_name(name)
            if profile := rows.loc[own, column]:
                scale = 1.0 if base is None else float(base[own])
                series.add("generators", attribute, name, profile, scale)
    return {"generators": frame}


def _storage(city: City, chosen: Sequence[int], costs: Costs) -> dict[str, pd.DataFrame]:
    table = city.tables["power_storage"]
    made = pd.DataFrame(
        {
            "node": table["node"], "kind": table["kind"], "hours": table["hours"],
            "efficiency_in": table["efficiency_in"], "efficiency_out": table["efficiency_out"],
            "standing_loss": table["standing_loss"], "marginal_cost": table["cost"] * PER_MWH,
            "credit": table["credit"],
        }
    ).set_axis(table["storage"])  # fmt: skip
    return {"storage": _placed_and_added(table.set_index("storage"), made, chosen, costs)}


def _placed_and_added(
    rows: pd.DataFrame, made: pd.DataFrame, chosen: Sequence[int], costs: Costs
) -> pd.DataFrame:
    """What is in place in a chosen year, and one row per year in which capacity may be added.

    Nothing is added in the base year: it is over.
    """
    found: list[pd.Series] = []
    for name, row in rows.iterrows():
        base = made.loc[name]
        first, last = int(row["first_year"]), int(row["last_year"])
        if row["capacity"] > 0.0 and any(first <= year <= last for year in chosen):
            span = {"build_year": first, "lifetime": last - first + 1}
            found.append(pd.concat([base, pd.Series({"capacity": row["capacity"], **span})]))
            found[-1].name = name
        for year in chosen:
            if pd.notna(row["potential"]) and max(first, costs.base_year + 1) <= year <= last:
                found.append(pd.concat([base, _addition(row, year, costs)]))
                found[-1].name = added_name(str(name), year)
    if not found:
        return made.head(0)
    frame = pd.DataFrame(found)
    frame["expandable"] = [is_added(name) for name in frame.index]
    plain = {"capacity": 0.0, "capacity_max": np.inf, "unit_size": 0.0, "capital_cost": 0.0}
    for column, value in plain.items():
        given = frame.get(column, pd.Series(np.nan, index=frame.index))
        frame[column] = given.astype(float).fillna(value)
    return frame


def added_name(own: str, year: int) -> str:
    """The name of what is added to a plant or storage in a year."""
    return f"{own}{ADDED}{year}"


def own_name(name: str) -> str:
    """The code in the city's tables of a component in place or added."""
    return name.split(ADDED, maxsplit=1)[0]


def is_added(name: str) -> bool:
    """Whether a component is an addition, not in place."""
    return ADDED in name


def _addition(row: pd.Series, year: int, costs: Costs) -> pd.Series:
    technology, hours = row["technology"], float(row.get("hours", 0.0))
    return pd.Series(
        {
            "capacity": 0.0, "expandable": True, "capacity_max": row["potential"],
            "unit_size": 0.0 if pd.isna(row["unit_size"]) else row["unit_size"],
            "capital_cost": costs.yearly(technology, year, hours),
            "build_year": year, "lifetime": costs.lifetime(technology),
        }
    )  # fmt: skip


def _lines(city: City, chosen: Sequence[int], costs: Costs) -> pd.DataFrame:
    """Lines; where they may grow, the capacity in place stays and is paid for like the rest."""
    table = city.tables["power_lines"].set_index("line")
    may_grow = table["potential"].notna() & (chosen[-1] > costs.base_year)
    top = table["capacity"] + table["potential"].fillna(0.0)
    yearly = [
        costs.payment(float(i) * PER_MW, float(n)) if grows else 0.0
        for i, n, grows in zip(table["investment"], table["lifetime"], may_grow, strict=True)
    ]
    return pd.DataFrame(
        {
            "node0": table["from_node"], "node1": table["to_node"], "kind": "line",
            "capacity": table["capacity"], "expandable": may_grow,
            "capacity_min": table["capacity"].where(may_grow, 0.0),
            "capacity_max": top.where(may_grow, np.inf), "capital_cost": yearly,
            "reactance": table["reactance"], "loss": table["loss"], "length": table["length"],
        }
    )  # fmt: skip


def _groups(city: City) -> pd.DataFrame:
    table = city.tables["power_groups"].set_index("group")
    return table[["limit_up", "limit_down"]].fillna(np.inf)


def _members(city: City, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Members of groups, with what may be added to them."""
    rows = []
    for row in city.tables["power_group_members"].itertuples():
        component = MEMBERS[str(row.table)]
        rows += [
            (f"{row.group}/{name}", row.group, component, name)
            for name in tables[component].index
            if own_name(name) == row.member
        ]
    frame = pd.DataFrame(rows, columns=["name", "group", "component", "member"])
    return frame.set_index("name")


def _limits(city: City, chosen: Sequence[int]) -> pd.DataFrame:
    """Limits of the chosen years in the network's units; of several years, also the potentials.

    A potential holds for all that is added in any year together, as a limit per kind and node.
    """
    rows = {}
    for row in city.tables["power_limits"].itertuples():
        year = 0 if pd.isna(row.year) else int(row.year)
        if row.kind != "reserve" and year in (0, *chosen):
            value = row.value * factor(row.unit, LIMIT_UNITS[row.kind])
            rows[row.limit] = (
                row.kind, row.subject, row.node, SENSES[row.sense], value,
                year if len(chosen) > 1 else 0,
            )  # fmt: skip
    if len(chosen) > 1:
        both = [
            city.tables[t].dropna(subset="potential") for t in ("power_generators", "power_storage")
        ]
        for (kind, node), value in (
            pd.concat(both).groupby(["kind", "node"])["potential"].sum().items()
        ):
            rows[f"potential/{kind}/{node}"] = ("capacity", kind, node, "<=", value, 0)
    columns = ["kind", "subject", "node", "sense", "value", "year"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
