"""Numbers behind what a report says on power by the hour: by kind of plant, and per unit of use."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from citywright.energy.from_city import is_added, own_name
from citywright.plan.data import prepare
from citywright.plan.hourly.hours import PowerByHour
from citywright.plan.result import Plan
from citywright.report.names import Names
from citywright.units import factor

PATHS = ("plan", "without")
KINDS = (
    "coal", "gas", "nuclear", "hydro", "wind", "pv", "biomass", "waste", "other", "import",
    "pumped_hydro", "battery", "compressed_air", "hydrogen", "storage", "flexible_loads", "vehicles",
    "heat_pumps", "lines",
)  # fmt: skip
"""Kinds of what gives, keeps and carries power, in the order of a report; report.power.<kind>."""
USERS = {"flexible_loads": "power_flexible", "vehicles": "power_fleets", "heat_pumps": "power_heat"}
"""Users that the network counts among its plants and storage, as `vehicles/<fleet>`, and their tables."""
WIRES = ("lines", "links")


def by_hour(plan: Plan) -> bool:
    """Whether the power of a plan was planned by the hour."""
    return len(plan.tables["power_cost"]) > 0


@dataclass(frozen=True)
class HourFacts:
    """What one plan says of its power system in all hours."""

    names: Names
    plan: Plan

    @cached_property
    def hours(self) -> PowerByHour:
        """Planning years with their weights, and what the accounts pay, as the plan counts them."""
        found = prepare(self.names.city, by_hour=True).hours
        assert found is not None
        return found

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Planning years."""
        return tuple(sorted(int(k) for k in self.plan.tables["power_years"]["power_year"].unique()))

    @cached_property
    def per_kwh(self) -> float:
        """CNY/kWh of one money of the plan per 100 GWh."""
        return factor(self.plan.money_unit, "CNY") / factor("100 GWh", "kWh")

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """Every plant, store and line with its capacity: kind, path, power_year, capacity, new."""
        rows = self._known(self.plan.tables["power_capacity"])
        placed = self.names.city.tables["power_lines"].set_index("line")["capacity"]
        line = rows["component"].isin(WIRES)
        before = rows["own"].map(placed).astype(float).where(line, 0.0).fillna(0.0)
        new = (rows["capacity"] - before).where(line | rows["added"], 0.0)
        return rows.assign(new=new)

    @cached_property
    def given(self) -> pd.DataFrame:
        """Every plant and store with the energy that it gives in a planning year (100 GWh)."""
        return self._known(self.plan.tables["power_mix"])

    def _known(self, rows: pd.DataFrame) -> pd.DataFrame:
        """own: code in the city's tables; added: not in place yet; kind: in words; place: its order."""
        known = {
            pair: kind_of(self.names, *pair)
            for pair in set(zip(rows["component"], rows["name"], strict=True))
        }
        found = [known[pair] for pair in zip(rows["component"], rows["name"], strict=True)]
        return rows.assign(
            own=[own_name(name) for name in rows["name"]],
            added=[is_added(name) for name in rows["name"]],
            place=[place for place, _ in found],
            kind=[word for _, word in found],
        )

    def by_kind(self, rows: pd.DataFrame, value: str) -> pd.DataFrame:
        """Σ of a value by kind (in the order of KINDS); columns (path, planning year)."""
        table = rows.pivot_table(
            index=["place", "kind"], columns=["path", "power_year"], values=value, aggfunc="sum"
        )
        columns = pd.MultiIndex.from_product([PATHS, self.years])
        whole = table.reindex(columns=columns).fillna(0.0).sort_index()
        return whole[whole.abs().max(axis=1) > 1e-9].droplevel("place")

    @cached_property
    def emitted(self) -> pd.Series:
        """Carbon dioxide of all plants by (path, planning year), from what they give (10 000 t)."""
        rate = self.names.city.tables["power_generators"].set_index("generator")["co2"]
        size = factor("100 GWh", "kWh") * factor("kg", "10000 t")
        of = self.given["own"].map(rate).where(self.given["component"] == "generators").fillna(0.0)
        tonnes = self.given["energy"].astype(float) * of * size
        return tonnes.groupby([self.given["path"], self.given["power_year"]]).sum()

    def budget(self, path: str) -> pd.Series:
        """Carbon budget of the power system by planning year (10 000 t)."""
        rows = self.plan.tables["power_years"]
        return rows[rows["path"] == path].set_index("power_year")["power_emitted"]

    def cost(self, path: str) -> float:
        """Cost of the power system of all years (discounted money)."""
        rows = self.plan.tables["power_cost"]
        return float(rows.loc[rows["path"] == path, "power_cost"].iloc[0])

    def used(self, path: str) -> float:
        """Σ_k W_k · Σ demand[z,c,k]: electricity used, counted as its cost is (100 GWh)."""
        rows = self.plan.tables["demand"]
        own = rows[rows["path"] == path].groupby("power_year")["demand"].sum()
        return float(
            sum(float(self.hours.planning.weight.sel(power_year=k)) * own[k] for k in own.index)
        )

    def unit_cost(self, path: str) -> float:
        """Cost of the power system per unit of electricity used (CNY/kWh)."""
        return self.cost(path) / max(self.used(path), 1e-12) * self.per_kwh

    @cached_property
    def prices(self) -> pd.DataFrame:
        """zone, used_by, power_year, price (CNY/kWh) of whoever draws power in that year."""
        demand = self.plan.tables["demand"]
        keys = ["zone", "used_by", "power_year"]
        drawn = demand.loc[(demand["path"] == "plan") & (demand["demand"] > 1e-9), keys]
        rows = drawn.merge(self.plan.tables["power_prices"], on=keys, validate="one_to_one")
        return rows.assign(price=rows["price"].astype(float) * self.per_kwh)


def kind_of(names: Names, component: str, name: str) -> tuple[int, str]:
    """(order, kind in words) of a plant, store or line; what is free of carbon stands apart."""
    group, _, rest = name.rpartition("/")
    if group in USERS and rest:
        return KINDS.index(group), names.word("power", group)
    if component in WIRES:
        return KINDS.index("lines"), names.word("power", "lines")
    if component == "storage":
        kind = names.city.tables["power_storage"].set_index("storage")["kind"][own_name(name)]
        kind = "storage" if kind == "other" else kind
        return KINDS.index(kind), names.word("power", kind)
    plants = names.city.tables["power_generators"].set_index("generator")
    kind = plants["kind"][own_name(name)]
    rates = plants.loc[plants["kind"] == kind, "co2"]
    word = names.word("power", kind)
    clean = plants["co2"][own_name(name)] == 0 and (rates > 0).any()
    return KINDS.index(kind), names.say("zero_carbon", kind=word) if clean else word


def unit_name(names: Names, component: str, name: str) -> str:
    """Name of a plant, store or line in the city's tables; a line by its two ends."""
    own = own_name(name)
    group, _, rest = own.rpartition("/")
    if group in USERS:
        return names.of(USERS[group], rest)
    if component in WIRES:
        lines = names.city.tables["power_lines"].set_index("line")
        ends = (names.of("power_nodes", lines[end][own]) for end in ("from_node", "to_node"))
        return names.say("power_line", one=next(ends), other=next(ends))
    return names.of("power_storage" if component == "storage" else "power_generators", own)
