"""Draws from the ranges of a city: a design in the unit cube, carried to every range.

The number of range k, with loading a_k in group g, is F⁻¹(u_k): F uniform, triangular, normal (by its
5 % and 95 %) or two-point,

    u_k = Φ(a_k Φ⁻¹(v_g) + √(1 − a_k²) Φ⁻¹(v_k)),

and v the point of the design. The design, its size and its seed are data: the same draws every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm, qmc, triang

from citywright.city import City, declared
from citywright.city.changes import ACCOUNTS, SETTINGS, Change, row_names, rows_named
from citywright.errors import UsageError
from citywright.plan.doubt.case import Case, case_of, row_of
from citywright.plan.program import Floats

EDGE = 1e-12
"""How near to 0 and 1 a draw may come, so that a normal one stays finite."""
TAIL = float(norm.ppf(0.95))


@dataclass(frozen=True)
class Ensemble:
    """Draws of one ensemble: cases in order, and the numbers drawn as [draw, range or row]."""

    code: str
    cases: tuple[Case, ...]
    design: str
    seed: int
    values: pd.DataFrame


def ensemble_of(city: City, scenario: str, draws: int | None = None) -> Ensemble:
    """The draws of an ensemble of the city; `draws` in place of the number that its row says.

    Raises
    ------
    UsageError
        There is no such scenario, or it is no ensemble.
    """
    row = row_of(city, scenario)
    if row["kind"] != "ensemble":
        raise UsageError("doubt.no_ensemble", scenario=scenario)
    count, seed, design = draws or int(row["draws"]), int(row["seed"]), str(row["design"])
    if design == "sobol" and count & (count - 1):
        raise UsageError("doubt.sobol_draws", draws=count)
    axes = axes_of(city)
    u = correlated(city, axes, cube(design, count, _size(city, axes), seed))
    values = pd.DataFrame(
        {axis.name: quantile(axis.row, u[:, k]) for k, axis in enumerate(axes)},
        index=pd.RangeIndex(1, count + 1, name="draw"),
    )
    given = case_of(city, scenario).changes
    cases = [
        Case(f"{scenario}-{draw}", (*given, *_drawn(axes, numbers)))
        for draw, numbers in zip(values.index, values.to_numpy(), strict=True)
    ]
    return Ensemble(scenario, tuple(cases), design, seed, values)


@dataclass(frozen=True)
class Axis:
    """One number that is drawn: of a range, or of one row of a range whose rows are drawn apart."""

    name: str
    rows: str
    row: Any


def axes_of(city: City) -> list[Axis]:
    """The numbers drawn, in the order of the ranges and, within one, of the rows."""
    axes = []
    for row in city.tables["ranges"].itertuples():
        apart = row.draw == "apart" and row.table not in (ACCOUNTS, SETTINGS)
        axes += [
            Axis(f"{row.range}/{name}", name, row) for name in (_rows(city, row) if apart else ())
        ] or [Axis(row.range, row.rows, row)]
    return axes


def _rows(city: City, row: Any) -> list[str]:  # noqa: ANN401
    frame, key = city.tables[row.table], declared()[row.table].key
    return row_names(frame[rows_named(frame, key, row.rows)], key)


def _groups(city: City) -> list[str]:
    return sorted(set(city.tables["ranges"]["group"]) - {""})


def _size(city: City, axes: Sequence[Axis]) -> int:
    return len(axes) + len(_groups(city))


def cube(design: str, count: int, size: int, seed: int) -> Floats:
    """Points of a design in the unit cube: [draw, axis].

    Sobol: Owen-scrambled; its first points stay when more are drawn. Latin hypercube: every axis is
    cut into as many equal parts as there are draws, one draw in each.
    """
    if design == "random":
        return np.random.default_rng(seed).random((count, size))
    make = qmc.Sobol if design == "sobol" else qmc.LatinHypercube
    points: Floats = np.asarray(make(size, rng=np.random.default_rng(seed)).random(count))
    return points


def correlated(city: City, axes: Sequence[Axis], v: Floats) -> Floats:
    """u of every axis: its own draws, or mixed with those of its group."""
    place = {group: len(axes) + k for k, group in enumerate(_groups(city))}
    z = norm.ppf(np.clip(v, EDGE, 1.0 - EDGE))
    u = v[:, : len(axes)].copy()
    for k, axis in enumerate(axes):
        if axis.row.group:
            a = float(axis.row.loading)
            u[:, k] = norm.cdf(a * z[:, place[axis.row.group]] + np.sqrt(1.0 - a * a) * z[:, k])
    return u


def quantile(row: Any, u: Floats) -> Floats:  # noqa: ANN401
    """F⁻¹(u) of a range."""
    low, high = float(row.low), float(row.high)
    if row.distribution == "two_point":
        return np.where(u >= 1.0 - row.chance, high, low)
    if row.distribution == "normal":
        mean, sd = (low + high) / 2.0, (high - low) / (2.0 * TAIL)
        return np.asarray(mean + sd * norm.ppf(np.clip(u, EDGE, 1.0 - EDGE)))
    if row.distribution == "triangular":
        peak = (float(row.likely) - low) / (high - low)
        return np.asarray(triang.ppf(u, peak, loc=low, scale=high - low))
    return np.asarray(low + (high - low) * u)


def change_of(row: Any, value: float) -> Change:  # noqa: ANN401
    """The change that puts a value of a range into the city; all its rows together."""
    return Change(row.table, row.rows, row.column, row.how, float(value))


def _drawn(axes: Sequence[Axis], numbers: Floats) -> list[Change]:
    return [
        replace(change_of(axis.row, value), rows=axis.rows)
        for axis, value in zip(axes, numbers, strict=True)
    ]
