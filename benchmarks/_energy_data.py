"""The invented power system of `energy_year`: plain arrays, which know no model and no library.

Two builders read them, each in its own way: `_energy_case` makes a network of this library,
`_energy_pypsa` one of PyPSA. Everything is invented and seeded; all costs are illustrative, of the
order of technology catalogues of the 2020s. Money is kEUR, power MW, carbon t.

A node's profiles hang on its number and the seed alone, so a larger system contains a smaller one.
"""

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

YEAR, WEEK = 8760, 168
FIRST, STEP = 2030, 5
"""First planning year, and years between planning years."""
KV = 220.0
"""Voltage of all lines."""
COST = {"pv": 52.0, "wind": 118.0, "gas": 48.0, "battery": 68.0}
"""kEUR/MW/year: annuity and fixed operation; illustrative."""
LINE_COST = 0.09
"""kEUR/MW/km/year; illustrative."""
FUEL = {"gas": 0.062, "coal": 0.031}
"""kEUR/MWh of electricity; illustrative."""
EMISSION = {"gas": 0.36, "coal": 0.82, "import": 0.45}
"""t/MWh of electricity; illustrative."""
LIFE = {"pv": 25.0, "wind": 25.0, "gas": 30.0, "battery": 15.0}
"""Years; illustrative."""
MOST = {"pv": 1_100.0, "wind": 650.0, "gas": 600.0, "battery": 500.0}
"""MW that can be built at one node (of one vintage)."""
COAL, COAL_RAMP = 320.0, 0.12
IMPORT, PUMPED, PUMPED_HOURS, BATTERY_HOURS = 260.0, 400.0, 24.0, 4.0
WEAR = {"battery": 0.001, "pumped": 0.0004}
EFFICIENCY = {"battery": 0.95, "pumped": 0.88}
SHED = 3.0
"""kEUR/MWh of load that is not served; illustrative."""
INTENSITY = 0.19
"""Carbon cap per unit of demand (t/MWh); chosen so that it binds at about 90 to 100 money/t."""
GROWTH, FALL, DISCOUNT = 1.08, 0.9, 0.04
"""Demand and cap from one planning year to the next, and yearly discount rate."""


@dataclass(frozen=True)
class Lines:
    """Both ends of the lines, km, ohm, capacity in place and at most (MW), cost (kEUR/MW/year)."""

    ends: np.ndarray
    km: np.ndarray
    ohm: np.ndarray
    least: np.ndarray
    most: np.ndarray
    cost: np.ndarray


@dataclass(frozen=True)
class YearData:
    """One system: T hours of one year (the same in every planning year), n nodes.

    hours      positions in the year, (T,)
    load, pv   (T, n); wind, must_run, price  (T, sites of that kind)
    sites      kind -> nodes at which it stands
    response   demand response: share of the largest load, and its price, (n,)
    share      part of the year that the hours are: yearly costs and the cap count by it
    years      planning years; weight, growth and cap of each
    """

    hours: np.ndarray
    load: np.ndarray
    pv: np.ndarray
    wind: np.ndarray
    must_run: np.ndarray
    price: np.ndarray
    sites: dict[str, list[int]]
    lines: Lines
    response: np.ndarray
    response_price: np.ndarray
    share: float
    years: list[int]
    weight: list[float]
    growth: list[float]
    cap: list[float]

    @property
    def digest(self) -> str:
        """Short fingerprint: contestants in other environments must have the same numbers."""
        found = hashlib.sha256()
        arrays = (self.load, self.pv, self.wind, self.must_run, self.price, self.lines.ohm)
        for array in (*arrays, self.lines.cost, self.response_price, np.array(self.cap)):
            found.update(np.ascontiguousarray(np.round(array, 6)).tobytes())
        return found.hexdigest()[:12]


def weather(seed: int, kind: int, place: int, memory: float) -> np.ndarray:
    """Stationary noise of mean 0 and variance 1 with that memory from hour to hour, (8760,)."""
    shocks = np.random.default_rng([seed, kind, place]).standard_normal(YEAR + 500)
    new = np.sqrt(1 - memory**2) * shocks
    # by hand: the library of filters takes longer to start than all noise of a year to be made
    noise = itertools.accumulate(new.tolist(), lambda before, shock: memory * before + shock)
    return np.array(list(noise)[500:])


def sun(seed: int, node: int) -> np.ndarray:
    """Output of PV per unit: height of the sun at 32 degrees north, dimmed by clouds."""
    hour = np.arange(YEAR)
    tilt = np.radians(23.45) * np.sin(2 * np.pi * (hour / 24 - 81) / 365)
    turn = np.radians(15 * (hour % 24 - 12))
    place = np.radians(32.0)
    height = np.sin(place) * np.sin(tilt) + np.cos(place) * np.cos(tilt) * np.cos(turn)
    clouds = 0.8 * weather(seed, 1, 0, 0.97) + 0.6 * weather(seed, 2, node, 0.9)
    clear = 1 / (1 + np.exp(1.2 * clouds - 1.0))
    return np.asarray(np.round(0.8 * np.clip(height, 0, None) * clear, 4))


