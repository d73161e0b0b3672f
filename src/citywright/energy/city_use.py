"""Who uses electricity in a city, as loads, flexible loads, fleets and heat pumps of a network."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from citywright.city.city import City
from citywright.city.declaration import HOUR, HOURS
from citywright.energy.city_costs import PER_MWH
from citywright.units import factor

ENERGY = factor("100 GWh/year", "MWh/year")
FLEET = factor("10000 vehicle", "vehicle")
Parts = dict[str, pd.DataFrame]


def load_name(node: str, used_by: str) -> str:
    """The name of the load of one class of users at a node."""
    return f"{node}/{used_by}"


class Series:
    """Hourly attributes on their way into a network: one profile repeated in each planning year."""

    def __init__(self, city: City, years: Sequence[int], hours: pd.Index) -> None:
        self.profiles = city.tables[HOURS].drop(columns=HOUR)
        self.length = city.settings.hours_per_year
        self.years = tuple(years)
        self.base_year = city.settings.base_year
        self.hours = hours
        self.columns: dict[tuple[str, str], dict[str, np.ndarray]] = {}

    def growth(self, rate: float) -> np.ndarray:
        """(1 + g)^(year - base year) of each planning year."""
        return np.array([(1.0 + rate) ** (year - self.base_year) for year in self.years])

    def add(
        self, component: str, attribute: str, name: str, profile: str,
        scale: float | np.ndarray = 1.0,
    ) -> None:  # fmt: skip
        """profile · scale; a scale per planning year where it is an array; 1 without a profile."""
        values = np.ones(self.length) if not profile else self.profiles[profile].to_numpy()
        scales = np.broadcast_to(np.asarray(scale, dtype=float), (len(self.years),))
        self.columns.setdefault((component, attribute), {})[name] = np.outer(scales, values).ravel()

    def mean(self, profile: str) -> float:
        """Mean of a profile over the year; 1 without one."""
        return 1.0 if not profile else float(self.profiles[profile].mean())

    def frames(self) -> dict[tuple[str, str], pd.DataFrame]:
        """All that was added: (component, attribute) -> hours × names."""
        return {k: pd.DataFrame(v, index=self.hours) for k, v in self.columns.items()}


def load_parts(city: City, series: Series) -> Parts:
    """P_t = E (1 + λ) (1 + g)^n s_t / Σ s   so that the year's sum is exact (MW over hours)

    E: energy of the base year, λ: power_losses, s: shape of the class.
    """
    classes = city.tables["power_classes"].set_index("class")
    losses = 1.0 + city.assumption("power_losses")
    rows = {}
    for node, used_by, energy in city.tables["power_loads"][["node", "class", "energy"]].itertuples(
        index=False
    ):
        name, one = load_name(node, used_by), classes.loc[used_by]
        rows[name] = (node, used_by)
        mean = energy * ENERGY * losses / series.length / series.mean(one["profile"])
        scale = mean * series.growth(float(one["growth"]))
        series.add("loads", "demand", name, one["profile"], scale)
    return {"loads": pd.DataFrame.from_dict(rows, orient="index", columns=["node", "sector"])}


def flexible_parts(city: City, series: Series) -> Parts:
    """Demand response: power by hour, price, window."""
    table = city.tables["power_flexible"].set_index("flexible")
    for name, profile, power in table[["profile", "power"]].itertuples():
        series.add("flexible_loads", "power", str(name), profile, power)
    frame = table[["node", "kind", "power", "window", "loss"]]
    return {"flexible_loads": frame.assign(cost=table["cost"] * PER_MWH)}


def fleet_parts(city: City, series: Series) -> Parts:
    """Fleets with the number of the last planning year; in an earlier year fewer of them drive.

    Where several years stand side by side, the share that is plugged in and the driving carry the
    growth; only the energy in the batteries is then that of the last year's number.
    """
    table = city.tables["power_fleets"].set_index("fleet")
    grown = {name: series.growth(float(rate)) for name, rate in table["growth"].items()}
    for name, row in table.iterrows():
        share = grown[name] / grown[name][-1] if grown[name][-1] > grown[name][0] else None
        scale = 1.0 if share is None else share
        series.add("vehicles", "plugged", str(name), row["plugged"], scale)
        series.add("vehicles", "driving", str(name), row["driving"], scale)
        series.add("vehicles", "plain_charging", str(name), row["charging"], scale)
    same = ["node", "battery", "charger", "efficiency", "smart", "v2g", "level_min"]
    last = pd.Series({name: factors[-1] for name, factors in grown.items()}, dtype=float)
    number = table["number"] * FLEET * last.reindex(table.index)
    return {"vehicles": table[same].assign(number=number, wear_cost=table["wear_cost"] * PER_MWH)}


def heat_parts(city: City, series: Series) -> Parts:
    """Heat pumps: heat by hour, so that the year's sum is exact, and performance by hour."""
    table = city.tables["power_heat"].set_index("heat")
    for name, row in table.iterrows():
        mean = row["energy"] * ENERGY / series.length / series.mean(row["profile"])
        scale = mean * series.growth(float(row["growth"]))
        series.add("heat_pumps", "heat", str(name), row["profile"], scale)
        series.add("heat_pumps", "cop", str(name), row["cop"])
    return {"heat_pumps": table[["node", "store_hours", "standing_loss"]]}
