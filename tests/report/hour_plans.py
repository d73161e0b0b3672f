"""A plan of Toytown with power by the hour in 2024 and 2026, written by hand: nothing is solved."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from citywright.city import City
from citywright.plan.result import COLUMNS, Plan

sys.path.append(str(Path(__file__).parents[1] / "city"))

from city_toys import Toy

YEARS, PATHS, PLANNED = (2024, 2025, 2026), ("plan", "without"), (2024, 2026)
NUMBERS = {
    "start", "year", "power_year", "value", "without", "goal", "shortfall", "used", "supply", "price",
    "worth", "rent", "net", "limit_rent", "output", "existing", "idle", "use", "outside_sales",
    "extra_purchases", "replaced", "consumption", "spending", "emitted", "people", "load", "delivered",
    "supplied",
}  # fmt: skip
PRICES = {("north", "homes"): 0.5, ("north", "work"): 0.48, ("south", "homes"): 0.55,
          ("south", "work"): 0.62}  # fmt: skip
"""Money per 100 GWh, which is CNY/kWh where money is in 亿元."""


@cache
def hour_city() -> City:
    """Toytown, power planned in 2024 and 2026; its base year's system costs 0.40 CNY/kWh."""
    toy = Toy().put("power_years", ("2024",), "planned", "yes")
    toy.put("power_years", ("2026",), "planned", "yes")
    toy.add("power_years", year="2023", planned="", unit_cost="0.4", co2="380")
    toy.add("power_generators", generator="hydro_import", co2="0", kind="import", name_en="Far hydro",
            name_zh="远方水电", node="grid", technology="")  # fmt: skip
    city, findings = toy.check()
    assert city is not None, [f.text("en") for f in findings]
    return city


def size_rows() -> list[tuple[Any, ...]]:
    """component, name, power_year, capacity, path."""
    rows: list[tuple[Any, ...]] = []
    for path, solar in (("plan", 300.0), ("without", 250.0)):
        for k in PLANNED:
            rows += [
                ("generators", "coal", k, 900.0, path), ("generators", "pv_south", k, 80.0, path),
                ("generators", "import", k, 1500.0, path), ("generators", "hydro_import", k, 90.0, path),
                ("storage", "battery_south", k, 10.0, path),
                ("storage", "vehicles/cars_south", k, 60.0, path),
                ("stores", "heat_pumps/heat_north", k, 65.0, path),
                ("lines", "north_south", k, 250.0 if k == 2024 else 280.0, path),
            ]  # fmt: skip
        rows.append(("generators", "pv_south:2026", 2026, solar, path))
    return rows


def mix_rows() -> list[tuple[Any, ...]]:
    """component, name, power_year, energy, path."""
    rows: list[tuple[Any, ...]] = []
    for path, coal in (("plan", 40.0), ("without", 42.0)):
        for k in PLANNED:
            rows += [
                ("generators", "coal", k, coal, path), ("generators", "pv_south", k, 1.0, path),
                ("generators", "import", k, 10.0, path), ("generators", "hydro_import", k, 3.0, path),
                ("storage", "battery_south", k, 0.05, path),
                ("storage", "vehicles/cars_south", k, 0.0, path),
            ]  # fmt: skip
        rows.append(("generators", "pv_south:2026", 2026, 4.0, path))
    return rows


def tables_of() -> dict[str, pd.DataFrame]:
    """Every table of the plan; those that have nothing to do with power are empty."""
    pairs = list(PRICES)
    rows: dict[str, list[tuple[Any, ...]]] = {
        "zones": [(z, y, 20.0, p) for p in PATHS for z in ("north", "south") for y in YEARS],
        "drawn": [(*k, y, 10.0 + (p == "plan"), p) for p in PATHS for k in pairs for y in YEARS],
        "demand": [(*k, y, 10.0 + (p == "plan"), p) for p in PATHS for k in pairs for y in PLANNED],
        "power_years": [(y, 400.0 + (p == "without") * 20, p) for p in PATHS for y in PLANNED],
        "power_cost": [(150.0, "plan"), (130.0, "without")],
        "power_capacity": size_rows(), "power_mix": mix_rows(),
        "power_prices": [(*k, y, v) for k, v in PRICES.items() for y in PLANNED],
        "city": [(y, 1.0, 1.0, 700.0, p) for p in PATHS for y in YEARS],
    }  # fmt: skip
    made = {}
    for name, columns in COLUMNS.items():
        frame = pd.DataFrame(rows.get(name, []), columns=list(columns))
        kinds = {c: "float64" for c in columns if c in NUMBERS and name not in rows}
        made[name] = frame.astype({**kinds, **({"met": bool} if "met" in columns else {})})
    return made


def hour_plan() -> Plan:
    """The plan, made by hand."""
    return Plan(
        "toytown", "0" * 16, YEARS, hour_city().settings.money_unit, 1000.0, 900.0, 1001.0, 1001.0,
        0.001, ("power", "relax"), {"estimated": 1.0}, tables_of(),
    )  # fmt: skip
