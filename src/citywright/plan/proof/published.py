"""Every number that the plan publishes beside its decisions, computed again."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from citywright.city import CITY_WIDE
from citywright.plan.proof.facts import Facts
from citywright.plan.proof.indicators import base_number, indicator_sides
from citywright.plan.proof.program import Floats, Matrix
from citywright.plan.proof.scale import TOLERANCE, Check, relative, worst_of
from citywright.plan.proof.taxes import returns


def check_indicators(
    f: Facts, m: Matrix, points: Mapping[str, Floats], table: pd.DataFrame
) -> list[Check]:
    """Each indicator on both paths, and its base year; all of them, each once."""
    stated = {(r.indicator, r.year): r for r in table.itertuples()}
    violations, places = [], []
    for name in f.city.tables["indicators"]["indicator"]:
        expected = _indicator_values(f, m, points, name)
        for (year, path), value in expected.items():
            row = stated.get((name, year))
            number = np.nan if row is None else (row.value if path == "plan" else row.without)
            violations.append(relative(value, float(number)))
            places.append(f"{name} {year} {path}")
    whole = len(stated) * 2 == len(places) == len(table) * 2
    return [
        worst_of("indicators", violations, places),
        Check("indicators: rows", len(table), 0.0 if whole else np.inf, ""),
    ]


def _indicator_values(
    f: Facts, m: Matrix, points: Mapping[str, Floats], name: str
) -> dict[tuple[int, str], float]:
    found: dict[tuple[int, str], float] = {}
    rows = [r for r in f.rows("indicator_terms") if r.indicator == name]
    if not any(r.lag for r in rows):
        top = sum(r.weight * base_number(f, r) for r in rows if r.side == "numerator")
        below = [r.weight * base_number(f, r) for r in rows if r.side == "denominator"]
        base = top / sum(below) if below else top
        found |= {(f.base, path): base for path in points}
    for year in f.years:
        sides = indicator_sides(f, name, year)
        for path, point in points.items():
            top = sides.top_fixed + sum(c * point[m.place[v]] for v, c in sides.top.items())
            bottom = sides.bottom_fixed + sum(
                c * point[m.place[v]] for v, c in sides.bottom.items()
            )
            found[year, path] = top / bottom
    return found


def check_targets(f: Facts, tables: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Goal, value and shortfall of each target, and whether it is met."""
    paths = {(r.indicator, r.year): r for r in tables["indicators"].itertuples()}
    short = tables["shortfalls"]
    short = short[short["path"] == "plan"].set_index("target")["shortfall"].to_dict()
    stated = {r.target: r for r in tables["targets"].itertuples()}
    violations, places = [], []
    for r in f.rows("targets"):
        row, path = stated.get(r.target), paths.get((r.indicator, r.year))
        places.append(r.target)
        if row is None or path is None:
            violations.append(np.inf)
            continue
        same = (row.indicator, row.year, row.sense, row.kind) == (
            r.indicator,
            r.year,
            r.sense,
            r.kind,
        )
        distance = (path.value - r.value) * (1 if r.sense == "at_least" else -1)
        met = distance >= -1e-6 * max(1.0, abs(r.value))
        violations.append(max(
            0.0 if same and bool(row.met) == bool(met) else np.inf,
            relative(r.value, row.goal), relative(path.value, row.value),
            relative(path.without, row.without),
            relative(float(short.get(r.target, 0.0)), row.shortfall),
        ))  # fmt: skip
    return [
        worst_of("targets", violations, places),
        _count("targets: rows", len(stated), len(places), len(tables["targets"])),
    ]


def _count(name: str, *sizes: int) -> Check:
    return Check(name, sizes[0], 0.0 if len(set(sizes)) == 1 else np.inf, "")


