"""Tables of a plan's power system, computed again from its operation in all hours."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from citywright.plan.proof.facts import Facts
from citywright.plan.proof.hour_loads import MWH, of_path
from citywright.plan.proof.hour_rows import planned
from citywright.plan.proof.operated import Hours, Operated
from citywright.plan.proof.rows import Row
from citywright.plan.proof.scale import Check, relative, worst_of

Tables = Mapping[str, pd.DataFrame]
Key = tuple[str, str, int]


def check_hour_tables(f: Facts, tables: Tables, hours: Hours, cut: Row) -> list[Check]:
    """Capacity and energy of both paths, and the price of power."""
    checks = []
    for path, operated in hours.paths.items():
        capacity = operated.capacities
        energy = operated.energy.assign(energy=operated.energy["energy"] / MWH)
        for name, found, value in (
            ("power_capacity", capacity, "capacity"), ("power_mix", energy, "energy"),
        ):  # fmt: skip
            wanted = _keyed(f, operated, found[np.isfinite(found[value])], value)
            stated = of_path(tables[name], path)
            given = dict(zip(_keys(stated), stated[value].astype(float), strict=True))
            checks.append(_same(f"{path}: {name}", wanted, given))
    return [*checks, _price_check(f, tables, cut)]


def _keyed(f: Facts, operated: Operated, found: pd.DataFrame, value: str) -> dict[Key, float]:
    """Numbers by component, name and planning year; a network of one year calls it 0."""
    labels = dict(zip(operated.program.network.years.index, planned(f).years, strict=True))
    years = [labels[y] for y in found["year"]]
    return dict(
        zip(zip(found["component"], found["name"], years, strict=True), found[value], strict=True)
    )


def _keys(frame: pd.DataFrame) -> list[Key]:
    return list(
        zip(frame["component"], frame["name"], frame["power_year"].astype(int), strict=True)
    )


def _same(name: str, wanted: Mapping[Key, float], given: Mapping[Key, float]) -> Check:
    keys = sorted(set(wanted) | set(given))
    violations = [relative(wanted.get(k, np.nan), given.get(k, np.nan)) for k in keys]
    return worst_of(name, violations, [" ".join(map(str, k)) for k in keys])


def _price_check(f: Facts, tables: Tables, cut: Row) -> Check:
    """The price of power is the slope of the bound's cut, for one year."""
    weight = planned(f).weight
    wanted = {key[1:]: -v / weight[key[3]] for key, v in cut.terms.items() if key[0] == "demand"}
    stated = tables["power_prices"]
    keys = zip(stated["zone"], stated["used_by"], stated["power_year"].astype(int), strict=True)
    given = dict(zip(keys, stated["price"].astype(float), strict=True))
    if len(given) != len(stated):
        return Check("power_prices", len(stated), np.inf, "rows")
    return _same("power_prices", wanted, given)