def wind(seed: int, node: int) -> np.ndarray:
    """Output of wind per unit: a speed through a smooth power curve, stronger in winter."""
    season = 0.8 * np.cos(2 * np.pi * (np.arange(YEAR) / 24 - 20) / 365)
    gusts = 0.75 * weather(seed, 3, 0, 0.985) + 0.66 * weather(seed, 4, node, 0.95)
    speed = np.clip(6.4 + season + 2.8 * gusts, 0, None)
    return np.round(1 / (1 + np.exp(-0.75 * (speed - 8.2))) * (speed < 22), 4)


def load(seed: int, node: int) -> np.ndarray:
    """Demand (MW): a level, seasons with a summer and a winter peak, day, weekend, noise."""
    hour = np.arange(YEAR)
    rng = np.random.default_rng([seed, 5, node])
    level, day_share = rng.uniform(180, 420), rng.uniform(0.12, 0.3)
    day = np.sin(2 * np.pi * (hour % 24 - 8) / 24) + 0.45 * np.sin(4 * np.pi * (hour % 24 - 5) / 24)
    season = 0.1 * np.cos(4 * np.pi * (hour / 24 - 25) / 365)
    weekend = -0.09 * ((hour // 24) % 7 >= 5)
    noise = 0.04 * weather(seed, 6, node, 0.93)
    return np.round(level * (1 + season + day_share * day + weekend + noise), 2)


def import_price(seed: int, node: int) -> np.ndarray:
    """Price of imports (kEUR/MWh) by hour."""
    hour = np.arange(YEAR)
    day = 0.016 * np.sin(2 * np.pi * (hour % 24 - 11) / 24)
    season = 0.006 * np.cos(4 * np.pi * (hour / 24 - 25) / 365)
    swing = 0.011 * weather(seed, 7, 0, 0.98) + 0.004 * weather(seed, 8, node, 0.9)
    return np.round(np.clip(0.056 + day + season + swing, 0.01, None), 5)


def heat_run(seed: int, node: int) -> np.ndarray:
    """Least output of coal with heat per unit: high in winter, never above 0.6."""
    cold = np.cos(2 * np.pi * (np.arange(YEAR) / 24 - 20) / 365)
    noise = 0.03 * weather(seed, 9, node, 0.97)
    return np.round(np.clip(0.28 + 0.2 * cold + noise, 0.1, 0.6), 4)


def grid(seed: int, nodes: int) -> Lines:
    """A ring and one chord for every four nodes: nodes/4 + 1 independent cycles."""
    across = max(2, nodes // 2 - 1)
    ring = [(i, (i + 1) % nodes) for i in range(nodes)]
    ends = np.array(ring + [(4 * c, (4 * c + across) % nodes) for c in range(nodes // 4)])
    draws = [np.random.default_rng([seed, 10, a, b]).uniform(size=2) for a, b in ends]
    first, second = np.array(draws).T
    km = np.round(25 + 50 * first, 1)
    least = np.round(90 + 130 * second)
    return Lines(ends, km, np.round(0.3 * km, 3), least, least + 700, np.round(LINE_COST * km, 4))


def chosen_hours(weeks: int) -> np.ndarray:
    """Hours of so many weeks spread over the year; with 52, all 8,760 (the last has 192)."""
    if weeks == YEAR // WEEK:
        return np.arange(YEAR)
    starts = [WEEK * (52 * k // weeks) for k in range(weeks)]
    return np.concatenate([np.arange(s, s + WEEK) for s in starts])


def spread(nodes: int, count: int, first: int) -> list[int]:
    """So many different nodes, evenly spread."""
    return [(first + k * nodes // count) % nodes for k in range(count)]


def year_data(nodes: int = 8, weeks: int = 52, seed: int = 0, years: int = 1) -> YearData:
    """The data of one system.

    nodes is a multiple of 4; weeks at most 52; years at least 1. Of 8 nodes, 3 have wind, 3 gas,
    2 coal with heat, 2 imports, 1 pumped hydro; other sizes in proportion.
    """
    hours = chosen_hours(weeks)
    third = -(-3 * nodes // 8)
    sites = {
        "pv": list(range(nodes)), "battery": list(range(nodes)),
        "wind": spread(nodes, third, 1), "gas": spread(nodes, third, 2),
        "coal": spread(nodes, nodes // 4, 0), "import": spread(nodes, nodes // 4, 3),
        "pumped": spread(nodes, max(1, nodes // 8), 5 % nodes),
    }  # fmt: skip

    def profiles(kind: str, make: Callable[[int, int], np.ndarray]) -> np.ndarray:
        return np.column_stack([make(seed, node)[hours] for node in sites[kind]])

    demand = profiles("pv", load)
    discount = [(1 + DISCOUNT) ** (-STEP * k) for k in range(years)]
    return YearData(
        hours, demand, profiles("pv", sun), profiles("wind", wind),
        profiles("coal", heat_run), profiles("import", import_price), sites, grid(seed, nodes),
        np.round(0.05 * demand.max(axis=0), 2),
        np.round(0.25 + 0.05 * (np.arange(nodes) % 8), 3),
        len(hours) / YEAR, [FIRST + STEP * k for k in range(years)],
        [STEP * d for d in discount] if years > 1 else [1.0],
        [GROWTH**k for k in range(years)],
        [round(INTENSITY * float(demand.sum()) * FALL**k, 1) for k in range(years)],
    )  # fmt: skip