def check_factor_use(
    m: Matrix, point: Floats, prices: Floats, table: pd.DataFrame, f: Facts
) -> list[Check]:
    """Use, supply, returned taxes and price of every factor row."""
    factors = {r.factor: r for r in f.rows("factors")}
    supply = {(r.factor, r.zone, r.year): r.supply for r in f.rows("factor_supply")}
    stated = {(r.factor, r.zone, r.year): r for r in table.itertuples()}
    activity = m.A @ point
    violations, places = [], []
    for k, row in enumerate(m.rows):
        family, *names = row.family.split("|")
        if family != "factor":
            continue
        key = (names[0], names[1], row.year)
        found = stated.get(key)
        places.append(" ".join(map(str, key)))
        if found is None:
            violations.append(np.inf)
            continue
        back = 0.0
        if key[1] == CITY_WIDE:
            terms = returns(f, factors[key[0]], int(key[2] or 0))
            back = -sum(c * point[m.place[v]] for v, c in terms.items())
        used = activity[k] + supply[key] - row.high + back
        numbers = (
            (used, found.used), (supply[key] + back, found.supply), (back, found.returned),
            (prices[k], found.price),
        )  # fmt: skip
        violations.append(max(relative(a, b) for a, b in numbers))
    return [
        worst_of("factor use", violations, places),
        _count("factor use: rows", len(stated), len(supply), len(table)),
    ]


LIMITS = {
    "capacity": "", "markets": "", "replacement_gap": "", "work": "10000 person",
    "programmes": "10000 person", "power_grid": "100 GWh", "power_supply": "100 GWh",
    "carbon": "10000 t", "factor": None, "target": None, "start_once": "project",
    "start_excludes": "project", "start_options": "project", "start_requires": "project",
    "start_after": "project",
}  # fmt: skip
"""Limits that have a price and the unit in which each is counted; "" is money, None its own."""


def check_prices(f: Facts, tables: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Every price is one of the multipliers, in its unit; every scarce limit has its price."""
    money = f.city.settings.money_unit
    known: dict[Any, float] = {}
    for r in tables["multipliers"].itertuples():
        family, *names = r.constraint.split("|")
        known[family, "|".join([*names, r.item] if r.item else names), _year(r.year)] = r.price
    violations, places = [], []
    for r in tables["prices"].itertuples():
        violations.append(relative(known.pop((r.limit, r.item, _year(r.year)), np.nan), r.value))
        if r.limit not in LIMITS or r.unit != f"{money}/{_unit(f, r.limit, r.item) or money}":
            violations[-1] = np.inf
        places.append(f"{r.limit} {r.item} {r.year}")
    for (family, item, year), price in known.items():
        if family in LIMITS and abs(price) > TOLERANCE:
            violations.append(abs(price))
            places.append(f"{family} {item} {year}")
    return [worst_of("prices", violations, places)]


def _year(year: Any) -> int | None:  # noqa: ANN401
    return None if pd.isna(year) else int(year)


def _unit(f: Facts, limit: str, item: str) -> str:
    """Unit of a limit; "" is money."""
    if limit == "factor":
        return {r.factor: str(r.unit) for r in f.rows("factors")}.get(item.split("|", 1)[0], "?")
    if limit == "target":
        indicator = {r.target: r.indicator for r in f.rows("targets")}.get(item)
        return {r.indicator: str(r.unit) for r in f.rows("indicators")}.get(indicator, "?")
    return LIMITS[limit] or ""


def check_quality(f: Facts, starts: pd.DataFrame, stated: Mapping[str, float]) -> list[Check]:
    """Shares of the result by quality of the rows it rests on."""
    total: dict[str, float] = {}
    added: dict[str, float] = {}
    for r in f.rows("value_added"):
        total[r.quality] = total.get(r.quality, 0.0) + r.value
        added[r.sector] = added.get(r.sector, 0.0) + r.value
    begun = set(starts[starts["path"] == "plan"]["project"])
    for p in f.projects:
        if p.project in begun and f.x[p.sector] > 0:
            total[p.quality] = (
                total.get(p.quality, 0.0) + p.output * added.get(p.sector, 0.0) / f.x[p.sector]
            )
    whole = sum(total.values())
    names = ("published", "secondhand", "estimated", "illustrative")
    violations = [relative(total.get(q, 0.0) / whole, float(stated.get(q, np.nan))) for q in names]
    return [worst_of("quality", violations, names)]
